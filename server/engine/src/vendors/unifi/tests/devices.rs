//! Devices: read, restarted, and the power of their ports cycled.

use super::{Bed, HQ, admin, classic, local, os_login};
use crate::connector::{CallErrorKind, NetworkFault};
use sandbox::{Fault, Rule, unifi::READ_ONLY_KEY};
use serde_json::json;

/// The second device of the first site, a switch.
const SWITCH: &str = "0000000d-0000-4000-8000-0000000003ea";
const SWITCH_MAC: &str = "02:00:00:00:03:ea";

#[tokio::test]
async fn a_device_is_read_with_its_ports_by_id_or_mac_address() {
    let bed = Bed::new().await;
    for device in [SWITCH, "02-00-00-00-03-EA"] {
        let found = bed
            .call(&admin(), "devices.get", json!({"site": HQ, "device": device}))
            .await;
        assert_eq!((&found["id"], &found["siteId"]), (&json!(SWITCH), &json!(HQ)));
        assert_eq!(found["interfaces"]["ports"][0]["poe"]["standard"], "802.3at");
        assert_eq!(
            found["configurationId"], "7596498d2f367dc2",
            "what is not typed is kept"
        );
    }
    let figures = bed
        .call(
            &admin(),
            "devices.statistics",
            json!({"site": HQ, "device": SWITCH}),
        )
        .await;
    assert_eq!(
        (&figures["uptimeSec"], &figures["loadAverage1Min"]),
        (&json!(1_000_002), &json!(0.4))
    );
    let missing = json!({"site": HQ, "device": "02:00:00:00:ff:ff"});
    assert_eq!(
        bed.fails(&admin(), "devices.get", missing).await.kind,
        CallErrorKind::NotFound
    );
}

#[tokio::test]
async fn a_restart_is_sent_as_documented_and_its_empty_answer_is_good() {
    let bed = Bed::new().await;
    let done = bed
        .call(&admin(), "devices.restart", json!({"site": HQ, "device": SWITCH}))
        .await;
    assert_eq!(
        (&done["accepted"], &done["device"]["name"]),
        (&json!(true), &json!("Switch 002"))
    );
    let path = format!("/proxy/network/integration/v1/sites/{HQ}/devices/{SWITCH}/actions");
    assert_eq!(bed.sent(), ("POST".into(), path, json!({"action": "RESTART"})));
    assert_eq!(bed.vendor.restarts(2), 1);
    let figures = bed
        .call(
            &admin(),
            "devices.statistics",
            json!({"site": HQ, "device": SWITCH}),
        )
        .await;
    assert_eq!(figures["uptimeSec"], 5, "the uptime has fallen");
}

#[tokio::test]
async fn a_port_is_cycled_as_documented() {
    let bed = Bed::new().await;
    bed.call(
        &admin(),
        "ports.power_cycle",
        json!({"site": HQ, "device": SWITCH_MAC, "port": 3}),
    )
    .await;
    let path =
        format!("/proxy/network/integration/v1/sites/{HQ}/devices/{SWITCH}/interfaces/ports/3/actions");
    assert_eq!(
        bed.sent(),
        ("POST".into(), path, json!({"action": "POWER_CYCLE"}))
    );
    assert_eq!(bed.vendor.cycles(2), [3]);
}

#[tokio::test]
async fn a_port_that_gives_no_power_is_refused_with_the_reason() {
    let bed = Bed::new().await;
    for account in [admin(), os_login()] {
        let site = if account.setting("mode") == "legacy" {
            "default"
        } else {
            HQ
        };
        for (port, word) in [(10, "no PoE"), (8, "switched off"), (11, "no port 11")] {
            let input = json!({"site": site, "device": SWITCH_MAC, "port": port});
            let (field, why) = bed.refuses(&account, "ports.power_cycle", input).await;
            assert!(field == "port" && why.contains(word), "{port}: {why}");
        }
        let access_point = json!({"site": site, "device": "02:00:00:00:03:eb", "port": 1});
        let (_, why) = bed.refuses(&account, "ports.power_cycle", access_point).await;
        assert!(why.contains("tells of no ports"), "{why}");
    }
}

#[tokio::test]
async fn a_console_that_cannot_cycle_ports_yet_is_named_with_its_version() {
    let bed = Bed::with(|knobs| knobs.network_version = "9.0.99".to_owned()).await;
    let input = json!({"site": HQ, "device": SWITCH, "port": 1});
    let (_, why) = bed.refuses(&admin(), "ports.power_cycle", input).await;
    assert!(why.contains("9.0.99"), "{why}");
}

#[tokio::test]
async fn with_a_login_commands_go_to_the_private_api() {
    let bed = Bed::new().await;
    let device = json!({"site": "default", "device": SWITCH_MAC});
    bed.call(&os_login(), "devices.restart", device.clone()).await;
    let body = json!({"cmd": "restart", "mac": SWITCH_MAC, "reboot_type": "soft"});
    assert_eq!(
        bed.sent(),
        (
            "POST".into(),
            "/proxy/network/api/s/default/cmd/devmgr".into(),
            body
        )
    );
    bed.call(
        &os_login(),
        "ports.power_cycle",
        json!({"site": "HQ", "device": SWITCH_MAC, "port": 5}),
    )
    .await;
    assert_eq!(
        bed.sent().2,
        json!({"cmd": "power-cycle", "mac": SWITCH_MAC, "port_idx": 5})
    );
    assert_eq!((bed.vendor.restarts(2), bed.vendor.cycles(2)), (1, vec![5]));
    assert_eq!(bed.vendor.logins(), 1, "the shelf keeps the session");
    let bed = Bed::new().await;
    bed.call(&classic(), "devices.restart", device).await;
    assert_eq!(bed.sent().1, "/api/s/default/cmd/devmgr");
}

#[tokio::test]
async fn a_viewers_key_reads_and_is_told_that_a_permission_is_missing() {
    let bed = Bed::new().await;
    let device = json!({"site": HQ, "device": SWITCH});
    bed.call(&local(READ_ONLY_KEY), "devices.get", device.clone())
        .await;
    let error = bed.fails(&local(READ_ONLY_KEY), "devices.restart", device).await;
    assert_eq!(error.kind, CallErrorKind::Permission);
    assert!(error.said.unwrap().body.contains("Insufficient permissions"));
    assert_eq!(bed.vendor.restarts(2), 0);
}

#[tokio::test]
async fn a_command_whose_answer_was_lost_is_not_sent_again() {
    let bed = Bed::new().await;
    for fault in [Fault::LostAnswer, Fault::Html { status: 503 }] {
        bed.vendor.reset();
        bed.vendor
            .faults
            .add(Rule::always(fault).on_path("actions").on_method("POST"));
        let error = bed
            .fails(&admin(), "devices.restart", json!({"site": HQ, "device": SWITCH}))
            .await;
        let expected = [
            CallErrorKind::Network(NetworkFault::Cut),
            CallErrorKind::VendorDown,
        ];
        assert!(expected.contains(&error.kind), "{error}");
        assert_eq!(bed.vendor.journal.to_path("actions").len(), 1);
    }
}
