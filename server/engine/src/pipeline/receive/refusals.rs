//! Bounds what refused deliveries may cost: so many a minute of one webhook are written down, the rest are only counted.

use contract::ids::{WebhookId, WebhookSecretId};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, PoisonError},
};

/// How many refused deliveries of one webhook are written down in a minute.
pub const WRITTEN_A_MINUTE: u32 = 60;

/// How many webhooks are counted at once; beyond it the counting begins anew.
const MOST: usize = 10_000;

/// The counts of the minute.
#[derive(Default)]
pub struct Refusals(Mutex<Minute>);

#[derive(Default)]
struct Minute {
    number: i64,
    counts: BTreeMap<WebhookId, u32>,
}

impl Refusals {
    /// Counts one, and says whether it shall be written down.
    pub fn may_write(&self, webhook: &WebhookId, now_ms: i64) -> bool {
        let mut minute = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let number = now_ms.div_euclid(60_000);
        if minute.number != number || minute.counts.len() >= MOST {
            *minute = Minute {
                number,
                counts: BTreeMap::new(),
            };
        }
        let count = minute.counts.entry(webhook.clone()).or_default();
        *count = count.saturating_add(1);
        *count <= WRITTEN_A_MINUTE
    }

    /// Says whether one more would be written down; counts nothing.
    pub fn has_room(&self, webhook: &WebhookId, now_ms: i64) -> bool {
        let minute = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        minute.number != now_ms.div_euclid(60_000)
            || minute
                .counts
                .get(webhook)
                .is_none_or(|count| *count < WRITTEN_A_MINUTE)
    }
}

/// Which secrets were marked in this minute, so that a stream of deliveries does not write one row over and over.
#[derive(Default)]
pub struct Marks(Mutex<(i64, BTreeSet<WebhookSecretId>)>);

impl Marks {
    /// True for the first of a minute.
    pub fn may_write_once(&self, secret: &WebhookSecretId, now_ms: i64) -> bool {
        let mut marks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let number = now_ms.div_euclid(60_000);
        if marks.0 != number || marks.1.len() >= MOST {
            *marks = (number, BTreeSet::new());
        }
        marks.1.insert(secret.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flood_of_one_webhook_is_bounded_and_takes_nothing_from_another() {
        let refusals = Refusals::default();
        let (one, other) = (WebhookId::from_ulid("a"), WebhookId::from_ulid("b"));
        let written = (0..1_000).filter(|_| refusals.may_write(&one, 5)).count();
        assert_eq!(written, 60);
        assert!(refusals.may_write(&other, 5));
        assert!(refusals.may_write(&one, 60_000));
    }
}
