//! Twins of what is looked after once a tenant is connected, and of leaving.

use super::csp::CspFailure;
use serde::Serialize;
use utoipa::ToSchema;

/// How near an end is.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExpiryWarning {
    /// More than 30 days away.
    None,
    /// 30 days or less.
    Within30,
    /// 14 days or less.
    Within14,
    /// 7 days or less.
    Within7,
    /// One day or less.
    Within1,
    /// Over.
    Expired,
}

/// One secret of the application, as the tenant tells it; never its value.
#[derive(Serialize, ToSchema)]
pub struct CspSecret {
    /// Its id.
    key_id: String,
    /// Its name.
    name: String,
    /// When it ends.
    #[schema(required = true)]
    ends_at: Option<String>,
    /// Whole days until then.
    #[schema(required = true)]
    days_left: Option<i64>,
    /// How near that is.
    warning: ExpiryWarning,
    /// True for the one that Ops AI signs in with.
    in_use: bool,
    /// True where Ops AI made it, and may take it away.
    ours: bool,
}

/// The credentials of a connected tenant.
#[derive(Serialize, ToSchema)]
pub struct CspAccount {
    /// The application.
    application_id: String,
    /// Its secrets, the one in use first.
    secrets: Vec<CspSecret>,
    /// The nearest warning of the one in use.
    warning: ExpiryWarning,
    /// Who signed in as the service account.
    #[schema(required = true)]
    service_account: Option<String>,
    /// When that sign-in gave its refresh token.
    #[schema(required = true)]
    refresh_token_since: Option<String>,
    /// Its age in whole days; unused for 90 it ends.
    #[schema(required = true)]
    refresh_token_days: Option<i64>,
    /// Why the secrets could not be read; then `secrets` is empty.
    #[schema(required = true)]
    failure: Option<CspFailure>,
    /// When it was read.
    read_at: String,
}

/// How to rotate.
#[derive(Serialize, ToSchema)]
pub struct CspRotationRequest {
    /// For how many days the new secret is good; 180 when absent, 730 at most.
    days: Option<u32>,
    /// Take the old one away now; else it stays until it is taken away by a second call or ends by itself.
    #[schema(required = false)]
    retire_old: bool,
}

/// What disconnecting would do to one thing.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CspRemovalState {
    /// It is to be removed.
    Planned,
    /// It is being removed.
    Running,
    /// It was looked for afterwards and is not there.
    Gone,
    /// It could not be removed.
    Failed,
    /// It stays, for the reason that is given.
    Kept,
}

/// One thing of a plan.
#[derive(Serialize, ToSchema)]
pub struct CspRemovalItem {
    /// Its closed word: `relationship`, `service_principal`, `application`, `group`, `consent`, `integration`.
    kind: String,
    /// What it is, in words.
    what: String,
    /// Its id.
    object_id: String,
    /// In which tenant; none for what is kept here.
    #[schema(required = true)]
    tenant_id: Option<String>,
    /// How it stands.
    state: CspRemovalState,
    /// Why it stays, or how its absence was proved.
    #[schema(required = true)]
    note: Option<String>,
    /// Why it could not be removed.
    #[schema(required = true)]
    failure: Option<CspFailure>,
    /// When its absence was seen.
    #[schema(required = true)]
    proved_at: Option<String>,
}

/// Exactly what would be removed.
#[derive(Serialize, ToSchema)]
pub struct CspRemovalPlan {
    /// Names this plan; confirming names it again, and a plan that changed meanwhile is refused.
    digest: String,
    /// What must be typed: the tenant's name.
    confirm: String,
    /// Each thing in the order of its removal.
    items: Vec<CspRemovalItem>,
    /// True where an administrator must sign in first (`SignInPurpose::Removal`).
    needs_sign_in: bool,
    /// What stays behind and cannot be removed from here, each a sentence.
    stays: Vec<String>,
}

/// The confirmation of a plan.
#[derive(Serialize, ToSchema)]
pub struct CspRemovalRequest {
    /// The plan's digest.
    digest: String,
    /// What was typed.
    typed: String,
    /// Also end the relationships with customers.
    #[schema(required = false)]
    end_relationships: bool,
}

/// How a removal stands.
#[derive(Serialize, ToSchema)]
pub struct CspRemoval {
    /// True once the absence of each thing was seen.
    proved: bool,
    /// Each thing.
    items: Vec<CspRemovalItem>,
}

/// One of the vendor's codes, explained.
#[derive(Serialize, ToSchema)]
pub struct ExplainedCode {
    /// The code as the vendor writes it.
    code: String,
    /// Who says it: `Entra`, `Graph`, `Partner Center`.
    by: String,
    /// Why.
    cause: String,
    /// The one next step.
    next_action: String,
}
