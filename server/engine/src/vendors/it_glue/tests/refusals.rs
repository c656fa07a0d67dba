//! IT Glue's refusals: told apart, and kept word for word.

use super::{super::faults::ItGlueFaults, Bed, account, us};
use crate::connector::{CallErrorKind, Faults, Reply};
use sandbox::{Fault, it_glue::US_KEY};
use serde_json::json;
use std::collections::BTreeMap;

const FORBIDDEN: &str = include_str!("../fixtures/forbidden.json");
const UNAUTHORIZED: &str = include_str!("../fixtures/unauthorized.json");
const UNPROCESSABLE: &str = include_str!("../fixtures/unprocessable.json");
const NOT_FOUND: &str = include_str!("../fixtures/not_found.html");

fn html(status: u16, body: &str) -> Fault {
    Fault::Status {
        status,
        body: body.into(),
        content_type: "text/html; charset=utf-8".into(),
        headers: BTreeMap::new(),
    }
}

#[test]
fn each_status_means_what_it_glue_means_by_it() {
    let read = |status, body: &str| {
        ItGlueFaults.read(&Reply {
            status,
            body: body.into(),
            ..Reply::default()
        })
    };
    for (status, body, kind) in [
        (403, FORBIDDEN, CallErrorKind::Credentials),
        (401, UNAUTHORIZED, CallErrorKind::Permission),
        (404, NOT_FOUND, CallErrorKind::NotFound),
        (400, "", CallErrorKind::Rejected),
        (415, "", CallErrorKind::Rejected),
        (422, UNPROCESSABLE, CallErrorKind::Rejected),
        (429, "", CallErrorKind::Limited { retry_after: None }),
        (500, "", CallErrorKind::VendorDown),
        (503, "", CallErrorKind::VendorDown),
        (504, "", CallErrorKind::VendorDown),
    ] {
        assert_eq!(read(status, body), Some(kind), "{status}");
    }
    assert_eq!(read(200, "{}"), None);
}

#[tokio::test]
async fn a_refusal_of_any_kind_keeps_the_vendors_body_byte_for_byte() {
    let bed = Bed::new().await;
    for (fault, status, body, code) in [
        (
            Fault::status(403, FORBIDDEN),
            403,
            FORBIDDEN,
            "credentials_rejected",
        ),
        (
            Fault::status(401, UNAUTHORIZED),
            401,
            UNAUTHORIZED,
            "permission_denied",
        ),
        (html(404, NOT_FOUND), 404, NOT_FOUND, "vendor_not_found"),
        (
            Fault::status(422, UNPROCESSABLE),
            422,
            UNPROCESSABLE,
            "vendor_rejected",
        ),
    ] {
        for (operation, input) in [
            ("organizations.get", json!({"id": "2"})),
            ("configurations.list", json!({})),
            ("passwords.get", json!({"id": "3", "show_password": true})),
        ] {
            bed.vendor.faults.next(1, fault.clone());
            let error = bed.failure(&us(), operation, input).await;
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
async fn a_record_that_is_not_there_is_not_found_though_the_vendor_answers_a_web_page() {
    let bed = Bed::new().await;
    let error = bed
        .failure(&us(), "configurations.get", json!({"id": "999999999"}))
        .await;
    assert_eq!(error.kind, CallErrorKind::NotFound);
    let said = error.said.unwrap();
    assert!(said.content_type.unwrap().starts_with("text/html"));
    assert!(
        said.body
            .contains("The page you were looking for doesn't exist (404)"),
        "{}",
        said.body
    );
}

#[tokio::test]
async fn a_429_without_any_header_is_a_limit_with_the_vendors_words() {
    let bed = Bed::new().await;
    bed.vendor.set_usage(3_000);
    bed.vendor
        .turn(|behaviour| behaviour.limited_body = "Too Many Requests".into());
    let error = bed.bench.probe(&us()).await.unwrap_err();
    assert_eq!(error.kind, CallErrorKind::Limited { retry_after: None });
    let said = error.said.unwrap();
    assert_eq!((said.status, said.body.as_str()), (429, "Too Many Requests"));
}

#[tokio::test]
async fn a_read_that_meets_a_short_outage_is_tried_again() {
    let bed = Bed::new().await;
    bed.vendor.faults.next(2, Fault::Html { status: 502 });
    let output = bed.call(&us(), "organizations.get", json!({"id": "2"})).await;
    assert_eq!(output["id"], "2");
    assert_eq!(bed.vendor.journal.total(), 3);
}

#[tokio::test]
async fn a_web_page_in_place_of_json_is_named_and_kept_for_passwords_too() {
    let bed = Bed::new().await;
    for operation in ["organizations.list", "passwords.list"] {
        bed.vendor.faults.next(1, html(200, "<html>Maintenance</html>"));
        let error = bed.failure(&us(), operation, json!({})).await;
        let CallErrorKind::Contract { at } = &error.kind else {
            panic!("{error:?}");
        };
        assert!(at.contains("an HTML page in place of JSON"), "{at}");
        assert_eq!(
            error.said.unwrap().body,
            "<html>Maintenance</html>",
            "{operation}"
        );
    }
}

#[tokio::test]
async fn a_key_that_the_vendor_echoes_never_reaches_an_error() {
    let bed = Bed::new().await;
    bed.vendor.faults.always(Fault::EchoCredentials { status: 422 });
    for operation in ["organizations.list", "configurations.list", "passwords.list"] {
        let error = bed.failure(&account("", US_KEY), operation, json!({})).await;
        let shown = format!("{error:?} {error} {}", error.said.as_ref().unwrap().body);
        assert!(shown.contains("[secret]") && !shown.contains(US_KEY), "{shown}");
    }
    let (report, _) = bed.bench.test(&account("", US_KEY)).await;
    assert!(!format!("{report:?}").contains(US_KEY));
}
