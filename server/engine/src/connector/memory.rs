//! What is remembered between the calls of one account: its limiter, its token, its discovered addresses. No secret but
//! the vendor's own short-lived token, and nothing that a restart would miss.

use super::{
    limit::{Limiter, Limits},
    spent::Spent,
    token::TokenCache,
};
use crate::clock::Clock;
use contract::ids::IntegrationId;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

/// The shelves of all accounts.
#[derive(Clone)]
pub struct Memory {
    /// What typed credentials became while they were tested.
    pub spent: Spent,
    clock: Clock,
    shelves: Arc<Mutex<HashMap<IntegrationId, Arc<Shelf>>>>,
}

/// What is remembered of one account.
pub struct Shelf {
    /// How fast it may be called.
    pub limiter: Limiter,
    /// Its token, for vendors that give one.
    pub token: TokenCache,
    /// The clock that the rest goes by.
    pub clock: Clock,
    limits: Limits,
    notes: Mutex<HashMap<&'static str, (String, i64)>>,
    parts: Mutex<HashMap<String, Arc<Shelf>>>,
}

/// More parts than this are not remembered at once: a name that nobody asks for any more makes room.
const MOST_PARTS: usize = 4_096;

impl Memory {
    /// Remembers nothing yet.
    pub fn new(clock: Clock) -> Self {
        Self {
            spent: Spent::new(clock.clone()),
            clock,
            shelves: Arc::default(),
        }
    }

    /// The shelf of an account.
    pub fn shelf(&self, id: &IntegrationId, limits: Limits) -> Arc<Shelf> {
        let mut shelves = self.shelves.lock().unwrap_or_else(PoisonError::into_inner);
        shelves
            .entry(id.clone())
            .or_insert_with(|| Arc::new(Shelf::new(limits, self.clock.clone())))
            .clone()
    }

    /// A shelf for an account that is not kept: a test of what was typed.
    pub fn passing(&self, limits: Limits) -> Arc<Shelf> {
        Arc::new(Shelf::new(limits, self.clock.clone()))
    }

    /// How long the vendor's pause for an account still lasts; none when there is none.
    pub fn paused_for(&self, id: &IntegrationId) -> Option<Duration> {
        let shelves = self.shelves.lock().unwrap_or_else(PoisonError::into_inner);
        shelves.get(id)?.limiter.paused_for()
    }

    /// Forgets an account: its settings or secrets changed, or it was deleted.
    pub fn forget(&self, id: &IntegrationId) {
        self.shelves
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(id);
    }
}

impl Shelf {
    /// An empty shelf.
    pub fn new(limits: Limits, clock: Clock) -> Self {
        Self {
            limiter: Limiter::new(limits, clock.clone()),
            token: TokenCache::default(),
            clock,
            limits,
            notes: Mutex::default(),
            parts: Mutex::default(),
        }
    }

    /// The shelf of a part of this account that has a token and limits of its own, such as a customer's tenant; the same
    /// one each time, gone with this shelf.
    pub fn part(&self, name: &str) -> Arc<Self> {
        let mut parts = self.parts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(part) = parts.get(name) {
            return part.clone();
        }
        if parts.len() >= MOST_PARTS {
            parts.retain(|_, part| Arc::strong_count(part) > 1);
        }
        let part = Arc::new(Self::new(self.limits, self.clock.clone()));
        parts.insert(name.to_owned(), part.clone());
        part
    }

    /// A note that is still good.
    pub fn note(&self, key: &'static str) -> Option<String> {
        let notes = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
        notes
            .get(key)
            .filter(|(_, until)| self.clock.now_ms() < *until)
            .map(|(text, _)| text.clone())
    }

    /// Keeps a note (an address found, never a secret) for some time.
    pub fn keep(&self, key: &'static str, text: String, good_for: Duration) {
        let until = self
            .clock
            .now_ms()
            .saturating_add(i64::try_from(good_for.as_millis()).unwrap_or(i64::MAX));
        self.notes
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(key, (text, until));
    }

    /// Drops a note that proved wrong.
    pub fn drop_note(&self, key: &'static str) {
        self.notes
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shelf() -> Shelf {
        let limits = Limits {
            at_once: 1,
            window: None,
        };
        Shelf::new(limits, Clock::standing(0).0)
    }

    #[test]
    fn a_part_is_the_same_each_time_and_another_for_another_name() {
        let shelf = shelf();
        let (one, again, other) = (shelf.part("a"), shelf.part("a"), shelf.part("b"));
        one.keep("seen", "yes".into(), Duration::from_secs(1));
        assert_eq!(again.note("seen").as_deref(), Some("yes"));
        assert_eq!((other.note("seen"), shelf.note("seen")), (None, None));
        other.limiter.pause(Duration::from_secs(9));
        assert!(one.limiter.paused_for().is_none() && shelf.limiter.paused_for().is_none());
    }

    #[test]
    fn parts_do_not_pile_up_and_one_in_use_is_kept() {
        let shelf = shelf();
        let used = shelf.part("used");
        used.keep("seen", "yes".into(), Duration::from_secs(1));
        for n in 0..2 * MOST_PARTS {
            shelf.part(&n.to_string());
        }
        assert!(shelf.parts.lock().unwrap_or_else(PoisonError::into_inner).len() <= MOST_PARTS);
        assert_eq!(shelf.part("used").note("seen").as_deref(), Some("yes"));
    }
}
