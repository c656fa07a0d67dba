//! From one probe to the next: what the badge becomes, and what people may have to hear of. Pure.
//!
//! ```text
//!   ok ──fails──▶ unconfirmed ──fails again──▶ down ──passes──▶ ok        told: down, recovered
//!                      └──passes──▶ ok                                    told: nothing
//!   changes and changes ──▶ flapping ──calm──▶ settled, then down or recovered if that is how it ended
//! ```
//!
//! A fault of our own says nothing of the vendor: it changes the outcome and no badge, and takes an unconfirmed failure back.

use super::flapping::{self, STATES};
use crate::store::{HealthState, ProbeRow, Seen, Turn, Verdict};
use contract::probe::{Badge, Outcome};

/// Slow is what takes so many times the median …
const SLOW_TIMES: i64 = 3;

/// … and so much longer …
const SLOW_MORE_MS: i64 = 500;

/// … so many probes in a row.
const SLOW_PROBES: usize = 3;

/// Judges a probe.
pub fn judge(before: &HealthState, probe: &ProbeRow) -> Verdict {
    let mut state = before.clone();
    state.outcome = Some(probe.outcome);
    if before.outcome != Some(probe.outcome) || state.since.is_none() {
        state.since = Some(probe.at);
    }
    let Some(badge) = probe.outcome.badge() else {
        if before.unconfirmed {
            state.unconfirmed = false;
            state.badge = before.steady;
        }
        return Verdict {
            state,
            turns: Vec::new(),
            confirm: false,
            slow: false,
        };
    };
    remember(&mut state, probe);
    let mut turns = Vec::new();
    let changed = before.badge.is_some_and(|was| was != badge);
    state.badge = Some(badge);
    state.flapping = flaps(before.flapping, changed, &state, probe.at);
    match (before.flapping, state.flapping) {
        (false, true) => turns.push(Turn::Flapping),
        (true, false) => turns.push(Turn::Settled),
        _ => {}
    }
    let failed = badge == Badge::Disconnected;
    let first = before.badge != Some(Badge::Disconnected);
    state.unconfirmed = failed && first && !before.down && !probe.conclusive;
    if !state.unconfirmed {
        state.steady = Some(badge);
    }
    // While it flaps people have heard that it does.
    if !state.flapping && !state.unconfirmed && failed != before.down {
        turns.push(if failed { Turn::Down } else { Turn::Recovered });
        state.down = failed;
    }
    state.slow = slow(&state);
    Verdict {
        confirm: state.unconfirmed,
        slow: probe.outcome == Outcome::Ok && is_slow(before.median_ms, probe.latency_ms),
        state,
        turns,
    }
}

/// How much the outcome of an integration changes, for people.
pub fn change_of(state: &HealthState, now: i64) -> flapping::Change {
    flapping::measure(&badges(&state.recent), now)
}

fn flaps(before: bool, changed: bool, state: &HealthState, now: i64) -> bool {
    flapping::flaps(before, changed, &change_of(state, now))
}

fn remember(state: &mut HealthState, probe: &ProbeRow) {
    state.recent.push(Seen {
        at: probe.at,
        outcome: probe.outcome,
        latency_ms: probe.latency_ms,
    });
    let more = state.recent.len().saturating_sub(STATES);
    state.recent.drain(..more);
}

fn badges(recent: &[Seen]) -> Vec<(i64, Badge)> {
    let one = |seen: &Seen| Some((seen.at, seen.outcome.badge()?));
    recent.iter().filter_map(one).collect()
}

/// True of a latency far beyond the median; without a median nothing is slow.
fn is_slow(median: Option<i64>, latency_ms: i64) -> bool {
    median.is_some_and(|median| latency_ms > (median * SLOW_TIMES).max(median + SLOW_MORE_MS))
}

fn slow(state: &HealthState) -> bool {
    let passed = state
        .recent
        .iter()
        .rev()
        .filter(|seen| seen.outcome == Outcome::Ok);
    let last: Vec<i64> = passed.take(SLOW_PROBES).map(|seen| seen.latency_ms).collect();
    last.len() == SLOW_PROBES && last.iter().all(|latency| is_slow(state.median_ms, *latency))
}

#[cfg(test)]
#[path = "judge_tests.rs"]
mod tests;
