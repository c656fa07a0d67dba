//! Lists: every row once, page by page from 0.

use super::{
    super::{model::Standing, place::Place},
    Bed,
};
use crate::connector::CallErrorKind;
use sandbox::{Fault, Rule, pax8::company_id};
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn ids(output: &Value) -> Vec<String> {
    let items = output["items"].as_array().unwrap().iter();
    items
        .map(|item| item["id"].as_str().unwrap().to_owned())
        .collect()
}

/// An answer with these rows and what it says of its place.
fn page(rows: std::ops::Range<u32>, standing: &Value) -> Fault {
    let rows: Vec<Value> = rows.map(|id| json!({"id": id.to_string()})).collect();
    Fault::status(200, &json!({"content": rows, "page": standing}).to_string())
}

#[tokio::test]
async fn a_whole_list_is_read_to_its_end_in_the_largest_pages() {
    let bed = Bed::new().await;
    for (operation, count, sort) in [
        ("companies.list", 230, "&sort=name"),
        ("products.list", 320, "&sort=name"),
        ("orders.list", 430, ""),
        ("subscriptions.list", 640, "&sort=createdDate%2Casc"),
    ] {
        bed.vendor.journal.clear();
        let output = bed.call(operation, json!({})).await;
        assert_eq!(
            ids(&output).into_iter().collect::<BTreeSet<_>>().len(),
            count,
            "{operation}"
        );
        assert_eq!(output["items"].as_array().unwrap().len(), count);
        assert!(output["next_cursor"].is_null());
        let noun = operation.split('.').next().unwrap();
        let pages = count.div_ceil(200);
        let expected: Vec<_> = (0..pages)
            .map(|page| format!("GET /v1/{noun}?page={page}&size=200{sort}"))
            .collect();
        assert_eq!(bed.asked(), expected);
    }
    let contacts = bed
        .call("contacts.list", json!({"company_id": company_id(1)}))
        .await;
    assert_eq!(ids(&contacts).len(), 205);
}

#[tokio::test]
async fn a_limit_answers_a_page_and_its_cursor_leads_to_the_rest() {
    for page_is_told in [true, false] {
        let bed = Bed::new().await;
        bed.vendor.turn(|knobs| knobs.page_is_told = page_is_told);
        let (mut found, mut cursor, mut pages) = (BTreeSet::new(), Value::Null, 0);
        loop {
            let output = bed
                .call("companies.list", json!({"limit": 60, "cursor": cursor}))
                .await;
            found.extend(ids(&output));
            pages += 1;
            cursor = output["next_cursor"].clone();
            if cursor.is_null() {
                break;
            }
        }
        assert_eq!((found.len(), pages), (230, 4));
    }
}

#[tokio::test]
async fn without_a_word_on_the_page_a_full_one_is_followed_and_a_short_one_is_the_last() {
    let bed = Bed::new().await;
    bed.vendor.turn(|knobs| knobs.page_is_told = false);
    assert_eq!(ids(&bed.call("orders.list", json!({})).await).len(), 430);
    assert_eq!(bed.calls().len(), 3);
}

#[tokio::test]
async fn an_empty_list_is_empty_and_not_an_error() {
    let bed = Bed::new().await;
    let output = bed
        .call("subscriptions.search", json!({"status": "Converted"}))
        .await;
    assert_eq!(output, json!({"items": [], "next_cursor": null}));
}

#[tokio::test]
async fn a_row_that_comes_twice_because_the_list_moved_is_kept_once() {
    let bed = Bed::new().await;
    let standing = |number| json!({"size": 200, "totalElements": 5, "totalPages": 2, "number": number});
    bed.vendor
        .faults
        .add(Rule::next(1, page(1..4, &standing(0))).on_path("/orders"));
    bed.vendor
        .faults
        .add(Rule::next(1, page(3..6, &standing(1))).on_path("/orders"));
    assert_eq!(
        ids(&bed.call("orders.list", json!({})).await),
        ["1", "2", "3", "4", "5"]
    );
}

#[tokio::test]
async fn a_second_page_that_fails_fails_the_list_and_never_shortens_it() {
    let bed = Bed::new().await;
    let down = Rule::always(Fault::Html { status: 502 })
        .on_path("/orders")
        .after(1);
    bed.vendor.faults.add(down);
    let error = bed.failure("orders.list", json!({})).await;
    assert_eq!((error.kind, error.attempts), (CallErrorKind::VendorDown, 3));
}

#[tokio::test]
async fn a_page_that_cannot_be_names_the_place_and_ends_the_list() {
    let other = json!({"size": 200, "totalElements": 900, "totalPages": 5, "number": 3});
    let empty = json!({"size": 200, "totalElements": 900, "totalPages": 5, "number": 0});
    for (answer, place) in [
        (page(0..3, &other), "`page.number`"),
        (page(0..0, &empty), "`content`"),
        (Fault::status(200, "{}"), "content"),
    ] {
        let bed = Bed::new().await;
        bed.vendor.faults.add(Rule::always(answer).on_path("/orders"));
        let error = bed.failure("orders.list", json!({})).await;
        let CallErrorKind::Contract { at } = &error.kind else {
            panic!("{error:?}");
        };
        assert!(at.contains(place), "{at}");
        assert_eq!(bed.calls().len(), 1);
    }
}

#[test]
fn the_next_page_follows_the_vendors_count_and_a_list_without_end_is_refused() {
    let at = |number| Place { number, size: 200 };
    let told = |total_pages| {
        Some(Standing {
            total_pages: Some(total_pages),
            ..Standing::default()
        })
    };
    assert_eq!(at(0).next(told(2), 200), Ok(Some(at(1))));
    assert_eq!(
        at(0).next(told(2), 7),
        Ok(Some(at(1))),
        "the vendor's word goes before the rows"
    );
    assert_eq!(at(1).next(told(2), 200), Ok(None));
    assert_eq!(at(0).next(told(0), 0), Ok(None));
    assert!(at(4_999).next(told(9_000), 200).is_err());
}

#[test]
fn a_cursor_keeps_its_size_and_nonsense_is_refused() {
    let begin = |limit, cursor: &str| Place::begin(limit, Some(cursor));
    assert_eq!(begin(None, "3x60"), Ok(Place { number: 3, size: 60 }));
    assert_eq!(begin(Some(60), "3x60"), Ok(Place { number: 3, size: 60 }));
    assert_eq!(begin(Some(50), "3x60").unwrap_err().0, "limit");
    for wrong in [
        "",
        "3",
        "x",
        "-1x5",
        "1x0",
        "1x201",
        "5000x10",
        "99999999999x10",
        "1x1x1",
    ] {
        assert_eq!(begin(None, wrong).unwrap_err().0, "cursor", "{wrong}");
    }
}
