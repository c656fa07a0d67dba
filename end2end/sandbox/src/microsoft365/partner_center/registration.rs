//! `webhooks/v1/registration`: the one address that Partner Center posts to.

use hyper::Method;
use serde_json::{Value, json};

use super::says::Refusal;
use super::{Call, Said};
use crate::exchange::Answer;

/// Every event that can be subscribed to.
const EVENTS: [&str; 8] = [
    "test-created",
    "subscription-updated",
    "invoice-ready",
    "granular-admin-relationship-approved",
    "granular-admin-relationship-activated",
    "granular-admin-relationship-terminated",
    "granular-admin-relationship-expired",
    "referral-created",
];

/// Answers below `registration`.
pub(crate) fn answer(call: &mut Call<'_>, rest: &[&str]) -> Said {
    let method = call.request.method.clone();
    let there = call.world.registration.clone();
    match (&method, rest) {
        (&Method::GET, ["events"]) => Ok(Answer::json(200, &json!(EVENTS))),
        (&Method::GET, []) => there.map(|one| Answer::json(200, &one)).ok_or_else(none),
        (&Method::POST, []) if there.is_some() => Err(Refusal::of(
            409,
            600_001,
            "A webhook registration already exists.",
        )),
        (&Method::PUT, []) if there.is_none() => Err(none()),
        (&Method::POST | &Method::PUT, []) => {
            let registration = read(call)?;
            call.world.registration = Some(registration.clone());
            Ok(Answer::json(200, &registration))
        }
        (&Method::POST, ["validationEvents"]) => {
            let there = there.ok_or_else(none)?;
            let subscribed = there["webhookEvents"].as_array().into_iter().flatten();
            if !subscribed.into_iter().any(|event| event == "test-created") {
                return Err(Refusal::invalid("test-created is not subscribed to"));
            }
            Ok(Answer::json(200, &json!({ "correlationId": call.world.id() })))
        }
        _ => Err(Refusal::of(404, 404, "Not found")),
    }
}

fn none() -> Refusal {
    Refusal::of(404, 600_002, "No webhook registration was found.")
}

fn read(call: &Call<'_>) -> Result<Value, Refusal> {
    let body: Value = serde_json::from_slice(&call.request.body).unwrap_or_default();
    let of = |name: &str| {
        let members = body.as_object()?;
        members
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.clone())
    };
    let url = of("WebhookUrl").filter(|url| url.as_str().is_some_and(|url| url.starts_with("https://")));
    let url = url.ok_or_else(|| Refusal::invalid("WebhookUrl"))?;
    let events = of("WebhookEvents").unwrap_or_default();
    let known = |event: &Value| event.as_str().is_some_and(|event| EVENTS.contains(&event));
    if !events
        .as_array()
        .is_some_and(|all| !all.is_empty() && all.iter().all(known))
    {
        return Err(Refusal::invalid("WebhookEvents"));
    }
    Ok(json!({
        "subscriberId": call.bearer.tenant, "webhookUrl": url, "webhookEvents": events,
        "signatureTokenToMsSignatureHeader": of("SignatureTokenToMsSignatureHeader").unwrap_or_default(),
    }))
}
