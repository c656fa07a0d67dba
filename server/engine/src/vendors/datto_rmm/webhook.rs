//! What Datto RMM posts to us: a text that the customer wrote, with the alert's variables pasted in. It signs nothing.
//!
//! Variables are pasted without a promise of JSON escaping, so a message with a quote in it breaks the JSON; then the members
//! of our own template are still found by their names. A variable that Datto does not know stays as `[it_is]`, which is no
//! value.

use super::{DattoRmm, manifest::VENDOR};
use crate::{
    connector::{
        DeliveryId, Inbound, NotProven, SECRET_HEADER, Unreadable, json_object, moment, sample,
        shared_secret, text_of,
    },
    vault::Secret,
};
use contract::{
    delivery::Delivery,
    event::{CustomerReference, EventDevice, Normalised, SampleEvent, Severity},
    ids::VendorId,
    manifest::WebhookInfo,
};
use serde_json::{Map, Value, json};

/// Members of the template that our guide gives, and how others in the field call the same.
const UID: [&str; 3] = ["alert_uid", "alertUID", "alertUid"];
const MESSAGE: [&str; 3] = ["message", "alert_message", "alertMessage"];
const DEVICE_UID: [&str; 2] = ["device_uid", "deviceUid"];
const DEVICE_NAME: [&str; 3] = ["device_hostname", "hostname", "deviceName"];
const SITE_UID: [&str; 2] = ["site_uid", "siteUid"];
const SITE_NAME: [&str; 4] = ["site_name", "sitename", "siteName", "dattoSiteDetails"];
const PRIORITY: [&str; 3] = ["priority", "alert_priority", "alertPriority"];
const TYPE: [&str; 2] = ["alert_type", "alertType"];
const CATEGORY: [&str; 2] = ["alert_category", "alertCategory"];

/// Scheme, header, and where to paste both.
pub fn info() -> WebhookInfo {
    WebhookInfo {
        scheme: "shared-secret".into(),
        header: SECRET_HEADER.into(),
        setup: include_str!("WEBHOOK.md").into(),
    }
}

impl Inbound for DattoRmm {
    fn info(&self) -> WebhookInfo {
        info()
    }

    fn verify(&self, delivery: &Delivery, secrets: &[Secret], now_ms: i64) -> Result<usize, NotProven> {
        shared_secret(delivery, secrets, now_ms)
    }

    fn delivery_id(&self, delivery: &Delivery) -> Option<DeliveryId> {
        let shape = self.parse(delivery.bytes()).ok()?;
        let word = if is_resolved(&shape) { "resolved" } else { "raised" };
        Some(DeliveryId::of_vendor(format!("{word}:{}", told(&shape, &UID)?)))
    }

    fn parse(&self, body: &[u8]) -> Result<Value, Unreadable> {
        let shape = match json_object(body) {
            Ok(shape) => shape,
            Err(broken) => mended(body).ok_or(broken)?,
        };
        if told(&shape, &UID).is_some() {
            Ok(shape)
        } else {
            Err(Unreadable::shape(
                "The body has no member `alert_uid`, or its variable was not filled in.",
            ))
        }
    }

    fn normalise(&self, shape: &Value) -> Result<Normalised, Unreadable> {
        if let Some(event) = text_of(shape, &["event"])
            && !matches!(event.as_str(), "alert.raised" | "alert.resolved" | "alert.opened")
        {
            return Err(Unreadable::kind(format!("The event `{event}` is not known.")));
        }
        let kind = if is_resolved(shape) {
            "alert.resolved"
        } else {
            "alert.opened"
        };
        let message = told(shape, &MESSAGE).unwrap_or_default();
        let device = told(shape, &DEVICE_NAME);
        let mut subject = told(shape, &TYPE)
            .or_else(|| told(shape, &CATEGORY))
            .unwrap_or_else(|| "Alert".into());
        if let Some(device) = &device {
            subject = format!("{subject} on {device}");
        }
        let first = message.lines().next().unwrap_or_default().trim();
        if !first.is_empty() {
            subject = format!("{subject}: {first}");
        }
        if kind == "alert.resolved" {
            subject = format!("Resolved: {subject}");
        }
        let site = told(shape, &SITE_UID);
        Ok(Normalised {
            source: VendorId::new(VENDOR),
            kind: kind.into(),
            subject,
            body: message,
            severity: told(shape, &PRIORITY).as_deref().and_then(severity),
            occurred_at: moment(shape, "timestamp"),
            ticket: None,
            device: told(shape, &DEVICE_UID)
                .or_else(|| device.clone())
                .map(|id| EventDevice {
                    id,
                    name: device,
                    kind: None,
                }),
            customer: site.map(|external_id| CustomerReference {
                external_id,
                name: told(shape, &SITE_NAME),
            }),
            vendor: shape.clone(),
        })
    }

