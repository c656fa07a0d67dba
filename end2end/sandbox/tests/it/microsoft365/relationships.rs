//! GDAP relationships: made, locked, approved by the customer, ended; etags, limits, and what each status allows.

use reqwest::Method;
use sandbox::microsoft365::{PARTNER_TENANT, Running, relationship_id, roles, tenant_id};
use serde_json::{Value, json};

use super::{Graph, NOW, as_person, partner, partner_app, start, start_at_eight};

pub(crate) const PATH: &str = "tenantRelationships/delegatedAdminRelationships";

pub(crate) fn wanted(name: &str) -> Value {
    json!({
        "displayName": name, "duration": "P730D", "autoExtendDuration": "P180D", "customer": {"tenantId": tenant_id(10)},
        "accessDetails": {"unifiedRoles": [
            {"roleDefinitionId": roles::USER_ADMINISTRATOR}, {"roleDefinitionId": roles::LICENSE_ADMINISTRATOR},
        ]},
    })
}

/// A new one's path and etag.
pub(crate) async fn created(graph: &Graph<'_>, name: &str) -> (String, String) {
    let said = graph.post(PATH, &wanted(name)).await;
    assert_eq!(said.status, 201, "{}", said.text);
    let body = said.json();
    let path = format!("{PATH}/{}", body["id"].as_str().unwrap());
    assert!(said.header("location").ends_with(&path));
    (path, body["@odata.etag"].as_str().unwrap().to_owned())
}

