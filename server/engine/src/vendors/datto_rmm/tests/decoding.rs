//! Fixtures through the model: nothing lost, ids exact, secrets not printed.

use super::super::{
    model::{Alert, Device, JobResults, Site},
    pages::Listed,
};
use serde_json::{Value, json};

const DEVICES: &str = include_str!("../fixtures/devices_page.json");
const ALERT: &str = include_str!("../fixtures/alert.json");
const SITE: &str = include_str!("../fixtures/site.json");
const RESULTS: &str = include_str!("../fixtures/job_results.json");

/// Every member of what came that is not a time is in what goes, unchanged.
fn assert_kept(came: &Value, goes: &Value, at: &str) {
    const TIMES: [&str; 5] = ["lastSeen", "lastReboot", "timestamp", "resolvedOn", "ranOn"];
    match came {
        Value::Object(members) => {
            for (name, member) in members.iter().filter(|(name, _)| !TIMES.contains(&name.as_str())) {
                assert_kept(member, &goes[name], &format!("{at}.{name}"));
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                assert_kept(item, &goes[index], &format!("{at}[{index}]"));
            }
        }
        plain => assert_eq!(plain, goes, "{at}"),
    }
}

#[test]
fn devices_keep_unknown_members_and_exact_ids_and_bear_what_is_missing() {
    let came: Value = serde_json::from_str(DEVICES).unwrap();
    let rows: Vec<Device> = serde_json::from_value(came["devices"].clone()).unwrap();
    let goes = serde_json::to_value(&rows).unwrap();
    assert_kept(&came["devices"], &goes, "devices");
    assert_eq!(goes[0]["id"], 9_007_199_254_740_993_u64);
    assert_eq!(goes[0]["lastSeen"], "2026-01-01T00:00:00.000Z");
    assert_eq!(goes[0]["lastReboot"], json!(null));
    assert_eq!(goes[1]["deviceClass"], "clouddevice");
    let page: Listed<Device> = serde_json::from_str(DEVICES).unwrap();
    assert_eq!(page.total(), Some(2));
}

#[test]
fn an_alert_keeps_its_context_open() {
    let came: Value = serde_json::from_str(ALERT).unwrap();
    let alert: Alert = serde_json::from_str(ALERT).unwrap();
    let goes = serde_json::to_value(&alert).unwrap();
    assert_kept(&came, &goes, "alert");
    assert_eq!(goes["timestamp"], "2026-01-01T00:00:00.000Z");
    assert_eq!(
        alert.alert_context.unwrap().class.as_deref(),
        Some("perf_disk_usage_ctx")
    );
}

#[test]
fn a_site_hands_its_proxys_password_on_and_does_not_print_it() {
    let came: Value = serde_json::from_str(SITE).unwrap();
    let site: Site = serde_json::from_str(SITE).unwrap();
    assert_kept(&came, &serde_json::to_value(&site).unwrap(), "site");
    assert!(!format!("{site:?}").contains("proxy-password-1"));
}

#[test]
fn results_of_a_job_are_whole() {
    let came: Value = serde_json::from_str(RESULTS).unwrap();
    let results: JobResults = serde_json::from_str(RESULTS).unwrap();
    let goes = serde_json::to_value(&results).unwrap();
    assert_kept(&came, &goes, "results");
    assert_eq!(goes["ranOn"], "2026-01-01T00:01:40.000Z");
}
