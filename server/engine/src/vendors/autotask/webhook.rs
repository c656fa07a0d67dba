//! What Autotask posts to us: signed callouts about tickets, notes, companies, contacts and configuration items.
//!
//! The signature is over the bytes as they came: Autotask escapes what other writers of JSON do not, so a body that was
//! parsed and written again proves nothing. `Guid` is the callout's and not the delivery's; with `SequenceNumber` it is.

use super::{Autotask, manifest::VENDOR, webhook_registration};
use crate::{
    connector::{
        DeliveryId, Inbound, NotProven, Registers, Unreadable, json_object, member, moment, sample,
        sha1_base64, text, text_of,
    },
    vault::Secret,
};
use contract::{
    delivery::Delivery,
    event::{CustomerReference, EventDevice, EventTicket, Normalised, SampleEvent},
    ids::VendorId,
    manifest::WebhookInfo,
};
use serde_json::{Value, json};

/// The header that carries the signature.
const HEADER: &str = "X-Hook-Signature";

/// Scheme, header, and where to paste both.
pub fn info() -> WebhookInfo {
    WebhookInfo {
        scheme: "hmac-sha1-base64".into(),
        header: HEADER.into(),
        setup: include_str!("WEBHOOK.md").into(),
    }
}

impl Inbound for Autotask {
    fn info(&self) -> WebhookInfo {
        info()
    }

    fn verify(&self, delivery: &Delivery, secrets: &[Secret], _now_ms: i64) -> Result<usize, NotProven> {
        let signature = delivery
            .header(HEADER)
            .ok_or_else(|| NotProven::missing(format!("There is no header {HEADER}.")))?;
        sha1_base64(signature, delivery.bytes(), secrets)
    }

    fn delivery_id(&self, delivery: &Delivery) -> Option<DeliveryId> {
        let body = json_object(delivery.bytes()).ok()?;
        let (callout, number) = (text(&body, "Guid")?, text(&body, "SequenceNumber")?);
        Some(DeliveryId::of_vendor(format!("{callout}:{number}")))
    }

    fn parse(&self, body: &[u8]) -> Result<Value, Unreadable> {
        let body = json_object(body)?;
        match text(&body, "Action") {
            Some(_) => Ok(body),
            None => Err(Unreadable::shape("The body has no member `Action`.")),
        }
    }

    fn normalise(&self, shape: &Value) -> Result<Normalised, Unreadable> {
        let action = text(shape, "Action").unwrap_or_default();
        let entity = text(shape, "EntityType").unwrap_or_default();
        let nothing = json!({});
        let fields = member(shape, "Fields").unwrap_or(&nothing);
        let verb = match action.as_str() {
            "Create" => "created",
            "Update" => "updated",
            "Delete" => "deleted",
            // It comes without an entity, and means that Autotask will post no more.
            "Deactivated" => return Ok(deactivated(shape)),
            _ => {
                return Err(Unreadable::kind(format!(
                    "Autotask's action `{action}` is not known."
                )));
            }
        };
        let noun = match entity.as_str() {
            "Ticket" => "ticket",
            "TicketNote" => "note",
            "Account" => "company",
            "Contact" => "contact",
            "InstalledProduct" => "configuration",
            _ => {
                return Err(Unreadable::kind(format!(
                    "Autotask's entity `{entity}` is not known."
                )));
            }
        };
        let id = text(shape, "Id").ok_or_else(|| Unreadable::shape("The body has no member `Id`."))?;
        let mut event = Normalised {
            kind: format!("{noun}.{verb}").into(),
            body: text_of(fields, &["Description", "Notes"]).unwrap_or_default(),
            occurred_at: moment(shape, "EventTime").or_else(|| moment(shape, "EventTimestamp")),
            customer: customer(noun, &id, fields),
            ..empty(shape)
        };
        match noun {
            "ticket" => event.ticket = Some(ticket(id.clone(), fields)),
            "note" => {
                event.ticket = text(fields, "TicketID").map(|ticket| EventTicket {
                    id: ticket,
                    ..EventTicket::default()
                });
            }
            "configuration" => event.device = Some(device(id.clone(), fields)),
            _ => {}
        }
        event.subject = subject(noun, verb, &id, fields);
        Ok(event)
    }

