//! What is sent to the API in another form than it asks for.

use crate::support::{Answer, Hub, post};
use serde_json::{Value, json};

const CANARY: &str = "canary-secret";

async fn send(body: &str) -> Answer {
    let answer = post("/api/v1/integrations/test")
        .token("tech")
        .body("application/json", body.to_owned());
    let answer = answer.send(&Hub::new()).await;
    assert!(!answer.text().contains(CANARY), "{}", answer.text());
    answer
}

async fn first_error(body: Value) -> (String, String) {
    let problem = send(&body.to_string()).await.problem(422, "invalid_input");
    let error = &problem["errors"][0];
    (
        error["field"].as_str().unwrap().to_owned(),
        error["code"].as_str().unwrap().to_owned(),
    )
}

#[tokio::test]
async fn a_body_that_is_not_json_is_told_where_it_breaks_and_not_repeated() {
    for (body, line, column) in [
        (
            format!("{{\"vendor\": \"it_glue\",\n \"credentials\": {CANARY}"),
            2,
            17,
        ),
        (String::new(), 1, 0),
        ("{".to_owned(), 1, 1),
        ("{\"vendor\":\"x\"} trailing".to_owned(), 1, 16),
    ] {
        let problem = send(&body).await.problem(400, "malformed_json");
        let detail = problem["detail"].as_str().unwrap();
        assert_eq!(
            detail,
            format!("It breaks at line {line}, column {column}."),
            "{body}"
        );
    }
}

#[tokio::test]
async fn a_member_that_is_unknown_missing_or_of_another_type_is_named() {
    let whole = json!({"vendor": "it_glue", "credentials": {"api_key": "k"}});
    let with = |name: &str, value: Value| {
        let mut body = whole.clone();
        body[name] = value;
        body
    };
    for (body, field, code) in [
        (json!({}), "vendor", "required"),
        (
            with("secrets", json!({"api_key": CANARY})),
            "secrets",
            "unknown_field",
        ),
        (with("credentials", json!(CANARY)), "credentials", "wrong_type"),
        (
            with("credentials", json!({"api_key": 7})),
            "credentials.api_key",
            "wrong_type",
        ),
        (
            with("settings", json!({"region": [CANARY]})),
            "settings.region",
            "wrong_type",
        ),
        (with("vendor", json!(null)), "vendor", "wrong_type"),
        (json!([CANARY]), ".", "wrong_type"),
    ] {
        assert_eq!(
            first_error(body.clone()).await,
            (field.to_owned(), code.to_owned()),
            "{body}"
        );
    }
}

#[tokio::test]
async fn an_unknown_member_is_told_which_are_known() {
    let problem = send("{\"vendor\":\"x\",\"credential\":{}}")
        .await
        .problem(422, "invalid_input");
    let text = problem["errors"][0]["message"].as_str().unwrap();
    assert!(
        text.contains("`vendor`") && text.contains("`settings`") && text.contains("`credentials`"),
        "{text}"
    );
}

#[tokio::test]
async fn a_member_that_is_there_twice_is_refused() {
    let problem = send("{\"vendor\":\"x\",\"vendor\":\"y\"}")
        .await
        .problem(422, "invalid_input");
    assert_eq!(problem["errors"][0]["field"], "vendor");
    assert_eq!(problem["errors"][0]["code"], "duplicate_field");
}

#[tokio::test]
async fn only_json_is_taken() {
    let hub = Hub::new();
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "json",
    ] {
        for path in ["/api/v1/integrations", "/api/v1/integrations/int_1/test"] {
            let answer = post(path)
                .token("tech")
                .body(kind, "{\"vendor\":\"x\"}")
                .send(&hub)
                .await;
            answer.problem(415, "unsupported_media_type");
        }
    }
    let answer = post("/api/v1/integrations/test").token("tech");
    let answer = answer
        .body("application/merge-patch+json; charset=utf-8", "{}")
        .send(&hub)
        .await;
    answer.problem(422, "invalid_input");
}

#[tokio::test]
async fn a_body_over_one_mebibyte_is_refused_whether_its_length_is_told_or_not() {
    let hub = Hub::new();
    let large = format!("{{\"vendor\":\"{}\"}}", "x".repeat(1024 * 1024));
    let ask = || post("/api/v1/integrations/test").token("tech");
    let told = ask()
        .body("application/json", large.clone())
        .header("content-length", &large.len().to_string());
    told.send(&hub).await.problem(413, "payload_too_large");
    let chunks = futures::stream::iter(
        large
            .into_bytes()
            .chunks(4096)
            .map(|chunk| Ok::<_, std::io::Error>(chunk.to_vec()))
            .collect::<Vec<_>>(),
    );
    let untold = ask().body("application/json", axum::body::Body::from_stream(chunks));
    untold.send(&hub).await.problem(413, "payload_too_large");
    assert!(hub.calls().is_empty());
}
