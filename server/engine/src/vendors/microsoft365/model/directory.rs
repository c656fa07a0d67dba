//! Tenants: what one says of itself, its domains, and the customers among them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A tenant, as it speaks of itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Organization {
    /// The tenant's id.
    pub id: String,
    /// Its name.
    pub display_name: Option<String>,
    /// `AAD`, `AAD B2C` or `CIAM`.
    pub tenant_type: Option<String>,
    /// Its domains.
    #[serde(default)]
    pub verified_domains: Option<Vec<VerifiedDomain>>,
    /// Everything else, as Graph sent it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A domain of a tenant, in short.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct VerifiedDomain {
    /// Its name.
    pub name: Option<String>,
    /// True for the one that new users get.
    pub is_default: Option<bool>,
    /// True for the one that the tenant began with.
    pub is_initial: Option<bool>,
    /// Everything else, as Graph sent it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A domain of a tenant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Domain {
    /// Its name.
    pub id: String,
    /// True when the tenant proved that it is its own: users can be made in it.
    pub is_verified: Option<bool>,
    /// True for the one that new users get.
    pub is_default: Option<bool>,
    /// `Managed` or `Federated`: who checks passwords.
    pub authentication_type: Option<String>,
    /// Everything else, as Graph sent it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A customer through GDAP.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Customer {
    /// The customer's tenant.
    pub id: String,
    /// The customer's tenant once more: what operations take as `tenant`.
    pub tenant_id: Option<String>,
    /// Its name.
    pub display_name: Option<String>,
    /// Everything else, as Graph sent it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}
