//! A user's life: made, changed, disabled, signed out, deleted, restored, gone.

use sandbox::microsoft365::{
    GOOD, PARTNER_TENANT, REFRESH_TOKEN, SERVICE_ACCOUNT, group_id, tenant_id, user_id,
};
use serde_json::{Value, json};

use super::{GRAPH_SCOPE, as_person, ask_with, good, partner_app, start};

fn nova() -> Value {
    json!({
        "accountEnabled": true, "displayName": "Nova Reed", "mailNickname": "nova.reed",
        "userPrincipalName": "nova.reed@alder-finch.example", "usageLocation": "GB",
        "passwordProfile": {"forceChangePasswordNextSignIn": true, "password": "Synthetic-Pass-9x!"},
    })
}

#[tokio::test]
async fn a_user_is_made_with_all_that_is_needed_and_never_with_less() {
    let running = start().await;
    let graph = good(&running).await;
    for name in [
        "accountEnabled",
        "displayName",
        "mailNickname",
        "userPrincipalName",
        "passwordProfile",
    ] {
        let mut body = nova();
        body.as_object_mut().unwrap().remove(name);
        let said = graph.post("users", &body).await;
        assert_eq!(said.refusal(), (400, "Request_BadRequest".to_owned()), "{name}");
        assert!(said.text.contains(name), "{}", said.text);
    }
    for (name, value) in [
        ("accountEnabled", json!("yes")),
        ("userPrincipalName", json!("nova@gmail.example")),
        ("userPrincipalName", json!("admin@alder-finch.example")),
        ("passwordProfile", json!({"password": "short"})),
        ("usageLocation", json!("England")),
        ("salary", json!(1)),
    ] {
        let mut body = nova();
        body[name] = value;
        assert_eq!(graph.post("users", &body).await.status, 400, "{name}");
    }
    let said = graph.post("users", &nova()).await;
    assert_eq!(said.status, 201, "{}", said.text);
    let made = said.json();
    let id = made["id"].as_str().unwrap();
    assert!(said.header("location").ends_with(&format!("/v1.0/users/{id}")));
    assert!(!said.text.contains("Synthetic-Pass-9x!"));
    assert_eq!(
        running.user(GOOD.tenant_id, id).unwrap()["password"],
        "Synthetic-Pass-9x!"
    );
    assert_eq!(
        graph.get("users/nova.reed@alder-finch.example").await.json()["id"],
        id
    );
    let again = graph.post("users", &nova()).await;
    assert!(
        again.status == 400 && again.text.contains("userPrincipalName already exists"),
        "{}",
        again.text
    );
}

#[tokio::test]
async fn changes_answer_204_and_are_kept_and_synced_users_are_not_changed() {
    let running = start().await;
    let graph = good(&running).await;
    let path = format!("users/{}", user_id(1, 3));
    let said = graph
        .patch(&path, &json!({"accountEnabled": false, "jobTitle": null}))
        .await;
    assert_eq!((said.status, said.text.as_str()), (204, ""));
    let kept = running.user(GOOD.tenant_id, &user_id(1, 3)).unwrap();
    assert_eq!(
        (&kept["accountEnabled"], &kept["jobTitle"]),
        (&false.into(), &Value::Null)
    );
    for body in [
        json!({"id": "x"}),
        json!({"assignedLicenses": []}),
        json!({"displayName": ""}),
        json!([]),
    ] {
        assert_eq!(graph.patch(&path, &body).await.status, 400, "{body}");
    }
    let synced = graph
        .get("users?$filter=onPremisesSyncEnabled eq true&$select=id&$top=1")
        .await
        .rows()[0]
        .clone();
    let said = graph
        .patch(
            &format!("users/{}", synced["id"].as_str().unwrap()),
            &json!({"accountEnabled": false}),
        )
        .await;
    assert_eq!(said.status, 400);
    assert!(said.text.contains("on-premises"), "{}", said.text);
}

