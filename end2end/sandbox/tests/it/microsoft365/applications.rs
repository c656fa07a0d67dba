//! Registrations, their secrets, service principals, and what is granted to them.

use sandbox::microsoft365::{
    CONNECTOR_APP, Credentials, EXCHANGE_APP, GDAP_APP, GRAPH_APP, PARTNER_TENANT, Running, app_role_id,
    scope_id,
};
use serde_json::{Value, json};

use super::tokens::claims;
use super::{GRAPH_SCOPE, Graph, Reply, ask, partner, partner_app, start};

async fn made(graph: &Graph<'_>, name: &str) -> Value {
    let body = json!({
        "displayName": name, "signInAudience": "AzureADMultipleOrgs",
        "web": {"redirectUris": ["https://ops.example/callback"]},
        "requiredResourceAccess": [{"resourceAppId": GRAPH_APP, "resourceAccess": [
            {"id": app_role_id(GRAPH_APP, "User.Read.All"), "type": "Role"},
            {"id": scope_id(GRAPH_APP, "User.Read.All"), "type": "Scope"},
        ]}],
    });
    let said = graph.post("applications", &body).await;
    assert_eq!(said.status, 201, "{}", said.text);
    said.json()
}

async fn principal_of(graph: &Graph<'_>, app: &str) -> Option<String> {
    let rows = graph
        .get(&format!("servicePrincipals?$filter=appId eq '{app}'"))
        .await
        .rows();
    rows.first().map(|row| row["id"].as_str().unwrap().to_owned())
}

async fn sign_in(running: &Running, app: &str, secret: &str) -> Reply {
    let form = [
        ("client_id", app),
        ("client_secret", secret),
        ("grant_type", "client_credentials"),
        ("scope", GRAPH_SCOPE),
    ];
    ask(running, PARTNER_TENANT, &form).await
}

#[tokio::test]
async fn an_application_is_registered_given_a_secret_and_let_in_step_by_step() {
    let running = start().await;
    let graph = partner_app(&running).await;
    let app = made(&graph, "Ops AI").await;
    let (path, app_id) = (
        format!("applications/{}", app["id"].as_str().unwrap()),
        app["appId"].as_str().unwrap(),
    );
    let credential = json!({"passwordCredential": {"displayName": "Ops AI"}});
    let said = graph.post(&format!("{path}/addPassword"), &credential).await;
    assert_eq!(said.status, 200, "{}", said.text);
    let secret = said.json()["secretText"].as_str().unwrap().to_owned();
    let kept = graph.get(&path).await;
    assert!(!kept.text.contains(&secret), "a secret is shown once");
    assert!(kept.json()["passwordCredentials"][0]["secretText"].is_null());
    assert_eq!(
        sign_in(&running, app_id, &secret).await.aadsts(),
        (400, 700_016),
        "no service principal yet"
    );
    let principal = graph.post("servicePrincipals", &json!({"appId": app_id})).await;
    assert_eq!(principal.status, 201, "{}", principal.text);
    let again = graph.post("servicePrincipals", &json!({"appId": app_id})).await;
    assert_eq!(
        again.refusal(),
        (409, "Request_MultipleObjectsWithSameKeyValue".to_owned())
    );
    let token = sign_in(&running, app_id, &secret).await.json()["access_token"].clone();
    assert!(
        claims(&token).get("roles").is_none(),
        "a token, and it is worth nothing"
    );
    let own = principal.json()["id"].as_str().unwrap().to_owned();
    let resource = principal_of(&graph, GRAPH_APP).await.unwrap();
    let grant = json!({"principalId": own, "resourceId": resource, "appRoleId": app_role_id(GRAPH_APP, "User.Read.All")});
    let said = graph
        .post(&format!("servicePrincipals/{resource}/appRoleAssignedTo"), &grant)
        .await;
    assert_eq!(said.status, 201, "{}", said.text);
    let again = graph
        .post(&format!("servicePrincipals/{resource}/appRoleAssignedTo"), &grant)
        .await;
    assert!(
        again.status == 400 && again.text.contains("already exists"),
        "{}",
        again.text
    );
    let token = sign_in(&running, app_id, &secret).await.json()["access_token"].clone();
    assert_eq!(claims(&token)["roles"], json!(["User.Read.All"]));
    let held = graph
        .get(&format!("servicePrincipals/{own}/appRoleAssignments"))
        .await
        .rows();
    let gone = format!(
        "servicePrincipals/{resource}/appRoleAssignedTo/{}",
        held[0]["id"].as_str().unwrap()
    );
    assert_eq!(graph.delete(&gone).await.status, 204);
    assert!(
        graph
            .get(&format!("servicePrincipals/{own}/appRoleAssignments"))
            .await
            .rows()
            .is_empty()
    );
    let key = said_key(&graph, &path).await;
    assert_eq!(
        graph
            .post(&format!("{path}/removePassword"), &json!({"keyId": key}))
            .await
            .status,
        204
    );
    assert_eq!(
        sign_in(&running, app_id, &secret).await.aadsts(),
        (401, 7_000_215)
    );
    assert_eq!(
        graph
            .post(&format!("{path}/removePassword"), &json!({"keyId": key}))
            .await
            .status,
        400
    );
}

