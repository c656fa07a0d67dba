//! What an order, a new quantity and a cancellation act on, for whoever decides: the company, the subscription, the money.

use super::{
    inputs::RecordId,
    operations::{LineInput, OrderInput},
    paths::List,
    records::{Company, Product, Subscription},
};
use crate::{
    connector::{CallError, Client},
    policy::Read,
};
use contract::target::Target;

/// More lines of an order than this are not named one by one.
const MOST_LINES: usize = 10;

/// A subscription whose quantity would change.
pub async fn to_change(client: &Client<Read>, id: &RecordId, wanted: u32) -> Result<Target, CallError> {
    let (subscription, target) = subscribed(client, id).await?;
    let known = &subscription.known;
    let now = known
        .quantity
        .as_ref()
        .map_or_else(|| "an unknown quantity".to_owned(), ToString::to_string);
    let each = match (&known.partner_cost, &known.currency_code, &known.billing_term) {
        (Some(cost), Some(currency), Some(term)) => format!(", at {cost} {currency} each ({term})"),
        _ => String::new(),
    };
    let effect = format!("Changes {} from {now} to {wanted}{each}.", target.name);
    let is_more = known
        .quantity
        .as_ref()
        .and_then(serde_json::Number::as_f64)
        .is_none_or(|now| f64::from(wanted) > now);
    let committed = subscription.commitment.as_ref().filter(|_| is_more);
    let target = target.effect(effect);
    Ok(match committed {
        Some(commitment) => {
            let until = commitment.end_date.as_deref().unwrap_or("its end");
            target.not_undone(format!(
                "The subscription is committed: Pax8 may refuse a lower quantity before {until}."
            ))
        }
        None => target.undone_by(format!("Change the quantity back to {now}.")),
    })
}

/// A subscription that would end.
pub async fn to_cancel(
    client: &Client<Read>,
    id: &RecordId,
    date: Option<&str>,
) -> Result<Target, CallError> {
    let (_, target) = subscribed(client, id).await?;
    let when = date.map_or_else(|| "at once".to_owned(), |date| format!("on {date}"));
    let effect = format!(
        "Ends {} {when}; the bills of a commitment go on all the same.",
        target.name
    );
    Ok(target
        .effect(effect)
        .not_undone("A subscription that ended is bought anew, at the prices and terms of then."))
}

async fn subscribed(client: &Client<Read>, id: &RecordId) -> Result<(Subscription, Target), CallError> {
    let subscription: Subscription = client.get(List::Subscriptions.record(id), &[]).await?;
    let known = &subscription.known;
    let company = match known.company_id.clone().map(RecordId::try_from) {
        Some(Ok(id)) => Some(company(client, &id).await?),
        _ => None,
    };
    let name = known.product_name.clone();
    let target = Target::new(
        "subscription",
        known.id.clone(),
        name.unwrap_or_else(|| known.id.clone()),
    )
    .of(company.as_ref().and_then(|company| company.name.clone()))
    .bound("Quantity", known.quantity.as_ref())
    .bound("Status", known.status.as_ref())
    .bound("Price for the partner", known.partner_cost.as_ref())
    .fact("Price for the customer", known.price.as_ref())
    .fact("Currency", known.currency_code.as_ref())
    .fact("Billed", known.billing_term.as_ref())
    .fact("Ends", known.end_date.as_ref())
    .fact(
        "Committed until",
        subscription
            .commitment
            .as_ref()
            .and_then(|commitment| commitment.end_date.as_ref()),
    );
    Ok((subscription, target))
}

/// A company for which something would be bought.
pub async fn to_order(client: &Client<Read>, order: &OrderInput) -> Result<Target, CallError> {
    let company = company(client, &order.company_id).await?;
    let name = company.name.clone().unwrap_or_else(|| company.id.clone());
    let mut target = Target::new("order", company.id.clone(), name.clone())
        .of(company.name.clone())
        .bound("Company is", company.status.as_ref());
    for (number, line) in order.line_items.iter().take(MOST_LINES).enumerate() {
        let product: Product = client.get(List::Products.record(&line.product_id), &[]).await?;
        target = target.bound(format!("Line {}", number + 1), Some(in_words(line, &product)));
    }
    if order.line_items.len() > MOST_LINES {
        target = target.fact("More lines", Some(order.line_items.len() - MOST_LINES));
    }
    let lines = match order.line_items.len() {
        1 => "one product".to_owned(),
        many => format!("{many} products"),
    };
    Ok(target
        .effect(format!(
            "Buys {lines} for {name}. The order is checked by Pax8 first."
        ))
        .not_undone(
            "An order that was placed is undone only by cancelling what it bought, where the terms allow it.",
        ))
}

fn in_words(line: &LineInput, product: &Product) -> String {
    let name = product.name.as_deref().unwrap_or(&product.id);
    format!("{} × {name}, {}", line.quantity, line.billing_term)
}

async fn company(client: &Client<Read>, id: &RecordId) -> Result<Company, CallError> {
    client.get(List::Companies.record(id), &[]).await
}
