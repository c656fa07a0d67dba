//! The account and its sites.

use super::Rest;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    pub id: Option<u64>,
    /// Its uid.
    pub uid: String,
    pub name: Option<String>,
    pub currency: Option<String>,
    pub devices_status: Option<DeviceCounts>,
    /// All other members, as they came.
    #[serde(flatten)]
    pub rest: Rest,
}

/// How many devices there are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DeviceCounts {
    pub number_of_devices: Option<u64>,
    pub number_of_online_devices: Option<u64>,
    pub number_of_offline_devices: Option<u64>,
    /// All other members, as they came.
    #[serde(flatten)]
    pub rest: Rest,
}

/// A site: a customer, or a place of one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Site {
    pub id: Option<u64>,
    /// Its uid; operations take this one.
    pub uid: String,
    pub name: Option<String>,
    pub description: Option<String>,
    pub notes: Option<String>,
    /// True for the system's site of on-demand devices.
    pub on_demand: Option<bool>,
    pub devices_status: Option<DeviceCounts>,
    /// The company in Autotask that it is linked to.
    pub autotask_company_name: Option<String>,
    pub autotask_company_id: Option<String>,
    pub portal_url: Option<String>,
    pub proxy_settings: Option<Proxy>,
    /// All other members, as they came.
    #[serde(flatten)]
    pub rest: Rest,
}

/// The proxy that a site's agents use.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Proxy {
    pub host: Option<String>,
    pub port: Option<u32>,
    pub username: Option<String>,
    /// Its password.
    #[schemars(extend("format" = "password", "x-opsai-secret" = true))]
    pub password: Option<Secretive>,
    /// All other members, as they came.
    #[serde(flatten)]
    pub rest: Rest,
}

/// A text that does not print itself.
#[derive(Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct Secretive(String);

impl std::fmt::Debug for Secretive {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secretive(..)")
    }
}