async fn said_key(graph: &Graph<'_>, path: &str) -> Value {
    graph.get(path).await.json()["passwordCredentials"][0]["keyId"].clone()
}

#[tokio::test]
async fn a_registration_asks_only_for_permissions_that_exist() {
    let running = start().await;
    let graph = partner_app(&running).await;
    let unknown = json!([{"resourceAppId": GRAPH_APP, "resourceAccess": [{"id": "741f803b-0000-4000-8000-000000000000", "type": "Role"}]}]);
    for body in [
        json!({"signInAudience": "AzureADMyOrg"}),
        json!({"displayName": "x", "signInAudience": "Everybody"}),
        json!({"displayName": "x", "requiredResourceAccess": unknown}),
        json!({"displayName": "x", "appId": "chosen"}),
        json!({"displayName": "x", "passwordCredentials": []}),
    ] {
        assert_eq!(graph.post("applications", &body).await.status, 400, "{body}");
    }
    let catalogue = principal_of(&graph, GRAPH_APP).await.unwrap();
    let catalogue = graph
        .get(&format!(
            "servicePrincipals/{catalogue}?$select=appRoles,oauth2PermissionScopes"
        ))
        .await
        .json();
    let role = catalogue["appRoles"]
        .as_array()
        .unwrap()
        .iter()
        .find(|role| role["value"] == "User.Read.All")
        .unwrap();
    assert_eq!(role["id"], app_role_id(GRAPH_APP, "User.Read.All").unwrap());
}

#[tokio::test]
async fn deleting_a_registration_takes_its_service_principal_and_grants_with_it() {
    let running = start().await;
    let graph = partner_app(&running).await;
    let before = running.state()["tenants"][PARTNER_TENANT].clone();
    let app = made(&graph, "Short-lived").await;
    let app_id = app["appId"].as_str().unwrap();
    graph.post("servicePrincipals", &json!({"appId": app_id})).await;
    let own = principal_of(&graph, app_id).await.unwrap();
    let resource = principal_of(&graph, GRAPH_APP).await.unwrap();
    let grant = json!({"clientId": own, "consentType": "AllPrincipals", "resourceId": resource, "scope": "User.Read.All"});
    assert_eq!(graph.post("oauth2PermissionGrants", &grant).await.status, 201);
    let path = format!("applications/{}", app["id"].as_str().unwrap());
    assert_eq!(
        graph
            .patch(&path, &json!({"displayName": "Renamed"}))
            .await
            .status,
        204
    );
    assert_eq!(graph.delete(&path).await.status, 204);
    assert_eq!(principal_of(&graph, app_id).await, None);
    assert_eq!(
        graph
            .get("directory/deletedItems/microsoft.graph.application")
            .await
            .rows()
            .len(),
        1
    );
    let mut after = running.state()["tenants"][PARTNER_TENANT].clone();
    after["deletedItems"] = before["deletedItems"].clone();
    assert_eq!(after, before, "as it was, but for the deleted items");
}

