//! `/api/v1/audit`

use crate::support::{Hub, get, post};
use serde_json::json;

#[tokio::test]
async fn a_page_of_the_trail_has_its_entries_and_a_cursor() {
    let hub = Hub::new();
    let page = get("/api/v1/audit").token("admin").send(&hub).await.ok();
    assert_eq!(page["items"][0]["action"], "integration.created");
    assert_eq!(page["next_cursor"], "7");
    get("/api/v1/audit?cursor=7&limit=200")
        .token("admin")
        .send(&hub)
        .await
        .ok();
    assert_eq!(hub.calls(), ["audit None 50", "audit Some(7) 200"]);
}

#[tokio::test]
async fn a_page_has_a_bound() {
    let hub = Hub::new();
    for query in ["limit=0", "limit=201", "cursor=x", "page=2"] {
        let answer = get(&format!("/api/v1/audit?{query}"))
            .token("admin")
            .send(&hub)
            .await;
        answer.problem(422, "invalid_input");
    }
}

#[tokio::test]
async fn verifying_says_where_the_chain_breaks() {
    let report = post("/api/v1/audit/verify")
        .token("admin")
        .send(&Hub::new())
        .await
        .ok();
    assert_eq!(report, json!({"entries": 7, "broken_at": 3}));
}
