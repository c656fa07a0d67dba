//! Datto RMM: the password grant, tokens, platforms, the limit and the block.

use reqwest::RequestBuilder;
use sandbox::datto_rmm::{
    CLIENT, Credentials, Double, ErrorBody, GOOD, NO_ALERTS, OTHER_PLATFORM, Options, READ_ONLY, Running,
    UNKNOWN_KEY, WRONG_SECRET,
};
use serde_json::{Value, json};

use crate::{Said, client, send};

pub async fn start() -> Running {
    Double::start(Options::default()).await.unwrap()
}

fn grant(running: &Running, platform: &str, form: &str) -> RequestBuilder {
    client()
        .post(format!("{}/auth/oauth/token", running.origin(platform)))
        .header("authorization", CLIENT)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form.to_owned())
}

fn form(of: Credentials) -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .append_pair("grant_type", "password")
        .append_pair("username", of.api_key)
        .append_pair("password", of.api_secret)
        .finish()
}

fn platform(of: Credentials) -> &'static str {
    let host = of.url.strip_prefix("https://").unwrap();
    host.split('-').next().unwrap()
}

/// A token of this account at its own platform.
pub async fn token(running: &Running, of: Credentials) -> String {
    let said = send(grant(running, platform(of), &form(of))).await;
    assert_eq!(said.status, 200, "{said:?}");
    said.json()["access_token"].as_str().unwrap().to_owned()
}

/// An answer of the API to this account.
pub async fn get(running: &Running, of: Credentials, path: &str) -> Said {
    let token = token(running, of).await;
    let url = format!("{}/api/v2/{path}", running.origin(platform(of)));
    send(client().get(url).bearer_auth(token)).await
}

#[tokio::test]
async fn a_right_key_and_secret_get_a_token_for_a_hundred_hours() {
    let running = start().await;
    let said = send(grant(&running, "concord", &form(GOOD))).await.json();
    assert_eq!(
        (&said["token_type"], &said["expires_in"]),
        (&json!("bearer"), &json!(360_000))
    );
    assert!(said.get("refresh_token").is_none());
    assert_eq!(
        get(&running, GOOD, "account").await.json()["name"],
        "Northgate IT Services"
    );
    assert_eq!(
        get(&running, OTHER_PLATFORM, "account").await.json()["name"],
        "Southbank IT Services"
    );
}

#[tokio::test]
async fn a_wrong_key_or_secret_or_platform_is_a_bad_grant_as_the_knob_has_it() {
    let running = start().await;
    let bad = r#"{"error":"invalid_grant","error_description":"Bad credentials"}"#;
    for (platform, form) in [
        ("concord", form(WRONG_SECRET)),
        ("concord", form(UNKNOWN_KEY)),
        ("pinotage", form(GOOD)),
        ("syrah", form(GOOD)),
        // Not encoded: the + becomes a space, as a careless client finds out.
        (
            "concord",
            format!(
                "grant_type=password&username={}&password={}",
                GOOD.api_key, GOOD.api_secret
            ),
        ),
    ] {
        let said = send(grant(&running, platform, &form)).await;
        assert_eq!((said.status, said.text.as_str()), (400, bad), "{platform} {form}");
    }
    running.turn(|knobs| knobs.refused_sign_in_status = 401);
    assert_eq!(
        send(grant(&running, "concord", &form(WRONG_SECRET))).await.status,
        401
    );
}

#[tokio::test]
async fn the_grant_wants_the_public_client_a_form_and_its_own_path() {
    let running = start().await;
    let url = format!("{}/auth/oauth/token", running.origin("concord"));
    let bare = client()
        .post(&url)
        .header("content-type", "application/x-www-form-urlencoded");
    assert_eq!(send(bare.body(form(GOOD))).await.status, 401);
    let other = grant(&running, "concord", "grant_type=client_credentials");
    assert_eq!(send(other).await.json()["error"], "unsupported_grant_type");
    let in_json = client()
        .post(&url)
        .header("authorization", CLIENT)
        .json(&json!({"grant_type": "password"}));
    assert_eq!(send(in_json).await.status, 415);
    let below_api = client()
        .post(format!("{}/api/auth/oauth/token", running.origin("concord")))
        .header("authorization", CLIENT);
    assert_eq!(send(below_api).await.status, 401);
}

