//! `/api/v1/approvals`, and the call that is held.

use crate::support::{Hub, get, post, samples};
use serde_json::json;

const HERE: &str = "/api/v1/approvals/apr_1";

#[tokio::test]
async fn a_held_call_answers_202_with_its_approval() {
    let answer = post("/api/v1/operations/held/agents.quarantine")
        .token("tech")
        .json(&json!({ "input": {} }));
    let answer = answer.send(&Hub::new()).await;
    assert_eq!(answer.status, 202);
    assert_eq!(answer.json()["approval"]["id"], "apr_1");
}

#[tokio::test]
async fn the_list_takes_a_status_and_refuses_one_it_does_not_know() {
    let hub = Hub::new();
    let list = get("/api/v1/approvals?status=pending&limit=10")
        .token("viewer")
        .send(&hub)
        .await
        .ok();
    assert_eq!(list["items"][0], json!(samples::approval()));
    assert_eq!(hub.calls(), ["approvals Some(Pending) None 10"]);
    let refused = get("/api/v1/approvals?status=maybe")
        .token("viewer")
        .send(&hub)
        .await;
    assert_eq!(
        (
            refused.status.as_u16(),
            refused.json()["errors"][0]["field"].as_str()
        ),
        (422, Some("status"))
    );
    assert_eq!(get(HERE).token("viewer").send(&hub).await.ok()["id"], "apr_1");
}

#[tokio::test]
async fn a_decision_carries_its_reason_and_needs_no_body() {
    let hub = Hub::new();
    let reason = json!({ "reason": "agreed by phone" });
    post(&format!("{HERE}/approve"))
        .token("tech")
        .json(&reason)
        .send(&hub)
        .await
        .ok();
    post(&format!("{HERE}/reject"))
        .token("tech")
        .send(&hub)
        .await
        .ok();
    assert_eq!(
        hub.calls(),
        ["approve apr_1 Some(\"agreed by phone\")", "reject apr_1 None"]
    );
    assert_eq!(
        post(&format!("{HERE}/approve"))
            .token("viewer")
            .send(&hub)
            .await
            .status,
        403
    );
    assert_eq!(
        post("/api/v1/approvals/nonsense/approve")
            .token("tech")
            .send(&hub)
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn a_last_look_is_asked_of_the_port() {
    let hub = Hub::new();
    let looked = post(&format!("{HERE}/check")).token("tech").send(&hub).await.ok();
    assert_eq!(looked["id"], "apr_1");
    assert_eq!(hub.calls(), ["check apr_1"]);
    post("/api/v1/approvals/nonsense/check")
        .token("tech")
        .send(&hub)
        .await
        .problem(404, "not_found");
}
