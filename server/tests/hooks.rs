//! The door at which vendors post: byte for byte, bounded, and never a page.

use crate::support::{Ask, Hub, events::LARGEST, get, post, samples_events};
use axum::{
    body::{Body, Bytes},
    http::Method,
};
use serde_json::json;
use std::{
    convert::Infallible,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

#[tokio::test]
async fn a_delivery_is_answered_202_with_its_event() {
    let hub = Hub::new();
    let answer = post("/hooks/known")
        .body("application/xml", "<any/>")
        .peer("203.0.113.9")
        .send(&hub)
        .await;
    assert_eq!(answer.status, 202);
    assert_eq!(answer.json(), json!({ "event": samples_events::EVENT }));
    assert_eq!(hub.calls(), ["receive known 203.0.113.9 None <any/>"]);
}

#[tokio::test]
async fn the_secret_may_stand_behind_the_token() {
    let hub = Hub::new();
    post("/hooks/known/s3cret%2Bx")
        .body("text/plain", "b")
        .send(&hub)
        .await;
    assert_eq!(hub.calls(), ["receive known unknown Some(\"s3cret+x\") b"]);
}

#[tokio::test]
async fn a_handshake_is_answered_with_exactly_the_text_that_was_asked_for() {
    let answer = post("/hooks/asks?validationToken=x")
        .body("text/plain", "")
        .send(&Hub::new())
        .await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8");
    assert_eq!(answer.text(), "Validation: <b>1 + 1</b>");
}

#[tokio::test]
async fn an_unknown_token_is_a_problem_of_404_and_another_method_of_405() {
    let hub = Hub::new();
    post("/hooks/nobody")
        .body("application/json", "{}")
        .send(&hub)
        .await
        .problem(404, "not_found");
    get("/hooks/known")
        .send(&hub)
        .await
        .problem(405, "method_not_allowed");
    let put = Ask::new(Method::PUT, "/hooks/known");
    put.send(&hub).await.problem(405, "method_not_allowed");
}

#[tokio::test]
async fn what_cannot_be_kept_is_503_with_the_time_to_come_back() {
    let answer = post("/hooks/down")
        .body("application/json", "{}")
        .send(&Hub::new())
        .await;
    answer.problem(503, "database_unavailable");
    assert_eq!(answer.header("retry-after"), "5");
}

#[tokio::test]
async fn a_body_of_the_largest_size_is_taken_and_a_byte_more_is_not() {
    let hub = Hub::new();
    let fits = post("/hooks/known").body("text/plain", "x".repeat(LARGEST));
    assert_eq!(fits.send(&hub).await.status, 202);
    let over = post("/hooks/known").body("text/plain", "x".repeat(LARGEST + 1));
    over.send(&hub).await.problem(413, "payload_too_large");
}

#[tokio::test]
async fn a_body_without_an_end_is_given_up_before_it_is_read_whole() {
    let hub = Hub::new();
    let read = Arc::new(AtomicUsize::new(0));
    let counted = read.clone();
    let endless = futures::stream::repeat_with(move || {
        counted.fetch_add(16, Ordering::SeqCst);
        Ok::<_, Infallible>(Bytes::from_static(&[b'x'; 16]))
    });
    let answer = post("/hooks/known")
        .body("text/plain", Body::from_stream(endless))
        .send(&hub)
        .await;
    answer.problem(413, "payload_too_large");
    assert!(read.load(Ordering::SeqCst) <= LARGEST + 32, "{read:?}");
}

#[tokio::test]
async fn a_body_that_says_it_is_larger_is_not_read_at_all() {
    let hub = Hub::new();
    let answer = post("/hooks/known")
        .header("content-length", "5000000000")
        .body(
            "text/plain",
            Body::from_stream(futures::stream::pending::<Result<Bytes, Infallible>>()),
        )
        .send(&hub)
        .await;
    answer.problem(413, "payload_too_large");
    assert_eq!(hub.calls(), ["receive known unknown None too large"]);
}

#[tokio::test]
async fn no_cookie_counts_here_and_no_other_site_is_refused() {
    let hub = Hub::new();
    let answer = post("/hooks/known")
        .cookie("opsai_session=s-admin")
        .header("sec-fetch-site", "cross-site")
        .header("origin", "https://vendor.example")
        .body("application/json", "{}")
        .send(&hub)
        .await;
    assert_eq!(answer.status, 202);
}

#[tokio::test]
async fn a_browser_that_accepts_html_gets_a_problem_page_and_still_the_right_status() {
    let answer = post("/hooks/nobody")
        .header("accept", "text/html")
        .body("text/plain", "")
        .send(&Hub::new())
        .await;
    assert_eq!(answer.status, 404);
}

#[tokio::test]
async fn only_a_believed_proxy_names_the_sender() {
    let hub = Hub::with(|config| config.trusted_proxies = vec!["10.0.0.0/8".parse().unwrap()]);
    for peer in ["10.0.0.1", "203.0.113.9"] {
        post("/hooks/known")
            .header("x-forwarded-for", "198.51.100.1")
            .peer(peer)
            .body("text/plain", "b")
            .send(&hub)
            .await;
    }
    assert_eq!(
        hub.calls(),
        [
            "receive known 198.51.100.1 None b",
            "receive known 203.0.113.9 None b"
        ]
    );
}
