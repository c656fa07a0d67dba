//! Reading single records and searching.

use super::{body, call, fails, start};
use crate::connector::CallErrorKind;
use sandbox::{
    Fault, Rule,
    autotask::{GOOD, MissingItem},
};
use serde_json::{Value, json};

#[tokio::test]
async fn a_ticket_is_read_by_id_and_by_number_and_is_the_same_whole_ticket() {
    let (double, bench) = start().await;
    let by_id = call(&bench, GOOD, "tickets.get", json!({"id": 350_003})).await;
    let number = by_id["ticketNumber"].clone();
    let by_number = call(&bench, GOOD, "tickets.get", json!({"ticket_number": number})).await;
    assert_eq!(by_id, by_number);
    assert_eq!(Some(by_id), double.row("Tickets", 350_003));
}

#[tokio::test]
async fn a_missing_record_is_not_found_in_both_of_autotasks_ways() {
    let (double, bench) = start().await;
    for way in [MissingItem::NotFound, MissingItem::NullItem] {
        double.turn(|knobs| knobs.missing_item = way);
        for operation in ["tickets.get", "companies.get", "resources.get"] {
            let error = fails(&bench, GOOD, operation, json!({"id": 1})).await;
            assert_eq!(error.kind, CallErrorKind::NotFound, "{operation} {way:?}");
        }
    }
    let error = fails(
        &bench,
        GOOD,
        "tickets.get",
        json!({"ticket_number": "T19990101.0001"}),
    )
    .await;
    assert_eq!(error.kind, CallErrorKind::NotFound);
}

#[tokio::test]
async fn tickets_are_searched_by_all_that_is_given() {
    let (double, bench) = start().await;
    let found = call(
        &bench,
        GOOD,
        "tickets.search",
        json!({
            "query": "printer", "company_id": 0, "open_only": true, "changed_since": "2026-02-01", "limit": 500,
            "filter": [{"op": "eq", "field": "Site code", "value": "LON-1", "udf": true}],
        }),
    )
    .await;
    let fits = |row: &&Value| {
        row["title"].as_str().unwrap().contains("Printer")
            && row["companyID"] == 0
            && row["completedDate"].is_null()
            && row["lastActivityDate"].as_str().unwrap() >= "2026-02-01T00:00:00Z"
            && row["userDefinedFields"][0]["value"] == "LON-1"
    };
    let rows = double.rows("Tickets");
    let expected: Vec<_> = rows.iter().filter(fits).cloned().collect();
    assert!(!expected.is_empty());
    assert_eq!(found["items"], Value::Array(expected));
    assert_eq!(body(&double, "Tickets/query")["filter"][3]["value"], json!(0));
}

#[tokio::test]
async fn a_search_without_a_limit_gives_a_hundred_and_a_cursor() {
    let (_double, bench) = start().await;
    let page = call(
        &bench,
        GOOD,
        "tickets.search",
        json!({"assigned_resource_id": 29_682_886}),
    )
    .await;
    let items = page["items"].as_array().unwrap();
    assert_eq!(items.len(), 100);
    assert_eq!(page["next_cursor"], items[99]["id"].to_string());
}

#[tokio::test]
async fn companies_and_resources_are_found_by_part_of_a_name() {
    let (_double, bench) = start().await;
    let found = call(
        &bench,
        GOOD,
        "companies.search",
        json!({"query": "o'brien", "is_active": true}),
    )
    .await;
    assert_eq!(found["items"][0]["companyName"], "Hollis & O'Brien");
    let found = call(
        &bench,
        GOOD,
        "companies.search",
        json!({"changed_since": "2030-01-01T00:00:00+01:00"}),
    )
    .await;
    assert_eq!(found["items"], json!([]));
    let found = call(&bench, GOOD, "resources.search", json!({"query": "durand"})).await;
    assert_eq!(found["items"][0]["firstName"], "Chloé");
    let found = call(&bench, GOOD, "resources.search", json!({"is_active": false})).await;
    assert_eq!(found["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn an_unknown_field_is_rejected_in_autotasks_own_words_and_not_tried_again() {
    let (double, bench) = start().await;
    let filter = json!({"filter": [{"op": "eq", "field": "colour", "value": 1}]});
    let error = fails(&bench, GOOD, "tickets.search", filter).await;
    assert_eq!((&error.kind, error.attempts), (&CallErrorKind::Rejected, 1));
    let said = error.said.unwrap();
    assert_eq!(
        (said.status, said.body.as_str()),
        (
            500,
            r#"{"errors":["Unable to find colour in the Ticket Entity."]}"#
        )
    );
    assert_eq!(double.journal.to_path("Tickets/query").len(), 1);
}

#[tokio::test]
async fn an_outage_is_tried_three_times_and_its_page_is_kept_byte_for_byte() {
    let (double, bench) = start().await;
    let page = include_str!("../fixtures/outage.html");
    let outage = Fault::Status {
        status: 503,
        body: page.to_owned(),
        content_type: "text/html".to_owned(),
        headers: [("x-request-id".to_owned(), "req-9".to_owned())].into(),
    };
    double.faults.add(Rule::always(outage).on_path("Companies"));
    let error = fails(&bench, GOOD, "companies.get", json!({"id": 0})).await;
    assert_eq!((&error.kind, error.attempts), (&CallErrorKind::VendorDown, 3));
    let said = error.said.unwrap();
    assert_eq!(
        (said.body.as_str(), said.request_id.as_deref()),
        (page, Some("req-9"))
    );
}

#[tokio::test]
async fn answers_that_are_not_the_json_we_know_are_named_and_not_tried_again() {
    let (double, bench) = start().await;
    for (fault, words) in [
        (Fault::html(), "an HTML page in place of JSON"),
        (Fault::empty(), "an empty answer"),
        (Fault::status(200, r#"{"item":{"id":"x"}}"#), "`item.id`"),
        (Fault::huge(), "MiB"),
    ] {
        double.faults.clear();
        double.journal.clear();
        double.faults.add(Rule::always(fault).on_path("Companies"));
        let error = fails(&bench, GOOD, "companies.get", json!({"id": 0})).await;
        assert!(
            matches!(&error.kind, CallErrorKind::Contract { at } if at.contains(words)),
            "{error}"
        );
        assert_eq!(double.journal.to_path("Companies").len(), 1);
    }
}

#[tokio::test]
async fn an_echoed_secret_never_reaches_the_error() {
    let (double, bench) = start().await;
    double
        .faults
        .add(Rule::always(Fault::echo_credentials()).on_path("Companies"));
    let error = fails(&bench, GOOD, "companies.get", json!({"id": 0})).await;
    let whole = format!("{error} {error:?}");
    assert!(whole.contains("[secret]"));
    assert!(
        !whole.contains(GOOD.secret) && !whole.contains(GOOD.integration_code),
        "{whole}"
    );
}
