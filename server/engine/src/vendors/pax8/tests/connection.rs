//! Test connection and the probe, from the first check to the advice.

use super::{Bed, account, good};
use crate::connector::CallErrorKind;
use contract::test_report::TestReport;
use sandbox::{
    Fault, Rule,
    pax8::{READ_ONLY, UNKNOWN_KEY, WITHOUT_SUBSCRIPTIONS, WRONG_SECRET},
};

const DENIED: &str = include_str!("../fixtures/access_denied.json");

fn names(report: &TestReport) -> Vec<(&str, bool)> {
    let checks = report.checks.iter();
    checks.map(|check| (check.name.as_ref(), check.ok)).collect()
}

fn detail<'a>(report: &'a TestReport, name: &str) -> &'a str {
    let check = report.checks.iter().find(|check| check.name == name).unwrap();
    &check.detail
}

#[tokio::test]
async fn a_good_key_passes_every_check_and_each_kind_is_read_once() {
    let bed = Bed::new().await;
    for key in [good(), account(READ_ONLY)] {
        let (report, failure) = bed.bench.test(&key).await;
        assert!(report.ok && failure.is_none(), "{report:?}");
        let all = [
            "Host",
            "TLS",
            "Sign-in",
            "Read companies",
            "Read products",
            "Read orders",
            "Read subscriptions",
            "Read contacts",
        ];
        assert_eq!(names(&report), all.map(|name| (name, true)));
        assert_eq!(detail(&report, "Read companies"), "230 companies visible.");
        assert_eq!(
            detail(&report, "Read contacts"),
            "3 contacts of one company visible."
        );
        assert!(report.advice.is_none() && report.notes.is_empty());
    }
    let calls = bed.calls();
    assert!(
        calls.iter().all(|entry| entry.method == "GET"),
        "nothing is ordered to find out"
    );
    assert!(
        calls
            .iter()
            .all(|entry| entry.query.as_deref() == Some("page=0&size=1"))
    );
}

#[tokio::test]
async fn a_refused_key_stops_the_test_at_the_sign_in_with_pax8s_words() {
    for key in [WRONG_SECRET, UNKNOWN_KEY] {
        let bed = Bed::new().await;
        let (report, failure) = bed.bench.test(&account(key)).await;
        assert_eq!(
            names(&report),
            [("Host", true), ("TLS", true), ("Sign-in", false)]
        );
        assert_eq!(report.vendor_status, Some(401));
        assert_eq!(report.vendor_message.as_deref(), Some(DENIED));
        assert_eq!(report.reason.as_deref(), Some("credentials"));
        assert_eq!(failure.unwrap().kind, CallErrorKind::Credentials);
        assert_eq!(report.advice.unwrap().code, "check_client_secret");
        assert_eq!(bed.vendor.journal.total(), 1);
    }
}

#[tokio::test]
async fn every_kind_that_the_key_may_not_read_is_named_in_one_advice() {
    let bed = Bed::new().await;
    let (report, failure) = bed.bench.test(&account(WITHOUT_SUBSCRIPTIONS)).await;
    assert!(!report.ok);
    assert_eq!(
        names(&report)[3..],
        [
            ("Read companies", true),
            ("Read products", true),
            ("Read orders", false),
            ("Read subscriptions", false),
            ("Read contacts", true),
        ]
    );
    assert_eq!(report.vendor_status, Some(403));
    assert_eq!(failure.unwrap().kind, CallErrorKind::Permission);
    let advice = report.advice.unwrap();
    assert_eq!(advice.code, "grant_permission");
    assert!(
        advice.text.contains("orders and subscriptions"),
        "{}",
        advice.text
    );
}

#[tokio::test]
async fn tokens_that_are_given_and_then_refused_are_told_from_a_wrong_key() {
    let bed = Bed::new().await;
    bed.vendor
        .faults
        .add(Rule::always(Fault::Empty { status: 401 }).on_path("/companies"));
    let (report, failure) = bed.bench.test(&good()).await;
    assert_eq!(
        names(&report)[2..],
        [("Sign-in", true), ("Read companies", false)]
    );
    assert_eq!(
        failure.unwrap().attempts,
        2,
        "once more with a new token, and no more"
    );
    assert_eq!(report.advice.unwrap().code, "check_api_key");
    assert_eq!(bed.vendor.tokens_given(), 2);
}

#[tokio::test]
async fn an_outage_stops_the_test_and_is_not_blamed_on_the_key() {
    for (path, checks) in [("/token", 3), ("/companies", 4)] {
        let bed = Bed::new().await;
        bed.vendor
            .faults
            .add(Rule::always(Fault::Html { status: 503 }).on_path(path));
        let (report, failure) = bed.bench.test(&good()).await;
        assert_eq!(report.checks.len(), checks, "{report:?}");
        assert_eq!(report.vendor_status, Some(503));
        assert_eq!(failure.unwrap().kind.code(), "vendor_unavailable");
        assert_eq!(report.advice.unwrap().code, "check_vendor_status");
    }
}

#[tokio::test]
async fn a_test_signs_in_anew_though_a_token_is_kept() {
    let bed = Bed::new().await;
    bed.bench.probe(&good()).await.unwrap();
    // The product gives every test a shelf of its own; the bench keeps one, so the kept token is forgotten here.
    bed.bench.desk(&good()).shelf.token.forget();
    bed.bench.test(&good()).await;
    assert_eq!(bed.vendor.tokens_given(), 2);
}

#[tokio::test]
async fn a_probe_tells_how_many_companies_are_visible() {
    let bed = Bed::new().await;
    let found = bed.bench.probe(&good()).await.unwrap();
    assert_eq!(
        (found.detail.as_str(), found.attention),
        ("230 companies visible", None)
    );
    assert_eq!(bed.asked(), ["GET /v1/companies?page=0&size=1"]);
    let page = include_str!("../fixtures/companies_page.json");
    bed.vendor.faults.next(1, Fault::status(200, page));
    assert_eq!(
        bed.bench.probe(&good()).await.unwrap().detail,
        "1,204 companies visible"
    );
    bed.vendor.faults.next(1, Fault::status(200, r#"{"content":[]}"#));
    assert_eq!(
        bed.bench.probe(&good()).await.unwrap().detail,
        "companies can be read"
    );
}

#[tokio::test]
async fn a_key_that_sees_no_company_at_all_is_worth_a_look() {
    let bed = Bed::new().await;
    let empty = r#"{"content":[],"page":{"size":1,"totalElements":0,"totalPages":0,"number":0}}"#;
    bed.vendor
        .faults
        .add(Rule::always(Fault::status(200, empty)).on_path("/companies"));
    let found = bed.bench.probe(&good()).await.unwrap();
    assert!(found.attention.unwrap().contains("no company"));
    let (report, _) = bed.bench.test(&good()).await;
    assert!(report.ok, "contacts have no company to be asked at: {report:?}");
}
