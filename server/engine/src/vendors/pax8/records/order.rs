//! Orders. They have no status: what came of a line is told by its subscription.

use super::{super::model::Row, null_is_empty};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Number, Value};

/// An order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Order {
    /// Its id.
    pub id: String,
    /// The company that it is for.
    pub company_id: Option<String>,
    /// When it was placed.
    pub created_date: Option<String>,
    /// What kind of user placed it. Pax8 writes `Pax8Partner` here for the `Pax8 Partner` of an order that is placed.
    pub ordered_by: Option<String>,
    /// The user who placed it.
    pub ordered_by_user_id: Option<String>,
    /// That user's e-mail address.
    pub ordered_by_user_email: Option<String>,
    /// True when it is for a later date.
    pub is_scheduled: Option<bool>,
    /// What was bought.
    #[serde(default, deserialize_with = "null_is_empty")]
    pub line_items: Vec<LineItem>,
    /// Everything else, as Pax8 sent it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// One line of an order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct LineItem {
    /// Its id.
    pub id: Option<String>,
    /// The product.
    pub product_id: Option<String>,
    /// The subscription that came of it.
    pub subscription_id: Option<String>,
    /// The commitment that was chosen.
    pub commitment_term_id: Option<String>,
    /// From when it is provisioned.
    pub provision_start_date: Option<String>,
    /// How it is billed, e.g. `Monthly`.
    pub billing_term: Option<String>,
    /// How many.
    pub quantity: Option<Number>,
    /// Everything else, as Pax8 sent it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl Row for Order {
    fn id(&self) -> &str {
        &self.id
    }
}
