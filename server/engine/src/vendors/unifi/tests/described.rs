//! Every request is one that the vendor's own description knows.

use super::{Bed, HQ, admin, block, but};
use crate::testing::openapi::Description;
use serde_json::{Value, json};

const SWITCH: &str = "0000000d-0000-4000-8000-0000000003ea";
const FIFTH: &str = "000000f0-0000-4000-8000-000000000068";

/// Checks all official requests so far; how many there were.
fn check(bed: &Bed, description: &Description) -> usize {
    let mut checked = 0;
    for entry in bed.vendor.journal.entries() {
        let Some(path) = entry.path.strip_prefix("/proxy/network") else {
            continue;
        };
        let body: Option<Value> =
            (!entry.body.is_empty()).then(|| serde_json::from_slice(&entry.body).unwrap());
        let objections = description.objections(&entry.method, path, entry.query.as_deref(), body.as_ref());
        assert_eq!(objections, Vec::<String>::new());
        assert!(entry.status.is_some_and(|status| status < 300), "{entry:?}");
        checked += 1;
    }
    checked
}

#[tokio::test]
async fn every_request_to_10_1_is_known_to_the_consoles_description() {
    let Some(description) = Description::read("unifi/unifi-network-integration-10.1.68.json") else {
        return;
    };
    // This version's description names the zone's member another way than newer consoles and the fact sheet do.
    let bed = Bed::with(|knobs| knobs.zone_member = "firewallZoneId".to_owned()).await;
    bed.bench.test(&admin()).await;
    let wide = json!({
        "name": "wide", "action": "allow", "protocol": "udp", "connection_states": ["new", "invalid"],
        "source": {"zone": "Internal", "addresses": ["192.0.2.0/24"], "ports": [1]},
        "destination": {"zone": "External", "addresses": ["198.51.100.7", "198.51.100.10-198.51.100.20"], "ports": ["5-9"]},
    });
    for (operation, input) in [
        ("sites.list", json!({})),
        ("devices.list", json!({"site": "HQ"})),
        (
            "devices.search",
            json!({"site": HQ, "name_contains": "'", "state": "ONLINE"}),
        ),
        ("devices.get", json!({"site": HQ, "device": SWITCH})),
        ("devices.statistics", json!({"site": HQ, "device": SWITCH})),
        ("devices.restart", json!({"site": HQ, "device": SWITCH})),
        (
            "ports.power_cycle",
            json!({"site": HQ, "device": SWITCH, "port": 1}),
        ),
        ("clients.search", json!({"site": HQ, "guest": true})),
        (
            "clients.get",
            json!({"site": HQ, "id": "0000000c-0000-4000-8000-0000000003f2"}),
        ),
        ("firewall_zones.list", json!({"site": HQ})),
        ("firewall_rules.list", json!({"site": HQ})),
        ("firewall_rules.create", block()),
        ("firewall_rules.create", but(block(), wide)),
        (
            "firewall_rules.update",
            json!({"site": HQ, "id": FIFTH, "description": "changed", "protocol": "tcp"}),
        ),
        (
            "firewall_rules.update",
            json!({"site": HQ, "id": FIFTH, "logging": true}),
        ),
        ("firewall_rules.delete", json!({"site": HQ, "id": FIFTH})),
    ] {
        bed.call(&admin(), operation, input).await;
    }
    let checked = check(&bed, &description);
    assert!(checked > 30, "{checked}");
}

#[tokio::test]
async fn an_older_console_is_asked_nothing_that_its_description_does_not_know() {
    let Some(description) = Description::read("unifi/unifi-network-integration-9.5.21.json") else {
        return;
    };
    let bed = Bed::with(|knobs| knobs.network_version = "9.5.21".to_owned()).await;
    for (operation, input) in [
        ("sites.list", json!({})),
        ("devices.search", json!({"site": HQ, "state": "ONLINE"})),
        ("devices.restart", json!({"site": HQ, "device": SWITCH})),
        (
            "ports.power_cycle",
            json!({"site": HQ, "device": SWITCH, "port": 1}),
        ),
        ("clients.search", json!({"site": HQ, "type": "WIRED"})),
        (
            "clients.get",
            json!({"site": HQ, "id": "0000000c-0000-4000-8000-0000000003f2"}),
        ),
    ] {
        bed.call(&admin(), operation, input).await;
    }
    assert!(check(&bed, &description) > 8);
}
