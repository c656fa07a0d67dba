//! Test connection: which checks run, where it stops, and what it advises.

use super::{account, asked, start};
use crate::connector::Opened;
use contract::test_report::TestReport;
use sandbox::{
    Fault, Rule,
    autotask::{GOOD, NO_TICKETS, UNKNOWN_USER, WRONG_CODE, WRONG_SECRET},
};

fn names(report: &TestReport) -> Vec<(&str, bool)> {
    report
        .checks
        .iter()
        .map(|check| (check.name.as_ref(), check.ok))
        .collect()
}

fn advice(report: &TestReport) -> (&str, &str) {
    let advice = report.advice.as_ref().unwrap();
    (advice.code.as_ref(), &advice.text)
}

fn typed(url: &str) -> Opened {
    let mut opened = account(GOOD);
    opened.settings.insert("url".to_owned(), url.to_owned());
    opened
}

#[tokio::test]
async fn a_good_account_passes_every_check_and_nothing_is_written() {
    let (double, bench) = start().await;
    let (report, failed) = bench.test(&account(GOOD)).await;
    assert!(report.ok && failed.is_none(), "{report:?}");
    let names: Vec<_> = report.checks.iter().map(|check| check.name.as_ref()).collect();
    assert_eq!(
        names,
        [
            "Host",
            "TLS",
            "Zone",
            "Zone host",
            "Zone TLS",
            "Sign-in",
            "Read tickets",
            "Read companies",
            "Read resources",
            "Update tickets",
            "Write ticket notes",
            "Write time entries",
        ]
    );
    let detail = |name: &str| {
        report
            .checks
            .iter()
            .find(|check| check.name == name)
            .unwrap()
            .detail
            .clone()
    };
    assert_eq!(detail("Zone"), "America East at webservices15.autotask.net");
    assert_eq!(
        detail("Sign-in"),
        "signed in; 9,999 of 10,000 requests left (1 used in the last 60 minutes)"
    );
    assert_eq!(report.notes, Vec::<String>::new());
    let changing = double
        .journal
        .entries()
        .into_iter()
        .filter(sandbox::Entry::is_write);
    assert!(
        changing
            .into_iter()
            .all(|entry| entry.path.to_lowercase().ends_with("/query"))
    );
}

#[tokio::test]
async fn a_wrong_secret_stops_the_test_after_one_request_that_carried_it() {
    let (double, bench) = start().await;
    let (report, failed) = bench.test(&account(WRONG_SECRET)).await;
    assert_eq!(names(&report).last(), Some(&("Sign-in", false)));
    let (code, text) = advice(&report);
    assert_eq!(code, "check_secret");
    assert!(
        text.contains("Stopped after the first refusal, because repeated wrong secrets lock the API user")
    );
    assert_eq!(
        (report.reason.as_deref(), report.vendor_status),
        (Some("credentials"), Some(401))
    );
    assert!(failed.is_some() && !report.ok);
    assert_eq!(
        asked(&double),
        [
            "locator GET zoneinformation 200",
            "zone15 GET thresholdinformation 401"
        ]
    );
}

