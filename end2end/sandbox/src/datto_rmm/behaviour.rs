//! What the facts about Datto RMM leave open, as knobs: a connector has to bear every position.

use serde::{Deserialize, Serialize};

/// The knobs, also at `PATCH /_sandbox/knobs`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Behaviour {
    /// How long a token lives, in seconds.
    pub token_seconds: u64,
    /// The status of a refused key or secret at the token address; 400 and 401 are both likely.
    pub refused_sign_in_status: u16,
    /// The body of it.
    pub refused_sign_in_body: String,
    /// The body of a 401 to a missing, unknown or expired token.
    pub invalid_token_body: String,
    /// The shape of the other errors' bodies.
    pub error_body: ErrorBody,
    /// Requests of the last minute that were made before the double was started.
    pub already_used: u64,
    /// Whether asking for the request rate counts.
    pub rate_call_counts: bool,
    /// The body of a 429.
    pub limited_body: String,
    /// `Retry-After` of a 429.
    pub limited_retry_after: Option<String>,
    /// How many requests may be refused by 429 before the IP is blocked.
    pub block_after: u64,
    /// The body of the 403 while the IP is blocked.
    pub blocked_body: String,
    /// `Retry-After` while the IP is blocked.
    pub blocked_retry_after: Option<String>,
    /// How long each answer is delayed from 90 % of the limit on, in milliseconds.
    pub slow_ms: u64,
    /// Whether the account has limits for writes too.
    pub newer_account: bool,
    /// The largest and usual page of alerts; of all else it is 250.
    pub alert_page: usize,
    /// What a larger page gets.
    pub over_max: OverMax,
    /// How the last page says that it is the last.
    pub end_of_list: EndOfList,
    /// Another origin in `nextPageUrl`, to see whether a connector sends its token there.
    pub next_page_origin: Option<String>,
    /// The status of a job's results before the device has reported; 200 is `Pending`.
    pub unreported_status: u16,
    /// How many times a job of an online device is seen before it is done.
    pub job_reads: u32,
    /// The status of resolving an alert that is resolved already.
    pub resolve_again_status: u16,
    /// The status of reading or resolving an alert that is not there; the description has no 404 for it.
    pub missing_alert_status: u16,
}

impl Default for Behaviour {
    fn default() -> Self {
        Self {
            token_seconds: 360_000,
            refused_sign_in_status: 400,
            refused_sign_in_body: r#"{"error":"invalid_grant","error_description":"Bad credentials"}"#
                .to_owned(),
            invalid_token_body: r#"{"error":"invalid_token","error_description":"Invalid access token"}"#
                .to_owned(),
            error_body: ErrorBody::Message,
            already_used: 0,
            rate_call_counts: true,
            limited_body: String::new(),
            limited_retry_after: None,
            block_after: 10,
            blocked_body: "Your IP address has been blocked".to_owned(),
            blocked_retry_after: None,
            slow_ms: 1_000,
            newer_account: true,
            alert_page: 100,
            over_max: OverMax::Refused,
            end_of_list: EndOfList::Null,
            next_page_origin: None,
            unreported_status: 404,
            job_reads: 2,
            resolve_again_status: 409,
            missing_alert_status: 404,
        }
    }
}

/// Which member holds an error's text; the description has no error body at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorBody {
    /// `{"message": …}`
    Message,
    /// `{"error": …}`
    Error,
    /// `{"detail": …}`
    Detail,
    /// No body.
    Empty,
}

/// Unknown; the strict position is the default, so that no connector relies on the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OverMax {
    /// 400.
    Refused,
    /// As if the largest had been asked for.
    Clamped,
}

/// All three were seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndOfList {
    /// `"nextPageUrl": null`
    Null,
    /// No such member.
    Absent,
    /// `"nextPageUrl": ""`
    Blank,
}
