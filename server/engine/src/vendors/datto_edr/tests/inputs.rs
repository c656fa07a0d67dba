//! What callers give: sent as it was meant, or refused before anything is sent.

use super::{super::inputs::EntityId, Bed, input};
use crate::connector::{CallErrorKind, OperationError};
use serde_json::{Value, json};

#[test]
fn an_id_leads_to_no_other_path() {
    let id = |value: Value| serde_json::from_value::<EntityId>(value).map(|id| id.to_string());
    let guid = "0f0f2f6e-0000-4000-8000-00000000000a";
    assert_eq!(id(json!(format!(" {guid} "))).unwrap(), guid);
    for wrong in [
        json!("../targets/scan"),
        json!("a/b"),
        json!("a?b=c"),
        json!("%2e%2e"),
        json!(""),
        json!(" "),
        json!(7),
        json!("a".repeat(65)),
    ] {
        assert!(id(wrong.clone()).is_err(), "{wrong}");
    }
}

#[tokio::test]
async fn a_search_without_a_filter_is_refused_and_sends_nothing() {
    let bed = Bed::new().await;
    for operation in ["agents.search", "alerts.search", "tasks.search"] {
        for given in [json!({}), json!({"limit": 5})] {
            assert_eq!(input(&bed.failure(operation, given).await).0, "input");
        }
    }
    assert_eq!(
        input(&bed.failure("alerts.search", json!({"old": true})).await).0,
        "input"
    );
    assert_eq!(bed.vendor.journal.total(), 0);
}

#[tokio::test]
async fn a_blank_unknown_or_odd_member_is_refused_by_name_and_sends_nothing() {
    let bed = Bed::new().await;
    for (operation, given, field, code) in [
        ("agents.list", json!({"hostname": " "}), "hostname", "wrong_type"),
        ("agents.list", json!({"host": "X"}), "host", "unknown_field"),
        ("agents.get", json!({}), "id", "required"),
        ("agents.get", json!({"id": "a/b"}), "id", "wrong_type"),
        ("agents.list", json!({"cursor": "a b"}), "cursor", "wrong_type"),
        (
            "alerts.list",
            json!({"severity": "huge"}),
            "severity",
            "wrong_type",
        ),
        (
            "alerts.list",
            json!({"source_type": "AV"}),
            "source_type",
            "wrong_type",
        ),
        ("tasks.list", json!({"archived": "yes"}), "archived", "wrong_type"),
        (
            "agents.get",
            json!({"id": "a", "deep": true}),
            "deep",
            "unknown_field",
        ),
    ] {
        let OperationError::Input(error) = bed.refusal(operation, given.clone()).await else {
            panic!("{operation} {given}");
        };
        assert_eq!(
            (error.field.as_str(), error.code.as_ref()),
            (field, code),
            "{operation} {given}"
        );
    }
    for (given, field) in [
        (json!({"limit": 0}), "limit"),
        (json!({"limit": 1001}), "limit"),
        (json!({"created_after": "yesterday"}), "created_after"),
        (json!({"created_before": "2026-11-24T09:00:00"}), "created_before"),
    ] {
        let error = bed.failure("alerts.list", given.clone()).await;
        assert_eq!(input(&error).0, field, "{given}");
    }
    assert_eq!(bed.vendor.journal.total(), 0);
}

#[tokio::test]
async fn an_instance_that_is_none_is_refused_before_a_token_goes_anywhere() {
    let bed = Bed::new().await;
    for instance in ["https://edr.datto.com", "https://evil.example", ""] {
        let account = super::account(instance, "token");
        let error = bed.bench.probe(&account).await.unwrap_err();
        assert!(
            matches!(&error.kind, CallErrorKind::Input { field, .. } if field == "instance"),
            "{error:?}"
        );
    }
    assert_eq!(bed.vendor.journal.total(), 0);
}
