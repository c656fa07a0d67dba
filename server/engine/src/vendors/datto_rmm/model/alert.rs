//! Alerts. There is no list of monitors: an alert is all that shows of one.

use super::{Moment, Rest};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An alert.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_field_names, reason = "the vendor's own words")]
pub struct Alert {
    /// Its uid.
    pub alert_uid: String,
    /// `Critical`, `High`, `Moderate`, `Low`, `Information` or `Unknown`.
    pub priority: Option<String>,
    pub diagnostics: Option<String>,
    pub resolved: Option<bool>,
    pub resolved_by: Option<String>,
    pub resolved_on: Option<Moment>,
    /// Still there though muting has no effect any more.
    pub muted: Option<bool>,
    pub ticket_number: Option<String>,
    /// When it was raised.
    pub timestamp: Option<Moment>,
    /// Which kind of monitor raised it, and what that saw.
    pub alert_context: Option<AlertContext>,
    pub alert_source_info: Option<AlertSource>,
    pub autoresolve_mins: Option<i64>,
    /// All other members (`alertMonitorInfo`, `responseActions` …), as they came.
    #[serde(flatten)]
    pub rest: Rest,
}

/// What a monitor saw. Only its class is certain; live members differ from the vendor's description.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AlertContext {
    /// The kind of monitor, e.g. `perf_disk_usage_ctx`, `online_offline_status_ctx`, `comp_script_ctx`.
    #[serde(rename = "@class")]
    pub class: Option<String>,
    /// All other members, as they came.
    #[serde(flatten)]
    pub rest: Rest,
}

/// Where an alert comes from. The device may be gone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AlertSource {
    pub device_uid: Option<String>,
    pub device_name: Option<String>,
    pub site_uid: Option<String>,
    pub site_name: Option<String>,
    /// All other members, as they came.
    #[serde(flatten)]
    pub rest: Rest,
}
