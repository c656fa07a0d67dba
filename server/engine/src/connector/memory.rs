//! What is remembered between the calls of one account: its limiter, its token, its discovered addresses. No secret but
//! the vendor's own short-lived token, and nothing that a restart would miss.

use super::{
    limit::{Limiter, Limits},
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
    notes: Mutex<HashMap<&'static str, (String, i64)>>,
}

impl Memory {
    /// Remembers nothing yet.
    pub fn new(clock: Clock) -> Self {
        Self {
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
            notes: Mutex::default(),
        }
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
