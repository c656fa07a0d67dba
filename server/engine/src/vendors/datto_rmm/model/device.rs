//! Devices and what is installed on them.

use super::{Moment, Rest};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A device.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_field_names, reason = "the vendor's own words")]
pub struct Device {
    /// Its number.
    pub id: Option<u64>,
    /// Its uid; operations take this one.
    pub uid: String,
    pub hostname: Option<String>,
    pub description: Option<String>,
    pub site_id: Option<u64>,
    pub site_uid: Option<String>,
    pub site_name: Option<String>,
    pub device_type: Option<DeviceType>,
    /// `device`, `printer`, `esxihost`, `rmmnetworkdevice`, `unknown`, or a class that is newer than this.
    pub device_class: Option<String>,
    pub operating_system: Option<String>,
    pub int_ip_address: Option<String>,
    pub ext_ip_address: Option<String>,
    pub domain: Option<String>,
    pub last_logged_in_user: Option<String>,
    /// As the agent last told; it lags behind.
    pub online: Option<bool>,
    pub suspended: Option<bool>,
    pub deleted: Option<bool>,
    pub reboot_required: Option<bool>,
    pub last_seen: Option<Moment>,
    pub last_reboot: Option<Moment>,
    pub last_audit_date: Option<Moment>,
    pub creation_date: Option<Moment>,
    pub antivirus: Option<Antivirus>,
    pub patch_management: Option<PatchManagement>,
    pub warranty_date: Option<String>,
    pub portal_url: Option<String>,
    pub web_remote_url: Option<String>,
    /// The user-defined fields. They often hold secrets, e.g. recovery keys.
    #[schemars(extend("x-opsai-secret" = true))]
    pub udf: Option<Rest>,
    /// All other members, as they came.
    #[serde(flatten)]
    pub rest: Rest,
}

/// What kind of machine it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DeviceType {
    pub category: Option<String>,
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// All other members, as they came.
    #[serde(flatten)]
    pub rest: Rest,
}

/// Its protection against malware.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_field_names, reason = "the vendor's own words")]
pub struct Antivirus {
    pub antivirus_product: Option<String>,
    /// `RunningAndUpToDate`, `RunningAndNotUpToDate`, `NotRunning` or `NotDetected`.
    pub antivirus_status: Option<String>,
    /// All other members, as they came.
    #[serde(flatten)]
    pub rest: Rest,
}

/// Its patches.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PatchManagement {
    /// `NoPolicy`, `NoData`, `RebootRequired`, `InstallError`, `ApprovedPending` or `FullyPatched`.
    pub patch_status: Option<String>,
    pub patches_approved_pending: Option<u64>,
    pub patches_not_approved: Option<u64>,
    pub patches_installed: Option<u64>,
    /// All other members, as they came.
    #[serde(flatten)]
    pub rest: Rest,
}

/// A program on a device.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Software {
    pub name: Option<String>,
    pub version: Option<String>,
    /// All other members, as they came.
    #[serde(flatten)]
    pub rest: Rest,
}
