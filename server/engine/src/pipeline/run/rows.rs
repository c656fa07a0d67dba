//! A step as the store keeps it: how it begins, how it ended.

use super::evidence::Came;
use crate::{
    pipeline::StageFailure,
    store::{StepEnd, StepStart},
};
use contract::run::RunStep;
use serde_json::json;

/// A step's row as it stands when it begins.
pub(super) fn row_of(start: &StepStart<'_>, now: i64) -> RunStep {
    let (integration, integration_name) = start.account.clone().unzip();
    RunStep {
        id: start.id.to_owned(),
        title: start.title.to_owned(),
        kind: start.kind,
        outcome: start.outcome.to_owned().into(),
        calls: start.calls.clone(),
        integration,
        integration_name,
        template: start.template.clone(),
        input: start.input.clone(),
        output: None,
        code: None,
        detail: String::new(),
        vendor_status: None,
        vendor_message: None,
        vendor_request_id: None,
        approval: start.approval.as_ref().map(|new| new.approval.id.clone()),
        idempotency_key: start.effect.as_ref().map(|effect| effect.key.clone()),
        tries: start.tries,
        started_at: crate::clock::rfc3339(now),
        finished_at: None,
    }
}

/// How a step ended, as the store keeps it.
pub(super) fn end_of(n: u32, came: Came) -> StepEnd {
    let plain = |outcome, output, detail| StepEnd {
        n,
        outcome,
        output,
        code: None,
        detail,
        vendor_status: None,
        vendor_message: None,
        vendor_request_id: None,
        tries: 1,
        effect: None,
    };
    let broken = |outcome, failure: StageFailure, tries, effect| StepEnd {
        code: Some(failure.code),
        vendor_status: failure.vendor_status,
        vendor_message: failure.vendor_message,
        vendor_request_id: failure.vendor_request_id,
        tries,
        effect,
        ..plain(outcome, None, failure.detail)
    };
    match came {
        Came::Good {
            output,
            detail,
            outcome,
            effect,
            tries,
        } => StepEnd {
            tries,
            effect,
            ..plain(outcome, Some(output), detail)
        },
        Came::Drafted(detail) => StepEnd {
            tries: 0,
            ..plain("drafted", None, detail)
        },
        Came::Branch { yes, why } => plain("succeeded", Some(json!(yes)), why),
        Came::Bad {
            failure,
            effect,
            tries,
        } => broken("failed", failure, tries, effect),
        Came::Unknown { failure, tries } => broken("unknown", failure, tries, None),
        Came::Waits(_) => plain("waiting", None, String::new()),
    }
}
