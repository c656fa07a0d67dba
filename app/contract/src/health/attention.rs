//! Why a person should look at an integration: how much it changes, and when its credentials end.

use crate::{Text, Time};
use serde::{Deserialize, Serialize};

/// Probes in a row that must agree before an integration that flaps is believed again.
pub const STABLE_PROBES: u32 = 6;

/// Why a person should look at an integration though it may work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attention {
    /// The closed word: `flapping`, `slow`, `throttled`, `permission`, `expiring`, `expired`, `vendor`.
    pub code: Text,
    /// Why, for a person.
    pub text: String,
}

/// How much the outcome changes, by Nagios's weighted formula over the last 21 probes of the last hour.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Flap {
    /// The weighted change in per cent, with one decimal; it flaps from 30 on and stops below 20.
    pub percent: f64,
    /// How often the state changed.
    pub changes: u32,
    /// How many probes were looked at.
    pub probes: u32,
    /// How many probes in a row were alike, up to the newest.
    pub stable: u32,
    /// How many it takes until it is believed again.
    pub stable_needed: u32,
}

/// When credentials end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expiry {
    /// When.
    pub at: Time,
    /// Who says so: `entered` by a person, or told by the `vendor`.
    pub source: Text,
    /// Whole days that are left; negative once it is over.
    pub days_left: i64,
}
