//! One token for all who need it, a new one when it ends or is refused, and no more than that.

use super::{Bed, account, body, connector, good};
use crate::{clock::Clock, connector::CallErrorKind, testing::bench_desk::Bench};
use sandbox::pax8::{Double, GOOD, Options, WRONG_SECRET, company_id};
use serde_json::json;
use std::time::Duration;

#[tokio::test]
async fn the_key_is_traded_as_documented_and_the_token_goes_on_every_call() {
    let bed = Bed::new().await;
    bed.call("companies.get", json!({"id": company_id(1)})).await;
    let entries = bed.vendor.journal.entries();
    assert_eq!(
        (entries[0].method.as_str(), entries[0].target().as_str()),
        ("POST", "/v1/token")
    );
    assert_eq!(entries[0].header("content-type"), Some("application/json"));
    assert_eq!(
        body(&entries[0]),
        json!({
            "client_id": GOOD.client_id, "client_secret": GOOD.client_secret, "audience": "https://api.pax8.com",
            "grant_type": "client_credentials",
        })
    );
    assert!(entries[0].header("authorization").is_none());
    assert_eq!(
        entries[1].header("authorization"),
        Some("Bearer eyJ.sandbox-pax8-token.000001")
    );
}

#[tokio::test]
async fn many_callers_share_one_token() {
    let bed = Bed::new().await;
    let get = || bed.call("companies.get", json!({"id": company_id(1)}));
    futures::future::join_all((0..20).map(|_| get())).await;
    bed.bench.probe(&good()).await.unwrap();
    assert_eq!(bed.vendor.tokens_given(), 1);
}

#[tokio::test]
async fn a_refused_token_is_replaced_once_and_the_call_goes_on() {
    let bed = Bed::new().await;
    let get = || bed.call("companies.get", json!({"id": company_id(1)}));
    get().await;
    bed.vendor.revoke_tokens();
    futures::future::join_all((0..8).map(|_| get())).await;
    assert_eq!(bed.vendor.tokens_given(), 2, "however many were refused");
}

#[tokio::test]
async fn a_refused_token_before_a_change_is_replaced_and_the_change_is_made_once() {
    let bed = Bed::new().await;
    bed.bench.probe(&good()).await.unwrap();
    bed.vendor.revoke_tokens();
    let before = bed.vendor.order_count();
    bed.approved("orders.create", super::order(&json!({}))).await;
    assert_eq!(bed.vendor.order_count(), before + 1);
}

#[tokio::test]
async fn a_token_is_replaced_before_its_24_hours_end() {
    let vendor = Double::start(Options::default()).await.unwrap();
    let (clock, hand) = Clock::standing(0);
    let bench = Bench::with_clock(connector(), vendor.egress_map(), clock);
    bench.probe(&good()).await.unwrap();
    hand.forward(Duration::from_hours(23));
    bench.probe(&good()).await.unwrap();
    assert_eq!(vendor.tokens_given(), 1);
    hand.forward(Duration::from_hours(1));
    bench.probe(&good()).await.unwrap();
    assert_eq!(vendor.tokens_given(), 2);
}

#[tokio::test]
async fn a_refused_key_is_sent_once_per_call() {
    let bed = Bed::new().await;
    let error = bed.bench.probe(&account(WRONG_SECRET)).await.unwrap_err();
    assert_eq!((error.kind, error.attempts), (CallErrorKind::Credentials, 1));
    assert_eq!(bed.vendor.journal.total(), 1);
}
