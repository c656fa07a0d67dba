//! The trait that every vendor's folder implements.

use super::{
    capabilities::{CustomerSource, TicketNote},
    checks::Checks,
    client::Client,
    entry::Entry,
    errors::CallError,
    inbound::Inbound,
    limit::Limits,
    memory::Shelf,
    partner::Partner,
    renewals::Renewals,
    scrub::Scrubber,
    session::Session,
    wire::Wire,
};
use crate::{policy::Read, vault::Secret};
use contract::{
    field::FieldError,
    ids::VendorId,
    manifest::{Manifest, Values},
};
use futures::future::BoxFuture;
use std::{collections::BTreeMap, sync::Arc};

/// What an account is opened with: settings, and the credentials as the vault opened them.
#[derive(Clone, Default)]
pub struct Opened {
    /// What is not secret.
    pub settings: Values,
    /// What is.
    pub credentials: BTreeMap<String, Secret>,
}

impl Opened {
    /// A setting; blank when it was not given.
    pub fn setting(&self, key: &str) -> &str {
        self.settings.get(key).map_or("", String::as_str)
    }

    /// A secret; an empty one when it was not given.
    pub fn secret(&self, key: &str) -> Secret {
        self.credentials
            .get(key)
            .cloned()
            .unwrap_or_else(|| Secret::new(String::new()))
    }

    /// What takes these secrets out of text that comes back.
    pub fn scrubber(&self) -> Scrubber {
        Scrubber::new(self.credentials.values())
    }
}

/// What a session is made at: the wire within its bounds, and what is remembered of the account.
#[derive(Clone)]
pub struct Desk {
    /// Whose account it is.
    pub vendor: VendorId,
    /// The wire, bound to the hosts of the manifest.
    pub wire: Wire,
    /// What is remembered between calls.
    pub shelf: Arc<Shelf>,
    /// Keeps what the vendor renews; none for an account that is not kept.
    pub renewals: Option<Arc<dyn Renewals>>,
}

/// What a probe found when all was well.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Finding {
    /// In words, e.g. `412 of 10,000 requests used this hour`.
    pub detail: String,
    /// Why a person should look though it works.
    pub attention: Option<String>,
    /// When the credentials end, in milliseconds since 1970, where the vendor tells it.
    pub expires_at: Option<i64>,
}

/// A vendor.
pub trait Connector: Send + Sync + 'static {
    /// Its data sheet.
    fn manifest(&self) -> &Manifest;

    /// Its operations.
    fn entries(&self) -> &[Entry];

    /// Where the vendor itself tells of its outages.
    fn status_page(&self) -> Option<&'static str> {
        None
    }

    /// Its documented limits, for one account.
    fn limits(&self) -> Limits;

    /// The limits of an account with these settings, where they depend on how it is reached.
    fn limits_of(&self, _settings: &Values) -> Limits {
        self.limits()
    }

    /// What a form got wrong beyond single fields.
    fn check(&self, _settings: &Values) -> Vec<FieldError> {
        Vec::new()
    }

    /// What is wrong with the credentials that can be told without sending them, e.g. a key that does not fit its certificate.
    fn check_credentials(&self, _opened: &Opened) -> Vec<FieldError> {
        Vec::new()
    }

    /// What tells this account from another of the same vendor; never a secret (a digest of a key is allowed).
    fn identity(&self, opened: &Opened) -> String;

    /// True when repeated wrong secrets lock the account: nobody but a person probes again after a refusal.
    fn refusals_lock(&self) -> bool {
        false
    }

    /// How it receives what the vendor posts; none while receivers for it are not built.
    fn webhook(&self) -> Option<&dyn Inbound> {
        None
    }

    /// How a note is written on a ticket; none where it has no tickets.
    fn ticket_note(&self) -> Option<TicketNote> {
        None
    }

    /// Which list tells the records that stand for customers; none where it has none.
    fn customer_source(&self) -> Option<CustomerSource> {
        None
    }

    /// The credential that ends when it is not used for long, and that use renews; none where there is none. Where somebody types
    /// it, a test renews it too: what it became is what the save that follows keeps (`act/typed.rs`).
    fn renewable(&self) -> Option<&'static str> {
        None
    }

    /// Uses that credential once, so that the vendor renews it; the desk's keeper keeps what comes of it.
    fn renew<'a>(&'a self, _opened: &'a Opened, _desk: Desk) -> BoxFuture<'a, Result<(), CallError>> {
        Box::pin(std::future::ready(Ok(())))
    }

    /// How a partner's tenant is connected and looked after; none where the vendor has no partners.
    fn partner(&self) -> Option<&dyn Partner> {
        None
    }

    /// Opens the account: finds its address and gives it its credentials.
    fn session<'a>(&'a self, opened: &'a Opened, desk: Desk) -> BoxFuture<'a, Result<Session, CallError>>;

    /// The cheapest call that proves the account works.
    fn probe(&self, client: Client<Read>) -> BoxFuture<'_, Result<Finding, CallError>>;

    /// Test connection: every check in turn, each recorded; stops where going on would prove nothing or do harm.
    fn test<'a>(&'a self, opened: &'a Opened, desk: Desk, checks: &'a mut Checks) -> BoxFuture<'a, ()>;
}
