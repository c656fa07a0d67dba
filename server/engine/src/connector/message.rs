//! What goes over the wire: one request, and one answer. Plain values; whoever sends them is in `wire.rs`.

use super::{auth::Header, reply_headers::ReplyHeaders};
use std::time::Duration;
use url::Url;

/// The HTTP methods that vendors use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "HTTP's own words")]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

/// What a request carries.
#[derive(Clone, Debug)]
pub enum Payload {
    /// JSON.
    Json(serde_json::Value),
    /// A JSON object of texts that are secret until they are sent, for token requests.
    SecretJson(Vec<(&'static str, crate::vault::Secret)>),
    /// A form, for token requests.
    Form(Vec<(&'static str, crate::vault::Secret)>),
}

/// One request.
#[derive(Clone)]
pub struct Request {
    /// Its method.
    pub method: Method,
    /// Its whole address.
    pub url: Url,
    /// Its headers, credentials among them.
    pub headers: Vec<Header>,
    /// What it carries.
    pub payload: Option<Payload>,
}

/// One answer, whole or cut at the cap.
#[derive(Clone, Debug, Default)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// Content type, as sent.
    pub content_type: Option<String>,
    /// The vendor's identifier of the request.
    pub request_id: Option<String>,
    /// How long the vendor asks to wait.
    pub retry_after: Option<Duration>,
    /// Where a redirect points.
    pub location: Option<String>,
    /// All headers.
    pub headers: ReplyHeaders,
    /// The body.
    pub body: Vec<u8>,
    /// True when the body was longer than the cap.
    pub truncated: bool,
}

/// Reads `Retry-After`, which is seconds or a date (RFC 9110, 10.2.3).
pub(super) fn retry_after(text: &str, now: jiff::Timestamp) -> Option<Duration> {
    if let Ok(seconds) = text.trim().parse::<u64>() {
        return Some(Duration::from_secs(seconds.min(86_400)));
    }
    let at = jiff::fmt::rfc2822::parse(text.trim()).ok()?.timestamp();
    let left = at.as_second().saturating_sub(now.as_second()).clamp(0, 86_400);
    Some(Duration::from_secs(u64::try_from(left).unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_is_read_as_seconds_and_as_a_date() {
        let now = jiff::Timestamp::from_second(1_795_500_000).unwrap_or_default();
        assert_eq!(retry_after("120", now), Some(Duration::from_secs(120)));
        assert_eq!(
            retry_after("Tue, 24 Nov 2026 06:00:30 GMT", now),
            Some(Duration::from_secs(30))
        );
        assert_eq!(
            retry_after("Tue, 24 Nov 2026 05:00:00 GMT", now),
            Some(Duration::ZERO)
        );
        assert_eq!(retry_after("soon", now), None);
    }
}
