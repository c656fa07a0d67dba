//! Twins of a partner's customers and of what tenants granted.

use super::csp::CspFailure;
use super::csp_relationships::RelationshipStatus;
use serde::Serialize;
use utoipa::ToSchema;

/// Whether the application may work in a customer's tenant.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CspConsentState {
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
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CspCustomerState {
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

/// How a gap is closed.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CspRemedy {
    /// An administrator of that tenant consents at Microsoft's page, which is `url`.
    AdminConsent,
    /// Onboarding the customer again consents through Partner Center; `url`, where there is one, is Microsoft's page for the
    /// customer's own administrator instead.
    PartnerConsent,
    /// Onboarding the customer again gives our groups roles that a relationship holds already.
    Assignment,
    /// The customer has to approve a new relationship; `url` opens the form with the missing roles filled in.
    NewRelationship,
}

/// Something that is wanted and missing.
#[derive(Serialize, ToSchema)]
pub struct CspGap {
    /// What is missing, in plain words.
    what: String,
    /// The names of the permissions, or the ids of the roles.
    missing: Vec<String>,
    /// How it is closed.
    remedy: CspRemedy,
    /// What to do and what happens then, in plain words.
    next_action: String,
    /// The page to open or to send. It holds no secret.
    #[schema(required = true)]
    url: Option<String>,
}

/// One customer.
#[derive(Serialize, ToSchema)]
pub struct CspCustomer {
    /// Its tenant.
    tenant_id: String,
    /// Its name, the newest that is known.
    name: String,
    /// Its domain, where a list tells it.
    #[schema(required = true)]
    domain: Option<String>,
    /// In Partner Center's list: a reseller relation.
    in_partner_center: bool,
    /// In the list of delegated administration.
    in_delegated_admin: bool,
    /// How it stands.
    state: CspCustomerState,
    /// The best relationship's status; none where there is none.
    #[schema(required = true)]
    relationship: Option<RelationshipStatus>,
    /// The best relationship's id.
    #[schema(required = true)]
    relationship_id: Option<String>,
    /// When access ends: the latest end of all that give it.
    #[schema(required = true)]
    ends_at: Option<String>,
    /// Whether the best one is extended by itself.
    auto_extend: bool,
    /// The ids of the roles that the template wants.
    roles_wanted: Vec<String>,
    /// The ids of the roles that active assignments to groups of ours give; over all relationships.
    roles_granted: Vec<String>,
    /// Wanted, and not granted.
    roles_missing: Vec<String>,
    /// Granted, and not wanted.
    roles_excess: Vec<String>,
    /// Whether roles were read; without that `roles_granted` says nothing.
    #[schema(required = true)]
    roles_read_at: Option<String>,
    /// The consent, as last read.
    consent: CspConsentState,
    /// Permissions that were read as granted there.
    permissions_granted: Vec<String>,
    /// Permissions that are wanted there and were not found.
    permissions_missing: Vec<String>,
    /// When the last successful call was made, by workload (`directory`, `licences`, `groups`).
    last_success: Vec<(String, String)>,
    /// When it was last looked at.
    #[schema(required = true)]
    checked_at: Option<String>,
    /// What was found to be wrong at that time, in words, with the vendor's own.
    #[schema(required = true)]
    problem: Option<CspFailure>,
    /// Our customer that it is linked to.
    #[schema(required = true)]
    linked_customer: Option<String>,
    /// What is missing, each with the one way that puts it right.
    gaps: Vec<CspGap>,
}

/// All customers, and what could not be read.
#[derive(Serialize, ToSchema)]
pub struct CspCustomers {
    /// By name.
    items: Vec<CspCustomer>,
    /// Lists that could not be read, e.g. Partner Center for an indirect reseller: what is shown is without them.
    unread: Vec<CspFailure>,
    /// When it was read.
    read_at: String,
}

/// Which customers to onboard.
#[derive(Serialize, ToSchema)]
pub struct CspOnboardRequest {
    /// Their tenants.
    tenants: Vec<String>,
    /// Also make and link our own customer where none is linked.
    #[schema(required = false)]
    link: bool,
}

/// Who uses a permission.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PermissionKind {
    /// The application itself.
    Application,
    /// The application in the name of the service account.
    Delegated,
}

/// What was read of one permission.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PermissionGrantState {
    /// It was found among the grants.
    Granted,
    /// The grants were read, and it is not among them.
    Missing,
    /// It is granted, and not wanted: more than is needed.
    Excess,
    /// The grants could not be read.
    NotRead,
}

/// One permission.
#[derive(Serialize, ToSchema)]
pub struct PermissionLine {
    /// Its resource, e.g. `Microsoft Graph`.
    resource: String,
    /// Its name, e.g. `User.ReadWrite.All`.
    name: String,
    /// Who uses it.
    kind: PermissionKind,
    /// What for, in plain words; blank for what is not wanted.
    reason: String,
    /// What was read.
    state: PermissionGrantState,
}

/// What one tenant granted to the application.
#[derive(Serialize, ToSchema)]
pub struct PermissionReport {
    /// The tenant.
    tenant_id: String,
    /// True only where every grant was read, all that is wanted is among them, and something is wanted. A tenant that was
    /// not read or granted nothing is never fine.
    fine: bool,
    /// In one sentence.
    summary: String,
    /// Each permission: missing ones first.
    lines: Vec<PermissionLine>,
    /// What is missing, each with the one way that puts it right.
    gaps: Vec<CspGap>,
    /// Why the grants could not be read.
    #[schema(required = true)]
    failure: Option<CspFailure>,
    /// When it was read.
    read_at: String,
}
