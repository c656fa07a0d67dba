//! Failures as a person meets them: a code, why, the one next step, and the vendor's own words beside it.

use crate::{
    clock::rfc3339,
    connector::{CallError, Explained, Partner},
    store::StoreError,
};
use contract::{csp::StepFailure, problem::Problem};

/// Why a step ended.
pub enum Stop {
    /// It failed; the setup says why and can be resumed.
    Failed(StepFailure),
    /// A person has to do something first.
    Waits,
    /// Our own store failed, or somebody else has the setup.
    Store(StoreError),
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// A failed call.
pub fn of_call(partner: &dyn Partner, error: &CallError, now: i64) -> StepFailure {
    let explained = partner.explain(error);
    let mut failure = of_words(explained, now);
    if let Some(said) = &error.said {
        failure.vendor_status = Some(said.status);
        failure.vendor_message = Some(said.body.clone());
        failure.vendor_request_id.clone_from(&said.request_id);
    }
    failure
}

/// What a vendor's words mean.
pub fn of_words(explained: Explained, now: i64) -> StepFailure {
    StepFailure {
        code: explained.code.into(),
        cause: explained.cause,
        next_action: explained.next_action,
        retry_may_help: explained.retry,
        vendor_status: None,
        vendor_message: None,
        vendor_request_id: None,
        at: rfc3339(now),
    }
}

/// A failure that is our own finding.
pub fn found(
    code: &'static str,
    cause: impl Into<String>,
    next_action: impl Into<String>,
    retry: bool,
    now: i64,
) -> StepFailure {
    StepFailure {
        code: code.into(),
        cause: cause.into(),
        next_action: next_action.into(),
        retry_may_help: retry,
        vendor_status: None,
        vendor_message: None,
        vendor_request_id: None,
        at: rfc3339(now),
    }
}

/// A failed call as an answer to whoever asked for it.
pub fn problem(partner: &dyn Partner, error: &CallError) -> Problem {
    let explained = partner.explain(error);
    let mut problem = crate::act::problems::of_call(error);
    problem.detail = Some(format!(
        "{} ({}) {}",
        explained.cause, explained.code, explained.next_action
    ));
    problem
}

/// The same from a failure that was kept.
pub fn of_failure(failure: &StepFailure) -> Problem {
    let mut problem =
        Problem::new(409, "step_failed", failure.cause.clone()).with_detail(failure.next_action.clone());
    problem.vendor_status = failure.vendor_status;
    problem.vendor_message.clone_from(&failure.vendor_message);
    problem.vendor_request_id.clone_from(&failure.vendor_request_id);
    problem
}
