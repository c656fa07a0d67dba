//! Autotask's records, by the names on the wire. What many callers need is typed; everything else is kept beside it.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

/// A record of a list, which is paged by its id.
pub trait Row: DeserializeOwned + Send {
    /// Its id.
    fn id(&self) -> i64;
}

/// A field that the tenant made itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct UserDefinedField {
    /// Its name.
    pub name: String,
    /// Its value; always text.
    pub value: Option<Value>,
}

fn null_is_empty<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<UserDefinedField>, D::Error> {
    Ok(Option::deserialize(from)?.unwrap_or_default())
}

/// A ticket.
#[expect(clippy::struct_field_names, reason = "the names are Autotask's own")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Ticket {
    /// Its id.
    pub id: i64,
    /// Its number, e.g. `T20261123.0007`.
    pub ticket_number: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// What it is about.
    pub description: Option<String>,
    /// Picklist id; `tickets.picklists` has the labels.
    pub status: Option<i64>,
    /// Picklist id.
    pub priority: Option<i64>,
    /// Picklist id of the queue.
    #[serde(rename = "queueID")]
    pub queue_id: Option<i64>,
    /// Picklist id.
    pub ticket_type: Option<i64>,
    /// Picklist id.
    pub ticket_category: Option<i64>,
    /// Picklist id.
    pub issue_type: Option<i64>,
    /// Picklist id; which there are depends on `issueType`.
    pub sub_issue_type: Option<i64>,
    /// Picklist id.
    pub source: Option<i64>,
    /// The company it is for; 0 is the MSP itself.
    #[serde(rename = "companyID")]
    pub company_id: Option<i64>,
    /// The person at the company.
    #[serde(rename = "contactID")]
    pub contact_id: Option<i64>,
    /// The resource it is assigned to.
    #[serde(rename = "assignedResourceID")]
    pub assigned_resource_id: Option<i64>,
    /// The role in which that resource works on it.
    #[serde(rename = "assignedResourceRoleID")]
    pub assigned_resource_role_id: Option<i64>,
    /// When it was made, UTC.
    pub create_date: Option<String>,
    /// When it is due, UTC.
    pub due_date_time: Option<String>,
    /// When it was completed, UTC.
    pub completed_date: Option<String>,
    /// When anything last happened to it, UTC.
    pub last_activity_date: Option<String>,
    /// The tenant's own fields.
    #[serde(default, deserialize_with = "null_is_empty")]
    pub user_defined_fields: Vec<UserDefinedField>,
    /// Everything else, as Autotask sent it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A company (in Autotask's older words, an account).
#[expect(clippy::struct_field_names, reason = "the names are Autotask's own")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Company {
    /// Its id; 0 is the MSP itself.
    pub id: i64,
    /// Its name.
    pub company_name: Option<String>,
    /// Its number.
    pub company_number: Option<String>,
    /// Picklist id.
    pub company_type: Option<i64>,
    /// Whether it is active.
    pub is_active: Option<bool>,
    /// Its phone number.
    pub phone: Option<String>,
    /// Its city.
    pub city: Option<String>,
    /// Its web address.
    pub web_address: Option<String>,
    /// The resource that looks after it.
    #[serde(rename = "ownerResourceID")]
    pub owner_resource_id: Option<i64>,
    /// The company that it belongs to.
    #[serde(rename = "parentCompanyID")]
    pub parent_company_id: Option<i64>,
    /// When it was made, UTC.
    pub create_date: Option<String>,
    /// When anything last happened to it, UTC.
    pub last_activity_date: Option<String>,
    /// When a tracked field of it last changed, UTC.
    pub last_tracked_modified_date_time: Option<String>,
    /// The tenant's own fields.
    #[serde(default, deserialize_with = "null_is_empty")]
    pub user_defined_fields: Vec<UserDefinedField>,
    /// Everything else, as Autotask sent it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A resource: a person who works at the MSP, or an API user.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Resource {
    /// Its id.
    pub id: i64,
    /// First name.
    pub first_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// The name it signs in with.
    pub user_name: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Whether it is active.
    pub is_active: Option<bool>,
    /// Picklist id of the kind of licence.
    pub license_type: Option<i64>,
    /// The role in which it works on tickets when nothing else is said.
    #[serde(rename = "defaultServiceDeskRoleID")]
    pub default_service_desk_role_id: Option<i64>,
    /// What it is called at work.
    pub title: Option<String>,
    /// The tenant's own fields.
    #[serde(default, deserialize_with = "null_is_empty")]
    pub user_defined_fields: Vec<UserDefinedField>,
    /// Everything else, as Autotask sent it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl Row for Ticket {
    fn id(&self) -> i64 {
        self.id
    }
}

impl Row for Company {
    fn id(&self) -> i64 {
        self.id
    }
}

impl Row for Resource {
    fn id(&self) -> i64 {
        self.id
    }
}

/// What Autotask answers to a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Written {
    /// The id of the record that was made or changed.
    pub item_id: i64,
}
