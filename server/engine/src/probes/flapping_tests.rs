#![allow(clippy::unwrap_used, clippy::cast_precision_loss, clippy::cast_possible_wrap)]
use super::*;
use proptest::prelude::*;

/// Nagios's own way (base/flapping.c, `check_for_service_flapping`): a ring of 21 states that begins filled with the first
/// one, and a loop over it from its oldest place.
struct Ring {
    history: [u8; 21],
    index: usize,
}

impl Ring {
    fn new(first: u8) -> Self {
        Self {
            history: [first; 21],
            index: 0,
        }
    }

    fn add(&mut self, state: u8) {
        self.history[self.index] = state;
        self.index += 1;
        if self.index >= 21 {
            self.index = 0;
        }
    }

    fn percent(&self) -> f64 {
        let (low_curve_value, high_curve_value) = (0.75, 1.25);
        let mut curved_changes = 0.0;
        let mut last = 0;
        let mut y = self.index;
        for x in 0..21 {
            if x == 0 {
                last = self.history[y];
            } else {
                if last != self.history[y] {
                    curved_changes += ((f64::from(x - 1) * (high_curve_value - low_curve_value))
                        / f64::from(21 - 2))
                        + low_curve_value;
                }
                last = self.history[y];
            }
            y += 1;
            if y >= 21 {
                y = 0;
            }
        }
        (curved_changes * 100.0) / f64::from(21 - 1)
    }
}

fn state(n: u8) -> Badge {
    [Badge::Connected, Badge::NeedsAttention, Badge::Disconnected][usize::from(n % 3)]
}

proptest! {
    #[test]
    fn the_weighted_change_is_the_one_of_nagios(states in prop::collection::vec(0u8..3, 1..120)) {
        let mut ring = Ring::new(states[0]);
        let mut seen = Vec::new();
        for (n, one) in states.iter().enumerate() {
            ring.add(*one);
            seen.push((n as i64, state(*one)));
            let measured = measure(&seen, n as i64).percent;
            prop_assert!((measured - ring.percent()).abs() < 1e-9, "{measured} {}", ring.percent());
        }
    }

    #[test]
    fn it_ends_after_six_alike_and_does_not_begin_again_without_a_change(states in prop::collection::vec(0u8..3, 1..60)) {
        let (mut flapping, mut seen) = (false, Vec::new());
        for (n, one) in states.iter().chain([&0; 7]).enumerate() {
            let changed = seen.last().is_some_and(|(_, last)| *last != state(*one));
            seen.push((n as i64, state(*one)));
            let was = flapping;
            let change = measure(&seen, n as i64);
            flapping = flaps(was, changed, &change);
            prop_assert!(!flapping || change.stable < 6);
            prop_assert!(was || !flapping || (changed && change.percent >= 30.0));
            prop_assert!(!was || flapping || change.percent < 20.0 || change.stable >= 6);
        }
        prop_assert!(!flapping);
    }
}

#[test]
fn what_is_older_than_an_hour_does_not_count() {
    let states: Vec<_> = (0..21)
        .map(|n| (i64::from(n) * 60_000, state((n % 2) * 2)))
        .collect();
    assert!(measure(&states, 20 * 60_000).percent > 99.0);
    let later = measure(&states, 20 * 60_000 + WINDOW_MS);
    assert_eq!((later.changes, later.probes), (0, 1));
    assert_eq!(measure(&[], 0).probes, 0);
}

#[test]
fn the_numbers_that_people_see_add_up() {
    let states: Vec<_> = [0u8, 2, 0, 2, 2, 2]
        .iter()
        .enumerate()
        .map(|(n, one)| (n as i64, state(*one)))
        .collect();
    let change = measure(&states, 5);
    assert_eq!((change.changes, change.probes, change.stable), (3, 6, 3));
}
