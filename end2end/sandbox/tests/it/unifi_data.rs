//! UniFi: pages, filters, commands, and the three firewalls.

use std::collections::BTreeSet;

use reqwest::Method;
use sandbox::unifi::{LOCAL_KEY, Running};
use serde_json::{Value, json};

use crate::specs::spec;
use crate::unifi_access::{V1, keyed, unifi};

const HQ: &str = "00000051-0000-4000-8000-000000000001";

async fn get(running: &Running, path: &str) -> Value {
    let said = keyed(running, LOCAL_KEY, Method::GET, path, None).await;
    assert_eq!(said.status, 200, "{path} {}", said.text);
    said.json()
}

fn at(path: &str) -> String {
    format!("{V1}/sites/{HQ}/{path}")
}

async fn write(running: &Running, method: Method, path: &str, body: &Value) -> u16 {
    keyed(running, LOCAL_KEY, method, path, Some(body)).await.status
}

fn policy(changes: &Value) -> Value {
    let zone = |at: u32| json!({"zoneId": format!("00000020-0000-4000-8000-{:012x}", 100 + at)});
    let mut policy = json!({
        "enabled": true, "name": "New", "action": {"type": "BLOCK"}, "source": zone(0), "destination": zone(1),
        "ipProtocolScope": {"ipVersion": "IPV4"}, "loggingEnabled": false,
    });
    policy
        .as_object_mut()
        .unwrap()
        .extend(changes.as_object().unwrap().clone());
    policy
}

#[tokio::test]
async fn pages_have_25_rows_unless_told_and_never_more_than_200() {
    let running = unifi(|_| ()).await;
    let page = get(&running, &at("devices")).await;
    assert_eq!((&page["count"], &page["totalCount"]), (&json!(25), &json!(230)));
    let page = get(&running, &at("devices?offset=200&limit=200")).await;
    assert_eq!((&page["offset"], &page["count"]), (&json!(200), &json!(30)));
    for query in ["limit=201", "offset=-1", "colour=red", "filter=colour.eq('red')"] {
        let said = keyed(
            &running,
            LOCAL_KEY,
            Method::GET,
            &at(&format!("devices?{query}")),
            None,
        )
        .await;
        assert_eq!(said.status, 400, "{query}");
    }
}

#[tokio::test]
async fn filters_are_there_from_the_version_that_has_them() {
    let filter = "filter=name.eq(%27Switch%20002%27)";
    for (version, status) in [("10.1.68", 200), ("9.5.21", 400)] {
        let running = unifi(|knobs| knobs.network_version = version.to_owned()).await;
        let said = keyed(
            &running,
            LOCAL_KEY,
            Method::GET,
            &at(&format!("devices?{filter}")),
            None,
        )
        .await;
        assert_eq!(said.status, status, "{version}");
    }
}

#[tokio::test]
async fn the_short_name_of_a_site_is_no_id() {
    let running = unifi(|_| ()).await;
    let said = keyed(
        &running,
        LOCAL_KEY,
        Method::GET,
        &format!("{V1}/sites/default/devices"),
        None,
    )
    .await;
    assert_eq!(
        (said.status, said.json()["code"].as_str()),
        (400, Some("api.request.argument-type-mismatch"))
    );
}

#[tokio::test]
async fn lists_word_features_as_words_and_details_as_objects() {
    let running = unifi(|_| ()).await;
    let device = "0000000d-0000-4000-8000-0000000003ea";
    let listed = &get(&running, &at("devices?limit=2")).await["data"][1];
    let details = get(&running, &at(&format!("devices/{device}"))).await;
    assert_eq!(listed["id"], device);
    assert!(listed["features"].is_array() && details["features"].is_object());
    assert!(listed["interfaces"].is_array() && details["interfaces"]["ports"].is_array());
}

#[tokio::test]
async fn commands_are_strict_and_answer_nothing() {
    let running = unifi(|_| ()).await;
    let device = at("devices/0000000d-0000-4000-8000-0000000003ea");
    let said = keyed(
        &running,
        LOCAL_KEY,
        Method::POST,
        &format!("{device}/actions"),
        Some(&json!({"action": "RESTART"})),
    )
    .await;
    assert_eq!(
        (said.status, said.text.as_str(), running.restarts(2)),
        (200, "", 1)
    );
    for (path, body, status) in [
        ("actions", json!({"action": "EXPLODE"}), 400),
        ("actions", json!({"action": "RESTART", "now": true}), 400),
        (
            "interfaces/ports/3/actions",
            json!({"action": "POWER_CYCLE"}),
            200,
        ),
        (
            "interfaces/ports/10/actions",
            json!({"action": "POWER_CYCLE"}),
            400,
        ),
        (
            "interfaces/ports/11/actions",
            json!({"action": "POWER_CYCLE"}),
            404,
        ),
    ] {
        assert_eq!(
            write(&running, Method::POST, &format!("{device}/{path}"), &body).await,
            status,
            "{path} {body}"
        );
    }
    assert_eq!(running.cycles(2), [3]);
}

