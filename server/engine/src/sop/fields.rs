//! An event as conditions see it: a field by its path, and the text in which keywords are looked for.

use contract::{event::Normalised, ids::CustomerId};
use serde_json::Value;

/// An event, prepared once for however many rules.
pub struct EventView {
    json: Value,
    text: String,
    source: String,
    kind: String,
    customer: Option<CustomerId>,
}

impl EventView {
    /// Prepares an event for whom it is for.
    pub fn new(event: &Normalised, customer: Option<&CustomerId>) -> Self {
        Self {
            json: shown(event),
            text: format!("{}\n{}", event.subject, event.body).to_lowercase(),
            source: event.source.to_string(),
            kind: event.kind.to_string(),
            customer: customer.cloned(),
        }
    }

    /// The vendor's key.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// What happened.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// Whom it is for.
    pub fn customer(&self) -> Option<&CustomerId> {
        self.customer.as_ref()
    }

    /// Subject and body in small letters.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The field at a path; none where it is not there, or null.
    pub fn field(&self, path: &[String]) -> Option<&Value> {
        let mut at = &self.json;
        for part in path {
            at = match at {
                Value::Object(members) => members.get(part)?,
                Value::Array(items) => items.get(part.parse::<usize>().ok()?)?,
                _ => return None,
            };
        }
        Some(at).filter(|value| !value.is_null())
    }
}

/// The event as JSON, without members that it does not have: what is absent is absent, not null. The vendor's own payload
/// stays as it came.
pub fn shown(event: &Normalised) -> Value {
    let mut json = serde_json::to_value(event).unwrap_or_default();
    if let Value::Object(members) = &mut json {
        let vendor = members.remove("vendor");
        for member in members.values_mut() {
            drop_nulls(member);
        }
        members.retain(|_, value| !value.is_null());
        members.extend(vendor.map(|vendor| ("vendor".to_owned(), vendor)));
    }
    json
}

fn drop_nulls(value: &mut Value) {
    if let Value::Object(members) = value {
        members.retain(|_, value| !value.is_null());
    }
}

/// The parts of a path; none when it is no path.
pub fn path(text: &str) -> Option<Vec<String>> {
    let parts: Vec<String> = text.split('.').map(str::to_owned).collect();
    let whole = parts.iter().all(|part| !part.is_empty() && part.trim() == part);
    (whole && text.len() <= 200).then_some(parts)
}

#[cfg(test)]
pub(super) mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;
    use contract::{
        event::{CustomerReference, EventTicket, Severity},
        ids::VendorId,
    };
    use serde_json::json;

    pub fn event() -> Normalised {
        Normalised {
            source: VendorId::new("acme"),
            kind: "ticket.created".into(),
            subject: "Disk full on FS-1".into(),
            body: "Drive D: has 2 % left.".into(),
            severity: Some(Severity::High),
            occurred_at: Some("2026-11-24T06:00:00.000Z".into()),
            ticket: Some(EventTicket {
                id: "4711".into(),
                number: Some("T20261124.0001".into()),
                title: Some("Disk full".into()),
                status: None,
            }),
            device: None,
            customer: Some(CustomerReference {
                external_id: "77".into(),
                name: Some("Northgate Ltd".into()),
            }),
            vendor: json!({ "priority": 2, "tags": ["disk", "Server"], "nothing": null, "deep": { "list": [{ "id": 9 }] } }),
        }
    }

    #[test]
    fn a_field_is_found_by_its_path_through_objects_and_lists() {
        let view = EventView::new(&event(), None);
        let at = |text: &str| view.field(&path(text).unwrap()).cloned();
        assert_eq!(at("severity"), Some(json!("high")));
        assert_eq!(at("ticket.title"), Some(json!("Disk full")));
        assert_eq!(at("vendor.deep.list.0.id"), Some(json!(9)));
        for absent in [
            "device.name",
            "ticket.status",
            "vendor.nothing",
            "vendor.tags.7",
            "subject.x",
        ] {
            assert_eq!(at(absent), None, "{absent}");
        }
    }

    #[test]
    fn what_is_no_path_is_told() {
        assert!(path("vendor.a b.c").is_some());
        for wrong in ["", "a..b", ".a", "a.", " a"] {
            assert_eq!(path(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_an_event_does_not_have_is_absent_and_not_null() {
        let json = shown(&event());
        assert!(json.get("device").is_none());
        assert!(json["ticket"].get("status").is_none());
        assert!(json["vendor"].get("nothing").is_some());
    }
}