#[tokio::test]
async fn delegated_grants_are_made_widened_and_deleted() {
    let running = start().await;
    let graph = partner_app(&running).await;
    let app = made(&graph, "Ops AI").await;
    graph
        .post("servicePrincipals", &json!({"appId": app["appId"]}))
        .await;
    let own = principal_of(&graph, app["appId"].as_str().unwrap())
        .await
        .unwrap();
    let resource = principal_of(&graph, GRAPH_APP).await.unwrap();
    let body = |scope: &str, kind: &str| json!({"clientId": own, "consentType": kind, "resourceId": resource, "scope": scope});
    assert_eq!(
        graph
            .post("oauth2PermissionGrants", &body("No.Such.Scope", "AllPrincipals"))
            .await
            .status,
        400
    );
    assert_eq!(
        graph
            .post("oauth2PermissionGrants", &body("User.Read.All", "Principal"))
            .await
            .status,
        400
    );
    let said = graph
        .post("oauth2PermissionGrants", &body("User.Read.All", "AllPrincipals"))
        .await;
    assert_eq!(said.status, 201, "{}", said.text);
    let again = graph
        .post("oauth2PermissionGrants", &body("Group.Read.All", "AllPrincipals"))
        .await;
    assert!(
        again.status == 409 && again.text.contains("Permission entry already exists."),
        "{}",
        again.text
    );
    let path = format!("oauth2PermissionGrants/{}", said.json()["id"].as_str().unwrap());
    assert_eq!(
        graph
            .patch(&path, &json!({"scope": "User.Read.All Group.Read.All"}))
            .await
            .status,
        204
    );
    let rows = graph
        .get(&format!("oauth2PermissionGrants?$filter=clientId eq '{own}'"))
        .await
        .rows();
    assert_eq!(rows[0]["scope"], "User.Read.All Group.Read.All");
    assert_eq!(graph.delete(&path).await.status, 204);
    assert_eq!(graph.get(&path).await.status, 404);
}

#[tokio::test]
async fn microsofts_own_service_principals_come_by_their_id_and_some_need_a_licence() {
    let running = start().await;
    let graph = partner_app(&running).await;
    running.act("forget", &json!({"app": GDAP_APP})).unwrap();
    assert_eq!(
        graph
            .get("tenantRelationships/delegatedAdminRelationships")
            .await
            .status,
        403,
        "not provisioned"
    );
    assert_eq!(
        graph
            .post("servicePrincipals", &json!({"appId": GDAP_APP}))
            .await
            .status,
        201
    );
    assert_eq!(
        graph
            .get("tenantRelationships/delegatedAdminRelationships")
            .await
            .status,
        200
    );
    running.act("forget", &json!({"app": EXCHANGE_APP})).unwrap();
    assert_eq!(
        graph
            .post("servicePrincipals", &json!({"appId": EXCHANGE_APP}))
            .await
            .status,
        400
    );
    let unknown = graph
        .post(
            "servicePrincipals",
            &json!({"appId": "a9000000-0000-4000-8000-0000000000ff"}),
        )
        .await;
    assert!(
        unknown
            .text
            .contains("does not reference a valid application object"),
        "{}",
        unknown.text
    );
}

#[tokio::test]
async fn a_service_principal_that_is_switched_off_gets_no_token() {
    let running = start().await;
    let graph = partner_app(&running).await;
    let own = principal_of(&graph, CONNECTOR_APP).await.unwrap();
    assert_eq!(
        graph
            .patch(
                &format!("servicePrincipals/{own}"),
                &json!({"accountEnabled": false})
            )
            .await
            .status,
        204
    );
    let app: Credentials = sandbox::microsoft365::PARTNER;
    assert_eq!(
        super::ask_as_app(&running, app, GRAPH_SCOPE).await.aadsts(),
        (400, 7_000_112)
    );
    running.reset();
    running.act("disable", &json!({"app": CONNECTOR_APP})).unwrap();
    assert_eq!(
        super::ask_as_app(&running, app, GRAPH_SCOPE).await.aadsts(),
        (400, 7_000_112)
    );
}

#[tokio::test]
async fn granting_roles_at_graph_needs_a_role_above_application_administrator() {
    let running = start().await;
    // The service account is an admin agent, but has no directory role in the partner's own tenant.
    let graph = partner(&running).await;
    assert_eq!(
        graph
            .post("applications", &json!({"displayName": "x"}))
            .await
            .status,
        403
    );
    let resource = principal_of(&graph, GRAPH_APP).await.unwrap();
    let said = graph
        .post(
            &format!("servicePrincipals/{resource}/appRoleAssignedTo"),
            &json!({}),
        )
        .await;
    assert_eq!(said.status, 403);
}
