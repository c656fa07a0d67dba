//! Test connection, from the first check to the advice.

use super::{Bed, account, at, connector};
use crate::testing::bench_desk::Bench;
use contract::test_report::TestReport;
use sandbox::{
    Fault, Rule,
    datto_rmm::{Double, GOOD, NO_ALERTS, OTHER_PLATFORM, Options, UNKNOWN_KEY, WRONG_SECRET},
};

const REFUSED: &str = include_str!("../fixtures/refused_sign_in.json");
const NO_ACCESS: &str = include_str!("../fixtures/no_access.json");
const BLOCKED: &str = include_str!("../fixtures/blocked.txt");
const CONCORD: &str = "https://concord-api.centrastage.net";

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
async fn a_good_key_passes_every_check_and_changes_nothing() {
    let bed = Bed::new().await;
    bed.vendor.set_usage(10);
    let (report, failure) = bed.bench.test(&account(GOOD)).await;
    assert!(report.ok && failure.is_none(), "{report:?}");
    let all = [
        "Host",
        "TLS",
        "Platform",
        "Sign-in",
        "Account",
        "Quota",
        "Read devices",
        "Read alerts",
        "Read sites",
        "Read components",
    ];
    assert_eq!(names(&report), all.map(|name| (name, true)));
    assert_eq!(detail(&report, "Platform"), "Datto RMM 14.9.0 says OK.");
    assert_eq!(detail(&report, "Account"), "Northgate IT Services, 620 devices.");
    assert_eq!(
        detail(&report, "Quota"),
        "588 of 600 requests left in this window of 60 s."
    );
    assert_eq!(detail(&report, "Read devices"), "620 devices visible.");
    assert_eq!(detail(&report, "Read alerts"), "310 open alerts visible.");
    assert!(report.advice.is_none());
    assert!(report.notes[0].contains("was not tried"), "{:?}", report.notes);
    assert_eq!(bed.vendor.journal.writes(), 1, "the sign-in alone is a POST");
    assert_eq!(bed.vendor.journal.total(), 8);
}

#[tokio::test]
async fn the_platform_is_asked_before_and_without_any_credentials() {
    let bed = Bed::new().await;
    bed.vendor.faults.always(Fault::Html { status: 503 });
    let (report, failure) = bed.bench.test(&account(GOOD)).await;
    assert_eq!(
        names(&report),
        [("Host", true), ("TLS", true), ("Platform", false)]
    );
    assert_eq!(failure.unwrap().kind.code(), "vendor_unavailable");
    assert_eq!(report.advice.unwrap().code, "check_vendor_status");
    let entries = bed.vendor.journal.entries();
    assert_eq!(entries.len(), 1);
    assert!(entries[0].header("authorization").is_none() && entries[0].body.is_empty());
}

#[tokio::test]
async fn a_key_of_another_platform_gets_its_url_as_advice_and_passes_once_it_is_applied() {
    let bed = Bed::new().await;
    for (url, of, home) in [
        (CONCORD, OTHER_PLATFORM, "https://pinotage-api.centrastage.net"),
        ("https://syrah.rmm.datto.com", GOOD, CONCORD),
    ] {
        let mut account = at(url, of);
        let (report, failure) = bed.bench.test(&account).await;
        assert!(!report.ok && failure.is_some());
        assert_eq!(
            names(&report)[3..],
            [("Sign-in", false), ("Other platforms", false)]
        );
        assert_eq!(
            (report.vendor_status, report.vendor_message.as_deref()),
            (Some(400), Some(REFUSED))
        );
        assert_eq!(report.reason.as_deref(), Some("credentials"));
        let advice = report.advice.unwrap();
        assert_eq!(advice.code, "use_other_platform");
        assert_eq!(advice.set.get("url").map(String::as_str), Some(home));
        account.settings.extend(advice.set);
        let (report, _) = bed.bench.test(&account).await;
        assert!(report.ok, "{report:?}");
    }
}

#[tokio::test]
async fn a_key_that_no_platform_knows_is_shown_to_each_once_and_the_advice_is_to_check_it() {
    for of in [UNKNOWN_KEY, WRONG_SECRET] {
        let bed = Bed::new().await;
        let (report, _) = bed.bench.test(&account(of)).await;
        assert_eq!(report.advice.as_ref().unwrap().code, "check_api_key");
        assert_eq!(
            detail(&report, "Other platforms"),
            "No platform knows the key with this secret."
        );
        let asked = bed.vendor.journal.to_path("/auth/oauth/token");
        let mut hosts: Vec<_> = asked.iter().map(|entry| entry.host).collect();
        assert_eq!(hosts[0], "concord");
        hosts.sort_unstable();
        assert_eq!(
            hosts,
            ["concord", "merlot", "pinotage", "syrah", "vidal", "zinfandel"]
        );
    }
}

