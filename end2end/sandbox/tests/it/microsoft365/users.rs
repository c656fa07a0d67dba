//! Reading people: one, their groups, what has changed since, and sign-in activity.

use sandbox::microsoft365::{GOOD, GRAPH_ORIGIN, READ_ONLY, WITHOUT_MAILBOXES, tenant_id, user_id};
use serde_json::json;

use super::{as_app, as_person, good, start};

#[tokio::test]
async fn a_user_is_found_by_id_and_by_name_and_a_stranger_is_not() {
    let running = start().await;
    let graph = good(&running).await;
    let by_name = graph.get("users/admin@alder-finch.example").await.json();
    assert_eq!(by_name["id"], user_id(1, 0));
    let guest = graph.get("users?$filter=userType eq 'Guest'&$top=1").await.rows()[0].clone();
    let name = guest["userPrincipalName"].as_str().unwrap().replace('#', "%23");
    assert_eq!(
        graph.get(&format!("users/{name}")).await.json()["id"],
        guest["id"]
    );
    let unknown = graph.get(&format!("users/{}", user_id(2, 3))).await;
    assert_eq!(unknown.refusal(), (404, "Request_ResourceNotFound".to_owned()));
    assert!(unknown.text.contains(&user_id(2, 3)));
}

#[tokio::test]
async fn groups_and_roles_of_a_user_are_told_apart() {
    let running = start().await;
    let graph = good(&running).await;
    let rows = graph
        .get(&format!("users/{}/memberOf", user_id(1, 0)))
        .await
        .rows();
    let kinds: Vec<&str> = rows
        .iter()
        .map(|row| row["@odata.type"].as_str().unwrap())
        .collect();
    assert!(
        kinds.contains(&"#microsoft.graph.group") && kinds.contains(&"#microsoft.graph.directoryRole"),
        "{kinds:?}"
    );
    let some = graph
        .get(&format!(
            "users/{}/memberOf?$select=id,displayName",
            user_id(1, 0)
        ))
        .await
        .rows();
    assert_eq!(some.len(), rows.len());
    assert!(some[0].get("groupTypes").is_none());
}

#[tokio::test]
async fn changes_since_a_link_come_without_those_who_did_not_change() {
    let running = start().await;
    let graph = good(&running).await;
    let strip = |link: &serde_json::Value| {
        let link = link.as_str().unwrap();
        link.strip_prefix(&format!("{GRAPH_ORIGIN}/v1.0/"))
            .unwrap()
            .to_owned()
    };
    let mut path = "users/delta?$select=displayName,id".to_owned();
    let mut seen = 0;
    let link = loop {
        let said = graph.get(&path).await;
        assert_eq!(said.status, 200, "{path}: {}", said.text);
        seen += said.rows().len();
        let body = said.json();
        if body.get("@odata.deltaLink").is_some() {
            break strip(&body["@odata.deltaLink"]);
        }
        path = strip(&body["@odata.nextLink"]);
    };
    assert_eq!(seen, 640);
    assert!(graph.get(&link).await.rows().is_empty());
    graph
        .patch(
            &format!("users/{}", user_id(1, 5)),
            &json!({"department": "moved"}),
        )
        .await;
    assert_eq!(
        graph.delete(&format!("users/{}", user_id(1, 9))).await.status,
        204
    );
    let rows = graph.get(&link).await.rows();
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert_eq!(rows[0]["id"], user_id(1, 5));
    assert_eq!(
        rows[1],
        json!({"id": user_id(1, 9), "@removed": {"reason": "changed"}})
    );
}

#[tokio::test]
async fn sign_in_activity_needs_its_permission_and_a_premium_licence() {
    let running = start().await;
    let path = "users?$select=id,signInActivity&$top=1";
    assert!(good(&running).await.get(path).await.rows()[0]["signInActivity"].is_object());
    assert_eq!(
        as_app(&running, WITHOUT_MAILBOXES).await.get(path).await.status,
        403
    );
    let second = sandbox::microsoft365::Credentials {
        tenant_id: "7e000000-0000-4000-8000-000000000002",
        ..GOOD
    };
    let said = as_app(&running, second).await.get(path).await;
    assert_eq!(
        said.refusal(),
        (
            403,
            "Authentication_RequestFromNonPremiumTenantOrB2CTenant".to_owned()
        )
    );
}

#[tokio::test]
async fn the_tenant_its_domains_and_its_roles_are_told() {
    let running = start().await;
    let graph = good(&running).await;
    let this = graph
        .get("organization?$select=id,displayName,verifiedDomains")
        .await
        .rows()[0]
        .clone();
    assert_eq!(
        (&this["id"], &this["displayName"]),
        (&tenant_id(1).into(), &"Alder & Finch".into())
    );
    assert_eq!(this["verifiedDomains"][1]["name"], "alder-finch.example");
    assert_eq!(graph.get("domains").await.rows().len(), 2);
    let path = "roleManagement/directory/roleAssignments?$filter=roleDefinitionId eq 'fe930be7-5e62-47db-91af-98c3a49a38b1'&$expand=principal";
    let held = graph.get(path).await.rows();
    assert_eq!(
        held[0]["principal"]["organizationId"],
        tenant_id(0),
        "the partner's group"
    );
    assert!(
        graph.get("roleManagement/directory/roleAssignments").await.rows()[0]
            .get("principal")
            .is_none()
    );
    let report = graph.get("reports/getMailboxUsageDetail(period='D7')").await;
    assert_eq!(report.status, 302);
    assert!(report.header("location").ends_with(".csv"));
    assert_eq!(
        graph
            .get("reports/getMailboxUsageDetail(period='D8')")
            .await
            .status,
        400
    );
    assert_eq!(
        as_app(&running, READ_ONLY)
            .await
            .get("reports/getMailboxUsageDetail(period='D7')")
            .await
            .status,
        302
    );
    assert_eq!(
        as_person(&running, &tenant_id(1))
            .await
            .get("organization")
            .await
            .status,
        200
    );
}
