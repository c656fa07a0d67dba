//! The attributes of each kind of record: those that SOPs ask for are typed, the rest is kept as it came.
//!
//! Ids among them are numbers, sometimes text, and pass 2^53 in the EU: they are kept as whole numbers and never become
//! floating point.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize, de::IgnoredAny};
use serde_json::{Map, Value};

/// A reference to another record: a whole number or text, as the vendor wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Reference {
    /// A whole number.
    Number(i64),
    /// Text.
    Text(String),
}

/// An organization.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(clippy::struct_field_names, reason = "the vendor's own words")]
pub struct Organization {
    pub name: Option<String>,
    pub short_name: Option<String>,
    pub organization_type_id: Option<Reference>,
    pub organization_type_name: Option<String>,
    pub organization_status_id: Option<Reference>,
    pub organization_status_name: Option<String>,
    /// True for the MSP itself.
    pub primary: Option<bool>,
    /// Shown as a warning to whoever opens the organization.
    pub alert: Option<String>,
    /// The vendor cuts it to 250 characters in lists.
    pub quick_notes: Option<String>,
    pub parent_id: Option<Reference>,
    /// A text that holds a JSON array, e.g. `"[1,6]"`.
    pub ancestor_ids: Option<String>,
    pub created_at: Option<String>,
    pub updated_at: Option<String>,
    /// All other attributes, as they came.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A configuration item.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(clippy::struct_field_names, reason = "the vendor's own words")]
pub struct Configuration {
    pub organization_id: Option<Reference>,
    pub organization_name: Option<String>,
    pub name: Option<String>,
    pub hostname: Option<String>,
    pub primary_ip: Option<String>,
    pub mac_address: Option<String>,
    pub serial_number: Option<String>,
    pub asset_tag: Option<String>,
    pub configuration_type_id: Option<Reference>,
    pub configuration_type_name: Option<String>,
    pub configuration_status_id: Option<Reference>,
    pub configuration_status_name: Option<String>,
    pub manufacturer_name: Option<String>,
    pub model_name: Option<String>,
    pub operating_system_name: Option<String>,
    pub contact_id: Option<Reference>,
    pub contact_name: Option<String>,
    pub location_id: Option<Reference>,
    pub location_name: Option<String>,
    /// A date without a time.
    pub warranty_expires_at: Option<String>,
    pub archived: Option<bool>,
    pub resource_url: Option<String>,
    pub created_at: Option<String>,
    pub updated_at: Option<String>,
    /// All other attributes, as they came.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A password's metadata. There is no place in it for a value: one that the vendor sends is dropped unread.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(clippy::struct_field_names, reason = "the vendor's own words")]
pub struct Password {
    pub organization_id: Option<Reference>,
    pub organization_name: Option<String>,
    pub name: Option<String>,
    pub username: Option<String>,
    pub url: Option<String>,
    pub notes: Option<String>,
    pub password_category_id: Option<Reference>,
    pub password_category_name: Option<String>,
    /// What it is embedded in, if anything.
    pub resource_id: Option<Reference>,
    pub resource_type: Option<String>,
    pub cached_resource_name: Option<String>,
    pub restricted: Option<bool>,
    pub resource_url: Option<String>,
    pub password_updated_at: Option<String>,
    pub created_at: Option<String>,
    pub updated_at: Option<String>,
    /// Takes a value out of the way of `rest`. The reference's own list example carries one.
    #[serde(default, rename = "password", skip_serializing)]
    #[schemars(skip)]
    dropped: IgnoredAny,
    /// All other attributes, as they came.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A password as a single read gives it: with its value when the caller asked for it and the key may see it.
///
/// It has no `Debug`, so that the value reaches no log line.
#[derive(Serialize, Deserialize, JsonSchema)]
pub struct PasswordRead {
    /// The metadata.
    #[serde(flatten)]
    pub metadata: Password,
    /// The value; left out unless it was asked for. To be handed to the caller and kept nowhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "password", "x-opsai-secret" = true))]
    pub password: Option<String>,
}

impl From<Password> for PasswordRead {
    fn from(metadata: Password) -> Self {
        Self {
            metadata,
            password: None,
        }
    }
}
