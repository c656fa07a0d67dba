//! Classic rules, where no site runs the zone-based firewall.

use super::{Bed, HQ, admin, classic};
use serde_json::{Value, json};

const FIRST: &str = "00c100000000000000000064";

fn block(site: &str) -> Value {
    json!({
        "site": site, "name": "OpsAI block", "action": "block", "ruleset": "wan_out", "protocol": "tcp",
        "destination": {"addresses": ["198.51.100.64/26"], "ports": ["443"]},
    })
}

#[tokio::test]
async fn on_a_classic_controller_a_rule_is_made_in_its_ruleset_at_a_free_place() {
    let bed = Bed::new().await;
    let done = bed
        .call(&classic(), "firewall_rules.create", block("default"))
        .await;
    let (method, path, body) = bed.sent();
    assert_eq!(
        (method.as_str(), path.as_str()),
        ("POST", "/api/s/default/rest/firewallrule")
    );
    assert_eq!(
        (&body["action"], &body["ruleset"], &body["rule_index"]),
        (&json!("drop"), &json!("WAN_OUT"), &json!(2_000))
    );
    assert_eq!(
        (&body["dst_address"], &body["dst_port"]),
        (&json!("198.51.100.64/26"), &json!("443"))
    );
    assert_eq!(
        (&body["src_address"], &body["state_new"]),
        (&json!(""), &json!(false))
    );
    assert_eq!(
        (&done["rule"]["api"], &done["done"]),
        (&json!("classic"), &json!("created"))
    );
    assert_eq!(bed.vendor.classic_rules().len(), 4);
    let second = json!({"site": "default", "name": "Another", "action": "allow", "ruleset": "WAN_IN",
        "connection_states": ["established", "related"]});
    bed.call(&classic(), "firewall_rules.create", second).await;
    let body = bed.sent().2;
    assert_eq!(
        (&body["rule_index"], &body["action"]),
        (&json!(2_003), &json!("accept")),
        "after the three of the first day"
    );
    assert_eq!(
        (&body["state_established"], &body["state_new"]),
        (&json!(true), &json!(false))
    );
}

#[tokio::test]
async fn changes_are_merged_and_rules_deleted() {
    let bed = Bed::new().await;
    let change = json!({"site": "default", "id": FIRST, "action": "reject", "enabled": false});
    bed.call(&classic(), "firewall_rules.update", change).await;
    let body = json!({"_id": FIRST, "action": "reject", "enabled": false});
    assert_eq!(
        bed.sent(),
        (
            "PUT".into(),
            format!("/api/s/default/rest/firewallrule/{FIRST}"),
            body
        )
    );
    assert_eq!(bed.vendor.classic_rules()[0]["dst_address"], "203.0.113.9");
    bed.call(
        &classic(),
        "firewall_rules.delete",
        json!({"site": "default", "id": FIRST}),
    )
    .await;
    assert_eq!(bed.vendor.classic_rules().len(), 2);
}

#[tokio::test]
async fn a_console_whose_sites_are_not_zone_based_takes_classic_rules_by_its_key() {
    let bed = Bed::with(|knobs| knobs.zone_based = false).await;
    bed.call(&admin(), "firewall_rules.create", block(HQ)).await;
    assert_eq!(bed.sent().1, "/proxy/network/api/s/default/rest/firewallrule");
    assert_eq!(bed.vendor.rules().len(), 4);
    assert!(
        bed.call(&admin(), "firewall_zones.list", json!({"site": HQ}))
            .await["items"]
            .as_array()
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn what_a_classic_rule_cannot_say_is_refused() {
    let bed = Bed::new().await;
    let but = |changes: Value| super::but(block("default"), changes);
    for (input, field, word) in [
        (but(json!({"ruleset": null})), "ruleset", "give one of"),
        (but(json!({"ruleset": "INTERNET"})), "ruleset", "give one of"),
        (
            but(json!({"source": {"zone": "Internal"}})),
            "source.zone",
            "does not run the zone-based firewall",
        ),
        (
            but(json!({"destination": {"addresses": ["198.51.100.1", "198.51.100.2"]}})),
            "destination",
            "one address",
        ),
        (
            but(json!({"destination": {"addresses": ["198.51.100.1-198.51.100.2"]}})),
            "destination",
            "not a range",
        ),
        (
            but(json!({"destination": {"addresses": ["2001:db8::1"]}})),
            "destination",
            "would be saved and match nothing",
        ),
        (but(json!({"description": "x"})), "description", "no description"),
    ] {
        let (named, why) = bed
            .refuses(&classic(), "firewall_rules.create", input.clone())
            .await;
        assert!(named == field && why.contains(word), "{input}: {named} {why}");
    }
}
