//! What Pax8 posts to us: notices by topic. It signs nothing, but sends the authorization value that it was given, word for
//! word, as the `Authorization` header.
//!
//! A notice has no identity of its own: it is told by its body without the time of sending, for a day.

use super::{Pax8, manifest::VENDOR};
use crate::{
    connector::{
        DeliveryId, Inbound, NotProven, Unreadable, digest, json_object, member, moment, same_as_one, sample,
        text, text_of,
    },
    vault::Secret,
};
use contract::{
    delivery::Delivery,
    event::{CustomerReference, Normalised, SampleEvent},
    ids::VendorId,
    manifest::WebhookInfo,
};
use serde_json::{Value, json};
use std::time::Duration;

/// The header that carries the authorization value.
const HEADER: &str = "Authorization";

/// Scheme, header, and where to paste both.
pub fn info() -> WebhookInfo {
    WebhookInfo {
        scheme: "authorization-value".into(),
        header: HEADER.into(),
        setup: include_str!("WEBHOOK.md").into(),
    }
}

impl Inbound for Pax8 {
    fn info(&self) -> WebhookInfo {
        info()
    }

    fn verify(&self, delivery: &Delivery, secrets: &[Secret], _now_ms: i64) -> Result<usize, NotProven> {
        let given = delivery
            .header(HEADER)
            .ok_or_else(|| NotProven::missing(format!("There is no header {HEADER}.")))?;
        // Word for word; and as a bearer token, as people write such values.
        let bare = given.strip_prefix("Bearer ").unwrap_or(given);
        same_as_one(given, secrets)
            .or_else(|| same_as_one(bare, secrets))
            .ok_or_else(|| {
                NotProven::mismatch(
                    "The authorization value that was sent is none of those that are accepted.",
                )
            })
    }

    fn delivery_id(&self, delivery: &Delivery) -> Option<DeliveryId> {
        let mut body = json_object(delivery.bytes()).ok()?;
        body.as_object_mut()?.remove("sentAt");
        let key = format!("unsent:{}", digest(body.to_string().as_bytes()));
        Some(DeliveryId::for_a_while(key, Duration::from_hours(24)))
    }

    fn parse(&self, body: &[u8]) -> Result<Value, Unreadable> {
        let shape = json_object(body)?;
        match topic(&shape) {
            Some(_) => Ok(shape),
            None => Err(Unreadable::shape("The body has no member `webhookTopic.topic`.")),
        }
    }

    fn normalise(&self, shape: &Value) -> Result<Normalised, Unreadable> {
        let topic = topic(shape).unwrap_or_default();
        let action = action(shape);
        let (noun, verb) = kind(&topic, action.as_deref())?;
        let nothing = json!({});
        let data = member(shape, "payloadData").unwrap_or(&nothing);
        let company = company(data);
        let what = text_of(
            data,
            &["productName", "invoiceNumber", "displayName", "name", "id"],
        );
        let mut subject = format!("{noun} {verb}");
        if let Some(what) = what {
            subject = format!("{subject}: {what}");
        }
        if let Some(name) = company.as_ref().and_then(|company| company.name.as_deref()) {
            subject = format!("{subject} ({name})");
        }
        Ok(Normalised {
            source: VendorId::new(VENDOR),
            kind: format!("{noun}.{verb}").into(),
            subject,
            body: text_of(data, &["description", "message"]).unwrap_or_default(),
            severity: None,
            occurred_at: moment(shape, "sentAt"),
            ticket: None,
            device: None,
            customer: company,
            vendor: shape.clone(),
        })
    }

    fn samples(&self) -> Vec<SampleEvent> {
        let notice = |topic: &str, action: &str, data: Value| {
            json!({ "accountId": "b1c2d3e4-0001-4a5b-8c6d-7e8f9a0b1c2d", "url": "https://ops.example.com/hooks/…",
                "webhookId": "c2d3e4f5-0002-4a5b-8c6d-7e8f9a0b1c2d", "sentAt": "2026-11-23T09:30:00Z",
                "webhookTopic": { "id": "d3e4f5a6-0003-4a5b-8c6d-7e8f9a0b1c2d", "topic": topic,
                    "filters": [{ "action": action, "conditions": [] }] },
                "payloadData": data })
        };
        let company = "e4f5a6b7-0004-4a5b-8c6d-7e8f9a0b1c2d";
        let subscription = json!({ "id": "f5a6b7c8-0005-4a5b-8c6d-7e8f9a0b1c2d", "companyId": company,
            "companyName": "Northgate", "productName": "Microsoft 365 Business Premium", "quantity": 25, "status": "Active" });
        let invoice = json!({ "id": "a6b7c8d9-0006-4a5b-8c6d-7e8f9a0b1c2d", "companyId": company, "companyName": "Northgate",
            "invoiceNumber": "INV-2026-1107", "total": 812.5, "currencyCode": "USD" });
        [
            sample(
                self,
                "pax8/subscription.changed",
                "A subscription was changed",
                notice("SUBSCRIPTION", "UPDATED", subscription),
            ),
            sample(
                self,
                "pax8/invoice.created",
                "An invoice was made",
                notice("INVOICE", "CREATED", invoice),
            ),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

fn topic(shape: &Value) -> Option<String> {
    text(member(shape, "webhookTopic")?, "topic")
}

fn action(shape: &Value) -> Option<String> {
    let filters = member(member(shape, "webhookTopic")?, "filters")?.as_array()?;
    filters.iter().find_map(|filter| text(filter, "action"))
}

/// Pax8 publishes no list of topics, so the nouns are those that were seen, and their parts.
fn kind(topic: &str, action: Option<&str>) -> Result<(&'static str, &'static str), Unreadable> {
    let topic = topic.to_ascii_lowercase();
    let noun = [
        "subscription",
        "invoice",
        "product",
        "provisioning",
        "company",
        "contact",
        "order",
        "quote",
        "usage",
    ]
    .into_iter()
    .find(|noun| topic.contains(noun))
    .or_else(|| topic.contains("client").then_some("company"))
    .ok_or_else(|| Unreadable::kind(format!("The topic `{topic}` is not known.")))?;
    let verb = match action.unwrap_or_default().to_ascii_lowercase().as_str() {
        "created" | "new" | "create" => "created",
        "deleted" | "delete" | "removed" => "deleted",
        "cancelled" | "canceled" | "cancel" => "cancelled",
        _ => "changed",
    };
    Ok((noun, verb))
}

fn company(data: &Value) -> Option<CustomerReference> {
    if let Some(external_id) = text(data, "companyId") {
        return Some(CustomerReference {
            external_id,
            name: text(data, "companyName"),
        });
    }
    let company = member(data, "company")?;
    Some(CustomerReference {
        external_id: text(company, "id")?,
        name: text(company, "name"),
    })
}