#[tokio::test]
async fn a_wrong_integration_code_is_told_by_its_text_although_the_status_is_500() {
    let (_double, bench) = start().await;
    let (report, _) = bench.test(&account(WRONG_CODE)).await;
    assert_eq!(advice(&report).0, "check_integration_code");
    assert_eq!(report.vendor_status, Some(500));
    assert_eq!(
        report.vendor_message.as_deref(),
        Some(r#"{"errors":["IntegrationCode is invalid."]}"#)
    );
}

#[tokio::test]
async fn an_unknown_user_name_fails_at_the_zone_and_sends_no_secret() {
    let (double, bench) = start().await;
    let (report, _) = bench.test(&account(UNKNOWN_USER)).await;
    assert_eq!(names(&report), [("Host", true), ("TLS", true), ("Zone", false)]);
    assert_eq!(advice(&report).0, "check_username");
    assert!(
        double
            .journal
            .entries()
            .iter()
            .all(|entry| entry.header("secret").is_none())
    );
}

#[tokio::test]
async fn a_locked_user_is_advised_to_be_unlocked() {
    let (double, bench) = start().await;
    double.turn(|knobs| knobs.lock_after = 0);
    let (report, _) = bench.test(&account(GOOD)).await;
    assert_eq!(advice(&report).0, "unlock_user");
}

#[tokio::test]
async fn an_empty_answer_is_no_failure_and_no_proof() {
    let (_double, bench) = start().await;
    let (report, _) = bench.test(&account(NO_TICKETS)).await;
    assert!(report.ok);
    let check = report
        .checks
        .iter()
        .find(|check| check.name == "Read tickets")
        .unwrap();
    assert_eq!(
        (check.ok, check.detail.as_str()),
        (true, "no rows: no permission or none there")
    );
    assert!(report.notes[0].contains("no tickets"), "{:?}", report.notes);
}

#[tokio::test]
async fn a_right_that_the_user_does_not_have_to_write_is_a_note() {
    let (double, bench) = start().await;
    let told = r#"{"info":{"userAccessForCreate":2,"userAccessForUpdate":0}}"#;
    double
        .faults
        .add(Rule::always(Fault::status(200, told)).on_path("entityInformation"));
    let (report, _) = bench.test(&account(GOOD)).await;
    assert!(report.ok);
    assert_eq!(report.notes.len(), 1);
    assert!(
        report.notes[0].starts_with("Update tickets: this API user may not"),
        "{:?}",
        report.notes
    );
}

#[tokio::test]
async fn a_typed_zone_that_refuses_is_offered_to_be_cleared() {
    let (double, bench) = start().await;
    let (report, _) = bench
        .test(&typed("https://webservices4.autotask.net/ATServicesRest/"))
        .await;
    let advice = report.advice.unwrap();
    assert_eq!(
        (advice.code.as_ref(), advice.set["url"].as_str()),
        ("clear_zone_url", "")
    );
    assert!(
        report
            .notes
            .iter()
            .any(|note| note.contains("webservices15.autotask.net")),
        "{:?}",
        report.notes
    );
    assert_eq!(
        asked(&double),
        [
            "locator GET zoneinformation 200",
            "zone4 GET thresholdinformation 401"
        ]
    );
    let (report, _) = bench.test(&typed("https://webservices15.autotask.net")).await;
    assert!(report.ok);
}

#[tokio::test]
async fn a_locator_that_is_out_of_reach_ends_the_test_at_its_first_check() {
    let (double, bench) = start().await;
    double.hosts.refuse().await;
    let (report, _) = bench.test(&account(GOOD)).await;
    assert_eq!(names(&report), [("Host", false)]);
    assert_eq!(advice(&report).0, "check_network");
}

#[tokio::test]
async fn a_zone_that_is_out_of_reach_is_named_as_the_zone() {
    let (double, bench) = start().await;
    double.hosts.refuse_host("zone15").await;
    let (report, failed) = bench.test(&account(GOOD)).await;
    assert_eq!(names(&report).last(), Some(&("Zone host", false)));
    assert!(failed.is_some());
}

#[tokio::test]
async fn one_failing_read_does_not_hide_the_others() {
    let (double, bench) = start().await;
    let refusal = include_str!("../fixtures/refused-permission.json");
    double
        .faults
        .add(Rule::always(Fault::status(500, refusal)).on_path("Companies/query"));
    let (report, _) = bench.test(&account(GOOD)).await;
    assert!(!report.ok);
    let failing: Vec<_> = names(&report).into_iter().filter(|(_, ok)| !ok).collect();
    assert_eq!(failing, [("Read companies", false)]);
    assert_eq!(names(&report).len(), 12);
    assert_eq!(advice(&report).0, "grant_permission");
}

#[tokio::test]
async fn an_account_that_is_not_told_its_rights_is_a_good_account_all_the_same() {
    for untold in [
        Fault::status(404, "<html>not found</html>"),
        Fault::status(200, "{}"),
    ] {
        let (double, bench) = start().await;
        double
            .faults
            .add(Rule::always(untold).on_path("entityInformation"));
        let (report, failed) = bench.test(&account(GOOD)).await;
        assert!(report.ok && failed.is_none(), "{report:?}");
        let told = report
            .checks
            .iter()
            .find(|check| check.name == "Update tickets")
            .unwrap();
        assert_eq!(told.detail, "Autotask does not tell");
    }
}
