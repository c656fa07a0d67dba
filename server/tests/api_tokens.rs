//! `/api/v1/tokens`

use crate::support::{Hub, delete, get, post};
use serde_json::json;

const ID: &str = "tok_01jdg8m0000000000000000000";

#[tokio::test]
async fn the_list_holds_no_secret() {
    let list = get("/api/v1/tokens").token("admin").send(&Hub::new()).await.ok();
    assert_eq!(list["items"][0]["hint"], "9f3c");
    assert_eq!(list["items"][0].get("secret"), None);
}

#[tokio::test]
async fn making_one_answers_its_secret_once() {
    let hub = Hub::new();
    let body = json!({"name": "ci", "role": "tech", "days": 30});
    let answer = post("/api/v1/tokens").token("admin").json(&body).send(&hub).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    assert_eq!(answer.location(), format!("/api/v1/tokens/{ID}"));
    assert_eq!(answer.json()["secret"], "opsai_once");
    assert_eq!(answer.json()["token"]["name"], "ci");
    assert_eq!(hub.calls(), ["create_token ci tech Some(30)"]);
}

#[tokio::test]
async fn an_unknown_role_is_told_which_there_are() {
    let body = json!({"name": "ci", "role": "boss"});
    let answer = post("/api/v1/tokens")
        .token("admin")
        .json(&body)
        .send(&Hub::new())
        .await;
    let error = &answer.problem(422, "invalid_input")["errors"][0];
    assert_eq!(error["field"], "role");
    assert_eq!(error["code"], "not_a_choice");
    let text = error["message"].as_str().unwrap();
    assert!(
        text.contains("`viewer`") && text.contains("`admin`") && !text.contains("boss"),
        "{text}"
    );
}

#[tokio::test]
async fn revoking_answers_nothing() {
    let hub = Hub::new();
    let answer = delete(&format!("/api/v1/tokens/{ID}"))
        .token("admin")
        .send(&hub)
        .await;
    assert_eq!(answer.status, 204);
    delete("/api/v1/tokens/int_1")
        .token("admin")
        .send(&hub)
        .await
        .problem(404, "not_found");
    assert_eq!(hub.calls(), [format!("revoke_token {ID}")]);
}
