//! What is shown of a user before somebody decides: who it is, whose, and which roles it has.

use super::{Bed, CUSTOMER, USER, bearer, body, connector, graph_error, with_service_account};
use crate::connector::Connector;
use contract::target::Target;
use serde_json::{Value, json};
use wiremock::{Request, ResponseTemplate};

async fn target(operation: &str, roles: (u16, Value)) -> (Bed, Option<Target>) {
    let bed = Bed::new().await;
    let answer = move |request: &Request| {
        let bodies = [
            (
                200,
                json!({
                    "id": USER, "displayName": "Sam Vale", "userPrincipalName": "sam@contoso.example", "accountEnabled": true,
                    "userType": "Member", "onPremisesSyncEnabled": null, "assignedLicenses": [{"skuId": "x"}],
                }),
            ),
            (
                200,
                json!({"value": [{"id": CUSTOMER, "displayName": "Contoso"}]}),
            ),
            roles.clone(),
        ];
        let sent = body(request);
        let ids = sent["requests"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["id"].clone());
        let responses: Vec<Value> = ids
            .zip(bodies)
            .map(|(id, (status, body))| json!({"id": id, "status": status, "body": body}))
            .collect();
        ResponseTemplate::new(200).set_body_json(json!({"responses": responses}))
    };
    bed.respond("POST", "/v1.0/$batch", answer).await;
    let session = bed.bench.session(&with_service_account()).await.unwrap();
    let connector = connector();
    let entry = connector
        .entries()
        .iter()
        .find(|entry| entry.info.id == operation)
        .unwrap();
    let input = json!({"user": USER, "tenant": CUSTOMER});
    let target = entry.target(&session, input).await.unwrap();
    (bed, target)
}

fn is_admin() -> (u16, Value) {
    (
        200,
        json!({"value": [
            {"@odata.type": "#microsoft.graph.group", "displayName": "Sales"},
            {"@odata.type": "#microsoft.graph.directoryRole", "displayName": "User Administrator"},
            {"@odata.type": "#microsoft.graph.directoryRole", "displayName": "Global Administrator"},
        ]}),
    )
}

fn value<'a>(target: &'a Target, name: &str) -> Option<(&'a str, bool)> {
    let fact = target.facts.iter().find(|fact| fact.name == name)?;
    Some((fact.value.as_str(), fact.bound))
}

#[tokio::test]
async fn each_dangerous_call_shows_the_user_the_customer_and_the_roles_with_one_request() {
    for operation in [
        "users.disable",
        "users.sign_out",
        "users.reset_password",
        "users.delete",
    ] {
        let (bed, target) = target(operation, is_admin()).await;
        let target = target.unwrap();
        assert_eq!(
            (target.name.as_str(), target.customer.as_deref()),
            ("Sam Vale", Some("Contoso"))
        );
        assert_eq!(
            value(&target, "User principal name"),
            Some(("sam@contoso.example", true))
        );
        assert_eq!(
            value(&target, "Administrator roles"),
            Some(("Global Administrator, User Administrator", true))
        );
        assert_eq!(value(&target, "May sign in"), Some(("yes", false)));
        assert_eq!(value(&target, "From a directory on-premises"), None);
        assert!(!target.effect.is_empty() && !target.undo.is_empty());
        assert_eq!(target.reversible, operation != "users.reset_password");
        let asked = bed.graph().await;
        assert_eq!((asked.len(), &bearer(&asked[0])["tid"]), (1, &json!(CUSTOMER)));
    }
}

#[tokio::test]
async fn roles_that_may_not_be_read_are_not_taken_for_none() {
    let denied = (403, graph_error("Authorization_RequestDenied", "no"));
    let (_, unknown) = target("users.disable", denied).await;
    assert_eq!(
        value(&unknown.unwrap(), "Administrator roles"),
        Some(("not known", true))
    );
    let (_, none) = target("users.disable", (200, json!({"value": []}))).await;
    assert_eq!(value(&none.unwrap(), "Administrator roles"), Some(("none", true)));
}

#[tokio::test]
async fn a_user_who_became_an_administrator_meanwhile_is_another_target() {
    let (_, before) = target("users.delete", (200, json!({"value": []}))).await;
    let (_, now) = target("users.delete", is_admin()).await;
    let differences = before.unwrap().differences(&now.unwrap());
    assert_eq!(differences.len(), 1);
    assert_eq!(differences[0].name, "Administrator roles");
}