#[tokio::test]
async fn a_token_is_good_on_its_own_platform_until_it_ends() {
    let running = start().await;
    let token = token(&running, GOOD).await;
    let ask = |platform: &str, token: &str| {
        send(
            client()
                .get(format!("{}/api/v2/account", running.origin(platform)))
                .bearer_auth(token),
        )
    };
    assert_eq!(ask("concord", &token).await.status, 200);
    assert_eq!(ask("merlot", &token).await.status, 401);
    assert_eq!(ask("concord", "made-up").await.json()["error"], "invalid_token");
    running.expire_tokens();
    assert_eq!(ask("concord", &token).await.status, 401);
    running.turn(|knobs| knobs.token_seconds = 0);
    let ended = self::token(&running, GOOD).await;
    assert_eq!(ask("concord", &ended).await.status, 401);
}

#[tokio::test]
async fn the_system_status_needs_no_token_and_counts_nothing() {
    let running = start().await;
    let said = send(client().get(format!("{}/api/v2/system/status", running.origin("vidal")))).await;
    assert_eq!((said.status, &said.json()["status"]), (200, &json!("OK")));
    assert_eq!(
        get(&running, GOOD, "system/request_rate").await.json()["accountCount"],
        1
    );
}

#[tokio::test]
async fn the_six_hundred_and_first_request_of_a_minute_is_refused_and_going_on_blocks() {
    let running = start().await;
    running.turn(|knobs| knobs.slow_ms = 0);
    running.set_usage(599);
    let rate = get(&running, GOOD, "system/request_rate").await.json();
    assert_eq!(
        (&rate["accountCount"], &rate["accountRateLimit"]),
        (&json!(600), &json!(600))
    );
    assert_eq!(
        get(&running, READ_ONLY, "account").await.status,
        429,
        "counted for the whole account"
    );
    assert_eq!(get(&running, OTHER_PLATFORM, "account").await.status, 200);
    for _ in 0..10 {
        assert_eq!(get(&running, GOOD, "account").await.status, 429);
    }
    let said = get(&running, GOOD, "account").await;
    assert_eq!(
        (said.status, said.text.as_str()),
        (403, "Your IP address has been blocked")
    );
    running.set_usage(0);
    assert_eq!(get(&running, GOOD, "account").await.status, 200);
}

#[tokio::test]
async fn older_accounts_tell_no_limits_for_writes() {
    let running = start().await;
    let rate = get(&running, GOOD, "system/request_rate").await.json();
    assert_eq!(
        rate["operationWriteStatus"]["device-job-create"],
        json!({"limit": 100, "count": 0})
    );
    running.turn(|knobs| knobs.newer_account = false);
    let rate = get(&running, GOOD, "system/request_rate").await.json();
    assert!(rate.get("operationWriteStatus").is_none() && rate.get("accountWriteCount").is_none());
}

#[tokio::test]
async fn a_missing_right_is_a_403_in_whichever_body_the_knob_says() {
    let running = start().await;
    let text = "Authenticated user doesn't have access to this resource.";
    for (shape, member) in [
        (ErrorBody::Message, "message"),
        (ErrorBody::Error, "error"),
        (ErrorBody::Detail, "detail"),
    ] {
        running.turn(|knobs| knobs.error_body = shape);
        let said = get(&running, NO_ALERTS, "account/alerts/open").await;
        assert_eq!((said.status, said.json()), (403, json!({member: text})));
    }
    running.turn(|knobs| knobs.error_body = ErrorBody::Empty);
    let said = get(&running, NO_ALERTS, "account/alerts/resolved").await;
    assert_eq!((said.status, said.text.as_str()), (403, ""));
    assert_eq!(get(&running, NO_ALERTS, "account/devices").await.status, 200);
}

#[tokio::test]
async fn an_unknown_path_is_a_404_and_a_wrong_method_a_405() {
    let running = start().await;
    assert_eq!(get(&running, GOOD, "account/monitors").await.status, 404);
    let token = token(&running, GOOD).await;
    let url = format!("{}/api/v2/account/devices", running.origin("concord"));
    assert_eq!(
        send(client().post(url).bearer_auth(token).json(&Value::Null))
            .await
            .status,
        405
    );
}
