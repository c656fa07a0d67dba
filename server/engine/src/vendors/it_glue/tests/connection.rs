//! Test connection, from the first check to the advice.

use super::{Bed, account, us};
use contract::test_report::TestReport;
use sandbox::{
    Fault, Rule,
    it_glue::{
        AU_KEY, EU_KEY, REVOKED_KEY, US_KEY, US_KEY_WITHOUT_PASSWORD_ACCESS, US_KEY_WITHOUT_PASSWORDS,
    },
};

const FORBIDDEN: &str = include_str!("../fixtures/forbidden.json");
const UNAUTHORIZED: &str = include_str!("../fixtures/unauthorized.json");

fn names(report: &TestReport) -> Vec<(&str, bool)> {
    report
        .checks
        .iter()
        .map(|check| (check.name.as_ref(), check.ok))
        .collect()
}

fn detail<'a>(report: &'a TestReport, name: &str) -> &'a str {
    let check = report.checks.iter().find(|check| check.name == name).unwrap();
    &check.detail
}

#[tokio::test]
async fn a_good_key_passes_every_check_and_each_kind_is_read_once() {
    let bed = Bed::new().await;
    let (report, failure) = bed.bench.test(&us()).await;
    assert!(report.ok && failure.is_none(), "{report:?}");
    let all = ["Host", "TLS", "Sign-in", "Read configurations", "Read passwords"];
    assert_eq!(names(&report), all.map(|name| (name, true)));
    assert_eq!(detail(&report, "Sign-in"), "137 organizations visible.");
    assert_eq!(
        detail(&report, "Read configurations"),
        "260 configurations visible."
    );
    assert!(report.advice.is_none() && report.notes.is_empty());
    assert_eq!(bed.asked("page[size]"), vec![Some("1".to_owned()); 3]);
}

#[tokio::test]
async fn a_key_of_another_region_gets_its_base_url_as_advice_and_passes_once_it_is_applied() {
    for (at, key, code, url) in [
        ("", EU_KEY, "use_eu_base_url", "https://api.eu.itglue.com"),
        ("", AU_KEY, "use_au_base_url", "https://api.au.itglue.com"),
        (
            "https://api.eu.itglue.com",
            US_KEY,
            "use_us_base_url",
            "https://api.itglue.com",
        ),
    ] {
        let bed = Bed::new().await;
        let mut account = account(at, key);
        let (report, failure) = bed.bench.test(&account).await;
        assert!(!report.ok && failure.is_some());
        assert_eq!(
            names(&report),
            [
                ("Host", true),
                ("TLS", true),
                ("Sign-in", false),
                ("Region", false)
            ]
        );
        assert_eq!(report.vendor_status, Some(403));
        assert_eq!(report.vendor_message.as_deref(), Some(FORBIDDEN));
        assert_eq!(report.reason.as_deref(), Some("credentials"));
        assert!(
            detail(&report, "Region").contains(&url["https://".len()..]),
            "{report:?}"
        );
        let advice = report.advice.unwrap();
        assert_eq!(advice.code, code);
        assert!(advice.text.contains(url));
        assert_eq!(advice.set.get("base_url").map(String::as_str), Some(url));

        account.settings.extend(advice.set);
        let (report, _) = bed.bench.test(&account).await;
        assert!(report.ok, "{report:?}");
    }
}

#[tokio::test]
async fn a_key_that_no_region_knows_is_shown_to_each_host_once_and_the_advice_is_to_check_it() {
    let bed = Bed::new().await;
    let (report, _) = bed.bench.test(&account("", REVOKED_KEY)).await;
    assert_eq!(report.vendor_message.as_deref(), Some(FORBIDDEN));
    assert_eq!(report.advice.as_ref().unwrap().code, "check_api_key");
    assert!(detail(&report, "Region").contains("US, EU and AU refuse it"));
    let entries = bed.vendor.journal.entries();
    let hosts: Vec<_> = entries.iter().map(|entry| entry.host).collect();
    assert_eq!(hosts, ["us", "eu", "au"]);
}

