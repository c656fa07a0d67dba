//! Products, and what is asked about one when it is ordered. Details, dependencies and prices change over time: they are
//! fetched when they are needed and never kept.

use super::{super::model::Row, null_is_empty};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Number, Value};

/// A product.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Product {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// Who makes it.
    pub vendor_name: Option<String>,
    /// A line about it.
    pub short_description: Option<String>,
    /// More about it; only on a single read.
    pub description: Option<String>,
    /// Pax8's article number.
    pub sku: Option<String>,
    /// The maker's article number.
    pub vendor_sku: Option<String>,
    /// True when an order must choose a commitment; `products.dependencies` has the choice.
    pub requires_commitment: Option<bool>,
    /// Everything else, as Pax8 sent it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// One thing that an order has to tell about a product.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProvisionDetail {
    /// What it is called in an order.
    pub key: String,
    /// What a person reads beside it.
    pub label: Option<String>,
    /// How to find the value.
    pub description: Option<String>,
    /// `Input` (free text), `Single-Value` or `Multi-Value` (of `possibleValues`).
    pub value_type: Option<String>,
    /// What can be chosen; null for free text.
    pub possible_values: Option<Vec<String>>,
    /// Everything else, as Pax8 sent it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// What a product can be committed to, and what has to be there with it.
#[expect(clippy::struct_field_names, reason = "the names are Pax8's own")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Dependencies {
    /// The commitments to choose from.
    #[serde(default, deserialize_with = "null_is_empty")]
    pub commitment_dependencies: Vec<Commitment>,
    /// The products to choose from.
    #[serde(default, deserialize_with = "null_is_empty")]
    pub product_dependencies: Vec<ProductDependency>,
    /// Everything else, as Pax8 sent it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A commitment that an order can choose.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Commitment {
    /// Its id: the `commitment_term_id` of an order.
    pub id: String,
    /// How long it lasts, e.g. `1-Year`.
    pub term: Option<String>,
    /// True when it begins again by itself.
    pub auto_renew: Option<bool>,
    /// Whether the quantity may rise meanwhile.
    pub allow_for_quantity_increase: Option<bool>,
    /// Whether it may fall meanwhile.
    pub allow_for_quantity_decrease: Option<bool>,
    /// Whether it can be cancelled before its end.
    pub allow_for_early_cancellation: Option<bool>,
    /// Whether cancelling costs a fee.
    pub cancellation_fee_applied: Option<bool>,
    /// Everything else, as Pax8 sent it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Products of which one has to be there, or may be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProductDependency {
    /// What it is about, e.g. `Requires`.
    pub name: Option<String>,
    /// The products.
    #[serde(default, deserialize_with = "null_is_empty")]
    pub products: Vec<Product>,
    /// Everything else, as Pax8 sent it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// What a product costs under one billing term.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Price {
    /// The product.
    pub product_id: Option<String>,
    /// Its name.
    pub product_name: Option<String>,
    /// How it is billed, e.g. `Monthly`.
    pub billing_term: Option<String>,
    /// How long the commitment lasts, e.g. `1-Year`.
    pub commitment_term: Option<String>,
    /// The same in months.
    pub commitment_term_in_months: Option<Number>,
    /// `Flat`, `Volume`, `Tiered` or `Mark-Up`.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// What is counted, e.g. `Each`.
    pub unit_of_measurement: Option<String>,
    /// The price by quantity.
    #[serde(default, deserialize_with = "null_is_empty")]
    pub rates: Vec<Step>,
    /// Everything else, as Pax8 sent it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// The price within a range of quantities.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Step {
    /// What the partner pays.
    pub partner_buy_rate: Option<Number>,
    /// What Pax8 suggests to ask.
    pub suggested_retail_price: Option<Number>,
    /// From this quantity on.
    pub start_quantity_range: Option<Number>,
    /// Up to this one; without an end when null.
    pub end_quantity_range: Option<Number>,
    /// `Per Unit` or `Flat Rate`.
    pub charge_type: Option<String>,
    /// Everything else, as Pax8 sent it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl Row for Product {
    fn id(&self) -> &str {
        &self.id
    }
}
