//! Maintenance and snoozes over REST.

use crate::support::{Hub, delete, get, post, samples::ID, squeezed};
use serde_json::json;

/// As the public contract has it, byte for byte.
const HOLD: &str = r#"
{"id":"mnt_1","kind":"snooze","integration":"int_01jdg8m0000000000000000000","vendor":"it_glue",
"from":"2026-11-24T06:00:00.000Z","until":"2026-11-24T06:00:00.000Z","note":"The vendor works on it.",
"by":"Person tech"}
"#;

#[tokio::test]
async fn everybody_sees_the_holds() {
    let hub = Hub::new();
    for role in ["viewer", "tech", "admin"] {
        let answer = get("/api/v1/holds").token(role).send(&hub).await;
        answer.ok();
        let page = format!(r#"{{"items":[{}],"next_cursor":null}}"#, squeezed(HOLD));
        assert_eq!(answer.text(), page);
    }
}

#[tokio::test]
async fn a_tech_makes_one_for_an_account_a_vendor_or_everything() {
    let hub = Hub::new();
    for body in [
        json!({ "kind": "snooze", "integration": ID }),
        json!({ "kind": "maintenance", "vendor": "it_glue", "from": "2026-11-25T06:00:00Z", "minutes": 120 }),
        json!({ "kind": "maintenance", "minutes": 20, "note": "New switch" }),
    ] {
        let answer = post("/api/v1/holds").token("tech").json(&body).send(&hub).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        assert_eq!(answer.location(), "/api/v1/holds/mnt_1");
        assert_eq!(answer.text(), squeezed(HOLD));
    }
    assert_eq!(
        hub.calls(),
        [
            format!("hold snooze {ID} - - - "),
            "hold maintenance - it_glue 2026-11-25T06:00:00Z 120 ".to_owned(),
            "hold maintenance - - - 20 New switch".to_owned(),
        ]
    );
}

#[tokio::test]
async fn a_viewer_neither_makes_nor_ends_one() {
    let hub = Hub::new();
    let body = json!({ "kind": "snooze", "integration": ID });
    let made = post("/api/v1/holds").token("viewer").json(&body).send(&hub).await;
    made.problem(403, "forbidden");
    let ended = delete("/api/v1/holds/mnt_1").token("viewer").send(&hub).await;
    ended.problem(403, "forbidden");
}

#[tokio::test]
async fn what_is_wrong_with_a_hold_is_named() {
    let hub = Hub::new();
    for (body, field, code) in [
        (json!({}), "kind", "required"),
        (
            json!({ "kind": "holiday", "minutes": 20 }),
            "kind",
            "not_a_choice",
        ),
        (
            json!({ "kind": "snooze", "minutes": -1 }),
            "minutes",
            "wrong_type",
        ),
        (
            json!({ "kind": "snooze", "until": "x" }),
            "until",
            "unknown_field",
        ),
        (json!({ "kind": "maintenance" }), "minutes", "invalid"),
    ] {
        let asked = post("/api/v1/holds").token("tech").json(&body).send(&hub).await;
        let problem = asked.problem(422, "invalid_input");
        let error = &problem["errors"][0];
        assert_eq!(
            (&error["field"], &error["code"]),
            (&json!(field), &json!(code)),
            "{body}"
        );
    }
    let body = json!({ "kind": "snooze", "integration": "evt_1" });
    let asked = post("/api/v1/holds").token("tech").json(&body).send(&hub).await;
    let problem = asked.problem(404, "not_found");
    assert_eq!(problem["title"], "There is no such integration.");
}

#[tokio::test]
async fn a_hold_ends_once() {
    let hub = Hub::new();
    let ended = delete("/api/v1/holds/mnt_1").token("tech").send(&hub).await;
    assert_eq!((ended.status.as_u16(), ended.text()), (204, String::new()));
    for id in ["mnt_2", "int_1"] {
        let again = delete(&format!("/api/v1/holds/{id}"))
            .token("tech")
            .send(&hub)
            .await;
        let problem = again.problem(404, "not_found");
        assert_eq!(problem["title"], "There is no such hold.");
    }
    assert_eq!(hub.calls(), ["end_hold mnt_1", "end_hold mnt_2"]);
}
