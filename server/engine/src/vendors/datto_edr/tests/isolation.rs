//! Quarantine and release: sent exactly as documented, once, to the endpoint that is meant, or not at all.

use super::{Bed, account, good, input};
use crate::{
    connector::{CallErrorKind, NetworkFault},
    testing::bench_desk::failed,
};
use sandbox::{
    Fault, Rule,
    datto_edr::{ORIGIN, READ_ONLY_TOKEN},
};
use serde_json::{Value, json};

fn sent(bed: &Bed) -> Vec<Value> {
    let entries = bed
        .vendor
        .journal
        .entries()
        .into_iter()
        .filter(sandbox::Entry::is_write);
    entries
        .map(|entry| {
            assert_eq!(
                (entry.method.as_str(), entry.target().as_str()),
                ("POST", "/api/targets/scan")
            );
            serde_json::from_slice(&entry.body).unwrap()
        })
        .collect()
}

/// The documented body.
fn order(hostname: &str, group: &str, extension: &str) -> Value {
    json!({
        "target": hostname,
        "targetGroup": {"id": group},
        "options": {"process": false, "module": false, "driver": false, "memory": false, "account": false,
            "artifact": false, "autostart": false, "application": false, "installed": false, "hook": false,
            "network": false, "events": false, "extensions": [{"id": extension, "args": {}, "order": 0}]},
    })
}

#[tokio::test]
async fn an_endpoint_is_quarantined_and_released_by_the_documented_requests_and_the_task_tells_the_end() {
    let bed = Bed::new().await;
    let (agent, group) = (bed.vendor.agent_id(3), bed.vendor.group_id(3));
    for (operation, extension, name, before) in [
        ("agents.quarantine", 0, "Host Isolation", false),
        ("agents.release", 1, "Host Isolation Restore", true),
    ] {
        bed.vendor.journal.clear();
        let extension = bed.vendor.extension_id(extension);
        let begun = bed.approved(operation, json!({"agent_id": agent})).await;
        assert_eq!(sent(&bed), [order("WS-0003", &group, &extension)]);
        assert_eq!(
            bed.asked(),
            [
                format!("GET AgentDetails/{agent}"),
                format!("GET Targets/{group}"),
                "GET AgentDetails".to_owned(),
                "GET Extensions".to_owned(),
                "POST targets/scan".to_owned(),
            ]
        );
        assert_eq!(
            bed.filters("Extensions")[0]["where"],
            json!({"and": [{"name": name}]})
        );
        let task = begun["task_id"].as_str().unwrap().to_owned();
        assert_eq!(
            begun,
            json!({"started": true, "task_id": task, "agent_id": agent, "hostname": "WS-0003",
                "target_group_id": group, "extension_id": extension, "extension_name": name,
                "isolated_before": before, "next": begun["next"]})
        );
        let task = json!({"id": task});
        assert_eq!(bed.call("tasks.get", task.clone()).await["status"], "Active");
        assert_eq!(bed.call("tasks.get", task.clone()).await["status"], "Completed");
        assert_eq!(bed.call("tasks.output", task).await["items"][0]["name"], name);
        let now = bed.call("agents.get", json!({"id": agent})).await;
        assert_eq!(now["isolated"], !before);
    }
}

#[tokio::test]
async fn an_endpoint_that_is_isolated_already_is_not_quarantined_again() {
    let bed = Bed::new().await;
    let begun = bed.approved("agents.quarantine", bed.agent(5)).await;
    assert_eq!(
        (&begun["started"], &begun["isolated_before"], &begun["task_id"]),
        (&json!(false), &json!(true), &Value::Null)
    );
    assert_eq!(bed.vendor.journal.total(), 1);
}

#[tokio::test]
async fn a_release_is_sent_though_the_flag_says_free_for_the_flag_may_not_have_moved() {
    let bed = Bed::new().await;
    bed.vendor.turn(|behaviour| behaviour.extension_sets_flag = false);
    bed.approved("agents.quarantine", bed.agent(3)).await;
    let begun = bed.approved("agents.release", bed.agent(3)).await;
    assert_eq!(
        (&begun["started"], &begun["isolated_before"]),
        (&json!(true), &json!(false))
    );
    assert_eq!(sent(&bed).len(), 2);
}

