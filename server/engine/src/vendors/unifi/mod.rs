//! UniFi Network: sites, devices, clients and the firewall of a console, reached in one of three ways.
//!
//! ```text
//! manifest.rs     what the form asks            place.rs       mode, address, pinned certificate
//! credentials.rs  opens an account, by mode     controller.rs  UniFi OS or classic; relay.rs the cloud connector
//! faults.rs       five error shapes             version.rs     what can be called depends on it
//! paths.rs        the paths                     pages.rs       page after page, one site or all
//! sites.rs        which site                    filter.rs      filters, sent or applied here
//! private.rs      the private API's rows in the official words; secrets.rs takes out what nobody asked for
//! model.rs        records                       inputs.rs      what callers give
//! firewall/       three APIs, one in force      operations/    one file per noun
//! probe.rs, test_connection.rs, test_reads.rs, trust.rs
//! ```
//!
//! An operation never asks how it is connected but for one thing: whether the session speaks the official or the private
//! API.

mod controller;
mod credentials;
mod customer_source;
mod faults;
mod filter;
mod firewall;
mod inputs;
mod manifest;
mod model;
mod operations;
mod pages;
mod paths;
mod place;
mod private;
mod probe;
mod relay;
mod secrets;
mod sites;
mod target;
mod test_connection;
mod test_reads;
mod trust;
mod version;
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
    ids::VendorId,
    manifest::{Manifest, Values},
};
use futures::future::BoxFuture;
use place::Mode;
use std::time::Duration;

/// The vendor's key in the house.
const VENDOR: &str = "unifi";

/// UniFi.
pub struct UniFi {
    manifest: Manifest,
    entries: Vec<Entry>,
}

/// Makes the connector.
pub fn connector() -> UniFi {
    let vendor = VendorId::new(VENDOR);
    let entries = operations::entries(&vendor);
    let manifest = manifest::manifest(vendor, entries.iter().map(|entry| entry.info.clone()).collect());
    UniFi { manifest, entries }
}

impl Connector for UniFi {
    fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// A console publishes no limit; four at once are our own modesty towards a small machine.
    fn status_page(&self) -> Option<&'static str> {
        Some("https://status.ui.com")
    }

    fn limits(&self) -> Limits {
        Limits {
            at_once: 4,
            window: None,
        }
    }

    /// The cloud connector takes 100 requests in a minute for one console.
    fn limits_of(&self, settings: &Values) -> Limits {
        let window = (Mode::of(settings) == Mode::Cloud).then_some((100, Duration::from_mins(1)));
        Limits {
            window,
            ..self.limits()
        }
    }

    fn check(&self, settings: &Values) -> Vec<FieldError> {
        place::check(settings)
    }

    fn identity(&self, opened: &Opened) -> String {
        credentials::identity(opened)
    }

    /// Logins and keys are locked after some refusals, and each further try makes the lock longer.
    fn refusals_lock(&self) -> bool {
        true
    }

    fn webhook(&self) -> Option<&dyn Inbound> {
        Some(self)
    }

    fn customer_source(&self) -> Option<CustomerSource> {
        Some(customer_source::SOURCE)
    }

    fn session<'a>(&'a self, opened: &'a Opened, desk: Desk) -> BoxFuture<'a, Result<Session, CallError>> {
        Box::pin(credentials::open(opened, desk))
    }

    fn probe(&self, client: Client<Read>) -> BoxFuture<'_, Result<Finding, CallError>> {
        Box::pin(probe::probe(client))
    }

    fn test<'a>(&'a self, opened: &'a Opened, desk: Desk, checks: &'a mut Checks) -> BoxFuture<'a, ()> {
        Box::pin(test_connection::run(opened, desk, checks))
    }
}
