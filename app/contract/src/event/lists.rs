//! Lists of events: what they are narrowed to, a page of them, and dead letters that broke alike.

use super::EventSummary;
use crate::{
    Time,
    failure::{Analysis, FailureCode, Stage},
    ids::{EventId, VendorId, WebhookId},
};
use serde::{Deserialize, Serialize};

/// What a list of events is narrowed to; all that is given must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EventFilter {
    /// One status or several, separated by commas.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// A vendor's key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor: Option<String>,
    /// A webhook's identifier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webhook: Option<String>,
    /// A failure code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// A stage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// A group of dead letters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<String>,
    /// A kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// A customer's identifier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
    /// Text in subject or payload's beginning, or an identifier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// Not before, RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Before, RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

/// A page of events, newest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EventPage {
    /// The events.
    pub items: Vec<EventSummary>,
    /// Where the next page begins; none at the end. A page may be short, or empty, and yet not the last: what was looked for
    /// is rare, and it was looked for as long as one answer may take.
    pub next_cursor: Option<String>,
}

/// Dead letters that broke alike: same stage, same code, same webhook.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeadLetterGroup {
    /// Stage, code and webhook in one word; narrows a bulk replay.
    pub fingerprint: String,
    /// The stage that broke.
    pub stage: Stage,
    /// Why.
    pub code: FailureCode,
    /// The webhook.
    pub webhook: WebhookId,
    /// That webhook's name.
    pub webhook_name: String,
    /// Whose events.
    pub vendor: VendorId,
    /// How many are dead.
    pub count: u64,
    /// The first one's time.
    pub first_seen: Time,
    /// The last one's time.
    pub last_seen: Time,
    /// Names of customers hit, as far as known.
    pub customers: Vec<String>,
    /// The newest of them, analysed.
    pub newest: EventId,
    /// Cause and fix of the newest.
    pub analysis: Analysis,
}
