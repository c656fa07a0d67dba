//! Controllers without keys: one login, the private API's rows in the official words, no secrets.

use super::{Bed, CLASSIC_ORIGIN, CONSOLE_ORIGIN, classic, ids, login, os_login};
use crate::connector::CallErrorKind;
use sandbox::{
    Fault, Rule,
    unifi::{SSO_USER, VIEWER, WRONG_PASSWORD},
};
use serde_json::{Value, json};

#[tokio::test]
async fn both_kinds_of_controller_are_found_out_and_signed_in_to_once() {
    for (account, login) in [(os_login(), "/api/auth/login"), (classic(), "/api/login")] {
        let bed = Bed::new().await;
        for _ in 0..3 {
            assert_eq!(
                ids(&bed.call(&account, "sites.list", json!({})).await),
                ["default", "ab12cd34", "ef56gh78"]
            );
        }
        let logins = bed.vendor.journal.to_path("login");
        assert_eq!((logins.len(), logins[0].path.as_str()), (1, login));
        let body: Value = serde_json::from_slice(&logins[0].body).unwrap();
        assert_eq!(body["rememberMe"], true);
        assert_eq!(
            bed.vendor
                .journal
                .entries()
                .iter()
                .filter(|entry| entry.path == "/")
                .count(),
            1
        );
        assert_eq!(bed.bench.probe(&account).await.unwrap().detail, "3 sites visible");
    }
}

#[tokio::test]
async fn rows_carry_the_official_names_and_no_secret() {
    let bed = Bed::new().await;
    let output = bed
        .call(&classic(), "devices.list", json!({"site": "default"}))
        .await;
    assert_eq!(ids(&output).len(), 230);
    let device = &output["items"][6];
    assert_eq!(
        (&device["macAddress"], &device["state"]),
        (&json!("02:00:00:00:03:ef"), &json!("OFFLINE"))
    );
    assert_eq!(
        (&device["firmwareVersion"], &device["serial"]),
        (&json!("7.1.26.15869"), &json!("0200000003EF"))
    );
    let text = output.to_string();
    for secret in ["x_", "authkey", "fingerprint", "syslog", "port-secret"] {
        assert!(!text.contains(secret), "{secret}");
    }
    let clients = bed
        .call(
            &classic(),
            "clients.search",
            json!({"site": "default", "guest": true}),
        )
        .await;
    let client = &clients["items"][0];
    assert_eq!(
        (&client["access"]["type"], &client["connectedAt"]),
        (&json!("GUEST"), &json!("2026-11-24T05:00:00Z"))
    );
    assert!(!clients.to_string().contains("sandbox-hotspot-secret"));
    let figures = bed
        .call(
            &classic(),
            "devices.statistics",
            json!({"site": "HQ", "device": "02:00:00:00:03:ea"}),
        )
        .await;
    assert_eq!(figures["uptimeSec"], 1_000_002);
}

#[tokio::test]
async fn a_list_is_cut_into_pages_here() {
    let bed = Bed::new().await;
    let page = bed.call(&classic(), "devices.list", json!({"limit": 200})).await;
    assert_eq!(
        (ids(&page).len(), &page["next_cursor"]),
        (200, &json!("default/200"))
    );
    let next = bed
        .call(
            &classic(),
            "devices.list",
            json!({"limit": 200, "cursor": "default/200"}),
        )
        .await;
    assert_eq!(
        (ids(&next).len(), &next["next_cursor"]),
        (30, &json!("ab12cd34/0"))
    );
}

#[tokio::test]
async fn a_session_that_ended_is_opened_anew_once() {
    let bed = Bed::new().await;
    bed.call(&os_login(), "sites.list", json!({})).await;
    bed.vendor.end_sessions();
    bed.call(&os_login(), "sites.list", json!({})).await;
    assert_eq!(bed.vendor.logins(), 2);
}

#[tokio::test]
async fn renewed_cross_site_tokens_are_carried_so_that_changes_go_on_without_another_login() {
    let bed = Bed::new().await;
    for _ in 0..3 {
        bed.call(
            &os_login(),
            "devices.restart",
            json!({"site": "default", "device": "02:00:00:00:03:ea"}),
        )
        .await;
    }
    assert_eq!((bed.vendor.restarts(2), bed.vendor.logins()), (3, 1));
}

