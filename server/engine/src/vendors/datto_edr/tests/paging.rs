//! Lists: every row once, page by page, and never cut in silence.

use super::{
    super::{filter::Conditions, model::Alert, pages, paths::Model},
    Bed, good, ids,
};
use crate::connector::CallErrorKind;
use sandbox::{Fault, Rule};
use serde_json::{Value, json};
use std::collections::BTreeSet;

#[tokio::test]
async fn a_whole_list_is_read_in_pages_of_a_thousand_each_after_the_last_id() {
    let bed = Bed::new().await;
    for (operation, model, count, pages) in [
        ("alerts.list", "Alerts", 2_300, 3),
        ("agents.list", "AgentDetails", 1_240, 2),
        ("tasks.list", "usertasks", 1_120, 2),
    ] {
        let output = bed.call(operation, json!({})).await;
        let found = ids(&output);
        assert_eq!(found.iter().collect::<BTreeSet<_>>().len(), count, "{operation}");
        assert_eq!((found.len(), output["next_cursor"].clone()), (count, Value::Null));
        let asked = bed.filters(model);
        assert_eq!(asked.len(), pages, "{operation}");
        assert_eq!(asked[0], json!({"order": "id", "limit": 1000}));
        assert_eq!(
            asked[1],
            json!({"order": "id", "limit": 1000, "where": {"and": [{"id": {"gt": found[999]}}]}})
        );
    }
}

#[tokio::test]
async fn a_limit_answers_a_page_and_its_cursor_leads_to_the_rest() {
    let bed = Bed::new().await;
    let (mut found, mut cursor, mut pages) = (Vec::new(), Value::Null, 0);
    loop {
        let output = bed
            .call("agents.list", json!({"limit": 500, "cursor": cursor}))
            .await;
        found.extend(ids(&output));
        pages += 1;
        cursor = output["next_cursor"].clone();
        if cursor.is_null() {
            break;
        }
    }
    assert_eq!((found.len(), pages), (1_240, 3));
    assert_eq!(found.iter().collect::<BTreeSet<_>>().len(), 1_240);
}

#[tokio::test]
async fn a_cursor_goes_on_within_the_same_filter() {
    let bed = Bed::new().await;
    let first = bed
        .call("alerts.search", json!({"severity": "low", "limit": 400}))
        .await;
    let cursor = first["next_cursor"].clone();
    let rest = bed
        .call("alerts.search", json!({"severity": "low", "cursor": cursor}))
        .await;
    assert_eq!(ids(&first).len() + ids(&rest).len(), 575);
    assert!(rest["next_cursor"].is_null());
    assert_eq!(
        bed.filters("Alerts")[1]["where"],
        json!({"and": [{"severity": "low"}, {"id": {"gt": cursor}}]})
    );
}

#[tokio::test]
async fn a_second_page_that_fails_once_is_asked_for_again_and_no_row_is_lost() {
    let bed = Bed::new().await;
    bed.vendor
        .faults
        .add(Rule::next(1, Fault::Html { status: 502 }).after(1));
    let output = bed.call("agents.list", json!({})).await;
    assert_eq!(ids(&output).len(), 1_240);
    assert_eq!(bed.vendor.journal.total(), 3);
}

#[tokio::test]
async fn a_second_page_that_stays_broken_fails_the_list_and_no_part_of_it_is_answered() {
    let bed = Bed::new().await;
    bed.vendor.faults.add(Rule::always(Fault::Truncated).after(1));
    let error = bed.failure("agents.list", json!({})).await;
    assert_eq!(error.kind.code(), "network");
}

#[tokio::test]
async fn a_list_longer_than_the_cap_ends_with_a_cursor_for_the_rest() {
    let bed = Bed::new().await;
    let client = bed.bench.reader(&good()).await.unwrap();
    let all = |most| pages::all::<Alert, _>(&client, Model::Alerts, &EVERYTHING, most);
    static EVERYTHING: std::sync::LazyLock<Conditions> = std::sync::LazyLock::new(Conditions::default);
    let part = all(2_000).await.unwrap();
    assert_eq!(part.items.len(), 2_000);
    assert_eq!(bed.vendor.journal.total(), 2);
    let cursor = part.next_cursor.unwrap();
    let rest = bed
        .call("alerts.list", json!({"cursor": cursor, "limit": 1_000}))
        .await;
    assert_eq!(rest["items"].as_array().unwrap().len(), 300);
    assert_eq!(rest["next_cursor"], Value::Null);
    let whole = all(3_000).await.unwrap();
    assert_eq!((whole.items.len(), whole.next_cursor), (2_300, None));
}

#[tokio::test]
async fn a_page_that_begins_anew_ends_in_an_error_and_not_in_a_loop() {
    let bed = Bed::new().await;
    let rows: Vec<Value> = (0..1_000)
        .map(|number| json!({"id": format!("{number:08}")}))
        .collect();
    bed.vendor
        .faults
        .always(Fault::status(200, &json!(rows).to_string()));
    let error = bed.failure("alerts.list", json!({})).await;
    let CallErrorKind::Contract { at } = error.kind else {
        panic!("{error:?}");
    };
    assert!(at.contains("`id`"), "{at}");
    assert_eq!(bed.vendor.journal.total(), 2);
}
