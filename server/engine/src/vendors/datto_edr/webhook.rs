//! What Datto EDR posts to us when it finds something. It signs nothing, and its documentation names what a body carries
//! (instance, threat, weight, host, file, verdict) but not how: several spellings are read, and nothing is required but one
//! of them.

use super::{DattoEdr, manifest::VENDOR};
use crate::{
    connector::{
        DeliveryId, Inbound, NotProven, SECRET_HEADER, Unreadable, json_object, member, moment, sample,
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
use serde_json::{Value, json};

const ID: [&str; 3] = ["alertId", "id", "detectionId"];
const THREAT: [&str; 5] = ["threatName", "detectionName", "name", "threatType", "threat"];
const FILE: [&str; 3] = ["fileName", "file", "filePath"];
const HOST: [&str; 4] = ["hostname", "hostName", "host", "deviceName"];
const AGENT: [&str; 3] = ["agentId", "deviceId", "hostId"];
const GROUP: [&str; 4] = ["targetGroupId", "locationId", "targetId", "organizationId"];
const GROUP_NAME: [&str; 4] = [
    "targetGroupName",
    "locationName",
    "targetName",
    "organizationName",
];
const WEIGHT: [&str; 3] = ["threatWeight", "severity", "weight"];

/// Scheme, header, and where to paste both.
pub fn info() -> WebhookInfo {
    WebhookInfo {
        scheme: "shared-secret".into(),
        header: SECRET_HEADER.into(),
        setup: include_str!("WEBHOOK.md").into(),
    }
}

impl Inbound for DattoEdr {
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
        text_of(inner(&body), &ID).map(DeliveryId::of_vendor)
    }

    fn parse(&self, body: &[u8]) -> Result<Value, Unreadable> {
        let shape = json_object(body)?;
        let alert = inner(&shape);
        let known = [&ID[..], &THREAT, &FILE, &HOST];
        if known.iter().any(|names| text_of(alert, names).is_some()) {
            Ok(shape)
        } else {
            Err(Unreadable::shape(
                "The body names no alert, threat, file or host.",
            ))
        }
    }

    fn normalise(&self, shape: &Value) -> Result<Normalised, Unreadable> {
        if let Some(event) = text_of(shape, &["event", "eventType"])
            && !is_detection(&event)
        {
            return Err(Unreadable::kind(format!("The event `{event}` is not known.")));
        }
        let alert = inner(shape);
        let host = text_of(alert, &HOST);
        let mut subject = text_of(alert, &THREAT).unwrap_or_else(|| "Detection".into());
        if let Some(file) = text_of(alert, &FILE) {
            subject = format!("{subject} in {file}");
        }
        if let Some(host) = &host {
            subject = format!("{subject} on {host}");
        }
        Ok(Normalised {
            source: VendorId::new(VENDOR),
            kind: "detection.raised".into(),
            subject,
            body: text_of(alert, &["description", "message"]).unwrap_or_default(),
            severity: severity(alert),
            occurred_at: ["createdOn", "timestamp", "eventTime"]
                .iter()
                .find_map(|name| moment(alert, name)),
            ticket: None,
            device: text_of(alert, &AGENT)
                .or_else(|| host.clone())
                .map(|id| EventDevice {
                    id,
                    name: host,
                    kind: None,
                }),
            customer: text_of(alert, &GROUP).map(|external_id| CustomerReference {
                external_id,
                name: text_of(alert, &GROUP_NAME),
            }),
            vendor: shape.clone(),
        })
    }

    fn samples(&self) -> Vec<SampleEvent> {
        let detection = json!({ "id": "0e8b7d1f-2a10-4c55-9a64-3f0c2a8e5a3b", "instance": "northgate.infocyte.com",
            "threatName": "Ransom.Example", "threatWeight": 10, "malicious": true, "hostname": "LAPTOP-07",
            "agentId": "6f7a8b9c-0d1e-4f2a-8b3c-4d5e6f7a8b9c", "fileName": "invoice.exe",
            "targetGroupId": "4d0a8d5e-6a1b-4c3d-9e5f-2c4f7d1e9a11", "targetGroupName": "Northgate",
            "createdOn": "2026-11-23T09:30:00.000Z" });
        let suspicious = json!({ "id": "1f2a3b4c-5d6e-4f7a-8b9c-0d1e2f3a4b5c", "instance": "northgate.infocyte.com",
            "threatName": "Suspicious script", "threatWeight": 4, "malicious": false, "hostname": "WS-ACCT-01",
            "agentId": "7a8b9c0d-1e2f-4a3b-8c4d-5e6f7a8b9c0d", "fileName": "update.ps1",
            "targetGroupId": "4d0a8d5e-6a1b-4c3d-9e5f-2c4f7d1e9a11", "targetGroupName": "Northgate",
            "createdOn": "2026-11-23T09:42:00.000Z" });
        [
            sample(
                self,
                "datto_edr/detection.raised",
                "Malware was found on a laptop",
                detection,
            ),
            sample(
                self,
                "datto_edr/detection.raised/suspicious",
                "A suspicious script",
                suspicious,
            ),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// The alert itself, where it stands one level down.
fn inner(shape: &Value) -> &Value {
    ["alert", "data"]
        .iter()
        .find_map(|name| member(shape, name).filter(|inner| inner.is_object()))
        .unwrap_or(shape)
}

fn is_detection(event: &str) -> bool {
    let word = event.to_ascii_lowercase();
    ["alert", "detection", "threat"]
        .iter()
        .any(|known| word.contains(known))
}

/// From the verdict, else from the weight, whose scale goes to ten.
fn severity(alert: &Value) -> Option<Severity> {
    let weight = text_of(alert, &WEIGHT);
    if let Some(word) = weight
        .as_deref()
        .and_then(|word| match word.to_ascii_lowercase().as_str() {
            "critical" => Some(Severity::Critical),
            "high" => Some(Severity::High),
            "medium" | "moderate" => Some(Severity::Moderate),
            "low" => Some(Severity::Low),
            "info" | "information" => Some(Severity::Information),
            _ => None,
        })
    {
        return Some(word);
    }
    match weight.and_then(|weight| weight.parse::<f64>().ok()) {
        Some(weight) if weight >= 9.0 => Some(Severity::Critical),
        Some(weight) if weight >= 7.0 => Some(Severity::High),
        Some(weight) if weight >= 4.0 => Some(Severity::Moderate),
        Some(weight) if weight > 0.0 => Some(Severity::Low),
        Some(_) => Some(Severity::Information),
        None => (text_of(alert, &["malicious"]).as_deref() == Some("true")).then_some(Severity::High),
    }
}
