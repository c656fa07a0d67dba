//! The synthetic data, the same at every start: more devices than the largest page holds.

use serde_json::{Value, json};

use super::records::{Device, Kind, Station, hex, uuid};
use super::world::{Site, World};

/// Zones, in the order of the console; all but the last come with it.
pub(crate) const ZONES: [&str; 7] = [
    "Internal", "External", "Gateway", "Vpn", "Hotspot", "Dmz", "Cameras",
];

/// The first day.
pub(crate) fn world() -> World {
    World {
        sites: vec![
            site(1, "default", "HQ", 230, 430),
            site(2, "ab12cd34", "Leeds branch", 12, 21),
            site(3, "ef56gh78", "Empty warehouse", 0, 0),
        ],
        made: 0,
    }
}

fn site(number: u32, reference: &'static str, name: &'static str, devices: u32, stations: u32) -> Site {
    let first = number * 1_000;
    Site {
        id: uuid(0x51, number),
        reference,
        name,
        devices: (1..=devices).map(|at| device(first, at)).collect(),
        stations: (1..=stations)
            .map(|at| Station {
                number: first + at,
                guest: at % 7 == 0,
            })
            .collect(),
        zones: (0..)
            .zip(ZONES)
            .map(|(at, name)| zone(number, at, name))
            .collect(),
        policies: (0..26).map(|at| policy(number, at)).collect(),
        private_policies: (0..26).map(|at| private_policy(number, at)).collect(),
        rules: (0..3).map(|at| rule(number, at)).collect(),
    }
}

fn device(first: u32, at: u32) -> Device {
    let (kind, word) = match at {
        1 => (Kind::Gateway, "Gateway"),
        _ if at % 3 == 2 => (Kind::Switch, "Switch"),
        _ => (Kind::AccessPoint, "AP"),
    };
    Device {
        number: first + at,
        kind,
        // A quote in a name, to see whether filters are written properly.
        name: if at == 5 {
            "O'Brien's switch".to_owned()
        } else {
            format!("{word} {at:03}")
        },
        state: match at % 25 {
            7 => "OFFLINE",
            11 => "UPDATING",
            13 => "CONNECTION_INTERRUPTED",
            _ => "ONLINE",
        },
        uptime: 1_000_000 + u64::from(at),
        restarts: 0,
        cycles: Vec::new(),
    }
}

/// The id of a zone of a site, officially.
pub(crate) fn zone_id(site: u32, at: u32) -> String {
    uuid(0x20, site * 100 + at)
}

/// The id of a zone of a site, in the private API.
pub(crate) fn private_zone_id(site: u32, at: u32) -> String {
    hex(0x20, site * 100 + at)
}

fn zone(site: u32, at: u32, name: &str) -> Value {
    let origin = if name == "Cameras" {
        "USER_DEFINED"
    } else {
        "SYSTEM_DEFINED"
    };
    json!({"id": zone_id(site, at), "name": name, "networkIds": [], "metadata": {"origin": origin}})
}

/// One in the words of the official API; the first come with the system, the third follows from another.
fn policy(site: u32, at: u32) -> Value {
    let origin = match at {
        0 | 1 => "SYSTEM_DEFINED",
        2 => "DERIVED",
        _ => "USER_DEFINED",
    };
    let action = match at {
        0 => json!({"type": "BLOCK"}),
        _ => json!({"type": "ALLOW", "allowReturnTraffic": at % 2 == 1}),
    };
    json!({
        "id": uuid(0xf0, site * 100 + at), "enabled": true, "name": format!("Policy {at:02}"), "index": 10_000 + at,
        "description": "from the first day", "action": action,
        "source": {"zoneId": zone_id(site, 0)},
        "destination": {"zoneId": zone_id(site, 1), "trafficFilter": {"type": "PORT", "portFilter": {
            "type": "PORTS", "matchOpposite": false, "items": [{"type": "PORT_NUMBER", "value": 443}]}}},
        "ipProtocolScope": {"ipVersion": "IPV4", "protocolFilter": {"type": "PRESET", "preset": {"name": "TCP_UDP"}}},
        "loggingEnabled": false, "schedule": {"mode": "EVERY_DAY", "timeFilter": {"startTime": "09:00", "stopTime": "17:00"}},
        "metadata": {"origin": origin},
    })
}

fn private_policy(site: u32, at: u32) -> Value {
    let end = |zone: u32| json!({"zone_id": private_zone_id(site, zone), "matching_target": "ANY", "port_matching_type": "ANY", "match_opposite_ports": false});
    // Those that come with the system have composite ids, which cannot be written to.
    let id = if at < 3 {
        format!("{}-{}", hex(0xf0, site * 100 + at), at)
    } else {
        hex(0xf0, site * 100 + at)
    };
    json!({
        "_id": id, "action": "ALLOW", "enabled": true, "name": format!("Policy {at:02}"), "description": "",
        "index": 10_000 + at, "ip_version": "BOTH", "protocol": "all", "connection_state_type": "ALL",
        "connection_states": [], "create_allow_respond": at != 4, "logging": false, "match_ip_sec": false,
        "match_opposite_protocol": false, "icmp_typename": "ANY", "icmp_v6_typename": "ANY", "predefined": at < 3,
        "schedule": {"mode": "EVERY_DAY", "repeat_on_days": [], "time_all_day": false, "time_range_start": "09:00", "time_range_end": "12:00"},
        "source": end(0), "destination": end(1),
    })
}

fn rule(site: u32, at: u32) -> Value {
    json!({
        "_id": hex(0xc1, site * 100 + at), "site_id": hex(0x51, site), "name": format!("Classic {at:02}"), "enabled": true,
        "action": "drop", "ruleset": "WAN_IN", "rule_index": 2_000 + at, "protocol": "all", "src_address": "",
        "dst_address": "203.0.113.9", "src_firewallgroup_ids": [], "dst_firewallgroup_ids": [], "logging": false,
        "src_networkconf_id": "", "src_networkconf_type": "NETv4", "dst_networkconf_id": "",
        "dst_networkconf_type": "NETv4", "src_mac_address": "", "ipsec": "", "state_new": false,
        "state_established": false, "state_related": false, "state_invalid": false,
    })
}
