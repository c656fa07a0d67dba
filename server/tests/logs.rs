//! What the log says of a request, and what it does not.

use crate::support::{Hub, accounts::PASSWORD, get, post};
use std::{
    io::Write,
    sync::{Arc, Mutex},
};
use tracing_subscriber::fmt;

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_request_is_one_line_with_its_pattern_and_nothing_that_was_sent() {
    let lines = Lines::default();
    let writer = lines.clone();
    // For every test of this binary: none of them may log what was sent.
    fmt()
        .json()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .try_init()
        .unwrap();
    let hub = Hub::new();
    get("/api/v1/integrations/int_canary?canary=1")
        .token("viewer")
        .header("x-canary", "canary")
        .send(&hub)
        .await;
    get("/setup?link=canary").send(&hub).await;
    get("/canary").send(&hub).await;
    let typed = [
        ("email", "canary@example.com"),
        ("password", PASSWORD),
        ("next", "/canary"),
    ];
    post("/sign-in?next=canary")
        .cookie("opsai_session=canary")
        .same_site()
        .form(&typed)
        .send(&hub)
        .await;
    let text = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    for route in ["/api/v1/integrations/{id}", "/setup", "unmatched", "/sign-in"] {
        assert!(
            text.contains(&format!("\"http.route\":\"{route}\"")),
            "{route}\n{text}"
        );
    }
    assert!(text.contains("\"problem.code\":\"not_found\""), "{text}");
    assert!(text.contains("\"request.id\":\"req_"), "{text}");
    for secret in ["canary", PASSWORD, "fresh-secret", "opsai_viewer"] {
        assert!(!text.contains(secret), "{secret}\n{text}");
    }
}
