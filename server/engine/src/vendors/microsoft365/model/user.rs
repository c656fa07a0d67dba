//! Users, also those that were deleted and can still be restored.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A user.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct User {
    /// Its id.
    pub id: String,
    /// The name that is shown.
    pub display_name: Option<String>,
    /// The name to sign in with.
    pub user_principal_name: Option<String>,
    /// The e-mail address.
    pub mail: Option<String>,
    /// False when the user may not sign in.
    pub account_enabled: Option<bool>,
    /// `Member` or `Guest`.
    pub user_type: Option<String>,
    /// The country that licences are used in, e.g. `GB`; no licence can be assigned without it.
    pub usage_location: Option<String>,
    /// True when it comes from a directory on-premises: change it there.
    pub on_premises_sync_enabled: Option<bool>,
    /// Its licences, directly assigned or by a group.
    #[serde(default)]
    pub assigned_licenses: Option<Vec<AssignedLicence>>,
    /// Everything else, as Graph sent it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A licence of a user.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AssignedLicence {
    /// Which licence.
    pub sku_id: Option<String>,
    /// The parts of it that are switched off.
    #[serde(default)]
    pub disabled_plans: Option<Vec<String>>,
    /// Everything else, as Graph sent it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A user that was deleted in the last 30 days.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DeletedUser {
    /// Its id, as it was.
    pub id: String,
    /// The name that is shown.
    pub display_name: Option<String>,
    /// The name to sign in with, with the id before it.
    pub user_principal_name: Option<String>,
    /// When it was deleted.
    pub deleted_date_time: Option<String>,
    /// Everything else, as Graph sent it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}
