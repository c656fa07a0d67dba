//! Nothing is ever written, and nothing is lost on the way, whatever is called.

use super::{Bed, eu, us};
use crate::connector::Connector;
use contract::operation::Risk;
use sandbox::it_glue::EU_KEY;
use serde_json::{Value, json};

fn input_of(operation: &str, first: i64) -> Value {
    match operation {
        "organizations.get" => json!({"id": first}),
        "configurations.get" => json!({"id": first + 10_001}),
        "passwords.get" => json!({"id": first + 20_001, "show_password": true}),
        search if search.ends_with(".search") => json!({"name": "nobody is called this"}),
        _ => json!({}),
    }
}

#[test]
fn every_operation_only_reads() {
    let connector = super::connector();
    let ids: Vec<&str> = connector
        .entries()
        .iter()
        .map(|entry| entry.info.id.as_ref())
        .collect();
    assert_eq!(
        ids,
        [
            "organizations.get",
            "organizations.list",
            "organizations.search",
            "configurations.get",
            "configurations.list",
            "configurations.search",
            "passwords.get",
            "passwords.list",
            "passwords.search",
        ]
    );
    assert!(
        connector
            .entries()
            .iter()
            .all(|entry| entry.info.risk == Risk::Read)
    );
    assert!(connector.manifest().read_only);
    assert_eq!(connector.manifest().operations.len(), ids.len());
}

#[tokio::test]
async fn running_every_operation_the_probe_and_the_test_writes_nothing() {
    let bed = Bed::new().await;
    for entry in bed.bench.connector.entries() {
        bed.call(&us(), &entry.info.id, input_of(&entry.info.id, 2)).await;
    }
    bed.bench.probe(&us()).await.unwrap();
    bed.bench.test(&us()).await;
    let journal = &bed.vendor.journal;
    assert!(journal.total() > 10);
    assert_eq!(journal.writes(), 0);
    assert!(
        journal
            .entries()
            .iter()
            .all(|entry| entry.method == "GET" && entry.body.is_empty())
    );
}

#[tokio::test]
async fn ids_of_the_eu_account_beyond_2_to_the_53_are_exact_in_and_out() {
    const FIRST: i64 = 9_007_199_254_740_993;
    let bed = Bed::new().await;
    for entry in bed.bench.connector.entries() {
        let output = bed
            .call(&eu(), &entry.info.id, input_of(&entry.info.id, FIRST))
            .await;
        if entry.info.id.ends_with(".list") {
            assert_eq!(output["next_cursor"], Value::Null);
        }
    }
    let one = bed
        .call(&eu(), "organizations.get", json!({"id": FIRST.to_string()}))
        .await;
    assert_eq!(one["id"], "9007199254740993");
    let of_one = json!({"organization_id": FIRST});
    let found = bed.call(&eu(), "configurations.list", of_one).await;
    assert_eq!(found["items"][0]["organization-id"], json!(FIRST));
    assert!(found.to_string().contains("\"organization-id\":9007199254740993"));
    let journal = &bed.vendor.journal;
    assert!(
        journal
            .entries()
            .iter()
            .all(|entry| entry.host == "eu" && entry.header("x-api-key") == Some(EU_KEY))
    );
}
