//! When an integration is probed: its own place in the interval, so that a thousand that were imported together do not come
//! together. Pure.

use contract::ids::IntegrationId;
use sha2::{Digest as _, Sha256};

/// The next slot after a moment: the integration's place in the interval, or, where that is nearer than half an interval,
/// the one after it. No two slots are less than half an interval apart, none more than one and a half.
pub fn next_slot(id: &IntegrationId, after: i64, interval_ms: i64) -> i64 {
    let interval = interval_ms.max(1);
    let place = place(id, interval);
    let begun = after.saturating_add(interval / 2);
    let since = (begun - place).rem_euclid(interval);
    begun + (interval - since) % interval
}

fn place(id: &IntegrationId, interval: i64) -> i64 {
    let digest = Sha256::digest(id.as_str().as_bytes());
    let mut eight = [0u8; 8];
    eight.copy_from_slice(&digest[..8]);
    let number = u64::from_be_bytes(eight) % u64::try_from(interval).unwrap_or(1);
    i64::try_from(number).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    const INTERVAL: i64 = 300_000;

    fn id(n: usize) -> IntegrationId {
        IntegrationId::parse(&format!("int_{n}")).unwrap()
    }

    proptest! {
        #[test]
        fn slots_keep_their_place_and_their_distance(n in 0usize..1_000, after in 0i64..4_000_000_000_000) {
            let first = next_slot(&id(n), after, INTERVAL);
            prop_assert!(first - after >= INTERVAL / 2 && first - after < INTERVAL * 3 / 2);
            let second = next_slot(&id(n), first, INTERVAL);
            prop_assert_eq!(second - first, INTERVAL);
            // A probe that began late does not move the place.
            prop_assert_eq!(next_slot(&id(n), first + INTERVAL / 4, INTERVAL), second);
        }
    }

    #[test]
    fn what_came_together_is_spread_over_the_whole_interval() {
        let mut minutes = [0u32; 5];
        for n in 0..10_000 {
            let slot = next_slot(&id(n), 0, INTERVAL).rem_euclid(INTERVAL);
            minutes[usize::try_from(slot / 60_000).unwrap()] += 1;
        }
        assert!(
            minutes.iter().all(|count| (1_800..2_200).contains(count)),
            "{minutes:?}"
        );
    }
}
