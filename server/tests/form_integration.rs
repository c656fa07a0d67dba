//! The integration's form without JavaScript: new, edit, delete.

use crate::support::{
    Answer, Hub, post,
    samples::{ID, VENDOR_SAID},
};

const CANARY: &str = "canary-api-key";

async fn create(hub: &Hub, key: &str, intent: &str) -> Answer {
    let fields = [
        ("name", "Contoso EU"),
        ("region", "eu"),
        ("api_key", key),
        ("intent", intent),
    ];
    post("/app/integrations/new/it_glue")
        .browser("tech")
        .form(&fields)
        .send(hub)
        .await
}

async fn change(hub: &Hub, fields: &[(&str, &str)]) -> Answer {
    post(&format!("/app/integrations/{ID}"))
        .browser("tech")
        .form(fields)
        .send(hub)
        .await
}

async fn delete(hub: &Hub, role: &str, confirm: &str) -> Answer {
    let path = format!("/app/integrations/{ID}/delete");
    post(&path)
        .browser(role)
        .form(&[("confirm", confirm)])
        .send(hub)
        .await
}

#[tokio::test]
async fn testing_saves_nothing_and_shows_the_vendors_words() {
    let hub = Hub::new();
    let answer = create(&hub, "wrong", "test").await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let page = answer.text();
    assert!(page.contains("Unauthorized"), "{page}");
    assert!(page.contains("Contoso EU"), "{page}");
    assert_eq!(
        hub.calls(),
        ["test it_glue {\"region\": \"eu\"} {\"api_key\": \"wrong\"}"]
    );
    assert!(VENDOR_SAID.contains("Unauthorized"));
}

#[tokio::test]
async fn no_answer_of_the_form_repeats_a_secret() {
    let hub = Hub::new();
    for intent in ["test", "save", "save_anyway", "nonsense"] {
        assert!(
            !create(&hub, CANARY, intent).await.text().contains(CANARY),
            "{intent}"
        );
    }
    let misplaced = [("name", "x"), ("apikey", CANARY), ("intent", "test")];
    let answer = post("/app/integrations/new/it_glue")
        .browser("tech")
        .form(&misplaced)
        .send(&hub)
        .await;
    assert_eq!(answer.status, 422);
    assert!(!answer.text().contains(CANARY));
}

#[tokio::test]
async fn saving_redirects_to_the_list() {
    let hub = Hub::new();
    let answer = create(&hub, "good", "save").await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    assert_eq!(answer.location(), format!("/app/integrations?done=saved&id={ID}"));
    let call = "create it_glue \"Contoso EU\" {\"region\": \"eu\"} {\"api_key\": \"good\"} WhenTestPasses";
    assert_eq!(hub.calls(), [call]);
}

#[tokio::test]
async fn a_failed_test_keeps_the_form_until_the_person_saves_anyway() {
    let hub = Hub::new();
    let answer = create(&hub, "wrong", "save").await;
    assert_eq!(answer.status, 422);
    assert!(answer.text().contains("Unauthorized") && answer.text().contains("Contoso EU"));
    assert_eq!(create(&hub, "wrong", "save_anyway").await.status, 303);
    assert!(hub.calls()[1].ends_with("Anyway"));
}

#[tokio::test]
async fn invalid_input_is_named_beside_what_was_typed() {
    let answer = create(&Hub::new(), "", "save").await;
    assert_eq!(answer.status, 422);
    assert!(
        answer.text().contains("API key is missing: fill it in."),
        "{}",
        answer.text()
    );
    assert!(answer.text().contains("Contoso EU"));
}

#[tokio::test]
async fn the_enter_key_saves() {
    let hub = Hub::new();
    assert_eq!(create(&hub, "good", "").await.status, 303);
    assert!(hub.calls()[0].ends_with("WhenTestPasses"));
}

#[tokio::test]
async fn a_viewer_is_told_that_their_role_does_not_allow_it() {
    let fields = [("api_key", "good"), ("intent", "save")];
    let answer = post("/app/integrations/new/it_glue")
        .browser("viewer")
        .form(&fields)
        .send(&Hub::new())
        .await;
    assert_eq!(answer.status, 403);
    assert!(
        answer
            .text()
            .contains("Your role does not allow you to connect a vendor."),
        "{}",
        answer.text()
    );
}

#[tokio::test]
async fn an_unknown_vendor_or_integration_is_not_found() {
    let hub = Hub::new();
    for path in [
        "/app/integrations/new/nobody",
        "/app/integrations/int_2",
        "/app/integrations/x/delete",
    ] {
        assert_eq!(
            post(path)
                .browser("admin")
                .form(&[("x", "y")])
                .send(&hub)
                .await
                .status,
            404,
            "{path}"
        );
    }
}

#[tokio::test]
async fn an_edit_says_which_version_it_began_from() {
    let hub = Hub::new();
    let fields = [
        ("name", "New"),
        ("version", "3"),
        ("region", "us"),
        ("api_key", ""),
        ("intent", "save"),
    ];
    let answer = change(&hub, &fields).await;
    assert_eq!(
        answer.location(),
        format!("/app/integrations?done=saved&id={ID}"),
        "{}",
        answer.text()
    );
    let settings = "{\"region\": \"us\"} {\"api_key\": \"\"}";
    assert_eq!(
        hub.calls(),
        [format!(
            "change {ID} vSome(3) Some(\"New\") {settings} None WhenTestPasses"
        )]
    );
}

#[tokio::test]
async fn an_edit_of_an_older_version_keeps_what_was_typed() {
    let answer = change(
        &Hub::new(),
        &[("name", "My edit"), ("version", "2"), ("intent", "save")],
    )
    .await;
    assert_eq!(answer.status, 409);
    assert!(
        answer.text().contains("Somebody else changed it meanwhile."),
        "{}",
        answer.text()
    );
    assert!(answer.text().contains("My edit"));
}

#[tokio::test]
async fn an_edit_is_tested_with_the_stored_secrets() {
    let hub = Hub::new();
    let answer = change(&hub, &[("version", "3"), ("api_key", ""), ("intent", "test")]).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(
        hub.calls()[0],
        format!("test_saved {ID} {{}} {{\"api_key\": \"\"}}")
    );
    assert_eq!(
        change(&hub, &[("version", "x"), ("intent", "test")]).await.status,
        422
    );
}

#[tokio::test]
async fn deleting_needs_the_name_and_the_right_role() {
    let hub = Hub::new();
    let answer = delete(&hub, "admin", "main").await;
    assert_eq!(answer.status, 422);
    assert!(answer.text().contains("Nothing was deleted"), "{}", answer.text());
    assert!(hub.calls().is_empty());
    assert_eq!(delete(&hub, "tech", "Main").await.status, 403);
    let answer = delete(&hub, "admin", " Main ").await;
    assert_eq!(
        (answer.status.as_u16(), answer.location()),
        (303, "/app/integrations?done=deleted")
    );
}