#[tokio::test]
async fn a_host_name_that_may_mean_another_endpoint_is_refused_and_nothing_is_sent() {
    let bed = Bed::new().await;
    // 1 and 13 are both KIOSK-01 of one group.
    for (number, twin) in [(1, 13), (13, 1)] {
        for operation in ["agents.quarantine", "agents.release"] {
            let error = bed.approved_failure(operation, bed.agent(number)).await;
            let (field, why) = input(&error);
            assert_eq!(field, "agent_id");
            assert!(
                why.contains("KIOSK-01") && why.contains(&bed.vendor.agent_id(twin)),
                "{why}"
            );
        }
    }
    // The case of a name makes no other endpoint of it.
    let twin = bed.vendor.agent_id(27);
    bed.vendor
        .change("AgentDetails", &twin, &json!({"hostname": "ws-0003"}));
    let error = bed.approved_failure("agents.quarantine", bed.agent(3)).await;
    assert!(input(&error).1.contains(&twin));
    assert!(sent(&bed).is_empty());
}

#[tokio::test]
async fn the_same_name_at_another_customer_is_told_apart_by_the_group() {
    let bed = Bed::new().await;
    // 2 is KIOSK-01 as well, in a group of its own.
    let group = bed.vendor.group_id(2);
    bed.approved("agents.quarantine", bed.agent(2)).await;
    assert_eq!(
        sent(&bed),
        [order("KIOSK-01", &group, &bed.vendor.extension_id(0))]
    );
    // In a group that is not the agent's own nothing tells them apart any more.
    let elsewhere = json!({"agent_id": bed.vendor.agent_id(2), "target_group_id": bed.vendor.group_id(7)});
    let error = bed.approved_failure("agents.release", elsewhere).await;
    assert_eq!(input(&error).0, "agent_id");
    assert_eq!(sent(&bed).len(), 1);
}

#[tokio::test]
async fn an_agent_that_a_reinstallation_left_behind_stands_in_nobodys_way() {
    let bed = Bed::new().await;
    bed.vendor.change(
        "AgentDetails",
        &bed.vendor.agent_id(13),
        &json!({"active": false}),
    );
    bed.approved("agents.quarantine", bed.agent(1)).await;
    assert_eq!(sent(&bed).len(), 1);
    let error = bed.approved_failure("agents.release", bed.agent(13)).await;
    assert_eq!(
        input(&error).0,
        "agent_id",
        "the other way round the active one would be meant"
    );
}

#[tokio::test]
async fn a_group_that_is_given_is_sent_and_one_that_is_not_there_is_refused() {
    let bed = Bed::new().await;
    let group = bed.vendor.group_id(3);
    let given = json!({"agent_id": bed.vendor.agent_id(3), "target_group_id": group});
    bed.approved("agents.quarantine", given).await;
    assert_eq!(sent(&bed)[0]["targetGroup"], json!({"id": group}));
    let agent = bed.vendor.agent_id(4);
    bed.vendor.change(
        "AgentDetails",
        &agent,
        &json!({"locationId": "another-kind-of-id"}),
    );
    let error = bed.approved_failure("agents.quarantine", bed.agent(4)).await;
    assert_eq!(input(&error).0, "target_group_id");
    assert_eq!(error.said.unwrap().status, 404, "the vendor's words are kept");
    bed.vendor
        .change("AgentDetails", &agent, &json!({"locationId": null}));
    let error = bed.approved_failure("agents.quarantine", bed.agent(4)).await;
    assert_eq!(input(&error).0, "target_group_id");
    assert_eq!(sent(&bed).len(), 1);
}

#[tokio::test]
async fn an_extension_that_is_missing_or_doubtful_is_refused_and_the_wrong_one_is_never_run() {
    let bed = Bed::new().await;
    let isolate = bed.vendor.extension_id(0);
    bed.vendor
        .add("Extensions", json!({"id": "second", "name": "Host Isolation"}));
    let error = bed.approved_failure("agents.quarantine", bed.agent(3)).await;
    assert_eq!(input(&error).0, "extension_id");
    let with = |extension: &str| json!({"agent_id": bed.vendor.agent_id(3), "extension_id": extension});
    for other in [
        bed.vendor.extension_id(1),
        bed.vendor.extension_id(3),
        "nobody".to_owned(),
    ] {
        let error = bed.approved_failure("agents.quarantine", with(&other)).await;
        assert_eq!(input(&error).0, "extension_id", "{other}");
    }
    bed.vendor.remove("Extensions", &isolate);
    bed.vendor.remove("Extensions", "second");
    let error = bed.approved_failure("agents.quarantine", bed.agent(3)).await;
    assert!(input(&error).1.contains("administrator"), "{error:?}");
    assert!(sent(&bed).is_empty());
}

