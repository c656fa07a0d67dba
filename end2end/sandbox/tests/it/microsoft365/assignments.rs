//! Access assignments: groups of the partner with roles at a customer.

use reqwest::Method;
use sandbox::microsoft365::{
    AssignmentFate, LIFECYCLE_GROUP, REFRESH_TOKEN, group_id, relationship_id, roles, tenant_id,
};
use serde_json::{Value, json};

use super::relationships::{PATH, active, created};
use super::{GRAPH_SCOPE, ask_with, partner, start};

fn wanted(group: &str, roles: &[&str]) -> Value {
    let roles: Vec<Value> = roles
        .iter()
        .map(|role| json!({"roleDefinitionId": role}))
        .collect();
    json!({
        "accessContainer": {"accessContainerId": group, "accessContainerType": "securityGroup"},
        "accessDetails": {"unifiedRoles": roles},
    })
}

#[tokio::test]
async fn an_assignment_becomes_active_and_opens_the_customer_to_the_groups_members() {
    let running = start().await;
    let graph = partner(&running).await;
    let path = active(&running, &graph, "Oakridge").await;
    let list = format!("{path}/accessAssignments");
    let refused = async || {
        ask_with(&running, &tenant_id(10), REFRESH_TOKEN, GRAPH_SCOPE)
            .await
            .aadsts()
            .1
    };
    assert_eq!(refused().await, 50_020);
    let said = graph
        .post(&list, &wanted(LIFECYCLE_GROUP, &[roles::USER_ADMINISTRATOR]))
        .await;
    assert_eq!(
        (said.status, &said.json()["status"]),
        (201, &"pending".into()),
        "{}",
        said.text
    );
    let one = format!("{list}/{}", said.json()["id"].as_str().unwrap());
    assert_eq!(graph.get(&one).await.json()["status"], "pending");
    assert_eq!(graph.get(&one).await.json()["status"], "active");
    assert_eq!(refused().await, 90_099, "now only consent is missing");
    let again = graph
        .post(&list, &wanted(LIFECYCLE_GROUP, &[roles::USER_ADMINISTRATOR]))
        .await;
    assert_eq!(again.refusal(), (409, "conflict".to_owned()));
    assert_eq!(again.json()["error"]["message"], "The resource already exists.");
}

#[tokio::test]
async fn roles_are_the_relationships_own_and_groups_are_the_partners() {
    let running = start().await;
    let graph = partner(&running).await;
    let path = active(&running, &graph, "Oakridge").await;
    let list = format!("{path}/accessAssignments");
    for (body, why) in [
        (
            wanted(LIFECYCLE_GROUP, &[roles::GLOBAL_ADMINISTRATOR]),
            "not among the relationship's",
        ),
        (wanted(LIFECYCLE_GROUP, &[]), "none"),
        (
            wanted(
                "60000000-0000-4000-8000-0000000000ff",
                &[roles::USER_ADMINISTRATOR],
            ),
            "no such group",
        ),
        (
            wanted(&group_id(0, 2), &[roles::USER_ADMINISTRATOR]),
            "no security group",
        ),
        (
            wanted(&group_id(1, 0), &[roles::USER_ADMINISTRATOR]),
            "a customer's group",
        ),
    ] {
        assert_eq!(
            graph.post(&list, &body).await.refusal(),
            (400, "badRequest".to_owned()),
            "{why}"
        );
    }
    let (other, _) = created(&graph, "Not active").await;
    let said = graph
        .post(
            &format!("{other}/accessAssignments"),
            &wanted(LIFECYCLE_GROUP, &[roles::USER_ADMINISTRATOR]),
        )
        .await;
    assert_eq!(said.status, 400, "the relationship is not active");
}

#[tokio::test]
async fn changing_roles_is_accepted_and_goes_on_and_changing_nothing_is_done_at_once() {
    let running = start().await;
    let graph = partner(&running).await;
    let list = format!("{PATH}/{}/accessAssignments", relationship_id(1));
    let one = graph.get(&list).await.rows()[0].clone();
    let (path, etag) = (
        format!("{list}/{}", one["id"].as_str().unwrap()),
        one["@odata.etag"].as_str().unwrap(),
    );
    let same = json!({"accessDetails": one["accessDetails"]});
    assert_eq!(
        graph
            .matching(Method::PATCH, &path, etag, Some(&same))
            .await
            .status,
        200
    );
    let fewer = json!({"accessDetails": {"unifiedRoles": [{"roleDefinitionId": roles::DIRECTORY_READERS}]}});
    assert_eq!(graph.patch(&path, &fewer).await.status, 400, "without an etag");
    assert_eq!(
        graph
            .matching(Method::PATCH, &path, "W/\"old\"", Some(&fewer))
            .await
            .status,
        412
    );
    let said = graph.matching(Method::PATCH, &path, etag, Some(&fewer)).await;
    assert_eq!((said.status, said.json()), (202, json!({})));
    let operation = said.header("location").split("/v1.0/").nth(1).unwrap().to_owned();
    assert_eq!(
        graph.get(&operation).await.json()["operationType"],
        "delegatedAdminAccessAssignmentUpdate"
    );
    assert_eq!(graph.get(&path).await.json()["status"], "active");
    assert_eq!(
        graph
            .get(&format!("{PATH}/{}/operations", relationship_id(1)))
            .await
            .rows()
            .len(),
        1
    );
    let token = ask_with(&running, &tenant_id(1), REFRESH_TOKEN, GRAPH_SCOPE)
        .await
        .json();
    let claims = super::tokens::claims(&token["access_token"]);
    assert_eq!(claims["wids"], json!([roles::DIRECTORY_READERS]));
}

#[tokio::test]
async fn a_deleted_assignment_stays_listed_and_closes_the_customer() {
    let running = start().await;
    let graph = partner(&running).await;
    let list = format!("{PATH}/{}/accessAssignments", relationship_id(1));
    let one = graph.get(&list).await.rows()[0].clone();
    let (path, etag) = (
        format!("{list}/{}", one["id"].as_str().unwrap()),
        one["@odata.etag"].as_str().unwrap(),
    );
    assert_eq!(graph.delete(&path).await.status, 400, "without an etag");
    assert_eq!(
        graph.matching(Method::DELETE, &path, etag, None).await.status,
        204
    );
    assert_eq!(graph.get(&path).await.json()["status"], "deleting");
    assert_eq!(graph.get(&list).await.rows()[0]["status"], "deleted");
    assert_eq!(
        ask_with(&running, &tenant_id(1), REFRESH_TOKEN, GRAPH_SCOPE)
            .await
            .aadsts(),
        (400, 50_020)
    );
    let said = graph
        .post(&list, &wanted(LIFECYCLE_GROUP, &[roles::DIRECTORY_READERS]))
        .await;
    assert_eq!(said.status, 201, "the group may be assigned anew");
}

#[tokio::test]
async fn assignments_may_stick_or_fail() {
    let running = start().await;
    let graph = partner(&running).await;
    let path = active(&running, &graph, "Oakridge").await;
    let list = format!("{path}/accessAssignments");
    running.turn(|knobs| knobs.assignments = AssignmentFate::Pending);
    graph
        .post(&list, &wanted(LIFECYCLE_GROUP, &[roles::USER_ADMINISTRATOR]))
        .await;
    for _ in 0..4 {
        assert_eq!(graph.get(&list).await.rows()[0]["status"], "pending");
    }
    running.turn(|knobs| knobs.assignments = AssignmentFate::Error);
    assert_eq!(graph.get(&list).await.rows()[0]["status"], "error");
}
