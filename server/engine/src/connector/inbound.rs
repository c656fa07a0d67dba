//! What a vendor's folder says of the deliveries that it posts to us: how they prove themselves, what tells one from another,
//! and what they mean.
//!
//! Everything here is a pure function of bytes and secrets: no database, no clock but the moment it is given. Verification
//! looks at the raw bytes. What a proof points to, such as a certificate, is named here and fetched by whoever asks.

use super::{
    authorities::Authorities,
    fetch::Fetched,
    registers::Registers,
    signatures::{self, NotProven},
};
use crate::vault::Secret;
use contract::{
    delivery::Delivery,
    event::{CustomerReference, Normalised, SampleEvent},
    failure::FailureCode,
    manifest::{Values, WebhookInfo},
};
use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use std::time::Duration;
use url::Url;

/// The header that carries the secret of a vendor that signs nothing.
pub const SECRET_HEADER: &str = "X-OpsAI-Secret";

/// A body that is not what it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// `malformed_payload`, `unexpected_shape` or `unknown_event_type`.
    pub code: FailureCode,
    /// Where and why; no value of the payload but names of kinds.
    pub why: String,
}

impl Unreadable {
    /// The bytes are not what they claim to be.
    pub fn malformed(why: impl Into<String>) -> Self {
        Self {
            code: FailureCode::MalformedPayload,
            why: why.into(),
        }
    }

    /// Well formed, but not this vendor's.
    pub fn shape(why: impl Into<String>) -> Self {
        Self {
            code: FailureCode::UnexpectedShape,
            why: why.into(),
        }
    }

    /// The vendor's, but of a kind that is not known.
    pub fn kind(why: impl Into<String>) -> Self {
        Self {
            code: FailureCode::UnknownEventType,
            why: why.into(),
        }
    }
}

/// What tells a delivery from another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryId {
    /// The vendor's own identity of it, or what stands for one.
    pub key: String,
    /// For how long a second one of the same key is a copy, in milliseconds; for as long as the first is kept when none.
    pub window_ms: Option<i64>,
}

impl DeliveryId {
    /// The vendor's own identity.
    pub fn of_vendor(key: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            window_ms: None,
        }
    }

    /// What stands for one, for a time: some vendors say the same thing again, and mean it.
    pub fn for_a_while(key: impl Into<String>, window: Duration) -> Self {
        Self {
            key: key.into(),
            window_ms: i64::try_from(window.as_millis()).ok(),
        }
    }

    /// The body itself, for a day.
    pub fn of_body(body: &[u8]) -> Self {
        Self::for_a_while(format!("sha256:{}", digest(body)), Duration::from_hours(24))
    }
}

/// SHA-256 in hex.
pub fn digest(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f',
    ];
    let hash = Sha256::digest(bytes);
    let mut text = String::with_capacity(2 * hash.len());
    for byte in hash {
        text.push(DIGITS[usize::from(byte >> 4)]);
        text.push(DIGITS[usize::from(byte & 15)]);
    }
    text
}

/// The vendor says that the registration must be looked after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alarm {
    /// Why, in a sentence.
    pub why: &'static str,
    /// True when nothing else is to be done about it, so that an event that no rule wants is well.
    pub settled: bool,
}

/// What is at hand when a delivery is judged.
pub struct Papers<'a> {
    /// What was fetched, in the order it was wanted.
    pub fetched: &'a [Fetched],
    /// Which authorities are believed.
    pub authorities: &'a Authorities,
}

/// The receiving side of a vendor.
pub trait Inbound: Send + Sync {
    /// Scheme, header, and where to paste both at the vendor's.
    fn info(&self) -> WebhookInfo;

    /// True when the vendor can set no header, so that the secret may stand at the end of the address.
    fn takes_path_secret(&self) -> bool {
        false
    }

    /// Which of these secrets proves a delivery. All are compared, whatever matches.
    fn verify(&self, delivery: &Delivery, secrets: &[Secret], now_ms: i64) -> Result<usize, NotProven>;

    /// What must be fetched before a delivery can be judged, e.g. the certificate that made its signature. Asked again with
    /// what was fetched, in that order, until it wants no more.
    fn wants(
        &self,
        _delivery: &Delivery,
        _secrets: &[Secret],
        _papers: &Papers<'_>,
    ) -> Result<Option<Url>, NotProven> {
        Ok(None)
    }

    /// The same as `verify`, with what it wanted.
    fn verify_with(
        &self,
        delivery: &Delivery,
        secrets: &[Secret],
        _papers: &Papers<'_>,
        now_ms: i64,
    ) -> Result<usize, NotProven> {
        self.verify(delivery, secrets, now_ms)
    }

    /// The bodies of a delivery that tells several things at once, each as if it had come alone; none where it tells one.
    fn parts(&self, _delivery: &Delivery) -> Vec<Vec<u8>> {
        Vec::new()
    }

    /// The text that a vendor wants back when it only asks who is here.
    fn handshake(&self, _delivery: &Delivery) -> Option<String> {
        None
    }

    /// The vendor's own identity of a delivery, the same when it sends it again; none when it gives none, and then it is the
    /// body. Called with a delivery that was proven.
    fn delivery_id(&self, delivery: &Delivery) -> Option<DeliveryId>;

    /// Bytes become the vendor's shape.
    fn parse(&self, body: &[u8]) -> Result<Value, Unreadable>;

    /// The vendor's shape becomes the event model.
    fn normalise(&self, shape: &Value) -> Result<Normalised, Unreadable>;

    /// What an event says of the registration at the vendor's, where it says that it must be looked after.
    fn alarm(&self, _shape: &Value) -> Option<Alarm> {
        None
    }

