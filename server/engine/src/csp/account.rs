//! Credentials of a connected tenant: how old, until when, and changing the secret with overlap.
//!
//! A new secret is made, used once to prove that it works, and only then kept; the old one goes by a second call, or ends by
//! itself. Nothing that other tools made is taken away.

use super::{
    Csp,
    places::{Ground, Who, refuse},
    secrets::CLIENT_SECRET,
    shown::is_done,
    steps::{self, SECRET_DAYS},
    work::Work,
};
use crate::{clock::rfc3339, connector::FoundSecret};
use contract::{
    csp::{CspAccount, CspSecret, ExpiryWarning, RotationRequest},
    field::FieldError,
    ids::CspSetupId,
    problem::Problem,
};

const DAY_MS: i64 = 86_400_000;

/// What our secrets are called.
const SECRET_NAME: &str = "Ops AI";

impl Csp {
    /// As the tenant tells it.
    pub async fn account(&self, id: &CspSetupId) -> Result<CspAccount, Problem> {
        let ground = self.connected(id).await?;
        ground.told_account().await
    }

    /// Makes a new secret, or takes old ones away.
    pub async fn rotate(&self, id: &CspSetupId, request: RotationRequest) -> Result<CspAccount, Problem> {
        let days = request.days.unwrap_or(SECRET_DAYS);
        if !(1..=730).contains(&days) {
            let text = "Days: from 1 to 730.";
            return Err(Problem::invalid(vec![FieldError::new(
                "days",
                "not_accepted",
                text,
            )]));
        }
        let ground = self.connected(id).await?;
        let mut work = Work {
            ground,
            key: String::new(),
        };
        if request.retire_old {
            work.ground.retire_old().await?;
        } else {
            self.renew_secret(&mut work, days).await?;
        }
        work.ground.told_account().await
    }

    async fn renew_secret(&self, work: &mut Work<'_>, days: u32) -> Result<(), Problem> {
        let ground = &work.ground;
        let app = ground.document.app.clone();
        let app = app.ok_or_else(|| Problem::new(409, "no_application", "There is no application yet."))?;
        let writes = ground.app_writes().await?;
        let ends = self.now() + i64::from(days) * DAY_MS;
        let made = writes.add_secret(&app.object_id, SECRET_NAME, ends).await;
        let (key, value) = made.map_err(|error| ground.problem(&error))?;
        let account = ground
            .partner
            .account(&ground.row.tenant_id, &app.app_id, value.clone(), None);
        if let Err(error) = steps::proves(ground, &account).await {
            // Nobody signs in with it: it goes, and the old one stays in use.
            let _ = writes.remove_secret(&app.object_id, &key).await;
            return Err(ground.problem(&error));
        }
        self.seal(&ground.row.id, &ground.vendor(), CLIENT_SECRET, &value)
            .await?;
        work.ground.document.secret_key = Some(key);
        work.ground.document.secret_ends = Some(ends);
        "integration".clone_into(&mut work.key);
        if is_done(&work.ground.document, "integration") {
            let renewed = steps::integration(work).await;
            renewed.map_err(refuse)?;
        }
        work.keep(false).await.map_err(refuse)
    }
}

impl Ground<'_> {
    /// Takes away our secrets that are not in use, having proved that the one in use works.
    async fn retire_old(&self) -> Result<(), Problem> {
        let account = self.account(Who::App).await.map_err(refuse)?;
        steps::proves(self, &account)
            .await
            .map_err(|error| self.problem(&error))?;
        let app = self.document.app.clone();
        let app = app.ok_or_else(|| Problem::new(409, "no_application", "There is no application yet."))?;
        let writes = self.app_writes().await?;
        let found = writes
            .application(&app.app_id)
            .await
            .map_err(|error| self.problem(&error))?;
        for one in found.map(|found| found.secrets).unwrap_or_default() {
            if one.name == SECRET_NAME && self.document.secret_key.as_ref() != Some(&one.key_id) {
                let removed = writes.remove_secret(&app.object_id, &one.key_id).await;
                removed.map_err(|error| self.problem(&error))?;
            }
        }
        Ok(())
    }

    async fn told_account(&self) -> Result<CspAccount, Problem> {
        let now = self.csp.now();
        let app = self.document.app.clone();
        let app = app.ok_or_else(|| Problem::new(409, "no_application", "There is no application yet."))?;
        let reads = self.app_reads().await?;
        let (found, failure) = match reads.application(&app.app_id).await {
            Ok(found) => (found, None),
            Err(error) => (None, Some(super::failure::of_call(self.partner, &error, now))),
        };
        let mut secrets: Vec<CspSecret> = found
            .map(|found| found.secrets)
            .unwrap_or_default()
            .into_iter()
            .map(|one| self.told_secret(one, now))
            .collect();
        secrets.sort_by_key(|one| (!one.in_use, one.days_left));
        let token = self.service_token_since().await?;
        Ok(CspAccount {
            application_id: app.app_id,
            warning: secrets
                .iter()
                .find(|one| one.in_use)
                .map_or(ExpiryWarning::None, |one| one.warning),
            secrets,
            service_account: self.document.person.as_ref().map(|person| person.name.clone()),
            refresh_token_since: token.map(rfc3339),
            refresh_token_days: token.map(|at| (now - at).div_euclid(DAY_MS)),
            failure,
            read_at: rfc3339(now),
        })
    }

    fn told_secret(&self, one: FoundSecret, now: i64) -> CspSecret {
        let days_left = one.ends_at.map(|ends| (ends - now).div_euclid(DAY_MS));
        CspSecret {
            in_use: self.document.secret_key.as_ref() == Some(&one.key_id),
            ours: one.name == SECRET_NAME,
            key_id: one.key_id,
            name: one.name,
            ends_at: one.ends_at.map(rfc3339),
            days_left,
            warning: days_left.map_or(ExpiryWarning::None, ExpiryWarning::of),
        }
    }
}
