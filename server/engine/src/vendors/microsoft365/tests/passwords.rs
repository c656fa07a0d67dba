//! Passwords are made here, told once, and stand in no argument, no error and nothing that is kept.

use super::{Bed, CUSTOMER, USER, body, connector, good, graph_error, with_service_account};
use crate::connector::{CallErrorKind, Connector};
use serde_json::{Value, json};
use wiremock::{
    Mock, Request, ResponseTemplate,
    matchers::{method, path},
};

const METHOD: &str = "/authentication/methods/28c10230-6103-485e-b985-444c60001490/resetPassword";

fn new_user() -> Value {
    json!({
        "user_principal_name": "nova.reed@contoso.example", "display_name": "Nova Reed", "usage_location": "GB",
        "given_name": "Nova", "surname": "Reed",
    })
}

#[tokio::test]
async fn a_new_user_gets_a_password_that_is_told_in_the_answer_and_must_be_changed() {
    let bed = Bed::new().await;
    let created = json!({"id": USER, "userPrincipalName": "nova.reed@contoso.example"});
    bed.answer("POST", "/v1.0/users", 201, created).await;
    let output = bed.call(&good(), "users.create", new_user()).await;
    let password = output["password"].as_str().unwrap();
    assert_eq!((password.len(), &output["user"]["id"]), (20, &json!(USER)));
    assert_eq!(
        body(&bed.graph().await[0]),
        json!({
            "accountEnabled": true, "displayName": "Nova Reed", "mailNickname": "nova.reed", "givenName": "Nova",
            "surname": "Reed", "userPrincipalName": "nova.reed@contoso.example", "usageLocation": "GB",
            "passwordProfile": {"password": password, "forceChangePasswordNextSignIn": true},
        })
    );
    let mut input = new_user();
    input["enabled"] = json!(false);
    input["change_password"] = json!(false);
    input["mail_nickname"] = json!("nova");
    let again = bed.call(&good(), "users.create", input).await;
    assert_ne!(again["password"], output["password"]);
    let sent = body(&bed.graph().await[1]);
    assert_eq!(
        (&sent["accountEnabled"], &sent["mailNickname"]),
        (&json!(false), &json!("nova"))
    );
    assert_eq!(sent["passwordProfile"]["forceChangePasswordNextSignIn"], false);
}

#[tokio::test]
async fn the_application_resets_by_the_password_profile() {
    let bed = Bed::new().await;
    bed.answer("PATCH", &format!("/v1.0/users/{USER}"), 204, Value::Null)
        .await;
    let output = bed
        .approved(&good(), "users.reset_password", json!({"user": USER}))
        .await;
    assert_eq!(output["state"], "done");
    assert_eq!(
        body(&bed.graph().await[0]),
        json!({"passwordProfile": {"password": output["password"], "forceChangePasswordNextSignIn": true}})
    );
}

async fn by_method(progress: Vec<Value>) -> (Bed, Result<Value, crate::connector::OperationError>) {
    let bed = Bed::new().await;
    let operation = format!("/v1.0/users/{USER}/authentication/operations/77");
    let accepted = ResponseTemplate::new(202)
        .insert_header("location", format!("https://graph.microsoft.com{operation}"))
        .insert_header("retry-after", "10")
        .set_body_json(json!({"newPassword": null}));
    bed.respond("POST", &format!("/v1.0/users/{USER}{METHOD}"), accepted)
        .await;
    let asked = std::sync::atomic::AtomicUsize::new(0);
    let answer = move |_: &Request| {
        let n = asked.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        let body = progress.get(n).or(progress.last()).unwrap();
        ResponseTemplate::new(200).set_body_json(body)
    };
    bed.respond("GET", &operation, answer).await;
    let input = json!({"user": USER, "tenant": CUSTOMER});
    let done = bed
        .bench
        .call_approved(&with_service_account(), "users.reset_password", input)
        .await;
    (bed, done)
}

