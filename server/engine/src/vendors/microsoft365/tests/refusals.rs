//! How refusals read: Entra's by their code and by whose tenant it is, Graph's by status; the words stay as they came.

use super::{
    Bed, CUSTOMER, REFRESH, SECRET, TENANT, USER, entra_error, good, graph_error, with_service_account,
};
use crate::connector::CallErrorKind;
use serde_json::{Value, json};
use std::time::Duration;
use wiremock::ResponseTemplate;

#[tokio::test]
async fn entras_codes_are_told_apart_in_the_own_tenant() {
    for (status, error, code, kind, advice) in [
        (
            401,
            "invalid_client",
            7_000_215,
            CallErrorKind::Credentials,
            "check_application",
        ),
        (
            401,
            "invalid_client",
            7_000_222,
            CallErrorKind::Credentials,
            "check_application",
        ),
        (
            401,
            "invalid_client",
            700_027,
            CallErrorKind::Credentials,
            "check_application",
        ),
        (
            400,
            "unauthorized_client",
            700_016,
            CallErrorKind::Credentials,
            "give_consent",
        ),
        (
            400,
            "invalid_request",
            90002,
            CallErrorKind::Credentials,
            "check_tenant",
        ),
        (
            400,
            "invalid_request",
            90038,
            CallErrorKind::Credentials,
            "check_tenant",
        ),
        (
            400,
            "access_denied",
            53003,
            CallErrorKind::Permission,
            "change_policy",
        ),
        (
            400,
            "invalid_resource",
            500_011,
            CallErrorKind::Rejected,
            "leave_service_out",
        ),
        (
            400,
            "temporarily_unavailable",
            90033,
            CallErrorKind::VendorDown,
            "wait",
        ),
    ] {
        let bed = Bed::bare(super::connector()).await;
        bed.refuse_sign_in(TENANT, status, entra_error(error, code)).await;
        let failure = bed.failure(&good(), "organization.get", json!({})).await;
        assert_eq!(failure.kind, kind, "{code}");
        let given = failure.advice.clone().unwrap();
        assert_eq!(given.code, advice, "{code}");
        assert!(
            given.text.starts_with(&format!("AADSTS{code}: ")),
            "{}",
            given.text
        );
        assert_eq!(failure.operation, "organization.get");
        let said = failure.said.as_ref().unwrap();
        assert_eq!(
            (said.status, said.body.clone()),
            (status, entra_error(error, code).to_string())
        );
    }
}

#[tokio::test]
async fn in_a_customers_tenant_a_missing_consent_leaves_the_account_well() {
    for (error, code, kind) in [
        ("invalid_grant", 65001, CallErrorKind::Permission),
        ("invalid_grant", 90099, CallErrorKind::Permission),
        ("unauthorized_client", 700_016, CallErrorKind::Permission),
        ("invalid_grant", 50020, CallErrorKind::Permission),
        ("invalid_request", 90002, CallErrorKind::NotFound),
        ("invalid_request", 5_000_224, CallErrorKind::NotFound),
        ("invalid_grant", 700_082, CallErrorKind::Credentials),
        ("invalid_grant", 50173, CallErrorKind::Credentials),
        ("unauthorized_client", 1, CallErrorKind::Permission),
    ] {
        let bed = Bed::new().await;
        bed.refuse_sign_in(CUSTOMER, 400, entra_error(error, code)).await;
        let input = json!({"tenant": CUSTOMER});
        let failure = bed.failure(&with_service_account(), "users.list", input).await;
        assert_eq!((failure.kind, failure.attempts), (kind, 1), "{code}");
        assert!(bed.graph().await.is_empty());
    }
}

#[tokio::test]
async fn a_code_that_nobody_knows_is_read_by_the_word_beside_it() {
    for (status, body, kind) in [
        (400, json!({"error": "invalid_grant"}), CallErrorKind::Credentials),
        (
            400,
            json!({"error": "interaction_required", "error_codes": [9_999_999]}),
            CallErrorKind::Credentials,
        ),
        (
            401,
            json!({"error": "invalid_client"}),
            CallErrorKind::Credentials,
        ),
        (
            400,
            json!({"error": "consent_required"}),
            CallErrorKind::Permission,
        ),
        (
            400,
            json!({"error": "unauthorized_client"}),
            CallErrorKind::Credentials,
        ),
        (400, json!({"error": "something_new"}), CallErrorKind::Rejected),
        (401, json!("plain words"), CallErrorKind::Credentials),
        (
            429,
            json!({"error_codes": [7_000_222]}),
            CallErrorKind::Limited { retry_after: None },
        ),
        (
            500,
            json!({"error_codes": [7_000_222]}),
            CallErrorKind::VendorDown,
        ),
    ] {
        let bed = Bed::bare(super::connector()).await;
        bed.refuse_sign_in(TENANT, status, body.clone()).await;
        let failure = bed.failure(&good(), "organization.get", json!({})).await;
        assert_eq!(failure.kind, kind, "{body}");
    }
}

#[tokio::test]
async fn a_refused_sign_in_is_not_tried_again_and_an_outage_is() {
    for (status, code, times) in [(401, 7_000_222, 1), (400, 90033, 3)] {
        let bed = Bed::bare(super::connector()).await;
        bed.refuse_sign_in(TENANT, status, entra_error("x", code)).await;
        bed.failure(&good(), "organization.get", json!({})).await;
        assert_eq!(bed.sign_ins().await.len(), times, "{code}");
    }
}

