//! What is remembered of the key ring: warm, stale or cold. Pure: no clock, no reading.
//!
//! A ring that was read once serves for 24 hours while its source is down, so that an outage of the
//! key vault breaks no call. After that, or where nothing was ever read, the vault is cold.

use std::{collections::HashMap, sync::Arc};

use jiff::{SignedDuration, Timestamp};

use super::{
    error::{VaultError, words},
    ring::Ring,
    source::KeySourceError,
    status::RingState,
};

/// How long a ring serves after its last good read.
pub(super) const KEPT_FOR: SignedDuration = SignedDuration::from_hours(24);
/// How long nobody but an explicit refresh asks a source again that has just failed.
pub(super) const RETRY_PAUSE: SignedDuration = SignedDuration::from_secs(3);
/// How old a ring may be to seal with. Rationale: a rotation waits longer than this before it takes
/// the old keys away, so no value is sealed with a key that is about to go (see `rotation`).
pub(super) const FRESH_FOR: SignedDuration = SignedDuration::from_secs(1);

/// The ring in memory and how it came there.
pub(super) struct Cache {
    started: Timestamp,
    good: Option<Good>,
    failure: Option<Failure>,
    /// Key ids that a read did not find, and when that read began.
    missing: HashMap<String, Timestamp>,
}

struct Good {
    ring: Arc<Ring>,
    /// When the read began: what it returned may be as old as that.
    read_at: Timestamp,
    /// When the unbroken row of good reads began.
    since: Timestamp,
}

struct Failure {
    since: Timestamp,
    last: Timestamp,
    error: Arc<KeySourceError>,
}

impl Cache {
    pub(super) fn new(started: Timestamp) -> Self {
        Self {
            started,
            good: None,
            failure: None,
            missing: HashMap::new(),
        }
    }

    /// Takes in a ring whose read began at `read_at`.
    pub(super) fn succeeded(&mut self, ring: Ring, read_at: Timestamp) {
        let unbroken = self.failure.take().is_none();
        let since = self
            .good
            .as_ref()
            .filter(|_| unbroken)
            .map_or(read_at, |good| good.since);
        self.good = Some(Good {
            ring: Arc::new(ring),
            read_at,
            since,
        });
    }

    /// Takes in that a read failed.
    pub(super) fn failed(&mut self, error: KeySourceError, now: Timestamp) {
        let since = self.failure.as_ref().map_or(now, |failure| failure.since);
        self.failure = Some(Failure {
            since,
            last: now,
            error: Arc::new(error),
        });
    }

    /// The ring, while it may be used.
    pub(super) fn ring(&self, now: Timestamp) -> Option<Arc<Ring>> {
        self.good
            .as_ref()
            .filter(|good| now <= good.read_at + KEPT_FOR)
            .map(|good| Arc::clone(&good.ring))
    }

    /// Whether the ring is so young that sealing with it needs no new read.
    pub(super) fn is_fresh(&self, now: Timestamp) -> bool {
        self.good
            .as_ref()
            .is_some_and(|good| within(good.read_at, now, FRESH_FOR))
    }

    /// Whether the source failed so lately that a call does better not to ask it again.
    pub(super) fn is_pausing(&self, now: Timestamp) -> bool {
        self.failure
            .as_ref()
            .is_some_and(|failure| within(failure.last, now, RETRY_PAUSE))
    }

    /// Whether the last read failed.
    pub(super) fn is_failing(&self) -> bool {
        self.failure.is_some()
    }

    /// Whether a key id was looked for in vain so lately that another read would be a waste.
    /// Rationale: a row of another installation must not make every open ask the source, but a key
    /// that a rotation has just added must be found at once, so each id is counted on its own.
    pub(super) fn is_missing(&self, key_id: &str, now: Timestamp) -> bool {
        self.missing
            .get(key_id)
            .is_some_and(|looked| within(*looked, now, RETRY_PAUSE))
    }

    /// Remembers that a read begun at `looked` did not find a key id.
    pub(super) fn note_missing(&mut self, key_id: &str, looked: Timestamp) {
        self.missing.retain(|_, at| within(*at, looked, RETRY_PAUSE));
        self.missing.insert(key_id.to_owned(), looked);
    }

    /// The refusal that tells why there is no ring, or that the ring is too old to judge by.
    pub(super) fn unavailable(&self, about: &str) -> VaultError {
        let source = self.failure.as_ref().map(|failure| Arc::clone(&failure.error));
        let cause = source.as_ref().map_or_else(
            || "nothing was read yet".to_owned(),
            |error| words(error.as_ref()),
        );
        let why = match &self.good {
            Some(good) => format!(
                "{about}last read at {}, its copy serves 24 hours; {cause}",
                good.read_at
            ),
            None => format!("{about}{cause}"),
        };
        VaultError::KeyUnavailable { why, source }
    }

    /// The state and the moment it began.
    pub(super) fn state(&self, now: Timestamp) -> (RingState, Timestamp) {
        match (&self.good, &self.failure) {
            (None, _) => (RingState::Cold, self.started),
            (Some(good), _) if self.ring(now).is_none() => (RingState::Cold, good.read_at + KEPT_FOR),
            (Some(_), Some(failure)) => (RingState::Stale, failure.since),
            (Some(good), None) => (RingState::Warm, good.since),
        }
    }

    /// Until when the ring serves if its source stays away.
    pub(super) fn kept_until(&self, now: Timestamp) -> Option<Timestamp> {
        self.ring(now)?;
        self.good.as_ref().map(|good| good.read_at + KEPT_FOR)
    }

    /// What the source said last, if it was a failure.
    pub(super) fn last_error(&self) -> Option<&KeySourceError> {
        self.failure.as_ref().map(|failure| failure.error.as_ref())
    }
}

/// Whether `now` is at most `span` after `then`. A clock that went backwards is never within.
fn within(then: Timestamp, now: Timestamp, span: SignedDuration) -> bool {
    then <= now && now <= then + span
}
