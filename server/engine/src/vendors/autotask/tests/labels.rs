//! Picklists by label.

use super::{body, call, fails, input, start};
use sandbox::autotask::GOOD;
use serde_json::{Value, json};

#[tokio::test]
async fn labels_are_taken_in_any_case_and_the_picklists_are_asked_for_once() {
    let (double, bench) = start().await;
    for status in ["In Progress", "in progress", " IN PROGRESS "] {
        let found = call(
            &bench,
            GOOD,
            "tickets.search",
            json!({"status": status, "limit": 5}),
        )
        .await;
        assert!(
            found["items"]
                .as_array()
                .unwrap()
                .iter()
                .all(|row| row["status"] == 8)
        );
    }
    call(
        &bench,
        GOOD,
        "tickets.search",
        json!({"queue": "Level II Support", "priority": "critical"}),
    )
    .await;
    let filter = body(&double, "Tickets/query")["filter"].clone();
    assert_eq!(
        filter[1],
        json!({"op": "eq", "field": "queueID", "value": 29_683_378})
    );
    assert_eq!(filter[2], json!({"op": "eq", "field": "priority", "value": 4}));
    assert_eq!(double.journal.to_path("entityInformation/fields").len(), 1);
}

#[tokio::test]
async fn an_id_is_taken_as_it_is_as_number_and_as_text() {
    let (double, bench) = start().await;
    call(&bench, GOOD, "tickets.search", json!({"status": 8})).await;
    assert!(double.journal.to_path("entityInformation").is_empty());
    call(&bench, GOOD, "tickets.search", json!({"status": "8"})).await;
    assert_eq!(body(&double, "Tickets/query")["filter"][1]["value"], 8);
}

#[tokio::test]
async fn a_label_of_the_past_can_still_be_searched_for() {
    let (double, bench) = start().await;
    call(
        &bench,
        GOOD,
        "tickets.search",
        json!({"status": "Waiting Vendor (old)"}),
    )
    .await;
    assert_eq!(body(&double, "Tickets/query")["filter"][1]["value"], 29);
}

#[tokio::test]
async fn an_unknown_label_names_the_field_and_the_known_labels_after_looking_again() {
    let (double, bench) = start().await;
    for _ in 0..2 {
        let error = fails(
            &bench,
            GOOD,
            "tickets.update",
            json!({"id": 350_000, "status": "Finished"}),
        )
        .await;
        let (field, why) = input(&error);
        assert_eq!(field, "status");
        assert_eq!(
            why,
            "`Finished` is not one of: New, In Progress, Waiting Customer, Waiting Materials, Complete"
        );
    }
    assert_eq!(double.journal.to_path("entityInformation/fields").len(), 2);
    assert!(double.journal.entries().iter().all(|entry| entry.method == "GET"));
}

#[tokio::test]
async fn a_sub_issue_type_is_looked_for_below_the_issue_type_that_is_given_with_it() {
    let (double, bench) = start().await;
    let change = json!({"id": 350_000, "issue_type": "Network", "sub_issue_type": "vpn"});
    call(&bench, GOOD, "tickets.update", change).await;
    assert_eq!(
        body(&double, "V1.0/Tickets"),
        json!({"id": 350_000, "issueType": 11, "subIssueType": 143})
    );
    let error = fails(
        &bench,
        GOOD,
        "tickets.update",
        json!({"id": 350_000, "issue_type": "Hardware", "sub_issue_type": "VPN"}),
    )
    .await;
    assert_eq!(input(&error).0, "sub_issue_type");
}

#[tokio::test]
async fn the_picklists_of_a_tenant_can_be_read_all_or_one() {
    let (_double, bench) = start().await;
    let all = call(&bench, GOOD, "tickets.picklists", json!({})).await;
    let names: Vec<_> = all["fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|field| field["name"].as_str().unwrap())
        .collect();
    assert!(
        names.contains(&"status") && names.contains(&"queueID") && !names.contains(&"title"),
        "{names:?}"
    );
    for (asked, found) in [
        ("queue", "queueID"),
        ("Status", "status"),
        ("sub_issue_type", "subIssueType"),
    ] {
        let one = call(&bench, GOOD, "tickets.picklists", json!({"field": asked})).await;
        assert_eq!(one["fields"][0]["name"], found);
        assert_eq!(one["fields"].as_array().unwrap().len(), 1);
    }
    let status = call(&bench, GOOD, "tickets.picklists", json!({"field": "status"})).await;
    let first: &Value = &status["fields"][0]["picklistValues"][0];
    assert_eq!(
        (&first["value"], &first["label"], &first["isSystem"]),
        (&json!("1"), &json!("New"), &json!(true))
    );
    let error = fails(&bench, GOOD, "tickets.picklists", json!({"field": "title"})).await;
    assert!(input(&error).1.contains("status"), "{error}");
}
