//! What is looked after once a tenant is connected: secrets and sign-ins, and leaving.

use crate::{Text, Time};
use serde::{Deserialize, Serialize};

/// How near an end is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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

impl ExpiryWarning {
    /// The warning for these whole days that are left.
    pub fn of(days_left: i64) -> Self {
        match days_left {
            i64::MIN..=-1 => Self::Expired,
            0..=1 => Self::Within1,
            2..=7 => Self::Within7,
            8..=14 => Self::Within14,
            15..=30 => Self::Within30,
            _ => Self::None,
        }
    }
}

/// One secret of the application, as the tenant tells it; never its value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CspSecret {
    /// Its id.
    pub key_id: String,
    /// Its name.
    pub name: String,
    /// When it ends.
    pub ends_at: Option<Time>,
    /// Whole days until then.
    pub days_left: Option<i64>,
    /// How near that is.
    pub warning: ExpiryWarning,
    /// True for the one that Ops AI signs in with.
    pub in_use: bool,
    /// True where Ops AI made it, and may take it away.
    pub ours: bool,
}

/// The credentials of a connected tenant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CspAccount {
    /// The application.
    pub application_id: String,
    /// Its secrets, the one in use first.
    pub secrets: Vec<CspSecret>,
    /// The nearest warning of the one in use.
    pub warning: ExpiryWarning,
    /// Who signed in as the service account.
    pub service_account: Option<String>,
    /// When that sign-in gave its refresh token.
    pub refresh_token_since: Option<Time>,
    /// Its age in whole days; unused for 90 it ends.
    pub refresh_token_days: Option<i64>,
    /// Why the secrets could not be read; then `secrets` is empty.
    pub failure: Option<super::StepFailure>,
    /// When it was read.
    pub read_at: Time,
}

/// How to rotate.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RotationRequest {
    /// For how many days the new secret is good; 180 when absent, 730 at most.
    #[serde(default)]
    pub days: Option<u32>,
    /// Take the old one away now; else it stays until it is taken away by a second call or ends by itself.
    #[serde(default)]
    pub retire_old: bool,
}

/// What disconnecting would do to one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RemovalState {
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemovalItem {
    /// Its closed word: `relationship`, `service_principal`, `application`, `group`, `consent`, `integration`.
    pub kind: Text,
    /// What it is, in words.
    pub what: String,
    /// Its id.
    pub object_id: String,
    /// In which tenant; none for what is kept here.
    pub tenant_id: Option<String>,
    /// How it stands.
    pub state: RemovalState,
    /// Why it stays, or how its absence was proved.
    #[serde(default)]
    pub note: Option<String>,
    /// Why it could not be removed.
    #[serde(default)]
    pub failure: Option<super::StepFailure>,
    /// When its absence was seen.
    #[serde(default)]
    pub proved_at: Option<Time>,
}

/// Exactly what would be removed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemovalPlan {
    /// Names this plan; confirming names it again, and a plan that changed meanwhile is refused.
    pub digest: String,
    /// What must be typed: the tenant's name.
    pub confirm: String,
    /// Each thing in the order of its removal.
    pub items: Vec<RemovalItem>,
    /// True where an administrator must sign in first (`SignInPurpose::Removal`).
    pub needs_sign_in: bool,
    /// What stays behind and cannot be removed from here, each a sentence.
    pub stays: Vec<String>,
}

/// The confirmation of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemovalRequest {
    /// The plan's digest.
    pub digest: String,
    /// What was typed.
    pub typed: String,
    /// Also end the relationships with customers.
    #[serde(default)]
    pub end_relationships: bool,
}

/// How a removal stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removal {
    /// True once the absence of each thing was seen, but for what stays and says why.
    pub proved: bool,
    /// Each thing.
    pub items: Vec<RemovalItem>,
}

/// One of the vendor's codes, explained.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExplainedCode {
    /// The code as the vendor writes it.
    pub code: Text,
    /// Who says it: `Entra`, `Graph`, `Partner Center`.
    pub by: Text,
    /// Why.
    pub cause: Text,
    /// The one next step.
    pub next_action: Text,
}
