//! Groups, and what is in them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Group {
    /// Its id.
    pub id: String,
    /// Its name.
    pub display_name: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// Its e-mail address.
    pub mail: Option<String>,
    /// `Unified` for a Microsoft 365 group, `DynamicMembership` when a rule decides who is in it.
    #[serde(default)]
    pub group_types: Option<Vec<String>>,
    /// True when mail can be sent to it.
    pub mail_enabled: Option<bool>,
    /// True when it gives rights.
    pub security_enabled: Option<bool>,
    /// True when it comes from a directory on-premises: change it there.
    pub on_premises_sync_enabled: Option<bool>,
    /// The rule that decides who is in it.
    pub membership_rule: Option<String>,
    /// Everything else, as Graph sent it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// What is in a group, or a group that something is in: a user, a group, a device, an application.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Member {
    /// Its id.
    pub id: String,
    /// What it is, e.g. `#microsoft.graph.user`.
    #[serde(rename = "@odata.type", default)]
    pub kind: Option<String>,
    /// Its name.
    pub display_name: Option<String>,
    /// For a user: the name to sign in with.
    pub user_principal_name: Option<String>,
    /// Its e-mail address.
    pub mail: Option<String>,
    /// Everything else, as Graph sent it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}
