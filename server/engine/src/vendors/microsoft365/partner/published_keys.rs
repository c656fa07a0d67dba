//! The keys that Entra signs a tenant's tokens with: asked for once a day, and once more when a token names one that is not
//! among them, because Entra changes its keys without a word beforehand. They are public; nothing here is a secret.

use super::super::{clouds::Cloud, faults::TOKEN_FAULTS};
use crate::{
    connector::{CallError, CallErrorKind, Desk, NotSigned, Signed, SigningKeys},
    vault::Secret,
};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

/// How long a key set is believed, in milliseconds.
const BELIEVED_MS: i64 = 24 * 3_600 * 1_000;

/// The key sets of the tenants that were signed in to.
#[derive(Default)]
pub struct PublishedKeys(Mutex<HashMap<String, (Arc<SigningKeys>, i64)>>);

impl PublishedKeys {
    /// The claims of a token that this tenant's Entra signed.
    pub async fn verify(&self, desk: &Desk, tenant: &str, token: &Secret) -> Result<Signed, CallError> {
        let kept = self.kept(tenant, desk.shelf.clock.now_ms());
        match kept.map(|keys| keys.verify(token)) {
            None | Some(Err(NotSigned::UnknownKey)) => {}
            Some(verified) => return verified.map_err(|why| refused(desk, why)),
        }
        let fresh = self.fetch(desk, tenant).await?;
        fresh.verify(token).map_err(|why| refused(desk, why))
    }

    fn kept(&self, tenant: &str, now: i64) -> Option<Arc<SigningKeys>> {
        let sets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (keys, until) = sets.get(tenant)?;
        (now < *until).then(|| keys.clone())
    }

    async fn fetch(&self, desk: &Desk, tenant: &str) -> Result<Arc<SigningKeys>, CallError> {
        let url = Cloud::Global.keys_url(tenant).map_err(|why| CallError {
            source: Some(Box::new(why)),
            ..error(
                desk,
                CallErrorKind::Egress {
                    why: "the tenant makes no address".into(),
                },
            )
        })?;
        let fetched = SigningKeys::fetch(&desk.wire, &desk.vendor, url, &TOKEN_FAULTS).await?;
        let (keys, until) = (Arc::new(fetched), desk.shelf.clock.now_ms() + BELIEVED_MS);
        let mut sets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        sets.insert(tenant.to_owned(), (keys.clone(), until));
        Ok(keys)
    }
}

fn refused(desk: &Desk, why: NotSigned) -> CallError {
    let why = match why {
        NotSigned::Malformed => "Entra's word on who signed in cannot be read; begin the sign-in again",
        NotSigned::Algorithm => {
            "Entra's word on who signed in is not signed as Entra signs (RS256), so nobody is let in; begin the sign-in again"
        }
        NotSigned::UnknownKey => {
            "Entra's word on who signed in is signed with a key that Entra does not publish, so nobody is let in; begin the sign-in again"
        }
        NotSigned::Forged => {
            "Entra's word on who signed in does not bear Entra's signature, so nobody is let in; begin the sign-in again"
        }
    };
    error(
        desk,
        CallErrorKind::Input {
            field: "sign_in".into(),
            why: why.to_owned(),
        },
    )
}

fn error(desk: &Desk, kind: CallErrorKind) -> CallError {
    CallError::new(desk.vendor.clone(), "sign_in", kind)
}
