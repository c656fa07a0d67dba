//! An event: one delivery received by a webhook, and its whole story. `event/lists.rs` is how events are found, `event/replay.rs`
//! how they are sent through once more.

mod lists;
mod replay;

pub use lists::{DeadLetterGroup, EventFilter, EventPage};
pub use replay::{BulkReplay, ReplayAnswer, ReplayRequest};

use crate::{
    Text, Time,
    failure::{Analysis, FailureCode, Stage},
    ids::{CustomerId, EventId, IntegrationId, RunId, SopId, VendorId, WebhookId},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// Where an event stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventStatus {
    /// On disk, and nobody has begun.
    Received,
    /// A worker has it.
    Processing,
    /// Its run waits for a person.
    AwaitingApproval,
    /// It failed and will be tried again.
    Retrying,
    /// Everything was done.
    Succeeded,
    /// A rule ignores it on purpose.
    Ignored,
    /// Its tries are used up, or no try can help.
    DeadLettered,
    /// Refused at the door; kept, never tried.
    Rejected,
}

impl EventStatus {
    /// Every status.
    pub const ALL: [EventStatus; 8] = [
        EventStatus::Received,
        EventStatus::Processing,
        EventStatus::AwaitingApproval,
        EventStatus::Retrying,
        EventStatus::Succeeded,
        EventStatus::Ignored,
        EventStatus::DeadLettered,
        EventStatus::Rejected,
    ];

    /// The status's word.
    pub fn as_str(self) -> &'static str {
        match self {
            EventStatus::Received => "received",
            EventStatus::Processing => "processing",
            EventStatus::AwaitingApproval => "awaiting_approval",
            EventStatus::Retrying => "retrying",
            EventStatus::Succeeded => "succeeded",
            EventStatus::Ignored => "ignored",
            EventStatus::DeadLettered => "dead_lettered",
            EventStatus::Rejected => "rejected",
        }
    }

    /// What is written on its badge.
    pub fn label(self) -> &'static str {
        match self {
            EventStatus::Received => "Received",
            EventStatus::Processing => "Processing",
            EventStatus::AwaitingApproval => "Awaiting approval",
            EventStatus::Retrying => "Retrying",
            EventStatus::Succeeded => "Succeeded",
            EventStatus::Ignored => "Ignored",
            EventStatus::DeadLettered => "Dead letter",
            EventStatus::Rejected => "Rejected",
        }
    }

    /// The status of a word.
    pub fn parse(word: &str) -> Option<EventStatus> {
        Self::ALL.into_iter().find(|status| status.as_str() == word)
    }

    /// True when nothing more will happen to it by itself.
    pub fn is_final(self) -> bool {
        matches!(
            self,
            EventStatus::Succeeded | EventStatus::Ignored | EventStatus::DeadLettered | EventStatus::Rejected
        )
    }
}

/// How bad it is, by the vendor's own scale translated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// For the record.
    Information,
    /// Small.
    Low,
    /// Middling.
    Moderate,
    /// Large.
    High,
    /// At once.
    Critical,
}

/// A ticket that an event is about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventTicket {
    /// The vendor's identifier, as text.
    pub id: String,
    /// The number that people use, where there is one.
    #[serde(default)]
    pub number: Option<String>,
    /// Its title.
    #[serde(default)]
    pub title: Option<String>,
    /// Its status in the vendor's words.
    #[serde(default)]
    pub status: Option<String>,
}

/// A device that an event is about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventDevice {
    /// The vendor's identifier, as text.
    pub id: String,
    /// Its host name.
    #[serde(default)]
    pub name: Option<String>,
    /// What it is, e.g. `server`, `workstation`, `access point`.
    #[serde(default)]
    pub kind: Option<String>,
}

/// The vendor's record that stands for a customer: a company, site, organisation or tenant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CustomerReference {
    /// The vendor's identifier, as text.
    pub external_id: String,
    /// Its name at the vendor's, where the event tells it.
    #[serde(default)]
    pub name: Option<String>,
}

/// The event model: what every vendor's payload becomes. What rules and templates see as `event`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Normalised {
    /// The vendor's key.
    pub source: VendorId,
    /// What happened, e.g. `ticket.created`, `alert.opened`, `detection.raised`, `subscription.changed`, `device.offline`.
    pub kind: Text,
    /// One line for a person.
    pub subject: String,
    /// More of it, for keywords; may be empty.
    #[serde(default)]
    pub body: String,
    /// How bad it is, where the vendor says so.
    #[serde(default)]
    pub severity: Option<Severity>,
    /// When it happened, where the vendor says so.
    #[serde(default)]
    pub occurred_at: Option<Time>,
    /// The ticket, where there is one.
    #[serde(default)]
    pub ticket: Option<EventTicket>,
    /// The device, where there is one.
    #[serde(default)]
    pub device: Option<EventDevice>,
    /// Whom it is about at the vendor's, where it tells.
    #[serde(default)]
    pub customer: Option<CustomerReference>,
    /// The vendor's own payload.
    pub vendor: Value,
}