#[tokio::test]
async fn signing_out_everywhere_answers_true_and_ends_refresh_tokens() {
    let running = start().await;
    let graph = partner_app(&running).await;
    let said = graph
        .post(
            &format!("users/{SERVICE_ACCOUNT}/revokeSignInSessions"),
            &json!({}),
        )
        .await;
    assert_eq!((said.status, &said.json()["value"]), (200, &true.into()));
    let refused = ask_with(&running, PARTNER_TENANT, REFRESH_TOKEN, GRAPH_SCOPE).await;
    assert_eq!(refused.aadsts(), (400, 50_173));
    let guest = good(&running)
        .await
        .get("users?$filter=userType eq 'Guest'&$top=1")
        .await
        .rows()[0]["id"]
        .clone();
    let path = format!("users/{}/revokeSignInSessions", guest.as_str().unwrap());
    assert_eq!(
        good(&running).await.post(&path, &json!({})).await.status,
        400,
        "not for external users"
    );
}

#[tokio::test]
async fn a_password_is_reset_by_an_application_that_has_more_than_user_readwrite() {
    let running = start().await;
    let graph = good(&running).await;
    let path = format!("users/{}", user_id(1, 3));
    let body =
        json!({"passwordProfile": {"password": "Another-Pass-8y!", "forceChangePasswordNextSignIn": true}});
    assert_eq!(graph.patch(&path, &body).await.status, 204);
    assert_eq!(
        running.user(GOOD.tenant_id, &user_id(1, 3)).unwrap()["password"],
        "Another-Pass-8y!"
    );
    running.turn(|knobs| knobs.withheld = vec!["User-PasswordProfile.ReadWrite.All".into()]);
    let said = graph.patch(&path, &body).await;
    assert_eq!(said.refusal(), (403, "Authorization_RequestDenied".to_owned()));
    running.turn(|knobs| knobs.withheld.clear());
    assert_eq!(
        graph
            .patch(&path, &json!({"passwordProfile": {"password": "weak"}}))
            .await
            .status,
        400
    );
    assert_eq!(
        graph.patch(&path, &json!({"passwordProfile": {}})).await.status,
        400
    );
}

#[tokio::test]
async fn resetting_a_password_as_a_method_is_for_people_and_goes_on_behind_the_answer() {
    let running = start().await;
    let path = format!(
        "users/{}/authentication/methods/28c10230-6103-485e-b985-444c60001490/resetPassword",
        user_id(1, 3)
    );
    let body = json!({"newPassword": "Another-Pass-8y!"});
    assert_eq!(
        good(&running).await.post(&path, &body).await.status,
        403,
        "not for an application"
    );
    let without_role = as_person(&running, &tenant_id(1)).await;
    assert_eq!(
        without_role.post(&path, &body).await.status,
        403,
        "Authentication Administrator is not assigned"
    );
    // In the partner's own tenant its administrator may.
    let own = format!(
        "users/{}/authentication/methods/28c10230-6103-485e-b985-444c60001490/resetPassword",
        user_id(0, 5)
    );
    let graph = admin(&running).await;
    let said = graph.post(&own, &body).await;
    assert_eq!(said.status, 202, "{}", said.text);
    assert!(!said.header("retry-after").is_empty());
    let operation = said.header("location").split("/v1.0/").nth(1).unwrap().to_owned();
    assert_eq!(graph.get(&operation).await.json()["status"], "running");
    assert_eq!(graph.get(&operation).await.json()["status"], "succeeded");
    let made = graph.post(&own, &json!({})).await;
    assert!(
        made.status == 202 && made.json()["newPassword"].is_string(),
        "{}",
        made.text
    );
    let wrong = own.replace("28c10230", "28c10231");
    assert_eq!(graph.post(&wrong, &body).await.status, 404);
    let oneself = own.replace(&user_id(0, 5), &user_id(0, 0));
    assert_eq!(graph.post(&oneself, &body).await.status, 400);
}

/// The partner's administrator, who signs in with the connector and consents on the way.
async fn admin(running: &sandbox::microsoft365::Running) -> super::Graph<'_> {
    running.turn(|knobs| knobs.consent = sandbox::microsoft365::Consent::Given);
    let callback = "http://127.0.0.1:3000/app/csp-wizard/callback";
    let scope = "https://graph.microsoft.com/.default offline_access openid";
    let url = url::Url::parse_with_params(
        &format!("{}/{PARTNER_TENANT}/oauth2/v2.0/authorize", running.login),
        [
            ("client_id", GOOD.client_id),
            ("response_type", "code"),
            ("redirect_uri", callback),
            ("scope", scope),
        ],
    )
    .unwrap();
    let said = super::reply(crate::client().get(url)).await;
    let to = url::Url::parse(said.header("location")).unwrap();
    let code = to
        .query_pairs()
        .find(|(name, _)| name == "code")
        .unwrap()
        .1
        .into_owned();
    let form = [
        ("client_id", GOOD.client_id),
        ("client_secret", GOOD.client_secret),
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", callback),
    ];
    let said = super::ask(running, PARTNER_TENANT, &form).await;
    super::Graph {
        running,
        token: said.json()["access_token"].as_str().unwrap().to_owned(),
    }
}