#[tokio::test]
async fn graphs_refusals_are_told_apart_and_kept_word_for_word() {
    for (status, code, kind, advice) in [
        (400, "Request_BadRequest", CallErrorKind::Rejected, None),
        (
            403,
            "Authorization_RequestDenied",
            CallErrorKind::Permission,
            Some("grant_permission"),
        ),
        (
            403,
            "Authentication_RequestFromNonPremiumTenantOrB2CTenant",
            CallErrorKind::Rejected,
            Some("check_licence"),
        ),
        (404, "Request_ResourceNotFound", CallErrorKind::NotFound, None),
        (
            404,
            "MailboxNotEnabledForRESTAPI",
            CallErrorKind::NotFound,
            Some("check_licence"),
        ),
        (409, "conflict", CallErrorKind::Conflict, None),
        (412, "preconditionFailed", CallErrorKind::Conflict, None),
        (500, "UnknownError", CallErrorKind::VendorDown, None),
        (504, "timeout", CallErrorKind::VendorDown, None),
    ] {
        let bed = Bed::new().await;
        let body = graph_error(code, "Naïve \u{1f512} words");
        bed.answer("GET", &format!("/v1.0/users/{USER}"), status, body.clone())
            .await;
        let failure = bed.failure(&good(), "users.get", json!({"user": USER})).await;
        assert_eq!(failure.kind, kind, "{code}");
        assert_eq!(
            failure.advice.as_ref().map(|advice| advice.code.as_ref()),
            advice,
            "{code}"
        );
        let said = failure.said.unwrap();
        assert_eq!((said.status, said.body), (status, body.to_string()));
    }
}

#[tokio::test]
async fn the_request_id_of_graph_is_kept() {
    let bed = Bed::new().await;
    let refusal = ResponseTemplate::new(403)
        .insert_header("request-id", "aaaaaaaa-0000-4000-8000-00000000000a")
        .set_body_json(graph_error("Authorization_RequestDenied", "no"));
    bed.respond("GET", "/v1.0/domains", refusal).await;
    let failure = bed.failure(&good(), "domains.list", json!({})).await;
    assert_eq!(
        failure.said.unwrap().request_id.as_deref(),
        Some("aaaaaaaa-0000-4000-8000-00000000000a")
    );
}

#[tokio::test]
async fn a_refused_token_is_replaced_once_and_then_it_is_a_refusal() {
    let bed = Bed::new().await;
    let refusal = graph_error(
        "InvalidAuthenticationToken",
        "Access token has expired or is not yet valid.",
    );
    bed.answer("GET", "/v1.0/domains", 401, refusal).await;
    let failure = bed.failure(&good(), "domains.list", json!({})).await;
    assert_eq!(failure.kind, CallErrorKind::Credentials);
    assert_eq!((bed.sign_ins().await.len(), bed.graph().await.len()), (2, 2));
}

#[tokio::test]
async fn a_short_throttling_is_waited_for_and_a_long_one_is_told() {
    let slow = |seconds: &str| {
        ResponseTemplate::new(429)
            .insert_header("retry-after", seconds)
            .set_body_json(graph_error("TooManyRequests", "slow down"))
    };
    let bed = Bed::new().await;
    let again = std::sync::atomic::AtomicBool::new(false);
    let (first, second) = (
        slow("0"),
        ResponseTemplate::new(200).set_body_json(json!({"value": []})),
    );
    let answer = move |_: &wiremock::Request| {
        let is_again = again.swap(true, std::sync::atomic::Ordering::SeqCst);
        if is_again { second.clone() } else { first.clone() }
    };
    bed.respond("GET", "/v1.0/domains", answer).await;
    bed.call(&good(), "domains.list", json!({})).await;
    assert_eq!(bed.graph().await.len(), 2);
    bed.respond("GET", "/v1.0/groups", slow("12")).await;
    let failure = bed.failure(&good(), "groups.list", json!({})).await;
    let wait = Some(Duration::from_secs(12));
    assert_eq!(failure.kind, CallErrorKind::Limited { retry_after: wait });
}

#[tokio::test]
async fn an_echoed_secret_token_or_refresh_token_is_taken_out_of_what_is_kept() {
    let echo = |request: &wiremock::Request| {
        let sent = String::from_utf8_lossy(&request.body).into_owned();
        let header = request
            .headers
            .get("authorization")
            .map(|value| value.to_str().unwrap_or_default().to_owned());
        ResponseTemplate::new(400).set_body_string(format!("{sent} {SECRET} {REFRESH} {header:?}"))
    };
    let bed = Bed::bare(super::connector()).await;
    bed.respond("POST", &format!("/{CUSTOMER}/oauth2/v2.0/token"), echo)
        .await;
    let input = json!({"tenant": CUSTOMER});
    let failure = bed
        .failure(&with_service_account(), "users.list", input.clone())
        .await;
    let printed = format!("{failure:?}");
    assert!(
        !printed.contains(SECRET) && !printed.contains(REFRESH),
        "{printed}"
    );
    let bed = Bed::new().await;
    bed.respond("GET", "/v1.0/users", echo).await;
    let failure = bed.failure(&with_service_account(), "users.list", input).await;
    let sent = bed.graph().await.remove(0);
    let token = sent
        .headers
        .get("authorization")
        .unwrap()
        .to_str()
        .unwrap()
        .replace("Bearer ", "");
    assert!(!format!("{failure:?}").contains(&token));
}

#[tokio::test]
async fn an_answer_that_is_no_token_says_where_and_not_what() {
    let bed = Bed::bare(super::connector()).await;
    let odd = json!({"access_token": Value::Null, "refresh_token": "0.canary"});
    bed.answer("POST", &format!("/{TENANT}/oauth2/v2.0/token"), 200, odd)
        .await;
    let failure = bed.failure(&good(), "organization.get", json!({})).await;
    assert_eq!(failure.kind.code(), "contract_changed");
    assert!(!format!("{failure:?}").contains("canary"));
}
