//! Pax8: the marketplace where the MSP buys for its customers. Companies, products, orders and subscriptions are read;
//! ordering, changing a quantity and cancelling cost money and are dangerous, each of them.
//!
//! ```text
//! manifest.rs      what the form asks            credentials.rs   the key becomes a token, the token a header
//! paths.rs         every path; one reads by POST faults.rs        how refusals read, the token's apart
//! model.rs         the list envelope             records/         what rows hold
//! inputs.rs        what callers give             moments.rs       dates as Pax8 wants them
//! place.rs         where a page stands           pages.rs         page after page
//! operations/      one file per noun             probe.rs, test_connection.rs
//! ```
//!
//! It refuses to know how a request is sent and who may ask for it; a dangerous operation runs only with a permit.

mod credentials;
mod customer_source;
mod faults;
mod inputs;
mod manifest;
mod model;
mod moments;
mod operations;
mod pages;
mod paths;
mod place;
mod probe;
mod records;
mod target;
mod test_connection;
#[cfg(test)]
mod tests;
mod webhook;

use crate::connector::CustomerSource;
use crate::{
    connector::{
        CallError, Checks, Client, Connector, Desk, Entry, Finding, Inbound, Limits, Opened, Session,
    },
    policy::Read,
};
use contract::manifest::Manifest;
use futures::future::BoxFuture;
use std::time::Duration;

/// Pax8.
pub struct Pax8 {
    manifest: Manifest,
    entries: Vec<Entry>,
}

/// Makes the connector.
pub fn connector() -> Pax8 {
    let entries = operations::entries();
    let operations = entries.iter().map(|entry| entry.info.clone()).collect();
    Pax8 {
        manifest: manifest::manifest(operations),
        entries,
    }
}

impl Connector for Pax8 {
    fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// 1,000 calls a minute are told of; the requests at once are our own modesty.
    fn status_page(&self) -> Option<&'static str> {
        Some("https://status.pax8.com")
    }

    fn limits(&self) -> Limits {
        Limits {
            at_once: 4,
            window: Some((1_000, Duration::from_mins(1))),
        }
    }

    fn identity(&self, opened: &Opened) -> String {
        credentials::identity(opened)
    }

    fn webhook(&self) -> Option<&dyn Inbound> {
        Some(self)
    }

    fn customer_source(&self) -> Option<CustomerSource> {
        Some(customer_source::SOURCE)
    }

    fn session<'a>(&'a self, opened: &'a Opened, desk: Desk) -> BoxFuture<'a, Result<Session, CallError>> {
        Box::pin(std::future::ready(
            credentials::open(opened, desk).map(|account| account.session),
        ))
    }

    fn probe(&self, client: Client<Read>) -> BoxFuture<'_, Result<Finding, CallError>> {
        Box::pin(probe::probe(client))
    }

    fn test<'a>(&'a self, opened: &'a Opened, desk: Desk, checks: &'a mut Checks) -> BoxFuture<'a, ()> {
        Box::pin(test_connection::run(opened, desk, checks))
    }
}
