//! Customers of the partner: the lists that disagree, merged by tenant.

use super::relationship::RelationshipStatus;
use crate::{Time, ids::CustomerId};
use serde::{Deserialize, Serialize};

/// Whether the application may work in a customer's tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentState {
    /// Nobody looked yet.
    Unknown,
    /// Everything wanted was read as granted.
    Granted,
    /// Something is granted, and something is missing.
    Partial,
    /// The application is not in that tenant, or nothing is granted.
    Missing,
}

/// How a customer stands as a whole; computed, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CustomerState {
    /// There is no relationship that gives access.
    NoRelationship,
    /// One waits for the customer's approval.
    Invited,
    /// Access was given, and it was not onboarded yet.
    NotOnboarded,
    /// Something is missing; see roles and consent.
    Incomplete,
    /// Relationship, roles and consent were read, and a call succeeded.
    Working,
}

/// One customer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CspCustomer {
    /// Its tenant.
    pub tenant_id: String,
    /// Its name, the newest that is known.
    pub name: String,
    /// Its domain, where a list tells it.
    pub domain: Option<String>,
    /// In Partner Center's list: a reseller relation.
    pub in_partner_center: bool,
    /// In the list of delegated administration.
    pub in_delegated_admin: bool,
    /// How it stands.
    pub state: CustomerState,
    /// The best relationship's status; none where there is none.
    pub relationship: Option<RelationshipStatus>,
    /// The best relationship's id.
    pub relationship_id: Option<String>,
    /// When access ends: the latest end of all that give it.
    pub ends_at: Option<Time>,
    /// Whether the best one is extended by itself.
    pub auto_extend: bool,
    /// The ids of the roles that the template wants.
    pub roles_wanted: Vec<String>,
    /// The ids of the roles that active assignments to groups of ours give; over all relationships.
    pub roles_granted: Vec<String>,
    /// Wanted, and not granted.
    pub roles_missing: Vec<String>,
    /// Granted, and not wanted.
    pub roles_excess: Vec<String>,
    /// Whether roles were read; without that `roles_granted` says nothing.
    pub roles_read_at: Option<Time>,
    /// The consent, as last read.
    pub consent: ConsentState,
    /// Permissions that were read as granted there.
    pub permissions_granted: Vec<String>,
    /// Permissions that are wanted there and were not found.
    pub permissions_missing: Vec<String>,
    /// When the last successful call was made, by workload (`directory`, `licences`, `groups`).
    pub last_success: Vec<(String, Time)>,
    /// When it was last looked at.
    pub checked_at: Option<Time>,
    /// What was found to be wrong at that time, in words, with the vendor's own.
    pub problem: Option<super::StepFailure>,
    /// Our customer that it is linked to.
    pub linked_customer: Option<CustomerId>,
    /// What is missing, each with the one way that puts it right; computed from the above each time.
    #[serde(default)]
    pub gaps: Vec<super::CspGap>,
}

/// All customers, and what could not be read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CspCustomers {
    /// By name.
    pub items: Vec<CspCustomer>,
    /// Lists that could not be read, e.g. Partner Center for an indirect reseller: what is shown is without them.
    pub unread: Vec<super::StepFailure>,
    /// When it was read.
    pub read_at: Time,
}

/// Which customers to onboard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnboardRequest {
    /// Their tenants.
    pub tenants: Vec<String>,
    /// Also make and link our own customer where none is linked.
    #[serde(default)]
    pub link: bool,
}
