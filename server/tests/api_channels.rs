//! Notification channels over REST: addresses and secrets go in and never come out.

use crate::support::{Hub, delete, get, patch, post, squeezed};
use serde_json::{Value, json};

/// What goes in and must not come out.
const ADDRESS: &str = "https://hooks.example.com/services/T1/B2/canary-address";
const SECRET: &str = "whsec_canary-secret";

/// As the public contract has it, byte for byte.
const DELIVERY: &str = r#"
{"notice":"ntc_1","channel":"chn_1","kind":"test","level":"info","title":"A test from Ops AI","status":"failed",
"attempts":4,"error":"The receiver answered 500.","incident":"inc_1","integration":"int_01jdg8m0000000000000000000",
"created_at":"2026-11-24T06:00:00.000Z","finished_at":"2026-11-24T06:00:00.000Z","next_at":null}
"#;

/// The same; DELIVERY stands for the one above.
const CHANNEL: &str = r#"
{"id":"chn_1","name":"On call","kind":"webhook","to":[],"hint":"hooks.example.com/…4f2a","floor":"warning",
"enabled":true,"last":DELIVERY,"created_at":"2026-11-24T06:00:00.000Z","updated_at":"2026-11-24T06:00:00.000Z"}
"#;

fn channel() -> String {
    squeezed(CHANNEL).replace("DELIVERY", &squeezed(DELIVERY))
}

fn webhook() -> Value {
    json!({ "kind": "webhook", "name": "On call", "url": ADDRESS, "secret": SECRET, "floor": "critical" })
}

