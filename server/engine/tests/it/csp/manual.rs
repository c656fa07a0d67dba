//! The manual path: a person does it, and each step is seen in the tenant before the next opens.

use super::{Bed, PUBLIC_URL, state_of};
use crate::house::admin;
use contract::csp::{CspPath, CspSetup, ManualValues, SetupStatus, SignInPurpose, StepState};
use sandbox::microsoft365::{
    CONNECTOR_APP, GRAPH_APP, PARTNER, PARTNER_TENANT, SERVICE_ACCOUNT, app_role_id, user_id,
};
use serde_json::{Value, json};

/// What a person does in Microsoft's portal: Graph, asked by hand.
async fn by_hand(bed: &Bed, method: reqwest::Method, path: &str, body: Value) -> Value {
    let client = reqwest::Client::new();
    let form = [
        ("client_id", PARTNER.client_id),
        ("client_secret", PARTNER.client_secret),
        ("grant_type", "client_credentials"),
        ("scope", "https://graph.microsoft.com/.default"),
    ];
    let token: Value = client
        .post(format!("{}/{PARTNER_TENANT}/oauth2/v2.0/token", bed.double.login))
        .form(&form)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let answer = client
        .request(method, format!("{}/v1.0/{path}", bed.double.graph))
        .bearer_auth(token["access_token"].as_str().unwrap())
        .json(&body)
        .send()
        .await
        .unwrap();
    assert!(answer.status().is_success(), "{path}: {}", answer.status());
    answer.json().await.unwrap_or_default()
}

async fn checked(bed: &Bed, setup: &CspSetup, step: &str) -> CspSetup {
    bed.services.csp.check(&admin(), &setup.id, step).await.unwrap()
}

fn failure_of(setup: &CspSetup, step: &str) -> (String, String) {
    let step = setup.steps.iter().find(|one| one.key == step).unwrap();
    let failure = step.failure.clone().unwrap_or_else(|| panic!("{step:?}"));
    (failure.code.to_string(), failure.cause)
}

async fn fill(bed: &Bed, setup: &CspSetup, secret: &str) {
    let values = ManualValues {
        application_id: Some(CONNECTOR_APP.into()),
        client_secret: Some(secret.into()),
    };
    bed.services.csp.fill(&admin(), &setup.id, values).await.unwrap();
}

async fn grant_what_is_missing(bed: &Bed, setup: &CspSetup, tenant: &Value) {
    let missing = checked(bed, setup, "consent").await;
    let (code, cause) = failure_of(&missing, "consent");
    assert_eq!(code, "permissions_missing");
    assert!(
        cause.contains("Application.ReadWrite.OwnedBy (application)"),
        "{cause}"
    );
    let principals = tenant["servicePrincipals"].as_array().unwrap();
    let of = |app: &str| principals.iter().find(|one| one["appId"] == app).unwrap()["id"].clone();
    let (own, graph) = (of(CONNECTOR_APP), of(GRAPH_APP));
    let role = app_role_id(GRAPH_APP, "Application.ReadWrite.OwnedBy").unwrap();
    let grant = json!({"principalId": own, "resourceId": graph, "appRoleId": role});
    let path = format!("servicePrincipals/{}/appRoleAssignments", own.as_str().unwrap());
    by_hand(bed, reqwest::Method::POST, &path, grant).await;
    let grants = tenant["oauth2PermissionGrants"].as_array().unwrap();
    let scopes = grants
        .iter()
        .find(|one| one["clientId"] == own && one["resourceId"] == graph)
        .unwrap();
    let more = format!(
        "{} DelegatedAdminRelationship.Read.All",
        scopes["scope"].as_str().unwrap()
    );
    let path = format!("oauth2PermissionGrants/{}", scopes["id"].as_str().unwrap());
    by_hand(bed, reqwest::Method::PATCH, &path, json!({ "scope": more })).await;
    let done = checked(bed, setup, "consent").await;
    assert_eq!(state_of(&done, "consent"), StepState::Done, "{:#?}", done.steps);
}

