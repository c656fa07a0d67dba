//! What the facts about Pax8 leave open, as knobs: a connector has to bear every position.

use serde::{Deserialize, Serialize};

/// The knobs, also at `PATCH /_sandbox/knobs`.
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Behaviour {
    /// For how many seconds a token is good.
    pub token_seconds: u64,
    /// The body of a 401 to a call; nobody has described it.
    pub unauthorized_body: String,
    /// The body of the 429; nobody has described it.
    pub limited_body: String,
    /// `Retry-After` of the 429; not documented.
    pub limited_retry_after: Option<String>,
    /// Requests of the last minute that were made before the double was started.
    pub already_used: u64,
    /// A subscription's commitment under the documented name `commitmentTerm`; the live API was seen to send `commitment`.
    pub commitment_as_documented: bool,
    /// Refusals that are about commitments as `{"errors":["…"]}`, as was seen once.
    pub commitment_refusals_as_list: bool,
    /// Whether a passed `isMock` order carries ids like a placed one.
    pub mock_has_ids: bool,
    /// Whether lists say where their page stands.
    pub page_is_told: bool,
}

impl Default for Behaviour {
    fn default() -> Self {
        Self {
            token_seconds: 86_400,
            unauthorized_body: String::new(),
            limited_body: String::new(),
            limited_retry_after: None,
            already_used: 0,
            commitment_as_documented: false,
            commitment_refusals_as_list: false,
            mock_has_ids: false,
            page_is_told: true,
        }
    }
}
