//! Firewall policies by the official API.

use super::{Bed, HQ, admin, block, but};
use crate::connector::{CallErrorKind, NetworkFault};
use sandbox::{Fault, Rule};
use serde_json::{Value, json};

/// One of the first day's that may be changed.
const FIFTH: &str = "000000f0-0000-4000-8000-000000000068";
/// One that comes with the console, and one that follows from another.
const FIXED: [&str; 2] = [
    "000000f0-0000-4000-8000-000000000064",
    "000000f0-0000-4000-8000-000000000066",
];

const INTERNAL: &str = "00000020-0000-4000-8000-000000000064";
const EXTERNAL: &str = "00000020-0000-4000-8000-000000000065";

fn path(id: &str) -> String {
    format!("/proxy/network/integration/v1/sites/{HQ}/firewall/policies{id}")
}

#[tokio::test]
async fn zones_and_rules_are_listed_and_say_what_can_be_changed() {
    let bed = Bed::new().await;
    let zones = bed
        .call(&admin(), "firewall_zones.list", json!({"site": HQ}))
        .await;
    assert_eq!(
        (&zones["items"][0]["name"], &zones["items"][0]["id"]),
        (&json!("Internal"), &json!(INTERNAL))
    );
    let rules = bed
        .call(&admin(), "firewall_rules.list", json!({"site": HQ}))
        .await;
    assert_eq!(rules["items"].as_array().unwrap().len(), 26);
    let fixed = bed
        .call(
            &admin(),
            "firewall_rules.list",
            json!({"site": HQ, "changeable": false}),
        )
        .await;
    assert_eq!(fixed["items"].as_array().unwrap().len(), 3);
    let one = bed
        .call(&admin(), "firewall_rules.get", json!({"site": HQ, "id": FIFTH}))
        .await;
    assert_eq!(
        (&one["api"], &one["action"]["type"]),
        (&json!("official"), &json!("ALLOW"))
    );
    assert_eq!(
        (&one["name"], &one["changeable"]),
        (&json!("Policy 04"), &json!(true))
    );
}

#[tokio::test]
async fn a_block_is_created_exactly_as_documented() {
    let bed = Bed::new().await;
    let done = bed.call(&admin(), "firewall_rules.create", block()).await;
    let (method, at, body) = bed.sent();
    assert_eq!((method.as_str(), at), ("POST", path("")));
    assert_eq!(
        body,
        json!({
            "enabled": true, "name": "OpsAI block 198.51.100.7", "description": "ticket 123", "action": {"type": "BLOCK"},
            "source": {"zoneId": INTERNAL},
            "destination": {"zoneId": EXTERNAL, "trafficFilter": {"type": "IP_ADDRESS", "ipAddressFilter": {
                "type": "IP_ADDRESSES", "matchOpposite": false, "items": [{"type": "IP_ADDRESS", "value": "198.51.100.7"}]}}},
            "ipProtocolScope": {"ipVersion": "IPV4"}, "loggingEnabled": true,
        })
    );
    assert_eq!(
        (&done["done"], &done["rule"]["changeable"]),
        (&json!("created"), &json!(true))
    );
    assert_eq!(bed.vendor.policies().len(), 27);
    let (field, why) = bed.refuses(&admin(), "firewall_rules.create", block()).await;
    assert!(
        field == "name" && why.contains(done["rule"]["id"].as_str().unwrap()),
        "{why}"
    );
}

#[tokio::test]
async fn every_kind_of_match_is_worded_as_documented() {
    let bed = Bed::new().await;
    let rule = but(
        block(),
        json!({
            "action": "allow", "protocol": "tcp", "connection_states": ["new", "established"], "enabled": false,
            "source": {"zone": INTERNAL, "ports": [443, "8000-8100"]},
            "destination": {"zone": "external", "ports": ["53"],
                "addresses": ["198.51.100.64/26", "198.51.100.10-198.51.100.20"]},
        }),
    );
    bed.call(&admin(), "firewall_rules.create", rule).await;
    let body = bed.sent().2;
    assert_eq!(
        body["action"],
        json!({"type": "ALLOW", "allowReturnTraffic": true})
    );
    assert_eq!(body["connectionStateFilter"], json!(["NEW", "ESTABLISHED"]));
    assert_eq!(
        body["source"]["trafficFilter"],
        json!({"type": "PORT", "portFilter": {"type": "PORTS", "matchOpposite": false, "items": [
            {"type": "PORT_NUMBER", "value": 443}, {"type": "PORT_NUMBER_RANGE", "start": 8000, "stop": 8100}]}})
    );
    let filter = &body["destination"]["trafficFilter"];
    assert_eq!(
        filter["ipAddressFilter"]["items"],
        json!([{"type": "SUBNET", "value": "198.51.100.64/26"},
            {"type": "IP_ADDRESS_RANGE", "start": "198.51.100.10", "stop": "198.51.100.20"}])
    );
    assert_eq!(
        filter["portFilter"]["items"],
        json!([{"type": "PORT_NUMBER", "value": 53}])
    );
    assert_eq!(
        body["ipProtocolScope"],
        json!({"ipVersion": "IPV4", "protocolFilter":
            {"type": "NAMED_PROTOCOL", "protocol": {"name": "TCP"}, "matchOpposite": false}})
    );
    for (input, scope) in [
        (
            json!({"protocol": "tcp_udp", "ip_version": "both"}),
            json!({"ipVersion": "IPV4_AND_IPV6", "protocolFilter": {"type": "PRESET", "preset": {"name": "TCP_UDP"}}}),
        ),
        (
            json!({"protocol": "icmp", "ip_version": "ipv6"}),
            json!({"ipVersion": "IPV6", "protocolFilter": {"type": "NAMED_PROTOCOL", "protocol": {"name": "ICMPV6"}, "matchOpposite": false}}),
        ),
    ] {
        let sides = json!({"name": format!("rule {scope}"), "destination": {"zone": "External"}});
        bed.call(&admin(), "firewall_rules.create", but(but(block(), sides), input))
            .await;
        assert_eq!(bed.sent().2["ipProtocolScope"], scope);
    }
}

