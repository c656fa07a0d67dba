//! Components: what a quick job runs.

use super::Rest;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A component.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Component {
    pub id: Option<u64>,
    /// Its uid; `jobs.run` takes this one.
    pub uid: String,
    pub name: Option<String>,
    pub description: Option<String>,
    pub category_code: Option<String>,
    pub credentials_required: Option<bool>,
    /// What it takes and gives.
    pub variables: Option<Vec<ComponentVariable>>,
    /// All other members, as they came.
    #[serde(flatten)]
    pub rest: Rest,
}

/// A variable of a component.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ComponentVariable {
    /// Its name; case counts.
    pub name: Option<String>,
    pub default_val: Option<String>,
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// True: the component takes it. False: the component gives it.
    pub direction: Option<bool>,
    pub description: Option<String>,
    /// All other members, as they came.
    #[serde(flatten)]
    pub rest: Rest,
}
