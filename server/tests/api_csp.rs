//! `/api/v1/csp/…`: the bodies reach the port, and the roles are judged there.

use crate::support::{Hub, delete, get, patch, post, put, samples_csp::TENANT};
use serde_json::json;

const SETUP: &str = "/api/v1/csp/setups/csp_1";

#[tokio::test]
async fn a_setup_is_begun_filled_and_followed() {
    let hub = Hub::new();
    let body = json!({"tenant_id": TENANT, "path": "automated"});
    let answer = post("/api/v1/csp/setups")
        .token("admin")
        .json(&body)
        .send(&hub)
        .await;
    assert_eq!(answer.status, 201);
    assert_eq!(answer.location(), SETUP);
    let told = get(SETUP).token("viewer").send(&hub).await.ok();
    assert_eq!(told["steps"][0]["key"], "groups");
    let body = json!({"application_id": TENANT, "client_secret": "secret-that-nobody-sees"});
    let path = format!("{SETUP}/values");
    let answer = put(&path).token("admin").json(&body).send(&hub).await.ok();
    assert!(!answer.to_string().contains("secret-that-nobody-sees"));
    assert!(
        hub.calls()
            .iter()
            .all(|call| !call.contains("secret-that-nobody-sees"))
    );
}

#[tokio::test]
async fn what_changes_a_tenant_is_an_administrators() {
    let hub = Hub::new();
    let relationship = format!("{SETUP}/relationships/rel_1");
    for (ask, what) in [
        (post(&format!("{SETUP}/resume")), "resume"),
        (post(&format!("{SETUP}/rotate")), "rotate"),
        (post(&format!("{relationship}/lock")), "lock"),
        (post(&format!("{relationship}/assign")), "assign"),
        (delete(&relationship), "end"),
        (delete(SETUP), "forget"),
        (get(&format!("{SETUP}/removal")), "plan"),
        (patch(&relationship).json(&json!({"auto_extend": true})), "extend"),
        (
            post(&format!("{SETUP}/removal")).json(&json!({"digest": "d", "typed": "t"})),
            "remove",
        ),
    ] {
        let problem = ask.token("tech").send(&hub).await.problem(403, "forbidden");
        assert!(problem["detail"].as_str().unwrap().contains("admin"), "{what}");
    }
}

#[tokio::test]
async fn permissions_are_of_the_tenant_that_is_named() {
    let hub = Hub::new();
    let path = format!("{SETUP}/permissions?tenant={TENANT}");
    let report = get(&path).token("tech").send(&hub).await.ok();
    assert_eq!(report["fine"], false);
    assert!(hub.calls()[0].contains(TENANT));
}

#[tokio::test]
async fn each_gap_brings_the_way_that_closes_it() {
    let hub = Hub::new();
    for (path, at) in [
        (format!("{SETUP}/permissions"), "/gaps/0"),
        (format!("{SETUP}/customers"), "/items/0/gaps/0"),
    ] {
        let told = get(&path).token("tech").send(&hub).await.ok();
        let gap = told.pointer(at).unwrap();
        assert_eq!(gap["remedy"], "admin_consent");
        assert!(gap["url"].is_string() && gap["next_action"].is_string());
    }
}
