//! Pax8's error envelopes. `instance` shows an inner prefix, `/public`.
//!
//! The vendor's own words are `Company Not Found: …`, `access_denied` with `Unauthorized`, and `Invalid input, please check
//! the documentation for allowed values. field: …`; the other messages are ours.

use serde_json::json;

use crate::exchange::{Answer, Received};

/// The error shape of every call but the token's.
pub(crate) fn error(request: &Received, status: u16, kind: &str, message: &str) -> Answer {
    let body = json!({
        "type": kind,
        "message": message,
        "instance": format!("/public{}", request.path),
        "status": status,
        "details": [],
    });
    Answer::json(status, &body)
}

/// No such record, or no such path.
pub(crate) fn not_found(request: &Received, what: &str, id: &str) -> Answer {
    error(request, 404, "NOT_FOUND", &format!("{what} Not Found: {id}"))
}

/// A missing or unknown value.
pub(crate) fn invalid(request: &Received, field: &str) -> Answer {
    let message = format!("Invalid input, please check the documentation for allowed values. field: {field}");
    error(request, 400, "BAD_REQUEST", &message)
}

/// The key may not.
pub(crate) fn forbidden(request: &Received) -> Answer {
    error(request, 403, "FORBIDDEN", "Access is denied")
}

/// The business says no.
pub(crate) fn unprocessable(request: &Received, why: &str) -> Answer {
    error(request, 422, "UNPROCESSABLE_ENTITY", why)
}

/// The same about a commitment, in the shape that was seen once.
pub(crate) fn list_of_errors(why: &str) -> Answer {
    Answer::json(422, &json!({"errors": [why]}))
}

/// The token's refusal.
pub(crate) fn access_denied() -> Answer {
    Answer::json(
        401,
        &json!({"error": "access_denied", "error_description": "Unauthorized"}),
    )
}
