//! Datto RMM's refusals. The texts are those of the vendor's description where it has one; how they are wrapped is not
//! described and stands in the knobs.

use serde_json::json;

use super::behaviour::{Behaviour, ErrorBody};
use crate::exchange::Answer;

pub(crate) const INVALID: &str = "Request data is invalid.";
pub(crate) const NO_ACCESS: &str = "Authenticated user doesn't have access to this resource.";
pub(crate) const NO_DEVICE: &str = "Device was not found.";
pub(crate) const NO_SITE: &str = "Site was not found.";
pub(crate) const NO_JOB: &str = "Job or device was not found.";
pub(crate) const NO_FILTER: &str = "Filter was not found.";
pub(crate) const WRONG_CLASS: &str = "The device identified by the given device UID is not of class device.";
// Ours: the vendor describes none for these.
pub(crate) const NO_ALERT: &str = "Alert was not found.";
pub(crate) const RESOLVED_ALREADY: &str = "Alert is already resolved.";
pub(crate) const NO_PATH: &str = "Not Found";
pub(crate) const NO_METHOD: &str = "Method Not Allowed";
pub(crate) const NO_JSON: &str = "Unsupported Media Type";

/// An error with its text.
pub(crate) fn error(status: u16, text: &str, behaviour: &Behaviour) -> Answer {
    let member = match behaviour.error_body {
        ErrorBody::Message => "message",
        ErrorBody::Error => "error",
        ErrorBody::Detail => "detail",
        ErrorBody::Empty => return Answer::empty(status),
    };
    Answer::json(status, &json!({member: text}))
}

/// A body as a knob has it; JSON where it looks like JSON.
pub(crate) fn raw(status: u16, body: &str) -> Answer {
    let media_type = if body.starts_with('{') {
        "application/json"
    } else {
        "text/plain; charset=utf-8"
    };
    Answer::text(status, media_type, body.to_owned())
}

/// The same with `Retry-After`, where a knob has one.
pub(crate) fn later(answer: Answer, retry_after: Option<&String>) -> Answer {
    match retry_after {
        Some(wait) => answer.with("retry-after", wait),
        None => answer,
    }
}
