//! `/api/v1/integrations` and one of them.

use crate::support::{
    Hub, delete, get, patch, post,
    samples::{ID, VENDOR_SAID},
};
use serde_json::{Value, json};

fn draft(key: &str) -> Value {
    json!({"vendor": "it_glue", "name": "Main", "settings": {"region": "eu"}, "credentials": {"api_key": key}})
}

#[tokio::test]
async fn an_integration_shows_its_health_and_no_secret() {
    let hub = Hub::new();
    let list = get("/api/v1/integrations").token("viewer").send(&hub).await.ok();
    assert_eq!(list["next_cursor"], Value::Null);
    let one = get(&format!("/api/v1/integrations/{ID}"))
        .token("viewer")
        .send(&hub)
        .await
        .ok();
    assert_eq!(list["items"][0], one);
    assert_eq!(one["id"], ID);
    assert_eq!(one["is_default"], true);
    assert_eq!(one["health"]["badge"], "disconnected");
    assert_eq!(one["health"]["vendor_message"], VENDOR_SAID);
    assert_eq!(one.get("credentials"), None);
    assert_eq!(one["secrets"]["api_key"]["set_by"], "Person admin");
}

#[tokio::test]
async fn what_is_not_there_or_is_no_id_is_not_found() {
    let hub = Hub::new();
    for id in ["int_2", "usr_1", "int_", "..%2f..%2fetc", "int_%00"] {
        let path = format!("/api/v1/integrations/{id}");
        get(&path)
            .token("admin")
            .send(&hub)
            .await
            .problem(404, "not_found");
        delete(&path)
            .token("admin")
            .send(&hub)
            .await
            .problem(404, "not_found");
        patch(&path)
            .token("admin")
            .json(&json!({}))
            .send(&hub)
            .await
            .problem(404, "not_found");
        for call in ["test", "probe", "default"] {
            post(&format!("{path}/{call}"))
                .token("admin")
                .send(&hub)
                .await
                .problem(404, "not_found");
        }
        get(&format!("{path}/history"))
            .token("admin")
            .send(&hub)
            .await
            .problem(404, "not_found");
    }
}

#[tokio::test]
async fn creating_answers_the_integration_its_place_and_the_notes() {
    let hub = Hub::new();
    let answer = post("/api/v1/integrations")
        .token("tech")
        .json(&draft("good"))
        .send(&hub)
        .await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    assert_eq!(answer.location(), format!("/api/v1/integrations/{ID}"));
    let saved = answer.json();
    assert_eq!(saved["id"], ID);
    assert_eq!(saved["notes"], json!(["Spaces around Name were taken away."]));
    let settings = "{\"region\": \"eu\"} {\"api_key\": \"good\"}";
    assert_eq!(
        hub.calls(),
        [format!("create it_glue \"Main\" {settings} Anyway")]
    );
}

#[tokio::test]
async fn a_program_saves_anyway_unless_it_asks_for_a_passing_test() {
    let hub = Hub::new();
    let answer = post("/api/v1/integrations")
        .token("tech")
        .json(&draft("wrong"))
        .send(&hub)
        .await;
    assert_eq!(answer.status, 201);
    let mut strict = draft("wrong");
    strict["save"] = json!("when_test_passes");
    let answer = post("/api/v1/integrations")
        .token("tech")
        .json(&strict)
        .send(&hub)
        .await;
    let problem = answer.problem(422, "test_failed");
    assert_eq!(problem["vendor_status"], 401);
    assert_eq!(problem["vendor_message"], VENDOR_SAID);
    assert_eq!(problem["advice"]["set"]["base_url"], "https://api.eu.itglue.com");
    assert_eq!(problem["report"]["ok"], false);
    assert_eq!(problem["report"]["checks"][0]["name"], "Sign-in");
}

#[tokio::test]
async fn a_refused_draft_names_the_field() {
    let hub = Hub::new();
    let body = json!({"vendor": "it_glue"});
    let problem = post("/api/v1/integrations")
        .token("tech")
        .json(&body)
        .send(&hub)
        .await
        .problem(422, "invalid_input");
    assert_eq!(problem["errors"][0]["field"], "api_key");
    assert_eq!(problem["errors"][0]["code"], "required");
}

#[tokio::test]
async fn a_change_carries_what_was_sent_and_nothing_else() {
    let hub = Hub::new();
    let path = format!("/api/v1/integrations/{ID}");
    let saved = patch(&path)
        .token("tech")
        .json(&json!({"name": "New"}))
        .send(&hub)
        .await
        .ok();
    assert!(saved["notes"].is_array());
    let whole = json!({"version": 3, "settings": {"region": "us"}, "credentials": {"api_key": "k"}, "paused": true,
        "save": "when_test_passes"});
    patch(&path).token("tech").json(&whole).send(&hub).await.ok();
    assert_eq!(
        hub.calls(),
        [
            format!("change {ID} vNone Some(\"New\") {{}} {{}} None Anyway"),
            format!(
                "change {ID} vSome(3) None {{\"region\": \"us\"}} {{\"api_key\": \"k\"}} Some(true) WhenTestPasses"
            ),
        ]
    );
}

#[tokio::test]
async fn a_change_of_an_older_version_is_refused() {
    let path = format!("/api/v1/integrations/{ID}");
    let answer = patch(&path)
        .token("tech")
        .json(&json!({"version": 2, "name": "New"}))
        .send(&Hub::new())
        .await;
    answer.problem(409, "edited_meanwhile");
}

#[tokio::test]
async fn a_change_that_fails_its_test_is_refused_when_asked_for() {
    let path = format!("/api/v1/integrations/{ID}");
    let body = json!({"credentials": {"api_key": "wrong"}, "save": "when_test_passes"});
    let problem = patch(&path)
        .token("tech")
        .json(&body)
        .send(&Hub::new())
        .await
        .problem(422, "test_failed");
    assert_eq!(problem["report"]["vendor_request_id"], "vendor-request-1");
}

#[tokio::test]
async fn deleting_answers_nothing_and_is_for_administrators() {
    let hub = Hub::new();
    let path = format!("/api/v1/integrations/{ID}");
    delete(&path)
        .token("tech")
        .send(&hub)
        .await
        .problem(403, "forbidden");
    let answer = delete(&path).token("admin").send(&hub).await;
    assert_eq!(answer.status, 204);
    assert!(answer.bytes.is_empty());
}

#[tokio::test]
async fn making_it_the_default_answers_the_integration() {
    let hub = Hub::new();
    let path = format!("/api/v1/integrations/{ID}/default");
    assert_eq!(
        post(&path).token("tech").send(&hub).await.ok()["is_default"],
        true
    );
    assert_eq!(hub.calls(), [format!("make_default {ID}")]);
}
