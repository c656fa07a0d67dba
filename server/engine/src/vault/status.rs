//! What people see of the vault: plain data without key material.

use jiff::Timestamp;
use serde::Serialize;

/// Whether the key ring can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RingState {
    /// The last read of the source was good.
    Warm,
    /// The source is down; the copy in memory serves.
    Stale,
    /// There is no usable copy: calls are refused.
    Cold,
}

/// What a key is good for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyState {
    /// Seals and opens.
    Newest,
    /// Opens only; a rotation is not finished.
    Older,
    /// Left the ring on this day; its material is gone.
    Retired {
        /// The day, as written in the ring.
        on: String,
    },
}

/// One key by its fingerprint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeyStatus {
    /// The fingerprint that sealed values carry.
    pub id: String,
    /// What it is good for.
    pub state: KeyState,
}

/// The vault at one moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VaultStatus {
    /// Where the key ring is kept, in words.
    pub source: String,
    /// Whether it can be used.
    pub state: RingState,
    /// Since when it is so.
    pub since: Timestamp,
    /// Until when the copy in memory serves if the source stays away; none when cold.
    pub cached_until: Option<Timestamp>,
    /// The keys, newest first, retired ones last; empty when cold.
    pub keys: Vec<KeyStatus>,
    /// What the source said last, if its last answer was a failure.
    pub last_error: Option<String>,
}
