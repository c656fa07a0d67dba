//! Switches: replication, throttling, refusals, outages, faults, and what is reset.

use sandbox::microsoft365::{
    CONNECTOR_APP, Double, GOOD, GRAPH_APP, Options, PARTNER_TENANT, REFRESH_TOKEN, relationship_id,
    tenant_id, user_id,
};
use sandbox::{Fault, Rule};
use serde_json::{Value, json};

use super::relationships::{PATH, wanted};
use super::{GRAPH_SCOPE, ask_as_app, ask_with, good, partner, partner_app, reply, start, start_at_eight};
use crate::client;

#[tokio::test]
async fn what_is_made_is_not_there_until_so_many_requests_later() {
    let running = start().await;
    let graph = partner_app(&running).await;
    running.turn(|knobs| knobs.consistency_lag = 2);
    let group =
        json!({"displayName": "Late", "mailEnabled": false, "mailNickname": "late", "securityEnabled": true});
    let said = graph.post("groups", &group).await;
    assert_eq!(said.status, 201);
    let path = format!("groups/{}", said.json()["id"].as_str().unwrap());
    let mut seen = Vec::new();
    for _ in 0..4 {
        seen.push(graph.get(&path).await.status);
    }
    assert_eq!(seen, [404, 404, 200, 200]);
    let app = graph
        .post("applications", &json!({"displayName": "Late"}))
        .await
        .json();
    let early = graph
        .post(
            &format!("applications/{}/addPassword", app["id"].as_str().unwrap()),
            &json!({}),
        )
        .await;
    assert_eq!(early.status, 404);
    let early = graph
        .post("servicePrincipals", &json!({"appId": app["appId"]}))
        .await;
    assert_eq!(early.status, 400, "the application is not known there yet");
    let made = partner(&running).await.post(PATH, &wanted("Late")).await.json();
    let path = format!("{PATH}/{}", made["id"].as_str().unwrap());
    assert_eq!(partner_app(&running).await.get(&path).await.status, 400);
}

#[tokio::test]
async fn new_secrets_and_new_consents_take_their_time() {
    let running = start().await;
    let graph = partner_app(&running).await;
    running.turn(|knobs| (knobs.secret_lag, knobs.consent_lag) = (1, 1));
    let app = graph
        .get(&format!("applications?$filter=appId eq '{CONNECTOR_APP}'"))
        .await
        .rows()[0]["id"]
        .clone();
    let made = graph
        .post(
            &format!("applications/{}/addPassword", app.as_str().unwrap()),
            &json!({}),
        )
        .await
        .json();
    let secret = made["secretText"].as_str().unwrap();
    let form = [
        ("client_id", CONNECTOR_APP),
        ("client_secret", secret),
        ("grant_type", "client_credentials"),
        ("scope", GRAPH_SCOPE),
    ];
    assert_eq!(
        super::ask(&running, PARTNER_TENANT, &form).await.aadsts(),
        (401, 7_000_215)
    );
    assert_eq!(super::ask(&running, PARTNER_TENANT, &form).await.status, 200);
    let token = ask_with(
        &running,
        PARTNER_TENANT,
        REFRESH_TOKEN,
        super::PARTNER_CENTER_SCOPE,
    )
    .await
    .json();
    let url = format!(
        "{}/v1/customers/{}/applicationconsents",
        running.partner_center,
        tenant_id(5)
    );
    let body = json!({"applicationId": CONNECTOR_APP, "applicationGrants": [{"enterpriseApplicationId": GRAPH_APP, "scope": "User.Read.All"}]});
    let said = reply(
        client()
            .post(url)
            .bearer_auth(token["access_token"].as_str().unwrap())
            .json(&body),
    )
    .await;
    assert_eq!(said.status, 201, "{}", said.text);
    let ask = async || ask_with(&running, &tenant_id(5), REFRESH_TOKEN, GRAPH_SCOPE).await;
    assert_eq!(ask().await.aadsts(), (400, 65_001));
    assert_eq!(ask().await.status, 200);
}