#[tokio::test]
async fn the_service_account_resets_by_the_method_and_waits_until_it_is_so() {
    let (bed, output) = by_method(vec![json!({"status": "running"}), json!({"status": "succeeded"})]).await;
    let output = output.unwrap();
    assert_eq!(output["state"], "done");
    assert_eq!(
        body(&bed.graph().await[0]),
        json!({"newPassword": output["password"]})
    );
    assert_eq!(bed.graph().await.len(), 3);
    let (bed, output) = by_method(vec![json!({"status": "notStarted"})]).await;
    assert_eq!(output.unwrap()["state"], "running");
    assert_eq!(bed.graph().await.len(), 9, "not asked for ever");
}

#[tokio::test]
async fn a_service_account_that_may_not_use_the_method_sets_the_profile() {
    let bed = Bed::new().await;
    let denied = graph_error(
        "Authorization_RequestDenied",
        "Insufficient privileges, the method.",
    );
    bed.answer("POST", &format!("/v1.0/users/{USER}{METHOD}"), 403, denied)
        .await;
    let input = json!({"user": USER, "tenant": CUSTOMER});
    let account = with_service_account();
    let profile = format!("/v1.0/users/{USER}");
    Mock::given(method("PATCH"))
        .and(path(profile.clone()))
        .respond_with(ResponseTemplate::new(204))
        .up_to_n_times(1)
        .mount(&bed.server)
        .await;
    let output = bed
        .approved(&account, "users.reset_password", input.clone())
        .await;
    assert_eq!(output["state"], "done");
    let sent = body(&bed.graph().await[1]);
    assert_eq!(sent["passwordProfile"]["password"], output["password"]);
    let denied = graph_error(
        "Authorization_RequestDenied",
        "Insufficient privileges, the profile.",
    );
    bed.answer("PATCH", &profile, 403, denied).await;
    let refused = bed
        .bench
        .call_approved(&account, "users.reset_password", input)
        .await;
    let error = crate::testing::bench_desk::failed(refused.unwrap_err());
    assert_eq!(error.kind, CallErrorKind::Permission);
    assert!(
        error.said.unwrap().body.contains("the method"),
        "the least that is missing is told"
    );
}

#[tokio::test]
async fn a_reset_that_microsoft_took_and_then_did_not_do_is_a_failure_in_its_words() {
    let detail = "The password does not comply with the on-premises policy.";
    let (_, output) = by_method(vec![json!({"status": "failed", "statusDetail": detail})]).await;
    let error = crate::testing::bench_desk::failed(output.unwrap_err());
    assert_eq!(
        (error.kind, error.said.unwrap().body.as_str()),
        (CallErrorKind::Rejected, detail)
    );
}

#[tokio::test]
async fn a_vendor_that_repeats_the_password_gives_it_away_to_nobody() {
    let bed = Bed::new().await;
    let echo = |request: &Request| {
        let words = format!(
            "not good enough: {}",
            body(request)["passwordProfile"]["password"].as_str().unwrap()
        );
        ResponseTemplate::new(400).set_body_json(graph_error("Request_BadRequest", &words))
    };
    bed.respond("POST", "/v1.0/users", echo).await;
    bed.respond("PATCH", &format!("/v1.0/users/{USER}"), echo).await;
    let created = bed.failure(&good(), "users.create", new_user()).await;
    let reset = bed
        .bench
        .call_approved(&good(), "users.reset_password", json!({"user": USER}))
        .await;
    let reset = crate::testing::bench_desk::failed(reset.unwrap_err());
    let sent: Vec<String> = bed
        .graph()
        .await
        .iter()
        .map(|request| {
            body(request)["passwordProfile"]["password"]
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    for (error, password) in [created, reset].into_iter().zip(sent) {
        let said = error.said.as_ref().unwrap();
        assert!(said.body.contains("not good enough: [secret]"), "{}", said.body);
        assert!(!format!("{error:?} {error}").contains(&password));
    }
}

#[test]
fn no_operation_takes_a_password_and_each_answer_that_tells_one_marks_it() {
    let connector = connector();
    for entry in connector.entries() {
        let input = entry.info.input_schema.to_string();
        assert!(!input.contains("\"password\""), "{}", entry.info.id);
        let output = &entry.info.output_schema;
        let tells = matches!(entry.info.id.as_ref(), "users.create" | "users.reset_password");
        assert_eq!(
            output["properties"]["password"]["x-opsai-secret"] == json!(true),
            tells,
            "{}",
            entry.info.id
        );
    }
}
