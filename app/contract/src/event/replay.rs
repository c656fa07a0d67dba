//! Replays: what one is asked with, one event or many, and what came of it.

use super::{Attempt, EventFilter};
use crate::ids::EventId;
use serde::{Deserialize, Serialize};

/// What a replay is asked with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReplayRequest {
    /// Why, for the record.
    pub reason: Option<String>,
    /// True to be told what would happen now; nothing is stored and nothing acts.
    pub dry_run: bool,
}

/// What a bulk replay is asked with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BulkReplay {
    /// Which dead letters.
    pub filter: EventFilter,
    /// Why, for the record.
    pub reason: Option<String>,
    /// How many a minute at most; as fast as they go when absent.
    pub per_minute: Option<u32>,
}

/// What came of a replay.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReplayAnswer {
    /// The new event; none of a dry run.
    pub event: Option<EventId>,
    /// What would happen, of a dry run: stage by stage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dry_run: Option<Attempt>,
    /// Effects that were made for the old event and will not be made again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub guarded: Vec<String>,
}
