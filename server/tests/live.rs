//! The live stream: who may listen, what a frame looks like, and when it ends.

use crate::support::{Hub, get, samples::ID};
use http_body_util::BodyExt as _;
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

#[tokio::test]
async fn a_frame_is_an_event_with_its_number_and_how_the_thing_is_now() {
    let hub = Hub::new();
    for ask in [
        get("/api/v1/live").token("viewer"),
        get("/api/v1/live").browser("viewer"),
    ] {
        let answer = ask.header("accept-encoding", "gzip, br").send(&hub).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("content-type"), "text/event-stream");
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.header("x-accel-buffering"), "no");
        assert_eq!(answer.header("content-encoding"), "");
        let text = answer.text();
        let events: Vec<&str> = text.trim_end().split("\n\n").collect();
        assert_eq!(events.len(), 2, "{text}");
        let frame = |event: &str| -> serde_json::Value {
            let data = event
                .lines()
                .find_map(|line| line.strip_prefix("data: "))
                .unwrap();
            serde_json::from_str(data).unwrap()
        };
        assert!(events[0].lines().any(|line| line == "id: 7") && events[1].contains("id: 8"));
        assert_eq!(frame(events[0]), serde_json::json!({"seq": 7, "type": "hello"}));
        assert_eq!(frame(events[1])["type"], "integration");
        assert_eq!(frame(events[1])["integration"]["id"], ID);
    }
}

async fn left(
    hub: &Hub,
    cookie: &str,
) -> http_body_util::combinators::UnsyncBoxBody<axum::body::Bytes, axum::Error> {
    let request = axum::http::Request::get("/api/v1/live")
        .header("cookie", format!("opsai_session={cookie}"))
        .body(axum::body::Body::empty())
        .unwrap();
    let response = hub.router.clone().oneshot(request).await.unwrap();
    assert_eq!(response.status(), 200);
    let mut body = response.into_body().boxed_unsync();
    for _ in 0..2 {
        body.frame().await.unwrap().unwrap();
    }
    body
}

#[tokio::test]
async fn a_stream_ends_when_the_server_does() {
    let stop = CancellationToken::new();
    let hub = Hub::with(|config| config.stop = stop.clone());
    let mut body = left(&hub, "s-admin").await;
    stop.cancel();
    assert!(body.frame().await.is_none());
}

#[tokio::test(start_paused = true)]
async fn a_stream_says_that_it_stands_and_ends_within_a_minute_after_its_session() {
    let hub = Hub::new();
    let mut body = left(&hub, "s-admin").await;
    let began = tokio::time::Instant::now();
    let alive = body.frame().await.unwrap().unwrap().into_data().unwrap();
    assert!(alive.starts_with(b":"));
    assert_eq!(began.elapsed(), Duration::from_secs(15));
    hub.fake.revoked.store(true, std::sync::atomic::Ordering::SeqCst);
    while body.frame().await.is_some() {}
    assert!(
        began.elapsed() <= Duration::from_secs(60),
        "{:?}",
        began.elapsed()
    );
}
