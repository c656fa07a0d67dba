#![allow(clippy::unwrap_used)]
use super::*;
use crate::store::fresh_ulid;
use contract::ids::ProbeId;

const INTERVAL: i64 = 300_000;

fn probe(at: i64, outcome: Outcome) -> ProbeRow {
    ProbeRow {
        id: ProbeId::from_ulid(&fresh_ulid(at)),
        at,
        outcome,
        latency_ms: 100,
        trigger: "schedule",
        detail: String::new(),
        attention: None,
        vendor_status: None,
        vendor_message: None,
        vendor_request_id: None,
        conclusive: false,
        expires_at: None,
    }
}

/// Judges outcomes one interval apart, the confirming ones included; answers the last state and all turns.
fn run(outcomes: &[Outcome]) -> (HealthState, Vec<Turn>) {
    let (mut state, mut turns) = (HealthState::default(), Vec::new());
    for (n, outcome) in outcomes.iter().enumerate() {
        let verdict = judge(&state, &probe(i64::try_from(n).unwrap() * INTERVAL, *outcome));
        assert_eq!(verdict.confirm, verdict.state.unconfirmed);
        state = verdict.state;
        turns.extend(verdict.turns);
    }
    (state, turns)
}

use Outcome::{Credentials, EgressDown, Ok as Passed, Throttled, Timeout, VendorDown};

#[test]
fn one_failure_changes_the_badge_and_tells_nobody() {
    let (state, turns) = run(&[Passed, Timeout]);
    assert_eq!(
        (state.badge, state.unconfirmed, state.down),
        (Some(Badge::Disconnected), true, false)
    );
    assert!(turns.is_empty());
    let (state, turns) = run(&[Passed, Timeout, Passed]);
    assert_eq!((state.badge, state.unconfirmed), (Some(Badge::Connected), false));
    assert!(turns.is_empty());
}

#[test]
fn a_second_failure_confirms_it_whatever_its_outcome_and_the_recovery_is_told_once() {
    let (state, turns) = run(&[Passed, Timeout, VendorDown, VendorDown]);
    assert!(state.down && !state.unconfirmed);
    assert_eq!(turns, [Turn::Down]);
    assert_eq!(
        run(&[Passed, Timeout, Timeout, Passed, Passed]).1,
        [Turn::Down, Turn::Recovered]
    );
}

#[test]
fn a_refusal_that_nobody_repeats_needs_no_second() {
    let refused = ProbeRow {
        conclusive: true,
        ..probe(0, Credentials)
    };
    let verdict = judge(&HealthState::default(), &refused);
    assert_eq!(verdict.turns, [Turn::Down]);
    assert!(!verdict.confirm);
}

#[test]
fn a_fault_of_our_own_takes_back_what_it_caused_and_confirms_nothing() {
    let (state, turns) = run(&[Passed, Timeout, EgressDown]);
    assert_eq!(state.badge, Some(Badge::Connected));
    assert_eq!(
        (state.outcome, state.unconfirmed, state.down),
        (Some(EgressDown), false, false)
    );
    assert!(turns.is_empty());
    let (state, turns) = run(&[Passed, Timeout, Timeout, EgressDown, Passed]);
    assert_eq!(turns, [Turn::Down, Turn::Recovered]);
    assert_eq!(state.badge, Some(Badge::Connected));
}

#[test]
fn what_keeps_changing_is_told_once_as_flapping_and_in_the_end_as_it_ended() {
    let mut outcomes = vec![Passed];
    for _ in 0..6 {
        outcomes.extend([Timeout, Passed]);
    }
    let (state, turns) = run(&outcomes);
    assert!(state.flapping);
    assert_eq!(turns, [Turn::Flapping]);
    outcomes.extend([Passed; 6]);
    let (state, turns) = run(&outcomes);
    assert!(!state.flapping);
    assert_eq!(turns, [Turn::Flapping, Turn::Settled]);
    outcomes.truncate(13);
    outcomes.extend([Timeout; 8]);
    assert_eq!(run(&outcomes).1, [Turn::Flapping, Turn::Settled, Turn::Down]);
}

#[test]
fn throttling_is_another_state_than_passing_and_neither_is_down() {
    let (state, turns) = run(&[Passed, Throttled, Throttled]);
    assert_eq!((state.badge, state.down), (Some(Badge::NeedsAttention), false));
    assert!(turns.is_empty());
}

#[test]
fn slow_is_three_in_a_row_far_beyond_its_own_median() {
    let median = |ms| HealthState {
        median_ms: Some(ms),
        ..HealthState::default()
    };
    let after = |ms, latencies: &[i64]| {
        let mut state = median(ms);
        for latency_ms in latencies {
            let row = ProbeRow {
                latency_ms: *latency_ms,
                ..probe(0, Passed)
            };
            state = judge(&state, &row).state;
        }
        state.slow
    };
    assert!(after(400, &[1_300, 1_300, 1_300]));
    assert!(!after(400, &[1_300, 1_100, 1_300]));
    assert!(!after(400, &[1_300, 1_300]));
    // Three times almost nothing is still almost nothing.
    assert!(!after(20, &[90, 90, 90]));
    assert!(!after(400, &[1_300, 1_300, 1_300, 300]));
}

#[test]
fn a_probe_is_slow_by_itself_where_it_passed_and_took_far_longer_than_usual() {
    let slow = |median_ms, outcome, latency_ms| {
        let state = HealthState {
            median_ms,
            ..HealthState::default()
        };
        let row = ProbeRow {
            latency_ms,
            ..probe(0, outcome)
        };
        judge(&state, &row).slow
    };
    assert!(slow(Some(400), Passed, 1_300));
    assert!(!slow(Some(400), Passed, 1_200));
    assert!(!slow(Some(400), Throttled, 1_300));
    assert!(!slow(None, Passed, 60_000));
}

/// A number that is the same in every run, and of no pattern.
fn chance(seed: &mut u64) -> u64 {
    *seed = seed
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    *seed >> 33
}

#[test]
fn ten_thousand_hours_with_one_blip_in_a_hundred_probes_tell_nobody_that_it_is_down() {
    let id = contract::ids::IntegrationId::parse("int_1").unwrap();
    let (mut now, mut seed, mut state) = (0, 7, HealthState::default());
    let (mut turns, mut probes, mut blips) = (Vec::new(), 0, 0);
    let mut confirming = false;
    while now < 10_000 * 3_600_000 {
        // A blip is over when it is looked at once more.
        let blip = !confirming && chance(&mut seed).is_multiple_of(100);
        let outcome = if blip { Timeout } else { Passed };
        let verdict = judge(&state, &probe(now, outcome));
        probes += 1;
        blips += usize::from(blip);
        confirming = verdict.confirm;
        now = if confirming {
            now + 15_000
        } else {
            crate::probes::slots::next_slot(&id, now, INTERVAL)
        };
        state = verdict.state;
        turns.extend(verdict.turns);
    }
    assert!(probes > 120_000 && blips > 1_000, "{probes} {blips}");
    assert!(
        !turns.contains(&Turn::Down) && !turns.contains(&Turn::Recovered),
        "{turns:?}"
    );
    assert!(!state.down);
}

#[test]
fn without_blips_a_dead_account_is_told_with_its_second_failure() {
    let mut outcomes = vec![Passed; 50];
    outcomes.extend([VendorDown, VendorDown]);
    assert_eq!(run(&outcomes).1, [Turn::Down]);
}