#[tokio::test]
async fn nothing_waits_where_nothing_is_to_wait() {
    let running = start().await;
    running.turn(|knobs| knobs.settle_after = 0);
    let graph = partner(&running).await;
    running.approve(&relationship_id(6), None).unwrap();
    let said = graph.get(&format!("{PATH}/{}", relationship_id(6))).await;
    assert_eq!(said.json()["status"], "active");
    assert!(running.approve(&relationship_id(6), None).is_err());
}

#[tokio::test]
async fn an_open_invitation_takes_whoever_accepts_it_first() {
    let running = start().await;
    let graph = partner(&running).await;
    let path = format!("{PATH}/{}", relationship_id(7));
    graph
        .post(&format!("{path}/requests"), &json!({"action": "lockForApproval"}))
        .await;
    assert!(
        running.approve(&relationship_id(7), None).is_err(),
        "it names no customer"
    );
    running.approve(&relationship_id(7), Some(&tenant_id(7))).unwrap();
    assert_eq!(
        graph.get(&path).await.json()["customer"]["displayName"],
        "Larkfield School"
    );
}

#[tokio::test]
async fn beyond_the_resource_units_graph_answers_429() {
    let running = start().await;
    let graph = good(&running).await;
    running.set_usage(6_300);
    let said = graph.get("users").await;
    assert_eq!((said.status, said.header("x-ms-resource-unit")), (200, "2"));
    assert_eq!(said.header("x-ms-throttle-limit-percentage"), "");
    running.set_usage(6_400);
    let near = graph
        .get("groups/60000001-0000-4000-8000-000000000000/members")
        .await;
    assert_eq!(
        (
            near.header("x-ms-resource-unit"),
            near.header("x-ms-throttle-limit-percentage")
        ),
        ("3", "0.80")
    );
    running.set_usage(8_000);
    let said = graph.get("organization?$select=id").await;
    assert_eq!(said.refusal(), (429, "TooManyRequests".to_owned()));
    assert_eq!(said.header("retry-after"), "10");
    assert!(said.header("x-ms-throttle-scope").contains(GOOD.tenant_id));
    running.turn(|knobs| knobs.retry_after = None);
    assert_eq!(graph.get("organization").await.header("retry-after"), "");
    running.set_usage(0);
    assert_eq!(graph.get("organization").await.status, 200);
}

#[tokio::test]
async fn tokens_can_be_refused_with_any_code_at_one_tenant_or_at_all() {
    let running = start().await;
    running.turn(|knobs| {
        knobs.refusals.insert(tenant_id(2), 53_003);
    });
    let at =
        async |customer: usize| ask_with(&running, &tenant_id(customer), REFRESH_TOKEN, GRAPH_SCOPE).await;
    let said = at(2).await;
    assert_eq!(said.aadsts(), (400, 53_003));
    assert!(said.json()["claims"].as_str().unwrap().contains("capolids"));
    assert_eq!(at(1).await.status, 200);
    for (code, status, word) in [
        (50_076, 400, "interaction_required"),
        (70_043, 400, "invalid_grant"),
        (500_213, 400, "invalid_grant"),
        (700_027, 401, "invalid_client"),
        (90_094, 400, "invalid_grant"),
    ] {
        running.turn(|knobs| {
            knobs.refusals.insert("*".to_owned(), code);
        });
        let said = at(1).await;
        assert_eq!(said.aadsts(), (status, u64::from(code)));
        assert_eq!(said.json()["error"], word, "{code}");
    }
    running.turn(|knobs| knobs.refusals.clear());
    running.turn(|knobs| knobs.secrets_expired = true);
    assert_eq!(
        ask_as_app(&running, GOOD, GRAPH_SCOPE).await.aadsts(),
        (401, 7_000_222)
    );
}

#[tokio::test]
async fn a_run_can_be_broken_off_between_any_two_changes() {
    let running = start().await;
    let graph = partner_app(&running).await;
    running.turn(|knobs| knobs.changes_left = Some(1));
    let app = |name: &str| json!({"displayName": name});
    assert_eq!(graph.post("applications", &app("first")).await.status, 201);
    assert_eq!(graph.post("applications", &app("second")).await.status, 503);
    assert_eq!(graph.get("applications").await.status, 200, "reading goes on");
    running.turn(|knobs| knobs.changes_left = None);
    let names: Vec<Value> = graph
        .get("applications")
        .await
        .rows()
        .iter()
        .map(|row| row["displayName"].clone())
        .collect();
    assert!(
        names.contains(&"first".into()) && !names.contains(&"second".into()),
        "{names:?}"
    );
}

