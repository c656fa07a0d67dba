//! Test connection at a console, from the first check to the advice.

use super::{Bed, CLASSIC_ORIGIN, admin, classic, detail, local, names, os_login};
use crate::{connector::CallErrorKind, testing::bench_desk::opened};
use sandbox::{
    Fault, Rule,
    unifi::{KeyMissing, LOCAL_KEY, READ_ONLY_KEY, REVOKED_KEY},
};

const ALL: [&str; 7] = [
    "Host",
    "TLS",
    "Sign-in",
    "Read sites",
    "Read devices",
    "Read clients",
    "Firewall",
];

#[tokio::test]
async fn a_good_key_passes_every_check_and_each_kind_is_read_once() {
    let bed = Bed::new().await;
    for key in [LOCAL_KEY, READ_ONLY_KEY] {
        let (report, failure) = bed.bench.test(&local(key)).await;
        assert!(report.ok && failure.is_none(), "{report:?}");
        assert_eq!(names(&report), ALL.map(|name| (name, true)));
        assert!(detail(&report, "Sign-in").contains("10.1.68"));
        assert_eq!(detail(&report, "Read devices"), "230 devices at HQ");
        assert_eq!(
            detail(&report, "Firewall"),
            "zone-based, by the official API; 26 policies"
        );
        assert!(report.advice.is_none() && report.notes.is_empty());
    }
    assert_eq!(bed.vendor.journal.writes(), 0);
    assert_eq!(
        bed.bench.probe(&admin()).await.unwrap().detail,
        "UniFi Network 10.1.68 answers"
    );
}

#[tokio::test]
async fn a_login_passes_every_check_at_both_kinds_of_controller() {
    for (account, kind, firewall) in [
        (os_login(), "UniFi OS", "zone-based, by the private API"),
        (
            classic(),
            "a classic Network Server",
            "classic rules, by the private API",
        ),
    ] {
        let bed = Bed::new().await;
        let (report, failure) = bed.bench.test(&account).await;
        assert!(report.ok && failure.is_none(), "{report:?}");
        let passed: Vec<_> = names(&report).into_iter().map(|(name, _)| name).collect();
        let all = [
            "Host",
            "TLS",
            "Controller",
            "Sign-in",
            "Version",
            "Read sites",
            "Read devices",
            "Read clients",
            "Firewall",
        ];
        assert_eq!(passed, all);
        assert_eq!(
            (detail(&report, "Controller"), detail(&report, "Firewall")),
            (kind, firewall)
        );
        assert_eq!(bed.vendor.logins(), 1);
    }
}

#[tokio::test]
async fn a_refused_key_is_told_in_the_consoles_words_and_tried_no_further() {
    let bed = Bed::new().await;
    let (report, failure) = bed.bench.test(&local(REVOKED_KEY)).await;
    assert_eq!(
        names(&report),
        [("Host", true), ("TLS", true), ("Sign-in", false)]
    );
    assert_eq!(failure.unwrap().kind, CallErrorKind::Credentials);
    assert_eq!(
        report.vendor_message.as_deref(),
        Some(include_str!("../fixtures/refused_key.json").trim_end())
    );
    let advice = report.advice.unwrap();
    assert!(
        advice.code == "check_api_key" && advice.text.contains("Control Plane > Integrations"),
        "{advice:?}"
    );
    assert_eq!(bed.vendor.journal.total(), 1);
}

#[tokio::test]
async fn a_missing_key_is_refused_in_either_shape_and_a_key_lock_is_no_refusal() {
    for shape in [KeyMissing::Application, KeyMissing::System] {
        let bed = Bed::with(|knobs| knobs.key_missing = shape).await;
        let (_, failure) = bed
            .bench
            .test(&opened(&[("console_url", super::CONSOLE_ORIGIN)], &[]))
            .await;
        assert_eq!(failure.unwrap().kind, CallErrorKind::Credentials, "{shape:?}");
    }
    for status in [429, 401, 403] {
        let bed = Bed::with(|knobs| (knobs.bad_key_limit, knobs.bad_key_limit_status) = (1, status)).await;
        bed.bench.test(&local(REVOKED_KEY)).await;
        let (report, failure) = bed.bench.test(&local(REVOKED_KEY)).await;
        assert_eq!(failure.unwrap().kind.code(), "rate_limited", "{status}");
        assert!(report.vendor_message.unwrap().contains("failed-limit-reached"));
    }
}

#[tokio::test]
async fn an_older_console_and_a_classic_controller_get_the_login_as_advice() {
    let old = Bed::with(|knobs| knobs.network_version = "8.6.9".to_owned()).await;
    let (report, failure) = old.bench.test(&admin()).await;
    assert_eq!(failure.unwrap().kind, CallErrorKind::NotFound);
    let advice = report.advice.unwrap();
    assert_eq!(
        (advice.code.as_ref(), advice.set["mode"].as_str()),
        ("use_legacy_mode", "legacy")
    );
    let bed = Bed::new().await;
    bed.vendor
        .faults
        .add(Rule::always(Fault::redirect("/manage")).on_host("classic"));
    let keyed = opened(&[("console_url", CLASSIC_ORIGIN)], &[("api_key", LOCAL_KEY)]);
    let (report, _) = bed.bench.test(&keyed).await;
    assert_eq!(report.advice.unwrap().code, "use_legacy_mode");
}

#[tokio::test]
async fn a_kind_that_may_not_be_read_is_named_and_the_others_are_tried() {
    let bed = Bed::new().await;
    let says = r#"{"statusCode":403,"statusName":"FORBIDDEN","message":"Insufficient permissions"}"#;
    bed.vendor
        .faults
        .add(Rule::always(Fault::status(403, says)).on_path("/clients"));
    let (report, failure) = bed.bench.test(&admin()).await;
    assert_eq!(
        names(&report)[4..],
        [
            ("Read devices", true),
            ("Read clients", false),
            ("Firewall", true)
        ]
    );
    assert_eq!(
        (failure.unwrap().kind, report.vendor_message.as_deref()),
        (CallErrorKind::Permission, Some(says))
    );
    assert_eq!(report.advice.unwrap().code, "grant_permission");
}

#[tokio::test]
async fn a_console_that_is_being_updated_is_told_to_wait_for() {
    for fault in [
        Fault::Html { status: 503 },
        Fault::Html { status: 200 },
        Fault::Empty { status: 502 },
    ] {
        let bed = Bed::new().await;
        bed.vendor.faults.always(fault);
        let (report, _) = bed.bench.test(&admin()).await;
        assert_eq!(names(&report)[2..], [("Sign-in", false)]);
        assert_eq!(report.advice.unwrap().code, "wait");
    }
}

#[tokio::test]
async fn settings_that_lead_nowhere_are_named_before_anything_is_asked() {
    let bed = Bed::new().await;
    for settings in [
        vec![("mode", "local")],
        vec![("console_url", "https://unifi.ui.com/consoles")],
        vec![
            ("console_url", super::CONSOLE_ORIGIN),
            ("certificate_sha256", "AB:CD"),
        ],
    ] {
        let (report, failure) = bed
            .bench
            .test(&opened(&settings, &[("api_key", LOCAL_KEY)]))
            .await;
        assert_eq!(names(&report), [("Host", false)]);
        assert_eq!(failure.unwrap().kind.code(), "invalid_input", "{settings:?}");
    }
    assert_eq!(bed.vendor.journal.total(), 0);
}
