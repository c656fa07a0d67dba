//! The limit, the block, and the probe.

use super::{Bed, account};
use crate::connector::CallErrorKind;
use sandbox::{
    Fault, Rule,
    datto_rmm::{GOOD, WRONG_SECRET},
};
use serde_json::json;
use std::time::Duration;

const BLOCKED: &str = include_str!("../fixtures/blocked.txt");

fn limited(seconds: u64) -> CallErrorKind {
    CallErrorKind::Limited {
        retry_after: Some(Duration::from_secs(seconds)),
    }
}

#[tokio::test]
async fn a_429_holds_the_whole_account_for_two_minutes_or_as_long_as_the_vendor_says() {
    for (told, seconds) in [(None, 120), (Some("300".to_owned()), 300)] {
        let bed = Bed::new().await;
        bed.vendor.set_usage(600);
        bed.vendor.turn(|knobs| knobs.limited_retry_after = told);
        let error = bed.failure(GOOD, "account.get", json!({})).await;
        assert_eq!((error.kind, error.attempts), (limited(seconds), 1));
        bed.vendor.set_usage(0);
        bed.vendor.journal.clear();
        let error = bed.failure(GOOD, "sites.list", json!({})).await;
        assert!(matches!(error.kind, CallErrorKind::Limited { .. }));
        assert_eq!(bed.vendor.journal.total(), 0, "nothing is sent while it lasts");
    }
}

#[tokio::test]
async fn a_blocked_address_is_told_from_a_missing_right_and_left_alone_for_five_minutes() {
    let bed = Bed::new().await;
    bed.vendor.turn(|knobs| knobs.block_after = 0);
    bed.vendor.set_usage(600);
    // Somebody else's request is the one that is refused by 429 and brings the block.
    bed.vendor
        .faults
        .add(Rule::next(1, Fault::status(403, BLOCKED)).on_path("/account"));
    let error = bed.failure(GOOD, "account.get", json!({})).await;
    assert_eq!((error.kind, error.attempts), (limited(300), 1));
    let said = error.said.unwrap();
    assert_eq!((said.status, said.body.as_str()), (403, BLOCKED));
    bed.vendor.journal.clear();
    let error = bed.failure(GOOD, "devices.list", json!({})).await;
    assert!(matches!(error.kind, CallErrorKind::Limited { .. }));
    assert_eq!(bed.vendor.journal.total(), 0);
}

#[tokio::test]
async fn the_probe_is_one_request_that_tells_the_use_of_the_limit() {
    let bed = Bed::new().await;
    bed.vendor.set_usage(11);
    let found = bed.bench.probe(&account(GOOD)).await.unwrap();
    assert_eq!(found.detail, "12 of 600 requests used in the last 60 s");
    assert_eq!(found.attention, None);
    assert_eq!(
        bed.asked(),
        ["POST /auth/oauth/token 200", "GET system/request_rate 200"]
    );
    bed.vendor.turn(|knobs| {
        knobs.newer_account = false;
        knobs.slow_ms = 0;
    });
    bed.vendor.set_usage(539);
    let found = bed.bench.probe(&account(GOOD)).await.unwrap();
    assert!(found.attention.unwrap().contains("540 of 600"));
}

#[tokio::test]
async fn a_probe_sends_a_refused_secret_once_and_asks_no_other_platform() {
    let bed = Bed::new().await;
    let error = bed.bench.probe(&account(WRONG_SECRET)).await.unwrap_err();
    assert_eq!((error.kind, error.attempts), (CallErrorKind::Credentials, 1));
    assert_eq!(bed.asked(), ["POST /auth/oauth/token 400"]);
}

#[tokio::test]
async fn a_probe_is_not_repeated_when_the_vendor_is_down() {
    let bed = Bed::new().await;
    bed.vendor
        .faults
        .add(Rule::always(Fault::Empty { status: 502 }).on_path("request_rate"));
    let error = bed.bench.probe(&account(GOOD)).await.unwrap_err();
    assert_eq!((error.kind, error.attempts), (CallErrorKind::VendorDown, 1));
}