#[tokio::test]
async fn every_host_takes_every_kind_of_fault() {
    let running = start().await;
    let graph = good(&running).await;
    running.faults.next(1, Fault::limited(Some("3")));
    assert_eq!(graph.get("users").await.header("retry-after"), "3");
    running.faults.next(1, Fault::html());
    assert!(graph.get("users").await.text.starts_with("<!DOCTYPE"));
    running.faults.next(1, Fault::drifted("value", json!({})));
    assert_eq!(graph.get("users").await.json()["value"], json!({}));
    running
        .faults
        .next(1, Fault::drifted("userPrincipalName", json!(7)));
    assert_eq!(graph.get("users").await.rows()[0]["userPrincipalName"], 7);
    running
        .faults
        .add(Rule::always(Fault::status(503, "down")).on_host("login"));
    assert_eq!(ask_as_app(&running, GOOD, GRAPH_SCOPE).await.status, 503);
    assert_eq!(graph.get("users").await.status, 200);
    running.faults.clear();
    running
        .faults
        .add(Rule::always(Fault::status(401, "{}")).on_host("partner_center"));
    let url = format!("{}/v1/customers", running.partner_center);
    assert_eq!(reply(client().get(url)).await.text, "{}");
    running.faults.clear();
    for fault in [Fault::Reset, Fault::Close, Fault::Truncated] {
        running.faults.next(1, fault);
        let broken = graph.request(reqwest::Method::GET, "users").send().await;
        assert!(match broken {
            Ok(response) => response.bytes().await.is_err(),
            Err(_) => true,
        });
    }
}

#[tokio::test]
async fn the_control_paths_approve_and_show_everything_and_a_reset_brings_the_first_day_back() {
    let running = start_at_eight().await;
    let before = running.state()["tenants"].clone();
    let url = |rest: &str| format!("{}/_sandbox/{rest}", running.graph);
    let body = json!({"relationship": relationship_id(6)});
    let said = reply(client().post(url("do/approve")).json(&body)).await;
    assert_eq!((said.status, &said.json()["status"]), (200, &"approved".into()));
    let said = reply(client().post(url("do/approve")).json(&body)).await;
    assert_eq!(said.status, 400);
    assert!(
        said.json()["sandbox"].as_str().unwrap().contains("not waiting"),
        "{}",
        said.text
    );
    assert_eq!(
        reply(client().post(url("do/nothing")).json(&json!({})))
            .await
            .status,
        400
    );
    let graph = good(&running).await;
    graph.delete(&format!("users/{}", user_id(1, 4))).await;
    let state = reply(client().get(url("state"))).await.json();
    assert_eq!(
        state["tenants"][GOOD.tenant_id]["deletedItems"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert_eq!(reply(client().post(url("reset"))).await.status, 204);
    assert_eq!(running.state()["tenants"], before);
    assert_eq!(
        running.relationship(&relationship_id(6)).unwrap()["status"],
        "approvalPending"
    );
    assert_eq!(graph.get("users").await.status, 401, "tokens are gone too");
    assert_eq!(running.journal.entries().len(), 1);
}

#[tokio::test]
async fn a_partner_may_have_many_customers() {
    let options = Options {
        customers: 340,
        ..Options::default()
    };
    let running = Double::start(options).await.unwrap();
    let graph = partner(&running).await;
    let found = super::queries::pages(&graph, "tenantRelationships/delegatedAdminCustomers?$top=300").await;
    assert_eq!(found.iter().map(Vec::len).collect::<Vec<_>>(), [300, 37]);
    assert_eq!(
        ask_with(&running, &tenant_id(340), REFRESH_TOKEN, GRAPH_SCOPE)
            .await
            .status,
        200
    );
}
