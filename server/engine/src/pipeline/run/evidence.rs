//! What a step came to, and the words for it: in the run, in an event's trace, in a note.

use crate::{
    act::Refusal,
    pipeline::{Retry, StageFailure},
    store::EffectState,
};
use contract::{
    failure::{FailureCode, Stage},
    ids::ApprovalId,
    problem::Problem,
    run::{RunStatus, RunStep},
};
use serde_json::{Value, json};

/// What a step came to.
pub(super) enum Came {
    /// It succeeded.
    Good {
        output: Value,
        detail: String,
        /// `succeeded`, or `kept` where an earlier run had done it.
        outcome: &'static str,
        effect: Option<(String, EffectState)>,
        tries: u32,
    },
    /// It would have been called.
    Drafted(String),
    /// A branch was taken.
    Branch { yes: bool, why: String },
    /// It failed; nothing was done by it.
    Bad {
        failure: StageFailure,
        effect: Option<(String, EffectState)>,
        tries: u32,
    },
    /// Whether it was done is not known.
    Unknown { failure: StageFailure, tries: u32 },
    /// It waits for a person.
    Waits(ApprovalId),
}

impl Came {
    /// A success without an effect.
    pub fn good(output: Value, detail: impl Into<String>) -> Self {
        Self::Good {
            output,
            detail: detail.into(),
            outcome: "succeeded",
            effect: None,
            tries: 1,
        }
    }

    /// A failure without an effect.
    pub fn bad(failure: StageFailure) -> Self {
        Self::Bad {
            failure,
            effect: None,
            tries: 1,
        }
    }
}

/// How carrying a run ended.
#[derive(Debug)]
pub(super) enum Stop {
    /// All was done.
    Done,
    /// A step waits for a person.
    Waiting(ApprovalId),
    /// A step failed and nothing caught it, or a person must look.
    Failed(Box<StageFailure>),
    /// A person ended it.
    Cancelled,
}

/// A failure of the execute stage.
pub(super) fn failure(code: FailureCode, detail: impl Into<String>) -> StageFailure {
    StageFailure::new(Stage::Execute, code, detail)
}

/// A refusal of the house, before anything was sent.
pub(super) fn refused(refusal: Refusal) -> Result<StageFailure, crate::store::StoreError> {
    match refusal {
        Refusal::Store(error) => Err(error),
        Refusal::Call(failed) => Ok(StageFailure::of_operation(Stage::Execute, &failed.error)),
        Refusal::Problem(problem) => Ok(of_problem(&problem)),
    }
}

/// A problem of the house as a failure of the step.
pub(super) fn of_problem(problem: &Problem) -> StageFailure {
    let code = match problem.code.as_ref() {
        "no_default_integration" => FailureCode::IntegrationMissing,
        "invalid_input" => FailureCode::TemplateError,
        "operation_off" | "forbidden" => FailureCode::PermissionDenied,
        known => FailureCode::parse(known).unwrap_or(FailureCode::PermissionDenied),
    };
    let mut failure = failure(code, format!("{problem} ({})", problem.code));
    failure.vendor_status = problem.vendor_status;
    failure.vendor_message.clone_from(&problem.vendor_message);
    failure.vendor_request_id.clone_from(&problem.vendor_request_id);
    failure.retry = retry_of(code);
    failure
}

/// Whether another try can help, where only the code is left of a failure.
pub(super) fn retry_of(code: FailureCode) -> Retry {
    match code {
        FailureCode::VendorUnavailable
        | FailureCode::RateLimited
        | FailureCode::Timeout
        | FailureCode::Network => Retry::Backoff,
        FailureCode::KeyUnavailable => Retry::OwnOutage,
        _ => Retry::Never,
    }
}

/// The steps in short, for an event's trace.
pub(super) fn trace(steps: &[RunStep]) -> Value {
    steps
        .iter()
        .map(|step| {
            json!({
                "step": step.id,
                "title": step.title,
                "outcome": step.outcome,
                "detail": step.detail,
                "approval": step.approval,
            })
        })
        .collect()
}

/// What was done by the steps with an effect, a sentence each.
pub(super) fn already_done(steps: &[RunStep]) -> Vec<String> {
    let made = steps.iter().filter(|step| step.idempotency_key.is_some());
    made.filter_map(|step| {
        let what = words_of(step);
        match step.outcome.as_ref() {
            "succeeded" => Some(format!("{what} was done.")),
            "kept" => Some(format!("{what} was done before.")),
            "unknown" => Some(format!("{what} was sent; whether it was done is not known.")),
            _ => None,
        }
    })
    .collect()
}

/// A step's title, and what it calls.
pub(super) fn words_of(step: &RunStep) -> String {
    match &step.calls {
        Some(calls) if *calls != step.title => format!("{} ({calls})", step.title),
        _ => step.title.clone(),
    }
}

/// How a run ended, for a note.
pub(super) fn ended(status: RunStatus) -> &'static str {
    match status {
        RunStatus::Succeeded => "was carried out",
        RunStatus::Failed => "failed",
        RunStatus::NeedsPerson => "stopped, because somebody must look",
        RunStatus::Cancelled => "was cancelled",
        RunStatus::Running | RunStatus::AwaitingApproval => "is not finished",
    }
}
