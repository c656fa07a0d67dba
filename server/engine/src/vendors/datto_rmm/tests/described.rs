//! Every request is one that the vendor's own description knows.

use super::{Bed, account, uid};
use crate::testing::openapi::Description;
use sandbox::datto_rmm::GOOD;
use serde_json::{Value, json};

#[tokio::test]
async fn every_request_is_known_to_the_vendors_openapi() {
    let Some(description) = Description::read("datto_rmm/datto-rmm-openapi-build201.json") else {
        return;
    };
    let bed = Bed::new().await;
    let devices = bed.vendor.devices();
    let (device, site) = (
        uid(&devices[0]).to_owned(),
        uid(&bed.vendor.sites()[0]).to_owned(),
    );
    let component = uid(&bed.vendor.components()[0]).to_owned();
    let alert = bed.vendor.alerts()[0]["alertUid"].clone();
    bed.bench.test(&account(GOOD)).await;
    bed.bench.probe(&account(GOOD)).await.unwrap();
    let run = json!({
        "device_uid": device, "component_uid": component, "job_name": "x", "variables": {"ServiceName": "Spooler"},
    });
    let job = bed.call("jobs.run", run).await["job"]["uid"].clone();
    let on_device = json!({"uid": job, "device_uid": device});
    for (operation, input) in [
        ("account.get", json!({})),
        ("sites.get", json!({"uid": site})),
        ("sites.list", json!({})),
        ("sites.search", json!({"name": "a", "limit": 3})),
        ("devices.get", json!({"uid": device})),
        ("devices.get", json!({"id": devices[0]["id"]})),
        ("devices.list", json!({"limit": 2, "filter_id": 7001})),
        ("devices.list", json!({"site_uid": site, "filter_id": 7001})),
        (
            "devices.search",
            json!({"hostname": "a", "device_type": "b", "operating_system": "c", "site_name": "d"}),
        ),
        ("devices.audit", json!({"uid": device})),
        ("devices.audit", json!({"uid": uid(&devices[4])})),
        ("devices.audit", json!({"uid": uid(&devices[5])})),
        ("devices.software", json!({"uid": device})),
        ("monitors.state", json!({"device_uid": device})),
        ("alerts.get", json!({"uid": alert})),
        ("alerts.list", json!({})),
        ("alerts.list", json!({"state": "resolved", "site_uid": site})),
        ("alerts.list", json!({"state": "resolved", "device_uid": device})),
        ("alerts.list", json!({"state": "resolved", "limit": 100})),
        ("components.list", json!({})),
        ("jobs.get", json!({"uid": job})),
        ("jobs.components", json!({"uid": job})),
        ("jobs.result", on_device.clone()),
        ("jobs.result", on_device.clone()),
        ("jobs.output", on_device),
        ("alerts.resolve", json!({"uid": alert})),
    ] {
        bed.call(operation, input).await;
    }
    let mut checked = 0;
    for entry in bed.vendor.journal.entries() {
        // The description begins at the API; the sign-in stands beside it.
        if entry.path == "/auth/oauth/token" {
            continue;
        }
        let body: Option<Value> =
            (!entry.body.is_empty()).then(|| serde_json::from_slice(&entry.body).unwrap());
        let objections =
            description.objections(&entry.method, &entry.path, entry.query.as_deref(), body.as_ref());
        assert_eq!(objections, Vec::<String>::new());
        checked += 1;
    }
    assert!(checked > 40, "{checked}");
}
