//! Rules that would be saved and do nothing, refused with the reason.

use super::{Bed, HQ, admin, block, but};
use serde_json::json;

#[tokio::test]
async fn a_classic_rule_on_a_zone_based_site_would_be_taken_and_is_refused() {
    for version in ["10.1.68", "9.4.19"] {
        let bed = Bed::with(|knobs| knobs.network_version = version.to_owned()).await;
        let rule = json!({"site": HQ, "name": "Inert", "action": "block", "ruleset": "WAN_IN"});
        let (field, why) = bed.refuses(&admin(), "firewall_rules.create", rule).await;
        assert!(
            field == "ruleset" && why.contains("saved and have no effect"),
            "{version}: {why}"
        );
        assert_eq!(bed.vendor.rules().len(), 3);
    }
}

#[tokio::test]
async fn a_rule_that_no_packet_can_match_is_refused() {
    let bed = Bed::new().await;
    let v6 = json!({"zone": "External", "addresses": ["2001:db8::1"]});
    let v4 = json!({"zone": "Internal", "addresses": ["192.0.2.1"]});
    for (changes, field) in [
        (json!({"ip_version": "ipv4", "destination": v6}), "ip_version"),
        (json!({"source": v4, "destination": v6}), "ip_version"),
        (
            json!({"destination": {"zone": "External", "ports": [443]}}),
            "destination.ports",
        ),
        (
            json!({"protocol": "icmp", "ip_version": "ipv4", "source": {"zone": "Internal", "ports": [1]}}),
            "source.ports",
        ),
        (json!({"allow_return_traffic": true}), "allow_return_traffic"),
        (json!({"name": " "}), "name"),
        (json!({"source": {}}), "source.zone"),
        (json!({"destination": {"zone": "Moon"}}), "destination.zone"),
        (
            json!({"protocol": "icmp", "destination": {"zone": "External"}, "ip_version": "both"}),
            "protocol",
        ),
    ] {
        let input = but(block(), changes);
        let (named, why) = bed
            .refuses(&admin(), "firewall_rules.create", input.clone())
            .await;
        assert_eq!(named, field, "{input}: {why}");
    }
}

#[tokio::test]
async fn a_change_that_would_leave_a_rule_without_effect_is_refused() {
    let bed = Bed::new().await;
    let id = "000000f0-0000-4000-8000-000000000068";
    for (changes, word) in [
        (
            json!({"ip_version": "ipv6", "destination": {"addresses": ["198.51.100.7"]}}),
            "no IPv6 address",
        ),
        (json!({"protocol": "icmp"}), "ports and a protocol without ports"),
        (json!({}), "at least one change"),
        (json!({"name": "Policy 07"}), "a rule of this name already"),
        (
            json!({"action": "block", "allow_return_traffic": true}),
            "only a rule that allows",
        ),
    ] {
        let input = but(json!({"site": HQ, "id": id}), changes);
        let (_, why) = bed
            .refuses(&admin(), "firewall_rules.update", input.clone())
            .await;
        assert!(why.contains(word), "{input}: {why}");
    }
}
