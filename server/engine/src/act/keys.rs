//! Idempotency keys: the same call with the same key is made once, and every later one gets the first answer.

use super::{calls::Answered, refusal::Refusal};
use crate::{
    connector::{CallErrorKind, NetworkFault, OperationError},
    store::{CallKey, KeyState, Store, UsedKey},
};
use contract::{
    approval::{Approval, ApprovalStatus},
    field::FieldError,
    problem::Problem,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// How long a key and its answer are kept, in milliseconds.
pub const KEPT_MS: i64 = 24 * 3600 * 1000;

/// The longest key, in characters.
const LONGEST: usize = 255;

/// An answer as it is kept.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(
    clippy::large_enum_variant,
    reason = "read once from a row and taken apart at once"
)]
pub enum Kept {
    /// It ran; without members that hold a secret.
    Output(Value),
    /// It failed for good.
    Problem(Problem),
}

/// Refuses a key that could not be told from another.
pub fn check(key: &str) -> Result<(), Problem> {
    let is_plain = key.bytes().all(|byte| byte.is_ascii_graphic());
    if is_plain && (1..=LONGEST).contains(&key.len()) {
        return Ok(());
    }
    let text = format!(
        "An idempotency key has 1 to {LONGEST} letters, digits or signs of ASCII, and no white space."
    );
    Err(Problem::invalid(vec![FieldError::new(
        "idempotency_key",
        "not_accepted",
        text,
    )]))
}

/// Whether a failed call leaves its key free: nothing was done, and another try can go otherwise.
pub fn is_free_after(error: &OperationError, acted: bool) -> bool {
    let OperationError::Call(error) = error else {
        return !acted;
    };
    let may_go_otherwise = matches!(
        error.kind,
        CallErrorKind::Input { .. }
            | CallErrorKind::Credentials
            | CallErrorKind::Permission
            | CallErrorKind::Limited { .. }
            | CallErrorKind::KeyUnavailable
            | CallErrorKind::Egress { .. }
            | CallErrorKind::NotApproved
            | CallErrorKind::Network(NetworkFault::Dns | NetworkFault::Connect | NetworkFault::Tls)
    );
    may_go_otherwise && !acted
}

/// The answer to a call whose key was used before. `patience` is how long a call may be under way, in milliseconds.
pub async fn again(
    store: &Store,
    now: i64,
    patience: i64,
    used: UsedKey,
    wanted: &CallKey,
) -> Result<Answered, Refusal> {
    if used.call != *wanted {
        return Err(reused().into());
    }
    match used.state {
        KeyState::Begun(at) if now - at < patience => Err(in_progress().into()),
        KeyState::Begun(_) | KeyState::Lost => Err(unknown().into()),
        KeyState::Answered(answer) => match serde_json::from_value(answer) {
            Ok(Kept::Output(output)) => Ok(Answered::Output(output)),
            Ok(Kept::Problem(problem)) => Err(problem.into()),
            Err(_) => Err(unknown().into()),
        },
        KeyState::Held(id) => held(store.approval(&id).await?, now),
    }
}

/// A held call, as it stands now.
fn held(approval: Approval, now: i64) -> Result<Answered, Refusal> {
    let ended = |code: &'static str, title: &str, detail: String| {
        Err(Problem::new(409, code, title).with_detail(detail).into())
    };
    let over = "Ask again with another key.".to_owned();
    match approval.status {
        ApprovalStatus::Pending if approval.expires_at <= crate::clock::rfc3339(now) => {
            ended("approval_expired", "Nobody decided on this call in time.", over)
        }
        ApprovalStatus::Pending | ApprovalStatus::Approved | ApprovalStatus::Running => {
            Ok(Answered::Held(Box::new(approval)))
        }
        ApprovalStatus::Succeeded => Ok(Answered::Output(approval.output.unwrap_or_default())),
        ApprovalStatus::Failed => Err(approval.problem.map_or_else(unknown, |problem| *problem).into()),
        ApprovalStatus::Rejected => {
            let reason = approval.decision.and_then(|decision| decision.reason);
            let reason = reason.unwrap_or_else(|| "No reason was given.".to_owned());
            ended("approval_rejected", "A person said no to this call.", reason)
        }
        ApprovalStatus::Expired => ended("approval_expired", "Nobody decided on this call in time.", over),
        ApprovalStatus::Stale => ended(
            "approval_stale",
            "What the call acts on changed before it was made; nothing was called.",
            over,
        ),
    }
}

fn reused() -> Problem {
    Problem::new(
        422,
        "idempotency_key_reused",
        "This idempotency key was used for another call.",
    )
    .with_detail(format!(
        "The operation, the account or the arguments differ. Use a new key for a new call; a key is kept for {} hours.",
        KEPT_MS / 3_600_000
    ))
}

/// The call with this key is under way.
pub fn in_progress() -> Problem {
    let mut problem = Problem::new(409, "in_progress", "The call with this key is under way.")
        .with_detail("Ask again in a moment; you will get its answer.");
    problem.retry_after = Some(1);
    problem
}

fn unknown() -> Problem {
    Problem::new(
        409,
        "outcome_unknown",
        "Ops AI ended while the call with this key was made.",
    )
    .with_detail(
        "Whether the vendor acted is unknown, so it is not made again: look there, and use a new key if it must be made.",
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::connector::CallError;
    use contract::ids::VendorId;

    #[test]
    fn a_key_is_one_word_of_plain_signs() {
        assert!(check("order-2026-11-24/7").is_ok());
        for wrong in ["", "two words", "a\nb", "schlüssel", &"k".repeat(256)] {
            assert_eq!(check(wrong).unwrap_err().errors[0].field, "idempotency_key");
        }
    }

    #[test]
    fn a_key_is_free_again_only_where_nothing_was_done_and_another_try_can_go_otherwise() {
        let failed = |kind| OperationError::Call(CallError::new(VendorId::new("acme"), "x", kind));
        let limited = || CallErrorKind::Limited { retry_after: None };
        assert!(is_free_after(&failed(limited()), false));
        assert!(
            !is_free_after(&failed(limited()), true),
            "an earlier request of the same call acted"
        );
        assert!(is_free_after(&failed(CallErrorKind::Credentials), false));
        for kind in [
            CallErrorKind::Rejected,
            CallErrorKind::NotFound,
            CallErrorKind::Timeout,
            CallErrorKind::VendorDown,
            CallErrorKind::Network(NetworkFault::Cut),
        ] {
            assert!(!is_free_after(&failed(kind.clone()), false), "{kind:?}");
        }
    }
}
