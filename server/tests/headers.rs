//! The headers of every answer, and the id of every request.

use crate::support::{Answer, Hub, get, post};

fn policy(answer: &Answer) -> Vec<String> {
    let policy = answer.header("content-security-policy");
    policy.split(';').map(|part| part.trim().to_owned()).collect()
}

#[tokio::test]
async fn every_answer_tells_the_browser_what_it_may_not_do() {
    let hub = Hub::new();
    for path in [
        "/healthz",
        "/api/v1/vendors",
        "/sign-in",
        "/app/integrations",
        "/nothing",
        "/api/v1/docs",
        "/pkg/x",
    ] {
        let answer = get(path).header("accept", "text/html").send(&hub).await;
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("cache-control", "no-store"),
            ("strict-transport-security", ""),
        ] {
            assert_eq!(answer.header(name), value, "{path} {name}");
        }
        assert!(
            answer.header("permissions-policy").contains("camera=()"),
            "{path}"
        );
        let policy = policy(&answer);
        for part in [
            "default-src 'none'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "style-src 'self'",
        ] {
            assert!(
                policy.iter().any(|found| found == part),
                "{path} {part} {policy:?}"
            );
        }
    }
}

#[tokio::test]
async fn a_page_runs_only_scripts_that_know_its_nonce_and_each_page_has_its_own() {
    let hub = Hub::new();
    let mut nonces = Vec::new();
    for _ in 0..2 {
        let answer = get("/sign-in").send(&hub).await;
        let scripts = policy(&answer)
            .into_iter()
            .find(|part| part.starts_with("script-src"))
            .unwrap();
        assert!(
            scripts.starts_with("script-src 'self' 'nonce-") && scripts.ends_with("' 'wasm-unsafe-eval'"),
            "{scripts}"
        );
        let nonce = scripts
            .split('\'')
            .nth(3)
            .unwrap()
            .strip_prefix("nonce-")
            .unwrap()
            .to_owned();
        let page = answer.text();
        assert!(nonce.len() >= 16, "{nonce}");
        for script in page.split("<script").skip(1) {
            assert!(
                script
                    .split('>')
                    .next()
                    .unwrap()
                    .contains(&format!("nonce=\"{nonce}\"")),
                "{script}"
            );
        }
        for forbidden in ["style=\"", "<style", "onclick=", "javascript:"] {
            assert!(!page.contains(forbidden), "{forbidden}");
        }
        nonces.push(nonce);
    }
    assert_ne!(nonces[0], nonces[1]);
}

#[tokio::test]
async fn only_pages_carry_a_nonce() {
    let hub = Hub::new();
    for path in ["/healthz", "/api/v1/vendors", "/api/v1/docs", "/app/integrations"] {
        let answer = get(path).send(&hub).await;
        assert!(
            !answer.header("content-security-policy").contains("nonce"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn under_https_the_browser_is_told_to_stay_there() {
    let hub = Hub::with(|config| config.public_url = "https://ops.example.com".parse().unwrap());
    assert_eq!(
        get("/healthz")
            .send(&hub)
            .await
            .header("strict-transport-security"),
        "max-age=63072000"
    );
}

#[tokio::test]
async fn every_request_has_an_id_of_its_own() {
    let hub = Hub::new();
    let first = get("/healthz").send(&hub).await.header("x-request-id").to_owned();
    let second = get("/healthz").send(&hub).await.header("x-request-id").to_owned();
    assert!(first.starts_with("req_") && first.len() > 20, "{first}");
    assert_ne!(first, second);
}

#[tokio::test]
async fn an_id_from_outside_is_kept_only_from_a_proxy_that_is_believed() {
    let hub = Hub::with(|config| config.trusted_proxies = vec!["10.0.0.1".parse().unwrap()]);
    let told = |peer: &str, id: &str| get("/healthz").peer(peer).header("x-request-id", id).send(&hub);
    assert_eq!(told("10.0.0.1", "edge-1").await.header("x-request-id"), "edge-1");
    assert!(
        told("10.0.0.2", "edge-1")
            .await
            .header("x-request-id")
            .starts_with("req_")
    );
    assert!(
        told("10.0.0.1", "a b")
            .await
            .header("x-request-id")
            .starts_with("req_")
    );
    assert!(
        told("10.0.0.1", &"x".repeat(65))
            .await
            .header("x-request-id")
            .starts_with("req_")
    );
}

#[tokio::test]
async fn answers_are_compressed_for_whoever_can_read_it() {
    let hub = Hub::new();
    for (accept, encoding) in [("br", "br"), ("gzip", "gzip"), ("identity", "")] {
        let answer = get("/api/v1/openapi.json")
            .header("accept-encoding", accept)
            .send(&hub)
            .await;
        assert_eq!(answer.header("content-encoding"), encoding);
    }
}

#[tokio::test]
async fn a_problem_of_a_form_is_not_kept_either() {
    let answer = post("/theme")
        .same_site()
        .form(&[("theme", "pink")])
        .send(&Hub::new())
        .await;
    assert_eq!(answer.status, 422);
    assert_eq!(answer.header("cache-control"), "no-store");
}
