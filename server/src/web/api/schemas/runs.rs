//! Twins of runs.

use super::{
    analysis::FailureCode,
    events::Normalised,
    sops::{Mode, StepKind},
};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// Where a run stands.
#[derive(Serialize, ToSchema)]
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

/// One run, as a list shows it.
#[derive(Serialize, ToSchema)]
pub struct Run {
    /// `run_…`.
    id: String,
    /// The SOP.
    sop: String,
    /// That SOP's name.
    sop_name: String,
    /// The version that runs.
    sop_version: u32,
    /// How much it does by itself.
    mode: Mode,
    /// The event; null when a person started it by hand.
    #[schema(required = true)]
    event: Option<String>,
    /// One line for a person: what it is about.
    subject: String,
    /// Whom it is for.
    #[schema(required = true)]
    customer: Option<String>,
    /// That customer's name.
    #[schema(required = true)]
    customer_name: Option<String>,
    /// True when nothing that writes is called and nothing is kept.
    dry_run: bool,
    /// Where it stands.
    status: RunStatus,
    /// Why it failed or stopped.
    #[schema(required = true)]
    code: Option<FailureCode>,
    /// In words.
    detail: String,
    /// What became of the note on the ticket.
    #[schema(required = true)]
    report: Option<String>,
    /// The run of which this is another.
    #[schema(required = true)]
    rerun_of: Option<String>,
    /// Who or what started it.
    started_by: String,
    /// When it began.
    started_at: String,
    /// When it ended.
    #[schema(required = true)]
    finished_at: Option<String>,
}

/// One run and its whole story.
#[derive(Serialize, ToSchema)]
pub struct RunDetail {
    /// What the list shows.
    #[serde(flatten)]
    run: Run,
    /// The event as the steps see it.
    about: Normalised,
    /// Each step that was come to, in order.
    steps: Vec<RunStep>,
}

/// One step of a run.
#[derive(Serialize, ToSchema)]
pub struct RunStep {
    /// The step's key.
    id: String,
    /// What a person reads.
    title: String,
    /// What it does.
    kind: StepKind,
    /// `running`, `waiting`, `succeeded`, `failed`, `drafted`, `kept` or `unknown`.
    outcome: String,
    /// Of an operation: whose and which.
    #[schema(required = true)]
    calls: Option<String>,
    /// The account it is called on.
    #[schema(required = true)]
    integration: Option<String>,
    /// That account's name.
    #[schema(required = true)]
    integration_name: Option<String>,
    /// The input as it stands in the SOP.
    #[schema(value_type = Value)]
    template: Value,
    /// The input as it was sent, or would be.
    #[schema(value_type = Value)]
    input: Value,
    /// What came back.
    #[schema(required = true, value_type = Option<Value>)]
    output: Option<Value>,
    /// Why it failed.
    #[schema(required = true)]
    code: Option<FailureCode>,
    /// In words: why it failed, or why a branch was taken.
    detail: String,
    /// The vendor's status.
    #[schema(required = true)]
    vendor_status: Option<u16>,
    /// The vendor's words.
    #[schema(required = true)]
    vendor_message: Option<String>,
    /// The vendor's identifier of the request.
    #[schema(required = true)]
    vendor_request_id: Option<String>,
    /// The approval it waits or waited for.
    #[schema(required = true)]
    approval: Option<String>,
    /// What makes its effect happen once.
    #[schema(required = true)]
    idempotency_key: Option<String>,
    /// How many tries it took.
    tries: u32,
    /// When it began.
    started_at: String,
    /// When it ended.
    #[schema(required = true)]
    finished_at: Option<String>,
}