#[tokio::test]
async fn every_step_is_believed_only_when_the_tenant_says_so() {
    let bed = Bed::new().await;
    let setup = bed.begin(CspPath::Manual).await;
    assert_eq!(setup.steps.len(), 6);
    let early = bed
        .services
        .csp
        .check(&admin(), &setup.id, "consent")
        .await
        .unwrap_err();
    assert_eq!(early.code, "not_yet");

    let nothing = checked(&bed, &setup, "application").await;
    assert_eq!(failure_of(&nothing, "application").0, "not_signed_in");
    fill(&bed, &setup, "a mistyped secret").await;
    let mistyped = checked(&bed, &setup, "application").await;
    assert_eq!(failure_of(&mistyped, "application").0, "AADSTS7000215");
    fill(&bed, &setup, PARTNER.client_secret).await;
    let without = checked(&bed, &setup, "application").await;
    assert_eq!(failure_of(&without, "application").0, "no_redirect");
    let tenant = bed.tenant();
    let apps = tenant["applications"].as_array().unwrap();
    let app = apps.iter().find(|app| app["appId"] == CONNECTOR_APP).unwrap();
    let web = json!({"web": {"redirectUris": [format!("{PUBLIC_URL}/csp/callback")]}});
    let path = format!("applications/{}", app["id"].as_str().unwrap());
    by_hand(&bed, reqwest::Method::PATCH, &path, web).await;
    let done = checked(&bed, &setup, "application").await;
    assert_eq!(
        state_of(&done, "application"),
        StepState::Done,
        "{:#?}",
        done.steps
    );

    grant_what_is_missing(&bed, &setup, &tenant).await;

    let missing = checked(&bed, &setup, "groups").await;
    let (code, cause) = failure_of(&missing, "groups");
    assert_eq!(code, "groups_missing");
    let mut groups = Vec::new();
    for after in cause.split("(mail nickname ").skip(1) {
        let mark = after.split(')').next().unwrap();
        let body = json!({
            "displayName": mark, "mailNickname": mark, "mailEnabled": false, "securityEnabled": true,
        });
        groups.push(by_hand(&bed, reqwest::Method::POST, "groups", body).await["id"].clone());
    }
    assert_eq!(groups.len(), 6);
    assert_eq!(
        state_of(&checked(&bed, &setup, "groups").await, "groups"),
        StepState::Done
    );

    let waits = checked(&bed, &setup, "service_account").await;
    assert_eq!(state_of(&waits, "service_account"), StepState::Waiting);
    bed.sign_in(&setup, SignInPurpose::ServiceAccount, SERVICE_ACCOUNT)
        .await
        .unwrap();
    let outside = checked(&bed, &setup, "service_account").await;
    assert_eq!(failure_of(&outside, "service_account").0, "not_a_member");
    for group in groups {
        let path = format!("groups/{}/members/$ref", group.as_str().unwrap());
        let member = format!(
            "https://graph.microsoft.com/v1.0/directoryObjects/{}",
            user_id(0, 1)
        );
        by_hand(&bed, reqwest::Method::POST, &path, json!({ "@odata.id": member })).await;
    }
    for step in ["service_account", "partner", "integration"] {
        let done = checked(&bed, &setup, step).await;
        assert_eq!(state_of(&done, step), StepState::Done, "{:#?}", done.steps);
    }
    let setup = bed.setup(&setup).await;
    assert_eq!(setup.status, SetupStatus::Connected);
    assert!(setup.integration.is_some());
    // Nothing was made by us, so disconnecting takes nothing out of the tenant.
    let plan = bed
        .services
        .csp
        .removal_plan(&admin(), &setup.id, false)
        .await
        .unwrap();
    assert!(!plan.needs_sign_in);
    assert!(
        plan.items.iter().all(|item| item.kind == "integration"),
        "{:#?}",
        plan.items
    );
}