#[tokio::test]
async fn a_policy_must_be_whole_and_right_and_those_of_the_system_stay() {
    let running = unifi(|_| ()).await;
    let policies = at("firewall/policies");
    assert_eq!(
        write(&running, Method::POST, &policies, &policy(&json!({}))).await,
        201
    );
    for wrong in [
        json!({"colour": "red"}),
        json!({"action": {"type": "ALLOW"}}),
        json!({"action": {"type": "BLOCK", "allowReturnTraffic": false}}),
        json!({"source": {"firewallZoneId": "00000020-0000-4000-8000-000000000064"}}),
        json!({"destination": {"zoneId": "00000020-0000-4000-8000-00000000ffff"}}),
        json!({"ipProtocolScope": {"ipVersion": "BOTH"}}),
    ] {
        assert_eq!(
            write(&running, Method::POST, &policies, &policy(&wrong)).await,
            400,
            "{wrong}"
        );
    }
    let mut partial = policy(&json!({}));
    partial.as_object_mut().unwrap().remove("loggingEnabled");
    assert_eq!(write(&running, Method::POST, &policies, &partial).await, 400);
    let system = format!("{policies}/000000f0-0000-4000-8000-000000000064");
    assert_eq!(
        write(&running, Method::PUT, &system, &policy(&json!({}))).await,
        400
    );
    assert_eq!(
        keyed(&running, LOCAL_KEY, Method::DELETE, &system, None)
            .await
            .status,
        400
    );
    assert_eq!(running.policies().len(), 27);
    running.turn(|knobs| knobs.zone_member = "firewallZoneId".to_owned());
    assert_eq!(
        write(&running, Method::POST, &policies, &policy(&json!({}))).await,
        400
    );
}

#[tokio::test]
async fn the_private_api_refuses_answers_to_a_block_and_replaces_by_put() {
    let running = unifi(|_| ()).await;
    let path = "/proxy/network/v2/api/site/default/firewall-policies";
    let mut policy = running.private_policies()[4].clone();
    policy["action"] = json!("BLOCK");
    policy["create_allow_respond"] = json!(true);
    let said = keyed(&running, LOCAL_KEY, Method::POST, path, Some(&policy)).await;
    assert_eq!(
        said.json()["message"],
        "Firewall policy create respond traffic not allowed"
    );
    policy["create_allow_respond"] = json!(false);
    assert_eq!(write(&running, Method::POST, path, &policy).await, 200);
    let id = policy["_id"].as_str().unwrap().to_owned();
    policy.as_object_mut().unwrap().remove("schedule");
    assert_eq!(
        write(&running, Method::PUT, &format!("{path}/{id}"), &policy).await,
        200
    );
    assert!(
        running.private_policies()[4].get("schedule").is_none(),
        "what is not sent is gone"
    );
    let predefined = running.private_policies()[0]["_id"].as_str().unwrap().to_owned();
    let said = keyed(
        &running,
        LOCAL_KEY,
        Method::DELETE,
        &format!("{path}/{predefined}"),
        None,
    )
    .await;
    assert_eq!((said.status, said.json()["errorCode"].as_u64()), (404, Some(404)));
}

#[tokio::test]
async fn classic_rules_are_taken_also_where_they_have_no_effect_and_merged_by_put() {
    let running = unifi(|_| ()).await;
    let path = "/proxy/network/api/s/default/rest/firewallrule";
    let mut rule = running.rules()[0].clone();
    let said = keyed(&running, LOCAL_KEY, Method::POST, path, Some(&rule)).await;
    assert_eq!(said.json()["meta"]["msg"], "api.err.FirewallRuleIndexExisted");
    rule["rule_index"] = json!(2_500);
    assert_eq!(write(&running, Method::POST, path, &rule).await, 200);
    let id = rule["_id"].as_str().unwrap();
    assert_eq!(
        write(
            &running,
            Method::PUT,
            &format!("{path}/{id}"),
            &json!({"enabled": false})
        )
        .await,
        200
    );
    assert_eq!(
        (&running.rules()[0]["enabled"], &running.rules()[0]["dst_address"]),
        (&json!(false), &json!("203.0.113.9"))
    );
}

#[tokio::test]
async fn rows_have_the_fields_of_the_consoles_description() {
    let Some(description) = spec("unifi/unifi-network-integration-10.1.68.json") else {
        return;
    };
    let running = unifi(|_| ()).await;
    for (path, schema) in [
        (format!("{V1}/sites"), "Site overview"),
        (at("devices"), "Adopted device overview"),
        (at("firewall/zones"), "Firewall zone"),
        (at("firewall/policies"), "Firewall policy"),
    ] {
        let row = get(&running, &path).await["data"][0].clone();
        let known = &description["components"]["schemas"][schema];
        let ours: BTreeSet<&String> = row.as_object().unwrap().keys().collect();
        let theirs: BTreeSet<&String> = known["properties"].as_object().unwrap().keys().collect();
        assert!(ours.is_subset(&theirs), "{schema}: {ours:?} {theirs:?}");
        for required in known["required"].as_array().unwrap() {
            assert!(
                row.get(required.as_str().unwrap()).is_some(),
                "{schema} {required}"
            );
        }
    }
}
