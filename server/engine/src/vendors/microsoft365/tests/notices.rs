//! What proves itself and what does not at Graph: client states, the handshake, several notifications in one body, and what tells
//! one from another. Partner Center's signatures are in `notices_signed.rs`.

use super::connector;
use crate::{connector::Inbound, vault::Secret};
use contract::{
    delivery::{Body, Delivery},
    manifest::Values,
};
use serde_json::{Value, json};

pub const SECRET: &str = "Zk3Yq8canaryTz91pQ4";
pub const NOW: i64 = 1_795_500_000_000;

pub fn secrets() -> Vec<Secret> {
    ["a-newer-one", SECRET]
        .map(|text| Secret::new(text.to_owned()))
        .into()
}

pub fn delivery(headers: &[(&str, &str)], body: &[u8]) -> Delivery {
    Delivery {
        token: "t".into(),
        path_secret: Some(SECRET.to_owned()),
        query: String::new(),
        method: "POST".into(),
        headers: headers
            .iter()
            .map(|(name, value)| (name.to_ascii_lowercase(), value.as_bytes().to_vec()))
            .collect(),
        body: Body::Whole(body.to_vec()),
        address: "203.0.113.9".into(),
        forwarded_for: String::new(),
    }
}

#[test]
fn every_notification_of_a_body_must_know_the_secret() {
    let microsoft = connector();
    let body = |states: &[Value]| {
        let all: Vec<Value> = states
            .iter()
            .map(|state| json!({ "clientState": state }))
            .collect();
        let whole = json!({ "value": all }).to_string();
        microsoft.verify(&delivery(&[], whole.as_bytes()), &secrets(), NOW)
    };
    assert_eq!(body(&[json!(SECRET)]), Ok(1));
    assert_eq!(body(&[json!("a-newer-one")]), Ok(0));
    // The oldest, so that it is not taken for unused.
    assert_eq!(body(&[json!(SECRET), json!("a-newer-one")]), Ok(1));
    for (states, code) in [
        (vec![], "signature_missing"),
        (vec![Value::Null], "signature_missing"),
        (vec![json!(7)], "signature_missing"),
        (vec![json!(SECRET), Value::Null], "signature_missing"),
        (vec![json!(SECRET), json!("forged")], "signature_mismatch"),
        (vec![json!("")], "signature_mismatch"),
    ] {
        assert_eq!(body(&states).unwrap_err().code.as_str(), code, "{states:?}");
    }
}

#[test]
fn several_notifications_become_events_of_their_own_and_one_stays_as_it_came() {
    let microsoft = connector();
    let one = json!({ "value": [{ "id": "a" }] }).to_string();
    assert!(microsoft.parts(&delivery(&[], one.as_bytes())).is_empty());
    let three = json!({ "value": [{ "id": "a" }, { "id": "b" }, { "id": "c" }] }).to_string();
    let parts = microsoft.parts(&delivery(&[], three.as_bytes()));
    let ids: Vec<_> = parts
        .iter()
        .map(|part| microsoft.delivery_id(&delivery(&[], part)).unwrap())
        .collect();
    let keys: Vec<_> = ids.iter().map(|id| id.key.as_str()).collect();
    assert_eq!(keys, ["id:a", "id:b", "id:c"]);
    assert!(ids.iter().all(|id| id.window_ms.is_none()));
}

#[test]
fn where_graph_gives_no_identity_the_version_of_the_thing_is_one_and_else_a_short_while() {
    let microsoft = connector();
    let id = |change: Value| {
        let body = json!({ "value": [change] }).to_string();
        microsoft.delivery_id(&delivery(&[], body.as_bytes())).unwrap()
    };
    let version = |etag: &str| json!({ "changeType": "updated", "resource": "users/1", "resourceData": { "@odata.etag": etag } });
    assert_eq!(id(version("W/1")), id(version("W/1")));
    assert_ne!(id(version("W/1")).key, id(version("W/2")).key);
    assert_eq!(id(version("W/1")).window_ms, None);
    assert_eq!(id(json!({ "changeType": "updated" })).window_ms, Some(300_000));
}

#[test]
fn the_handshakes_token_comes_back_decoded_and_nothing_else_does() {
    let microsoft = connector();
    let echo = |query: &str| {
        let mut asks = delivery(&[], b"");
        asks.query = query.to_owned();
        microsoft.handshake(&asks)
    };
    let told = "Validation: Testing client application reachability for subscription Request-Id: a+b & 100%";
    let encoded = "validationToken=Validation%3A+Testing%20client+application%20reachability%20for+subscription+Request-Id%3A%20a%2Bb+%26+100%25";
    assert_eq!(echo(encoded).as_deref(), Some(told));
    assert_eq!(echo(&format!("x=1&{encoded}")).as_deref(), Some(told));
    for nothing in [
        "",
        "validationToken=",
        "validationtoken=x",
        "token=x",
        &format!("validationToken={}", "x".repeat(5000)),
    ] {
        assert_eq!(echo(nothing), None, "{nothing}");
    }
}

#[test]
fn notices_of_the_subscription_are_alarms_and_changes_are_none() {
    let microsoft = connector();
    let alarm = |one: Value| microsoft.alarm(&json!({ "value": [one] }));
    for (event, settled) in [
        ("reauthorizationRequired", true),
        ("subscriptionRemoved", true),
        ("missed", false),
    ] {
        assert_eq!(
            alarm(json!({ "lifecycleEvent": event })).unwrap().settled,
            settled,
            "{event}"
        );
    }
    assert_eq!(
        alarm(json!({ "changeType": "updated", "resource": "users/1" })),
        None
    );
    let event = json!({ "EventName": "test-created", "ResourceUri": "/v1/x" });
    assert_eq!(microsoft.alarm(&event), None);
}

#[test]
fn the_own_tenant_needs_no_customer() {
    let microsoft = connector();
    let settings: Values = [("tenant_id".to_owned(), super::TENANT.to_owned())].into();
    let is_own = |id: &str| {
        let record = contract::event::CustomerReference {
            external_id: id.to_owned(),
            name: None,
        };
        (
            microsoft.is_own(&settings, &record),
            microsoft.is_own(&Values::new(), &record),
        )
    };
    assert_eq!(is_own(super::TENANT), (true, false));
    assert_eq!(is_own(super::CUSTOMER), (false, false));
    assert_eq!(is_own(""), (false, false));
}
