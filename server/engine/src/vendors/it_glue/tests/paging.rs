//! Lists: every row once, page by page, also when the vendor chokes.

use super::{
    super::{model::Next, place::Place},
    Bed, ids, us,
};
use crate::connector::CallErrorKind;
use sandbox::{Fault, Rule};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const CHOKED: &str = "<html><head><title>504 Gateway Time-out</title></head></html>";

fn choke(times: u32) -> Rule {
    let fault = Fault::Status {
        status: 504,
        body: CHOKED.into(),
        content_type: "text/html".into(),
        headers: std::collections::BTreeMap::new(),
    };
    Rule::next(times, fault).on_path("/configurations")
}

fn place(number: u64, size: u64) -> Place {
    Place { number, size }
}

/// Every row once and in order.
fn assert_whole(output: &Value, count: usize) {
    let numbers: Vec<u64> = ids(output).iter().map(|id| id.parse().unwrap()).collect();
    assert_eq!(numbers.iter().collect::<BTreeSet<_>>().len(), count);
    assert!(numbers.is_sorted() && numbers.len() == count);
    assert!(output["next_cursor"].is_null());
}

#[test]
fn a_lighter_page_begins_at_the_same_row_and_the_smallest_is_not_made_lighter() {
    let mut at = place(3, 1_000);
    let mut seen = Vec::new();
    while let Some(lighter) = at.lighter() {
        assert_eq!((lighter.number - 1) * lighter.size, 2_000);
        seen.push(lighter.size);
        at = lighter;
    }
    assert_eq!(seen, [500, 250, 125, 25]);
    assert_eq!(place(2, 50).lighter(), None);
    assert_eq!(place(4, 333).lighter(), Some(place(10, 111)));
}

#[test]
fn the_next_page_follows_the_vendors_word_and_the_rows_when_it_says_nothing() {
    let at = place(2, 100);
    assert_eq!(at.next(Next::Page(3), 100), Ok(Some(place(3, 100))));
    assert_eq!(at.next(Next::Page(3), 7), Ok(Some(place(3, 100))));
    assert_eq!(at.next(Next::None, 100), Ok(None));
    assert_eq!(at.next(Next::Unsaid, 100), Ok(Some(place(3, 100))));
    assert_eq!(at.next(Next::Unsaid, 99), Ok(None));
}

#[test]
fn a_next_page_that_leads_in_a_circle_is_an_error_and_not_a_loop() {
    assert!(place(2, 100).next(Next::Page(2), 100).is_err());
    assert!(place(2, 100).next(Next::Page(1), 100).is_err());
    assert!(place(2, 100).next(Next::Page(3), 0).is_err());
}

#[test]
fn a_cursor_keeps_its_row_when_the_limit_changes() {
    let begin = |limit, cursor: &str| Place::begin(limit, Some(cursor));
    assert_eq!(begin(None, "3x100"), Ok(place(3, 100)));
    assert_eq!(begin(Some(1_000), "3x100"), Ok(place(3, 100)));
    assert_eq!(begin(Some(50), "3x100"), Ok(place(5, 50)));
    assert_eq!(begin(Some(60), "3x100"), Ok(place(11, 20)));
    assert_eq!(begin(Some(7), "1x100"), Ok(place(1, 7)));
    for wrong in [
        "",
        "3",
        "0x10",
        "1x0",
        "1x1001",
        "-1x5",
        "x",
        "99999999999x10",
        "1x1x1",
    ] {
        assert_eq!(begin(None, wrong).unwrap_err().0, "cursor", "{wrong}");
    }
    assert_eq!(Place::begin(Some(0), None).unwrap_err().0, "limit");
    assert_eq!(Place::begin(Some(1_001), None).unwrap_err().0, "limit");
}

#[tokio::test]
async fn a_whole_list_is_asked_for_in_the_largest_pages_sorted_by_id() {
    let bed = Bed::new().await;
    let output = bed.call(&us(), "configurations.list", json!({})).await;
    assert_whole(&output, 260);
    let asked = bed.vendor.journal.last().unwrap();
    assert_eq!(
        asked.query.as_deref(),
        Some("page%5Bnumber%5D=1&page%5Bsize%5D=1000&sort=id")
    );
}