#[tokio::test]
async fn one_of_several_extensions_is_run_when_it_is_named() {
    let bed = Bed::new().await;
    bed.vendor
        .add("Extensions", json!({"id": "second", "name": "Host Isolation"}));
    let chosen = json!({"agent_id": bed.vendor.agent_id(3), "extension_id": "second"});
    bed.approved("agents.quarantine", chosen).await;
    assert_eq!(sent(&bed)[0]["options"]["extensions"][0]["id"], "second");
}

#[tokio::test]
async fn an_order_whose_answer_was_lost_is_not_sent_again() {
    for (fault, kind) in [
        (Fault::LostAnswer, CallErrorKind::Network(NetworkFault::Cut)),
        (Fault::status(502, ""), CallErrorKind::VendorDown),
    ] {
        let bed = Bed::new().await;
        bed.vendor.faults.add(Rule::always(fault).on_method("POST"));
        let error = bed.approved_failure("agents.quarantine", bed.agent(3)).await;
        assert_eq!((error.kind, error.attempts), (kind, 1));
        assert_eq!(sent(&bed).len(), 1);
    }
}

#[tokio::test]
async fn an_order_that_the_vendor_put_off_is_sent_again_for_it_has_not_acted() {
    let bed = Bed::new().await;
    bed.vendor
        .faults
        .add(Rule::next(1, Fault::limited(Some("0"))).on_method("POST"));
    assert_eq!(
        bed.approved("agents.quarantine", bed.agent(3)).await["started"],
        true
    );
    assert_eq!(sent(&bed).len(), 2);
}

#[tokio::test]
async fn an_answer_that_names_no_task_is_no_failure_for_the_order_is_taken() {
    let bed = Bed::new().await;
    for (body, task) in [
        (r#"{"userTaskId":"t-1"}"#, json!("t-1")),
        (r#"{"somethingElse":1}"#, Value::Null),
        ("[]", Value::Null),
        ("null", Value::Null),
    ] {
        bed.vendor
            .faults
            .add(Rule::next(1, Fault::status(200, body)).on_method("POST"));
        let begun = bed.approved("agents.quarantine", bed.agent(3)).await;
        assert_eq!(
            (&begun["started"], &begun["task_id"]),
            (&json!(true), &task),
            "{body}"
        );
    }
}

#[tokio::test]
async fn an_endpoint_that_cannot_be_reached_is_an_error_in_the_vendors_words() {
    let bed = Bed::new().await;
    let error = bed.approved_failure("agents.quarantine", bed.agent(8)).await;
    let said = error.said.as_ref().unwrap();
    assert_eq!((said.status, error.attempts), (500, 1));
    assert!(said.body.contains("No active agent"), "{}", said.body);
    assert_eq!(sent(&bed).len(), 1);
}

#[tokio::test]
async fn a_token_that_may_not_run_responses_is_a_missing_right() {
    for status in [403, 401] {
        let bed = Bed::new().await;
        bed.vendor.turn(|behaviour| behaviour.denied_status = status);
        let reader = account(ORIGIN, READ_ONLY_TOKEN);
        let output = bed
            .bench
            .call_approved(&reader, "agents.quarantine", bed.agent(3))
            .await;
        let error = failed(output.unwrap_err());
        assert_eq!((error.kind, error.attempts), (CallErrorKind::Permission, 1));
    }
}

#[tokio::test]
async fn an_agent_that_is_not_there_or_has_no_name_is_refused_before_anything_is_sent() {
    let bed = Bed::new().await;
    let error = bed
        .approved_failure("agents.quarantine", json!({"agent_id": "nobody"}))
        .await;
    assert_eq!(error.kind, CallErrorKind::NotFound);
    bed.vendor
        .change("AgentDetails", &bed.vendor.agent_id(3), &json!({"hostname": " "}));
    let error = bed.approved_failure("agents.quarantine", bed.agent(3)).await;
    assert_eq!(input(&error).0, "agent_id");
    let odd = json!({"agent_id": "a", "hostname": "WS-0003"});
    assert!(
        bed.bench
            .call_approved(&good(), "agents.quarantine", odd)
            .await
            .is_err()
    );
    assert!(sent(&bed).is_empty());
}