#[tokio::test]
async fn a_refused_login_is_tried_once_and_a_lock_is_told_apart() {
    for (origin, first) in [(CONSOLE_ORIGIN, 401), (CLASSIC_ORIGIN, 400)] {
        let bed = Bed::with(|knobs| knobs.login_limit = 1).await;
        let account = login(origin, WRONG_PASSWORD);
        let error = bed.fails(&account, "sites.list", json!({})).await;
        assert_eq!(
            (error.kind, error.said.unwrap().status),
            (CallErrorKind::Credentials, first)
        );
        assert_eq!(bed.vendor.logins(), 1);
        let (report, failure) = bed.bench.test(&account).await;
        assert_eq!(failure.unwrap().kind.code(), "rate_limited");
        let advice = report.advice.unwrap();
        assert!(
            advice.code == "wait" && advice.text.contains("longer"),
            "{advice:?}"
        );
        assert_eq!(bed.vendor.logins(), 2);
    }
    let bed = Bed::with(|knobs| (knobs.login_limit, knobs.login_limit_status) = (0, 403)).await;
    let error = bed.fails(&os_login(), "sites.list", json!({})).await;
    assert_eq!(error.kind.code(), "rate_limited", "older consoles lock with 403");
}

#[tokio::test]
async fn a_second_factor_a_starting_console_and_a_viewer_are_told_apart() {
    for origin in [CONSOLE_ORIGIN, CLASSIC_ORIGIN] {
        let bed = Bed::new().await;
        let (report, failure) = bed.bench.test(&login(origin, SSO_USER)).await;
        assert_eq!(failure.unwrap().kind, CallErrorKind::Credentials);
        assert_eq!(report.advice.unwrap().code, "use_local_admin");
    }
    let bed = Bed::new().await;
    let restart = json!({"site": "default", "device": "02:00:00:00:03:ea"});
    let error = bed
        .fails(&login(CLASSIC_ORIGIN, VIEWER), "devices.restart", restart)
        .await;
    assert_eq!(error.kind, CallErrorKind::Permission);
    let bed = Bed::with(|knobs| knobs.starting = true).await;
    let (report, failure) = bed.bench.test(&os_login()).await;
    assert_eq!(failure.unwrap().kind, CallErrorKind::VendorDown);
    assert_eq!(report.advice.unwrap().code, "wait");
}

#[tokio::test]
async fn an_answer_that_cannot_be_read_is_withheld_because_it_holds_device_keys() {
    let bed = Bed::new().await;
    let drifted = r#"{"meta":{"rc":"ok"},"data":[7,{"x_authkey":"canary-device-key"}]}"#;
    bed.vendor
        .faults
        .add(Rule::always(Fault::status(200, drifted)).on_path("stat/device"));
    let error = bed
        .fails(&classic(), "devices.list", json!({"site": "default"}))
        .await;
    assert_eq!(error.kind.code(), "contract_changed");
    assert!(!format!("{error:?}").contains("canary"), "{error:?}");
    bed.vendor.faults.clear();
    bed.vendor
        .faults
        .add(Rule::always(Fault::Html { status: 503 }).on_path("stat/device"));
    let error = bed
        .fails(&classic(), "devices.list", json!({"site": "default"}))
        .await;
    assert!(
        error.said.unwrap().body.contains("Maintenance"),
        "web pages are kept"
    );
}

#[tokio::test]
async fn an_error_in_the_envelope_counts_whatever_the_status() {
    let bed = Bed::new().await;
    let says = r#"{"meta":{"rc":"error","msg":"api.err.NoPermission"},"data":[]}"#;
    bed.vendor
        .faults
        .add(Rule::always(Fault::status(200, says)).on_path("stat/sta"));
    let error = bed
        .fails(&classic(), "clients.list", json!({"site": "default"}))
        .await;
    assert_eq!(
        (error.kind, error.said.unwrap().body.as_str()),
        (CallErrorKind::Permission, says)
    );
}
