//! A console with a self-signed certificate: shown, pinned, and nothing else accepted.

use super::{Bed, names};
use crate::{
    connector::{CallErrorKind, NetworkFault, Opened},
    testing::bench_desk::{Bench, opened},
};
use sandbox::unifi::{ADMIN, LOCAL_KEY};
use serde_json::json;
use sha2::{Digest, Sha256};

/// A bench without an egress map: the console is asked at its own address, by TLS.
fn bench() -> Bench<super::UniFi> {
    Bench::new(super::connector(), [])
}

fn account(url: &str, pin: &str) -> Opened {
    opened(
        &[
            ("mode", "local"),
            ("console_url", url),
            ("certificate_sha256", pin),
        ],
        &[("api_key", LOCAL_KEY)],
    )
}

fn fingerprint(certificate: &[u8]) -> String {
    let pairs: Vec<_> = Sha256::digest(certificate)
        .iter()
        .map(|byte| format!("{byte:02X}"))
        .collect();
    pairs.join(":")
}

#[tokio::test]
async fn the_test_shows_the_fingerprint_and_passes_once_it_is_accepted() {
    let bed = Bed::new().await;
    let bench = bench();
    let mut account = account(&bed.vendor.tls, "");
    let (report, failure) = bench.test(&account).await;
    assert_eq!(names(&report), [("Host", true), ("TLS", false)]);
    assert_eq!(failure.unwrap().kind, CallErrorKind::Network(NetworkFault::Tls));
    assert_eq!(report.reason.as_deref(), Some("tls"));
    let advice = report.advice.unwrap();
    assert_eq!(advice.code, "trust_certificate");
    let shown = fingerprint(&bed.vendor.certificate);
    assert!(advice.text.contains(&shown), "{}", advice.text);
    assert_eq!(advice.set["certificate_sha256"], shown);
    assert_eq!(
        bed.vendor.journal.total(),
        0,
        "nothing was sent to a console that nobody vouches for"
    );

    account.settings.extend(advice.set);
    let (report, failure) = bench.test(&account).await;
    assert!(report.ok && failure.is_none(), "{report:?}");
    assert!(report.checks[1].detail.contains("the pinned one"), "{report:?}");
    let output = bench.call(&account, "sites.list", json!({})).await.unwrap();
    assert_eq!(output["items"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn another_certificate_than_the_pinned_one_is_refused_by_the_test_and_by_every_call() {
    let bed = Bed::new().await;
    let bench = bench();
    let account = account(&bed.vendor.tls, &"ab".repeat(32));
    let (report, failure) = bench.test(&account).await;
    assert_eq!(failure.unwrap().kind, CallErrorKind::Network(NetworkFault::Tls));
    let advice = report.advice.unwrap();
    assert!(
        advice.code == "trust_certificate" && advice.text.contains("another certificate than the pinned one"),
        "{advice:?}"
    );
    let error = bench.probe(&account).await.unwrap_err();
    assert_eq!(error.kind, CallErrorKind::Network(NetworkFault::Tls));
    assert_eq!(bed.vendor.journal.total(), 0);
}

#[tokio::test]
async fn the_pin_holds_for_the_login_too() {
    let bed = Bed::new().await;
    let shown = fingerprint(&bed.vendor.certificate);
    let with_login = |pin: &str| {
        opened(
            &[
                ("mode", "legacy"),
                ("console_url", bed.vendor.tls.as_str()),
                ("certificate_sha256", pin),
                ("username", ADMIN.username),
            ],
            &[("password", ADMIN.password)],
        )
    };
    let (report, _) = bench().test(&with_login("")).await;
    assert_eq!(report.advice.unwrap().code, "trust_certificate");
    assert_eq!(
        bed.vendor.journal.total(),
        0,
        "no password goes to an unknown certificate"
    );
    let (report, _) = bench().test(&with_login(&shown)).await;
    assert!(report.ok, "{report:?}");
}
