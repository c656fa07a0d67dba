//! What an IT Glue workflow posts to us: a body that the customer wrote. IT Glue signs nothing, and what its variables are
//! called is known to whoever fills in the workflow, so only the members of our own template are asked for.

use super::ItGlue;
use crate::{
    connector::{
        DeliveryId, Inbound, NotProven, SECRET_HEADER, Unreadable, json_object, moment, sample,
        shared_secret, text, text_of,
    },
    vault::Secret,
};
use contract::{
    delivery::Delivery,
    event::{CustomerReference, EventDevice, Normalised, SampleEvent},
    ids::VendorId,
    manifest::WebhookInfo,
};
use serde_json::{Value, json};

/// Nouns of what a workflow may be about.
const NOUNS: [&str; 10] = [
    "document",
    "flag",
    "password",
    "password_access",
    "domain",
    "ssl_certificate",
    "configuration",
    "flexible_asset",
    "organization",
    "contact",
];

/// Scheme, header, and where to paste both.
pub fn info() -> WebhookInfo {
    WebhookInfo {
        scheme: "shared-secret".into(),
        header: SECRET_HEADER.into(),
        setup: include_str!("WEBHOOK.md").into(),
    }
}

impl Inbound for ItGlue {
    fn info(&self) -> WebhookInfo {
        info()
    }

    fn takes_path_secret(&self) -> bool {
        true
    }

    fn verify(&self, delivery: &Delivery, secrets: &[Secret], now_ms: i64) -> Result<usize, NotProven> {
        shared_secret(delivery, secrets, now_ms)
    }

    fn delivery_id(&self, delivery: &Delivery) -> Option<DeliveryId> {
        let body = json_object(delivery.bytes()).ok()?;
        text_of(&body, &["delivery_id", "event_id"]).map(DeliveryId::of_vendor)
    }

    fn parse(&self, body: &[u8]) -> Result<Value, Unreadable> {
        let shape = json_object(body)?;
        if text(&shape, "event").is_some() || text(&shape, "resource_type").is_some() {
            Ok(shape)
        } else {
            Err(Unreadable::shape(
                "The body has neither a member `event` nor `resource_type`: paste the template of the guide into the workflow.",
            ))
        }
    }

    fn normalise(&self, shape: &Value) -> Result<Normalised, Unreadable> {
        let kind = kind(shape)?;
        let name = text_of(shape, &["resource_name", "name", "title"]);
        let organization = text_of(shape, &["organization_name", "organization"]);
        let (noun, verb) = kind.split_once('.').unwrap_or((&kind, ""));
        let mut subject = format!("{} {verb}", noun.replace('_', " "));
        if let Some(name) = &name {
            subject = format!("{subject}: {name}");
        }
        if let Some(organization) = &organization {
            subject = format!("{subject} ({organization})");
        }
        let device = (noun == "configuration")
            .then(|| text(shape, "resource_id"))
            .flatten()
            .map(|id| EventDevice { id, name, kind: None });
        Ok(Normalised {
            source: VendorId::new("it_glue"),
            subject,
            body: text_of(shape, &["message", "description"]).unwrap_or_default(),
            severity: None,
            occurred_at: moment(shape, "occurred_at"),
            ticket: None,
            device,
            customer: text(shape, "organization_id").map(|external_id| CustomerReference {
                external_id,
                name: organization,
            }),
            vendor: shape.clone(),
            kind: kind.into(),
        })
    }

    fn samples(&self) -> Vec<SampleEvent> {
        let document = json!({ "event": "document.updated", "resource_type": "document", "resource_id": "8812345",
            "resource_name": "Wi-Fi at the office", "resource_url": "https://northgate.itglue.com/8812345",
            "organization_id": "4455667788", "organization_name": "Northgate", "occurred_at": "2026-11-23T09:31:02Z" });
        let expiring = json!({ "event": "ssl_certificate.expiring", "resource_type": "ssl_certificate", "resource_id": "99120",
            "resource_name": "mail.northgate.example", "organization_id": "4455667788", "organization_name": "Northgate",
            "occurred_at": "2026-11-23T06:00:00Z" });
        [
            sample(
                self,
                "it_glue/document.updated",
                "A document was changed",
                document,
            ),
            sample(
                self,
                "it_glue/ssl_certificate.expiring",
                "A certificate expires soon",
                expiring,
            ),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// `event` as the template writes it, or the kind of the resource.
fn kind(shape: &Value) -> Result<String, Unreadable> {
    let plain = |word: &str| {
        !word.is_empty() && word.len() <= 40 && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
    };
    if let Some(event) = text(shape, "event") {
        let known = event
            .split_once('.')
            .is_some_and(|(noun, verb)| NOUNS.contains(&noun) && plain(verb));
        return if known {
            Ok(event)
        } else {
            Err(Unreadable::kind(format!("The event `{event}` is not known.")))
        };
    }
    let noun = text(shape, "resource_type")
        .unwrap_or_default()
        .to_lowercase()
        .replace([' ', '-'], "_");
    if NOUNS.contains(&noun.as_str()) {
        Ok(format!("{noun}.changed"))
    } else {
        Err(Unreadable::kind(format!(
            "The resource type `{noun}` is not known."
        )))
    }
}
