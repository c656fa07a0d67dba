//! Single records, audits, filters and what shows of monitors.

use super::{Bed, uid};
use crate::connector::CallErrorKind;
use sandbox::datto_rmm::{GOOD, OTHER_PLATFORM};
use serde_json::json;

#[tokio::test]
async fn a_device_is_found_found_and_by_number_and_is_the_same() {
    let bed = Bed::new().await;
    let device = &bed.vendor.devices()[2];
    let found = bed.call("devices.get", json!({"uid": uid(device)})).await;
    let same = bed.call("devices.get", json!({"id": device["id"]})).await;
    assert_eq!(found, same);
    assert_eq!(found["id"], 4_294_967_298_u64);
    assert_eq!(found["lastSeen"], "2026-01-01T00:00:00.000Z");
    assert_eq!(found["udf"]["udf2"], device["udf"]["udf2"]);
    assert_eq!(found["cagVersion"], "14.9.0", "what is not typed is kept");
}

#[tokio::test]
async fn every_device_can_be_read_whatever_its_class_and_what_it_leaves_out() {
    let bed = Bed::new().await;
    let output = bed.call("devices.list", json!({})).await;
    let rows = output["items"].as_array().unwrap();
    let has = |class: &str| rows.iter().any(|row| row["deviceClass"] == class);
    for class in ["device", "printer", "esxihost", "rmmnetworkdevice", "clouddevice"] {
        assert!(has(class), "{class}");
    }
    assert!(rows[4]["lastReboot"].is_null(), "year 1 is never");
}

#[tokio::test]
async fn an_audit_is_asked_for_at_its_class_and_a_class_without_one_has_none() {
    let bed = Bed::new().await;
    let devices = bed.vendor.devices();
    for (at, path, member) in [
        (0, "audit/device/", "logicalDisks"),
        (4, "audit/printer/", "printerMarkerSupplies"),
        (5, "audit/esxihost/", "datastores"),
    ] {
        let output = bed.call("devices.audit", json!({"uid": uid(&devices[at])})).await;
        assert_eq!(output["device"]["uid"], devices[at]["uid"]);
        assert!(output["audit"][member].is_array(), "{member}");
        assert_eq!(bed.vendor.journal.to_path(path).len(), 1);
    }
    for at in [6, 13] {
        bed.vendor.journal.clear();
        let output = bed.call("devices.audit", json!({"uid": uid(&devices[at])})).await;
        assert!(output["audit"].is_null() && output["device"]["uid"] == devices[at]["uid"]);
        assert!(bed.vendor.journal.to_path("/audit/").is_empty());
    }
}

#[tokio::test]
async fn lists_are_narrowed_by_site_by_filter_and_by_terms() {
    let bed = Bed::new().await;
    let site = bed.vendor.sites()[1].clone();
    for (operation, input, count) in [
        ("devices.list", json!({"site_uid": uid(&site)}), 3),
        ("devices.list", json!({"filter_id": 7001}), 89),
        ("devices.search", json!({"hostname": "ws-0007"}), 1),
        (
            "devices.search",
            json!({"device_type": "Server", "site_name": site["name"]}),
            1,
        ),
        ("sites.search", json!({"name": "café"}), 43),
    ] {
        let output = bed.call(operation, input.clone()).await;
        assert_eq!(
            output["items"].as_array().unwrap().len(),
            count,
            "{operation} {input}"
        );
    }
    let found = bed.call("sites.get", json!({"uid": uid(&site)})).await;
    assert_eq!(found["name"], site["name"]);
}

#[tokio::test]
async fn what_shows_of_a_devices_monitors_is_its_open_alerts_and_its_own_state() {
    let bed = Bed::new().await;
    let devices = bed.vendor.devices();
    let shown = bed
        .call("monitors.state", json!({"device_uid": uid(&devices[0])}))
        .await;
    assert_eq!(shown["hostname"], devices[0]["hostname"]);
    assert_eq!(shown["open_alerts"].as_array().unwrap().len(), 2);
    assert_eq!(shown["worst_priority"], "Critical");
    assert_eq!(
        shown["open_by_kind"],
        json!({"perf_disk_usage_ctx": 1, "online_offline_status_ctx": 1})
    );
    assert_eq!(shown["antivirus"]["antivirusStatus"], "RunningAndUpToDate");
    let quiet = bed
        .call("monitors.state", json!({"device_uid": uid(&devices[400])}))
        .await;
    assert_eq!(
        (&quiet["worst_priority"], &quiet["open_by_kind"]),
        (&json!(null), &json!({}))
    );
}

#[tokio::test]
async fn the_account_is_the_keys_own() {
    let bed = Bed::new().await;
    assert_eq!(
        bed.call("account.get", json!({})).await["name"],
        "Northgate IT Services"
    );
    // The bench keeps one shelf: another account's token is refused there, and replaced.
    let other = super::account(OTHER_PLATFORM);
    let other = bed.bench.call(&other, "account.get", json!({}));
    assert_eq!(other.await.unwrap()["name"], "Southbank IT Services");
}

#[tokio::test]
async fn what_is_not_there_is_not_found_in_the_vendors_words() {
    let bed = Bed::new().await;
    for (operation, input, words) in [
        ("devices.get", json!({"uid": "nobody"}), "Device was not found."),
        ("devices.audit", json!({"uid": "nobody"}), "Device was not found."),
        ("devices.list", json!({"filter_id": 1}), "Filter was not found."),
        ("sites.get", json!({"uid": "nobody"}), "Site was not found."),
        ("alerts.get", json!({"uid": "nobody"}), "Alert was not found."),
        (
            "alerts.list",
            json!({"device_uid": "nobody"}),
            "Device was not found.",
        ),
        (
            "jobs.get",
            json!({"uid": "nobody"}),
            "Job or device was not found.",
        ),
    ] {
        let error = bed.failure(GOOD, operation, input).await;
        assert_eq!(error.kind, CallErrorKind::NotFound, "{operation}");
        assert_eq!(error.said.unwrap().body, json!({"message": words}).to_string());
    }
}