#[tokio::test]
async fn a_region_that_cannot_be_asked_is_named_and_does_not_hide_the_one_that_can() {
    let bed = Bed::new().await;
    bed.vendor.faults.add(Rule::always(Fault::Close).on_host("eu"));
    let (report, _) = bed.bench.test(&account("", AU_KEY)).await;
    assert_eq!(report.advice.unwrap().code, "use_au_base_url");
    let (report, _) = bed.bench.test(&account("", REVOKED_KEY)).await;
    assert!(
        detail(&report, "Region").contains("EU could not be asked"),
        "{report:?}"
    );
    assert_eq!(report.advice.unwrap().code, "check_api_key");
}

#[tokio::test]
async fn a_host_that_knows_the_key_but_allows_it_nothing_is_its_region_all_the_same() {
    let bed = Bed::new().await;
    bed.vendor
        .faults
        .add(Rule::always(Fault::status(401, UNAUTHORIZED)).on_host("eu"));
    let (report, _) = bed.bench.test(&account("", EU_KEY)).await;
    assert_eq!(report.advice.unwrap().code, "use_eu_base_url");
    assert_eq!(report.vendor_status, Some(403));
}

#[tokio::test]
async fn a_key_that_may_not_read_passwords_fails_that_check_and_the_advice_names_password_access() {
    let bed = Bed::new().await;
    let (report, failure) = bed.bench.test(&account("", US_KEY_WITHOUT_PASSWORDS)).await;
    assert!(!report.ok);
    assert_eq!(
        names(&report)[2..],
        [
            ("Sign-in", true),
            ("Read configurations", true),
            ("Read passwords", false)
        ]
    );
    assert_eq!(report.vendor_status, Some(401));
    assert!(
        report
            .vendor_message
            .unwrap()
            .contains("Unauthorized resource access")
    );
    assert_eq!(report.reason.as_deref(), Some("permission"));
    assert_eq!(failure.unwrap().kind.code(), "permission_denied");
    let advice = report.advice.unwrap();
    assert_eq!(advice.code, "grant_permission");
    assert!(
        advice.text.contains("passwords") && advice.text.contains("Password Access"),
        "{}",
        advice.text
    );
}

#[tokio::test]
async fn a_key_without_password_access_still_passes_for_metadata_is_all_the_test_reads() {
    let bed = Bed::new().await;
    let (report, _) = bed.bench.test(&account("", US_KEY_WITHOUT_PASSWORD_ACCESS)).await;
    assert!(report.ok, "{report:?}");
}

#[tokio::test]
async fn every_kind_that_the_key_may_not_read_is_named_in_one_advice() {
    let bed = Bed::new().await;
    bed.vendor.faults.always(Fault::status(401, UNAUTHORIZED));
    let (report, _) = bed.bench.test(&us()).await;
    assert_eq!(
        names(&report)[2..],
        [
            ("Sign-in", false),
            ("Read configurations", false),
            ("Read passwords", false)
        ]
    );
    assert_eq!(report.vendor_message.as_deref(), Some(UNAUTHORIZED));
    let text = report.advice.unwrap().text;
    assert!(
        text.contains("organizations and configurations and passwords"),
        "{text}"
    );
    let entries = bed.vendor.journal.entries();
    assert!(
        entries.iter().all(|entry| entry.host == "us"),
        "a known key is shown to no other host"
    );
}

#[tokio::test]
async fn an_outage_stops_the_test_and_asks_no_other_region() {
    let bed = Bed::new().await;
    bed.vendor.faults.always(Fault::Html { status: 503 });
    let (report, failure) = bed.bench.test(&us()).await;
    assert_eq!(
        names(&report),
        [("Host", true), ("TLS", true), ("Sign-in", false)]
    );
    assert_eq!(report.vendor_status, Some(503));
    assert_eq!(failure.unwrap().kind.code(), "vendor_unavailable");
    assert_eq!(report.advice.unwrap().code, "check_vendor_status");
    assert_eq!(bed.vendor.journal.total(), 1);
}

#[tokio::test]
async fn a_key_of_another_form_is_tried_and_the_person_is_told() {
    let bed = Bed::new().await;
    let (report, _) = bed.bench.test(&account("", "sk-something-else")).await;
    assert!(report.notes[0].contains("ITG."), "{report:?}");
    assert_eq!(report.vendor_status, Some(403));
}
