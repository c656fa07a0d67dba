//! Sign-in by token, against a server that answers as it is told.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::{
    clock::Clock,
    connector::{Client, Desk, EgressMap, Limits, Path, Session, StandardFaults, Wire, WireConfig},
    policy::Read,
};
use contract::manifest::{HostRule, Values};
use serde_json::json;
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{body_json, body_string, header, method, path},
};

const ORIGIN: &str = "https://vendor.example";
const SECRET: &str = "s3cret&=+/value";

fn wire(server: &MockServer) -> Wire {
    let config = WireConfig {
        timeout: Duration::from_secs(20),
        backoff: Duration::from_millis(1),
        egress_map: EgressMap::new([(ORIGIN.to_owned(), server.uri())]).unwrap(),
    };
    Wire::new(config)
        .unwrap()
        .bound_to(&[HostRule::Exact("vendor.example".into())], &Values::new())
}

fn request(url: &str) -> TokenRequest {
    let secret = Secret::new(SECRET.to_owned());
    TokenRequest {
        vendor: VendorId::new("vendor"),
        url: Url::parse(url).unwrap(),
        headers: vec![Header::new("X-Client", "ours")],
        scrubber: Scrubber::new([&secret]),
        payload: Payload::Form(vec![("secret", secret)]).into(),
        faults: &StandardFaults,
        usual_life: Duration::from_mins(5),
    }
}

fn sign_in() -> TokenRequest {
    request("https://vendor.example/token")
}

async fn answering(body: &str) -> MockServer {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(200).set_body_raw(body.to_owned(), "application/json");
    Mock::given(method("POST"))
        .respond_with(answer)
        .mount(&server)
        .await;
    server
}

fn account(server: &MockServer, clock: Clock) -> Desk {
    let limits = Limits {
        at_once: 9,
        window: None,
    };
    Desk {
        vendor: VendorId::new("vendor"),
        wire: wire(server),
        shelf: Arc::new(Shelf::new(limits, clock)),
        renewals: None,
    }
}

fn client(desk: &Desk) -> Client<Read> {
    let bearer = BearerToken::new(sign_in(), desk.shelf.clone());
    let base = Url::parse("https://vendor.example/api/").unwrap();
    Session::new(
        desk.clone(),
        base,
        Arc::new(bearer),
        Scrubber::default(),
        &StandardFaults,
    )
    .for_operation("things.list")
    .reader()
}

async fn things(client: &Client<Read>) -> Result<Value, CallError> {
    client.get(Path::new("api", "things"), &[]).await
}

#[tokio::test]
async fn the_credentials_travel_as_an_encoded_form_and_the_life_is_the_vendors() {
    let server = MockServer::start().await;
    Mock::given(path("/token"))
        .and(method("POST"))
        .and(header("x-client", "ours"))
        .and(header("content-type", "application/x-www-form-urlencoded"))
        .and(body_string("secret=s3cret%26%3D%2B%2Fvalue"))
        .respond_with(
            ResponseTemplate::new(200).set_body_json(json!({"access_token": "t", "expires_in": 360_000})),
        )
        .expect(1)
        .mount(&server)
        .await;
    let token = sign_in().send(&wire(&server)).await.unwrap();
    assert_eq!(
        (token.value.expose(), token.lives),
        ("t", Duration::from_hours(100))
    );
}

#[tokio::test]
async fn credentials_travel_as_json_where_the_vendor_wants_it_and_do_not_print_themselves() {
    let server = MockServer::start().await;
    Mock::given(path("/token"))
        .and(header("content-type", "application/json"))
        .and(body_json(json!({"secret": SECRET})))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({"access_token": "t"})))
        .expect(1)
        .mount(&server)
        .await;
    let payload = Payload::SecretJson(vec![("secret", Secret::new(SECRET.to_owned()))]);
    assert!(!format!("{payload:?}").contains("s3cret"));
    let request = TokenRequest {
        payload: payload.into(),
        ..sign_in()
    };
    assert_eq!(request.send(&wire(&server)).await.unwrap().value.expose(), "t");
}

#[tokio::test]
async fn a_life_as_text_is_read_and_a_missing_one_is_the_usual() {
    for (told, lives) in [(json!("60"), 60), (json!(null), 300), (json!("soon"), 300)] {
        let server = answering(&json!({"access_token": "t", "expires_in": told}).to_string()).await;
        let token = sign_in().send(&wire(&server)).await.unwrap();
        assert_eq!(token.lives, Duration::from_secs(lives), "{told}");
    }
}