    fn samples(&self) -> Vec<SampleEvent> {
        let ticket = json!({ "Action": "Create", "Guid": "3f0c2a8e-5a3b-4c55-9a64-0b8e7d1f2a10", "EntityType": "Ticket",
            "Id": 351_181, "EventTime": "2026-11-23T09:31:02Z", "SequenceNumber": 41, "PersonID": 29_682_885,
            "Fields": { "TicketNumber": "T20261123.0007", "Title": "Password reset for Robin Marsh", "Status": "1",
                "Priority": "2", "CompanyID": "174", "Description": "Robin cannot sign in since this morning. Please reset the password." } });
        let starter = json!({ "Action": "Create", "Guid": "3f0c2a8e-5a3b-4c55-9a64-0b8e7d1f2a10", "EntityType": "Ticket",
            "Id": 351_204, "EventTime": "2026-11-23T10:02:40Z", "SequenceNumber": 44, "PersonID": 29_682_885,
            "Fields": { "TicketNumber": "T20261123.0011", "Title": "New starter: Kim Alder, Monday", "Status": "1",
                "Priority": "3", "CompanyID": "174", "Description": "New starter Kim Alder, kim.alder@northgate.example, Sales." } });
        let update = json!({ "Action": "Update", "Guid": "3f0c2a8e-5a3b-4c55-9a64-0b8e7d1f2a10", "EntityType": "Ticket",
            "Id": 351_181, "EventTime": "2026-11-23T09:48:11Z", "SequenceNumber": 42, "PersonID": 29_682_885,
            "Fields": { "TicketNumber": "T20261123.0007", "Title": "Password reset for Robin Marsh", "Status": "5", "CompanyID": "174" } });
        let note = json!({ "Action": "Create", "Guid": "9d1b7f64-0e6c-4a5f-8a43-2f4f3f0f7a77", "EntityType": "TicketNote",
            "Id": 99_120, "EventTime": "2026-11-23T09:50:00Z", "SequenceNumber": 7, "PersonID": 29_682_885,
            "Fields": { "TicketID": "351181", "Title": "Called back", "Description": "Left a message.", "CompanyID": "174" } });
        [
            sample(
                self,
                "autotask/ticket.created",
                "A ticket: password reset",
                ticket,
            ),
            sample(
                self,
                "autotask/ticket.created/new-starter",
                "A ticket: new starter",
                starter,
            ),
            sample(self, "autotask/ticket.updated", "A ticket was completed", update),
            sample(self, "autotask/note.created", "A note on a ticket", note),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn registers(&self) -> Option<&dyn Registers> {
        Some(&webhook_registration::TicketCallout)
    }
}

fn empty(shape: &Value) -> Normalised {
    Normalised {
        source: VendorId::new(VENDOR),
        kind: "".into(),
        subject: String::new(),
        body: String::new(),
        severity: None,
        occurred_at: None,
        ticket: None,
        device: None,
        customer: None,
        vendor: shape.clone(),
    }
}

fn deactivated(shape: &Value) -> Normalised {
    Normalised {
        kind: "webhook.deactivated".into(),
        subject: "Autotask says that it has switched this callout off".into(),
        occurred_at: moment(shape, "EventTime"),
        ..empty(shape)
    }
}

fn customer(noun: &str, id: &str, fields: &Value) -> Option<CustomerReference> {
    let external_id = if noun == "company" {
        id.to_owned()
    } else {
        text_of(fields, &["CompanyID", "AccountID"])?
    };
    Some(CustomerReference {
        external_id,
        name: text_of(fields, &["CompanyName", "AccountName"]),
    })
}

fn ticket(id: String, fields: &Value) -> EventTicket {
    EventTicket {
        id,
        number: text(fields, "TicketNumber"),
        title: text(fields, "Title"),
        status: text(fields, "Status"),
    }
}

fn device(id: String, fields: &Value) -> EventDevice {
    EventDevice {
        id,
        name: text_of(fields, &["ReferenceTitle", "ReferenceName"]),
        kind: None,
    }
}

fn subject(noun: &str, verb: &str, id: &str, fields: &Value) -> String {
    let named = match noun {
        "ticket" => text(fields, "TicketNumber"),
        "company" => text_of(fields, &["CompanyName", "AccountName"]),
        _ => None,
    };
    let what = format!(
        "{} {} {verb}",
        capital(noun),
        named.unwrap_or_else(|| id.to_owned())
    );
    match text_of(fields, &["Title", "ReferenceTitle"]) {
        Some(title) => format!("{what}: {title}"),
        None => what,
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
