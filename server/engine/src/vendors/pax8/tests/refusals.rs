//! Pax8's refusals: told apart, and kept word for word.

use super::{
    super::faults::{FAULTS, TOKEN_FAULTS},
    Bed, account, good,
};
use crate::{
    connector::{CallErrorKind, Faults, Reply},
    testing::bench_desk::failed,
};
use sandbox::{
    Fault, Rule,
    pax8::{GOOD, WITHOUT_SUBSCRIPTIONS, company_id},
};
use serde_json::json;
use std::time::Duration;

const FORBIDDEN: &str = include_str!("../fixtures/forbidden.json");
const NOT_FOUND: &str = include_str!("../fixtures/not_found.json");
const INVALID: &str = include_str!("../fixtures/invalid.json");
const UNPROCESSABLE: &str = include_str!("../fixtures/unprocessable.json");
const LIST: &str = include_str!("../fixtures/list_of_errors.json");

fn reply(status: u16, body: &str) -> Reply {
    Reply {
        status,
        body: body.into(),
        ..Reply::default()
    }
}

#[test]
fn each_answer_means_what_pax8_means_by_it() {
    for (status, body, kind) in [
        (400, INVALID, CallErrorKind::Rejected),
        (401, "", CallErrorKind::Credentials),
        (403, FORBIDDEN, CallErrorKind::Permission),
        (404, NOT_FOUND, CallErrorKind::NotFound),
        (408, "", CallErrorKind::Timeout),
        (422, UNPROCESSABLE, CallErrorKind::Rejected),
        (422, LIST, CallErrorKind::Rejected),
        (200, LIST, CallErrorKind::Rejected),
        (429, "", CallErrorKind::Limited { retry_after: None }),
        (500, "", CallErrorKind::VendorDown),
        (503, "<html></html>", CallErrorKind::VendorDown),
    ] {
        assert_eq!(FAULTS.read(&reply(status, body)), Some(kind), "{status} {body}");
    }
    for good in [
        "",
        "{}",
        "[]",
        r#"{"errors":[]}"#,
        r#"{"id":"1","errors":["a member of a record"]}"#,
        r#"{"content":[]}"#,
    ] {
        assert_eq!(FAULTS.read(&reply(200, good)), None, "{good}");
    }
}

#[test]
fn at_the_tokens_address_a_refusal_is_about_the_key() {
    for status in [401, 403] {
        assert_eq!(
            TOKEN_FAULTS.read(&reply(status, "")),
            Some(CallErrorKind::Credentials)
        );
    }
    assert_eq!(TOKEN_FAULTS.read(&reply(400, "")), Some(CallErrorKind::Rejected));
    assert_eq!(
        TOKEN_FAULTS.read(&reply(502, "")),
        Some(CallErrorKind::VendorDown)
    );
}

#[tokio::test]
async fn a_refusal_of_any_kind_keeps_the_vendors_body_byte_for_byte() {
    let bed = Bed::new().await;
    for (status, body, code) in [
        (400, INVALID, "vendor_rejected"),
        (403, FORBIDDEN, "permission_denied"),
        (404, NOT_FOUND, "vendor_not_found"),
        (422, UNPROCESSABLE, "vendor_rejected"),
        (422, LIST, "vendor_rejected"),
    ] {
        for (operation, input) in [
            ("companies.get", json!({"id": company_id(1)})),
            ("orders.list", json!({})),
            ("products.pricing", json!({"id": company_id(1)})),
        ] {
            bed.vendor.faults.clear();
            let rule = Rule::next(1, Fault::status(status, body)).on_method("GET");
            bed.vendor.faults.add(rule);
            let error = bed.failure(operation, input).await;
            let said = error.said.as_ref().unwrap();
            assert_eq!((said.status, said.body.as_str()), (status, body), "{operation}");
            assert_eq!(
                (error.kind.code(), error.attempts),
                (code, 1),
                "a person must act: {operation}"
            );
            assert_eq!(error.operation, operation);
        }
    }
}

#[tokio::test]
async fn an_unknown_company_is_told_from_a_missing_right_though_pax8_answers_403_to_both() {
    let bed = Bed::new().await;
    let input = json!({"company_id": company_id(9_999)});
    let error = bed.failure("subscriptions.search", input.clone()).await;
    assert_eq!(error.kind, CallErrorKind::NotFound);
    assert_eq!(error.said.unwrap().status, 403, "its first words stay");
    let other = Bed::new().await;
    let refused = other
        .bench
        .call(
            &account(WITHOUT_SUBSCRIPTIONS),
            "subscriptions.search",
            json!({"company_id": company_id(3)}),
        )
        .await;
    assert_eq!(failed(refused.unwrap_err()).kind, CallErrorKind::Permission);
}

#[tokio::test]
async fn a_429_is_a_limit_with_whatever_pax8_says() {
    for (after, wait) in [
        (None, None),
        (Some("30".to_owned()), Some(Duration::from_secs(30))),
    ] {
        let bed = Bed::new().await;
        bed.vendor.set_usage(1_000);
        bed.vendor.turn(|knobs| {
            knobs.limited_body = "slow down".into();
            knobs.limited_retry_after.clone_from(&after);
        });
        let error = bed.bench.probe(&good()).await.unwrap_err();
        assert_eq!(error.kind, CallErrorKind::Limited { retry_after: wait });
        assert_eq!(error.said.unwrap().body, "slow down");
    }
}

#[tokio::test]
async fn a_read_that_meets_a_short_outage_is_tried_again() {
    let bed = Bed::new().await;
    bed.vendor
        .faults
        .add(Rule::next(2, Fault::Html { status: 502 }).on_path("/companies"));
    bed.call("companies.get", json!({"id": company_id(1)})).await;
    assert_eq!(bed.calls().len(), 3);
}

#[tokio::test]
async fn neither_secret_nor_token_that_the_vendor_echoes_reaches_an_error() {
    for path in ["/token", "/orders"] {
        let bed = Bed::new().await;
        bed.vendor
            .faults
            .add(Rule::always(Fault::EchoCredentials { status: 422 }).on_path(path));
        let error = bed.failure("orders.list", json!({})).await;
        let said = error.said.as_ref().unwrap().body.clone();
        let shown = format!("{error:?} {error} {said}");
        assert!(said.contains("[secret]"), "{said}");
        assert!(
            !shown.contains(GOOD.client_secret) && !shown.contains("eyJ.sandbox"),
            "{shown}"
        );
        let (report, _) = bed.bench.test(&good()).await;
        let shown = format!("{report:?}");
        assert!(
            !shown.contains(GOOD.client_secret) && !shown.contains("eyJ.sandbox"),
            "{shown}"
        );
    }
}
