//! Threads, quota and the probe.

use super::{account, asked, call, fails, start};
use crate::connector::CallErrorKind;
use sandbox::{
    Fault, Rule,
    autotask::{GOOD, WRONG_SECRET},
};
use serde_json::json;
use std::{sync::Arc, time::Duration};

#[tokio::test]
async fn twenty_calls_at_once_never_use_more_than_three_threads_of_an_entity() {
    let (double, bench) = start().await;
    let bench = Arc::new(bench);
    call(&bench, GOOD, "companies.get", json!({"id": 0})).await;
    double.journal.clear();
    double.hold();
    let calls: Vec<_> = (0..20)
        .map(|at| {
            let bench = bench.clone();
            let id = 350_000 + 3 * at;
            tokio::spawn(
                async move { call(&bench, GOOD, "tickets.get", json!({"id": id})).await["id"] == id },
            )
        })
        .collect();
    double.journal.reached(3).await;
    double.release();
    for call in calls {
        assert!(call.await.unwrap());
    }
    assert_eq!(double.peak_threads("Tickets"), 3);
    assert_eq!(double.journal.total(), 20);
}

#[tokio::test]
async fn a_long_wait_that_autotask_asks_for_is_an_answer_and_holds_for_the_whole_account() {
    let (double, bench) = start().await;
    call(&bench, GOOD, "companies.get", json!({"id": 0})).await;
    double.faults.add(Rule::next(1, Fault::limited(Some("120"))));
    let error = fails(&bench, GOOD, "tickets.get", json!({"id": 350_000})).await;
    let wait = Some(Duration::from_mins(2));
    assert_eq!(
        (error.kind, error.attempts),
        (CallErrorKind::Limited { retry_after: wait }, 1)
    );
    double.journal.clear();
    let error = fails(&bench, GOOD, "companies.get", json!({"id": 0})).await;
    assert!(
        matches!(error.kind, CallErrorKind::Limited { retry_after: Some(_) }),
        "{error}"
    );
    assert_eq!(double.journal.total(), 0);
}

#[tokio::test]
async fn the_probe_is_one_request_that_tells_the_use_of_the_quota() {
    let (double, bench) = start().await;
    bench.probe(&account(GOOD)).await.unwrap();
    double.set_usage(411);
    double.journal.clear();
    let found = bench.probe(&account(GOOD)).await.unwrap();
    assert_eq!(found.detail, "412 of 10,000 requests used in the last 60 minutes");
    assert_eq!(found.attention, None);
    assert_eq!(asked(&double), ["zone15 GET thresholdinformation 200"]);
    double.set_usage(6_000);
    assert!(bench.probe(&account(GOOD)).await.unwrap().attention.is_some());
}

#[tokio::test]
async fn a_probe_sends_a_refused_secret_exactly_once() {
    for text in [None, Some("Unauthorized".to_owned())] {
        let (double, bench) = start().await;
        double.turn(|knobs| knobs.unauthorized_text = text);
        let error = bench.probe(&account(WRONG_SECRET)).await.unwrap_err();
        assert_eq!((&error.kind, error.attempts), (&CallErrorKind::Credentials, 1));
        assert_eq!(
            asked(&double),
            [
                "locator GET zoneinformation 200",
                "zone15 GET thresholdinformation 401"
            ]
        );
    }
}

#[tokio::test]
async fn a_probe_is_not_repeated_when_the_vendor_is_down() {
    let (double, bench) = start().await;
    call(&bench, GOOD, "companies.get", json!({"id": 0})).await;
    double
        .faults
        .add(Rule::always(Fault::Empty { status: 502 }).on_path("ThresholdInformation"));
    let error = bench.probe(&account(GOOD)).await.unwrap_err();
    assert_eq!((error.kind, error.attempts), (CallErrorKind::VendorDown, 1));
}
