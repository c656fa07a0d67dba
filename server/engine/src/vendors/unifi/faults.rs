//! How UniFi's refusals read: five faces with five error shapes, told apart by their members.
//!
//! Official API `{statusCode, code, message}`; UniFi OS before it `{error: {code, message}}`; private API `{meta: {rc, msg}}`
//! whatever the status; its second version `{code, errorCode, message}`; Site Manager `{code, httpStatusCode, message}`.

use crate::connector::{CallErrorKind, Faults, Reply, StandardFaults};
use serde_json::Value;
use std::time::Duration;

/// The reading of every face but the login.
pub struct UniFiFaults;

/// The reading of the two login addresses.
pub struct LoginFaults;

/// How long nothing is sent after a lock of keys or logins that does not say how long it lasts.
const LOCKED: Duration = Duration::from_mins(5);

/// The words of a login that is locked; each further try makes the lock longer.
pub const LOGIN_LIMIT: &str = "AUTHENTICATION_FAILED_LIMIT_REACHED";

/// The words of a login of which a second factor is asked.
pub const SECOND_FACTOR: &str = "api.err.Ubic2faTokenRequired";

impl Faults for UniFiFaults {
    fn read(&self, reply: &Reply) -> Option<CallErrorKind> {
        let body = json(reply);
        if let Some(kind) = body.as_ref().and_then(|body| by_words(reply, body)) {
            return Some(kind);
        }
        match reply.status {
            // UniFi OS asks for a second factor by a status of its own.
            499 => Some(CallErrorKind::Credentials),
            _ => StandardFaults.read(reply),
        }
    }
}

impl Faults for LoginFaults {
    fn read(&self, reply: &Reply) -> Option<CallErrorKind> {
        if String::from_utf8_lossy(&reply.body).contains(LOGIN_LIMIT) || reply.status == 429 {
            return Some(locked(reply));
        }
        match reply.status {
            400 | 401 | 403 | 499 => Some(CallErrorKind::Credentials),
            // A console that is starting answers a login with its web page.
            200..=299 if json(reply).is_none() => Some(CallErrorKind::VendorDown),
            _ => UniFiFaults.read(reply),
        }
    }
}

/// The members of the answer, where it is a JSON object. Lists of thousands of rows are not read twice.
fn json(reply: &Reply) -> Option<Value> {
    let start = reply.body.iter().find(|byte| !byte.is_ascii_whitespace())?;
    let is_short = reply.body.len() < 64 * 1024 || !(200..300).contains(&reply.status);
    if *start != b'{' {
        return None;
    }
    if is_short {
        return serde_json::from_slice(&reply.body).ok();
    }
    Some(Value::Null)
}

fn by_words(reply: &Reply, body: &Value) -> Option<CallErrorKind> {
    if body.pointer("/meta/rc").and_then(Value::as_str) == Some("error") {
        let word = body
            .pointer("/meta/msg")
            .and_then(Value::as_str)
            .unwrap_or_default();
        return Some(private(reply, word));
    }
    let code = body.get("code").and_then(Value::as_str).unwrap_or_default();
    if code == "api.authentication.failed-limit-reached" || code == LOGIN_LIMIT {
        return Some(locked(reply));
    }
    if body.get("errorCode").is_some_and(Value::is_number) && code.starts_with("api.err.") {
        return Some(second(reply, code));
    }
    match (code, body.get("httpStatusCode").and_then(Value::as_u64)) {
        ("rate_limit", Some(_)) => Some(limited(reply, body.get("message").and_then(Value::as_str))),
        ("DeviceTimeout", Some(_)) => Some(CallErrorKind::Timeout),
        _ => None,
    }
}

fn private(reply: &Reply, word: &str) -> CallErrorKind {
    match word {
        "api.err.LoginRequired" | SECOND_FACTOR => CallErrorKind::Credentials,
        "api.err.NoPermission" => CallErrorKind::Permission,
        "api.err.UnknownDevice" | "api.err.IdInvalid" => CallErrorKind::NotFound,
        _ => StandardFaults.read(reply).unwrap_or(CallErrorKind::Rejected),
    }
}

fn second(reply: &Reply, code: &str) -> CallErrorKind {
    if code.ends_with("NotFound") {
        return CallErrorKind::NotFound;
    }
    StandardFaults.read(reply).unwrap_or(CallErrorKind::Rejected)
}

/// A pause that is too long to be waited for within a call, so that nothing is tried again and the lock can end.
fn locked(reply: &Reply) -> CallErrorKind {
    CallErrorKind::Limited {
        retry_after: Some(reply.retry_after.unwrap_or(LOCKED).max(LOCKED)),
    }
}

/// The Site Manager says how long to wait with a fraction, which no header of HTTP has; its sentence is read then.
fn limited(reply: &Reply, sentence: Option<&str>) -> CallErrorKind {
    let told = sentence
        .and_then(|text| text.rsplit_once("retry after "))
        .and_then(|(_, wait)| wait.trim().trim_end_matches('s').parse::<f64>().ok())
        .filter(|seconds| (0.0..86_400.0).contains(seconds))
        .map(Duration::from_secs_f64);
    CallErrorKind::Limited {
        retry_after: reply.retry_after.or(told),
    }
}
