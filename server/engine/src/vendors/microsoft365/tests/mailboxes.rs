//! Mailboxes: read as the application, kinds in batches, users without a mailbox left out.

use super::{Bed, CUSTOMER, USER, bearer, body, good, graph_error, with_service_account};
use serde_json::{Value, json};
use wiremock::{Request, ResponseTemplate};

fn user(n: usize, mail: bool) -> Value {
    json!({
        "id": format!("id-{n}"), "displayName": format!("User {n}"), "accountEnabled": n != 1,
        "userPrincipalName": format!("u{n}@contoso.example"),
        "mail": mail.then(|| format!("u{n}@contoso.example")),
    })
}

/// Answers a batch: the first is a person's, the second is shared, the third has none, the others are rooms.
fn purposes(request: &Request) -> ResponseTemplate {
    let asked = body(request);
    let responses: Vec<Value> = asked["requests"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            let (status, body) = match one["url"].as_str().unwrap() {
                "/users/id-0/mailboxSettings/userPurpose" => (200, json!({"value": "user"})),
                "/users/id-1/mailboxSettings/userPurpose" => (200, json!({"value": "shared"})),
                "/users/id-2/mailboxSettings/userPurpose" => (
                    404,
                    graph_error("MailboxNotEnabledForRESTAPI", "The mailbox is inactive."),
                ),
                _ => (200, json!({"value": "room"})),
            };
            json!({"id": one["id"], "status": status, "body": body})
        })
        .rev()
        .collect();
    ResponseTemplate::new(200).set_body_json(json!({"responses": responses}))
}

async fn bed(users: Vec<Value>) -> Bed {
    let bed = Bed::new().await;
    bed.answer("GET", "/v1.0/users", 200, json!({"value": users}))
        .await;
    bed.respond("POST", "/v1.0/$batch", purposes).await;
    bed
}

#[tokio::test]
async fn each_mailbox_is_listed_with_its_kind_and_users_without_one_are_left_out() {
    let bed = bed(vec![user(0, true), user(1, true), user(2, true), user(3, false)]).await;
    let output = bed.call(&good(), "mailboxes.list", json!({})).await;
    let items = output["items"].as_array().unwrap();
    assert_eq!(items.len(), 2);
    assert_eq!(
        (&items[0]["userPurpose"], &items[1]["userPurpose"]),
        (&json!("user"), &json!("shared"))
    );
    assert_eq!(items[1]["accountEnabled"], false);
    let sent = body(&bed.graph().await[1]);
    let urls: Vec<&str> = sent["requests"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["url"].as_str().unwrap())
        .collect();
    assert_eq!(
        urls.len(),
        3,
        "nobody asks about a user without an address: {urls:?}"
    );
    assert!(
        sent["requests"]
            .as_array()
            .unwrap()
            .iter()
            .all(|one| one["method"] == "GET")
    );
}

#[tokio::test]
async fn one_kind_alone_can_be_asked_for() {
    let bed = bed((0..45).map(|n| user(n, true)).collect()).await;
    let output = bed
        .call(&good(), "mailboxes.list", json!({"purpose": "room"}))
        .await;
    assert_eq!(output["items"].as_array().unwrap().len(), 42);
    let batches = bed
        .asked()
        .await
        .iter()
        .filter(|asked| asked.ends_with("/$batch"))
        .count();
    assert_eq!(batches, 3, "twenty in a request");
}

#[tokio::test]
async fn with_a_limit_the_mailboxes_of_one_page_of_users_come_and_where_the_next_begins() {
    let bed = Bed::new().await;
    let page = json!({
        "value": [user(0, true), user(2, true)],
        "@odata.nextLink": "https://graph.microsoft.com/v1.0/users?$skiptoken=a",
    });
    bed.answer("GET", "/v1.0/users", 200, page).await;
    bed.respond("POST", "/v1.0/$batch", purposes).await;
    let output = bed.call(&good(), "mailboxes.list", json!({"limit": 2})).await;
    assert_eq!(output["items"].as_array().unwrap().len(), 1);
    assert!(output["next_cursor"].is_string());
}

#[tokio::test]
async fn users_are_read_as_the_service_account_and_their_mailboxes_as_the_application() {
    let bed = bed(vec![user(0, true)]).await;
    bed.call(
        &with_service_account(),
        "mailboxes.list",
        json!({"tenant": CUSTOMER}),
    )
    .await;
    let asked = bed.graph().await;
    assert!(bearer(&asked[0]).get("scp").is_some());
    assert!(bearer(&asked[1]).get("roles").is_some());
    assert!(asked.iter().all(|request| bearer(request)["tid"] == CUSTOMER));
}

#[tokio::test]
async fn a_tenant_without_any_address_costs_no_batch() {
    let bed = bed(vec![user(0, false)]).await;
    let output = bed.call(&good(), "mailboxes.list", json!({})).await;
    assert_eq!(output["items"], json!([]));
    assert_eq!(bed.graph().await.len(), 1);
}

#[tokio::test]
async fn the_settings_of_one_mailbox_are_kept_whole() {
    let bed = Bed::new().await;
    let settings = json!({
        "userPurpose": "shared", "timeZone": "GMT Standard Time", "archiveFolder": null, "dateFormat": "dd/MM/yyyy",
        "automaticRepliesSetting": {"status": "disabled", "externalAudience": "none"},
    });
    bed.answer(
        "GET",
        &format!("/v1.0/users/{USER}/mailboxSettings"),
        200,
        settings,
    )
    .await;
    let output = bed.call(&good(), "mailboxes.get", json!({"user": USER})).await;
    assert_eq!(output["userPurpose"], "shared");
    assert_eq!(output["automaticRepliesSetting"]["status"], "disabled");
    assert_eq!(output["dateFormat"], "dd/MM/yyyy");
}
