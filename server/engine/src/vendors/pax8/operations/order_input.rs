//! An order as a caller writes it, checked, and as Pax8 takes it.

use super::super::{
    inputs::{self, RecordId, Term, refuse},
    moments,
};
use crate::{
    connector::{CallError, Client},
    policy::Access,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What is bought for which company.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OrderInput {
    /// The company that it is for. It must be `Active`, with a primary Admin, Billing and Technical contact.
    pub company_id: RecordId,
    /// What kind of user orders; what Pax8 takes for granted when absent.
    pub ordered_by: Option<OrderedBy>,
    /// That user's e-mail address.
    pub ordered_by_user_email: Option<Term>,
    /// What is bought, one product a line. The lines are numbered 1, 2, 3 in this order.
    #[schemars(length(min = 1))]
    pub line_items: Vec<LineInput>,
}

/// One product of an order.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LineInput {
    /// The product's id.
    pub product_id: RecordId,
    /// How many.
    #[schemars(range(min = 1))]
    pub quantity: u32,
    /// How it is billed.
    pub billing_term: BillingTerm,
    /// The commitment, for a product with `requiresCommitment`: an id of `products.dependencies`, of a term at least as
    /// long as the billing term.
    pub commitment_term_id: Option<RecordId>,
    /// From when it is provisioned, like `2026-11-24T00:00:00Z`; Pax8 refuses a later date than today.
    pub provision_start_date: Option<String>,
    /// What `products.provision_details` asks for.
    #[serde(default)]
    pub provisioning_details: Vec<DetailInput>,
    /// For an add-on: the subscription that it belongs to.
    pub parent_subscription_id: Option<RecordId>,
    /// For an add-on: the number of an earlier line of this order that it belongs to, from 1.
    pub parent_line_item_number: Option<u32>,
}

/// The answer to one thing that a product asks for.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DetailInput {
    /// Its `key`.
    pub key: Term,
    /// The value, or several of `possibleValues` where it takes more than one.
    #[schemars(length(min = 1))]
    pub values: Vec<String>,
}

/// How something is billed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum BillingTerm {
    /// By month.
    Monthly,
    /// By year.
    Annual,
    /// Every two years.
    #[serde(rename = "2-Year")]
    TwoYear,
    /// Every three years.
    #[serde(rename = "3-Year")]
    ThreeYear,
    /// Once.
    #[serde(rename = "One-Time")]
    OneTime,
    /// Not yet.
    Trial,
    /// On activation.
    Activation,
}

impl BillingTerm {
    /// Pax8's word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Monthly => "Monthly",
            Self::Annual => "Annual",
            Self::TwoYear => "2-Year",
            Self::ThreeYear => "3-Year",
            Self::OneTime => "One-Time",
            Self::Trial => "Trial",
            Self::Activation => "Activation",
        }
    }
}

/// What kind of user orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum OrderedBy {
    /// The MSP. Pax8 writes it without the space when it is read; both are taken.
    #[serde(rename = "Pax8 Partner", alias = "Pax8Partner")]
    Partner,
    /// The customer.
    Customer,
    /// Pax8 itself.
    Pax8,
}

/// An order on the wire. A line carries no `companyId`, though the description lists it as required: it has no such
/// member, and a real order was taken without.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OrderBody {
    company_id: RecordId,
    #[serde(skip_serializing_if = "Option::is_none")]
    ordered_by: Option<OrderedBy>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ordered_by_user_email: Option<Term>,
    line_items: Vec<LineBody>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LineBody {
    product_id: RecordId,
    line_item_number: u32,
    quantity: u32,
    billing_term: BillingTerm,
    #[serde(skip_serializing_if = "Option::is_none")]
    commitment_term_id: Option<RecordId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    provision_start_date: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    provisioning_details: Vec<DetailInput>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent_subscription_id: Option<RecordId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent_line_item_number: Option<u32>,
}

impl OrderInput {
    /// As Pax8 takes it; what can be seen to be wrong is refused before anything is sent.
    pub fn into_body<A: Access>(self, client: &Client<A>) -> Result<OrderBody, CallError> {
        if self.line_items.is_empty() {
            return Err(refuse(client, "line_items", "give at least one product to order"));
        }
        let email = self.ordered_by_user_email;
        if email
            .as_ref()
            .is_some_and(|email| !email.to_string().contains('@'))
        {
            return Err(refuse(
                client,
                "ordered_by_user_email",
                "does not look like name@domain",
            ));
        }
        let mut line_items = Vec::new();
        for (number, line) in (1..).zip(self.line_items) {
            line_items.push(line.into_body(client, number)?);
        }
        Ok(OrderBody {
            company_id: self.company_id,
            ordered_by: self.ordered_by,
            ordered_by_user_email: email,
            line_items,
        })
    }
}

impl LineInput {
    fn into_body<A: Access>(self, client: &Client<A>, number: u32) -> Result<LineBody, CallError> {
        let field = |name: &str| format!("line_items[{}].{name}", number - 1);
        let quantity = inputs::quantity(client, &field("quantity"), self.quantity)?;
        if let Some(parent) = self.parent_line_item_number {
            if self.parent_subscription_id.is_some() {
                let why = "give a parent subscription or a parent line, not both";
                return Err(refuse(client, field("parent_line_item_number"), why));
            }
            if !(1..number).contains(&parent) {
                let why = "give the number of an earlier line of this order, from 1";
                return Err(refuse(client, field("parent_line_item_number"), why));
            }
        }
        if let Some(empty) = self
            .provisioning_details
            .iter()
            .find(|detail| detail.values.is_empty())
        {
            let why = format!("`{}` has no value", empty.key);
            return Err(refuse(client, field("provisioning_details"), why));
        }
        let start = self.provision_start_date.as_deref();
        let start = start.map(|text| moments::utc(client, &field("provision_start_date"), text));
        Ok(LineBody {
            product_id: self.product_id,
            line_item_number: number,
            quantity,
            billing_term: self.billing_term,
            commitment_term_id: self.commitment_term_id,
            provision_start_date: start.transpose()?,
            provisioning_details: self.provisioning_details,
            parent_subscription_id: self.parent_subscription_id,
            parent_line_item_number: self.parent_line_item_number,
        })
    }
}
