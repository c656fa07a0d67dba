//! Fixtures through the model.

use super::super::model::{Agent, Alert, Count, Task, User};
use serde_json::{Value, json};

const AGENTS: &str = include_str!("../fixtures/agents.json");
const ALERT: &str = include_str!("../fixtures/alert.json");
const TASK: &str = include_str!("../fixtures/task.json");

/// Everything of the vendor's is in what a caller gets, under the same name.
fn assert_kept(vendor: &Value, ours: &Value) {
    for (name, value) in vendor.as_object().unwrap() {
        assert_eq!(&ours[name], value, "{name}");
    }
}

#[test]
fn an_agent_keeps_every_field_typed_or_not() {
    let agents: Vec<Agent> = serde_json::from_str(AGENTS).unwrap();
    let vendor: Vec<Value> = serde_json::from_str(AGENTS).unwrap();
    for (vendor, agent) in vendor.iter().zip(&agents) {
        assert_kept(vendor, &serde_json::to_value(agent).unwrap());
    }
    assert_eq!(agents[0].hostname.as_deref(), Some("HARBOUR-07"));
    assert_eq!((agents[0].isolated, agents[1].isolated), (Some(false), None));
}

#[test]
fn a_count_stays_as_the_vendor_wrote_it_text_or_number_to_the_digit() {
    let agents: Vec<Agent> = serde_json::from_str(AGENTS).unwrap();
    assert_eq!(
        agents[0].alert_count,
        Some(Count::Text("9007199254740993".into()))
    );
    assert_eq!(agents[1].alert_count, Some(Count::Number(0)));
    let text = serde_json::to_string(&agents[1]).unwrap();
    assert!(text.contains("\"somethingNew\":9007199254740993"), "{text}");
}

#[test]
fn an_alert_keeps_its_verdicts_and_the_data_of_its_detection() {
    let alert: Alert = serde_json::from_str(ALERT).unwrap();
    let ours = serde_json::to_value(&alert).unwrap();
    assert_kept(&serde_json::from_str(ALERT).unwrap(), &ours);
    assert_eq!(
        (alert.kind.as_deref(), alert.severity.as_deref()),
        (Some("file"), Some("critical"))
    );
    assert!(ours.to_string().contains("\"detectionId\":9007199254740993"));
}

#[test]
fn a_task_leads_to_its_scan() {
    let task: Task = serde_json::from_str(TASK).unwrap();
    assert_eq!(task.scan_id(), Some("60a237f5-0000-4000-8000-000000000002"));
    assert_kept(
        &serde_json::from_str(TASK).unwrap(),
        &serde_json::to_value(&task).unwrap(),
    );
    for data in [json!(null), json!({}), json!({"scanId": null}), json!("text")] {
        let task: Task = serde_json::from_value(json!({"id": "t", "data": data})).unwrap();
        assert_eq!(task.scan_id(), None);
    }
}

#[test]
fn a_user_is_called_by_its_name_or_its_address_and_is_no_user_without_an_id() {
    let name = |value: Value| {
        let user: User = serde_json::from_value(value).unwrap();
        user.name().map(str::to_owned)
    };
    assert_eq!(
        name(json!({"id": 1, "username": "sam", "email": "s@example.org"})).as_deref(),
        Some("sam")
    );
    assert_eq!(
        name(json!({"id": "x", "email": "s@example.org"})).as_deref(),
        Some("s@example.org")
    );
    assert_eq!(name(json!({"id": "x", "username": {"odd": true}})), None);
    assert!(serde_json::from_value::<User>(json!({"username": "sam"})).is_err());
    assert!(serde_json::from_value::<User>(json!(["sam"])).is_err());
}
