//! A password's value: fetched only when asked for by name, and nowhere else.

use super::{Bed, account, us};
use crate::connector::{CallErrorKind, Connector};
use sandbox::{Fault, it_glue::US_KEY_WITHOUT_PASSWORD_ACCESS};
use serde_json::{Value, json};

const CANARY: &str = "canary-value-7f3a";

#[tokio::test]
async fn the_value_is_not_asked_for_unless_the_caller_says_so() {
    let bed = Bed::new().await;
    for input in [
        json!({"id": "20003"}),
        json!({"id": 20003, "show_password": false}),
    ] {
        let output = bed.call(&us(), "passwords.get", input).await;
        assert_eq!(
            (&output["id"], &output["username"]),
            (&json!("20003"), &json!("admin0@example.org"))
        );
        assert!(output.get("password").is_none(), "{output}");
        let asked = bed.vendor.journal.last().unwrap();
        assert_eq!(asked.target(), "/passwords/20003?show_password=false");
    }
}

#[tokio::test]
async fn the_value_is_given_to_a_caller_who_asks_for_it() {
    let bed = Bed::new().await;
    let output = bed
        .call(
            &us(),
            "passwords.get",
            json!({"id": "20003", "show_password": true}),
        )
        .await;
    assert_eq!(output["password"], "Sandbox#US-Value-00");
    assert_eq!(
        bed.vendor.journal.last().unwrap().target(),
        "/passwords/20003?show_password=true"
    );
}

#[tokio::test]
async fn a_key_without_password_access_gets_the_metadata_and_no_value() {
    let bed = Bed::new().await;
    let account = account("", US_KEY_WITHOUT_PASSWORD_ACCESS);
    let output = bed
        .call(
            &account,
            "passwords.get",
            json!({"id": "20003", "show_password": true}),
        )
        .await;
    assert_eq!(output["name"], "Cloud Admin 00");
    assert!(output.get("password").is_none(), "{output}");
}

#[tokio::test]
async fn a_value_that_the_vendor_sends_unasked_reaches_nobody() {
    let bed = Bed::new().await;
    let row = json!({"id": "9", "type": "passwords", "attributes": {"name": "N", "password": CANARY}});
    for (operation, input, body) in [
        ("passwords.get", json!({"id": "9"}), json!({"data": row})),
        ("passwords.list", json!({}), json!({"data": [row]})),
        ("passwords.search", json!({"name": "N"}), json!({"data": [row]})),
    ] {
        bed.vendor.faults.next(1, Fault::status(200, &body.to_string()));
        let output = bed.call(&us(), operation, input).await;
        assert!(!output.to_string().contains(CANARY), "{operation}: {output}");
    }
}

#[tokio::test]
async fn an_answer_that_cannot_be_read_names_the_place_and_does_not_repeat_the_value() {
    let bed = Bed::new().await;
    let row = json!({"id": "9", "type": "passwords", "attributes": {"username": [1], "password": CANARY}});
    let odd = json!({"id": "9", "type": "passwords", "attributes": {"password": {"value": CANARY}}});
    for (operation, input, body) in [
        (
            "passwords.get",
            json!({"id": "9", "show_password": true}),
            json!({"data": odd}),
        ),
        (
            "passwords.get",
            json!({"id": "9", "show_password": true}),
            json!({"data": CANARY}),
        ),
        ("passwords.get", json!({"id": "9"}), json!({"data": row})),
        ("passwords.list", json!({}), json!({"data": [row]})),
    ] {
        bed.vendor.faults.next(1, Fault::status(200, &body.to_string()));
        let error = bed.failure(&us(), operation, input).await;
        let CallErrorKind::Contract { at } = &error.kind else {
            panic!("{error:?}");
        };
        assert!(at.contains("`data"), "{at}");
        assert_eq!(error.said.as_ref().unwrap().status, 200);
        assert!(!format!("{error:?}").contains(CANARY), "{error:?}");
    }
}

#[tokio::test]
async fn the_connection_test_never_asks_for_a_value_and_never_repeats_one() {
    let bed = Bed::new().await;
    let body = json!({"data": [{"id": "9", "type": "passwords", "attributes": {"username": [1], "password": CANARY}}]});
    let fault = Fault::status(200, &body.to_string());
    bed.vendor
        .faults
        .add(sandbox::Rule::always(fault).on_path("/passwords"));
    let (report, failure) = bed.bench.test(&us()).await;
    assert!(!report.ok);
    assert!(!format!("{report:?} {failure:?}").contains(CANARY));
    assert!(
        bed.asked("show_password").iter().all(Option::is_none),
        "the test reads a list"
    );
}

#[test]
fn the_schema_marks_the_value_so_that_whoever_records_outputs_can_leave_it_out() {
    let connector = super::connector();
    let marked: Vec<&str> = connector
        .entries()
        .iter()
        .filter(|entry| has_marked_member(&entry.info.output_schema))
        .map(|entry| entry.info.id.as_ref())
        .collect();
    assert_eq!(marked, ["passwords.get"]);
}

fn has_marked_member(schema: &Value) -> bool {
    match schema {
        Value::Object(map) => {
            map.get("x-opsai-secret") == Some(&Value::Bool(true)) || map.values().any(has_marked_member)
        }
        Value::Array(list) => list.iter().any(has_marked_member),
        _ => false,
    }
}
