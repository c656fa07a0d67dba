//! Datto RMM's refusals: told apart, and kept word for word.

use super::{
    super::faults::{FAULTS, SIGN_IN_FAULTS},
    Bed,
};
use crate::connector::{CallErrorKind, Faults, Reply};
use sandbox::{
    Fault, Rule,
    datto_rmm::{ErrorBody, GOOD, NO_ALERTS},
};
use serde_json::json;
use std::time::Duration;

const NO_ACCESS: &str = include_str!("../fixtures/no_access.json");
const BLOCKED: &str = include_str!("../fixtures/blocked.txt");

fn reply(status: u16, body: &str, retry_after: Option<u64>) -> Reply {
    Reply {
        status,
        body: body.into(),
        retry_after: retry_after.map(Duration::from_secs),
        ..Reply::default()
    }
}

fn limited(seconds: u64) -> CallErrorKind {
    CallErrorKind::Limited {
        retry_after: Some(Duration::from_secs(seconds)),
    }
}

#[test]
fn each_status_means_what_datto_rmm_means_by_it() {
    for (reply, kind) in [
        (reply(400, "", None), CallErrorKind::Rejected),
        (reply(401, "", None), CallErrorKind::Credentials),
        (reply(403, NO_ACCESS, None), CallErrorKind::Permission),
        (reply(403, "", None), CallErrorKind::Permission),
        (reply(403, BLOCKED, None), limited(300)),
        (reply(403, "<h1>Rate-Limit exceeded</h1>", None), limited(300)),
        (reply(403, r#"{"error":"ip_block"}"#, None), limited(300)),
        (reply(403, "", Some(30)), limited(300)),
        (reply(403, "", Some(900)), limited(900)),
        (reply(404, "", None), CallErrorKind::NotFound),
        (reply(409, "", None), CallErrorKind::Conflict),
        (reply(429, "", None), limited(120)),
        (reply(429, "", Some(2)), limited(2)),
        (reply(500, "", None), CallErrorKind::VendorDown),
        (reply(503, "", None), CallErrorKind::VendorDown),
    ] {
        assert_eq!(FAULTS.read(&reply), Some(kind), "{reply:?}");
    }
    assert_eq!(FAULTS.read(&reply(200, "blocked", None)), None);
}

#[test]
fn at_the_sign_in_a_400_is_a_refused_key_and_the_rest_reads_alike() {
    for (status, kind) in [
        (400, CallErrorKind::Credentials),
        (401, CallErrorKind::Credentials),
        (403, CallErrorKind::Permission),
        (429, limited(120)),
        (500, CallErrorKind::VendorDown),
    ] {
        assert_eq!(
            SIGN_IN_FAULTS.read(&reply(status, "", None)),
            Some(kind),
            "{status}"
        );
    }
}

#[tokio::test]
async fn a_refusal_keeps_the_vendors_body_byte_for_byte_whatever_its_shape() {
    for shape in [
        ErrorBody::Message,
        ErrorBody::Error,
        ErrorBody::Detail,
        ErrorBody::Empty,
    ] {
        let bed = Bed::new().await;
        bed.vendor.turn(|knobs| knobs.error_body = shape);
        let error = bed.failure(NO_ALERTS, "alerts.list", json!({})).await;
        assert_eq!(error.kind, CallErrorKind::Permission, "{shape:?}");
        let body = error.said.unwrap().body;
        assert_eq!(body.is_empty(), shape == ErrorBody::Empty, "{body}");
    }
}

#[tokio::test]
async fn a_read_that_meets_a_short_outage_is_tried_again() {
    let bed = Bed::new().await;
    let outage = Rule::next(2, Fault::Html { status: 502 }).on_path("/account");
    bed.vendor.faults.add(outage);
    assert_eq!(bed.call("account.get", json!({})).await["currency"], "GBP");
    assert_eq!(bed.vendor.journal.to_path("/account").len(), 3);
}

#[tokio::test]
async fn a_web_page_in_place_of_json_is_named_and_kept() {
    let bed = Bed::new().await;
    bed.vendor
        .faults
        .add(Rule::always(Fault::html()).on_path("/api/"));
    for operation in ["account.get", "devices.list", "alerts.list", "components.list"] {
        let error = bed.failure(GOOD, operation, json!({})).await;
        let CallErrorKind::Contract { at } = &error.kind else {
            panic!("{error:?}");
        };
        assert!(at.contains("an HTML page in place of JSON"), "{at}");
        assert!(error.said.unwrap().body.contains("Maintenance"));
    }
}

#[tokio::test]
async fn an_answer_of_another_shape_is_a_contract_error_and_gives_no_secret_away() {
    for (operation, body, secret) in [
        (
            "devices.get",
            r#"{"uid":7,"udf":{"udf2":"recovery-key-1"}}"#,
            "recovery-key-1",
        ),
        (
            "sites.get",
            r#"{"uid":"a","proxySettings":{"port":"x","password":"proxy-password-1"}}"#,
            "proxy-password-1",
        ),
        ("alerts.get", r#"["not what is documented"]"#, "nothing secret"),
        ("account.get", "{}", "nothing secret"),
    ] {
        let bed = Bed::new().await;
        let wrong = Fault::status(200, body);
        bed.vendor.faults.add(Rule::always(wrong).on_path("/api/"));
        let input = if operation == "account.get" {
            json!({})
        } else {
            json!({"uid": "a"})
        };
        let error = bed.failure(GOOD, operation, input).await;
        assert!(matches!(error.kind, CallErrorKind::Contract { .. }), "{error:?}");
        assert!(!format!("{error:?}").contains(secret), "{error:?}");
    }
}
