//! Every request is one that the vendor's own description knows.

use super::{Bed, CUSTOMER, GROUP, SKU, TENANT, USER, body, form, good, graph_error, with_service_account};
use crate::testing::openapi::Description;
use serde_json::{Value, json};
use wiremock::{Request, ResponseTemplate};

/// Every operation with everything that it can be given, and whether it waits for approval.
fn all() -> Vec<(&'static str, Value, bool)> {
    let user = || json!({"user": USER, "tenant": CUSTOMER});
    let membership = || json!({"group": GROUP, "member": USER});
    vec![
        ("customers.list", json!({"limit": 20}), false),
        ("organization.get", json!({"tenant": CUSTOMER}), false),
        ("domains.list", json!({}), false),
        ("users.get", user(), false),
        (
            "users.list",
            json!({"enabled": true, "kind": "member", "limit": 50}),
            false,
        ),
        ("users.search", json!({"text": "anna"}), false),
        ("users.groups", user(), false),
        ("deleted_users.list", json!({}), false),
        ("groups.get", json!({"group": GROUP}), false),
        ("groups.list", json!({"limit": 50}), false),
        ("groups.search", json!({"text": "sales"}), false),
        ("groups.members", json!({"group": GROUP, "limit": 50}), false),
        ("mailboxes.get", user(), false),
        ("mailboxes.list", json!({}), false),
        ("licences.list", json!({}), false),
        ("licences.of_user", user(), false),
        (
            "users.create",
            json!({
                "user_principal_name": "nova@contoso.example", "display_name": "Nova", "mail_nickname": "nova",
                "given_name": "N", "surname": "R", "job_title": "J", "department": "D", "usage_location": "GB",
                "enabled": true, "change_password": true,
            }),
            false,
        ),
        (
            "users.update",
            json!({
                "user": USER, "display_name": "Nova", "given_name": "N", "surname": "R", "job_title": "J", "department": "D",
                "company_name": "C", "office_location": "O", "mobile_phone": "1", "city": "C", "country": "C",
                "usage_location": "GB",
            }),
            false,
        ),
        ("users.enable", user(), false),
        (
            "deleted_users.restore",
            json!({"id": USER, "new_user_principal_name": "n@contoso.example", "leave_taken_addresses": true}),
            false,
        ),
        ("groups.add_member", membership(), false),
        ("groups.remove_member", membership(), false),
        (
            "licences.assign",
            json!({"user": USER, "sku_id": SKU, "disabled_plans": [SKU]}),
            false,
        ),
        ("licences.remove", json!({"user": USER, "sku_id": SKU}), false),
        ("users.disable", user(), true),
        ("users.sign_out", user(), true),
        ("users.reset_password", user(), true),
        ("users.delete", user(), true),
    ]
}

/// Graph that is content with everything.
fn content(request: &Request) -> ResponseTemplate {
    let path = request.url.path();
    if path.ends_with("/$batch") {
        let sent = body(request);
        let ids = sent["requests"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["id"].clone());
        let responses: Vec<Value> = ids
            .map(
                |id| json!({"id": id, "status": 404, "body": graph_error("MailboxNotEnabledForRESTAPI", "")}),
            )
            .collect();
        return ResponseTemplate::new(200).set_body_json(json!({"responses": responses}));
    }
    let is_silent = path.ends_with("$ref") || path.ends_with("/resetPassword");
    let has_answer = request.method == "GET" || request.method == "POST";
    if is_silent || !has_answer {
        return ResponseTemplate::new(204);
    }
    let row = json!({"id": USER, "skuId": SKU, "mail": "a@contoso.example"});
    let mut answer = row.clone();
    answer["value"] = json!([row]);
    ResponseTemplate::new(200).set_body_json(answer)
}

/// Members of a user that the cut description leaves out.
const CUT: [&str; 10] = [
    "givenName",
    "surname",
    "jobTitle",
    "department",
    "companyName",
    "officeLocation",
    "mobilePhone",
    "city",
    "country",
    "usageLocation",
];

#[tokio::test]
async fn every_request_is_known_to_the_vendors_openapi() {
    let bed = Bed::new().await;
    wiremock::Mock::given(wiremock::matchers::path_regex("^/v1.0/"))
        .respond_with(content)
        .mount(&bed.server)
        .await;
    let called: Vec<_> = all().into_iter().map(|(operation, ..)| operation).collect();
    let entries = super::super::operations::entries();
    let known: Vec<_> = entries.iter().map(|entry| entry.info.id.as_ref()).collect();
    assert_eq!(called, known, "no operation is left out");
    bed.bench.test(&with_service_account()).await;
    for (operation, input, approved) in all() {
        for account in [good(), with_service_account()] {
            if approved {
                bed.approved(&account, operation, input.clone()).await;
            } else {
                bed.call(&account, operation, input.clone()).await;
            }
        }
    }
    let (Some(graph), Some(identity)) = (
        Description::read("microsoft365/graph-v1.0-subset.openapi.json"),
        Description::read("microsoft365/identity-platform.openapi.json"),
    ) else {
        return;
    };
    for request in bed.requests().await {
        let path = request.url.path();
        let (method, query) = (request.method.as_str(), request.url.query());
        if path.ends_with("/token") {
            assert!(path.starts_with(&format!("/{TENANT}")) || path.starts_with(&format!("/{CUSTOMER}")));
            let form = form(&request);
            assert!(form.contains_key("client_id") && form.contains_key("scope"));
            assert_eq!(
                identity.objections(method, path, None, None),
                Vec::<String>::new()
            );
            continue;
        }
        let sent: Option<Value> = (!request.body.is_empty()).then(|| body(&request));
        let mut objections = graph.objections(method, path, query, sent.as_ref());
        objections.retain(|objection| {
            !CUT.iter()
                .any(|member| objection.ends_with(&format!(".{member}: not in the description")))
        });
        assert_eq!(objections, Vec::<String>::new());
    }
}