    fn samples(&self) -> Vec<SampleEvent> {
        let disk = json!({ "event": "alert.raised", "alert_uid": "8f1c9c1e-1b0e-4f7b-9d7a-3f4e7d1f2a10",
            "alert_type": "perf_disk_usage_ctx", "alert_category": "Disk usage", "priority": "Critical",
            "message": "Disk C: has 4 % free space", "device_uid": "2c4f7d1e-9a11-4d0a-8d5e-6a1b2c3d4e5f",
            "device_hostname": "WS-ACCT-01", "site_uid": "5b6c7d8e-0f1a-4b2c-9d3e-4f5a6b7c8d9e",
            "site_name": "Northgate HQ", "platform": "concord" });
        let mut resolved = disk.clone();
        resolved["event"] = json!("alert.resolved");
        let offline = json!({ "event": "alert.raised", "alert_uid": "1d2e3f4a-5b6c-4d7e-8f9a-0b1c2d3e4f5a",
            "alert_type": "online_offline_status_ctx", "alert_category": "Online status", "priority": "High",
            "message": "The device went offline", "device_uid": "7a8b9c0d-1e2f-4a3b-8c4d-5e6f7a8b9c0d",
            "device_hostname": "SRV-FILE-02", "site_uid": "5b6c7d8e-0f1a-4b2c-9d3e-4f5a6b7c8d9e",
            "site_name": "Northgate HQ", "platform": "concord" });
        [
            sample(self, "datto_rmm/alert.opened", "A disk is nearly full", disk),
            sample(
                self,
                "datto_rmm/alert.opened/offline",
                "A server went offline",
                offline,
            ),
            sample(
                self,
                "datto_rmm/alert.resolved",
                "The disk has room again",
                resolved,
            ),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// A member that was filled in; a variable that stayed as it was written is no value.
fn told(shape: &Value, names: &[&str]) -> Option<String> {
    text_of(shape, names).filter(|text| !(text.starts_with('[') && text.ends_with(']')))
}

fn is_resolved(shape: &Value) -> bool {
    text_of(shape, &["event"]).is_some_and(|event| event == "alert.resolved")
        || text_of(shape, &["resolvedAlert", "resolved"]).is_some_and(|yes| yes.eq_ignore_ascii_case("true"))
}

fn severity(priority: &str) -> Option<Severity> {
    match priority.to_ascii_lowercase().as_str() {
        "critical" => Some(Severity::Critical),
        "high" => Some(Severity::High),
        "moderate" => Some(Severity::Moderate),
        "low" => Some(Severity::Low),
        "information" => Some(Severity::Information),
        _ => None,
    }
}

/// Names that the mending looks for: those of our template first.
const NAMES: [&str; 17] = [
    "event",
    "alert_uid",
    "alert_type",
    "alert_category",
    "priority",
    "message",
    "device_uid",
    "device_hostname",
    "site_uid",
    "site_name",
    "platform",
    "timestamp",
    "alertUID",
    "alertMessage",
    "resolvedAlert",
    "alert_message",
    "sitename",
];

/// What a body that is not JSON still tells: for each known name, the text up to the next known name.
fn mended(body: &[u8]) -> Option<Value> {
    let text = String::from_utf8_lossy(body);
    if !text.trim_start().starts_with('{') {
        return None;
    }
    let mut places: Vec<(usize, usize, &str)> = Vec::new();
    for name in NAMES {
        let quoted = format!("\"{name}\"");
        if let Some(at) = text.find(&quoted) {
            let after = &text[at + quoted.len()..];
            let colon = after.len() - after.trim_start().len();
            if after.trim_start().starts_with(':') {
                places.push((at, at + quoted.len() + colon + 1, name));
            }
        }
    }
    places.sort_unstable();
    let mut members = Map::new();
    for (index, (_, begins, name)) in places.iter().enumerate() {
        let ends = places.get(index + 1).map_or(text.len(), |next| next.0);
        let value = text.get(*begins..ends)?.trim();
        let value = value
            .trim_end_matches('}')
            .trim_end()
            .trim_end_matches(',')
            .trim();
        let value = value.strip_prefix('"').unwrap_or(value);
        let value = value.strip_suffix('"').unwrap_or(value);
        members.insert((*name).to_owned(), json!(value));
    }
    (!members.is_empty()).then_some(Value::Object(members))
}
