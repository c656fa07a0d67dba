//! A failed call as a problem that a person and a program can act on.

use crate::connector::{CallError, CallErrorKind, OperationError, Retry};
use contract::{field::FieldError, problem::Problem, test_report::Advice};

/// The problem of a failed operation.
pub fn of_operation(error: &OperationError) -> Problem {
    match error {
        OperationError::Input(field) => Problem::invalid(vec![field.clone()]),
        OperationError::Call(error) => of_call(error),
    }
}

/// The problem of a call that failed after it was begun. Where the vendor may have acted, nobody is told to try again.
pub fn of_made(error: &OperationError, acted: bool) -> Problem {
    let mut problem = of_operation(error);
    if acted {
        problem.detail =
            Some("The vendor may have done it all the same: look there before you ask again.".to_owned());
    }
    problem
}

/// The problem of a failed call; the vendor's words go with it, verbatim.
pub fn of_call(error: &CallError) -> Problem {
    if let CallErrorKind::Input { field, why } = &error.kind {
        return Problem::invalid(vec![FieldError::new(field.clone(), "not_accepted", why.clone())]);
    }
    let mut problem = Problem::new(status(&error.kind), error.kind.code(), error.sentence());
    problem.detail = Some(next_step(&error.kind).to_owned());
    if let Retry::After(wait) = error.kind.retry() {
        problem.retry_after = Some(wait.as_secs().max(1));
    }
    if let Some(said) = &error.said {
        problem.vendor_status = Some(said.status);
        problem.vendor_message = Some(said.body.clone());
        problem.vendor_request_id.clone_from(&said.request_id);
    }
    problem.advice.clone_from(&error.advice);
    if error.kind == CallErrorKind::KeyUnavailable {
        problem.advice = Some(Advice::new(
            "check_key_vault",
            "Check the key source on the Keys page.",
        ));
    }
    problem
}

/// Rationale: what the vendor refused is a bad gateway to our caller, unless the caller's own input is at fault.
fn status(kind: &CallErrorKind) -> u16 {
    match kind {
        CallErrorKind::NotFound => 404,
        CallErrorKind::Rejected | CallErrorKind::Input { .. } => 422,
        CallErrorKind::Conflict => 409,
        CallErrorKind::Limited { .. } => 429,
        CallErrorKind::Timeout => 504,
        CallErrorKind::KeyUnavailable => 503,
        CallErrorKind::NotApproved => 403,
        CallErrorKind::Credentials
        | CallErrorKind::Permission
        | CallErrorKind::VendorDown
        | CallErrorKind::Network(_)
        | CallErrorKind::Contract { .. }
        | CallErrorKind::Egress { .. } => 502,
    }
}

fn next_step(kind: &CallErrorKind) -> &'static str {
    match kind {
        CallErrorKind::Credentials => "Edit the integration, put in working credentials and test it.",
        CallErrorKind::Permission => "Grant the missing permission in the vendor's portal.",
        CallErrorKind::NotFound => {
            "Check the identifier: the vendor does not know it, or the account may not see it."
        }
        CallErrorKind::Rejected => "Read the vendor's words below and change the input.",
        CallErrorKind::Conflict => "Read the record again and repeat the change.",
        CallErrorKind::Input { .. } => "Change the input.",
        CallErrorKind::Limited { .. } => "Wait and try again; other work on this account waits too.",
        CallErrorKind::VendorDown => "Look at the vendor's status page and try again later.",
        CallErrorKind::Network(_) | CallErrorKind::Timeout => {
            "Try again; if it stays so, check whether this server may reach the vendor."
        }
        CallErrorKind::Contract { .. } => "The vendor may have changed its API; copy its answer for support.",
        CallErrorKind::Egress { .. } => "Use the vendor's own public address.",
        CallErrorKind::NotApproved => "Ask for an approval.",
        CallErrorKind::KeyUnavailable => "The key source is out of reach; the Keys page says why.",
    }
}
