//! Microsoft 365 through Graph: users, groups, mailboxes and licences of the partner's own tenant and of its customers'.
//! Reading and what the opposite call undoes run at once; what locks somebody out waits for approval.
//!
//! ```text
//! manifest.rs      what the form asks            clouds.rs        where one signs in, where Graph is
//! credentials.rs   opens the account             sign_in.rs       application or service account, tenant by tenant
//! tenants.rs       whose tenant, and as whom     permissions.rs   what the operations need, read from the token
//! aadsts.rs, .txt  what Entra's codes mean       faults.rs        how refusals read
//! paths.rs         every path; one reads by POST pages.rs         page after page, by Graph's own links
//! batch.rs         twenty reads in one request   passwords.rs     made here, told once
//! inputs.rs        what callers give             model/           what rows hold
//! operations/      one file per noun             probe.rs, test_connection.rs
//! webhook/         what Microsoft posts to us, and how it is made to
//! partner/         a partner's side: sign-in by a person, applications, relationships, Partner Center
//! ```
//!
//! It refuses to know how a request is sent and who may ask for it, and it uses v1.0 of Graph only.

pub mod aadsts;
mod batch;
mod clouds;
mod credentials;
mod customer_source;
mod faults;
mod inputs;
mod manifest;
mod model;
mod operations;
mod pages;
mod partner;
mod passwords;
mod paths;
mod permissions;
mod probe;
mod sign_in;
mod tenants;
mod test_connection;
#[cfg(test)]
mod tests;
mod webhook;

use crate::connector::CustomerSource;
use crate::{
    connector::{
        CallError, Checks, Client, Connector, Desk, Entry, Finding, Inbound, Limits, Opened, Partner, Session,
    },
    policy::Read,
};
use contract::{
    field::FieldError,
    manifest::{Manifest, Values},
};
use futures::future::BoxFuture;
use std::time::Duration;

/// Microsoft 365.
pub struct Microsoft365 {
    manifest: Manifest,
    entries: Vec<Entry>,
    published_keys: partner::PublishedKeys,
}

/// Makes the connector.
pub fn connector() -> Microsoft365 {
    let entries = operations::entries();
    let operations = entries.iter().map(|entry| entry.info.clone()).collect();
    Microsoft365 {
        manifest: manifest::manifest(operations),
        entries,
        published_keys: partner::PublishedKeys::default(),
    }
}

impl Connector for Microsoft365 {
    fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// For each tenant: the smallest bucket has 3,500 units in 10 seconds, and a request costs 3 at most. The requests at
    /// once are our own modesty; Exchange takes four.
    fn status_page(&self) -> Option<&'static str> {
        Some("https://status.cloud.microsoft")
    }

    fn limits(&self) -> Limits {
        Limits {
            at_once: 4,
            window: Some((1_100, Duration::from_secs(10))),
        }
    }

    fn check(&self, settings: &Values) -> Vec<FieldError> {
        credentials::check_settings(settings)
    }

    fn check_credentials(&self, opened: &Opened) -> Vec<FieldError> {
        credentials::check(opened)
    }

    fn identity(&self, opened: &Opened) -> String {
        credentials::identity(opened)
    }

    fn customer_source(&self) -> Option<CustomerSource> {
        Some(customer_source::SOURCE)
    }

    fn webhook(&self) -> Option<&dyn Inbound> {
        Some(self)
    }

    fn renewable(&self) -> Option<&'static str> {
        Some(manifest::REFRESH_TOKEN)
    }

    fn renew<'a>(&'a self, opened: &'a Opened, desk: Desk) -> BoxFuture<'a, Result<(), CallError>> {
        Box::pin(credentials::renew(opened, desk))
    }

    fn partner(&self) -> Option<&dyn Partner> {
        Some(self)
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