/// A payload that a vendor could send, for trying rules and SOPs; synthetic.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SampleEvent {
    /// Its key, e.g. `autotask/ticket.created`.
    pub key: Text,
    /// What it shows, for a person.
    pub title: Text,
    /// The event as the rules see it.
    pub event: Normalised,
}

/// One event in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EventSummary {
    /// Its identifier.
    pub id: EventId,
    /// The webhook that received it.
    pub webhook: WebhookId,
    /// That webhook's name.
    pub webhook_name: String,
    /// Whose event.
    pub vendor: VendorId,
    /// The account it belongs to.
    pub integration: IntegrationId,
    /// What happened; none while it is not known.
    pub kind: Option<Text>,
    /// One line for a person; none while it is not known.
    pub subject: Option<String>,
    /// Where it stands.
    pub status: EventStatus,
    /// The stage that broke, where it failed.
    pub stage: Option<Stage>,
    /// Why it failed, where it failed.
    pub code: Option<FailureCode>,
    /// When it came.
    pub received_at: Time,
    /// When nothing more was to be done.
    pub finished_at: Option<Time>,
    /// When it is tried again, while it waits for that.
    pub next_attempt_at: Option<Time>,
    /// How many attempts began.
    pub attempt_count: u32,
    /// How many further deliveries of the same were answered like it.
    pub duplicates: u32,
    /// The event of which this is a replay.
    pub replay_of: Option<EventId>,
    /// Whom it is for, once that is known.
    pub customer: Option<CustomerId>,
    /// That customer's name.
    pub customer_name: Option<String>,
    /// The SOP that a rule picked.
    pub sop: Option<SopId>,
    /// That SOP's name.
    pub sop_name: Option<String>,
    /// The run that acts for it.
    pub run: Option<RunId>,
    /// The first characters of the payload.
    pub preview: String,
}

/// One event and its whole story.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EventDetail {
    /// What the list shows.
    #[serde(flatten)]
    pub summary: EventSummary,
    /// The payload: JSON where it is JSON, the text otherwise; null once it has expired.
    pub payload: Value,
    /// The payload's bytes as text, exactly; bytes that are no UTF-8 are base64 and `payload_encoding` says so.
    pub payload_raw: Option<String>,
    /// `utf-8` or `base64`.
    pub payload_encoding: Text,
    /// How large the body was, in bytes.
    pub size: u64,
    /// Headers as they came, proofs and secrets replaced by `•••`.
    pub headers: BTreeMap<String, String>,
    /// The address that sent it, and the one that was judged where a proxy is trusted.
    pub remote_address: Option<String>,
    /// The vendor's own identity of the delivery, as it was taken for telling duplicates; none of what was refused.
    pub delivery_id: Option<String>,
    /// True when a delivery of the same identity had another body.
    pub conflicting_duplicate: bool,
    /// When the last of the duplicates came.
    pub last_duplicate_at: Option<Time>,
    /// The first event of which this is a replay, however many lie between; itself when it is none.
    pub lineage: EventId,
    /// Which secret matched, where secrets are rotated.
    pub matched_secret: Option<String>,
    /// The event as the rules saw it; none before it was normalised.
    pub event: Option<Normalised>,
    /// Each attempt, oldest first.
    pub attempts: Vec<Attempt>,
    /// Why it failed and what to do; none unless it failed.
    pub analysis: Option<Analysis>,
    /// The events that are replays of this one.
    pub replays: Vec<EventId>,
    /// Who replayed it and why, where this is a replay.
    pub replayed_by: Option<String>,
    /// Why, in their words.
    pub replay_reason: Option<String>,
}

/// One run of an event through the stages.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attempt {
    /// Counts from 1.
    pub n: u32,
    /// When it began.
    pub started_at: Time,
    /// Each stage it came to, in order.
    pub stages: Vec<StageRecord>,
    /// Why it ended, where it failed.
    pub error: Option<String>,
}

/// What became of one stage.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StageRecord {
    /// Which.
    pub stage: Stage,
    /// `ok`, `failed`, `skipped`, `waiting` or `ignored`.
    pub outcome: Text,
    /// How long it took, in milliseconds.
    pub ms: u64,
    /// What was found: the customer, the rule and for every other rule why not, the run.
    pub detail: Value,
}