async fn status(graph: &Graph<'_>, path: &str) -> String {
    graph.get(path).await.json()["status"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// One that the customer has approved and that is active.
pub(crate) async fn active(running: &Running, graph: &Graph<'_>, name: &str) -> String {
    let (path, _) = created(graph, name).await;
    graph
        .post(&format!("{path}/requests"), &json!({"action": "lockForApproval"}))
        .await;
    running.approve(path.rsplit('/').next().unwrap(), None).unwrap();
    while status(graph, &path).await != "active" {}
    path
}

#[tokio::test]
async fn a_relationship_goes_from_created_to_active_by_a_lock_and_an_approval() {
    let running = start_at_eight().await;
    let graph = partner(&running).await;
    let (path, _) = created(&graph, "Oakridge 2026").await;
    let id = path.rsplit('/').next().unwrap();
    assert_eq!(id.len(), 73);
    assert_eq!(status(&graph, &path).await, "created");
    assert!(running.approve(id, None).is_err(), "nobody was asked yet");
    let said = graph
        .post(&format!("{path}/requests"), &json!({"action": "lockForApproval"}))
        .await;
    assert_eq!((said.status, &said.json()["status"]), (201, &"succeeded".into()));
    assert_eq!(status(&graph, &path).await, "approvalPending");
    running.approve(id, None).unwrap();
    let mut seen = Vec::new();
    for _ in 0..4 {
        seen.push(status(&graph, &path).await);
    }
    assert_eq!(seen, ["approved", "activating", "active", "active"]);
    let one = graph.get(&path).await.json();
    assert_eq!(
        one["customer"],
        json!({"tenantId": tenant_id(10), "displayName": "Oakridge Surgery"})
    );
    assert_eq!(one["activatedDateTime"], "2026-11-24T08:00:00Z");
    assert_eq!(one["endDateTime"], "2028-11-23T08:00:00Z");
    let requests = graph.get(&format!("{path}/requests")).await.rows();
    assert_eq!(
        (requests.len(), &requests[0]["action"]),
        (1, &"lockForApproval".into())
    );
    let request = format!("{path}/requests/{}", requests[0]["id"].as_str().unwrap());
    assert_eq!(graph.get(&request).await.status, 200);
}

#[tokio::test]
async fn either_side_ends_it_and_an_ended_one_stays_ended() {
    let running = start().await;
    let graph = partner(&running).await;
    let path = format!("{PATH}/{}", relationship_id(1));
    assert!(
        as_person(&running, &tenant_id(1))
            .await
            .get("organization")
            .await
            .status
            == 200
    );
    let said = graph
        .post(&format!("{path}/requests"), &json!({"action": "terminate"}))
        .await;
    assert_eq!((said.status, &said.json()["status"]), (201, &"created".into()));
    let mut seen = Vec::new();
    for _ in 0..3 {
        seen.push(status(&graph, &path).await);
    }
    assert_eq!(seen, ["terminationRequested", "terminating", "terminated"]);
    let refused = super::ask_with(
        &running,
        &tenant_id(1),
        sandbox::microsoft365::REFRESH_TOKEN,
        super::GRAPH_SCOPE,
    )
    .await;
    assert_eq!(refused.aadsts(), (400, 50_020), "no access any more");
    let app = super::ask_as_app(&running, sandbox::microsoft365::GOOD, super::GRAPH_SCOPE).await;
    assert_eq!(app.status, 200, "but the application itself is still there");
    for action in ["terminate", "lockForApproval"] {
        let said = graph
            .post(&format!("{path}/requests"), &json!({"action": action}))
            .await;
        assert_eq!(said.refusal(), (400, "badRequest".to_owned()), "{action}");
    }
    running
        .act("end", &json!({"relationship": relationship_id(2)}))
        .unwrap();
    assert_eq!(
        status(&graph, &format!("{PATH}/{}", relationship_id(2))).await,
        "terminationRequested"
    );
}

#[tokio::test]
async fn time_ends_it_unless_it_extends_itself() {
    let running = start().await;
    let graph = partner(&running).await;
    let (extending, ending) = (
        format!("{PATH}/{}", relationship_id(1)),
        format!("{PATH}/{}", relationship_id(3)),
    );
    let end = |one: &Value| one["endDateTime"].as_str().unwrap().to_owned();
    let before = end(&graph.get(&extending).await.json());
    running
        .act("expire", &json!({"relationship": relationship_id(1)}))
        .unwrap();
    let one = graph.get(&extending).await.json();
    assert_eq!(one["status"], "active");
    assert_ne!(end(&one), before);
    running
        .act("expire", &json!({"relationship": relationship_id(3)}))
        .unwrap();
    assert_eq!(status(&graph, &ending).await, "expired");
    running.reset();
    let graph = partner(&running).await;
    running.turn(|knobs| knobs.expiring_days = 30);
    assert_eq!(status(&graph, &ending).await, "expiring", "it ends in 20 days");
    let said = graph
        .post(&format!("{ending}/requests"), &json!({"action": "terminate"}))
        .await;
    assert_eq!(said.status, 400);
}

#[tokio::test]
async fn a_change_needs_the_present_etag() {
    let running = start().await;
    let graph = partner(&running).await;
    let (path, etag) = created(&graph, "Etags").await;
    let body = json!({"displayName": "Renamed"});
    assert_eq!(
        graph.patch(&path, &body).await.refusal(),
        (400, "badRequest".to_owned()),
        "none at all"
    );
    let said = graph.matching(Method::PATCH, &path, &etag, Some(&body)).await;
    assert_eq!(
        (said.status, &said.json()["displayName"]),
        (200, &"Renamed".into())
    );
    let fresh = said.json()["@odata.etag"].as_str().unwrap().to_owned();
    assert_ne!(fresh, etag);
    let stale = graph
        .matching(Method::PATCH, &path, &etag, Some(&json!({"displayName": "Late"})))
        .await;
    assert_eq!(stale.refusal(), (412, "preconditionFailed".to_owned()));
    assert_eq!(graph.delete(&path).await.status, 400);
    assert_eq!(
        graph.matching(Method::DELETE, &path, &etag, None).await.status,
        412
    );
    let request = graph
        .request(Method::POST, &format!("{path}/requests"))
        .header("If-Match", &etag);
    let said = super::reply(request.json(&json!({"action": "lockForApproval"}))).await;
    assert_eq!(said.status, 412, "a request may carry one, and then it counts");
    assert_eq!(
        graph.matching(Method::DELETE, &path, &fresh, None).await.status,
        204
    );
    assert_eq!(graph.get(&path).await.refusal(), (400, "badRequest".to_owned()));
}

#[tokio::test]
async fn microsofts_limits_are_kept() {
    let running = start().await;
    let graph = partner(&running).await;
    for (member, value) in [
        ("displayName", json!("")),
        ("displayName", json!("x".repeat(51))),
        ("duration", json!("P0D")),
        ("duration", json!("P731D")),
        ("duration", json!("730")),
        ("autoExtendDuration", json!("P90D")),
        (
            "customer",
            json!({"tenantId": "7e000000-0000-4000-8000-00000000ffff"}),
        ),
        ("accessDetails", json!({"unifiedRoles": []})),
        (
            "accessDetails",
            json!({"unifiedRoles": [{"roleDefinitionId": "11111111-0000-4000-8000-000000000000"}]}),
        ),
        (
            "accessDetails",
            json!({"unifiedRoles": [{"roleDefinitionId": roles::GLOBAL_ADMINISTRATOR}]}),
        ),
        ("status", json!("active")),
    ] {
        let mut body = wanted("Limits");
        body[member] = value.clone();
        assert_eq!(
            graph.post(PATH, &body).await.refusal(),
            (400, "badRequest".to_owned()),
            "{member} {value}"
        );
    }
    for member in ["displayName", "duration", "accessDetails"] {
        let mut body = wanted("Limits");
        body.as_object_mut().unwrap().remove(member);
        assert_eq!(graph.post(PATH, &body).await.status, 400, "{member}");
    }
    created(&graph, "Taken").await;
    assert_eq!(
        graph.post(PATH, &wanted("taken")).await.refusal(),
        (409, "conflict".to_owned())
    );
    running.turn(|knobs| knobs.duplicate_name_status = 500);
    assert_eq!(
        graph.post(PATH, &wanted("Taken")).await.status,
        500,
        "as was seen"
    );
    let mut global = wanted("Global");
    global["accessDetails"]["unifiedRoles"][0]["roleDefinitionId"] = roles::GLOBAL_ADMINISTRATOR.into();
    global["autoExtendDuration"] = "PT0S".into();
    assert_eq!(graph.post(PATH, &global).await.status, 201, "without extension");
}

#[tokio::test]
async fn of_an_active_one_only_the_extension_and_global_administrator_are_changed() {
    let running = start().await;
    let graph = partner(&running).await;
    let path = format!("{PATH}/{}", relationship_id(11));
    let one = graph.get(&path).await.json();
    let etag = one["@odata.etag"].as_str().unwrap();
    let all: Vec<Value> = one["accessDetails"]["unifiedRoles"].as_array().unwrap().clone();
    let without: Vec<&Value> = all
        .iter()
        .filter(|role| role["roleDefinitionId"] != roles::GLOBAL_ADMINISTRATOR)
        .collect();
    for body in [
        json!({"displayName": "x"}),
        json!({"autoExtendDuration": "P180D"}),
        json!({"accessDetails": {"unifiedRoles": all}}),
        json!({"accessDetails": {"unifiedRoles": [without[0]]}}),
    ] {
        assert_eq!(
            graph
                .matching(Method::PATCH, &path, etag, Some(&body))
                .await
                .status,
            400,
            "{body}"
        );
    }
    let body = json!({"accessDetails": {"unifiedRoles": without}});
    let said = graph.matching(Method::PATCH, &path, etag, Some(&body)).await;
    assert_eq!(said.status, 202, "{}", said.text);
    assert_eq!(said.header("retry-after"), "10");
    let operation = said.header("location").split("/v1.0/").nth(1).unwrap().to_owned();
    let mut seen = Vec::new();
    for _ in 0..3 {
        seen.push(
            graph.get(&operation).await.json()["status"]
                .as_str()
                .unwrap()
                .to_owned(),
        );
    }
    assert_eq!(seen, ["notStarted", "running", "succeeded"]);
    let one = graph.get(&path).await.json();
    let etag = one["@odata.etag"].as_str().unwrap();
    let said = graph
        .matching(
            Method::PATCH,
            &path,
            etag,
            Some(&json!({"autoExtendDuration": "P180D"})),
        )
        .await;
    assert_eq!(
        (said.status, &said.json()["autoExtendDuration"]),
        (200, &"P180D".into()),
        "now that it may"
    );
    let pending = format!("{PATH}/{}", relationship_id(6));
    let etag = graph.get(&pending).await.json()["@odata.etag"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(
        graph
            .matching(
                Method::PATCH,
                &pending,
                &etag,
                Some(&json!({"autoExtendDuration": "PT0S"}))
            )
            .await
            .status,
        400
    );
    assert_eq!(
        graph.matching(Method::DELETE, &pending, &etag, None).await.status,
        400
    );
}

#[tokio::test]
async fn relationships_are_the_partners_business_and_an_admin_agents() {
    let running = start().await;
    let technician = sandbox::microsoft365::REFRESH_TOKEN_OF_A_TECHNICIAN;
    let said = super::ask_with(&running, PARTNER_TENANT, technician, super::GRAPH_SCOPE).await;
    let graph = Graph {
        running: &running,
        token: said.json()["access_token"].as_str().unwrap().to_owned(),
    };
    assert_eq!(graph.get(PATH).await.status, 200);
    let said = graph.post(PATH, &wanted("No agent")).await;
    assert_eq!(said.status, 403);
    assert!(
        said.text.contains("does not have the required permissions"),
        "{}",
        said.text
    );
    let customer = super::good(&running).await;
    assert_eq!(customer.get(PATH).await.status, 403, "in a customer's tenant");
    let app = partner_app(&running).await;
    assert_eq!(app.post(PATH, &wanted("By the application")).await.status, 201);
}

#[tokio::test]
async fn an_invitation_is_good_for_ninety_days() {
    let running = start_at_eight().await;
    let id = relationship_id(6);
    running.turn(|knobs| knobs.now = Some(NOW + 79 * 86_400));
    let graph = partner(&running).await;
    assert!(running.approve(&id, None).unwrap_err().contains("90 days"));
    assert_eq!(status(&graph, &format!("{PATH}/{id}")).await, "approvalPending");
    running.turn(|knobs| knobs.now = Some(NOW + 77 * 86_400));
    assert_eq!(status(&graph, &format!("{PATH}/{id}")).await, "approvalPending");
    running.approve(&id, None).unwrap();
}
