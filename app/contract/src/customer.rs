//! A customer: whom the work is for, linked to the vendors' records that stand for it.

use crate::{
    Text, Time,
    ids::{CustomerId, IntegrationId, LinkId, VendorId},
};
use serde::{Deserialize, Serialize};

/// Whom the work is for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Customer {
    /// Its identifier.
    pub id: CustomerId,
    /// Its name.
    pub name: String,
    /// The vendors' records that stand for it.
    pub links: Vec<CustomerLink>,
    /// When it was made.
    pub created_at: Time,
    /// When it was last changed.
    pub updated_at: Time,
}

/// One vendor record that belongs to a customer. A record belongs to at most one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerLink {
    /// Its identifier.
    pub id: LinkId,
    /// Whose record.
    pub vendor: VendorId,
    /// On which account.
    pub integration: IntegrationId,
    /// That account's name.
    pub integration_name: String,
    /// The record's identifier at the vendor's.
    pub external_id: String,
    /// The record's name at the vendor's.
    pub name: String,
}

/// What a customer is made or changed with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CustomerDraft {
    /// Its name.
    pub name: String,
}

/// What a link is made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkDraft {
    /// Whose record.
    pub vendor: String,
    /// On which account; the vendor's default when absent.
    #[serde(default)]
    pub integration: Option<String>,
    /// The record's identifier at the vendor's.
    pub external_id: String,
    /// The record's name at the vendor's.
    #[serde(default)]
    pub name: String,
}

/// One accepted match: a record, and the customer that it goes to. Exactly one of `customer` and `name` is given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Match {
    /// The record.
    pub record: LinkDraft,
    /// The customer it belongs to.
    #[serde(default)]
    pub customer: Option<CustomerId>,
    /// The name of a new customer to make for it.
    #[serde(default)]
    pub name: Option<String>,
}

/// What a customer is split with: these links go to a new customer of that name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SplitDraft {
    /// The new customer's name.
    pub name: String,
    /// The links that go with it.
    pub links: Vec<LinkId>,
}

/// A vendor record that stands for some customer, as discovery found it or an event named it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VendorRecord {
    /// Whose record.
    pub vendor: VendorId,
    /// On which account.
    pub integration: IntegrationId,
    /// That account's name.
    pub integration_name: String,
    /// The record's identifier at the vendor's.
    pub external_id: String,
    /// Its name at the vendor's; the identifier where only an event named it.
    pub name: String,
    /// Its domain, where the vendor tells it.
    pub domain: Option<String>,
    /// The customer it belongs to.
    pub customer: Option<CustomerId>,
    /// True when a person said that it is nobody's.
    pub ignored: bool,
    /// How many events wait or died because it belongs to none.
    pub events: u64,
    /// Customers it probably belongs to, best first.
    pub suggestions: Vec<Suggestion>,
}

/// A probable match.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Suggestion {
    /// The customer; none when a new one of that name is suggested.
    pub customer: Option<CustomerId>,
    /// Its name.
    pub name: String,
    /// From 0 to 100.
    pub score: u8,
    /// Why: e.g. `same domain northgate.example`.
    pub reason: Text,
}
