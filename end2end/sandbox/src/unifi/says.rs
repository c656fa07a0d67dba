//! The error shapes: of the official API, of UniFi OS before it, of the private API, and of the Site Manager.

use serde_json::{Value, json};

use super::behaviour::{Behaviour, KeyMissing};
use crate::exchange::{Answer, Received};

/// The official API's error message. `code` is there from 10.0 on.
pub(crate) fn message(
    behaviour: &Behaviour,
    request: &Received,
    status: u16,
    code: &str,
    text: &str,
) -> Answer {
    let path = request
        .path
        .split_once("/integration")
        .map_or(request.path.as_str(), |(_, rest)| rest);
    let mut body = json!({
        "statusCode": status, "statusName": name(status), "message": text, "timestamp": "2026-11-24T06:00:00Z",
        "requestPath": format!("/integration{path}"), "requestId": "00000000-0000-4000-8000-00000000f00d",
    });
    if behaviour.has(10, 0) {
        body["code"] = code.into();
    }
    Answer::json(status, &body)
}

fn name(status: u16) -> &'static str {
    match status {
        400 => "BAD_REQUEST",
        401 => "UNAUTHORIZED",
        403 => "FORBIDDEN",
        404 => "NOT_FOUND",
        405 => "METHOD_NOT_ALLOWED",
        429 => "TOO_MANY_REQUESTS",
        _ => "INTERNAL_SERVER_ERROR",
    }
}

/// Nothing of this id, or nothing at this path in this version.
pub(crate) fn not_found(behaviour: &Behaviour, request: &Received) -> Answer {
    let text = "The requested resource was not found";
    message(behaviour, request, 404, "api.resource-not-found", text)
}

/// The request cannot be; the words are ours.
pub(crate) fn bad_request(behaviour: &Behaviour, request: &Received, text: &str) -> Answer {
    message(behaviour, request, 400, "api.request.error", text)
}

/// An admin who may only look; the words are ours.
pub(crate) fn forbidden(behaviour: &Behaviour, request: &Received) -> Answer {
    let text = "Insufficient permissions";
    message(behaviour, request, 403, "api.authentication.forbidden", text)
}

/// A wrong, revoked or missing key.
pub(crate) fn refused_key(behaviour: &Behaviour, request: &Received, was_sent: bool) -> Answer {
    if !was_sent && behaviour.key_missing == KeyMissing::Application {
        let code = "api.authentication.missing-credentials";
        return message(behaviour, request, 401, code, "Missing credentials");
    }
    Answer::json(401, &json!({"error": {"code": 401, "message": "Unauthorized"}}))
}

/// Too many refused keys.
pub(crate) fn key_limit(behaviour: &Behaviour, request: &Received) -> Answer {
    let code = "api.authentication.failed-limit-reached";
    let text = "Too many failed attempts";
    message(behaviour, request, behaviour.bad_key_limit_status, code, text)
}

/// The private API's envelope around rows.
pub(crate) fn rows(rows: &[Value]) -> Answer {
    Answer::json(200, &json!({"meta": {"rc": "ok"}, "data": rows}))
}

/// The private API's error.
pub(crate) fn error(status: u16, word: &str) -> Answer {
    let msg = format!("api.err.{word}");
    Answer::json(status, &json!({"meta": {"rc": "error", "msg": msg}, "data": []}))
}

/// The error of the private API's second version.
pub(crate) fn v2_error(status: u16, word: &str, text: &str, details: &Value) -> Answer {
    let body = json!({
        "code": format!("api.err.{word}"), "details": details, "errorCode": status, "message": text,
    });
    Answer::json(status, &body)
}

/// The Site Manager's error.
pub(crate) fn cloud(status: u16, code: &str, text: &str) -> Answer {
    let trace = "a7dc15e0eb4527142d7823515b15f87d";
    Answer::json(
        status,
        &json!({"code": code, "httpStatusCode": status, "message": text, "traceId": trace}),
    )
}

/// The web page that stands at every other path of a console.
pub(crate) fn page(status: u16) -> Answer {
    Answer::html(
        status,
        "<!DOCTYPE html><html><head><title>UniFi OS</title></head><body></body></html>",
    )
}
