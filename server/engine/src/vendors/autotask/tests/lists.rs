//! Whole lists and pages.

use super::{asked, call, fails, start};
use crate::connector::CallErrorKind;
use sandbox::{
    Fault, Rule,
    autotask::{GOOD, Running},
};
use serde_json::{Value, json};

fn ids(page: &Value) -> Vec<i64> {
    let items = page["items"].as_array().unwrap().iter();
    items.map(|row| row["id"].as_i64().unwrap()).collect()
}

fn all(double: &Running, entity: &str) -> Vec<i64> {
    double
        .rows(entity)
        .iter()
        .map(|row| row["id"].as_i64().unwrap())
        .collect()
}

#[tokio::test]
async fn every_page_of_1203_tickets_is_read_by_posting_the_first_query_again() {
    let (double, bench) = start().await;
    let list = call(&bench, GOOD, "tickets.list", json!({})).await;
    assert_eq!(ids(&list), all(&double, "Tickets"));
    assert_eq!(list["next_cursor"], Value::Null);
    let pages = double.journal.to_path("Tickets/query");
    assert_eq!(pages.len(), 3);
    assert!(
        pages
            .iter()
            .all(|page| page.method == "POST" && page.body == pages[0].body)
    );
    assert_eq!(
        serde_json::from_slice::<Value>(&pages[0].body).unwrap(),
        json!({"filter": [{"op": "gte", "field": "id", "value": 0}], "MaxRecords": 500})
    );
}

#[tokio::test]
async fn pages_by_limit_and_cursor_come_to_the_same_list() {
    let (double, bench) = start().await;
    let (mut seen, mut cursor, mut pages) = (Vec::new(), Value::Null, 0);
    loop {
        let page = call(
            &bench,
            GOOD,
            "tickets.list",
            json!({"limit": 401, "cursor": cursor}),
        )
        .await;
        seen.extend(ids(&page));
        cursor = page["next_cursor"].clone();
        pages += 1;
        if cursor.is_null() {
            break;
        }
    }
    assert_eq!((seen, pages), (all(&double, "Tickets"), 3));
}

#[tokio::test]
async fn a_page_that_ends_with_the_list_has_no_cursor() {
    let (double, bench) = start().await;
    let companies = all(&double, "Companies");
    let page = call(&bench, GOOD, "companies.list", json!({"limit": companies.len()})).await;
    assert_eq!((ids(&page), &page["next_cursor"]), (companies, &Value::Null));
}

#[tokio::test]
async fn a_cursor_without_a_limit_gives_all_that_follows() {
    let (double, bench) = start().await;
    let rest = call(&bench, GOOD, "resources.list", json!({"cursor": "29682887"})).await;
    let expected: Vec<_> = all(&double, "Resources")
        .into_iter()
        .filter(|id| *id > 29_682_887)
        .collect();
    assert_eq!(ids(&rest), expected);
}

#[tokio::test]
async fn the_next_page_is_not_fetched_from_another_host() {
    let (double, bench) = start().await;
    double.turn(|knobs| knobs.next_page_origin = Some("https://webservices4.autotask.net".into()));
    let error = fails(&bench, GOOD, "tickets.list", json!({})).await;
    assert!(matches!(error.kind, CallErrorKind::Egress { .. }), "{error}");
    assert_eq!(
        asked(&double),
        ["locator GET zoneinformation 200", "zone15 POST tickets/query 200"]
    );
}

#[tokio::test]
async fn a_list_whose_next_page_is_itself_ends_with_an_error() {
    let (double, bench) = start().await;
    let next = "https://webservices15.autotask.net/ATServicesRest/V1.0/Tickets/query/next?paging=1";
    let page = json!({"items": [{"id": 1}], "pageDetails": {"nextPageUrl": next}}).to_string();
    double
        .faults
        .add(Rule::always(Fault::status(200, &page)).on_path("Tickets/query"));
    let error = fails(&bench, GOOD, "tickets.list", json!({})).await;
    assert!(
        matches!(&error.kind, CallErrorKind::Contract { at } if at.contains("came twice")),
        "{error}"
    );
    assert_eq!(double.journal.to_path("Tickets/query").len(), 2);
}

#[tokio::test]
async fn a_blank_address_of_the_next_page_ends_the_list() {
    let (double, bench) = start().await;
    let page = json!({"Items": [{"Id": 7}], "PageDetails": {"NextPageUrl": ""}}).to_string();
    double
        .faults
        .add(Rule::always(Fault::status(200, &page)).on_path("Tickets/query"));
    assert_eq!(ids(&call(&bench, GOOD, "tickets.list", json!({})).await), [7]);
}

#[tokio::test]
async fn an_outage_on_the_second_page_is_tried_again_and_nothing_is_lost() {
    let (double, bench) = start().await;
    double
        .faults
        .add(Rule::next(1, Fault::Empty { status: 503 }).on_path("query/next"));
    let list = call(&bench, GOOD, "tickets.list", json!({})).await;
    assert_eq!(ids(&list), all(&double, "Tickets"));
}
