//! Everything that fails, wherever it fails, is a problem.

use crate::support::{Ask, Hub, get, others::CANARY, post};
use axum::http::Method;

#[tokio::test]
async fn a_path_that_is_not_there_is_a_problem() {
    let hub = Hub::new();
    for path in [
        "/api/v1/nothing",
        "/api/v1",
        "/api/v1/",
        "/api/v1/vendors/a/b",
        "/app/do/nothing",
        "/nothing",
        "/pkg/x.js",
    ] {
        get(path)
            .token("admin")
            .send(&hub)
            .await
            .problem(404, "not_found");
    }
    let answer = get("/api/v1/nothing")
        .token("admin")
        .header("accept", "text/html")
        .send(&hub)
        .await;
    answer.problem(404, "not_found");
}

#[tokio::test]
async fn a_method_that_is_not_answered_is_a_problem_and_the_others_are_told() {
    let hub = Hub::new();
    let answer = Ask::new(Method::PUT, "/api/v1/integrations")
        .token("admin")
        .send(&hub)
        .await;
    answer.problem(405, "method_not_allowed");
    let mut allowed: Vec<_> = answer.header("allow").split(',').collect();
    allowed.sort_unstable();
    assert_eq!(allowed, ["GET", "HEAD", "POST"]);
    let answer = post("/healthz")
        .same_site()
        .header("accept", "application/json")
        .send(&hub)
        .await;
    assert_eq!(answer.status, 405);
}

#[tokio::test]
async fn a_path_that_is_no_text_is_a_problem() {
    let answer = get("/api/v1/vendors/%ff").token("admin").send(&Hub::new()).await;
    answer.problem(400, "malformed_request");
}

#[tokio::test]
async fn a_panic_is_a_problem_that_tells_nothing() {
    let hub = Hub::new();
    let answer = get("/api/v1/vendors/panics").token("admin").send(&hub).await;
    answer.problem(500, "internal");
    assert!(!answer.text().contains(CANARY));
    get("/api/v1/vendors").token("admin").send(&hub).await.ok();
}

#[tokio::test]
async fn a_browser_gets_a_page_with_the_same_words() {
    let hub = Hub::new();
    let answer = get("/app/integrations")
        .cookie("opsai_session=s-broken")
        .header("accept", "text/html");
    let answer = answer.send(&hub).await;
    assert_eq!(answer.status, 503);
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    let page = answer.text();
    assert!(page.contains("<h1>The database does not answer.</h1>"), "{page}");
    assert!(page.contains(answer.header("x-request-id")), "{page}");
    assert!(!answer.header("content-security-policy").contains("script-src"));
}