#[tokio::test]
async fn a_temporary_access_pass_is_shown_once() {
    let running = start().await;
    let path = format!(
        "users/{}/authentication/temporaryAccessPassMethods",
        user_id(1, 3)
    );
    let graph = good(&running).await;
    let said = graph
        .post(&path, &json!({"lifetimeInMinutes": 60, "isUsableOnce": true}))
        .await;
    assert_eq!(said.status, 201, "{}", said.text);
    assert!(said.json()["temporaryAccessPass"].is_string());
    assert_eq!(
        graph.post(&path, &json!({"lifetimeInMinutes": 5})).await.status,
        400
    );
    let methods = graph
        .get(&format!("users/{}/authentication/methods", user_id(1, 3)))
        .await
        .rows();
    assert_eq!(methods[0]["id"], "28c10230-6103-485e-b985-444c60001490");
}

#[tokio::test]
async fn a_deleted_user_is_kept_under_another_name_and_comes_back_with_its_groups() {
    let running = start().await;
    let graph = good(&running).await;
    let id = user_id(1, 4);
    let name = running.user(GOOD.tenant_id, &id).unwrap()["userPrincipalName"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(running.members(GOOD.tenant_id, &group_id(1, 0)).contains(&id));
    let said = graph.delete(&format!("users/{id}")).await;
    assert_eq!((said.status, said.text.as_str()), (204, ""));
    assert_eq!(graph.get(&format!("users/{id}")).await.status, 404);
    assert!(!running.members(GOOD.tenant_id, &group_id(1, 0)).contains(&id));
    let deleted = graph
        .get("directory/deletedItems/microsoft.graph.user")
        .await
        .rows();
    assert_eq!(deleted.len(), 1);
    assert_eq!(
        deleted[0]["userPrincipalName"],
        format!("{}{name}", id.replace('-', ""))
    );
    assert!(deleted[0]["deletedDateTime"].is_string());
    let said = graph
        .post(&format!("directory/deletedItems/{id}/restore"), &json!({}))
        .await;
    assert_eq!(
        (said.status, &said.json()["userPrincipalName"]),
        (200, &name.into())
    );
    assert!(running.members(GOOD.tenant_id, &group_id(1, 0)).contains(&id));
    assert!(
        graph
            .get("directory/deletedItems/microsoft.graph.user")
            .await
            .rows()
            .is_empty()
    );
}

#[tokio::test]
async fn a_name_that_somebody_else_has_meanwhile_needs_a_new_one() {
    let running = start().await;
    let graph = good(&running).await;
    let id = user_id(1, 4);
    let name = running.user(GOOD.tenant_id, &id).unwrap()["userPrincipalName"].clone();
    graph.delete(&format!("users/{id}")).await;
    let mut other = nova();
    other["userPrincipalName"] = name;
    assert_eq!(graph.post("users", &other).await.status, 201);
    let path = format!("directory/deletedItems/{id}/restore");
    assert_eq!(graph.post(&path, &json!({})).await.status, 400);
    let said = graph
        .post(
            &path,
            &json!({"newUserPrincipalName": "back@alder-finch.example"}),
        )
        .await;
    assert_eq!(said.json()["userPrincipalName"], "back@alder-finch.example");
}

#[tokio::test]
async fn what_is_purged_is_gone() {
    let running = start().await;
    let graph = good(&running).await;
    let id = user_id(1, 4);
    let path = format!("directory/deletedItems/{id}");
    assert_eq!(graph.delete(&path).await.status, 404, "not deleted yet");
    graph.delete(&format!("users/{id}")).await;
    assert_eq!(graph.get(&path).await.status, 200);
    assert_eq!(graph.delete(&path).await.status, 204);
    assert_eq!(
        graph.post(&format!("{path}/restore"), &json!({})).await.status,
        404
    );
}
