//! Tokens: asked for as documented, once for many callers, and anew when they end.

use super::{Bed, account, connector, failed};
use crate::{
    clock::Clock,
    connector::{CallErrorKind, OperationError},
    testing::bench_desk::Bench,
};
use sandbox::{
    Fault, Rule,
    datto_rmm::{CLIENT, Double, GOOD, Options, UNKNOWN_KEY, WRONG_SECRET},
};
use serde_json::{Value, json};
use std::{sync::Arc, time::Duration};

const REFUSED: &str = include_str!("../fixtures/refused_sign_in.json");
const INVALID: &str = include_str!("../fixtures/invalid_token.json");
const SIGN_IN: &str = "/auth/oauth/token";

#[tokio::test]
async fn the_grant_is_the_documented_one_and_its_token_goes_on_every_call() {
    let bed = Bed::new().await;
    bed.call("account.get", json!({})).await;
    bed.call("account.get", json!({})).await;
    let entries = bed.vendor.journal.entries();
    assert_eq!(entries.len(), 3, "one sign-in for both");
    let grant = &entries[0];
    assert_eq!(
        (
            grant.method.as_str(),
            grant.path.as_str(),
            grant.header("authorization")
        ),
        ("POST", SIGN_IN, Some(CLIENT))
    );
    assert_eq!(
        String::from_utf8_lossy(&grant.body),
        format!(
            "grant_type=password&username={}&password=Sandbox%2BSecret%2Ffull%26access%3D100%2525",
            GOOD.api_key
        )
    );
    for call in &entries[1..] {
        assert!(call.header("authorization").unwrap().starts_with("Bearer eyJ."));
        assert_eq!(call.status, Some(200));
    }
}

#[tokio::test]
async fn a_refused_key_or_secret_is_sent_once_and_keeps_the_vendors_words() {
    for status in [400, 401] {
        for of in [WRONG_SECRET, UNKNOWN_KEY] {
            let bed = Bed::new().await;
            bed.vendor.turn(|knobs| knobs.refused_sign_in_status = status);
            let error = bed.failure(of, "account.get", json!({})).await;
            assert_eq!((error.kind, error.attempts), (CallErrorKind::Credentials, 1));
            assert_eq!(error.operation, "account.get");
            let said = error.said.unwrap();
            assert_eq!((said.status, said.body.as_str()), (status, REFUSED));
            assert_eq!(bed.asked(), [format!("POST {SIGN_IN} {status}")]);
        }
    }
}

#[tokio::test]
async fn many_callers_make_one_sign_in() {
    let bed = Arc::new(Bed::new().await);
    let calls: Vec<_> = (0..20)
        .map(|_| {
            let bed = bed.clone();
            tokio::spawn(async move { bed.call("account.get", json!({})).await })
        })
        .collect();
    for call in calls {
        assert_eq!(call.await.unwrap()["name"], "Northgate IT Services");
    }
    assert_eq!(bed.vendor.journal.to_path(SIGN_IN).len(), 1);
}

#[tokio::test]
async fn an_ended_token_is_replaced_once_for_all_who_held_it_writes_included() {
    let bed = Arc::new(Bed::new().await);
    bed.call("account.get", json!({})).await;
    bed.vendor.expire_tokens();
    bed.vendor.journal.clear();
    let calls: Vec<_> = (0..6)
        .map(|_| {
            let bed = bed.clone();
            tokio::spawn(async move { bed.call("account.get", json!({})).await })
        })
        .collect();
    for call in calls {
        call.await.unwrap();
    }
    assert_eq!(bed.vendor.journal.to_path(SIGN_IN).len(), 1);

    bed.vendor.expire_tokens();
    let device = super::uid(&bed.vendor.devices()[0]).to_owned();
    let component = super::uid(&bed.vendor.components()[1]).to_owned();
    let run = json!({"device_uid": device, "component_uid": component});
    bed.call("jobs.run", run).await;
    assert_eq!(bed.vendor.jobs(), 1, "a refused request has not acted");
}

#[tokio::test]
async fn a_vendor_that_refuses_every_token_is_told_after_one_fresh_one() {
    let bed = Bed::new().await;
    bed.vendor
        .faults
        .add(Rule::always(Fault::status(401, INVALID)).on_path("/account"));
    let error = bed.failure(GOOD, "account.get", json!({})).await;
    assert_eq!((error.kind, error.attempts), (CallErrorKind::Credentials, 2));
    assert_eq!(error.said.unwrap().body, INVALID);
    assert_eq!(bed.vendor.journal.to_path(SIGN_IN).len(), 2);
}

#[tokio::test]
async fn a_token_is_renewed_before_it_ends_by_the_life_that_the_vendor_told() {
    let vendor = Double::start(Options::default()).await.unwrap();
    let (clock, hand) = Clock::standing(1_767_225_600_000);
    let bench = Bench::with_clock(connector(), vendor.egress_map(), clock);
    let ask = async || -> Result<Value, OperationError> {
        bench.call(&account(GOOD), "account.get", json!({})).await
    };
    ask().await.unwrap();
    hand.forward(Duration::from_hours(99));
    ask().await.unwrap();
    assert_eq!(vendor.journal.to_path(SIGN_IN).len(), 1);
    hand.forward(Duration::from_hours(1));
    ask().await.unwrap();
    assert_eq!(vendor.journal.to_path(SIGN_IN).len(), 2);
    vendor.hosts.refuse().await;
    assert!(matches!(
        failed(ask().await.unwrap_err()).kind,
        CallErrorKind::Network(_)
    ));
}

#[tokio::test]
async fn neither_secret_nor_key_nor_token_comes_back_in_an_error() {
    let bed = Bed::new().await;
    bed.vendor
        .faults
        .add(Rule::always(Fault::EchoCredentials { status: 401 }).on_path(SIGN_IN));
    let error = bed.failure(GOOD, "account.get", json!({})).await;
    let shown = format!("{error:?} {error}");
    assert!(shown.contains("[secret]"), "{shown}");
    for secret in [GOOD.api_key, GOOD.api_secret, "Sandbox%2BSecret"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    let bed = Bed::new().await;
    bed.vendor
        .faults
        .add(Rule::always(Fault::EchoCredentials { status: 500 }).on_path("/api/v2/account"));
    let error = bed.failure(GOOD, "account.get", json!({})).await;
    let shown = format!("{error:?}");
    assert!(
        shown.contains("Bearer [secret]") && !shown.contains("eyJ."),
        "{shown}"
    );
}

#[tokio::test]
async fn a_sign_in_that_is_not_json_is_named_and_gives_no_token_away() {
    for (fault, words) in [
        (Fault::html(), "Maintenance"),
        (
            Fault::status(200, r#"{"access_token":7,"x":"hidden-token"}"#),
            "withheld",
        ),
        (
            Fault::status(200, r#"["not what is documented"]"#),
            "not what is documented",
        ),
    ] {
        let bed = Bed::new().await;
        bed.vendor.faults.add(Rule::always(fault).on_path(SIGN_IN));
        let error = bed.failure(GOOD, "account.get", json!({})).await;
        assert!(matches!(error.kind, CallErrorKind::Contract { .. }), "{error:?}");
        assert!(!format!("{error:?}").contains("hidden-token"));
        assert!(error.said.unwrap().body.contains(words));
    }
}
