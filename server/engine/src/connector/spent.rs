//! What a credential that somebody typed became while it was tested: some vendors answer a sign-in with a new one and end the one
//! before.
//!
//! A test keeps nothing, so the form still holds what was typed; the save that follows, and every further test, goes on with what
//! it became. Only whoever typed the same value again finds it, for an hour, and it is sealed by whoever keeps it here. It is
//! in the memory of this process: on another node, and after a restart, what was typed is used as it is. The one vendor whose
//! credential is both typed and renewed takes the one before for as long as it lives, so nothing is lost there either.

use crate::clock::Clock;
use crate::vault::Secret;
use contract::ids::VendorId;
use sha2::{Digest as _, Sha256};
use std::{
    collections::HashMap,
    fmt::Write as _,
    sync::{Arc, Mutex, PoisonError},
};

/// For how long one is found again, in milliseconds.
const KEPT_MS: i64 = 3_600_000;

/// How many are kept; beyond it the oldest go.
const MOST: usize = 256;

/// What typed credentials became. Clones share it.
#[derive(Clone)]
pub struct Spent {
    clock: Clock,
    all: Arc<Mutex<HashMap<String, Sealed>>>,
}

/// A value that was renewed, as its keeper sealed it.
struct Sealed {
    text: String,
    until: i64,
}

impl Spent {
    /// Nothing yet.
    pub fn new(clock: Clock) -> Self {
        Self {
            clock,
            all: Arc::default(),
        }
    }

    /// What somebody's typed value is found by; it tells nothing of the value.
    pub fn name(who: &str, vendor: &VendorId, field: &str, typed: &Secret) -> String {
        let mut hash = Sha256::new();
        for part in [who, vendor.as_str(), field, typed.expose()] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
        let mut name = String::from("typed:");
        for byte in hash.finalize() {
            let _ = write!(name, "{byte:02x}");
        }
        name
    }

    /// What it became, sealed.
    pub fn became(&self, name: &str) -> Option<String> {
        let now = self.clock.now_ms();
        let all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        all.get(name)
            .filter(|sealed| now < sealed.until)
            .map(|sealed| sealed.text.clone())
    }

    /// Keeps what it became.
    pub fn keep(&self, name: String, text: String) {
        let now = self.clock.now_ms();
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, sealed| now < sealed.until);
        while all.len() >= MOST
            && let Some(oldest) = all.iter().min_by_key(|(_, sealed)| sealed.until)
        {
            let oldest = oldest.0.clone();
            all.remove(&oldest);
        }
        let until = now + KEPT_MS;
        all.insert(name, Sealed { text, until });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn name(who: &str, field: &str, typed: &str) -> String {
        Spent::name(who, &VendorId::new("a"), field, &Secret::new(typed.to_owned()))
    }

    #[test]
    fn only_the_same_person_with_the_same_value_finds_it_and_for_an_hour() {
        let (clock, hand) = Clock::standing(0);
        let spent = Spent::new(clock);
        spent.keep(name("ada", "token", "one"), "k1.sealed".into());
        assert_eq!(
            spent.became(&name("ada", "token", "one")).as_deref(),
            Some("k1.sealed")
        );
        for other in [
            name("bob", "token", "one"),
            name("ada", "token", "two"),
            name("ada", "other", "one"),
            name("adat", "oken", "one"),
        ] {
            assert_eq!(spent.became(&other), None);
        }
        hand.forward(Duration::from_mins(61));
        assert_eq!(spent.became(&name("ada", "token", "one")), None);
    }

    #[test]
    fn they_do_not_pile_up_and_a_name_tells_no_value() {
        let (clock, hand) = Clock::standing(0);
        let spent = Spent::new(clock);
        for n in 0..2 * MOST {
            spent.keep(name("ada", "token", &n.to_string()), n.to_string());
            hand.forward(Duration::from_millis(1));
        }
        assert!(spent.all.lock().is_ok_and(|all| all.len() == MOST));
        assert_eq!(spent.became(&name("ada", "token", "0")), None);
        let newest = (2 * MOST - 1).to_string();
        assert_eq!(spent.became(&name("ada", "token", &newest)), Some(newest));
        assert!(!name("ada", "token", "canary-4711").contains("canary"));
    }
}
