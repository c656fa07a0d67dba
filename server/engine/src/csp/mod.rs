//! Connecting a partner's tenant: the steps, and what is looked after once it is connected.
//!
//! ```text
//!   sign_in.rs ─ a person's sign-in, bound to session and tenant ─┐
//!   worker.rs  ─ one setup at a time, step by step ───────────────┴─▶ steps/      the automated path, a file a step
//!                                                                    checks.rs   the manual path: each looks at the tenant
//!   document.rs  what is kept of a setup        shown.rs   how it is told          words.rs   titles and explanations
//!   bootstrap_checks.rs   what is left of the short-lived application      again.rs   a change that somebody else may be faster with
//!   gaps.rs      the one way that puts right what is missing
//!   relationships.rs  customers.rs  onboard.rs  permissions.rs  account.rs  removal.rs
//! ```
//!
//! Each step looks up what it would make, makes it where it is not there, and is done when it was seen in the tenant. So a
//! step may be cut off anywhere and run again. The protocol is the vendor's folder's (`connector/partner.rs`); this module
//! knows neither addresses nor any vendor by name, and nothing here says "granted" that was not read.

mod account;
mod again;
mod bootstrap_checks;
mod checks;
mod customers;
mod document;
mod failure;
mod gaps;
mod invitation;
mod merging;
mod onboard;
mod permissions;
mod places;
mod relationships;
mod removal;
mod removal_consent;
mod removal_plan;
mod secrets;
mod service_token;
mod setups;
mod shown;
mod sign_in;
mod steps;
mod words;
mod work;
mod worker;

pub use onboard::ONBOARD;

use crate::{
    act::Act,
    connector::{CallError, Connector, Finding, Partner},
    live::Live,
    store::{Judge, ProbeRow, Store},
    vault::Secret,
};
use contract::{
    csp::{ExplainedCode, RoleCatalogue},
    problem::Problem,
};
use std::{
    sync::{Arc, atomic::AtomicI64},
    time::Duration,
};

/// The short-lived application of the automated path; it belongs to whoever publishes this deployment.
#[derive(Clone)]
pub struct Bootstrap {
    /// Its application id.
    pub client_id: String,
    /// Its secret.
    pub client_secret: Secret,
}

/// What is set from outside.
#[derive(Clone, Default)]
pub struct CspSettings {
    /// The short-lived application, where the deployment has one.
    pub bootstrap: Option<Bootstrap>,
    /// The address people use, without a slash at its end.
    pub public_url: String,
}

/// How a first test becomes an account's first probe; the probes' own matter.
#[derive(Clone, Copy)]
pub struct Judged {
    /// Makes the probe of a test.
    pub record: fn(i64, Duration, &'static str, Result<&Finding, &CallError>) -> ProbeRow,
    /// Judges it.
    pub judge: Judge,
}

/// Connects partners' tenants; cheap to clone.
#[derive(Clone)]
pub struct Csp(Arc<Inner>);

struct Inner {
    act: Act,
    store: Store,
    live: Live,
    judged: Judged,
    settings: CspSettings,
    /// When tokens that nobody uses were looked for last.
    renewed_at: AtomicI64,
}

impl Csp {
    /// Over this machine.
    pub fn new(act: Act, store: Store, live: Live, judged: Judged, settings: CspSettings) -> Self {
        Self(Arc::new(Inner {
            act,
            store,
            live,
            judged,
            settings,
            renewed_at: AtomicI64::new(0),
        }))
    }

    fn now(&self) -> i64 {
        self.0.act.clock.now_ms()
    }

    fn store(&self) -> &Store {
        &self.0.store
    }

    /// Where sign-ins come back.
    pub fn redirect_uri(&self) -> String {
        format!(
            "{}/csp/callback",
            self.0.settings.public_url.trim_end_matches('/')
        )
    }

    /// Roles and sets.
    pub fn roles(&self) -> Result<RoleCatalogue, Problem> {
        Ok(self.vendor()?.1.roles())
    }

    /// The vendor's codes, explained.
    pub fn codes(&self) -> Result<Vec<ExplainedCode>, Problem> {
        Ok(self.vendor()?.1.codes())
    }

    /// The vendor that has partners, and its partner's side.
    fn vendor(&self) -> Result<(&dyn Connector, &dyn Partner), Problem> {
        let registry = &self.0.act.registry;
        let found = registry.manifests().iter().find_map(|manifest| {
            let connector = registry.connector(manifest.vendor.as_str())?;
            Some((connector, connector.partner()?))
        });
        found.ok_or_else(|| {
            Problem::new(
                501,
                "no_partner_vendor",
                "No vendor of this version has partners.",
            )
        })
    }
}