#[tokio::test]
async fn the_zones_member_is_named_as_the_console_names_it() {
    let bed = Bed::with(|knobs| knobs.zone_member = "firewallZoneId".to_owned()).await;
    bed.call(&admin(), "firewall_rules.create", block()).await;
    assert_eq!(bed.sent().2["source"], json!({"firewallZoneId": INTERNAL}));
    let moved = json!({"site": HQ, "id": FIFTH, "destination": {"addresses": ["203.0.113.9"]}});
    bed.call(&admin(), "firewall_rules.update", moved).await;
    assert_eq!(bed.sent().2["destination"]["firewallZoneId"], EXTERNAL);
}

#[tokio::test]
async fn an_update_replaces_the_whole_policy_and_keeps_what_was_not_named() {
    let bed = Bed::new().await;
    let change = json!({"site": HQ, "id": FIFTH, "name": "Renamed", "action": "reject", "enabled": false});
    let done = bed.call(&admin(), "firewall_rules.update", change).await;
    let (method, at, body) = bed.sent();
    assert_eq!((method.as_str(), at), ("PUT", path(&format!("/{FIFTH}"))));
    let members: Vec<_> = body.as_object().unwrap().keys().map(String::as_str).collect();
    assert!(
        !members.contains(&"id") && !members.contains(&"index") && !members.contains(&"metadata"),
        "{members:?}"
    );
    assert_eq!(
        (&body["name"], &body["action"]),
        (&json!("Renamed"), &json!({"type": "REJECT"}))
    );
    assert_eq!(
        body["schedule"]["mode"], "EVERY_DAY",
        "it replaces, so the schedule is sent back"
    );
    assert_eq!(
        body["destination"]["trafficFilter"]["portFilter"]["items"][0]["value"],
        443
    );
    assert_eq!(
        (&done["rule"]["name"], &done["rule"]["enabled"]),
        (&json!("Renamed"), &json!(false))
    );
    let policies = bed.vendor.policies();
    let kept = policies.iter().find(|policy| policy["id"] == FIFTH).unwrap();
    assert_eq!(
        (&kept["enabled"], &kept["index"]),
        (&json!(false), &json!(10_004))
    );
}

#[tokio::test]
async fn logging_alone_is_patched() {
    let bed = Bed::new().await;
    bed.call(
        &admin(),
        "firewall_rules.update",
        json!({"site": HQ, "id": FIFTH, "logging": true}),
    )
    .await;
    assert_eq!(
        bed.sent(),
        (
            "PATCH".into(),
            path(&format!("/{FIFTH}")),
            json!({"loggingEnabled": true})
        )
    );
}

#[tokio::test]
async fn a_rule_is_deleted_and_told_as_it_was() {
    let bed = Bed::new().await;
    let done = bed
        .call(
            &admin(),
            "firewall_rules.delete",
            json!({"site": HQ, "id": FIFTH}),
        )
        .await;
    assert_eq!(
        bed.sent(),
        ("DELETE".into(), path(&format!("/{FIFTH}")), Value::Null)
    );
    assert_eq!(
        (&done["done"], &done["rule"]["name"]),
        (&json!("deleted"), &json!("Policy 04"))
    );
    assert_eq!(bed.vendor.policies().len(), 25);
}

#[tokio::test]
async fn what_comes_with_the_console_cannot_be_changed_or_deleted() {
    let bed = Bed::new().await;
    for id in FIXED {
        for (operation, input) in [
            (
                "firewall_rules.update",
                json!({"site": HQ, "id": id, "enabled": false}),
            ),
            ("firewall_rules.delete", json!({"site": HQ, "id": id})),
        ] {
            let (field, why) = bed.refuses(&admin(), operation, input).await;
            assert!(field == "id" && why.contains("comes with the console"), "{why}");
        }
    }
    let unknown = json!({"site": HQ, "id": "000000f0-0000-4000-8000-00000000ffff"});
    assert_eq!(
        bed.fails(&admin(), "firewall_rules.delete", unknown).await.kind,
        CallErrorKind::NotFound
    );
}

#[tokio::test]
async fn a_rule_whose_answer_was_lost_is_not_made_twice_and_the_name_tells_that_it_is_there() {
    let bed = Bed::new().await;
    bed.vendor.faults.add(
        Rule::next(1, Fault::LostAnswer)
            .on_path("policies")
            .on_method("POST"),
    );
    let error = bed.fails(&admin(), "firewall_rules.create", block()).await;
    assert_eq!(error.kind, CallErrorKind::Network(NetworkFault::Cut));
    assert_eq!(bed.vendor.policies().len(), 27);
    assert_eq!(
        bed.refuses(&admin(), "firewall_rules.create", block()).await.0,
        "name"
    );
}
