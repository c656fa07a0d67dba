//! The cloud connector: which console, which spelling, and what the Site Manager says for itself.

use super::{Bed, HQ, block, cloud, detail, ids, names};
use crate::connector::{CallErrorKind, Connector, Opened};
use crate::testing::bench_desk::opened;
use sandbox::unifi::{CLOUD_KEY, CLOUD_KEY_OF_ONE, HOST_ID, LOCAL_KEY, OTHER_HOST_ID, RelayPath};
use serde_json::json;
use std::time::Duration;

fn account(console: &str, key: &str) -> Opened {
    opened(&[("mode", "cloud"), ("console_id", console)], &[("api_key", key)])
}

#[tokio::test]
async fn the_official_api_is_spoken_through_the_connector() {
    let bed = Bed::new().await;
    let output = bed.call(&cloud(), "devices.list", json!({"site": HQ})).await;
    assert_eq!(ids(&output).len(), 230);
    bed.call(&cloud(), "firewall_rules.create", block()).await;
    let (_, path, _) = bed.sent();
    let console = HOST_ID.replace(':', "%3A");
    let expected =
        format!("/v1/connector/consoles/{console}/proxy/network/integration/v1/sites/{HQ}/firewall/policies");
    assert_eq!(path, expected);
    assert!(
        bed.vendor
            .journal
            .entries()
            .iter()
            .all(|entry| entry.host == "cloud")
    );
    assert!(
        bed.bench
            .probe(&cloud())
            .await
            .unwrap()
            .detail
            .contains("10.1.68")
    );
}

#[tokio::test]
async fn both_spellings_of_the_path_are_tried_and_the_right_one_is_kept() {
    let bed = Bed::with(|knobs| knobs.relay_path = RelayPath::WithoutProxy).await;
    for _ in 0..2 {
        bed.call(&cloud(), "sites.list", json!({})).await;
    }
    let asked = bed.vendor.journal.to_path("/info");
    let answered: Vec<_> = asked.iter().map(|entry| entry.status).collect();
    assert_eq!(answered, [Some(404), Some(200)], "asked once for both calls");
}

#[tokio::test]
async fn the_only_console_needs_no_id_and_one_of_many_must_be_chosen() {
    let bed = Bed::new().await;
    bed.call(&account("", CLOUD_KEY_OF_ONE), "sites.list", json!({}))
        .await;
    let bed = Bed::new().await;
    let (field, why) = bed
        .refuses(&account("", CLOUD_KEY), "sites.list", json!({}))
        .await;
    assert!(
        field == "console_id" && why.contains(&format!("{HOST_ID} (Northgate HQ)")),
        "{why}"
    );
    let (report, _) = bed.bench.test(&account("", CLOUD_KEY)).await;
    assert_eq!(names(&report)[2..], [("Sign-in", true), ("Console", false)]);
    assert_eq!(
        detail(&report, "Sign-in"),
        "the key reaches 3 consoles",
        "all pages are read"
    );
    assert_eq!(report.advice.unwrap().code, "choose_console");
    let output = bed.call(&cloud(), "consoles.list", json!({})).await;
    assert_eq!(ids(&output).len(), 3);
}

#[tokio::test]
async fn a_good_account_passes_every_check() {
    let bed = Bed::new().await;
    let (report, failure) = bed.bench.test(&cloud()).await;
    assert!(report.ok && failure.is_none(), "{report:?}");
    let all = [
        "Host",
        "TLS",
        "Sign-in",
        "Console",
        "Cloud connector",
        "Read sites",
        "Read devices",
        "Read clients",
        "Firewall",
    ];
    assert_eq!(names(&report), all.map(|name| (name, true)));
    let bed = Bed::with(|knobs| knobs.network_version = "10.0.162".to_owned()).await;
    let (report, _) = bed.bench.test(&cloud()).await;
    assert!(
        report.ok && report.notes[0].contains("before Network 10.1"),
        "{report:?}"
    );
}

#[tokio::test]
async fn a_consoles_own_key_is_refused_and_told_to_be_another_key() {
    let bed = Bed::new().await;
    let (report, failure) = bed.bench.test(&account(HOST_ID, LOCAL_KEY)).await;
    assert_eq!(failure.unwrap().kind, CallErrorKind::Credentials);
    assert!(report.vendor_message.unwrap().contains("unauthorized"));
    assert!(report.advice.unwrap().text.contains("another key"));
}

#[tokio::test]
async fn a_console_that_is_offline_is_told_by_the_site_managers_words() {
    for (status, code) in [(408, "timeout"), (502, "vendor_unavailable")] {
        let bed = Bed::with(|knobs| (knobs.console_online, knobs.offline_status) = (false, status)).await;
        let (report, failure) = bed.bench.test(&cloud()).await;
        assert_eq!(
            (failure.unwrap().kind.code(), report.vendor_status),
            (code, Some(status))
        );
        let advice = report.advice.unwrap();
        assert!(
            advice.code == "check_console" && advice.text.contains("online"),
            "{advice:?}"
        );
    }
    let bed = Bed::new().await;
    let foreign = account(OTHER_HOST_ID, CLOUD_KEY_OF_ONE);
    let (report, _) = bed.bench.test(&foreign).await;
    assert_eq!(
        names(&report)[3],
        ("Console", false),
        "a console of somebody else is not in the list"
    );
    assert_eq!(
        bed.fails(&foreign, "sites.list", json!({})).await.kind,
        CallErrorKind::Permission
    );
}

#[tokio::test]
async fn the_connectors_limit_is_declared_and_its_fractional_wait_is_read() {
    let settings = cloud().settings;
    let limits = super::connector().limits_of(&settings);
    assert_eq!(limits.window, Some((100, Duration::from_mins(1))));
    assert_eq!(
        super::connector().limits_of(&super::admin().settings).window,
        None
    );
    let bed = Bed::new().await;
    let says = r#"{"code":"rate_limit","httpStatusCode":429,"message":"rate limit exceeded, retry after 5.372786998s","traceId":"a7"}"#;
    bed.vendor.faults.always(sandbox::Fault::status(429, says));
    let error = bed.fails(&cloud(), "sites.list", json!({})).await;
    let CallErrorKind::Limited {
        retry_after: Some(wait),
    } = error.kind
    else {
        panic!("{error}")
    };
    assert_eq!(wait.as_millis(), 5_372);
}