#[tokio::test]
async fn a_refusal_keeps_the_vendors_words_but_for_the_secret() {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(401).set_body_string(format!("no: {SECRET} s3cret%26%3D%2B%2Fvalue"));
    Mock::given(method("POST"))
        .respond_with(answer)
        .mount(&server)
        .await;
    let error = sign_in().send(&wire(&server)).await.map(drop).unwrap_err();
    assert_eq!(error.kind, CallErrorKind::Credentials);
    assert_eq!(error.said.unwrap().body, "no: [secret] [secret]");
}

#[tokio::test]
async fn a_good_answer_that_cannot_be_read_names_the_place_and_withholds_what_may_be_a_token() {
    for (body, place) in [
        (
            r#"{"access_token": 12345678, "refresh_token": "hidden-1"}"#,
            "`access_token`",
        ),
        (r#"{"access_token": "hidden-1"#, "the answer to the sign-in"),
        (r#"{"access_token": ""}"#, "`access_token`"),
    ] {
        let server = answering(body).await;
        let error = sign_in().send(&wire(&server)).await.map(drop).unwrap_err();
        let CallErrorKind::Contract { at } = &error.kind else {
            panic!("{error:?}");
        };
        assert!(at.contains(place), "{at}");
        let shown = format!("{error:?}");
        assert!(
            !shown.contains("hidden-1") && !shown.contains("12345678"),
            "{shown}"
        );
    }
    let server = answering("[\"not what is documented\"]").await;
    let error = sign_in().send(&wire(&server)).await.map(drop).unwrap_err();
    assert_eq!(error.said.unwrap().body, "[\"not what is documented\"]");
}

#[tokio::test]
async fn a_sign_in_address_outside_of_the_manifest_is_refused_before_anything_is_sent() {
    let server = answering("{}").await;
    let elsewhere = request("https://evil.example/token");
    let error = elsewhere.send(&wire(&server)).await.map(drop).unwrap_err();
    assert_eq!(error.kind.code(), "egress_refused");
    assert!(server.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_failed_sign_in_is_sent_once_and_told_under_the_callers_operation() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .respond_with(ResponseTemplate::new(401))
        .expect(1)
        .mount(&server)
        .await;
    let desk = account(&server, Clock::system());
    let error = things(&client(&desk)).await.unwrap_err();
    assert_eq!((error.kind, error.attempts), (CallErrorKind::Credentials, 1));
    assert_eq!(error.operation, "things.list");
}

#[tokio::test]
async fn a_refused_token_is_replaced_once_for_all_who_held_it() {
    let server = MockServer::start().await;
    for (at, token) in ["old", "new"].into_iter().enumerate() {
        let answer =
            ResponseTemplate::new(200).set_body_json(json!({"access_token": token, "expires_in": 3600}));
        let mock = Mock::given(path("/token")).respond_with(answer).up_to_n_times(1);
        mock.with_priority(u8::try_from(at).unwrap() + 1)
            .expect(1)
            .mount(&server)
            .await;
    }
    let things_of = |token: &str| {
        Mock::given(path("/api/things")).and(header("authorization", format!("Bearer {token}")))
    };
    things_of("old")
        .respond_with(ResponseTemplate::new(401))
        .mount(&server)
        .await;
    things_of("new")
        .respond_with(ResponseTemplate::new(200).set_body_json(json!([])))
        .mount(&server)
        .await;
    let desk = account(&server, Clock::system());
    let (a, b, c) = (client(&desk), client(&desk), client(&desk));
    let (a, b, c) = tokio::join!(things(&a), things(&b), things(&c));
    assert!([a, b, c].into_iter().all(|answer| answer.is_ok()));
}

#[tokio::test]
async fn a_vendor_that_refuses_fresh_tokens_too_is_not_asked_for_ever() {
    let server = answering(r#"{"access_token": "t", "expires_in": 3600}"#).await;
    Mock::given(path("/api/things"))
        .respond_with(ResponseTemplate::new(401))
        .mount(&server)
        .await;
    let desk = account(&server, Clock::system());
    let error = things(&client(&desk)).await.unwrap_err();
    assert_eq!((error.kind, error.attempts), (CallErrorKind::Credentials, 2));
    assert_eq!(server.received_requests().await.unwrap().len(), 4);
}

#[tokio::test]
async fn a_token_that_the_vendor_echoes_never_reaches_an_error() {
    let server = answering(r#"{"access_token": "canary-token", "expires_in": 3600}"#).await;
    let echo = ResponseTemplate::new(422).set_body_string("refused: Bearer canary-token");
    Mock::given(path("/api/things"))
        .respond_with(echo)
        .mount(&server)
        .await;
    let desk = account(&server, Clock::system());
    let error = things(&client(&desk)).await.unwrap_err();
    assert_eq!(error.said.unwrap().body, "refused: Bearer [secret]");
}
