//! The instance and its tokens. Synthetic, so they may be printed and committed. All are 64 characters long, as real ones.

use serde_json::{Value, json};

use super::behaviour::Behaviour;
use super::says;
use crate::exchange::{Answer, Received};

/// The instance that the double plays.
pub const ORIGIN: &str = "https://northgate.infocyte.com";

/// Of an analyst: reads everything and runs response extensions.
pub const GOOD_TOKEN: &str = "sandboxEdrAnalyst00000000000000000000000000000000000000000000001";
/// Reads everything, runs nothing.
pub const READ_ONLY_TOKEN: &str = "sandboxEdrReadOnly0000000000000000000000000000000000000000000002";
/// Reads everything but alerts.
pub const NO_ALERTS_TOKEN: &str = "sandboxEdrNoAlerts0000000000000000000000000000000000000000000003";
/// Reads everything but extensions, and so cannot find the one that isolates.
pub const WITHOUT_EXTENSIONS_TOKEN: &str = "sandboxEdrNoExtensions000000000000000000000000000000000000000004";
/// Known, and allowed nothing but to ask whose it is.
pub const TOO_LOW_TOKEN: &str = "sandboxEdrTooLow000000000000000000000000000000000000000000000005";
/// Was a token until its year was over.
pub const REVOKED_TOKEN: &str = "sandboxEdrExpired00000000000000000000000000000000000000000000006";

/// Every token and what it is good for, for a person.
pub const TOKENS: [(&str, &str); 6] = [
    ("works, and may run response extensions", GOOD_TOKEN),
    ("may only read", READ_ONLY_TOKEN),
    ("may not read alerts", NO_ALERTS_TOKEN),
    ("may not read extensions", WITHOUT_EXTENSIONS_TOKEN),
    ("may do nothing", TOO_LOW_TOKEN),
    ("expired", REVOKED_TOKEN),
];

/// Whose token it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Analyst,
    ReadOnly,
    NoAlerts,
    NoExtensions,
    TooLow,
}

impl Role {
    fn of(token: &str) -> Option<Self> {
        Some(match token {
            GOOD_TOKEN => Self::Analyst,
            READ_ONLY_TOKEN => Self::ReadOnly,
            NO_ALERTS_TOKEN => Self::NoAlerts,
            WITHOUT_EXTENSIONS_TOKEN => Self::NoExtensions,
            TOO_LOW_TOKEN => Self::TooLow,
            _ => return None,
        })
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Analyst => "opsai-analyst",
            Self::ReadOnly => "opsai-reader",
            Self::NoAlerts => "opsai-noalerts",
            Self::NoExtensions => "opsai-noextensions",
            Self::TooLow => "opsai-toolow",
        }
    }

    /// What `users/me` tells of it; the field names are `LoopBack`'s own and were not seen live.
    pub fn user(self) -> Value {
        let name = self.name();
        json!({"id": format!("00000000-0000-4000-8000-{:012x}", self as u8 + 1), "username": name,
            "email": format!("{name}@northgate.example")})
    }

    /// Whether it may read this model.
    pub fn may_read(self, model: &str) -> bool {
        match self {
            Self::Analyst | Self::ReadOnly => true,
            Self::NoAlerts => !model.starts_with("Alert"),
            Self::NoExtensions => model != "Extensions",
            Self::TooLow => false,
        }
    }

    /// Whether it may run response extensions.
    pub fn may_respond(self) -> bool {
        matches!(self, Self::Analyst | Self::NoExtensions)
    }
}

/// The role behind a request. The header goes before the query parameter; which of two wins was not seen.
pub(crate) fn role(request: &Received, behaviour: &Behaviour) -> Result<Role, Answer> {
    let header = request.header("authorization").filter(|text| !text.is_empty());
    if header.is_some_and(|text| text.starts_with("Bearer ")) {
        // Seen live: not a 401.
        return Err(says::broken());
    }
    let by_query = request
        .pairs()
        .into_iter()
        .find(|(key, _)| key == "access_token")
        .map(|(_, token)| token);
    match header.map(str::to_owned).or(by_query) {
        None => Err(says::authorization_required()),
        Some(token) => Role::of(&token).ok_or_else(|| says::refused(behaviour.wrong_token)),
    }
}
