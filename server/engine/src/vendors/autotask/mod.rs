//! Autotask PSA. The folder's README says what is where; nothing outside of it knows Autotask.

mod camel;
mod credentials;
mod customer_source;
mod faults;
mod manifest;
mod model;
mod operations;
mod paths;
mod picklists;
mod probe;
mod query;
mod test_connection;
mod webhook;
mod webhook_registration;
mod zone;

#[cfg(test)]
mod tests;

use crate::connector::{CustomerSource, TicketNote};
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
use std::time::Duration;

/// The connector.
pub struct Autotask {
    manifest: Manifest,
    entries: Vec<Entry>,
}

/// The connector, ready for the list of vendors.
pub fn connector() -> Autotask {
    let entries = operations::entries();
    Autotask {
        manifest: manifest::manifest(&entries),
        entries,
    }
}

impl Connector for Autotask {
    fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Three threads per entity; 10,000 requests in an hour for the whole tenant, of which others may use a part.
    fn status_page(&self) -> Option<&'static str> {
        Some("https://status.kaseya.com")
    }

    fn limits(&self) -> Limits {
        Limits {
            at_once: 3,
            window: Some((10_000, Duration::from_hours(1))),
        }
    }

    fn check(&self, settings: &Values) -> Vec<FieldError> {
        manifest::check(settings)
    }

    /// Repeated wrong secrets lock the API user.
    fn refusals_lock(&self) -> bool {
        true
    }

    fn identity(&self, opened: &Opened) -> String {
        format!(
            "autotask:{}",
            opened.setting(manifest::USERNAME).trim().to_lowercase()
        )
    }

    fn webhook(&self) -> Option<&dyn Inbound> {
        Some(self)
    }

    fn ticket_note(&self) -> Option<TicketNote> {
        Some(customer_source::NOTE)
    }

    fn customer_source(&self) -> Option<CustomerSource> {
        Some(customer_source::SOURCE)
    }

    fn session<'a>(&'a self, opened: &'a Opened, desk: Desk) -> BoxFuture<'a, Result<Session, CallError>> {
        Box::pin(async move {
            let (base, found) = zone::of(opened, &desk).await?;
            Ok(credentials::session(opened, desk, base, found))
        })
    }

    fn probe(&self, client: Client<Read>) -> BoxFuture<'_, Result<Finding, CallError>> {
        Box::pin(async move { Ok(probe::threshold(&client).await?.finding()) })
    }

    fn test<'a>(&'a self, opened: &'a Opened, desk: Desk, checks: &'a mut Checks) -> BoxFuture<'a, ()> {
        Box::pin(test_connection::run(opened, desk, checks))
    }
}
