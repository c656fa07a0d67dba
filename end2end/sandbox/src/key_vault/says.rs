//! Key Vault's error envelope, and the faults that wear it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::exchange::Answer;
use crate::faults::Fault;

/// An error.
pub(crate) fn error(status: u16, code: &str, message: &str, inner: Option<&str>) -> Answer {
    Answer::json(status, &envelope(code, message, inner))
}

/// 429, with `Retry-After` in seconds where given.
pub fn throttled(retry_after: Option<&str>) -> Fault {
    let message = "Request was not processed because too many requests were received";
    Fault::Limited {
        retry_after: retry_after.map(str::to_owned),
        body: envelope("Throttled", message, None).to_string(),
    }
}

/// 500: the vault is down.
pub fn outage() -> Fault {
    status(500, "InternalServerError", "An unexpected error occurred.", None)
}

/// 403: the caller's right was taken away.
pub fn forbidden() -> Fault {
    status(403, "Forbidden", FORBIDDEN, Some("ForbiddenByRbac"))
}

pub(crate) const FORBIDDEN: &str = "Caller is not authorized to perform action on resource.";

fn status(status: u16, code: &str, message: &str, inner: Option<&str>) -> Fault {
    Fault::Status {
        status,
        body: envelope(code, message, inner).to_string(),
        content_type: "application/json; charset=utf-8".to_owned(),
        headers: BTreeMap::new(),
    }
}

fn envelope(code: &str, message: &str, inner: Option<&str>) -> Value {
    match inner {
        None => json!({"error": {"code": code, "message": message}}),
        Some(inner) => json!({"error": {"code": code, "message": message, "innererror": {"code": inner}}}),
    }
}