#[tokio::test]
async fn a_platform_that_cannot_be_asked_is_named_and_does_not_hide_the_one_that_can() {
    let bed = Bed::new().await;
    bed.vendor
        .faults
        .add(Rule::always(Fault::Close).on_host("pinotage"));
    let (report, _) = bed
        .bench
        .test(&at("https://syrah-api.centrastage.net", GOOD))
        .await;
    assert_eq!(report.advice.unwrap().code, "use_other_platform");
    let (report, _) = bed.bench.test(&account(UNKNOWN_KEY)).await;
    let told = detail(&report, "Other platforms");
    assert!(told.contains("pinotage could not be asked"), "{told}");
}

#[tokio::test]
async fn an_outage_of_the_sign_in_asks_no_other_platform() {
    let bed = Bed::new().await;
    bed.vendor
        .faults
        .add(Rule::always(Fault::Empty { status: 500 }).on_path("/auth/"));
    let (report, failure) = bed.bench.test(&account(GOOD)).await;
    assert_eq!(names(&report).last(), Some(&("Sign-in", false)));
    assert_eq!(failure.unwrap().kind.code(), "vendor_unavailable");
    assert_eq!(bed.vendor.journal.total(), 2);
}

#[tokio::test]
async fn each_missing_right_is_named_and_the_rest_is_still_checked() {
    let bed = Bed::new().await;
    let (report, failure) = bed.bench.test(&account(NO_ALERTS)).await;
    assert!(!report.ok);
    let failed: Vec<_> = names(&report).into_iter().filter(|(_, ok)| !ok).collect();
    assert_eq!(failed, [("Read alerts", false)]);
    assert_eq!(names(&report).last(), Some(&("Read components", true)));
    assert_eq!(report.vendor_message.as_deref(), Some(NO_ACCESS));
    assert_eq!(failure.unwrap().kind.code(), "permission_denied");
    let advice = report.advice.unwrap();
    assert_eq!(advice.code, "grant_permission");
    assert!(advice.text.contains("may not see alerts"), "{}", advice.text);
    bed.vendor
        .faults
        .add(Rule::always(Fault::status(403, NO_ACCESS)).on_path("/account/sites"));
    let (report, _) = bed.bench.test(&account(NO_ALERTS)).await;
    assert!(report.advice.unwrap().text.contains("alerts and sites"));
}

#[tokio::test]
async fn a_403_to_everything_may_be_a_block_and_the_advice_says_both() {
    let bed = Bed::new().await;
    for path in ["/v2/account", "request_rate"] {
        bed.vendor
            .faults
            .add(Rule::always(Fault::status(403, NO_ACCESS)).on_path(path));
    }
    let (report, _) = bed.bench.test(&account(GOOD)).await;
    let advice = report.advice.unwrap();
    assert_eq!(advice.code, "grant_permission_or_wait");
    assert!(advice.text.contains("five minutes"));
}

#[tokio::test]
async fn a_block_ends_the_test_and_the_advice_is_to_wait() {
    let bed = Bed::new().await;
    bed.vendor
        .faults
        .add(Rule::always(Fault::status(403, BLOCKED)).on_path("/v2/account"));
    let (report, failure) = bed.bench.test(&account(GOOD)).await;
    assert_eq!(names(&report).last(), Some(&("Account", false)));
    assert_eq!(
        (report.reason.as_deref(), failure.unwrap().kind.code()),
        (Some("throttled"), "rate_limited")
    );
    assert_eq!(report.advice.unwrap().code, "wait");
    assert_eq!(report.vendor_message.as_deref(), Some(BLOCKED));
}

#[tokio::test]
async fn a_used_up_limit_is_noted_while_the_test_still_passes() {
    let bed = Bed::new().await;
    bed.vendor.set_usage(560);
    bed.vendor.turn(|knobs| knobs.slow_ms = 0);
    let (report, _) = bed.bench.test(&account(GOOD)).await;
    assert!(report.ok, "{report:?}");
    assert!(report.notes[0].contains("562 of 600"), "{:?}", report.notes);
}

#[tokio::test]
async fn a_platform_that_is_new_is_tried_and_the_person_is_told() {
    let vendor = Double::start(Options::default()).await.unwrap();
    let chianti = "https://chianti-api.centrastage.net";
    let pairs = vec![(chianti.to_owned(), vendor.origin("concord"))];
    let bench = Bench::new(connector(), pairs);
    let (report, _) = bench.test(&at(chianti, GOOD)).await;
    assert!(report.ok, "{report:?}");
    assert!(
        report.notes[0].contains("`chianti` is none of the platforms"),
        "{:?}",
        report.notes
    );
}

#[tokio::test]
async fn an_address_that_is_none_of_datto_rmms_is_refused_and_nothing_is_sent() {
    let bed = Bed::new().await;
    let (report, _) = bed.bench.test(&at("https://nowhere.example", GOOD)).await;
    assert_eq!(names(&report), [("Host", false)]);
    assert_eq!(bed.vendor.journal.total(), 0);
}
