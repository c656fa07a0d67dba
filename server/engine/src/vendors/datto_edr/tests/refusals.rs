//! Datto EDR's refusals: told apart, and kept word for word.

use super::{super::faults::DattoEdrFaults, Bed, account, good};
use crate::connector::{CallErrorKind, Faults, Reply};
use sandbox::{
    Fault,
    datto_edr::{GOOD_TOKEN, ORIGIN, REVOKED_TOKEN, Refusal},
};
use serde_json::json;

const UNAUTHORIZED: &str = include_str!("../fixtures/authorization_required.json");
const DENIED: &str = include_str!("../fixtures/access_denied.json");
const NOT_FOUND: &str = include_str!("../fixtures/model_not_found.json");
const NO_ROUTE: &str = include_str!("../fixtures/no_route.json");
const SERVER_ERROR: &str = include_str!("../fixtures/server_error.json");

fn read(status: u16, body: &str) -> Option<CallErrorKind> {
    DattoEdrFaults.read(&Reply {
        status,
        body: body.into(),
        ..Reply::default()
    })
}

#[test]
fn each_refusal_means_what_loopback_means_by_it() {
    for (status, body, code) in [
        (401, UNAUTHORIZED, "credentials_rejected"),
        (
            401,
            r#"{"error":{"code":"INVALID_TOKEN"}}"#,
            "credentials_rejected",
        ),
        (401, "", "credentials_rejected"),
        (401, DENIED, "permission_denied"),
        (403, DENIED, "permission_denied"),
        (403, "<html>", "permission_denied"),
        (404, NOT_FOUND, "vendor_not_found"),
        (404, "", "vendor_not_found"),
        (404, NO_ROUTE, "contract_changed"),
        (400, r#"{"error":{"statusCode":400}}"#, "vendor_rejected"),
        (422, "", "vendor_rejected"),
        (429, "", "rate_limited"),
        (500, SERVER_ERROR, "vendor_unavailable"),
        (502, "<html>", "vendor_unavailable"),
    ] {
        let kind = read(status, body).unwrap();
        assert_eq!(kind.code(), code, "{status} {body}");
    }
    assert_eq!(read(200, "[]"), None);
}

#[tokio::test]
async fn a_refusal_of_any_kind_keeps_the_vendors_body_byte_for_byte_and_is_sent_once() {
    let bed = Bed::new().await;
    for (status, body, code) in [
        (401, UNAUTHORIZED, "credentials_rejected"),
        (403, DENIED, "permission_denied"),
        (404, NOT_FOUND, "vendor_not_found"),
        (404, NO_ROUTE, "contract_changed"),
        (400, "{ \"odd\" :\r\n true }", "vendor_rejected"),
    ] {
        for (operation, input) in [
            ("agents.get", json!({"id": "a"})),
            ("alerts.list", json!({})),
            ("tasks.output", json!({"id": "t"})),
        ] {
            bed.vendor.faults.next(1, Fault::status(status, body));
            let error = bed.failure(operation, input).await;
            let said = error.said.as_ref().unwrap();
            assert_eq!((said.status, said.body.as_str()), (status, body), "{operation}");
            assert_eq!((error.kind.code(), error.attempts), (code, 1), "{operation}");
            assert_eq!(error.operation, operation);
        }
    }
}

#[tokio::test]
async fn a_refused_token_is_asked_once_whatever_its_code() {
    for how in [Refusal::AuthorizationRequired, Refusal::InvalidToken] {
        let bed = Bed::new().await;
        bed.vendor.turn(|behaviour| behaviour.wrong_token = how);
        let error = bed
            .bench
            .probe(&account(ORIGIN, REVOKED_TOKEN))
            .await
            .unwrap_err();
        assert_eq!((error.kind, error.attempts), (CallErrorKind::Credentials, 1));
        assert_eq!(bed.vendor.journal.total(), 1);
    }
}

#[tokio::test]
async fn a_read_that_meets_a_short_outage_is_tried_again() {
    let bed = Bed::new().await;
    bed.vendor.faults.next(2, Fault::status(500, SERVER_ERROR));
    let id = bed.vendor.agent_id(7);
    let output = bed.call("agents.get", json!({"id": id})).await;
    assert_eq!(
        (output["id"].as_str(), bed.vendor.journal.total()),
        (Some(id.as_str()), 3)
    );
}

#[tokio::test]
async fn the_web_app_in_place_of_the_api_is_named_and_not_taken_for_health() {
    let bed = Bed::new().await;
    bed.vendor.faults.always(Fault::html());
    let error = bed.bench.probe(&good()).await.unwrap_err();
    let CallErrorKind::Contract { at } = &error.kind else {
        panic!("{error:?}");
    };
    assert!(at.contains("an HTML page in place of JSON"), "{at}");
}

#[tokio::test]
async fn a_token_that_the_vendor_echoes_never_reaches_an_error_with_or_without_bearer() {
    let bed = Bed::new().await;
    bed.vendor.faults.always(Fault::EchoCredentials { status: 422 });
    for pasted in [GOOD_TOKEN.to_owned(), format!("Bearer {GOOD_TOKEN}")] {
        let account = account(ORIGIN, &pasted);
        let error = bed.bench.probe(&account).await.unwrap_err();
        let shown = format!("{error:?} {error} {}", error.said.as_ref().unwrap().body);
        assert!(
            shown.contains("[secret]") && !shown.contains(GOOD_TOKEN),
            "{shown}"
        );
        let (report, _) = bed.bench.test(&account).await;
        assert!(!format!("{report:?}").contains(GOOD_TOKEN));
    }
}
