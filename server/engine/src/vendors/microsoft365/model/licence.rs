//! Licences: what a tenant has, and what a user has.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A licence that a tenant has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Licence {
    /// Its id in this tenant.
    pub id: String,
    /// Which licence: the id to assign it by.
    pub sku_id: String,
    /// Its name in short, e.g. `ENTERPRISEPACK`.
    pub sku_part_number: Option<String>,
    /// `Enabled`, `Warning`, `Suspended`, `Deleted` or `LockedOut`.
    pub capability_status: Option<String>,
    /// How many are used.
    pub consumed_units: Option<i64>,
    /// How many were bought, by their state.
    pub prepaid_units: Option<Units>,
    /// How many can still be assigned: bought and not suspended, less those that are used. Computed here.
    #[serde(default, skip_deserializing)]
    pub free_units: Option<i64>,
    /// Everything else, as Graph sent it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// How many licences there are, by state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Units {
    /// In force.
    pub enabled: Option<i64>,
    /// Past their end, and still usable.
    pub warning: Option<i64>,
    /// Not usable.
    pub suspended: Option<i64>,
    /// Not usable.
    pub locked_out: Option<i64>,
}

impl Licence {
    /// The same with what is free.
    #[must_use]
    pub fn counted(mut self) -> Self {
        self.free_units = self
            .prepaid_units
            .as_ref()
            .zip(self.consumed_units)
            .map(|(units, used)| {
                (units.enabled.unwrap_or(0) + units.warning.unwrap_or(0)).saturating_sub(used)
            });
        self
    }
}

/// A licence that a user has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct LicenceOfUser {
    /// Its id.
    pub id: String,
    /// Which licence.
    pub sku_id: Option<String>,
    /// Its name in short.
    pub sku_part_number: Option<String>,
    /// The services in it, and how each of them stands.
    #[serde(default)]
    pub service_plans: Option<Vec<ServicePlan>>,
    /// Everything else, as Graph sent it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A service of a licence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ServicePlan {
    /// Which service.
    pub service_plan_id: Option<String>,
    /// Its name in short.
    pub service_plan_name: Option<String>,
    /// How it stands, e.g. `Success` or `PendingActivation`.
    pub provisioning_status: Option<String>,
    /// Everything else, as Graph sent it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}
