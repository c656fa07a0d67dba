//! The key ring as people may see it: fingerprints and states, never a key.

use crate::{Text, Time};
use serde::{Deserialize, Serialize};

/// The key ring and the place it is kept in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyRing {
    /// Where the ring is kept, e.g. `file data/fernet.keys`.
    pub source: String,
    /// `warm` (read lately), `stale` (out of reach, the copy in memory still serves) or `cold` (no copy).
    pub state: Text,
    /// When the ring was last read.
    pub read_at: Option<Time>,
    /// Until when the copy in memory serves if the source stays out of reach.
    pub cached_until: Option<Time>,
    /// Why the source could not be read, in words.
    pub error: Option<String>,
    /// The keys, newest first.
    pub keys: Vec<Key>,
}

/// One key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key {
    /// Its fingerprint, as it stands in sealed values.
    pub id: String,
    /// `active` seals and opens; `retiring` only opens; `retired` has left the ring and its material is gone.
    pub state: Text,
    /// How many sealed values still need it.
    pub values: u64,
}
