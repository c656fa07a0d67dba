//! Test connection, from the first check to the advice; and the probe.

use super::{Bed, account, good};
use contract::test_report::TestReport;
use sandbox::{
    Fault, Rule,
    datto_edr::{
        GOOD_TOKEN, NO_ALERTS_TOKEN, ORIGIN, READ_ONLY_TOKEN, REVOKED_TOKEN, TOO_LOW_TOKEN,
        WITHOUT_EXTENSIONS_TOKEN,
    },
};

const ALL: [&str; 8] = [
    "Host",
    "TLS",
    "Sign-in",
    "Read agents",
    "Read alerts",
    "Read tasks",
    "Read target groups",
    "Quarantine",
];

fn names(report: &TestReport) -> Vec<(&str, bool)> {
    let checks = report.checks.iter();
    checks.map(|check| (check.name.as_ref(), check.ok)).collect()
}

fn failing(report: &TestReport) -> Vec<&str> {
    let failing = report.checks.iter().filter(|check| !check.ok);
    failing.map(|check| check.name.as_ref()).collect()
}

fn detail<'a>(report: &'a TestReport, name: &str) -> &'a str {
    let check = report.checks.iter().find(|check| check.name == name).unwrap();
    &check.detail
}

#[tokio::test]
async fn a_good_token_passes_every_check_and_nothing_is_written() {
    let bed = Bed::new().await;
    for instance in [ORIGIN, "northgate", "https://northgate.infocyte.com/api/"] {
        bed.vendor.journal.clear();
        let (report, failure) = bed.bench.test(&account(instance, GOOD_TOKEN)).await;
        assert!(report.ok && failure.is_none(), "{report:?}");
        assert_eq!(names(&report), ALL.map(|name| (name, true)));
        assert_eq!(detail(&report, "Sign-in"), "signed in as opsai-analyst.");
        assert!(detail(&report, "Quarantine").contains("Host Isolation Restore"));
        assert!(report.advice.is_none() && report.notes.is_empty());
        assert_eq!((bed.vendor.journal.total(), bed.vendor.journal.writes()), (7, 0));
    }
}

#[tokio::test]
async fn a_token_that_may_only_read_passes_for_nothing_is_run_to_find_out() {
    let bed = Bed::new().await;
    let (report, _) = bed.bench.test(&account(ORIGIN, READ_ONLY_TOKEN)).await;
    assert!(report.ok, "{report:?}");
    assert!(detail(&report, "Quarantine").contains("shows only when one is run"));
}

#[tokio::test]
async fn a_refused_token_ends_the_test_in_the_vendors_words_and_the_advice_names_the_page() {
    let bed = Bed::new().await;
    let (report, failure) = bed.bench.test(&account(ORIGIN, REVOKED_TOKEN)).await;
    assert_eq!(failing(&report), ["Sign-in"]);
    assert_eq!(report.vendor_status, Some(401));
    assert_eq!(
        report.vendor_message.as_deref().unwrap().len(),
        include_str!("../fixtures/authorization_required.json").len()
    );
    assert_eq!(failure.unwrap().kind.code(), "credentials_rejected");
    let advice = report.advice.unwrap();
    assert_eq!(advice.code, "check_api_token");
    assert!(advice.text.contains("Admin > Users & Tokens") && advice.text.contains("one year"));
    assert_eq!(bed.vendor.journal.total(), 1);
}

#[tokio::test]
async fn a_500_at_sign_in_says_to_check_the_tokens_form_as_well_as_the_vendor() {
    let bed = Bed::new().await;
    let body = include_str!("../fixtures/server_error.json");
    bed.vendor.faults.always(Fault::status(500, body));
    let (report, _) = bed.bench.test(&good()).await;
    assert_eq!(report.vendor_message.as_deref(), Some(body));
    let advice = report.advice.unwrap();
    assert_eq!(advice.code, "check_token_format");
    assert!(
        advice.text.contains("64 characters") && advice.text.contains("later"),
        "{}",
        advice.text
    );
    let bed = Bed::new().await;
    bed.vendor.faults.always(Fault::Html { status: 503 });
    let (report, _) = bed.bench.test(&good()).await;
    assert_eq!(report.advice.unwrap().code, "check_vendor_status");
}

#[tokio::test]
async fn bearer_before_the_token_is_left_out_and_the_person_is_told() {
    let bed = Bed::new().await;
    let (report, _) = bed
        .bench
        .test(&account(ORIGIN, &format!(" bearer {GOOD_TOKEN} ")))
        .await;
    assert!(report.ok, "{report:?}");
    assert!(report.notes[0].contains("Bearer"), "{report:?}");
    let sent = bed.vendor.journal.last().unwrap();
    assert_eq!(sent.header("authorization"), Some(GOOD_TOKEN));
}

