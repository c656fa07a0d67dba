//! The audit trail: who did what, chained by hashes so that a change of the past shows.

use crate::{Time, actor::ActorKind};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// Its place in the chain, from 1.
    pub seq: i64,
    /// When it happened.
    pub at: Time,
    /// Person, token or system.
    pub actor_kind: ActorKind,
    /// Who.
    pub actor_id: String,
    /// Their name at that time.
    pub actor_name: String,
    /// What they did, e.g. `integration.created`.
    pub action: String,
    /// To what.
    pub target: String,
    /// Particulars; a secret stands here as `changed` and nothing more.
    pub detail: Value,
    /// The hash of the entry before.
    pub previous: String,
    /// The hash of this one: SHA-256 over `previous` and all the rest.
    pub hash: String,
}

/// A page of entries, newest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AuditPage {
    /// The entries.
    pub items: Vec<AuditEntry>,
    /// Where the next page begins.
    pub next_cursor: Option<String>,
}

/// Whether the chain is whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainReport {
    /// How many entries were read.
    pub entries: i64,
    /// The first entry whose hash does not fit; none when the chain is whole.
    pub broken_at: Option<i64>,
}
