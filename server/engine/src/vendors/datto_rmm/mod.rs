//! Datto RMM: devices, alerts, jobs. Reads them all, runs a quick job on a device and resolves an alert.
//!
//! ```text
//! manifest.rs      what the form asks             platforms.rs  six platforms, one host each
//! credentials.rs   the password grant, identity   faults.rs     two kinds of 403, two meanings of 400
//! paths.rs         the paths that are used        model/        records as the live API has them
//! inputs.rs        what callers give              pages.rs      page after page; place.rs is where one stands
//! operations/      one file per noun              probe.rs, test_connection.rs, rights.rs
//! ```
//!
//! It refuses to know how a request is sent, and it never follows an address that an answer gives.

mod credentials;
mod customer_source;
mod faults;
mod inputs;
mod manifest;
mod model;
mod operations;
mod pages;
mod paths;
mod place;
mod platforms;
mod probe;
mod rights;
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
use contract::{
    field::FieldError,
    manifest::{Manifest, Values},
};
use futures::future::BoxFuture;
use std::time::Duration;

/// The connector.
pub struct DattoRmm {
    manifest: Manifest,
    entries: Vec<Entry>,
}

/// The connector, ready for the list of vendors.
pub fn connector() -> DattoRmm {
    let entries = operations::entries();
    DattoRmm {
        manifest: manifest::manifest(&entries),
        entries,
    }
}

impl Connector for DattoRmm {
    fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    fn entries(&self) -> &[Entry] {
        &self.entries
    }

    fn status_page(&self) -> Option<&'static str> {
        Some("https://status.kaseya.com")
    }

    fn limits(&self) -> Limits {
        limits()
    }

    fn check(&self, settings: &Values) -> Vec<FieldError> {
        platforms::check(settings)
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
        Box::pin(async move {
            let platform = credentials::chosen(opened, "session")?;
            Ok(credentials::SignIn::new(opened, desk, &platform)?.session())
        })
    }

    fn probe(&self, client: Client<Read>) -> BoxFuture<'_, Result<Finding, CallError>> {
        Box::pin(async move { Ok(probe::rate(&client).await?.finding()) })
    }

    fn test<'a>(&'a self, opened: &'a Opened, desk: Desk, checks: &'a mut Checks) -> BoxFuture<'a, ()> {
        Box::pin(test_connection::run(opened, desk, checks))
    }
}

/// 600 requests in any minute are documented, for the whole account; the requests at once are our own modesty.
fn limits() -> Limits {
    Limits {
        at_once: 6,
        window: Some((600, Duration::from_mins(1))),
    }
}
