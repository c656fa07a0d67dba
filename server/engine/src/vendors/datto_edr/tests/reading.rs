//! What each read asks for, and what it hands on.

use super::{Bed, ids};
use sandbox::datto_edr::GOOD_TOKEN;
use serde_json::{Value, json};

#[tokio::test]
async fn every_request_carries_the_raw_token_in_the_header_and_nowhere_else() {
    let bed = Bed::new().await;
    bed.bench.probe(&super::good()).await.unwrap();
    bed.call("agents.list", json!({"limit": 2})).await;
    bed.call("tasks.get", json!({"id": bed.vendor.task_id(3)})).await;
    for entry in bed.vendor.journal.entries() {
        assert_eq!(entry.header("authorization"), Some(GOOD_TOKEN));
        assert!(!entry.target().contains("access_token") && !entry.target().contains(GOOD_TOKEN));
        assert!(entry.path.starts_with("/api/"), "{}", entry.path);
    }
}

#[tokio::test]
async fn one_record_is_read_by_its_id_and_keeps_every_field_of_the_vendors() {
    let bed = Bed::new().await;
    for (operation, id, model) in [
        ("agents.get", bed.vendor.agent_id(7), "AgentDetails"),
        ("alerts.get", bed.vendor.alert_id(9), "AlertDetails"),
        ("tasks.get", bed.vendor.task_id(11), "usertasks"),
    ] {
        let output = bed.call(operation, json!({"id": id})).await;
        for (name, value) in bed.vendor.row(model, &id).unwrap().as_object().unwrap() {
            assert_eq!(&output[name], value, "{operation} {name}");
        }
        assert_eq!(bed.asked().pop().unwrap(), format!("GET {model}/{id}"));
    }
}

#[tokio::test]
async fn an_old_alert_is_read_from_the_archive_only_when_it_is_called_old() {
    let bed = Bed::new().await;
    let old = bed.vendor.alert_id(2_300);
    let output = bed.call("alerts.get", json!({"id": old, "old": true})).await;
    assert_eq!(output["id"], old);
    assert_eq!(bed.asked(), [format!("GET AlertsArchive/{old}")]);
    let error = bed.failure("alerts.get", json!({"id": old})).await;
    assert_eq!(error.kind.code(), "vendor_not_found");
    let listed = bed
        .call(
            "alerts.search",
            json!({"old": true, "severity": "low", "limit": 3}),
        )
        .await;
    assert_eq!(ids(&listed).len(), 3);
    assert_eq!(bed.filters("AlertsArchive").len(), 1);
}

#[tokio::test]
async fn filters_become_conditions_below_one_and_narrow_the_list() {
    let bed = Bed::new().await;
    let vendor = &bed.vendor;
    for (operation, input, condition, count) in [
        (
            "agents.search",
            json!({"hostname": "KIOSK-01"}),
            json!({"hostname": "KIOSK-01"}),
            3,
        ),
        (
            "agents.search",
            json!({"hostname_contains": "kiosk-0"}),
            json!({"hostname": {"ilike": "%kiosk-0%"}}),
            3,
        ),
        (
            "agents.search",
            json!({"hostname_contains": "S_00%"}),
            json!({"hostname": {"ilike": "%S\\_00\\%%"}}),
            0,
        ),
        (
            "agents.list",
            json!({"isolated": true}),
            json!({"isolated": true}),
            1,
        ),
        (
            "agents.list",
            json!({"location_id": vendor.group_id(4)}),
            json!({"locationId": vendor.group_id(4)}),
            103,
        ),
        (
            "alerts.search",
            json!({"agent_id": vendor.agent_id(3)}),
            json!({"agentId": vendor.agent_id(3)}),
            2,
        ),
        (
            "alerts.search",
            json!({"source_type": "av"}),
            json!({"sourceType": "av"}),
            460,
        ),
        (
            "alerts.search",
            json!({"created_after": "2026-11-24"}),
            json!({"createdOn": {"gt": "2026-11-24T00:00:00.000Z"}}),
            20,
        ),
        (
            "alerts.search",
            json!({"created_after": "2026-11-24T05:30:00+01:00"}),
            json!({"createdOn": {"gt": "2026-11-24T04:30:00.000Z"}}),
            7,
        ),
        (
            "tasks.search",
            json!({"status": "Failed"}),
            json!({"status": "Failed"}),
            22,
        ),
        (
            "tasks.list",
            json!({"created_before": "2026-10-10"}),
            json!({"createdOn": {"lt": "2026-10-10T00:00:00.000Z"}}),
            33,
        ),
    ] {
        bed.vendor.journal.clear();
        let output = bed.call(operation, input.clone()).await;
        assert_eq!(ids(&output).len(), count, "{operation} {input}");
        let entry = bed.vendor.journal.last().unwrap();
        let filter: Value = {
            let query = entry.query.unwrap();
            let (_, text) = url::form_urlencoded::parse(query.as_bytes()).next().unwrap();
            serde_json::from_str(&text).unwrap()
        };
        assert_eq!(
            filter,
            json!({"where": {"and": [condition]}, "order": "id", "limit": 1000}),
            "{operation} {input}"
        );
    }
}

#[tokio::test]
async fn several_filters_must_all_hold() {
    let bed = Bed::new().await;
    let input = json!({"severity": "critical", "archived": false, "source_type": "rule"});
    let output = bed.call("alerts.search", input).await;
    let items = output["items"].as_array().unwrap();
    assert!(!items.is_empty());
    assert!(items.iter().all(|alert| alert["severity"] == "critical"
        && alert["archived"] == false
        && alert["sourceType"] == "rule"));
}

#[tokio::test]
async fn a_task_leads_to_its_parts_and_to_what_its_extensions_gave_out() {
    let bed = Bed::new().await;
    let id = bed.vendor.task_id(4);
    let items = bed.call("tasks.items", json!({"id": id})).await;
    assert_eq!(items["items"][0]["userTaskId"], id);
    let output = bed.call("tasks.output", json!({"id": id})).await;
    assert_eq!(
        (&output["items"][0]["name"], &output["items"][0]["output"]),
        (&json!("Collect Event Logs"), &json!("done"))
    );
    let of_another = bed
        .call("tasks.output", json!({"id": bed.vendor.task_id(900)}))
        .await;
    assert_eq!(of_another["items"], json!([]));
}

#[tokio::test]
async fn a_task_that_made_no_scan_has_no_output_and_none_is_asked_for() {
    let bed = Bed::new().await;
    let id = bed.vendor.task_id(4);
    bed.vendor.change("usertasks", &id, &json!({"data": null}));
    let output = bed.call("tasks.output", json!({"id": id})).await;
    assert_eq!(output, json!({"items": [], "next_cursor": null}));
    assert_eq!(bed.vendor.journal.total(), 1);
}