#[tokio::test]
async fn everybody_sees_the_channels_and_one_of_them() {
    let hub = Hub::new();
    for role in ["viewer", "tech", "admin"] {
        let list = get("/api/v1/channels").token(role).send(&hub).await;
        list.ok();
        assert_eq!(
            list.text(),
            format!(r#"{{"items":[{}],"next_cursor":null}}"#, channel())
        );
        let one = get("/api/v1/channels/chn_1").token(role).send(&hub).await;
        one.ok();
        assert_eq!(one.text(), channel());
    }
}

#[tokio::test]
async fn a_new_channel_is_answered_201_with_the_secret_that_was_made_for_it() {
    let hub = Hub::new();
    let answer = post("/api/v1/channels")
        .token("admin")
        .json(&webhook())
        .send(&hub)
        .await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    assert_eq!(answer.location(), "/api/v1/channels/chn_1");
    assert_eq!(
        answer.text(),
        format!(r#"{{"channel":{},"secret":"whsec_x"}}"#, channel())
    );
    assert_eq!(
        hub.calls(),
        [format!(
            "channel webhook On call [] {ADDRESS} {SECRET} Some(Critical)"
        )]
    );
}

#[tokio::test]
async fn a_change_is_asked_as_it_was_sent_and_tells_nothing_of_what_is_kept() {
    let hub = Hub::new();
    let change = json!({ "name": "Nights", "enabled": false, "url": ADDRESS, "secret": SECRET });
    let asked = patch("/api/v1/channels/chn_1").token("admin").json(&change);
    let answer = asked.send(&hub).await;
    answer.ok();
    assert_eq!(answer.text(), channel());
    let mail = json!({ "to": ["a@example.com"], "floor": "info" });
    patch("/api/v1/channels/chn_1")
        .token("admin")
        .json(&mail)
        .send(&hub)
        .await
        .ok();
    assert_eq!(
        hub.calls(),
        [
            format!(
                "channel chn_1 Some(\"Nights\") None Some({ADDRESS:?}) Some({SECRET:?}) None Some(false)"
            ),
            "channel chn_1 None Some([\"a@example.com\"]) None None Some(Info) None".to_owned(),
        ]
    );
}

#[tokio::test]
async fn a_test_says_how_it_went_and_a_channel_is_deleted() {
    let hub = Hub::new();
    let tried = post("/api/v1/channels/chn_1/test")
        .token("admin")
        .send(&hub)
        .await;
    tried.ok();
    assert_eq!(tried.text(), squeezed(DELIVERY));
    let gone = delete("/api/v1/channels/chn_1").token("admin").send(&hub).await;
    assert_eq!((gone.status.as_u16(), gone.text()), (204, String::new()));
    assert_eq!(hub.calls(), ["test chn_1", "delete chn_1"]);
}

#[tokio::test]
async fn only_an_administrator_changes_anything() {
    let hub = Hub::new();
    for role in ["viewer", "tech"] {
        for asked in [
            post("/api/v1/channels").json(&webhook()),
            patch("/api/v1/channels/chn_1").json(&json!({ "enabled": false })),
            delete("/api/v1/channels/chn_1"),
            post("/api/v1/channels/chn_1/test"),
        ] {
            let problem = asked.token(role).send(&hub).await.problem(403, "forbidden");
            assert!(
                problem["detail"]
                    .as_str()
                    .unwrap()
                    .contains("needs the role admin")
            );
        }
    }
}

#[tokio::test]
async fn a_channel_that_is_not_there_is_not_found() {
    let hub = Hub::new();
    for id in ["chn_2", "int_1"] {
        let path = format!("/api/v1/channels/{id}");
        for asked in [
            get(&path),
            patch(&path).json(&json!({})),
            delete(&path),
            post(&format!("{path}/test")),
        ] {
            let problem = asked.token("admin").send(&hub).await.problem(404, "not_found");
            assert_eq!(problem["title"], "There is no such channel.");
        }
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_channel_is_named_and_what_was_sent_is_not_repeated() {
    let hub = Hub::new();
    let mut wrong = vec![
        (json!({ "url": ADDRESS }), "kind", "required"),
        (json!({ "kind": SECRET, "url": ADDRESS }), "kind", "not_a_choice"),
        (json!({ "kind": "email", "to": ADDRESS }), "to", "wrong_type"),
    ];
    let mut floor = webhook();
    floor["floor"] = json!(SECRET);
    wrong.push((floor, "floor", "not_a_choice"));
    let mut misplaced = webhook();
    misplaced["headers"] = json!(SECRET);
    wrong.push((misplaced, "headers", "unknown_field"));
    for (body, field, code) in wrong {
        let answer = post("/api/v1/channels")
            .token("admin")
            .json(&body)
            .send(&hub)
            .await;
        let problem = answer.problem(422, "invalid_input");
        let error = &problem["errors"][0];
        assert_eq!((&error["field"], &error["code"]), (&json!(field), &json!(code)));
        assert!(!answer.text().contains("canary"), "{}", answer.text());
    }
    assert!(hub.calls().is_empty());
}

#[tokio::test]
async fn the_log_is_read_page_by_page_over_one_channel_or_all() {
    let hub = Hub::new();
    let page = format!(r#"{{"items":[{}],"next_cursor":"7"}}"#, squeezed(DELIVERY));
    for query in ["", "?channel=chn_1&cursor=9&limit=5"] {
        let path = format!("/api/v1/notice-deliveries{query}");
        let answer = get(&path).token("viewer").send(&hub).await;
        answer.ok();
        assert_eq!(answer.text(), page);
    }
    assert_eq!(
        hub.calls(),
        ["deliveries - None 50", "deliveries chn_1 Some(\"9\") 5"]
    );
    for (query, field) in [("limit=201", "limit"), ("chanel=chn_1", "query")] {
        let path = format!("/api/v1/notice-deliveries?{query}");
        let problem = get(&path)
            .token("viewer")
            .send(&hub)
            .await
            .problem(422, "invalid_input");
        assert_eq!(problem["errors"][0]["field"], field);
    }
    let path = "/api/v1/notice-deliveries?channel=int_1";
    get(path)
        .token("viewer")
        .send(&hub)
        .await
        .problem(404, "not_found");
}
