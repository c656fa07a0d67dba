//! Twins of events and of what they are about.

use super::analysis::{Analysis, FailureCode, Stage};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Where an event stands.
#[derive(Serialize, ToSchema)]
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

/// How bad it is.
#[derive(Serialize, ToSchema)]
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
#[derive(Serialize, ToSchema)]
pub struct EventTicket {
    /// The vendor's identifier.
    id: String,
    /// The number that people use.
    #[schema(required = true)]
    number: Option<String>,
    /// Its title.
    #[schema(required = true)]
    title: Option<String>,
    /// Its status in the vendor's words.
    #[schema(required = true)]
    status: Option<String>,
}

/// A device that an event is about.
#[derive(Serialize, ToSchema)]
pub struct EventDevice {
    /// The vendor's identifier.
    id: String,
    /// Its host name.
    #[schema(required = true)]
    name: Option<String>,
    /// What it is.
    #[schema(required = true)]
    kind: Option<String>,
}

/// The vendor's record that stands for a customer.
#[derive(Serialize, ToSchema)]
pub struct CustomerReference {
    /// The vendor's identifier.
    external_id: String,
    /// Its name at the vendor's.
    #[schema(required = true)]
    name: Option<String>,
}

/// An event as rules and templates see it.
#[derive(Serialize, ToSchema)]
pub struct Normalised {
    /// The vendor's key.
    source: String,
    /// What happened, e.g. `ticket.created`.
    kind: String,
    /// One line for a person.
    subject: String,
    /// More of it.
    body: String,
    /// How bad it is.
    #[schema(required = true)]
    severity: Option<Severity>,
    /// When it happened.
    #[schema(required = true)]
    occurred_at: Option<String>,
    /// The ticket.
    #[schema(required = true)]
    ticket: Option<EventTicket>,
    /// The device.
    #[schema(required = true)]
    device: Option<EventDevice>,
    /// Whom it is about at the vendor's.
    #[schema(required = true)]
    customer: Option<CustomerReference>,
    /// The vendor's own payload.
    #[schema(value_type = Value)]
    vendor: Value,
}

/// One event in a list.
#[derive(Serialize, ToSchema)]
pub struct EventSummary {
    /// `evt_…`.
    id: String,
    /// The webhook that received it.
    webhook: String,
    /// That webhook's name.
    webhook_name: String,
    /// Whose event.
    vendor: String,
    /// The account it belongs to.
    integration: String,
    /// What happened; null while it is not known.
    #[schema(required = true)]
    kind: Option<String>,
    /// One line for a person.
    #[schema(required = true)]
    subject: Option<String>,
    /// Where it stands.
    status: EventStatus,
    /// The stage that broke.
    #[schema(required = true)]
    stage: Option<Stage>,
    /// Why it failed.
    #[schema(required = true)]
    code: Option<FailureCode>,
    /// When it came.
    received_at: String,
    /// When nothing more was to be done.
    #[schema(required = true)]
    finished_at: Option<String>,
    /// When it is tried again.
    #[schema(required = true)]
    next_attempt_at: Option<String>,
    /// How many attempts began.
    attempt_count: u32,
    /// How many further deliveries of the same were answered like it.
    duplicates: u32,
    /// The event of which this is a replay.
    #[schema(required = true)]
    replay_of: Option<String>,
    /// Whom it is for.
    #[schema(required = true)]
    customer: Option<String>,
    /// That customer's name.
    #[schema(required = true)]
    customer_name: Option<String>,
    /// The SOP that a rule picked.
    #[schema(required = true)]
    sop: Option<String>,
    /// That SOP's name.
    #[schema(required = true)]
    sop_name: Option<String>,
    /// The run that acts for it.
    #[schema(required = true)]
    run: Option<String>,
    /// The first characters of the payload.
    preview: String,
}

/// One event and its whole story.
#[derive(Serialize, ToSchema)]
pub struct EventDetail {
    /// What the list shows.
    #[serde(flatten)]
    summary: EventSummary,
    /// The payload: JSON where it is JSON, the text otherwise; null once it has expired.
    #[schema(value_type = Value)]
    payload: Value,
    /// The payload exactly as it came.
    #[schema(required = true)]
    payload_raw: Option<String>,
    /// `utf-8` or `base64`.
    payload_encoding: String,
    /// How large the body was, in bytes.
    size: u64,
    /// Headers as they came, proofs and secrets replaced.
    headers: BTreeMap<String, String>,
    /// The address that sent it.
    #[schema(required = true)]
    remote_address: Option<String>,
    /// What tells it from another delivery.
    #[schema(required = true)]
    delivery_id: Option<String>,
    /// True when a delivery of the same identity had another body.
    conflicting_duplicate: bool,
    /// When the last of the duplicates came.
    #[schema(required = true)]
    last_duplicate_at: Option<String>,
    /// The first event of which this is a replay; itself when it is none.
    lineage: String,
    /// Which secret matched, by its last characters.
    #[schema(required = true)]
    matched_secret: Option<String>,
    /// The event as the rules see it.
    #[schema(required = true)]
    event: Option<Normalised>,
    /// Each attempt, oldest first.
    attempts: Vec<Attempt>,
    /// Why it failed and what to do.
    #[schema(required = true)]
    analysis: Option<Analysis>,
    /// The events that are replays of this one.
    replays: Vec<String>,
    /// Who replayed it.
    #[schema(required = true)]
    replayed_by: Option<String>,
    /// Why.
    #[schema(required = true)]
    replay_reason: Option<String>,
}

/// One run of an event through the stages.
#[derive(Serialize, ToSchema)]
pub struct Attempt {
    /// Counts from 1.
    n: u32,
    /// When it began.
    started_at: String,
    /// Each stage it came to, in order.
    stages: Vec<StageRecord>,
    /// Why it ended, where it failed.
    #[schema(required = true)]
    error: Option<String>,
}

/// What became of one stage.
#[derive(Serialize, ToSchema)]
pub struct StageRecord {
    /// Which.
    stage: Stage,
    /// `ok`, `failed`, `skipped`, `waiting`, `ignored` or `drafted`.
    outcome: String,
    /// How long it took, in milliseconds.
    ms: u64,
    /// What was found.
    #[schema(value_type = Value)]
    detail: Value,
}

/// What came of a replay.
#[derive(Serialize, ToSchema)]
pub struct ReplayAnswer {
    /// The new event; null of a dry run.
    #[schema(required = true)]
    event: Option<String>,
    /// What would happen, of a dry run.
    dry_run: Option<Attempt>,
    /// Effects that were made for the old event and will not be made again.
    #[schema(required = false)]
    guarded: Vec<String>,
}
