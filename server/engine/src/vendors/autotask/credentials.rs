//! The three headers that go with every request, and what is done when they are refused: the zone is looked up once more,
//! because a tenant that has moved is refused exactly like a wrong secret.

use super::{
    faults::{self, FAULTS, Refusal},
    manifest, zone,
    zone::Found,
};
use crate::connector::{Authenticator, CallError, Desk, Header, Opened, Session, Wire};
use futures::future::BoxFuture;
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};
use url::Url;

/// A session at this base address with the account's headers.
pub fn session(opened: &Opened, desk: Desk, base: Url, found: Found) -> Session {
    let user = opened.setting(manifest::USERNAME).trim();
    let headers = vec![
        Header::new("UserName", user),
        Header {
            name: "Secret",
            value: opened.secret(manifest::SECRET),
        },
        Header {
            name: "ApiIntegrationCode",
            value: opened.secret(manifest::INTEGRATION_CODE),
        },
        Header::new("Content-Type", "application/json"),
    ];
    let authenticator = AutotaskHeaders {
        headers,
        user: user.to_owned(),
        base: base.clone(),
        // What was typed is the person's will, and what was found a moment ago is not asked for again.
        may_move: AtomicBool::new(found == Found::Remembered),
        locator: zone::locator(opened, desk.clone()).ok(),
    };
    Session::new(desk, base, Arc::new(authenticator), opened.scrubber(), &FAULTS)
}

struct AutotaskHeaders {
    headers: Vec<Header>,
    user: String,
    base: Url,
    may_move: AtomicBool,
    locator: Option<Session>,
}

impl Authenticator for AutotaskHeaders {
    fn headers<'a>(&'a self, _wire: &'a Wire) -> BoxFuture<'a, Result<Vec<Header>, CallError>> {
        Box::pin(std::future::ready(Ok(self.headers.clone())))
    }

    /// Rationale: only a bare 401 may mean a moved tenant, and only once; an answer that the tenant is where it was leaves
    /// the refusal standing, so that a wrong secret is sent once and not twice (Autotask locks the user for it).
    fn moved<'a>(&'a self, refusal: &'a CallError) -> BoxFuture<'a, Option<Url>> {
        Box::pin(async move {
            let locator = self.locator.as_ref()?;
            let unexplained = faults::refusal_of(refusal) == Some(Refusal::Unexplained);
            if !unexplained || !self.may_move.swap(false, Ordering::SeqCst) {
                return None;
            }
            let zone = zone::look_up(locator, &self.user).await.ok()?;
            if zone.base == self.base {
                return None;
            }
            zone::remember(locator.desk(), &zone.base);
            Some(zone.base)
        })
    }
}
