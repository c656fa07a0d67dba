//! Twins of durable jobs.

use super::approvals::Named;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// Where a job stands.
#[derive(Serialize, ToSchema)]
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

/// Work on many things that goes on after a restart.
#[derive(Serialize, ToSchema)]
pub struct Job {
    /// `job_…`.
    id: String,
    /// What it does: `bulk_replay`, `customer_discovery`.
    kind: String,
    /// Where it stands.
    status: JobStatus,
    /// What it was asked.
    #[schema(value_type = Value)]
    request: Value,
    /// How many things there are to do, as counted when it began.
    total: u64,
    /// How many are done.
    done: u64,
    /// How many could not be done.
    failed: u64,
    /// What it is at, in words.
    note: String,
    /// Who asked.
    requested_by: Named,
    /// When it was asked.
    created_at: String,
    /// When it last moved.
    updated_at: String,
    /// When it ended.
    #[schema(required = true)]
    finished_at: Option<String>,
}
