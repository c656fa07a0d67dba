//! The server functions of `app`, each by its own address: all find their context, and all ask who calls.

use crate::support::{Answer, Ask, Hub};
use leptos::server_fn::axum::server_fn_paths;

async fn call(hub: &Hub, path: &str, method: axum::http::Method, role: Option<&str>) -> Answer {
    let ask = Ask::new(method, path)
        .header("sec-fetch-site", "same-origin")
        .header("accept", "application/json");
    let ask = match role {
        Some(role) => ask.cookie(&format!("opsai_session=s-{role}")),
        None => ask,
    };
    ask.body("application/x-www-form-urlencoded", "").send(hub).await
}

#[tokio::test]
async fn each_is_served_and_finds_its_context() {
    let hub = Hub::new();
    let mut count = 0;
    for (path, method) in server_fn_paths() {
        assert!(path.starts_with("/app/do/"), "{path}");
        let answer = call(&hub, path, method, Some("admin")).await;
        let text = answer.text();
        assert!(
            !text.contains("not_wired") && !text.contains("unauthenticated"),
            "{path}: {text}"
        );
        assert_ne!(answer.status, 404, "{path}: {text}");
        count += 1;
    }
    assert!(count > 0);
}

#[tokio::test]
async fn none_answers_somebody_who_is_not_signed_in() {
    let hub = Hub::new();
    for (path, method) in server_fn_paths() {
        let answer = call(&hub, path, method, None).await;
        assert!(
            !answer.status.is_success() && !answer.status.is_redirection(),
            "{path}: {} {}",
            answer.status,
            answer.text()
        );
    }
    assert!(hub.calls().is_empty(), "{:?}", hub.calls());
}

#[tokio::test]
async fn none_is_called_from_another_site() {
    let hub = Hub::new();
    for (path, method) in server_fn_paths() {
        let ask = Ask::new(method, path)
            .cookie("opsai_session=s-admin")
            .header("sec-fetch-site", "cross-site");
        ask.send(&hub).await.problem(403, "cross_site");
    }
}
