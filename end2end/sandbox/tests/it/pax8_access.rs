//! Pax8: tokens, rights, quota, errors.

use reqwest::Method;
use sandbox::pax8::{
    Credentials, Double, GOOD, Options, READ_ONLY, Running, UNKNOWN_KEY, WITHOUT_SUBSCRIPTIONS, WRONG_SECRET,
    company_id,
};
use serde_json::{Value, json};

use crate::{Said, client, send};

pub(crate) async fn pax8() -> Running {
    Double::start(Options::default()).await.unwrap()
}

pub(crate) fn sign_in(of: Credentials) -> Value {
    json!({
        "client_id": of.client_id, "client_secret": of.client_secret, "audience": "https://api.pax8.com",
        "grant_type": "client_credentials",
    })
}

async fn ask_for_token(running: &Running, body: &Value) -> Said {
    send(client().post(format!("{}/v1/token", running.origin)).json(body)).await
}

/// A token of this key.
pub(crate) async fn token(running: &Running, of: Credentials) -> String {
    let said = ask_for_token(running, &sign_in(of)).await.json();
    said["access_token"].as_str().unwrap().to_owned()
}

/// One call with this token.
pub(crate) async fn call(
    running: &Running,
    token: &str,
    method: Method,
    target: &str,
    body: Option<&Value>,
) -> Said {
    let request = client()
        .request(method, format!("{}{target}", running.origin))
        .bearer_auth(token);
    send(match body {
        Some(body) => request.json(body),
        None => request,
    })
    .await
}

#[tokio::test]
async fn a_key_is_traded_for_a_token_by_json_and_only_for_the_partners_audience() {
    let running = pax8().await;
    let said = ask_for_token(&running, &sign_in(GOOD)).await;
    assert_eq!(said.status, 200);
    assert_eq!(said.json()["token_type"], "Bearer");
    assert_eq!(said.json()["expires_in"], 86_400);
    for wrong in [WRONG_SECRET, UNKNOWN_KEY] {
        let said = ask_for_token(&running, &sign_in(wrong)).await;
        assert_eq!(said.status, 401);
        assert_eq!(
            said.json(),
            json!({"error": "access_denied", "error_description": "Unauthorized"})
        );
    }
    for (member, value) in [("audience", "api://provisioning"), ("grant_type", "password")] {
        let mut body = sign_in(GOOD);
        body[member] = json!(value);
        assert_eq!(ask_for_token(&running, &body).await.status, 400, "{member}");
    }
    let form = client().post(format!("{}/v1/token", running.origin));
    let form = form
        .header("content-type", "application/x-www-form-urlencoded")
        .body("grant_type=x");
    assert_eq!(send(form).await.status, 400);
    assert_eq!(running.tokens_given(), 1);
}

#[tokio::test]
async fn a_call_needs_a_live_token_and_a_revoked_one_is_refused_without_a_word() {
    let running = pax8().await;
    let good = token(&running, GOOD).await;
    let get = async |token: &str| call(&running, token, Method::GET, "/v1/companies", None).await;
    assert_eq!(get(&good).await.status, 200);
    let none = send(client().get(format!("{}/v1/companies", running.origin))).await;
    assert_eq!((none.status, none.text.as_str()), (401, ""));
    running.revoke_tokens();
    assert_eq!(get(&good).await.status, 401);
    running.turn(|knobs| knobs.unauthorized_body = r#"{"type":"UNAUTHORIZED"}"#.into());
    assert_eq!(get(&good).await.text, r#"{"type":"UNAUTHORIZED"}"#);
    running.turn(|knobs| knobs.token_seconds = 0);
    let ended = token(&running, GOOD).await;
    assert_eq!(get(&ended).await.status, 401);
}

#[tokio::test]
async fn a_key_without_a_right_gets_403_in_the_error_shape() {
    let running = pax8().await;
    let reader = token(&running, READ_ONLY).await;
    let said = call(&running, &reader, Method::POST, "/v1/orders", Some(&json!({}))).await;
    assert_eq!(said.status, 403);
    let shape = said.json();
    assert_eq!(
        (&shape["status"], &shape["instance"]),
        (&json!(403), &json!("/public/v1/orders"))
    );
    assert!(shape["details"].is_array() && shape["message"].is_string() && shape["type"].is_string());
    let catalogue = token(&running, WITHOUT_SUBSCRIPTIONS).await;
    for (target, status) in [
        ("/v1/subscriptions", 403),
        ("/v1/orders", 403),
        ("/v1/products", 200),
    ] {
        let said = call(&running, &catalogue, Method::GET, target, None).await;
        assert_eq!(said.status, status, "{target}");
    }
}

#[tokio::test]
async fn beyond_a_thousand_calls_a_minute_comes_a_bare_429() {
    let running = pax8().await;
    let good = token(&running, GOOD).await;
    let get = async || call(&running, &good, Method::GET, "/v1/companies", None).await;
    running.set_usage(999);
    assert_eq!(get().await.status, 200);
    let said = get().await;
    assert_eq!((said.status, said.text.as_str()), (429, ""));
    running.reset();
    assert_eq!(running.tokens_given(), 0);
}

#[tokio::test]
async fn what_is_not_there_and_what_is_not_known_are_told_in_pax8s_words() {
    let running = pax8().await;
    let good = token(&running, GOOD).await;
    let get = async |target: &str| call(&running, &good, Method::GET, target, None).await;
    let unknown = company_id(9_999);
    let said = get(&format!("/v1/companies/{unknown}")).await;
    assert_eq!(
        (said.status, said.json()["type"].as_str()),
        (404, Some("NOT_FOUND"))
    );
    assert_eq!(said.json()["message"], format!("Company Not Found: {unknown}"));
    for target in [
        "/v1/companies?size=201",
        "/v1/companies?size=0",
        "/v1/companies?page=-1",
        "/v1/companies?status=Sleeping",
        "/v1/companies?name=Alder",
        "/v1/companies?sort=name,asc",
        "/v1/subscriptions?billingTerm=Weekly",
        "/v1/subscriptions?sort=createdDate",
    ] {
        let said = get(target).await;
        assert_eq!(
            (said.status, said.json()["type"].as_str()),
            (400, Some("BAD_REQUEST")),
            "{target}"
        );
        assert!(
            said.text
                .contains("Invalid input, please check the documentation"),
            "{target}"
        );
    }
    let said = get(&format!("/v1/subscriptions?companyId={unknown}")).await;
    assert_eq!(
        said.status, 403,
        "an unknown company looks like a missing right here"
    );
    assert_eq!(get("/v2/companies").await.status, 404);
}
