//! `/healthz`, `/readyz` and `/metrics`

use crate::support::{Hub, get};
use std::sync::atomic::Ordering;

#[tokio::test]
async fn alive_is_always_said_and_ready_only_when_the_machine_is() {
    let hub = Hub::new();
    assert_eq!(get("/healthz").send(&hub).await.text(), "ok");
    assert_eq!(get("/readyz").send(&hub).await.text(), "ready");
    hub.fake.out_of_order.store(true, Ordering::SeqCst);
    assert_eq!(get("/healthz").send(&hub).await.text(), "ok");
    get("/readyz")
        .send(&hub)
        .await
        .problem(503, "database_unavailable");
}

#[tokio::test]
async fn the_numbers_are_for_tokens_of_any_role() {
    let hub = Hub::new();
    get("/metrics").send(&hub).await.problem(401, "unauthenticated");
    get("/metrics")
        .browser("admin")
        .header("accept", "*/*")
        .send(&hub)
        .await;
    let answer = get("/metrics").token("viewer").send(&hub).await;
    assert_eq!(answer.status, 200);
    assert!(
        answer
            .header("content-type")
            .starts_with("text/plain; version=0.0.4")
    );
    assert!(answer.text().contains("opsai_build_info{version="));
}

#[tokio::test]
async fn the_numbers_can_be_opened_to_everybody() {
    let hub = Hub::with(|config| config.metrics_open = true);
    assert_eq!(get("/metrics").send(&hub).await.status, 200);
}

#[tokio::test]
async fn requests_are_counted_by_pattern_and_never_by_path() {
    let hub = Hub::new();
    get("/api/v1/integrations/int_canary")
        .token("viewer")
        .send(&hub)
        .await;
    get("/canary").send(&hub).await;
    let odd = axum::http::Method::from_bytes(b"CANARY").unwrap();
    crate::support::Ask::new(odd, "/api/v1/vendors")
        .token("viewer")
        .send(&hub)
        .await;
    let text = get("/metrics").token("viewer").send(&hub).await.text();
    let line =
        "opsai_http_requests_total{route=\"/api/v1/integrations/{id}\",method=\"GET\",status=\"4xx\"} 1";
    assert!(text.contains(line), "{text}");
    assert!(text.contains("route=\"unmatched\""), "{text}");
    assert!(!text.to_lowercase().contains("canary"), "{text}");
}
