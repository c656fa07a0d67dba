//! Partner Center's envelope, and that of the gateway before it.
//!
//! The words of 900421, 900308, 60003 and of the gateway are those of the fact sheet; the others are ours.

use serde_json::{Value, json};

use crate::exchange::Answer;

/// A refusal.
#[derive(Clone, Debug)]
pub(crate) enum Refusal {
    /// By Partner Center itself: status, code, words.
    Said(u16, Value, String),
    /// By the gateway, with the seconds to wait.
    Throttled(Option<String>),
}

impl Refusal {
    pub fn of(status: u16, code: u32, words: &str) -> Self {
        Self::Said(status, code.into(), words.to_owned())
    }

    /// The caller's role is too weak.
    pub fn privileges() -> Self {
        Self::of(403, 900_308, "Insufficient privileges")
    }

    /// The customer is not this partner's.
    pub fn no_customer() -> Self {
        Self::of(404, 60_003, "Tenant not found")
    }

    /// A value in the body or the query cannot be.
    pub fn invalid(what: &str) -> Self {
        Self::of(400, 2_000, &format!("The request is invalid: {what}."))
    }

    /// The answer.
    pub fn answer(self) -> Answer {
        match self {
            Self::Said(status, code, words) => Answer::json(
                status,
                &json!({"code": code, "description": words, "data": [], "source": "PartnerCenter"}),
            ),
            Self::Throttled(after) => {
                let seconds = after.as_deref().unwrap_or("57");
                let message = format!("Rate limit is exceeded. Try again in {seconds} seconds.");
                let answer = Answer::json(429, &json!({"statusCode": 429, "message": message}));
                after
                    .iter()
                    .fold(answer, |answer, after| answer.with("retry-after", after))
            }
        }
    }
}
