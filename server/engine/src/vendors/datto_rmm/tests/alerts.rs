//! Alerts: listed by owner and state, and resolved once.

use super::Bed;
use crate::connector::{CallErrorKind, NetworkFault};
use sandbox::{
    Fault, Rule,
    datto_rmm::{GOOD, NO_ALERTS, READ_ONLY},
};
use serde_json::{Value, json};

fn first(bed: &Bed) -> String {
    bed.vendor.alerts()[0]["alertUid"].as_str().unwrap().to_owned()
}

fn posts(bed: &Bed) -> usize {
    bed.vendor.journal.to_path("/resolve").len()
}

#[tokio::test]
async fn alerts_are_listed_by_site_and_device_and_a_gone_device_does_no_harm() {
    let bed = Bed::new().await;
    let device = bed.vendor.devices()[1].clone();
    for owner in [
        json!({"device_uid": device["uid"]}),
        json!({"site_uid": device["siteUid"]}),
    ] {
        let output = bed.call("alerts.list", owner).await;
        let rows = output["items"].as_array().unwrap();
        assert!(!rows.is_empty());
        assert!(rows.iter().all(|row| row["resolved"] == false));
    }
    let all = bed.call("alerts.list", json!({"state": "open"})).await;
    let gone = |row: &&Value| row["alertSourceInfo"]["deviceName"] == "GONE-01";
    assert_eq!(all["items"].as_array().unwrap().iter().filter(gone).count(), 1);
}

#[tokio::test]
async fn resolving_is_one_post_without_a_body_and_the_alert_is_over() {
    let bed = Bed::new().await;
    let alert = first(&bed);
    let output = bed.call("alerts.resolve", json!({"uid": alert})).await;
    assert_eq!(
        output,
        json!({"alert_uid": alert, "resolved": true, "was_resolved": false})
    );
    let sent = bed.vendor.journal.last().unwrap();
    assert_eq!(
        (sent.method.as_str(), sent.path.as_str(), sent.body.len()),
        ("POST", format!("/api/v2/alert/{alert}/resolve").as_str(), 0)
    );
    assert_eq!(bed.vendor.alert(&alert).unwrap()["resolved"], true);
}

#[tokio::test]
async fn resolving_twice_sends_it_once() {
    let bed = Bed::new().await;
    let alert = first(&bed);
    bed.call("alerts.resolve", json!({"uid": alert})).await;
    let again = bed.call("alerts.resolve", json!({"uid": alert})).await;
    assert_eq!(
        (&again["resolved"], &again["was_resolved"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(posts(&bed), 1);
}

#[tokio::test]
async fn somebody_who_was_faster_is_no_failure() {
    let bed = Bed::new().await;
    let alert = first(&bed);
    let resolved = bed.vendor.alerts()[309 + 1].clone();
    let still_open = bed.vendor.alert(&alert).unwrap();
    // The first look finds it open, the vendor says conflict, the second look finds it resolved.
    bed.call("account.get", json!({})).await;
    let look = |body: &Value| Rule::next(1, Fault::status(200, &body.to_string())).on_method("GET");
    bed.vendor.faults.add(look(&still_open));
    bed.vendor.faults.add(look(&resolved));
    bed.vendor
        .faults
        .add(Rule::next(1, Fault::status(409, "")).on_method("POST"));
    let output = bed.call("alerts.resolve", json!({"uid": alert})).await;
    assert_eq!(output["was_resolved"], true);
    // The same conflict, and it is still open: a failure.
    bed.vendor
        .faults
        .add(Rule::next(1, Fault::status(409, "{\"message\":\"Conflict\"}")).on_method("POST"));
    let error = bed.failure(GOOD, "alerts.resolve", json!({"uid": alert})).await;
    assert_eq!(error.kind, CallErrorKind::Conflict);
    assert_eq!(error.said.unwrap().body, "{\"message\":\"Conflict\"}");
}

#[tokio::test]
async fn a_resolve_whose_answer_was_lost_is_not_sent_again() {
    let bed = Bed::new().await;
    let alert = first(&bed);
    bed.vendor
        .faults
        .add(Rule::always(Fault::LostAnswer).on_path("/resolve"));
    let error = bed.failure(GOOD, "alerts.resolve", json!({"uid": alert})).await;
    assert_eq!(error.kind, CallErrorKind::Network(NetworkFault::Cut));
    assert_eq!(posts(&bed), 1);
    // Called again it finds out what became of it.
    let again = bed.call("alerts.resolve", json!({"uid": alert})).await;
    assert_eq!(again["was_resolved"], true);
    assert_eq!(posts(&bed), 1);
}

#[tokio::test]
async fn an_alert_that_is_not_there_is_not_found_and_nothing_is_sent() {
    let bed = Bed::new().await;
    let error = bed
        .failure(GOOD, "alerts.resolve", json!({"uid": "nobody"}))
        .await;
    assert_eq!((error.kind, posts(&bed)), (CallErrorKind::NotFound, 0));
}

#[tokio::test]
async fn a_missing_right_is_a_permission_in_the_vendors_words() {
    let bed = Bed::new().await;
    let alert = first(&bed);
    let error = bed
        .failure(READ_ONLY, "alerts.resolve", json!({"uid": alert}))
        .await;
    assert_eq!((error.kind, error.attempts), (CallErrorKind::Permission, 1));
    let bed = Bed::new().await;
    let error = bed.failure(NO_ALERTS, "alerts.list", json!({})).await;
    assert_eq!(error.kind, CallErrorKind::Permission);
    assert_eq!(
        error.said.unwrap().body,
        include_str!("../fixtures/no_access.json")
    );
}
