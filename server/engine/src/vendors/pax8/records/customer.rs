//! Companies, which the MSP buys for, and their contacts.

use super::{super::model::Row, null_is_empty};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A company.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Company {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// Where it is.
    pub address: Option<Address>,
    /// Its phone number; lists may leave it out.
    pub phone: Option<String>,
    /// Its web address.
    pub website: Option<String>,
    /// The id that the partner gave it.
    pub external_id: Option<String>,
    /// True when Pax8 bills it, false when the partner does.
    pub bill_on_behalf_of_enabled: Option<bool>,
    /// True when it may buy for itself.
    pub self_service_allowed: Option<bool>,
    /// True when what it orders for itself needs approval; lists may leave it out.
    pub order_approval_required: Option<bool>,
    /// `Active`, `Inactive` (a primary contact is missing) or `Deleted`.
    pub status: Option<String>,
    /// When it was last changed.
    pub updated_date: Option<String>,
    /// Everything else, as Pax8 sent it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// An address.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Address {
    /// Street and number.
    pub street: Option<String>,
    /// More of it.
    pub street2: Option<String>,
    /// The city.
    pub city: Option<String>,
    /// The state or province.
    pub state_or_province: Option<String>,
    /// The postal code.
    pub postal_code: Option<String>,
    /// Two letters, e.g. `US`.
    pub country: Option<String>,
    /// Everything else, as Pax8 sent it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A person at a company.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Contact {
    /// Its id.
    pub id: String,
    /// First name.
    pub first_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Phone number.
    pub phone: Option<String>,
    /// When it was made.
    pub created_date: Option<String>,
    /// What the person is contacted for. A company that orders needs a primary contact of each kind.
    #[serde(default, deserialize_with = "null_is_empty")]
    pub types: Vec<ContactType>,
    /// Everything else, as Pax8 sent it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// What a person is contacted for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ContactType {
    /// `Admin`, `Billing` or `Technical`.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// True when this is the first person to ask.
    pub primary: Option<bool>,
}

impl Row for Company {
    fn id(&self) -> &str {
        &self.id
    }
}

impl Row for Contact {
    fn id(&self) -> &str {
        &self.id
    }
}
