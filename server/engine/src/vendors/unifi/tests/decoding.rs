//! Fixtures through the model.

use super::super::{
    model::{Console, Device, Station},
    private,
};
use serde_json::{Map, Value, json};

fn row(text: &str) -> Map<String, Value> {
    serde_json::from_str(text).unwrap()
}

#[test]
fn a_device_of_a_list_and_of_the_details_decode_and_lose_nothing() {
    for text in [
        include_str!("../fixtures/device_in_list.json"),
        include_str!("../fixtures/device_details.json"),
    ] {
        let device: Device = serde_json::from_str(text).unwrap();
        assert_eq!(device.state.as_deref(), Some("A_STATE_OF_TOMORROW"));
        let back = serde_json::to_value(&device).unwrap();
        for (name, value) in row(text) {
            assert_eq!(back[&name], value, "{name}");
        }
    }
}

#[test]
fn a_vpn_client_has_neither_mac_address_nor_uplink() {
    let client: Station = serde_json::from_str(include_str!("../fixtures/client_vpn.json")).unwrap();
    assert_eq!((client.kind.as_deref(), client.mac_address), (Some("VPN"), None));
    assert_eq!(client.access, Some(json!({"type": "DEFAULT"})));
}

#[test]
fn a_private_device_is_worded_anew_and_keeps_what_has_no_official_name() {
    let device = private::device(row(include_str!("../fixtures/private_device.json")));
    let device: Device = serde_json::from_value(Value::Object(device)).unwrap();
    assert_eq!(
        (device.id.as_str(), device.state.as_deref()),
        ("0123456789abcdef01234567", Some("CONNECTION_INTERRUPTED"))
    );
    assert_eq!(
        (device.firmware_updatable, device.mac_address.as_deref()),
        (Some(true), Some("02:00:00:00:00:10"))
    );
    assert_eq!(device.rest["port_table"][0]["port_idx"], 1);
}

#[test]
fn a_state_without_a_word_keeps_its_number() {
    let device = private::device(row(r#"{"_id": "1", "state": 42}"#));
    assert_eq!(device["state"], "STATE_42");
}

#[test]
fn a_console_is_named_by_what_it_reported() {
    let console: Console = serde_json::from_str(include_str!("../fixtures/console.json")).unwrap();
    assert_eq!(console.line(), "900A6F00:123456789 (Northgate HQ)");
    let silent: Console = serde_json::from_value(json!({"id": "1", "reportedState": null})).unwrap();
    assert_eq!(silent.line(), "1");
}
