//! What the fact sheet leaves open, as knobs.

use serde::{Deserialize, Serialize};

/// How a refusal of the token may read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// 401 `AUTHORIZATION_REQUIRED`.
    #[default]
    AuthorizationRequired,
    /// 401 `INVALID_TOKEN`.
    InvalidToken,
}

/// The knobs, also at `PATCH /_sandbox/knobs`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Behaviour {
    /// How a wrong or expired token is refused.
    pub wrong_token: Refusal,
    /// The status of a known token without the right: 403, or 401, both with `ACCESS_DENIED`.
    pub denied_status: u16,
    /// How often a running task must be asked for until it has ended.
    pub task_reads: u32,
    /// The status with which a task ends; anything but `Completed` is a failure and changes nothing.
    pub task_ends: String,
    /// Whether the response extension moves the agent's own `isolated` flag, which nobody has said.
    pub extension_sets_flag: bool,
    /// What `targets/scan` calls its answer: `scanTaskId`, or `userTaskId` as its variant does.
    pub scan_answers: String,
}

impl Default for Behaviour {
    fn default() -> Self {
        Self {
            wrong_token: Refusal::default(),
            denied_status: 403,
            task_reads: 2,
            task_ends: "Completed".into(),
            extension_sets_flag: true,
            scan_answers: "scanTaskId".into(),
        }
    }
}
