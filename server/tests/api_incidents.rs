//! Incidents over REST: listed, read, acknowledged.

use crate::support::{Hub, get, post, squeezed};
use serde_json::json;

/// As the public contract has it, byte for byte.
const INCIDENT: &str = r#"
{"id":"inc_1","vendor":"it_glue","title":"12 of 14 IT Glue integrations do not answer","outcome":"timeout",
"began_at":"2026-11-24T06:00:00.000Z","ended_at":"2026-11-24T06:00:00.000Z",
"affected":[{"integration":"int_01jdg8m0000000000000000000","name":"Main","outcome":"timeout",
 "since":"2026-11-24T06:00:00.000Z","until":"2026-11-24T06:00:00.000Z"}],
"affected_total":12,
"acknowledged":{"by":"Person tech","at":"2026-11-24T06:00:00.000Z","note":"Seen."},
"status_page":"https://status.example.com"}
"#;

#[tokio::test]
async fn a_page_of_incidents_can_be_narrowed_to_those_that_are_open() {
    let hub = Hub::new();
    let page = format!(r#"{{"items":[{}],"next_cursor":"inc_1"}}"#, squeezed(INCIDENT));
    for query in ["", "?open=true", "?open=false&cursor=inc_9&limit=7"] {
        let list = get(&format!("/api/v1/incidents{query}"));
        let answer = list.token("viewer").send(&hub).await;
        answer.ok();
        assert_eq!(answer.text(), page, "{query}");
    }
    assert_eq!(
        hub.calls(),
        [
            "incidents false None 50",
            "incidents true None 50",
            "incidents false Some(\"inc_9\") 7"
        ]
    );
}

#[tokio::test]
async fn a_query_that_is_not_understood_is_named() {
    let hub = Hub::new();
    for (query, field) in [
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("open=perhaps", "query"),
        ("closed=true", "query"),
        ("cursor=int_1", "cursor"),
    ] {
        let list = get(&format!("/api/v1/incidents?{query}")).token("viewer");
        let problem = list.send(&hub).await.problem(422, "invalid_input");
        assert_eq!(problem["errors"][0]["field"], field, "{query}");
    }
}

#[tokio::test]
async fn one_incident_is_read_by_everybody() {
    let hub = Hub::new();
    for role in ["viewer", "tech", "admin"] {
        let answer = get("/api/v1/incidents/inc_1").token(role).send(&hub).await;
        answer.ok();
        assert_eq!(answer.text(), squeezed(INCIDENT));
    }
}

#[tokio::test]
async fn a_tech_acknowledges_with_a_note_or_without() {
    let hub = Hub::new();
    let path = "/api/v1/incidents/inc_1/acknowledge";
    let note = json!({ "note": "I am on it." });
    let answer = post(path).token("tech").json(&note).send(&hub).await;
    answer.ok();
    assert_eq!(answer.text(), squeezed(INCIDENT));
    post(path).token("admin").send(&hub).await.ok();
    assert_eq!(
        hub.calls(),
        ["acknowledge inc_1 I am on it.", "acknowledge inc_1 "]
    );
    let refused = post(path).token("viewer").json(&note).send(&hub).await;
    refused.problem(403, "forbidden");
}

#[tokio::test]
async fn a_note_of_another_type_or_name_is_refused_before_the_port_is_asked() {
    let hub = Hub::new();
    for (body, field, code) in [
        (json!({ "note": 1 }), "note", "wrong_type"),
        (json!({ "reason": "x" }), "reason", "unknown_field"),
    ] {
        let asked = post("/api/v1/incidents/inc_1/acknowledge")
            .token("tech")
            .json(&body);
        let problem = asked.send(&hub).await.problem(422, "invalid_input");
        let error = &problem["errors"][0];
        assert_eq!((&error["field"], &error["code"]), (&json!(field), &json!(code)));
    }
    assert!(hub.calls().is_empty());
}

#[tokio::test]
async fn an_incident_that_is_not_there_is_not_found() {
    let hub = Hub::new();
    for id in ["inc_2", "int_1", "..%2Fx"] {
        let path = format!("/api/v1/incidents/{id}");
        for asked in [
            get(&path).token("viewer"),
            post(&format!("{path}/acknowledge")).token("tech"),
        ] {
            let problem = asked.send(&hub).await.problem(404, "not_found");
            assert_eq!(problem["title"], "There is no such incident.");
        }
    }
}
