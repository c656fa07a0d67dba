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
    let shown = shown(row, now, Duration::from_mins(5), stays);
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
    assert_eq!(seen(row(Some(kept)), MINUTE, false).0, Badge::NeedsAttention);
}
