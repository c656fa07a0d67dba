//! A run: one procedure at work for one event, step by step; resumable, and every effect once.

use crate::{
    Text, Time,
    failure::FailureCode,
    ids::{ApprovalId, EventId, RunId, SopId},
    sop::StepKind,
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

/// One run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// Its identifier.
    pub id: RunId,
    /// The procedure.
    pub sop: SopId,
    /// That procedure's name.
    pub sop_name: String,
    /// The version that runs.
    pub sop_version: u32,
    /// The event; none when a person started it by hand.
    pub event: Option<EventId>,
    /// True when nothing that writes is called.
    pub dry_run: bool,
    /// Where it stands.
    pub status: RunStatus,
    /// Each step that was come to, in order.
    pub steps: Vec<RunStep>,
    /// Who or what started it.
    pub started_by: String,
    /// When it began.
    pub started_at: Time,
    /// When it ended.
    pub finished_at: Option<Time>,
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
    /// `running`, `waiting`, `succeeded`, `failed`, `skipped`, `drafted`.
    pub outcome: Text,
    /// The input as it stands in the procedure.
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
