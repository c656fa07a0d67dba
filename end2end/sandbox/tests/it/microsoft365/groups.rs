//! Groups and who is in them.

use sandbox::microsoft365::{GOOD, GRAPH_ORIGIN, group_id, user_id};
use serde_json::{Value, json};

use super::queries::pages;
use super::{good, start};

fn reference(id: &str) -> Value {
    json!({"@odata.id": format!("{GRAPH_ORIGIN}/v1.0/directoryObjects/{id}")})
}

fn plain(name: &str) -> Value {
    json!({"displayName": name, "mailEnabled": false, "mailNickname": "ops", "securityEnabled": true})
}

#[tokio::test]
async fn groups_and_members_fill_more_than_a_page() {
    let running = start().await;
    let graph = good(&running).await;
    let sizes = async |path: &str| pages(&graph, path).await.iter().map(Vec::len).collect::<Vec<_>>();
    assert_eq!(sizes("groups").await, [100, 30]);
    let members = format!("groups/{}/members?$select=id", group_id(1, 0));
    assert_eq!(sizes(&members).await, [100, 100, 100, 20]);
    assert_eq!(
        sizes(&format!(
            "groups/{}/members/microsoft.graph.user?$top=999",
            group_id(1, 0)
        ))
        .await,
        [320]
    );
    let one = graph.get(&format!("groups/{}", group_id(1, 1))).await.json();
    assert_eq!(
        (&one["groupTypes"], &one["displayName"]),
        (&json!(["Unified"]), &"Team 001".into())
    );
}

#[tokio::test]
async fn somebody_joins_once_and_leaves_once() {
    let running = start().await;
    let graph = good(&running).await;
    let group = group_id(1, 8);
    let outsider = user_id(1, 601);
    let path = format!("groups/{group}/members/$ref");
    let said = graph.post(&path, &reference(&outsider)).await;
    assert_eq!((said.status, said.text.as_str()), (204, ""));
    assert!(running.members(GOOD.tenant_id, &group).contains(&outsider));
    let again = graph.post(&path, &reference(&outsider)).await;
    assert_eq!(
        again.json()["error"]["message"],
        "One or more added object references already exist for the following modified properties: 'members'."
    );
    let leave = format!("groups/{group}/members/{outsider}/$ref");
    assert_eq!(graph.delete(&leave).await.status, 204);
    assert_eq!(
        graph.delete(&leave).await.refusal(),
        (404, "Request_ResourceNotFound".to_owned())
    );
    for body in [reference("nobody"), json!({"@odata.id": outsider}), json!({})] {
        let status = graph.post(&path, &body).await.status;
        assert!(status == 400 || status == 404, "{body}");
    }
}

#[tokio::test]
async fn without_ref_a_delete_aims_at_the_person() {
    let running = start().await;
    let graph = good(&running).await;
    let member = running.members(GOOD.tenant_id, &group_id(1, 8))[0].clone();
    assert_eq!(
        graph
            .delete(&format!("groups/{}/members/{member}", group_id(1, 8)))
            .await
            .status,
        204
    );
    assert!(
        running.user(GOOD.tenant_id, &member).is_none(),
        "deleted, not taken out of the group"
    );
}

#[tokio::test]
async fn kinds_of_group_that_graph_does_not_change_are_refused() {
    let running = start().await;
    let graph = good(&running).await;
    for (at, status) in [(3, 400), (4, 400), (5, 400), (6, 400), (7, 403)] {
        let path = format!("groups/{}/members/$ref", group_id(1, at));
        let said = graph.post(&path, &reference(&user_id(1, 601))).await;
        assert_eq!(said.status, status, "{at}: {}", said.text);
    }
    for at in [0, 1, 2] {
        let path = format!("groups/{}/members/$ref", group_id(1, at));
        assert_eq!(
            graph.post(&path, &reference(&user_id(1, 601))).await.status,
            204,
            "{at}"
        );
    }
}

#[tokio::test]
async fn a_group_is_made_changed_deleted_and_brought_back() {
    let running = start().await;
    let graph = good(&running).await;
    for name in ["displayName", "mailEnabled", "mailNickname", "securityEnabled"] {
        let mut body = plain("Ops");
        body.as_object_mut().unwrap().remove(name);
        assert_eq!(graph.post("groups", &body).await.status, 400, "{name}");
    }
    for (name, value) in [
        ("mailNickname", json!("with space")),
        ("mailEnabled", json!(true)),
        ("owner", json!("x")),
    ] {
        let mut body = plain("Ops");
        body[name] = value;
        assert_eq!(graph.post("groups", &body).await.status, 400, "{name}");
    }
    let said = graph.post("groups", &plain("Ops")).await;
    assert_eq!(said.status, 201, "{}", said.text);
    let id = said.json()["id"].as_str().unwrap().to_owned();
    let path = format!("groups/{id}");
    graph
        .post(&format!("{path}/members/$ref"), &reference(&user_id(1, 3)))
        .await;
    assert_eq!(
        graph
            .patch(&path, &json!({"description": "changed"}))
            .await
            .status,
        204
    );
    assert_eq!(graph.get(&path).await.json()["description"], "changed");
    assert_eq!(graph.delete(&path).await.status, 204);
    assert_eq!(graph.get(&path).await.status, 404);
    assert_eq!(
        graph
            .get("directory/deletedItems/microsoft.graph.group")
            .await
            .rows()
            .len(),
        1
    );
    assert_eq!(
        graph
            .post(&format!("directory/deletedItems/{id}/restore"), &json!({}))
            .await
            .status,
        200
    );
    assert_eq!(running.members(GOOD.tenant_id, &id), [user_id(1, 3)]);
    let mut roles = plain("Admins");
    roles["isAssignableToRole"] = true.into();
    assert_eq!(
        graph.post("groups", &roles).await.status,
        403,
        "RoleManagement.ReadWrite.Directory is not granted"
    );
}
