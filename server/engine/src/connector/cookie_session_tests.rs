//! One sign-in for many calls, a renewed cross-site token, and a session that ended.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::{
    clock::Clock,
    connector::{Desk, EgressMap, Limits, Memory, Path, Session, StandardFaults, WireConfig},
    policy::{Grant, Write, grant},
};
use contract::{
    actor::{Actor, ActorKind, Role},
    manifest::{HostRule, Values},
    operation::Risk,
    operation_rule::OperationRule,
};
use serde_json::json;
use wiremock::{
    Mock, MockServer, Request as Asked, ResponseTemplate,
    matchers::{method, path},
};

const PASSWORD: &str = "canary-of-a-password";

fn session(vendor: &MockServer) -> Session {
    let map = EgressMap::new([("https://vendor.example".to_owned(), vendor.uri())]).unwrap();
    let wire = Wire::new(WireConfig {
        egress_map: map,
        backoff: Duration::from_millis(1),
        ..WireConfig::default()
    })
    .unwrap();
    let limits = Limits {
        at_once: 8,
        window: None,
    };
    let desk = Desk {
        vendor: VendorId::new("somebody"),
        wire: wire.bound_to(&[HostRule::Exact("vendor.example".into())], &Values::new()),
        shelf: Memory::new(Clock::system()).passing(limits),
        renewals: None,
    };
    let password = Secret::new(PASSWORD.to_owned());
    let sign_in = CookieSignIn {
        vendor: desk.vendor.clone(),
        url: Url::parse("https://vendor.example/login").unwrap(),
        secrets: vec![("password", password.clone())],
        plain: json!({"username": "sam"}).as_object().cloned().unwrap(),
        faults: &StandardFaults,
        scrubber: Scrubber::new([&password]),
        lives: Duration::from_hours(1),
    };
    let shelf = desk.shelf.clone();
    Session::new(
        desk,
        Url::parse("https://vendor.example/").unwrap(),
        Arc::new(CookieSession::new(sign_in, shelf)),
        Scrubber::new([&password]),
        &StandardFaults,
    )
    .for_operation("things.do")
}

fn writer(session: &Session) -> crate::connector::Client<Write> {
    let tech = Actor {
        kind: ActorKind::User,
        id: "usr_1".into(),
        name: "Sam".into(),
        role: Role::Tech,
    };
    match grant(&tech, Risk::Write, OperationRule::Auto).unwrap() {
        Some(Grant::Write(permit)) => session.writer(permit),
        _ => unreachable!(),
    }
}

fn signs_in() -> ResponseTemplate {
    ResponseTemplate::new(200)
        .append_header("set-cookie", "TOKEN=canary-cookie; path=/; httponly")
        .append_header("x-csrf-token", "canary-csrf-1")
}

async fn vendor(
    login: ResponseTemplate,
    thing: impl Fn(&Asked) -> ResponseTemplate + Send + Sync + 'static,
) -> MockServer {
    let vendor = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path("/login"))
        .respond_with(login)
        .mount(&vendor)
        .await;
    Mock::given(path("/thing"))
        .respond_with(thing)
        .mount(&vendor)
        .await;
    vendor
}

async fn asked(vendor: &MockServer, at: &str) -> Vec<Asked> {
    let all = vendor.received_requests().await.unwrap();
    all.into_iter().filter(|asked| asked.url.path() == at).collect()
}

fn header(asked: &Asked, name: &str) -> String {
    asked
        .headers
        .get(name)
        .map_or_else(String::new, |value| value.to_str().unwrap().to_owned())
}

#[tokio::test]
async fn many_calls_make_one_sign_in_and_carry_its_cookie() {
    let vendor = vendor(signs_in(), |_| {
        ResponseTemplate::new(200).set_body_json(json!({}))
    })
    .await;
    let session = session(&vendor);
    let read = || async { session.reader().get::<Value>(Path::new("a", "thing"), &[]).await };
    let (one, two) = tokio::join!(read(), read());
    assert!(one.is_ok() && two.is_ok() && read().await.is_ok());
    let logins = asked(&vendor, "/login").await;
    assert_eq!(logins.len(), 1);
    let sent: Value = serde_json::from_slice(&logins[0].body).unwrap();
    assert_eq!(sent, json!({"username": "sam", "password": PASSWORD}));
    for one in asked(&vendor, "/thing").await {
        assert_eq!(header(&one, "cookie"), "TOKEN=canary-cookie");
        assert_eq!(header(&one, "x-csrf-token"), "canary-csrf-1");
    }
}

#[tokio::test]
async fn a_renewed_cross_site_token_is_carried_from_then_on() {
    let vendor = vendor(signs_in(), |_| {
        ResponseTemplate::new(200).append_header("x-csrf-token", "canary-csrf-2")
    })
    .await;
    let client = writer(&session(&vendor));
    for _ in 0..2 {
        client
            .post_unread(Path::new("a", "thing"), &json!({}))
            .await
            .unwrap();
    }
    let tokens: Vec<_> = asked(&vendor, "/thing")
        .await
        .iter()
        .map(|one| header(one, "x-csrf-token"))
        .collect();
    assert_eq!(tokens, ["canary-csrf-1", "canary-csrf-2"]);
    assert_eq!(asked(&vendor, "/login").await.len(), 1);
}

#[tokio::test]
async fn a_session_that_ended_is_opened_anew_once_and_the_refusal_echoes_no_secret() {
    let vendor = vendor(signs_in(), |asked| {
        ResponseTemplate::new(401).set_body_string(format!("refused {:?}", asked.headers))
    })
    .await;
    let session = session(&vendor);
    let refused = session
        .reader()
        .get::<Value>(Path::new("a", "thing"), &[])
        .await
        .unwrap_err();
    assert_eq!(refused.kind, CallErrorKind::Credentials);
    assert_eq!(
        (
            asked(&vendor, "/login").await.len(),
            asked(&vendor, "/thing").await.len()
        ),
        (2, 2)
    );
    assert!(!format!("{refused:?}").contains("canary"), "{refused:?}");
}

#[tokio::test]
async fn a_refused_sign_in_is_not_tried_again() {
    let refuses = ResponseTemplate::new(403).set_body_string(format!("no: {PASSWORD}"));
    let vendor = vendor(refuses, |_| ResponseTemplate::new(200)).await;
    let error = session(&vendor)
        .reader()
        .get::<Value>(Path::new("a", "thing"), &[])
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind.clone(), error.operation.as_ref()),
        (CallErrorKind::Permission, "things.do")
    );
    assert_eq!(error.said.unwrap().body, "no: [secret]");
    assert_eq!(asked(&vendor, "/login").await.len(), 1);
}

#[tokio::test]
async fn a_sign_in_without_a_cookie_is_not_a_sign_in() {
    let vendor = vendor(ResponseTemplate::new(200).set_body_string("{}"), |_| {
        ResponseTemplate::new(200)
    })
    .await;
    let session = session(&vendor);
    let error = session
        .reader()
        .get::<Value>(Path::new("a", "thing"), &[])
        .await
        .unwrap_err();
    assert_eq!(error.kind.code(), "contract_changed");
    assert_eq!(asked(&vendor, "/thing").await.len(), 0);
}
