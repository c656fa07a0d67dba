//! Autotask's refusals. A status alone says little: 500 is a wrong integration code, a wrong field, a missing right and a
//! real outage, so status *and* text are read.

use crate::connector::{CallError, CallErrorKind, Faults, Reply, StandardFaults};
use serde_json::Value;
use std::time::Duration;

/// The reading, for every session at Autotask.
pub static FAULTS: AutotaskFaults = AutotaskFaults;

/// How long to wait when all three threads of an entity are busy: one of them ends soon, and nobody says when.
const THREAD_WAIT: Duration = Duration::from_secs(1);

/// Reads Autotask's answers.
pub struct AutotaskFaults;

/// Which part of the credentials was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No zone is known for the user name.
    UserName,
    /// The integration code.
    IntegrationCode,
    /// The user is locked.
    Locked,
    /// A bare 401 or 403: a wrong secret, or the wrong zone.
    Unexplained,
}

impl Faults for AutotaskFaults {
    fn read(&self, reply: &Reply) -> Option<CallErrorKind> {
        if (200..300).contains(&reply.status) {
            return good(reply);
        }
        let body = String::from_utf8_lossy(&reply.body).to_lowercase();
        Some(bad(reply, &body, has_errors(&reply.body)))
    }
}

/// A good status may carry no record, or errors in place of one.
fn good(reply: &Reply) -> Option<CallErrorKind> {
    let start = String::from_utf8_lossy(&reply.body[..reply.body.len().min(32)]).to_lowercase();
    let start: String = start.split_whitespace().collect();
    if start.starts_with(r#"{"item":null"#) {
        return Some(CallErrorKind::NotFound);
    }
    let errors = start.starts_with(r#"{"errors":"#) && has_errors(&reply.body);
    errors.then(|| {
        let body = String::from_utf8_lossy(&reply.body).to_lowercase();
        let as_usual = Reply {
            status: 500,
            ..reply.clone()
        };
        bad(&as_usual, &body, true)
    })
}

fn bad(reply: &Reply, body: &str, errors: bool) -> CallErrorKind {
    if body.contains("thread threshold") || body.contains("itgenatr005") {
        return CallErrorKind::Limited {
            retry_after: reply.retry_after.or(Some(THREAD_WAIT)),
        };
    }
    if reply.status == 429 {
        return CallErrorKind::Limited {
            retry_after: reply.retry_after,
        };
    }
    if refusal(reply.status, body).is_some_and(|refusal| refusal != Refusal::Unexplained) {
        return CallErrorKind::Credentials;
    }
    if body.contains("adequate permissions") {
        return CallErrorKind::Permission;
    }
    match reply.status {
        401 | 403 => CallErrorKind::Credentials,
        500 if errors && body.contains("no matching records found") => CallErrorKind::NotFound,
        500 if errors => CallErrorKind::Rejected,
        _ => StandardFaults.read(reply).unwrap_or(CallErrorKind::Rejected),
    }
}

/// What of the credentials was refused, by status and text (in small letters).
fn refusal(status: u16, body: &str) -> Option<Refusal> {
    if body.contains("account has been locked") {
        Some(Refusal::Locked)
    } else if body.contains("integrationcode is invalid") {
        Some(Refusal::IntegrationCode)
    } else if body.contains("zone information could not be determined") {
        Some(Refusal::UserName)
    } else {
        matches!(status, 401 | 403).then_some(Refusal::Unexplained)
    }
}

/// What of the credentials was refused, for a failure that is about them.
pub fn refusal_of(error: &CallError) -> Option<Refusal> {
    let said = error
        .said
        .as_ref()
        .filter(|_| error.kind == CallErrorKind::Credentials)?;
    refusal(said.status, &said.body.to_lowercase())
}

/// True for `{"errors":["…"]}` with at least one text in it.
fn has_errors(body: &[u8]) -> bool {
    let Ok(Value::Object(members)) = serde_json::from_slice(body) else {
        return false;
    };
    let errors = members
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("errors"));
    let texts = errors.and_then(|(_, errors)| errors.as_array());
    texts.is_some_and(|texts| {
        texts
            .iter()
            .any(|text| !text.as_str().unwrap_or("?").trim().is_empty())
    })
}
