//! `POST /api/v1/integrations/test` and `/integrations/{id}/test`

use crate::support::{
    Hub, post,
    samples::{ID, VENDOR_SAID},
};
use serde_json::{Value, json};

#[tokio::test]
async fn a_failing_test_is_an_answer_with_the_vendors_words_and_one_advice() {
    let hub = Hub::new();
    let body =
        json!({"vendor": "it_glue", "settings": {"region": "us"}, "credentials": {"api_key": "wrong"}});
    let report = post("/api/v1/integrations/test")
        .token("tech")
        .json(&body)
        .send(&hub)
        .await
        .ok();
    assert_eq!(report["ok"], false);
    assert_eq!(
        report["checks"],
        json!([{"name": "Sign-in", "ok": false, "detail": "What was found.", "ms": 7}])
    );
    assert_eq!(report["vendor_status"], 401);
    assert_eq!(report["vendor_message"], VENDOR_SAID);
    let advice = json!({"code": "use_eu_base_url", "text": "The key belongs to the EU host.",
        "set": {"base_url": "https://api.eu.itglue.com"}});
    assert_eq!(report["advice"], advice);
    assert_eq!(
        hub.calls(),
        ["test it_glue {\"region\": \"us\"} {\"api_key\": \"wrong\"}"]
    );
}

#[tokio::test]
async fn a_passing_test_has_no_vendor_error_and_no_advice() {
    let body = json!({"vendor": "it_glue", "credentials": {"api_key": "good"}});
    let report = post("/api/v1/integrations/test")
        .token("tech")
        .json(&body)
        .send(&Hub::new())
        .await
        .ok();
    assert_eq!(report["ok"], true);
    assert_eq!(report["vendor_message"], Value::Null);
    assert_eq!(report["advice"], Value::Null);
}

#[tokio::test]
async fn a_saved_account_is_tested_with_or_without_a_change() {
    let hub = Hub::new();
    let path = format!("/api/v1/integrations/{ID}/test");
    assert_eq!(post(&path).token("tech").send(&hub).await.ok()["ok"], true);
    let body = json!({"credentials": {"api_key": "wrong"}});
    assert_eq!(
        post(&path).token("tech").json(&body).send(&hub).await.ok()["ok"],
        false
    );
    assert_eq!(
        hub.calls(),
        [
            format!("test_saved {ID} {{}} {{}}"),
            format!("test_saved {ID} {{}} {{\"api_key\": \"wrong\"}}"),
        ]
    );
}