#[tokio::test]
async fn a_token_of_another_length_is_tried_and_the_person_is_told() {
    let bed = Bed::new().await;
    let (report, _) = bed.bench.test(&account(ORIGIN, "short-token")).await;
    assert!(report.notes[0].contains("11 characters") && report.notes[0].contains("64"));
    assert_eq!(report.vendor_status, Some(401));
}

#[tokio::test]
async fn a_right_that_is_missing_fails_its_own_check_and_the_advice_names_it() {
    for (status, token, check, what) in [
        (403, NO_ALERTS_TOKEN, "Read alerts", "alerts"),
        (401, NO_ALERTS_TOKEN, "Read alerts", "alerts"),
        (403, WITHOUT_EXTENSIONS_TOKEN, "Quarantine", "extensions"),
    ] {
        let bed = Bed::new().await;
        bed.vendor.turn(|behaviour| behaviour.denied_status = status);
        let (report, failure) = bed.bench.test(&account(ORIGIN, token)).await;
        assert_eq!(names(&report).len(), ALL.len(), "the other checks still run");
        assert_eq!(failing(&report), [check]);
        assert_eq!(report.vendor_status, Some(status));
        assert_eq!(failure.unwrap().kind.code(), "permission_denied");
        let advice = report.advice.unwrap();
        assert_eq!(advice.code, "grant_permission");
        assert!(
            advice.text.contains(&format!("may not read {what}.")),
            "{}",
            advice.text
        );
    }
}

#[tokio::test]
async fn a_401_without_a_telling_code_after_a_good_sign_in_is_a_missing_right() {
    let bed = Bed::new().await;
    let refused = Fault::status(401, include_str!("../fixtures/authorization_required.json"));
    bed.vendor.faults.add(Rule::always(refused).on_path("/usertasks"));
    let (report, failure) = bed.bench.test(&good()).await;
    assert_eq!(failing(&report), ["Read tasks"]);
    assert_eq!(failure.unwrap().kind.code(), "permission_denied");
}

#[tokio::test]
async fn a_token_that_may_do_nothing_has_every_missing_right_named_in_one_advice() {
    let bed = Bed::new().await;
    let (report, _) = bed.bench.test(&account(ORIGIN, TOO_LOW_TOKEN)).await;
    assert_eq!(failing(&report), ALL[3..]);
    let text = report.advice.unwrap().text;
    assert!(
        text.contains("agents and alerts and tasks and target groups and extensions"),
        "{text}"
    );
}

#[tokio::test]
async fn an_extension_that_is_not_there_is_told_without_failing_the_test() {
    let bed = Bed::new().await;
    bed.vendor.remove("Extensions", &bed.vendor.extension_id(1));
    let (report, _) = bed.bench.test(&good()).await;
    assert!(report.ok, "{report:?}");
    assert_eq!(detail(&report, "Quarantine"), "not there: Host Isolation Restore");
    assert!(report.notes[0].contains("administrator"), "{report:?}");
}

#[tokio::test]
async fn an_outage_in_the_middle_stops_the_test() {
    let bed = Bed::new().await;
    bed.vendor
        .faults
        .add(Rule::always(Fault::Html { status: 503 }).on_path("/Alerts"));
    let (report, _) = bed.bench.test(&good()).await;
    assert_eq!(names(&report).last(), Some(&("Read alerts", false)));
    assert_eq!(report.advice.unwrap().code, "check_vendor_status");
}

#[tokio::test]
async fn an_instance_that_is_none_fails_the_first_check_with_advice_and_nothing_is_sent() {
    let bed = Bed::new().await;
    let (report, _) = bed
        .bench
        .test(&account("https://edr.datto.com", GOOD_TOKEN))
        .await;
    assert_eq!(names(&report), [("Host", false)]);
    assert!(detail(&report, "Host").contains("Datto's website"));
    assert_eq!(report.advice.unwrap().code, "check_instance");
    assert_eq!(bed.vendor.journal.total(), 0);
}

#[tokio::test]
async fn a_probe_is_one_request_that_tells_whose_token_it_is() {
    let bed = Bed::new().await;
    let found = bed.bench.probe(&good()).await.unwrap();
    assert_eq!(
        (found.detail.as_str(), found.attention),
        ("signed in as opsai-analyst", None)
    );
    assert_eq!(bed.asked(), ["GET users/me"]);
    bed.vendor.faults.next(1, Fault::status(200, r#"{"id": 7}"#));
    assert_eq!(bed.bench.probe(&good()).await.unwrap().detail, "signed in");
}
