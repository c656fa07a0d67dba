//! Zone-based policies by the private API, before the official one has them and with a login.

use super::{Bed, HQ, admin, block, but, cloud, os_login};
use serde_json::{Value, json};

/// One of the first day's that may be changed.
const FIFTH: &str = "00f000000000000000000068";
const PATH: &str = "/proxy/network/v2/api/site/default/firewall-policies";

async fn old() -> Bed {
    Bed::with(|knobs| knobs.network_version = "9.4.19".to_owned()).await
}

#[tokio::test]
async fn before_10_1_a_block_goes_to_the_private_api_without_allowing_answers() {
    for account in [admin(), os_login()] {
        let bed = old().await;
        let site = if account.setting("mode") == "legacy" {
            "default"
        } else {
            HQ
        };
        let done = bed
            .call(
                &account,
                "firewall_rules.create",
                but(block(), json!({"site": site})),
            )
            .await;
        let (method, path, body) = bed.sent();
        assert_eq!((method.as_str(), path.as_str()), ("POST", PATH));
        assert_eq!(
            (&body["action"], &body["create_allow_respond"]),
            (&json!("BLOCK"), &json!(false))
        );
        assert_eq!(
            (&body["ip_version"], &body["protocol"]),
            (&json!("IPV4"), &json!("all"))
        );
        let destination = &body["destination"];
        assert_eq!(
            (&destination["matching_target"], &destination["ips"]),
            (&json!("IP"), &json!(["198.51.100.7"]))
        );
        assert_eq!(done["rule"]["api"], "private");
        assert_eq!(bed.vendor.private_policies().len(), 27);
    }
}

#[tokio::test]
async fn a_rule_that_allows_says_whether_answers_pass() {
    let bed = old().await;
    let rule = but(
        block(),
        json!({"action": "allow", "protocol": "tcp", "allow_return_traffic": false,
        "destination": {"zone": "External", "ports": [443]}}),
    );
    bed.call(&admin(), "firewall_rules.create", rule).await;
    let body = bed.sent().2;
    assert_eq!(
        (&body["action"], &body["create_allow_respond"]),
        (&json!("ALLOW"), &json!(false))
    );
    assert_eq!(
        (
            &body["destination"]["port"],
            &body["destination"]["port_matching_type"]
        ),
        (&json!(443), &json!("SPECIFIC"))
    );
}

#[tokio::test]
async fn an_update_sends_the_whole_policy_for_a_put_replaces_it() {
    let bed = old().await;
    let change = json!({"site": HQ, "id": FIFTH, "action": "block", "name": "Now blocked"});
    let done = bed.call(&admin(), "firewall_rules.update", change).await;
    let (method, path, body) = bed.sent();
    assert_eq!((method.as_str(), path), ("PUT", format!("{PATH}/{FIFTH}")));
    assert_eq!(
        (&body["_id"], &body["create_allow_respond"]),
        (&json!(FIFTH), &json!(false))
    );
    assert_eq!(body["schedule"]["mode"], "EVERY_DAY");
    assert_eq!(body.get("siteId"), None, "what is ours stays here");
    assert_eq!(done["rule"]["name"], "Now blocked");
    let kept = bed
        .vendor
        .private_policies()
        .into_iter()
        .find(|policy| policy["_id"] == FIFTH)
        .unwrap();
    assert_eq!(
        (&kept["action"], &kept["index"]),
        (&json!("BLOCK"), &json!(10_004))
    );
}

#[tokio::test]
async fn a_rule_is_deleted_and_those_of_the_console_are_left_alone() {
    let bed = old().await;
    bed.call(
        &admin(),
        "firewall_rules.delete",
        json!({"site": HQ, "id": FIFTH}),
    )
    .await;
    assert_eq!(
        bed.sent(),
        ("DELETE".into(), format!("{PATH}/{FIFTH}"), Value::Null)
    );
    let fixed = json!({"site": HQ, "id": "00f000000000000000000064-0"});
    assert_eq!(
        bed.refuses(&admin(), "firewall_rules.delete", fixed).await.0,
        "id"
    );
}

#[tokio::test]
async fn what_this_api_is_not_known_to_say_is_refused() {
    let bed = old().await;
    for (change, word) in [
        (json!({"protocol": "icmp", "ip_version": "ipv4"}), "ICMP"),
        (json!({"connection_states": ["new"]}), "connection_states"),
        (
            json!({"protocol": "tcp", "destination": {"zone": "External", "ports": [80, 443]}}),
            "one port",
        ),
    ] {
        let (_, why) = bed
            .refuses(&admin(), "firewall_rules.create", but(block(), change))
            .await;
        assert!(why.contains(word), "{why}");
    }
}

#[tokio::test]
async fn a_console_that_takes_no_key_there_is_named_and_the_key_is_not_called_wrong() {
    let bed = Bed::with(|knobs| {
        knobs.network_version = "9.4.19".to_owned();
        knobs.key_on_private_paths = false;
    })
    .await;
    let (field, why) = bed.refuses(&admin(), "firewall_rules.create", block()).await;
    assert!(
        field == "mode" && why.contains("does not take API keys for its private API"),
        "{why}"
    );
    let (report, failure) = bed.bench.test(&admin()).await;
    assert!(report.ok && failure.is_none(), "{report:?}");
    assert!(report.notes[0].contains("Firewall rules"), "{report:?}");
}

#[tokio::test]
async fn through_the_connector_the_firewall_is_refused_before_10_1() {
    let bed = old().await;
    let (field, why) = bed.refuses(&cloud(), "firewall_rules.create", block()).await;
    assert!(field == "mode" && why.contains("9.4.19"), "{why}");
    assert!(bed.vendor.journal.to_path("/v2/").is_empty());
}
