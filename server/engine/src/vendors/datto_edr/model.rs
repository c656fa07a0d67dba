//! Datto EDR's rows, by the names on the wire. What callers ask for is typed; everything else is kept beside it as it came.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

/// A row of a list, which is paged by its id.
pub trait Row: DeserializeOwned + Send {
    /// Its id.
    fn id(&self) -> &str;
}

/// A count. The vendor writes some as text, e.g. `"5"`; kept as it wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Count {
    /// A whole number.
    Number(i64),
    /// Text.
    Text(String),
}

/// An agent: one endpoint.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Agent {
    /// Its id.
    pub id: String,
    /// The UID of the Datto RMM device, where Datto RMM deployed the agent.
    pub device_id: Option<String>,
    /// The endpoint's name; not unique between customers.
    pub hostname: Option<String>,
    /// E.g. `Online`; the vendor does not list the values.
    pub status: Option<String>,
    pub active: Option<bool>,
    pub authorized: Option<bool>,
    /// Whether the endpoint is cut off from the network.
    pub isolated: Option<bool>,
    /// When it was last heard of, UTC.
    pub heartbeat: Option<String>,
    pub version: Option<String>,
    pub has_edr_license: Option<bool>,
    pub has_av_license: Option<bool>,
    pub datto_av_enabled: Option<bool>,
    pub alert_count: Option<Count>,
    pub organization_id: Option<String>,
    pub organization_name: Option<String>,
    /// Its target group, which the console shows as location.
    pub location_id: Option<String>,
    pub location_name: Option<String>,
    pub marked_for_uninstall: Option<bool>,
    pub marked_for_update: Option<bool>,
    /// Everything else, as it came.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// An alert. Datto EDR has no incidents: the alert is the unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Alert {
    /// Its id.
    pub id: String,
    pub agent_id: Option<String>,
    /// The UID of the Datto RMM device, where Datto RMM deployed the agent.
    pub device_id: Option<String>,
    pub hostname: Option<String>,
    pub name: Option<String>,
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// `low`, `medium`, `high` or `critical`.
    pub severity: Option<String>,
    pub source_name: Option<String>,
    /// `rule`, `reputation`, `compliance`, `extension` or `av`.
    pub source_type: Option<String>,
    /// Whether somebody has acknowledged it.
    pub archived: Option<bool>,
    /// When it happened, UTC.
    pub event_time: Option<String>,
    /// When Datto EDR recorded it, UTC.
    pub created_on: Option<String>,
    pub scan_id: Option<String>,
    pub mitre_id: Option<String>,
    pub mitre_tactic: Option<String>,
    pub organization_id: Option<String>,
    /// Everything else, as it came: verdicts, hashes, the data of an antivirus detection.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A task.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Task {
    /// Its id.
    pub id: String,
    pub name: Option<String>,
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// `Active` while it runs, `Completed` when it has ended well; anything else is a failure.
    pub status: Option<String>,
    /// From 0 to 100.
    pub progress: Option<Value>,
    pub message: Option<String>,
    /// When it was made, UTC.
    pub created_on: Option<String>,
    /// When it ended, UTC; null while it runs.
    pub ended_on: Option<String>,
    pub archived: Option<bool>,
    /// What it was made of; `scanId` in it leads to its output.
    pub data: Option<Value>,
    /// Everything else, as it came.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl Task {
    /// The scan that it made.
    pub fn scan_id(&self) -> Option<&str> {
        self.data.as_ref()?.get("scanId")?.as_str()
    }
}

/// A row of which only the id, and perhaps a name, is known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Named {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// Everything else, as it came.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// The user behind a token.
#[derive(Deserialize)]
pub struct User {
    /// Its id; without one it is not a user.
    #[serde(rename = "id")]
    _id: Value,
    username: Option<Value>,
    email: Option<Value>,
}

impl User {
    /// How a person would call it; none where the answer has no name we know.
    pub fn name(&self) -> Option<&str> {
        let known = [&self.username, &self.email];
        known
            .into_iter()
            .find_map(|name| name.as_ref()?.as_str())
            .filter(|name| !name.trim().is_empty())
    }
}

impl Row for Agent {
    fn id(&self) -> &str {
        &self.id
    }
}

impl Row for Alert {
    fn id(&self) -> &str {
        &self.id
    }
}

impl Row for Task {
    fn id(&self) -> &str {
        &self.id
    }
}

impl Row for Named {
    fn id(&self) -> &str {
        &self.id
    }
}
