//! A durable job: work on many things that goes on after a restart, with progress, pause and cancel.

use crate::{Text, Time, approval::Named, ids::JobId};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Where a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobStatus {
    /// It works, or will as soon as a node is free.
    Running,
    /// A person stopped it for a while.
    Paused,
    /// A person ended it.
    Cancelled,
    /// All was done.
    Done,
    /// It cannot go on.
    Failed,
}

impl JobStatus {
    /// Every status.
    pub const ALL: [JobStatus; 5] = [
        JobStatus::Running,
        JobStatus::Paused,
        JobStatus::Cancelled,
        JobStatus::Done,
        JobStatus::Failed,
    ];

    /// The status's word.
    pub fn as_str(self) -> &'static str {
        match self {
            JobStatus::Running => "running",
            JobStatus::Paused => "paused",
            JobStatus::Cancelled => "cancelled",
            JobStatus::Done => "done",
            JobStatus::Failed => "failed",
        }
    }

    /// The status of a word.
    pub fn parse(word: &str) -> Option<JobStatus> {
        Self::ALL.into_iter().find(|status| status.as_str() == word)
    }
}

/// One job.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Job {
    /// Its identifier.
    pub id: JobId,
    /// What it does: `bulk_replay`, `customer_discovery`.
    pub kind: Text,
    /// Where it stands.
    pub status: JobStatus,
    /// What it was asked, e.g. the filter.
    pub request: Value,
    /// How many things there are to do, as counted when it began.
    pub total: u64,
    /// How many are done.
    pub done: u64,
    /// How many could not be done.
    pub failed: u64,
    /// What it is at, in words.
    pub note: String,
    /// Who asked.
    pub requested_by: Named,
    /// When it was asked.
    pub created_at: Time,
    /// When it last moved.
    pub updated_at: Time,
    /// When it ended.
    pub finished_at: Option<Time>,
}
