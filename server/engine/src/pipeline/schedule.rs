//! When a failed event is tried again: a pure function of why it failed and how often.

use super::failure::Retry;
use std::time::Duration;

/// How many times an event is tried again.
pub const RETRIES: i64 = 3;

/// After an outage of our own it is tried again this soon, and no try is used up.
const OWN_OUTAGE: Duration = Duration::from_secs(10);

/// The longest `Retry-After` that is waited for.
const LONGEST: Duration = Duration::from_hours(24);

/// What follows from a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is tried again after this time, and that uses up a try.
    Retry(Duration),
    /// It is tried again after this time, and nothing is used up.
    Again(Duration),
    /// It is a dead letter.
    Dead,
}

/// What follows from a failure after `tries` failures before it; `chance` is a random number from 0 to 1 that spreads the
/// retries, only ever later.
pub fn verdict(retry: Retry, tries: i64, delays: &[Duration; 3], chance: f64) -> Verdict {
    let spread = |wait: Duration| wait + wait.mul_f64(0.2 * chance.clamp(0.0, 1.0));
    let planned = usize::try_from(tries)
        .ok()
        .and_then(|tries| delays.get(tries).copied())
        .filter(|_| tries < RETRIES);
    match (retry, planned) {
        (Retry::Never, _) | (Retry::Backoff | Retry::After(_), None) => Verdict::Dead,
        (Retry::OwnOutage, _) => Verdict::Again(spread(OWN_OUTAGE)),
        (Retry::Backoff, Some(wait)) => Verdict::Retry(spread(wait)),
        // Not before the vendor wants it, and not sooner than planned.
        (Retry::After(asked), Some(wait)) => Verdict::Retry(spread(wait).max(asked.min(LONGEST))),
    }
}

/// A random number from 0 to 1.
pub fn chance() -> f64 {
    let mut bytes = [0u8; 4];
    // Without randomness nothing is spread, and everything still works.
    let _ = getrandom::fill(&mut bytes);
    f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;
    use proptest::prelude::*;

    const DELAYS: [Duration; 3] = [
        Duration::from_secs(10),
        Duration::from_mins(1),
        Duration::from_mins(5),
    ];

    #[test]
    fn the_three_waits_are_used_in_turn_and_then_it_is_dead() {
        for (tries, expected) in [
            (0, Verdict::Retry(DELAYS[0])),
            (1, Verdict::Retry(DELAYS[1])),
            (2, Verdict::Retry(DELAYS[2])),
            (3, Verdict::Dead),
        ] {
            assert_eq!(verdict(Retry::Backoff, tries, &DELAYS, 0.0), expected);
        }
        assert_eq!(verdict(Retry::Never, 0, &DELAYS, 0.0), Verdict::Dead);
    }

    #[test]
    fn what_the_vendor_asks_for_is_honoured() {
        let asked = Duration::from_mins(30);
        assert_eq!(
            verdict(Retry::After(asked), 0, &DELAYS, 1.0),
            Verdict::Retry(asked)
        );
        let soon = Duration::from_secs(1);
        assert_eq!(
            verdict(Retry::After(soon), 0, &DELAYS, 0.0),
            Verdict::Retry(DELAYS[0])
        );
        assert_eq!(verdict(Retry::After(soon), 3, &DELAYS, 0.0), Verdict::Dead);
    }

    #[test]
    fn an_outage_of_our_own_uses_no_try_however_often() {
        for tries in [0, 3, 99] {
            assert!(matches!(
                verdict(Retry::OwnOutage, tries, &DELAYS, 0.5),
                Verdict::Again(_)
            ));
        }
    }

    proptest! {
        #[test]
        fn a_wait_is_never_shorter_than_planned_and_never_spread_by_more_than_a_fifth(tries in 0i64..3, chance in 0.0f64..=1.0) {
            let Verdict::Retry(wait) = verdict(Retry::Backoff, tries, &DELAYS, chance) else {
                return Err(TestCaseError::fail("no retry"));
            };
            let planned = DELAYS[usize::try_from(tries).unwrap()];
            prop_assert!(wait >= planned && wait <= planned.mul_f64(1.2));
        }
    }
}
