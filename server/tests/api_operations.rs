//! `/api/v1/operations`

use crate::support::{
    Hub, get, post,
    samples::{ID, VENDOR_SAID},
};
use serde_json::json;

#[tokio::test]
async fn the_catalogue_has_the_schemas() {
    let list = get("/api/v1/operations")
        .token("viewer")
        .send(&Hub::new())
        .await
        .ok();
    let expected = json!({"vendor": "it_glue", "id": "organisations.list", "title": "List organisations",
        "risk": "read", "input_schema": {"type": "object"}, "output_schema": {"type": "array"}});
    assert_eq!(list["items"][0], expected);
}

#[tokio::test]
async fn a_call_answers_its_output() {
    let hub = Hub::new();
    let path = "/api/v1/operations/it_glue/organisations.list";
    let answer = post(path)
        .token("tech")
        .json(&json!({"input": {"name": "Contoso"}}))
        .send(&hub)
        .await
        .ok();
    assert_eq!(answer, json!({"output": [{"name": "Contoso"}]}));
    post(path)
        .token("tech")
        .json(&json!({"integration": ID}))
        .send(&hub)
        .await
        .ok();
    assert_eq!(
        hub.calls(),
        [
            "call it_glue organisations.list None {\"name\":\"Contoso\"}".to_owned(),
            format!("call it_glue organisations.list Some(IntegrationId(\"{ID}\")) null"),
        ]
    );
}

#[tokio::test]
async fn an_account_that_is_none_is_not_found() {
    let body = json!({"integration": "usr_1", "input": {}});
    let answer = post("/api/v1/operations/it_glue/x")
        .token("tech")
        .json(&body)
        .send(&Hub::new())
        .await;
    answer.problem(404, "not_found");
}

#[tokio::test]
async fn a_vendors_failure_keeps_its_words_and_says_when_to_come_back() {
    let answer = post("/api/v1/operations/down/x")
        .token("tech")
        .json(&json!({}))
        .send(&Hub::new())
        .await;
    let problem = answer.problem(502, "vendor_unavailable");
    assert_eq!(problem["vendor_status"], 500);
    assert_eq!(problem["vendor_message"], VENDOR_SAID);
    assert_eq!(answer.header("retry-after"), "5");
}

#[tokio::test]
async fn without_a_default_account_the_port_says_so() {
    let answer = post("/api/v1/operations/unset/x")
        .token("tech")
        .json(&json!({}))
        .send(&Hub::new())
        .await;
    answer.problem(409, "no_default_integration");
}

#[tokio::test]
async fn a_key_comes_by_header_or_body_and_the_two_may_not_differ() {
    let hub = Hub::new();
    let path = "/api/v1/operations/it_glue/organisations.list";
    let call = |body: serde_json::Value| post(path).token("tech").json(&body);
    call(json!({"input": {}}))
        .header("idempotency-key", "k-1")
        .send(&hub)
        .await
        .ok();
    call(json!({"input": {}, "idempotency_key": "k-2", "why": "A ticket."}))
        .send(&hub)
        .await
        .ok();
    call(json!({"input": {}, "idempotency_key": "k-3"}))
        .header("idempotency-key", "k-3")
        .send(&hub)
        .await
        .ok();
    let differ = call(json!({"input": {}, "idempotency_key": "k-4"}))
        .header("idempotency-key", "k-5")
        .send(&hub)
        .await;
    let problem = differ.problem(422, "invalid_input");
    assert_eq!(problem["errors"][0]["field"], "idempotency_key");
    let keys: Vec<_> = hub
        .calls()
        .into_iter()
        .filter_map(|call| call.split_once(" key ").map(|(_, key)| key.to_owned()))
        .collect();
    assert_eq!(keys, ["k-1", "k-2", "k-3"]);
}
