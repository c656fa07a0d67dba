//! A run: one SOP at work for one event, step by step; resumable, and every effect once.

use crate::{
    Text, Time,
    event::Normalised,
    failure::FailureCode,
    ids::{ApprovalId, CustomerId, EventId, IntegrationId, RunId, SopId},
    sop::{Mode, StepKind},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Where a run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunStatus {
    /// It works, or a worker will go on with it.
    Running,
    /// A step waits for a person.
    AwaitingApproval,
    /// All was done.
    Succeeded,
    /// A step failed and nothing caught it.
    Failed,
    /// A person ended it.
    Cancelled,
    /// What became of a write cannot be known; a person must look.
    NeedsPerson,
}

impl RunStatus {
    /// Every status.
    pub const ALL: [RunStatus; 6] = [
        RunStatus::Running,
        RunStatus::AwaitingApproval,
        RunStatus::Succeeded,
        RunStatus::Failed,
        RunStatus::Cancelled,
        RunStatus::NeedsPerson,
    ];

    /// The status's word.
    pub fn as_str(self) -> &'static str {
        match self {
            RunStatus::Running => "running",
            RunStatus::AwaitingApproval => "awaiting_approval",
            RunStatus::Succeeded => "succeeded",
            RunStatus::Failed => "failed",
            RunStatus::Cancelled => "cancelled",
            RunStatus::NeedsPerson => "needs_person",
        }
    }

    /// The status of a word.
    pub fn parse(word: &str) -> Option<RunStatus> {
        Self::ALL.into_iter().find(|status| status.as_str() == word)
    }
}

/// One run, as a list shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// Its identifier.
    pub id: RunId,
    /// The SOP.
    pub sop: SopId,
    /// That SOP's name.
    pub sop_name: String,
    /// The version that runs.
    pub sop_version: u32,
    /// How much it does by itself.
    pub mode: Mode,
    /// The event; none when a person started it by hand.
    pub event: Option<EventId>,
    /// One line for a person: what it is about.
    pub subject: String,
    /// Whom it is for.
    pub customer: Option<CustomerId>,
    /// That customer's name.
    pub customer_name: Option<String>,
    /// True when nothing that writes is called.
    pub dry_run: bool,
    /// Where it stands.
    pub status: RunStatus,
    /// Why it failed or stopped, as a closed word.
    pub code: Option<FailureCode>,
    /// In words: why it failed or stopped, or what it waits for.
    pub detail: String,
    /// What became of the note on the ticket; none where there is none to write.
    pub report: Option<String>,
    /// The run of which this is another, from a step on.
    pub rerun_of: Option<RunId>,
    /// Who or what started it.
    pub started_by: String,
    /// When it began.
    pub started_at: Time,
    /// When it ended.
    pub finished_at: Option<Time>,
}

/// One run and its whole story.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunDetail {
    /// What the list shows.
    #[serde(flatten)]
    pub run: Run,
    /// The event as the steps see it.
    pub about: Normalised,
    /// Each step that was come to, in order.
    pub steps: Vec<RunStep>,
}

/// What a list of runs is narrowed to; all that is given must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RunFilter {
    /// A SOP.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sop: Option<SopId>,
    /// An event.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<EventId>,
    /// A status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<RunStatus>,
}

/// One step of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunStep {
    /// The step's key.
    pub id: String,
    /// What a person reads.
    pub title: String,
    /// What it does.
    pub kind: StepKind,
    /// `running`, `waiting`, `succeeded`, `failed`, `drafted` (would have been called), `kept` (taken over from the run before),
    /// `unknown` (sent, and its answer lost).
    pub outcome: Text,
    /// Of an operation: whose and which, e.g. `autotask tickets.note`.
    pub calls: Option<String>,
    /// Of an operation: the account it is called on.
    pub integration: Option<IntegrationId>,
    /// That account's name.
    pub integration_name: Option<String>,
    /// The input as it stands in the SOP.
    pub template: Value,
    /// The input as it was sent, or would be.
    pub input: Value,
    /// What came back.
    pub output: Option<Value>,
    /// Why it failed, as a closed word.
    pub code: Option<FailureCode>,
    /// In words: why it failed, or why a branch was taken.
    pub detail: String,
    /// The vendor's status, where a vendor refused.
    pub vendor_status: Option<u16>,
    /// The vendor's words, verbatim.
    pub vendor_message: Option<String>,
    /// The vendor's identifier of the request.
    pub vendor_request_id: Option<String>,
    /// The approval it waits or waited for.
    pub approval: Option<ApprovalId>,
    /// What makes its effect happen once.
    pub idempotency_key: Option<String>,
    /// How many tries it took.
    pub tries: u32,
    /// When it began.
    pub started_at: Time,
    /// When it ended.
    pub finished_at: Option<Time>,
}
