//! Status and text of an answer, and what they are taken for.

use super::super::faults::{FAULTS, Refusal, refusal_of};
use crate::connector::{CallError, CallErrorKind, Faults, Reply};
use contract::ids::VendorId;
use std::time::Duration;

fn reply(status: u16, body: &str) -> Reply {
    Reply {
        status,
        body: body.as_bytes().to_vec(),
        ..Reply::default()
    }
}

fn read(status: u16, body: &str) -> Option<CallErrorKind> {
    FAULTS.read(&reply(status, body))
}

const CODE: &str = include_str!("../fixtures/refused-integration-code.json");
const USER: &str = include_str!("../fixtures/refused-user-name.json");
const LOCKED: &str = include_str!("../fixtures/refused-locked.json");
const PERMISSION: &str = include_str!("../fixtures/refused-permission.json");
const THREADS: &str = include_str!("../fixtures/busy-threads.json");
const FIELD: &str = include_str!("../fixtures/refused-field.json");
const RECORD: &str = include_str!("../fixtures/missing-record.json");
const METHOD: &str = include_str!("../fixtures/wrong-method.json");
const OUTAGE: &str = include_str!("../fixtures/outage.html");
const ITEM: &str = include_str!("../fixtures/missing-item.json");

#[test]
fn a_500_is_credentials_permission_a_bad_request_or_an_outage_by_its_text() {
    assert_eq!(read(500, CODE), Some(CallErrorKind::Credentials));
    assert_eq!(read(500, USER), Some(CallErrorKind::Credentials));
    assert_eq!(read(500, LOCKED), Some(CallErrorKind::Credentials));
    assert_eq!(read(500, PERMISSION), Some(CallErrorKind::Permission));
    assert_eq!(read(500, FIELD), Some(CallErrorKind::Rejected));
    assert_eq!(read(500, RECORD), Some(CallErrorKind::NotFound));
    assert_eq!(read(500, ""), Some(CallErrorKind::VendorDown));
    assert_eq!(read(500, r#"{"errors":[]}"#), Some(CallErrorKind::VendorDown));
    assert_eq!(
        read(500, r#"{"Message":"An error has occurred."}"#),
        Some(CallErrorKind::VendorDown)
    );
    assert_eq!(read(500, OUTAGE), Some(CallErrorKind::VendorDown));
}

#[test]
fn other_failures_of_the_server_are_outages_whatever_their_body() {
    for status in [502, 503, 504] {
        for body in ["", OUTAGE, FIELD] {
            assert_eq!(
                read(status, body),
                Some(CallErrorKind::VendorDown),
                "{status} {body}"
            );
        }
    }
}

#[test]
fn a_401_and_a_403_are_credentials_with_any_body_and_locked_users_too() {
    for status in [401, 403] {
        for body in ["", r#"{"errors":["Unauthorized"]}"#, LOCKED, OUTAGE] {
            assert_eq!(
                read(status, body),
                Some(CallErrorKind::Credentials),
                "{status} {body}"
            );
        }
    }
}

#[test]
fn busy_threads_are_a_limit_under_any_status_and_so_is_a_429() {
    let soon = Some(CallErrorKind::Limited {
        retry_after: Some(Duration::from_secs(1)),
    });
    for status in [200, 401, 409, 429, 500, 503] {
        assert_eq!(read(status, THREADS), soon, "{status}");
    }
    assert_eq!(read(500, r#"{"errors":["Itgenatr005"]}"#), soon);
    assert_eq!(read(429, ""), Some(CallErrorKind::Limited { retry_after: None }));
    let told = Reply {
        retry_after: Some(Duration::from_secs(90)),
        ..reply(429, "")
    };
    let wait = Some(Duration::from_secs(90));
    assert_eq!(
        FAULTS.read(&told),
        Some(CallErrorKind::Limited { retry_after: wait })
    );
}

#[test]
fn a_missing_record_is_told_by_404_and_by_a_null_item() {
    assert_eq!(read(404, ""), Some(CallErrorKind::NotFound));
    assert_eq!(read(200, ITEM), Some(CallErrorKind::NotFound));
    assert_eq!(read(200, "{ \"Item\" : null }"), Some(CallErrorKind::NotFound));
}

#[test]
fn a_good_answer_is_good_even_when_a_ticket_quotes_an_error() {
    assert_eq!(
        read(
            200,
            r#"{"item":{"id":1,"title":"thread threshold of 3 threads"}}"#
        ),
        None
    );
    assert_eq!(
        read(200, r#"{"items":[],"pageDetails":{"nextPageUrl":null}}"#),
        None
    );
    assert_eq!(read(200, r#"{"itemId":5}"#), None);
}

#[test]
fn errors_under_a_good_status_are_errors() {
    assert_eq!(read(200, FIELD), Some(CallErrorKind::Rejected));
    assert_eq!(read(200, PERMISSION), Some(CallErrorKind::Permission));
}

#[test]
fn a_wrong_method_is_rejected_and_a_redirect_is_not_followed() {
    assert_eq!(read(405, METHOD), Some(CallErrorKind::Rejected));
    assert!(matches!(read(302, ""), Some(CallErrorKind::Egress { .. })));
}

#[test]
fn the_part_of_the_credentials_that_was_refused_is_told_apart() {
    let of = |status, body: &str| {
        let mut error = CallError::new(VendorId::new("autotask"), "probe", read(status, body).unwrap());
        error.said = Some(crate::connector::VendorSaid {
            status,
            request_id: None,
            content_type: None,
            body: body.to_owned(),
            truncated: false,
        });
        refusal_of(&error)
    };
    assert_eq!(of(500, CODE), Some(Refusal::IntegrationCode));
    assert_eq!(of(500, USER), Some(Refusal::UserName));
    assert_eq!(of(401, LOCKED), Some(Refusal::Locked));
    assert_eq!(of(401, ""), Some(Refusal::Unexplained));
    assert_eq!(of(500, FIELD), None);
}
