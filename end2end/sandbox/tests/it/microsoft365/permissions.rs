//! What a token may do: application permissions, delegated ones with directory roles, and what is withheld.

use sandbox::microsoft365::{GOOD, READ_ONLY, WITHOUT_MAILBOXES, roles, tenant_id, user_id};
use serde_json::json;

use super::{as_app, as_person, good, start};

#[tokio::test]
async fn an_application_that_may_only_read_changes_nothing() {
    let running = start().await;
    let graph = as_app(&running, READ_ONLY).await;
    for path in [
        "organization",
        "domains",
        "users",
        "groups",
        "subscribedSkus",
        "directory/deletedItems/microsoft.graph.user",
    ] {
        assert_eq!(graph.get(path).await.status, 200, "{path}");
    }
    let before = running.state()["tenants"].clone();
    let user = format!("users/{}", user_id(1, 3));
    for said in [
        graph.patch(&user, &json!({"displayName": "x"})).await,
        graph.patch(&user, &json!({"accountEnabled": false})).await,
        graph.delete(&user).await,
        graph
            .post(&format!("{user}/revokeSignInSessions"), &json!({}))
            .await,
        graph.post("users", &json!({})).await,
        graph.post("groups", &json!({})).await,
        graph.post(&format!("{user}/assignLicense"), &json!({})).await,
    ] {
        assert_eq!(said.refusal(), (403, "Authorization_RequestDenied".to_owned()));
        assert_eq!(
            said.json()["error"]["message"],
            "Insufficient privileges to complete the operation."
        );
    }
    assert_eq!(running.state()["tenants"], before);
}

#[tokio::test]
async fn what_was_not_granted_is_refused_one_kind_at_a_time() {
    let running = start().await;
    let graph = as_app(&running, WITHOUT_MAILBOXES).await;
    assert_eq!(graph.get("users?$select=id").await.status, 200);
    let mailbox = graph
        .get(&format!("users/{}/mailboxSettings", user_id(1, 3)))
        .await;
    assert_eq!(mailbox.refusal(), (403, "ErrorAccessDenied".to_owned()));
    assert_eq!(graph.get("domains").await.status, 403);
    assert_eq!(graph.get("applications").await.status, 403);
}

#[tokio::test]
async fn a_person_needs_the_scope_and_the_directory_role() {
    let running = start().await;
    let user = format!("users/{}", user_id(4, 3));
    // At the fourth customer only Directory Readers is assigned, though the application was granted everything.
    let reader = as_person(&running, &tenant_id(4)).await;
    assert_eq!(reader.get(&user).await.status, 200);
    let said = reader.patch(&user, &json!({"department": "x"})).await;
    assert_eq!(said.refusal(), (403, "Authorization_RequestDenied".to_owned()));
    let user = format!("users/{}", user_id(1, 3));
    let administrator = as_person(&running, &tenant_id(1)).await;
    assert_eq!(
        administrator
            .patch(&user, &json!({"department": "x"}))
            .await
            .status,
        204
    );
    assert_eq!(
        administrator.get("applications").await.status,
        200,
        "Directory.Read.All"
    );
    let said = administrator
        .post("servicePrincipals", &json!({"appId": "x"}))
        .await;
    assert_eq!(said.status, 403, "the scope is not granted there");
}

#[tokio::test]
async fn administrators_are_touched_only_from_above() {
    let running = start().await;
    let admin = format!("users/{}", user_id(1, 0));
    for graph in [good(&running).await, as_person(&running, &tenant_id(1)).await] {
        for said in [
            graph.patch(&admin, &json!({"accountEnabled": false})).await,
            graph.delete(&admin).await,
        ] {
            assert_eq!(said.status, 403, "{}", said.text);
        }
        assert_eq!(graph.patch(&admin, &json!({"department": "x"})).await.status, 204);
    }
    // The eleventh relationship has Global Administrator among its roles, but no group has it.
    let other = as_person(&running, &tenant_id(11)).await;
    let said = other
        .patch(
            &format!("users/{}", user_id(11, 0)),
            &json!({"accountEnabled": false}),
        )
        .await;
    assert_eq!(said.status, 403);
}

#[tokio::test]
async fn a_permission_or_a_role_that_is_withheld_is_as_if_it_were_not_there() {
    let running = start().await;
    let app = as_app(&running, GOOD).await;
    let person = as_person(&running, &tenant_id(1)).await;
    running.turn(|knobs| knobs.withheld = vec!["Organization.Read.All".into(), "Directory.Read.All".into()]);
    assert_eq!(app.get("organization").await.status, 403);
    assert_eq!(person.get("organization").await.status, 403);
    running.turn(|knobs| knobs.withheld = vec![roles::USER_ADMINISTRATOR.into()]);
    let user = format!("users/{}", user_id(1, 3));
    assert_eq!(person.patch(&user, &json!({"department": "x"})).await.status, 403);
    assert_eq!(
        app.patch(&user, &json!({"department": "x"})).await.status,
        204,
        "an application has no roles"
    );
}

#[tokio::test]
async fn unknown_paths_and_versions_are_refused() {
    let running = start().await;
    let graph = good(&running).await;
    assert_eq!(
        graph.get("people").await.refusal(),
        (400, "BadRequest".to_owned())
    );
    assert_eq!(graph.get("users/x/y/z").await.status, 400);
    let beta = crate::client()
        .get(format!("{}/beta/users", running.graph))
        .bearer_auth(&graph.token);
    assert_eq!(super::reply(beta).await.refusal(), (400, "BadRequest".to_owned()));
    let said = graph.get("organization").await;
    let body = graph.get("nothing").await;
    assert!(!said.header("request-id").is_empty());
    assert_eq!(
        body.json()["error"]["innerError"]["request-id"],
        body.header("request-id")
    );
}
