//! What callers give: refused before anything is sent where it cannot be meant.

use super::{Bed, account, input};
use crate::connector::OperationError;
use sandbox::datto_rmm::GOOD;
use serde_json::json;

#[tokio::test]
async fn odd_members_are_refused_by_name_and_send_nothing() {
    let bed = Bed::new().await;
    for (operation, input, field, code) in [
        ("devices.get", json!({"uid": "../account"}), "uid", "wrong_type"),
        ("devices.get", json!({"uid": "a/b"}), "uid", "wrong_type"),
        ("devices.get", json!({"uid": ""}), "uid", "wrong_type"),
        ("devices.get", json!({"id": -1}), "id", "wrong_type"),
        (
            "devices.search",
            json!({"hostname": " "}),
            "hostname",
            "wrong_type",
        ),
        (
            "devices.list",
            json!({"hostname": "x"}),
            "hostname",
            "unknown_field",
        ),
        ("sites.search", json!({}), "name", "required"),
        ("alerts.list", json!({"state": "closed"}), "state", "wrong_type"),
        ("alerts.resolve", json!({}), "uid", "required"),
        (
            "jobs.run",
            json!({"device_uid": "a"}),
            "component_uid",
            "required",
        ),
        (
            "jobs.run",
            json!({"device_uid": "a", "component_uid": "b", "variables": {"n": 1}}),
            "variables.n",
            "wrong_type",
        ),
        ("account.get", json!({"x": 1}), "x", "unknown_field"),
    ] {
        let refused = bed.bench.call(&account(GOOD), operation, input.clone()).await;
        let Err(OperationError::Input(error)) = refused else {
            panic!("{operation} {input}: {refused:?}");
        };
        assert_eq!(
            (error.field.as_str(), error.code.as_ref()),
            (field, code),
            "{operation} {input}"
        );
    }
    assert_eq!(bed.vendor.journal.total(), 0);
}

#[tokio::test]
async fn what_cannot_be_meant_together_is_refused_and_sends_nothing() {
    let bed = Bed::new().await;
    for (operation, given, field) in [
        ("devices.get", json!({}), "uid"),
        ("devices.get", json!({"uid": "a", "id": 1}), "uid"),
        ("devices.search", json!({"limit": 5}), "input"),
        ("devices.list", json!({"limit": 251}), "limit"),
        (
            "alerts.list",
            json!({"site_uid": "a", "device_uid": "b"}),
            "site_uid",
        ),
    ] {
        let error = bed.failure(GOOD, operation, given.clone()).await;
        assert_eq!(input(&error).0, field, "{operation} {given}");
    }
    assert_eq!(bed.vendor.journal.total(), 0);
}
