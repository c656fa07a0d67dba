//! Subscriptions: what a company has, how many, at what price, and until when.

use super::super::model::Row;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Number, Value};

/// A subscription.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Subscription {
    /// What is known of it.
    #[serde(flatten)]
    pub known: Known,
    /// What it is committed to, for products that require it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commitment: Option<Committed>,
    /// Everything else, as Pax8 sent it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// The members that callers need.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Known {
    /// Its id.
    pub id: String,
    /// The subscription that it belongs to.
    pub parent_subscription_id: Option<String>,
    /// The company that has it.
    pub company_id: Option<String>,
    /// The product.
    pub product_id: Option<String>,
    /// The product's name.
    pub product_name: Option<String>,
    /// The maker's id of it.
    pub vendor_subscription_id: Option<String>,
    /// The maker's article number.
    pub vendor_sku_id: Option<String>,
    /// How many.
    pub quantity: Option<Number>,
    /// `Active`, `Cancelled`, `PendingManual`, `PendingAutomated`, `PendingCancel`, `WaitingForDetails`, `Trial`,
    /// `Converted`, `PendingActivation` or `Activated`.
    pub status: Option<String>,
    /// How it is billed, e.g. `Monthly`.
    pub billing_term: Option<String>,
    /// What the customer pays for one.
    pub price: Option<Number>,
    /// What the partner pays for one.
    pub partner_cost: Option<Number>,
    /// Of both.
    pub currency_code: Option<String>,
    /// When it began.
    pub start_date: Option<String>,
    /// When it ends or ended.
    pub end_date: Option<String>,
    /// When it was made.
    pub created_date: Option<String>,
    /// When it was last changed.
    pub updated_date: Option<String>,
    /// From when it is billed.
    pub billing_start: Option<String>,
}

/// A commitment that a subscription is in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Committed {
    /// Its id.
    pub id: Option<String>,
    /// How long it lasts, e.g. `1-Year`.
    pub term: Option<String>,
    /// When it ends.
    pub end_date: Option<String>,
    /// Everything else, as Pax8 sent it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A subscription on the wire. The description says `commitmentTerm` and the live API was seen to say `commitment`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OnWire {
    #[serde(flatten)]
    known: Known,
    commitment: Option<Committed>,
    commitment_term: Option<Committed>,
    #[serde(flatten)]
    rest: Map<String, Value>,
}

impl<'de> Deserialize<'de> for Subscription {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let OnWire {
            known,
            commitment,
            commitment_term,
            rest,
        } = OnWire::deserialize(from)?;
        Ok(Self {
            known,
            commitment: commitment.or(commitment_term),
            rest,
        })
    }
}

impl Row for Subscription {
    fn id(&self) -> &str {
        &self.known.id
    }
}
