//! Whether an outcome keeps changing, by Nagios's weighted formula: 21 states, the newest change weighs 1.25, the oldest 0.75.
//!
//! Pure; it knows no clock and no store. What is added to Nagios: states older than an hour do not count, six alike in a row
//! end it, and it begins only with a change, so that it cannot begin again while nothing changes.

use contract::{health::STABLE_PROBES, probe::Badge};

/// How many states are looked at.
pub const STATES: usize = 21;

/// How far back, in milliseconds.
pub const WINDOW_MS: i64 = 60 * 60 * 1000;

/// The change in per cent from which it flaps.
const ENTER: f64 = 30.0;

/// The change in per cent below which it no longer does.
const LEAVE: f64 = 20.0;

/// The weights of the oldest and the newest change.
const LOW: f64 = 0.75;
const HIGH: f64 = 1.25;

/// How much the states change.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// The weighted change in per cent.
    pub percent: f64,
    /// How often the state changed.
    pub changes: u32,
    /// How many states were looked at.
    pub probes: u32,
    /// How many states in a row are alike, up to the newest.
    pub stable: u32,
}

/// Measures states, oldest first, each with its moment. What is missing at the old end counts as unchanged, as Nagios begins.
pub fn measure(states: &[(i64, Badge)], now: i64) -> Change {
    let from = states
        .len()
        .saturating_sub(STATES)
        .max(states.partition_point(|(at, _)| *at < now - WINDOW_MS));
    let seen: Vec<Badge> = states[from.min(states.len())..]
        .iter()
        .map(|(_, state)| *state)
        .collect();
    let (mut weighted, mut changes) = (0.0, 0);
    for (back, pair) in seen.windows(2).rev().enumerate() {
        if pair[0] != pair[1] {
            changes += 1;
            weighted += weight(back);
        }
    }
    let newest = seen.last();
    let stable = seen
        .iter()
        .rev()
        .take_while(|state| Some(*state) == newest)
        .count();
    Change {
        percent: weighted * 100.0 / as_float(STATES - 1),
        changes,
        probes: as_count(seen.len()),
        stable: as_count(stable),
    }
}

/// Whether it flaps now, given whether it did before and whether the newest state is a change.
pub fn flaps(before: bool, changed: bool, change: &Change) -> bool {
    if before {
        change.percent >= LEAVE && change.stable < STABLE_PROBES
    } else {
        changed && change.percent >= ENTER
    }
}

/// The weight of the change so many places before the newest.
fn weight(back: usize) -> f64 {
    let place = as_float(STATES - 2 - back);
    LOW + place * (HIGH - LOW) / as_float(STATES - 2)
}

fn as_float(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}

fn as_count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
#[path = "flapping_tests.rs"]
mod tests;
