//! Probe, history and status.

use crate::support::{Hub, get, post, samples::ID};
use serde_json::Value;

#[tokio::test]
async fn a_recheck_answers_the_integration_with_its_new_badge() {
    let hub = Hub::new();
    let path = format!("/api/v1/integrations/{ID}/probe");
    assert_eq!(
        post(&path).token("tech").send(&hub).await.ok()["health"]["badge"],
        "disconnected"
    );
    assert_eq!(hub.calls(), [format!("probe {ID}")]);
}

#[tokio::test]
async fn the_history_goes_back_a_day_unless_asked_otherwise() {
    let hub = Hub::new();
    let path = format!("/api/v1/integrations/{ID}/history");
    let list = get(&path).token("viewer").send(&hub).await.ok();
    assert_eq!(list["items"][0]["outcome"], "credentials");
    assert_eq!(list["next_cursor"], Value::Null);
    get(&format!("{path}?hours=2"))
        .token("viewer")
        .send(&hub)
        .await
        .ok();
    assert_eq!(
        hub.calls(),
        [format!("history {ID} 24"), format!("history {ID} 2")]
    );
}

#[tokio::test]
async fn hours_out_of_bounds_or_misspelt_are_refused() {
    let hub = Hub::new();
    for (query, field) in [
        ("hours=0", "hours"),
        ("hours=745", "hours"),
        ("hours=x", "query"),
        ("hour=2", "query"),
    ] {
        let path = format!("/api/v1/integrations/{ID}/history?{query}");
        let problem = get(&path)
            .token("viewer")
            .send(&hub)
            .await
            .problem(422, "invalid_input");
        assert_eq!(problem["errors"][0]["field"], field, "{query}");
    }
    assert!(hub.calls().is_empty());
}

#[tokio::test]
async fn the_status_counts_and_lists() {
    let status = get("/api/v1/status").token("viewer").send(&Hub::new()).await.ok();
    assert_eq!(status["disconnected"], 1);
    assert_eq!(status["connected"], 0);
    assert_eq!(status["needs_attention"], 0);
    assert_eq!(status["unknown"], 0);
    assert_eq!(status["integrations"][0]["id"], ID);
    assert_eq!(status["banners"][0]["code"], "key_stale");
}
