//! Datto EDR (formerly Infocyte): agents, alerts and tasks are read; an endpoint is quarantined and released by the vendor's
//! own response extensions.
//!
//! ```text
//! manifest.rs     what the form asks            instance.rs   what a person typed → the instance's API
//! credentials.rs  the raw token                 faults.rs     LoopBack's envelope → what went wrong
//! paths.rs        every path                    model.rs      rows: common fields typed, the rest kept
//! inputs.rs       what callers give             filter.rs     LoopBack's `where`, always below an `and`
//! pages.rs        page after page, by id        operations/   one file per noun; isolation.rs is the dangerous one
//! probe.rs, test_connection.rs
//! ```

mod credentials;
mod customer_source;
mod faults;
mod filter;
mod inputs;
mod instance;
mod manifest;
mod model;
mod operations;
mod pages;
mod paths;
mod probe;
mod target;
mod test_connection;
mod webhook;

#[cfg(test)]
mod tests;

use crate::connector::CustomerSource;
use crate::{
    connector::{
        CallError, Checks, Client, Connector, Desk, Entry, Finding, Inbound, Limits, Opened, Session,
    },
    policy::Read,
};
use contract::{
    field::FieldError,
    manifest::{Manifest, Values},
};
use futures::future::BoxFuture;

/// Datto EDR.
pub struct DattoEdr {
    manifest: Manifest,
    entries: Vec<Entry>,
}

/// The connector, ready for the list of vendors.
pub fn connector() -> DattoEdr {
    let entries = operations::entries();
    DattoEdr {
        manifest: manifest::manifest(&entries),
        entries,
    }
}

impl Connector for DattoEdr {
    fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The vendor publishes no limit and asks not to dump the database; few requests at once are our own modesty.
    fn status_page(&self) -> Option<&'static str> {
        Some("https://status.kaseya.com")
    }

    fn limits(&self) -> Limits {
        Limits {
            at_once: 3,
            window: None,
        }
    }

    fn check(&self, settings: &Values) -> Vec<FieldError> {
        manifest::check(settings)
    }

    /// The instance is the account, whoever's token opens it.
    fn identity(&self, opened: &Opened) -> String {
        let typed = opened.setting(manifest::INSTANCE);
        let host = instance::base(typed)
            .ok()
            .and_then(|base| base.host_str().map(str::to_owned));
        format!("datto_edr:{}", host.unwrap_or_default())
    }

    fn webhook(&self) -> Option<&dyn Inbound> {
        Some(self)
    }

    fn customer_source(&self) -> Option<CustomerSource> {
        Some(customer_source::SOURCE)
    }

    fn session<'a>(&'a self, opened: &'a Opened, desk: Desk) -> BoxFuture<'a, Result<Session, CallError>> {
        Box::pin(std::future::ready(credentials::open(opened, desk)))
    }

    fn probe(&self, client: Client<Read>) -> BoxFuture<'_, Result<Finding, CallError>> {
        Box::pin(probe::probe(client))
    }

    fn test<'a>(&'a self, opened: &'a Opened, desk: Desk, checks: &'a mut Checks) -> BoxFuture<'a, ()> {
        Box::pin(test_connection::run(opened, desk, checks))
    }
}
