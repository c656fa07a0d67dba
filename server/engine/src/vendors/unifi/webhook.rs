//! What the Alarm Manager of a UniFi console posts to us: one of three shapes, told apart by their members. It signs nothing;
//! older consoles can set no header.

use super::UniFi;
use crate::{
    connector::{
        DeliveryId, Inbound, NotProven, SECRET_HEADER, Unreadable, json_object, member, moment, sample,
        shared_secret, text, text_of,
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

/// Scheme, header, and where to paste both.
pub fn info() -> WebhookInfo {
    WebhookInfo {
        scheme: "shared-secret".into(),
        header: SECRET_HEADER.into(),
        setup: include_str!("WEBHOOK.md").into(),
    }
}

/// One of the three shapes.
enum Shape<'a> {
    /// Of cameras and sensors: a trigger of an alarm.
    Protect(&'a Value),
    /// Of the network, from 9.3: a bare notice.
    Notice(&'a Value),
    /// Of the network, from 9.4: an alarm with its parameters.
    Network(&'a Value),
}

fn shape_of(body: &Value) -> Option<Shape<'_>> {
    if let Some(alarm) = member(body, "alarm").filter(|alarm| alarm.is_object()) {
        return Some(Shape::Protect(alarm));
    }
    if let Some(first) = member(body, "events")
        .and_then(Value::as_array)
        .and_then(|all| all.first())
    {
        return Some(Shape::Notice(first));
    }
    (text(body, "alarm_id").is_some() || text(body, "app").is_some()).then_some(Shape::Network(body))
}

impl Inbound for UniFi {
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
        let key = match shape_of(&body)? {
            Shape::Protect(alarm) => {
                let trigger = trigger(alarm)?;
                format!("{}:{}", text(trigger, "eventId")?, text(trigger, "key")?)
            }
            Shape::Notice(notice) => text(notice, "alert_id")?,
            // The alarm's identifier may be the rule's, so the time goes with it.
            Shape::Network(alarm) => {
                let at = text(parameters(alarm)?, "UNIFIutcTime")?;
                format!("{}:{at}", text(alarm, "alarm_id")?)
            }
        };
        Some(DeliveryId::of_vendor(key))
    }

    fn parse(&self, body: &[u8]) -> Result<Value, Unreadable> {
        let body = json_object(body)?;
        match shape_of(&body) {
            Some(_) => Ok(body),
            None => Err(Unreadable::shape(
                "The body is none of the shapes of the Alarm Manager.",
            )),
        }
    }

    fn normalise(&self, body: &Value) -> Result<Normalised, Unreadable> {
        match shape_of(body) {
            Some(Shape::Protect(alarm)) => protect(body, alarm),
            Some(Shape::Notice(notice)) => self::notice(body, notice),
            Some(Shape::Network(alarm)) => network(body, alarm),
            None => Err(Unreadable::shape(
                "The body is none of the shapes of the Alarm Manager.",
            )),
        }
    }

    fn samples(&self) -> Vec<SampleEvent> {
        let offline = json!({ "alarm_id": "66f0c2a85a3b4c559a640b8e", "app": "network", "name": "Device offline",
            "message": "Access point AP-Lobby went offline", "severity": 3, "version": "9.4.19",
            "parameters": { "UNIFIcategory": "Devices", "UNIFIhost": "Northgate console",
                "UNIFIdeviceName": "AP-Lobby", "UNIFIdeviceMac": "0a:1b:2c:3d:4e:5f", "UNIFIdeviceModel": "U6-Lite",
                "UNIFIsiteId": "88f7af54-98f8-306a-a1c7-c9349722b1f6", "UNIFIutcTime": "2026-11-23T09:31:02Z" } });
        let threat = json!({ "events": [{ "id": "event.threat_detected", "alert_key": "THREAT_BLOCKED_V3",
            "alert_id": "66f0c2a85a3b4c559a640b8f", "scope": { "site_id": "88f7af54-98f8-306a-a1c7-c9349722b1f6" } }] });
        let person = json!({ "alarm": { "name": "Person at the door",
            "triggers": [{ "key": "person", "device": "0A1B2C3D4E60", "eventId": "66f0c2a85a3b4c559a640b90",
                "timestamp": 1_795_426_262_042i64 }] }, "timestamp": 1_795_426_262_100i64 });
        [
            sample(
                self,
                "unifi/device.offline",
                "An access point went offline",
                offline,
            ),
            sample(self, "unifi/detection.raised", "A threat was blocked", threat),
            sample(self, "unifi/alarm.triggered", "A camera saw a person", person),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

fn empty(body: &Value) -> Normalised {
    Normalised {
        source: VendorId::new("unifi"),
        kind: "".into(),
        subject: String::new(),
        body: String::new(),
        severity: None,
        occurred_at: None,
        ticket: None,
        device: None,
        customer: None,
        vendor: body.clone(),
    }
}

fn trigger(alarm: &Value) -> Option<&Value> {
    member(alarm, "triggers")?.as_array()?.first()
}

fn parameters(alarm: &Value) -> Option<&Value> {
    member(alarm, "parameters").filter(|parameters| parameters.is_object())
}

fn site(id: Option<String>) -> Option<CustomerReference> {
    id.map(|external_id| CustomerReference {
        external_id,
        name: None,
    })
}

fn protect(body: &Value, alarm: &Value) -> Result<Normalised, Unreadable> {
    let trigger = trigger(alarm).ok_or_else(|| Unreadable::shape("The alarm has no trigger."))?;
    let key = text(trigger, "key").unwrap_or_default();
    let name = text(alarm, "name").unwrap_or_else(|| "Alarm".into());
    Ok(Normalised {
        kind: device_kind(&key).unwrap_or("alarm.triggered").into(),
        subject: if key.is_empty() {
            name
        } else {
            format!("{name}: {key}")
        },
        occurred_at: moment(trigger, "timestamp").or_else(|| moment(body, "timestamp")),
        device: text(trigger, "device").map(|id| EventDevice {
            id,
            name: None,
            kind: Some("camera or sensor".into()),
        }),
        ..empty(body)
    })
}

fn notice(body: &Value, notice: &Value) -> Result<Normalised, Unreadable> {
    let id = text(notice, "id").unwrap_or_default();
    let key = text(notice, "alert_key").unwrap_or_default();
    let word = id.strip_prefix("event.").unwrap_or(&id).to_lowercase();
    let kind = if word.contains("threat") || word.contains("honeypot") {
        "detection.raised"
    } else {
        device_kind(&word)
            .or_else(|| (!word.is_empty()).then_some("alert.opened"))
            .ok_or_else(|| Unreadable::kind("The notice names no event."))?
    };
    let scope = member(notice, "scope");
    Ok(Normalised {
        kind: kind.into(),
        subject: format!("{} ({key})", word.replace('_', " ")),
        severity: (kind == "detection.raised").then_some(Severity::High),
        customer: site(scope.and_then(|scope| text(scope, "site_id"))),
        ..empty(body)
    })
}

fn network(body: &Value, alarm: &Value) -> Result<Normalised, Unreadable> {
    if let Some(app) = text(alarm, "app")
        && !matches!(app.as_str(), "network" | "protect" | "access")
    {
        return Err(Unreadable::kind(format!("The application `{app}` is not known.")));
    }
    let nothing = json!({});
    let told = parameters(alarm).unwrap_or(&nothing);
    let name = text(alarm, "name").unwrap_or_else(|| "Alarm".into());
    let message = text(alarm, "message").unwrap_or_default();
    let class = text(alarm, "deviceEventClassId").unwrap_or_default();
    let kind = match class.as_str() {
        "400" => "client.connected",
        "401" => "client.disconnected",
        "203" => "detection.raised",
        "544" => "admin.signed_in",
        _ => device_kind(&name)
            .or_else(|| device_kind(&message))
            .unwrap_or("alert.opened"),
    };
    let mac = text_of(
        told,
        &[
            "UNIFIdeviceMac",
            "UNIFIclientMac",
            "UNIFIlastConnectedToDeviceMac",
        ],
    );
    let device = text_of(
        told,
        &[
            "UNIFIdeviceName",
            "UNIFIclientAlias",
            "UNIFIlastConnectedToDeviceName",
        ],
    );
    Ok(Normalised {
        kind: kind.into(),
        subject: if message.is_empty() {
            name
        } else {
            format!("{name}: {message}")
        },
        body: text(alarm, "customContent").unwrap_or_default(),
        severity: text(alarm, "severity").as_deref().and_then(severity),
        occurred_at: moment(told, "UNIFIutcTime"),
        device: mac.or_else(|| device.clone()).map(|id| EventDevice {
            id,
            name: device,
            kind: text(told, "UNIFIdeviceModel"),
        }),
        customer: site(text_of(told, &["UNIFIsiteId", "UNIFIsite"])),
        ..empty(body)
    })
}

/// A device that went or came back, by the words of the alarm.
fn device_kind(words: &str) -> Option<&'static str> {
    let words = words.to_lowercase().replace('_', " ");
    let about_device = !words.contains("client");
    let has = |all: &[&str]| all.iter().any(|one| words.contains(one));
    if about_device && has(&["offline", "disconnected", "lost contact", "unreachable"]) {
        Some("device.offline")
    } else if about_device && has(&["back online", "reconnected", "device online", "came online"]) {
        Some("device.online")
    } else {
        None
    }
}

/// The syslog scale of the console: from 0 to 10.
fn severity(number: &str) -> Option<Severity> {
    match number.parse::<u32>().ok()? {
        0 => Some(Severity::Information),
        1 | 2 => Some(Severity::Low),
        3..=5 => Some(Severity::Moderate),
        6 | 7 => Some(Severity::High),
        _ => Some(Severity::Critical),
    }
}