    /// Whether a record is the account's own, and so needs no customer.
    fn is_own(&self, _settings: &Values, _record: &CustomerReference) -> bool {
        false
    }

    /// Payloads that the vendor could send, as the event model has them; synthetic.
    fn samples(&self) -> Vec<SampleEvent>;

    /// Registers a webhook through the vendor's interface, where it has a call for it.
    fn registers(&self) -> Option<&dyn Registers> {
        None
    }
}

/// The scheme of a vendor that signs nothing: the secret in a header, or at the end of the address. Something in between
/// that signs by Standard Webhooks with the same secret is believed as well.
pub fn shared_secret(delivery: &Delivery, secrets: &[Secret], now_ms: i64) -> Result<usize, NotProven> {
    if delivery.header(signatures::STANDARD_SIGNATURE).is_some() {
        return signatures::standard_webhooks(delivery, secrets, now_ms);
    }
    let given = delivery
        .header(SECRET_HEADER)
        .or(delivery.path_secret.as_deref())
        .ok_or_else(|| NotProven::missing(format!("There is no header {SECRET_HEADER}.")))?;
    signatures::same_as_one(given, secrets)
        .ok_or_else(|| NotProven::mismatch("The secret that was sent is none of those that are accepted."))
}

/// A body of JSON whose root is an object.
pub fn json_object(body: &[u8]) -> Result<Value, Unreadable> {
    let value = json(body)?;
    if value.is_object() {
        Ok(value)
    } else {
        Err(Unreadable::shape("The body is JSON, but not an object."))
    }
}

/// A body of JSON.
pub fn json(body: &[u8]) -> Result<Value, Unreadable> {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Err(Unreadable::malformed("The body is empty."));
    }
    // A byte order mark is no part of JSON, and some senders write one.
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    serde_json::from_slice(body).map_err(|error| {
        Unreadable::malformed(format!(
            "The body is not JSON: it breaks at line {}, column {}.",
            error.line(),
            error.column()
        ))
    })
}

/// The member of an object by its name, whatever its case.
pub fn member<'a>(object: &'a Value, name: &str) -> Option<&'a Value> {
    let members = object.as_object()?;
    members.get(name).or_else(|| {
        members
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    })
}

/// A member as text, whether it came as text or as a number; none when it is absent, null, or blank.
pub fn text(object: &Value, name: &str) -> Option<String> {
    let text = match member(object, name)? {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Bool(yes) => yes.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// The first of these members that is text.
pub fn text_of(object: &Value, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| text(object, name))
}

/// A moment as vendors write it: RFC 3339 with or without a zone (UTC is meant then), or a number of seconds or milliseconds
/// since 1970.
pub fn moment(object: &Value, name: &str) -> Option<contract::Time> {
    let told = text(object, name)?;
    let at = match told.parse::<i64>() {
        // Seconds reach this number in the year 5138, milliseconds had it in 1973.
        Ok(number) if number.abs() < 100_000_000_000 => Timestamp::from_second(number).ok()?,
        Ok(number) => Timestamp::from_millisecond(number).ok()?,
        Err(_) => match told.parse::<Timestamp>() {
            Ok(at) => at,
            Err(_) => {
                let civil: DateTime = told.parse().ok()?;
                civil.to_zoned(TimeZone::UTC).ok()?.timestamp()
            }
        },
    };
    Some(crate::clock::rfc3339(at.as_millisecond()))
}

/// A sample of a vendor: what `normalise` makes of a payload. A payload that it refuses is left out; a test of each vendor
/// holds that there is none.
pub fn sample(
    inbound: &dyn Inbound,
    key: &'static str,
    title: &'static str,
    payload: Value,
) -> Option<SampleEvent> {
    let event = inbound.normalise(&payload).ok()?;
    Some(SampleEvent {
        key: key.into(),
        title: title.into(),
        event,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;
    use serde_json::json;

    #[test]
    fn moments_are_read_in_every_form_that_vendors_write() {
        for (told, at) in [
            (json!("2026-11-23T09:31:02Z"), "2026-11-23T09:31:02.000Z"),
            (json!("2026-11-23T09:31:02.1234567Z"), "2026-11-23T09:31:02.123Z"),
            (json!("2026-11-23T10:31:02+01:00"), "2026-11-23T09:31:02.000Z"),
            (json!("2026-11-23T09:31:02"), "2026-11-23T09:31:02.000Z"),
            (json!("2026-11-23 09:31:02"), "2026-11-23T09:31:02.000Z"),
            (json!(1_763_890_262), "2025-11-23T09:31:02.000Z"),
            (json!(1_763_890_262_042i64), "2025-11-23T09:31:02.042Z"),
            (json!("1763890262042"), "2025-11-23T09:31:02.042Z"),
        ] {
            let object = json!({ "At": told });
            assert_eq!(moment(&object, "at").as_deref(), Some(at), "{object}");
        }
        assert_eq!(moment(&json!({ "at": "yesterday" }), "at"), None);
    }

    #[test]
    fn what_is_no_json_says_where_it_breaks_and_repeats_nothing() {
        let refused = json_object(b"{\"secret\": canary}").unwrap_err();
        assert_eq!(refused.code, FailureCode::MalformedPayload);
        assert!(
            refused.why.contains("line 1") && !refused.why.contains("canary"),
            "{refused:?}"
        );
        assert_eq!(
            json_object(b"[1]").unwrap_err().code,
            FailureCode::UnexpectedShape
        );
        assert_eq!(json(b" \n").unwrap_err().code, FailureCode::MalformedPayload);
        assert!(json_object(b"\xef\xbb\xbf{}").is_ok());
    }
}
