//! Webhooks over REST: what is asked of the port, and that a secret is in one answer only.

use crate::support::{Hub, delete, get, patch, post, samples_events};
use samples_events::{ONCE, WEBHOOK};
use serde_json::json;

#[tokio::test]
async fn a_new_webhook_is_answered_201_with_address_and_secret() {
    let hub = Hub::new();
    let answer = post("/api/v1/webhooks")
        .token("tech")
        .json(&json!({ "integration": "int_1", "name": "Tickets" }))
        .send(&hub)
        .await;
    assert_eq!(answer.status, 201);
    assert_eq!(answer.location(), format!("/api/v1/webhooks/{WEBHOOK}"));
    let issued = answer.json();
    assert_eq!(
        (&issued["secret"], &issued["id"]),
        (&json!(ONCE), &json!(WEBHOOK))
    );
    assert!(issued["url"].as_str().unwrap().contains("/hooks/"));
    assert_eq!(hub.calls(), ["create_webhook int_1 Tickets"]);
}

#[tokio::test]
async fn lists_and_single_webhooks_hold_no_secret() {
    let hub = Hub::new();
    for path in [
        "/api/v1/webhooks".to_owned(),
        format!("/api/v1/webhooks/{WEBHOOK}"),
    ] {
        let answer = get(&path).token("viewer").send(&hub).await;
        assert!(!answer.ok().to_string().contains(ONCE));
    }
    get("/api/v1/webhooks/int_1")
        .token("viewer")
        .send(&hub)
        .await
        .problem(404, "not_found");
}

#[tokio::test]
async fn changes_rotation_retiring_registering_and_deleting_reach_the_port_as_they_were_asked() {
    let hub = Hub::new();
    let one = format!("/api/v1/webhooks/{WEBHOOK}");
    let change = json!({ "enabled": false, "allowed_networks": ["203.0.113.0/24"] });
    patch(&one).token("tech").json(&change).send(&hub).await.ok();
    post(&format!("{one}/rotate")).token("tech").send(&hub).await.ok();
    let at_once = json!({ "overlap_hours": 0 });
    let rotated = post(&format!("{one}/rotate"))
        .token("tech")
        .json(&at_once)
        .send(&hub)
        .await;
    assert_eq!(rotated.ok()["secret"], ONCE);
    delete(&format!("{one}/secrets/whs_1"))
        .token("tech")
        .send(&hub)
        .await
        .ok();
    post(&format!("{one}/register"))
        .token("tech")
        .send(&hub)
        .await
        .ok();
    assert_eq!(delete(&one).token("tech").send(&hub).await.status, 204);
    let calls = hub.calls();
    assert!(calls[0].contains("enabled: Some(false)") && calls[0].contains("203.0.113.0/24"));
    assert_eq!(calls[1], format!("rotate_webhook {WEBHOOK} None"));
    assert_eq!(calls[2], format!("rotate_webhook {WEBHOOK} Some(0)"));
    assert_eq!(calls[3], format!("retire_secret {WEBHOOK} whs_1"));
    assert_eq!(calls[4], format!("register_webhook {WEBHOOK}"));
    assert_eq!(calls[5], format!("delete_webhook {WEBHOOK}"));
}

#[tokio::test]
async fn a_misspelt_member_is_named() {
    let answer = post("/api/v1/webhooks")
        .token("tech")
        .json(&json!({ "integration": "int_1", "secret": "x" }))
        .send(&Hub::new())
        .await;
    let problem = answer.problem(422, "invalid_input");
    assert_eq!(problem["errors"][0]["code"], "unknown_field");
}
