//! The service account's refresh token. It is kept twice, with the setup and with the integration that came of it; each of
//! the two renews it, so the newest of both is used, and what comes of it takes the place of both.

use super::{
    Csp,
    failure::Stop,
    places::{Ground, Who, refuse},
    secrets::REFRESH_TOKEN,
    shown::document,
};
use crate::{
    act::{KeptAt, STALE_MS},
    connector::{CallError, CallErrorKind},
    store::{CspSetupRow, SealedField, StoreError},
    vault::{Binding, Sealed, Secret},
};
use contract::{actor::Actor, problem::Problem};
use std::sync::atomic::Ordering;

/// How often setups are looked at for a token that nobody uses, in milliseconds.
const LOOKS_MS: i64 = 3_600_000;

/// The token as it is kept.
#[derive(Default)]
pub struct ServiceToken {
    /// The newest.
    pub newest: Option<Secret>,
    /// When that was given, in milliseconds since 1970.
    pub since: Option<i64>,
    /// Everywhere it is kept, with what is there.
    pub places: Vec<KeptAt>,
}

impl Ground<'_> {
    /// The token, wherever it is kept.
    pub async fn service_token(&self) -> Result<ServiceToken, Stop> {
        let mut found = ServiceToken::default();
        let own = self.csp.store().csp_secret(&self.row.id, REFRESH_TOKEN).await?;
        if let Some((sealed, at)) = own {
            self.take(&mut found, self.row.id.as_str(), &sealed, at).await?;
        }
        if let Some((id, field)) = self.token_of_integration().await? {
            self.take(&mut found, &id, &field.sealed, field.set_at).await?;
        }
        Ok(found)
    }

    /// Since when the newest is kept.
    pub async fn service_token_since(&self) -> Result<Option<i64>, StoreError> {
        let own = self.csp.store().csp_secret(&self.row.id, REFRESH_TOKEN).await?;
        let other = self.token_of_integration().await?.map(|(_, field)| field.set_at);
        Ok(own.map(|(_, at)| at).max(other))
    }

    /// The integration's, while it is the one that was put there from here: what a person typed is of another sign-in.
    async fn token_of_integration(&self) -> Result<Option<(String, SealedField)>, StoreError> {
        let Some(id) = &self.document.integration else {
            return Ok(None);
        };
        let row = match self.csp.store().integration(id).await {
            Ok(row) => row,
            Err(StoreError::Missing) => return Ok(None),
            Err(error) => return Err(error),
        };
        let field = row.sealed.get(REFRESH_TOKEN).cloned();
        let ours = field.filter(|field| field.set_by == Actor::system("csp").name);
        Ok(ours.map(|field| (id.to_string(), field)))
    }

    async fn take(&self, found: &mut ServiceToken, owner: &str, sealed: &str, at: i64) -> Result<(), Stop> {
        let vendor = self.vendor();
        let binding = Binding {
            integration: owner,
            vendor: vendor.as_str(),
            field: REFRESH_TOKEN,
        };
        let opened = match Sealed::parse(sealed) {
            Ok(sealed) => self.csp.0.act.vault.open(binding, &sealed).await,
            Err(error) => Err(error),
        };
        let value = opened.map_err(|error| {
            self.stop(&CallError {
                source: Some(Box::new(error)),
                ..CallError::new(self.vendor(), "csp", CallErrorKind::KeyUnavailable)
            })
        })?;
        if found.since.is_none_or(|since| at > since) {
            (found.newest, found.since) = (Some(value.clone()), Some(at));
        }
        found.places.push(KeptAt {
            owner: owner.to_owned(),
            value,
        });
        Ok(())
    }
}

impl Csp {
    /// Looks now and then for tokens that nobody uses.
    pub(super) async fn renew_now_and_then(&self) -> Result<(), StoreError> {
        let (now, last) = (self.now(), &self.0.renewed_at);
        let before = last.load(Ordering::Relaxed);
        if now - before < LOOKS_MS
            || last
                .compare_exchange(before, now, Ordering::Relaxed, Ordering::Relaxed)
                .is_err()
        {
            return Ok(());
        }
        self.renew_stale().await
    }

    /// Uses every token that was not renewed for a while, long before Microsoft ends it for not being used.
    pub async fn renew_stale(&self) -> Result<(), StoreError> {
        self.0.act.renew_stale().await?;
        for row in self.store().csp_setups().await? {
            let id = row.id.clone();
            if let Err(problem) = self.renew_one(row).await {
                tracing::warn!(setup = %id, error = %problem, "a service account's sign-in could not be renewed");
            }
        }
        Ok(())
    }

    async fn renew_one(&self, row: CspSetupRow) -> Result<(), Problem> {
        let kept = document(&row)?;
        if kept.app.is_none() || kept.person.is_none() || kept.removed {
            return Ok(());
        }
        let ground = self.ground(row)?;
        // Its own, also where the integration's is younger: the integration may be deleted, and this one stays.
        let own = self.store().csp_secret(&ground.row.id, REFRESH_TOKEN).await?;
        if own.is_none_or(|(_, since)| since > self.now() - STALE_MS) {
            return Ok(());
        }
        let reads = ground.reads(Who::Person, None).await.map_err(refuse)?;
        let read = reads.tenant().await;
        read.map(|_| ()).map_err(|error| ground.problem(&error))
    }
}
