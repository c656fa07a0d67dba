//! IT Glue: the MSP's documentation. Organizations, configurations and passwords, read and never written.
//!
//! ```text
//! manifest.rs      what the form asks          regions.rs   US, EU, AU: three hosts, one key each
//! credentials.rs   the key, and whose it is    faults.rs    403 is the key, 401 is a right
//! paths.rs         the paths that are read     model.rs     JSON:API in, flat records out; attributes.rs
//! inputs.rs        what callers give           systems.rs   the PSAs and RMMs that IT Glue knows
//! pages.rs         page after page, lighter when the vendor chokes; place.rs is where a page stands
//! operations/      one file per noun           probe.rs, test_connection.rs
//! ```
//!
//! It refuses to know how a request is sent, and it has no way to write: see [`reads`].

mod attributes;
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
mod probe;
mod regions;
mod systems;
mod test_connection;
#[cfg(test)]
mod tests;
mod webhook;

use crate::connector::CustomerSource;
use crate::{
    connector::{
        CallError, CallErrorKind, Checks, Client, Connector, Desk, Entry, Finding, Inbound, Limits, Opened,
        Operation, Session,
    },
    policy::Read,
};
use contract::{
    field::FieldError,
    ids::VendorId,
    manifest::{Manifest, Values},
};
use futures::future::BoxFuture;
use operations::{configurations, organizations, passwords};
use regions::Region;
use std::time::Duration;

/// The vendor's key in the house.
const VENDOR: &str = "it_glue";

/// IT Glue.
pub struct ItGlue {
    manifest: Manifest,
    entries: Vec<Entry>,
}

/// Makes the connector.
pub fn connector() -> ItGlue {
    let vendor = VendorId::new(VENDOR);
    let entries = vec![
        reads::<organizations::Get>(&vendor),
        reads::<organizations::List>(&vendor),
        reads::<organizations::Search>(&vendor),
        reads::<configurations::Get>(&vendor),
        reads::<configurations::List>(&vendor),
        reads::<configurations::Search>(&vendor),
        reads::<passwords::Get>(&vendor),
        reads::<passwords::List>(&vendor),
        reads::<passwords::Search>(&vendor),
    ];
    let manifest = manifest::manifest(vendor, entries.iter().map(|entry| entry.info.clone()).collect());
    ItGlue { manifest, entries }
}

/// The entry of an operation that reads. Rationale: an operation that writes does not compile here, so that
/// "read-only" is proven by the compiler and not promised by a flag.
fn reads<O: Operation<Access = Read>>(vendor: &VendorId) -> Entry {
    Entry::of::<O>(vendor)
}

impl Connector for ItGlue {
    fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// 3,000 requests in five minutes are documented; the requests at once are our own modesty.
    fn status_page(&self) -> Option<&'static str> {
        Some("https://status.itglue.com")
    }

    fn limits(&self) -> Limits {
        Limits {
            at_once: 4,
            window: Some((3_000, Duration::from_mins(5))),
        }
    }

    fn check(&self, settings: &Values) -> Vec<FieldError> {
        regions::check(settings)
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
            let region = chosen(opened, "session")?;
            credentials::open(opened, desk, region)
        })
    }

    fn probe(&self, client: Client<Read>) -> BoxFuture<'_, Result<Finding, CallError>> {
        Box::pin(probe::probe(client))
    }

    fn test<'a>(&'a self, opened: &'a Opened, desk: Desk, checks: &'a mut Checks) -> BoxFuture<'a, ()> {
        Box::pin(test_connection::run(opened, desk, checks))
    }
}

/// The region that the settings name.
fn chosen(opened: &Opened, operation: &'static str) -> Result<Region, CallError> {
    Region::of_setting(opened.setting(manifest::BASE_URL))
        .map_err(|why| CallError::new(VendorId::new(VENDOR), operation, CallErrorKind::Egress { why }))
}
