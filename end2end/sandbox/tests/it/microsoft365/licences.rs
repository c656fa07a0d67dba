//! Subscriptions, seats and who holds them.

use sandbox::microsoft365::{GOOD, Running, user_id};
use serde_json::{Value, json};

use super::{good, start};

const E3: &str = "6fd2c87f-b296-42f0-b197-1e91e994b900";
const PREMIUM: &str = "cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46";
const MAILBOX_ONLY: &str = "4b9405b0-7788-4568-add1-99614e613b69";
const FLOW: &str = "f30db892-07e9-47e9-837c-80727f46fd3d";

async fn seats(graph: &super::Graph<'_>, sku: &str) -> (u64, u64) {
    let rows = graph.get("subscribedSkus").await.rows();
    let row = rows.iter().find(|row| row["skuId"] == sku).unwrap();
    (
        row["consumedUnits"].as_u64().unwrap(),
        row["prepaidUnits"]["enabled"].as_u64().unwrap(),
    )
}

fn add(sku: &str) -> Value {
    json!({"addLicenses": [{"skuId": sku, "disabledPlans": []}], "removeLicenses": []})
}

fn remove(sku: &str) -> Value {
    json!({"addLicenses": [], "removeLicenses": [sku]})
}

/// The first user who is so.
fn user(running: &Running, is_so: impl Fn(&Value) -> bool) -> String {
    let state = running.state();
    let users = state["tenants"][GOOD.tenant_id]["users"]
        .as_array()
        .unwrap()
        .clone();
    let found = users.iter().find(|user| is_so(user)).unwrap();
    format!("users/{}", found["id"].as_str().unwrap())
}

fn holds(user: &Value, sku: &str) -> bool {
    user["assignedLicenses"]
        .as_array()
        .unwrap()
        .iter()
        .any(|held| held["skuId"] == sku)
}

#[tokio::test]
async fn seats_are_counted_from_who_holds_them() {
    let running = start().await;
    let graph = good(&running).await;
    let rows = graph.get("subscribedSkus").await.rows();
    let row = &rows[0];
    assert_eq!(row["id"], format!("{}_{E3}", GOOD.tenant_id));
    assert_eq!(
        (&row["skuPartNumber"], &row["capabilityStatus"]),
        (&"ENTERPRISEPACK".into(), &"Enabled".into())
    );
    let (consumed, enabled) = seats(&graph, E3).await;
    assert_eq!(enabled, consumed + 3);
    let nobody = user(&running, |user| {
        user["assignedLicenses"] == json!([]) && user["usageLocation"] == "GB"
    });
    let said = graph.post(&format!("{nobody}/assignLicense"), &add(E3)).await;
    assert_eq!(said.status, 200, "{}", said.text);
    assert!(said.json()["userPrincipalName"].is_string());
    assert_eq!(seats(&graph, E3).await.0, consumed + 1);
    let details = graph.get(&format!("{nobody}/licenseDetails")).await.rows();
    assert_eq!(details[0]["skuPartNumber"], "ENTERPRISEPACK");
    assert_eq!(
        graph
            .post(&format!("{nobody}/assignLicense"), &remove(E3))
            .await
            .status,
        200
    );
    assert_eq!(seats(&graph, E3).await.0, consumed);
    graph
        .delete(&user(&running, |user| {
            holds(user, E3) && user["userPrincipalName"] != "admin@alder-finch.example"
        }))
        .await;
    assert_eq!(
        seats(&graph, E3).await.0,
        consumed - 1,
        "a deleted user gives the seat back"
    );
}

#[tokio::test]
async fn both_lists_have_to_be_there_and_name_what_is_there() {
    let running = start().await;
    let graph = good(&running).await;
    let path = format!(
        "{}/assignLicense",
        user(&running, |user| holds(user, PREMIUM) && !holds(user, FLOW))
    );
    for body in [
        json!({"addLicenses": []}),
        json!({"removeLicenses": []}),
        json!({"addLicenses": {}, "removeLicenses": []}),
        add("11111111-0000-4000-8000-000000000000"),
        remove(FLOW),
        json!({"addLicenses": [{"skuId": FLOW, "disabledPlans": ["11111111-0000-4000-8000-000000000000"]}], "removeLicenses": []}),
        add(E3),
    ] {
        let said = graph.post(&path, &body).await;
        assert_eq!(said.refusal(), (400, "Request_BadRequest".to_owned()), "{body}");
    }
    let change = json!({"addLicenses": [{"skuId": E3, "disabledPlans": []}], "removeLicenses": [PREMIUM]});
    assert_eq!(
        graph.post(&path, &change).await.status,
        200,
        "one for another at once"
    );
}

#[tokio::test]
async fn no_seat_no_location_and_what_a_group_gives_are_refused_with_their_reasons() {
    let running = start().await;
    let graph = good(&running).await;
    let free = user(&running, |user| {
        user["assignedLicenses"] == json!([]) && user["usageLocation"] == "GB"
    });
    let said = graph
        .post(&format!("{free}/assignLicense"), &add(MAILBOX_ONLY))
        .await;
    assert!(
        said.text.contains("does not have any available licenses"),
        "{}",
        said.text
    );
    let nowhere = user(&running, |user| {
        user["usageLocation"].is_null() && user["userType"] == "Member"
    });
    let said = graph.post(&format!("{nowhere}/assignLicense"), &add(FLOW)).await;
    assert_eq!(
        said.json()["error"]["message"],
        "License assignment cannot be done for user with invalid usage location."
    );
    let inherited = user(&running, |user| holds(user, FLOW));
    let said = graph
        .post(&format!("{inherited}/assignLicense"), &remove(FLOW))
        .await;
    assert!(
        said.status == 400 && said.text.contains("inherited from a group"),
        "{}",
        said.text
    );
    let states = graph
        .get(&format!("{inherited}?$select=licenseAssignmentStates"))
        .await
        .json();
    let states = states["licenseAssignmentStates"].as_array().unwrap();
    assert!(states.iter().any(|state| state["assignedByGroup"].is_string()));
}

#[tokio::test]
async fn a_mailbox_comes_and_goes_with_its_licence() {
    let running = start().await;
    let graph = good(&running).await;
    let path = user(&running, |user| holds(user, E3) && user["id"] != user_id(1, 1));
    let purpose = async || {
        graph
            .get(&format!("{path}/mailboxSettings/userPurpose"))
            .await
            .status
    };
    assert_eq!(purpose().await, 200);
    assert_eq!(
        graph
            .post(&format!("{path}/assignLicense"), &remove(E3))
            .await
            .status,
        200
    );
    assert_eq!(purpose().await, 404);
}
