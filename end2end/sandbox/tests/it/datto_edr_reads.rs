//! Datto EDR's lists: `LoopBack`'s filter, read strictly.

use std::collections::BTreeSet;

use sandbox::datto_edr::{GOOD_TOKEN, Running};
use serde_json::{Value, json};

use crate::{Said, client, datto_edr, send};

async fn list(running: &Running, model: &str, filter: Value) -> Said {
    let mut url = url::Url::parse(&format!("{}/api/{model}", running.origin)).unwrap();
    url.query_pairs_mut().append_pair("filter", &filter.to_string());
    send(client().get(url).header("authorization", GOOD_TOKEN)).await
}

async fn rows(running: &Running, model: &str, filter: Value) -> Vec<Value> {
    let said = list(running, model, filter).await;
    assert_eq!(said.status, 200, "{}", said.text);
    said.json().as_array().unwrap().clone()
}

#[tokio::test]
async fn a_list_is_a_bare_array_of_a_thousand_rows_at_most() {
    let running = datto_edr().await;
    assert_eq!(rows(&running, "AgentDetails", json!({})).await.len(), 1_000);
    assert_eq!(
        rows(&running, "AgentDetails", json!({"limit": 5000})).await.len(),
        1_000
    );
    assert_eq!(rows(&running, "agentdetails", json!({"limit": 7})).await.len(), 7);
    assert_eq!(running.count("AgentDetails"), 1_240);
}

#[tokio::test]
async fn keyset_paging_by_id_gives_every_row_once_and_not_in_order_of_time() {
    let running = datto_edr().await;
    let (mut seen, mut times, mut after) = (Vec::new(), Vec::new(), Value::Null);
    loop {
        let mut filter = json!({"order": "id", "limit": 1000});
        if after.is_string() {
            filter["where"] = json!({"and": [{"id": {"gt": after}}]});
        }
        let page = rows(&running, "Alerts", filter).await;
        seen.extend(page.iter().map(|row| row["id"].as_str().unwrap().to_owned()));
        times.extend(
            page.iter()
                .map(|row| row["createdOn"].as_str().unwrap().to_owned()),
        );
        after = page.last().unwrap()["id"].clone();
        if page.len() < 1000 {
            break;
        }
    }
    assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), 2_300);
    assert!(seen.is_sorted() && seen.len() == 2_300);
    assert!(!times.is_sorted() && !times.iter().rev().is_sorted());
}

#[tokio::test]
async fn the_documented_operators_pick_rows() {
    let running = datto_edr().await;
    for (model, condition, count) in [
        ("AgentDetails", json!({"hostname": "KIOSK-01"}), 3),
        ("AgentDetails", json!({"hostname": {"ilike": "%kiosk%"}}), 3),
        ("AgentDetails", json!({"hostname": {"like": "%kiosk%"}}), 0),
        ("AgentDetails", json!({"hostname": {"like": "WS\\_0003"}}), 0),
        ("AgentDetails", json!({"hostname": {"like": "WS_0003"}}), 1),
        ("AgentDetails", json!({"isolated": true}), 1),
        (
            "Extensions",
            json!({"name": {"inq": ["Host Isolation", "Nothing"]}}),
            1,
        ),
        ("Extensions", json!({"name": {"neq": "Host Isolation"}}), 3),
        (
            "usertasks",
            json!({"createdOn": {"between": ["2026-11-24T00:00:00Z", "2026-11-24T03:00:00Z"]}}),
            4,
        ),
        (
            "Extensions",
            json!({"and": [{"or": [{"name": "Host Isolation"}, {"name": "Terminate Process"}]}]}),
            2,
        ),
    ] {
        let found = rows(&running, model, json!({"where": condition})).await;
        assert_eq!(found.len(), count, "{model} {condition}");
    }
}

#[tokio::test]
async fn a_top_level_or_matches_everything() {
    let running = datto_edr().await;
    let or = json!({"where": {"or": [{"name": "Host Isolation"}]}});
    assert_eq!(rows(&running, "Extensions", or).await.len(), 4);
}

#[tokio::test]
async fn a_misspelt_field_operator_or_property_is_a_400() {
    let running = datto_edr().await;
    for filter in [
        json!({"where": {"hostName": "X"}}),
        json!({"where": {"hostname": {"contains": "X"}}}),
        json!({"order": "nobody"}),
        json!({"order": "id sideways"}),
        json!({"limits": 3}),
        json!([]),
    ] {
        assert_eq!(
            list(&running, "AgentDetails", filter.clone()).await.status,
            400,
            "{filter}"
        );
    }
    let odd = format!("{}/api/AgentDetails?limit=3", running.origin);
    assert_eq!(
        send(client().get(odd).header("authorization", GOOD_TOKEN))
            .await
            .status,
        400
    );
}

#[tokio::test]
async fn a_count_counts_and_count_columns_are_text() {
    let running = datto_edr().await;
    let mut url = url::Url::parse(&format!("{}/api/AgentDetails/count", running.origin)).unwrap();
    url.query_pairs_mut().append_pair("where", r#"{"active":true}"#);
    let said = send(client().get(url).header("authorization", GOOD_TOKEN)).await;
    assert_eq!(said.json(), json!({"count": 1_103}));
    let agent = running.row("AgentDetails", &running.agent_id(5)).unwrap();
    assert_eq!(agent["alertCount"], "5");
}
