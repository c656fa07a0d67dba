//! Twins of customers and of the vendors' records that stand for them.

use serde::Serialize;
use utoipa::ToSchema;

/// Whom the work is for.
#[derive(Serialize, ToSchema)]
pub struct Customer {
    /// `cus_…`.
    id: String,
    /// Its name.
    name: String,
    /// The vendors' records that stand for it.
    links: Vec<CustomerLink>,
    /// When it was made.
    created_at: String,
    /// When it was last changed.
    updated_at: String,
}

/// One vendor record that belongs to a customer.
#[derive(Serialize, ToSchema)]
pub struct CustomerLink {
    /// `lnk_…`.
    id: String,
    /// Whose record.
    vendor: String,
    /// On which account.
    integration: String,
    /// That account's name.
    integration_name: String,
    /// The record's identifier at the vendor's.
    external_id: String,
    /// Its name there.
    name: String,
}

/// What a customer is made or changed with.
#[derive(Serialize, ToSchema)]
pub struct CustomerDraft {
    /// Its name.
    name: String,
}

/// What a link is made of.
#[derive(Serialize, ToSchema)]
pub struct LinkDraft {
    /// Whose record.
    vendor: String,
    /// On which account; the vendor's default when absent.
    integration: Option<String>,
    /// The record's identifier at the vendor's.
    external_id: String,
    /// Its name there; the identifier when absent.
    #[schema(required = false)]
    name: String,
}

/// One accepted match: exactly one of `customer` and `name` is given.
#[derive(Serialize, ToSchema)]
pub struct Match {
    /// The record.
    record: LinkDraft,
    /// The customer it belongs to.
    customer: Option<String>,
    /// The name of a customer to make for it; matches with the same name go to one customer.
    name: Option<String>,
}

/// What a customer is split with.
#[derive(Serialize, ToSchema)]
pub struct SplitDraft {
    /// The new customer's name.
    name: String,
    /// The links that go with it.
    links: Vec<String>,
}

/// A vendor record that stands for some customer.
#[derive(Serialize, ToSchema)]
pub struct VendorRecord {
    /// Whose record.
    vendor: String,
    /// On which account.
    integration: String,
    /// That account's name.
    integration_name: String,
    /// The record's identifier at the vendor's.
    external_id: String,
    /// Its name there.
    name: String,
    /// Its domain, where the vendor tells it.
    #[schema(required = true)]
    domain: Option<String>,
    /// The customer it belongs to.
    #[schema(required = true)]
    customer: Option<String>,
    /// True when a person said that it is nobody's.
    ignored: bool,
    /// How many events wait or died because it belongs to none.
    events: u64,
    /// Customers it probably belongs to, best first.
    suggestions: Vec<Suggestion>,
}

/// A probable match.
#[derive(Serialize, ToSchema)]
pub struct Suggestion {
    /// The customer; null when a new one of that name is suggested.
    #[schema(required = true)]
    customer: Option<String>,
    /// Its name.
    name: String,
    /// From 0 to 100.
    score: u8,
    /// Why.
    reason: String,
}
