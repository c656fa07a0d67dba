#![allow(clippy::unwrap_used)]
use super::*;
use contract::ids::{IntegrationId, VendorId};

const MINUTE: i64 = 60_000;

fn row(last: Option<LastProbe>) -> IntegrationRow {
    IntegrationRow {
        id: IntegrationId::parse("int_1").unwrap(),
        vendor: VendorId::new("x"),
        name: "X".into(),
        settings: contract::manifest::Values::new(),
        identity: "x".into(),
        is_default: true,
        paused: false,
        version: 1,
        created_at: 0,
        updated_at: 0,
        last,
        state: crate::store::HealthState::default(),
        next_probe_at: 0,
        expires: None,
        sealed: std::collections::BTreeMap::new(),
    }
}

fn last(outcome: Outcome) -> LastProbe {
    LastProbe {
        outcome,
        at: 0,
        since: 0,
        latency_ms: 12,
        detail: String::new(),
        attention: None,
        vendor_status: None,
        vendor_message: None,
        badge: None,
    }
}

fn seen(row: IntegrationRow, now: i64, stays: bool) -> (Badge, String) {
    let shown = shown(
        row,
        Seen {
            now,
            interval: Duration::from_mins(5),
            stays_refused: stays,
            holds: &[],
        },
    );
    (shown.health.badge, shown.health.reason.into_owned())
}

#[test]
fn the_badge_is_the_last_probe() {
    for (outcome, badge) in [
        (Outcome::Ok, Badge::Connected),
        (Outcome::Credentials, Badge::Disconnected),
        (Outcome::Permission, Badge::NeedsAttention),
        (Outcome::Throttled, Badge::NeedsAttention),
        (Outcome::VendorDown, Badge::Disconnected),
        (Outcome::Timeout, Badge::Disconnected),
    ] {
        assert_eq!(
            seen(row(Some(last(outcome))), MINUTE, false),
            (badge, outcome.as_str().to_owned())
        );
    }
    assert_eq!(
        seen(row(None), MINUTE, false),
        (Badge::Checking, "never_checked".into())
    );
}

#[test]
fn a_badge_older_than_two_intervals_is_unknown_and_never_green() {
    assert_eq!(
        seen(row(Some(last(Outcome::Ok))), 10 * MINUTE, false).0,
        Badge::Connected
    );
    assert_eq!(
        seen(row(Some(last(Outcome::Ok))), 10 * MINUTE + 1, false),
        (Badge::Unknown, "stale".into())
    );
}

#[test]
fn a_refusal_that_is_not_repeated_on_purpose_stays_a_refusal() {
    assert_eq!(
        seen(row(Some(last(Outcome::Credentials))), 600 * MINUTE, true).0,
        Badge::Disconnected
    );
    assert_eq!(
        seen(row(Some(last(Outcome::Credentials))), 600 * MINUTE, false).0,
        Badge::Unknown
    );
}

#[test]
fn our_own_fault_marks_no_vendor_as_disconnected() {
    let kept = LastProbe {
        badge: Some("connected".into()),
        ..last(Outcome::KeyUnavailable)
    };
    assert_eq!(
        seen(row(Some(kept)), MINUTE, false),
        (Badge::Connected, "key_unavailable".into())
    );
    assert_eq!(
        seen(row(Some(last(Outcome::KeyUnavailable))), MINUTE, false).0,
        Badge::Unknown
    );
}

#[test]
fn what_works_but_wants_a_look_needs_attention() {
    let kept = LastProbe {
        attention: Some("5,000 of 10,000 requests used".into()),
        ..last(Outcome::Ok)
    };
    assert_eq!(
        seen(row(Some(kept)), MINUTE, false),
        (Badge::NeedsAttention, "vendor".into())
    );
}

#[test]
fn flapping_slow_and_ending_credentials_lie_over_a_badge_that_would_be_green_and_over_no_other() {
    let with = |change: fn(&mut IntegrationRow)| {
        let mut passed = row(Some(last(Outcome::Ok)));
        change(&mut passed);
        let mut failed = row(Some(last(Outcome::Timeout)));
        change(&mut failed);
        assert_eq!(
            seen(failed, MINUTE, false),
            (Badge::Disconnected, "timeout".into())
        );
        seen(passed, MINUTE, false)
    };
    type Change = fn(&mut IntegrationRow);
    let cases: [(Change, &str); 4] = [
        (|row| row.state.flapping = true, "flapping"),
        (|row| row.state.slow = true, "slow"),
        (
            |row| row.expires = Some((14 * DAY_MS, "entered".into())),
            "expiring",
        ),
        (|row| row.expires = Some((0, "entered".into())), "expired"),
    ];
    for (change, reason) in cases {
        assert_eq!(with(change), (Badge::NeedsAttention, reason.to_owned()));
    }
    assert_eq!(
        with(|row| row.expires = Some((40 * DAY_MS, "entered".into()))).0,
        Badge::Connected
    );
}

#[test]
fn a_hold_is_shown_where_it_is_in_force() {
    let hold = HoldRow {
        id: contract::ids::WindowId::parse("mnt_1").unwrap(),
        kind: contract::health::HoldKind::Maintenance,
        integration: None,
        vendor: Some(VendorId::new("x")),
        from: MINUTE,
        until: Some(2 * MINUTE),
        note: String::new(),
        by: "Sam".into(),
    };
    let held = |now| {
        let seen = Seen {
            now,
            interval: Duration::from_mins(5),
            stays_refused: false,
            holds: std::slice::from_ref(&hold),
        };
        health(&row(None), seen).hold.is_some()
    };
    assert_eq!([0, MINUTE, 2 * MINUTE].map(held), [false, true, false]);
    assert!(!hold.holds("int_1", "y", MINUTE));
}