#[tokio::test]
async fn a_limit_answers_a_page_and_its_cursor_leads_to_the_rest() {
    let bed = Bed::new().await;
    let (mut found, mut cursor, mut pages) = (Vec::new(), Value::Null, 0);
    loop {
        let input = json!({"limit": 60, "cursor": cursor});
        let output = bed.call(&us(), "organizations.list", input).await;
        let page = ids(&output);
        assert!(page.len() <= 60);
        found.extend(page);
        pages += 1;
        cursor = output["next_cursor"].clone();
        if cursor.is_null() {
            break;
        }
    }
    assert_eq!((found.len(), pages), (137, 3));
    assert_eq!(found.iter().collect::<BTreeSet<_>>().len(), 137);
}

#[tokio::test]
async fn a_page_that_chokes_the_vendor_is_read_in_lighter_parts_without_losing_or_repeating_a_row() {
    let bed = Bed::new().await;
    // The usual three tries each at 1000, 500 and 250 rows; then a page of 125 passes and the one after it chokes.
    bed.vendor.faults.add(choke(9));
    bed.vendor.faults.add(choke(3).after(1));
    let output = bed.call(&us(), "configurations.list", json!({})).await;
    assert_whole(&output, 260);
    let mut steps: Vec<_> = bed
        .asked("page[size]")
        .into_iter()
        .zip(bed.asked("page[number]"))
        .collect();
    steps.dedup();
    let steps: Vec<_> = steps
        .iter()
        .map(|(size, number)| format!("{}@{}", number.as_deref().unwrap(), size.as_deref().unwrap()))
        .collect();
    assert_eq!(
        steps,
        [
            "1@1000", "1@500", "1@250", "1@125", "2@125", "6@25", "7@25", "8@25", "9@25", "10@25", "11@25"
        ]
    );
}

#[tokio::test]
async fn a_vendor_that_chokes_on_the_lightest_page_is_down_and_its_words_are_kept() {
    let bed = Bed::new().await;
    bed.vendor.faults.add(choke(1_000));
    let error = bed.failure(&us(), "configurations.list", json!({})).await;
    assert_eq!(error.kind, CallErrorKind::VendorDown);
    let said = error.said.unwrap();
    assert_eq!((said.status, said.body.as_str()), (504, CHOKED));
    assert_eq!(bed.asked("page[size]").last().unwrap().as_deref(), Some("25"));
}

#[tokio::test]
async fn an_outage_that_is_not_about_weight_is_not_met_with_smaller_pages() {
    let bed = Bed::new().await;
    bed.vendor.faults.always(Fault::Html { status: 503 });
    let error = bed.failure(&us(), "configurations.list", json!({})).await;
    assert_eq!((error.kind, error.attempts), (CallErrorKind::VendorDown, 3));
    assert_eq!(bed.asked("page[size]"), vec![Some("1000".to_owned()); 3]);
}

#[tokio::test]
async fn a_page_longer_than_what_is_read_is_asked_for_in_parts() {
    let bed = Bed::new().await;
    bed.vendor.faults.next(1, Fault::huge());
    let output = bed.call(&us(), "configurations.list", json!({})).await;
    assert_whole(&output, 260);
    assert_eq!(
        bed.asked("page[size]"),
        [Some("1000".to_owned()), Some("500".to_owned())]
    );
}

#[tokio::test]
async fn without_meta_a_full_page_is_followed_and_a_short_one_is_the_last() {
    let bed = Bed::new().await;
    let rows = |range: std::ops::Range<u32>| {
        let rows: Vec<Value> = range
            .map(|id| json!({"id": id.to_string(), "type": "organizations", "attributes": {"name": "N"}}))
            .collect();
        json!({"data": rows}).to_string()
    };
    bed.vendor.faults.next(1, Fault::status(200, &rows(1..1_001)));
    bed.vendor.faults.next(1, Fault::status(200, &rows(1_001..1_004)));
    let output = bed.call(&us(), "organizations.list", json!({})).await;
    assert_whole(&output, 1_003);
    assert_eq!(
        bed.asked("page[number]"),
        [Some("1".to_owned()), Some("2".to_owned())]
    );
}

#[tokio::test]
async fn a_page_that_promises_itself_again_ends_in_an_error_that_names_the_place() {
    let bed = Bed::new().await;
    let body = r#"{"data":[{"id":"1","type":"organizations","attributes":{}}],"meta":{"next-page":1}}"#;
    bed.vendor.faults.always(Fault::status(200, body));
    let error = bed.failure(&us(), "organizations.list", json!({})).await;
    let CallErrorKind::Contract { at } = error.kind else {
        panic!("{error:?}");
    };
    assert!(at.contains("meta.next-page"), "{at}");
    assert_eq!(bed.vendor.journal.total(), 1);
}
