//! A refusal as the sender meets it: what is wrong, never what would be right.

use super::gate::Refused;
use contract::{failure::FailureCode, problem::Problem};

/// The problem of a refused delivery.
pub fn problem(refused: &Refused) -> Problem {
    let status = match refused.code {
        FailureCode::PayloadTooLarge => 413,
        FailureCode::UnsupportedMediaType => 415,
        FailureCode::SignatureMissing | FailureCode::SignatureMismatch | FailureCode::StaleTimestamp => 401,
        _ => 403,
    };
    Problem::new(
        status,
        refused.code.as_str(),
        "The delivery was refused; nothing will be done with it.",
    )
    .with_detail(refused.why.clone())
}

/// There is no such webhook.
pub fn unknown() -> Problem {
    Problem::not_found("webhook")
}

/// The secrets cannot be opened, so nothing can be proven now.
pub fn cold() -> Problem {
    let mut problem = Problem::new(
        503,
        "key_unavailable",
        "The webhook's secret cannot be opened now.",
    )
    .with_detail("Nothing was kept. Send it again; the key source is out of reach.");
    problem.retry_after = Some(30);
    problem
}

/// What its proof points to cannot be had, so nothing can be proven now.
pub fn unfetched() -> Problem {
    let mut problem = Problem::new(
        503,
        "proof_unavailable",
        "What the delivery's proof points to cannot be had now.",
    )
    .with_detail("Nothing was kept. Send it again.");
    problem.retry_after = Some(30);
    problem
}

/// The sender went away.
pub fn cut() -> Problem {
    Problem::new(400, "truncated_body", "The body ended before it was complete.")
        .with_detail("Nothing was kept. Send it again.")
}
