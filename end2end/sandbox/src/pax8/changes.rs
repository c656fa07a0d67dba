//! Changing and cancelling a subscription: at once, for money.

use hyper::Method;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::behaviour::Behaviour;
use super::params::BILLING_TERMS;
use super::says;
use super::seed::{self, Account};
use crate::exchange::{Answer, Received};

/// What a PUT may carry; at least one of the first four.
const CHANGEABLE: [&str; 7] = [
    "price",
    "billingTerm",
    "quantity",
    "startDate",
    "endDate",
    "currencyCode",
    "provisioningDetails",
];

/// A subscription on the wire, its commitment under one name or the other.
pub(crate) fn shown(row: &Value, behaviour: &Behaviour) -> Value {
    let mut row = row.clone();
    if let Some(members) = row.as_object_mut()
        && behaviour.commitment_as_documented
        && let Some(commitment) = members.remove("commitment")
    {
        members.insert("commitmentTerm".to_owned(), commitment);
    }
    row
}

/// `PUT` or `DELETE /subscriptions/{id}`.
pub(crate) fn change(request: &Received, account: &mut Account, behaviour: &Behaviour, id: &str) -> Answer {
    let Some(before) = account.subscription(id).cloned() else {
        return says::not_found(request, "Subscription", id);
    };
    if matches!(before["status"].as_str(), Some("Cancelled" | "PendingCancel")) {
        return says::unprocessable(request, "The subscription is cancelled");
    }
    let changed = if request.method == Method::PUT {
        updated(request, &before, behaviour)
    } else {
        cancelled(request, &before)
    };
    match changed {
        Err(refusal) => refusal,
        Ok(after) => {
            account.keep(after.clone());
            if request.method == Method::PUT {
                Answer::json(200, &shown(&after, behaviour))
            } else {
                Answer::empty(204)
            }
        }
    }
}

fn updated(request: &Received, before: &Value, behaviour: &Behaviour) -> Result<Value, Answer> {
    let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    let Some(given) = body
        .as_object()
        .filter(|_| request.media_type() == "application/json")
    else {
        return Err(says::invalid(request, "body"));
    };
    if let Some(unknown) = given.keys().find(|name| !CHANGEABLE.contains(&name.as_str())) {
        return Err(says::invalid(request, unknown));
    }
    if !CHANGEABLE[..4].iter().any(|name| given.contains_key(*name)) {
        let why = "At least one of price, billingTerm, quantity, startDate is required";
        return Err(says::unprocessable(request, why));
    }
    if let Some(quantity) = given.get("quantity") {
        check_quantity(request, before, quantity, behaviour)?;
    }
    if given
        .get("billingTerm")
        .is_some_and(|term| !BILLING_TERMS.iter().any(|known| term == known))
    {
        return Err(says::invalid(request, "billingTerm"));
    }
    let mut after = before.clone();
    if let Some(members) = after.as_object_mut() {
        members.extend(given.clone());
        members.insert("updatedDate".to_owned(), json!(seed::NOW));
    }
    Ok(after)
}

fn check_quantity(
    request: &Received,
    before: &Value,
    quantity: &Value,
    behaviour: &Behaviour,
) -> Result<(), Answer> {
    let Some(quantity) = quantity.as_u64().filter(|quantity| *quantity > 0) else {
        return Err(says::invalid(request, "quantity"));
    };
    let falls = before["quantity"].as_u64().is_some_and(|now| quantity < now);
    let is_committed = before["commitment"].is_object();
    if falls && is_committed {
        let why = "Quantity decreases are not allowed within the commitment term";
        return Err(if behaviour.commitment_refusals_as_list {
            says::list_of_errors(why)
        } else {
            says::unprocessable(request, why)
        });
    }
    Ok(())
}

fn cancelled(request: &Received, before: &Value) -> Result<Value, Answer> {
    let mut date = None;
    for (name, value) in request.pairs() {
        match (name.as_str(), value.parse::<Timestamp>()) {
            ("cancelDate", Ok(at)) if has_documented_form(&value) => date = Some((value, at)),
            _ => return Err(says::invalid(request, &name)),
        }
    }
    let mut after = before.clone();
    let is_later = date.as_ref().is_some_and(|(_, at)| *at > Timestamp::now());
    after["status"] = json!(if is_later { "PendingCancel" } else { "Cancelled" });
    after["endDate"] = json!(date.map_or_else(|| seed::NOW.to_owned(), |(text, _)| text));
    after["updatedDate"] = json!(seed::NOW);
    Ok(after)
}

/// `2026-12-31T00:00:00.000-05:00`: milliseconds, and the offset with its colon.
fn has_documented_form(text: &str) -> bool {
    let shape: String = text
        .chars()
        .map(|c| if c.is_ascii_digit() { '0' } else { c })
        .collect();
    matches!(
        shape.as_str(),
        "0000-00-00T00:00:00.000-00:00" | "0000-00-00T00:00:00.000+00:00"
    )
}
