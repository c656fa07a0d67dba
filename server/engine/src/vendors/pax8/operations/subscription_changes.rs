//! Changing how many, and cancelling: both at once money, so both are dangerous. Neither is ever sent twice.

use super::super::{
    inputs::{self, RecordId},
    moments, paths,
    records::Subscription,
    target,
};
use crate::{
    connector::{CallError, Client, Operation},
    policy::{Dangerous, Read},
};
use contract::target::Target;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which subscription, and how many it is to have.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuantityInput {
    /// The subscription's id.
    pub id: RecordId,
    /// How many from now on: the new number, not the difference.
    #[schemars(range(min = 1))]
    pub quantity: u32,
}

/// What is sent: the quantity and nothing else. Rationale: provisioning details that were sent along would replace all of
/// the subscription's.
#[derive(Serialize)]
struct Quantity {
    quantity: u32,
}

/// Which subscription is to end, and when.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelInput {
    /// The subscription's id.
    pub id: RecordId,
    /// When, like `2026-12-31T00:00:00-05:00`, or a day (its beginning in UTC). Without it the subscription ends at once;
    /// the bills of a commitment go on all the same.
    pub cancel_date: Option<String>,
}

/// That Pax8 took the cancellation.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Cancelled {
    /// The subscription's id; `subscriptions.get` tells how it stands.
    pub subscription_id: String,
    /// The date as it was sent; null for at once.
    pub cancel_date: Option<String>,
}

/// Changing a quantity.
pub struct ChangeQuantity;

impl Operation for ChangeQuantity {
    type Access = Dangerous;
    type Input = QuantityInput;
    type Output = Subscription;
    const ID: &'static str = "subscriptions.change_quantity";
    const TITLE: &'static str = "Change a subscription's quantity, at once; changes what it costs";

    async fn run(client: Client<Dangerous>, input: QuantityInput) -> Result<Subscription, CallError> {
        let quantity = inputs::quantity(&client, "quantity", input.quantity)?;
        let path = paths::List::Subscriptions.record(&input.id);
        client.put(path, &Quantity { quantity }).await
    }

    async fn target(client: Client<Read>, input: QuantityInput) -> Result<Option<Target>, CallError> {
        target::to_change(&client, &input.id, input.quantity)
            .await
            .map(Some)
    }
}

/// Cancelling.
pub struct Cancel;

impl Operation for Cancel {
    type Access = Dangerous;
    type Input = CancelInput;
    type Output = Cancelled;
    const ID: &'static str = "subscriptions.cancel";
    const TITLE: &'static str = "Cancel a subscription, at once or on a date";

    async fn run(client: Client<Dangerous>, input: CancelInput) -> Result<Cancelled, CallError> {
        let date = input.cancel_date.as_deref();
        let cancel_date = date
            .map(|text| moments::with_offset(&client, "cancel_date", text))
            .transpose()?;
        let path = match &cancel_date {
            Some(date) => paths::subscription_until(&input.id, date),
            None => paths::List::Subscriptions.record(&input.id),
        };
        let (): () = client.delete(path).await?;
        Ok(Cancelled {
            subscription_id: input.id.to_string(),
            cancel_date,
        })
    }

    async fn target(client: Client<Read>, input: CancelInput) -> Result<Option<Target>, CallError> {
        target::to_cancel(&client, &input.id, input.cancel_date.as_deref())
            .await
            .map(Some)
    }
}
