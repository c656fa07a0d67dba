//! Sites, devices and clients as callers get them: one shape for both APIs, under the official API's names, with all else
//! as the console sent it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A site.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SiteRecord {
    /// What operations take as `site`: a UUID, at old controllers the short name.
    pub id: String,
    /// The short name, by which the private API knows the site.
    pub internal_reference: Option<String>,
    /// What people call it.
    pub name: Option<String>,
    /// All else, as it came.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A device.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Device {
    /// The site it was found in.
    #[serde(default)]
    pub site_id: String,
    /// Its id.
    pub id: String,
    pub mac_address: Option<String>,
    pub ip_address: Option<String>,
    pub name: Option<String>,
    pub model: Option<String>,
    /// `ONLINE`, `OFFLINE`, `UPDATING`, …; newer consoles may have more.
    pub state: Option<String>,
    pub firmware_version: Option<String>,
    pub firmware_updatable: Option<bool>,
    /// Words in a list, an object in the details.
    pub features: Option<Value>,
    /// Words in a list; in the details an object with the ports and radios.
    pub interfaces: Option<Value>,
    /// All else, as it came; secrets of the private API are left out.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A client that is connected now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Station {
    /// The site it was found in.
    #[serde(default)]
    pub site_id: String,
    /// Its id.
    pub id: String,
    /// `WIRED`, `WIRELESS`, `VPN` or `TELEPORT`.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub name: Option<String>,
    pub mac_address: Option<String>,
    pub ip_address: Option<String>,
    pub connected_at: Option<String>,
    /// `{type: DEFAULT | GUEST, authorized?}`.
    pub access: Option<Value>,
    /// All else, as it came.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// The newest figures of a device.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Statistics {
    /// The site it was found in.
    #[serde(default)]
    pub site_id: String,
    /// The device.
    #[serde(default)]
    pub device_id: String,
    /// For how long it has been running; it falls when the device restarts.
    pub uptime_sec: Option<u64>,
    pub cpu_utilization_pct: Option<f64>,
    pub memory_utilization_pct: Option<f64>,
    /// All else, as it came.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A console that the Site Manager knows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Console {
    /// What the setting Console ID takes.
    pub id: String,
    /// Whether the key's owner owns it.
    pub owner: Option<bool>,
    /// What it told last; differs from version to version.
    pub reported_state: Option<Value>,
    /// All else, as it came.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl Console {
    /// Its name, where it tells one.
    pub fn name(&self) -> Option<&str> {
        let state = self.reported_state.as_ref()?;
        ["name", "hostname"]
            .into_iter()
            .find_map(|member| state.get(member)?.as_str())
            .filter(|name| !name.is_empty())
    }

    /// Id and name, for a sentence.
    pub fn line(&self) -> String {
        self.name()
            .map_or_else(|| self.id.clone(), |name| format!("{} ({name})", self.id))
    }
}

/// A row that knows the site it was found in.
pub trait OfSite: serde::de::DeserializeOwned + Send {
    /// Notes the site.
    fn in_site(self, site: &str) -> Self;
}

impl OfSite for Device {
    fn in_site(self, site: &str) -> Self {
        Self {
            site_id: site.to_owned(),
            ..self
        }
    }
}

impl OfSite for Station {
    fn in_site(self, site: &str) -> Self {
        Self {
            site_id: site.to_owned(),
            ..self
        }
    }
}
