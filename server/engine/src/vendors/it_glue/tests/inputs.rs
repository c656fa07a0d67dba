//! What callers give: accepted, sent as it was meant, or refused before anything is sent.

use super::{super::inputs::RecordId, Bed, ids, us};
use crate::connector::{CallErrorKind, OperationError};
use serde_json::{Value, json};

#[test]
fn an_id_is_digits_as_text_or_number_and_leads_to_no_other_path() {
    let id = |value: Value| serde_json::from_value::<RecordId>(value).map(|id| id.to_string());
    assert_eq!(id(json!("9007199254740993")).unwrap(), "9007199254740993");
    assert_eq!(id(json!(9_007_199_254_740_993_u64)).unwrap(), "9007199254740993");
    for wrong in [
        json!("../passwords"),
        json!("1/2"),
        json!(""),
        json!(-1),
        json!(1.5),
        json!(null),
        json!("1".repeat(21)),
    ] {
        assert!(id(wrong.clone()).is_err(), "{wrong}");
    }
}

#[tokio::test]
async fn filters_travel_by_their_documented_names_and_narrow_the_list() {
    let bed = Bed::new().await;
    for (operation, input, count) in [
        ("organizations.search", json!({"name": "Café Lumière US 002"}), 1),
        (
            "organizations.search",
            json!({"psa_id": "29683104", "psa_integration_type": "autotask"}),
            1,
        ),
        ("organizations.list", json!({"primary": true}), 1),
        (
            "organizations.list",
            json!({"organization_status_id": 69, "organization_type_id": "86"}),
            15,
        ),
        ("organizations.list", json!({"updated_at": "2026-05-01, *"}), 17),
        ("configurations.search", json!({"serial_number": "SN00007"}), 1),
        (
            "configurations.search",
            json!({"rmm_id": "r5", "rmm_integration_type": "aem"}),
            1,
        ),
        (
            "configurations.list",
            json!({"organization_id": 2, "archived": false}),
            2,
        ),
        ("passwords.search", json!({"organization_id": "2"}), 1),
        (
            "passwords.search",
            json!({"url": "https://portal3.example.org/"}),
            1,
        ),
        ("passwords.list", json!({"password_category_id": 16}), 25),
    ] {
        let output = bed.call(&us(), operation, input.clone()).await;
        assert_eq!(ids(&output).len(), count, "{operation} {input}");
    }
}

#[tokio::test]
async fn a_search_without_a_filter_is_refused_and_sends_nothing() {
    let bed = Bed::new().await;
    for operation in [
        "organizations.search",
        "configurations.search",
        "passwords.search",
    ] {
        for input in [json!({}), json!({"limit": 5})] {
            let error = bed.failure(&us(), operation, input).await;
            assert!(matches!(error.kind, CallErrorKind::Input { .. }), "{error:?}");
        }
    }
    assert_eq!(bed.vendor.journal.total(), 0);
}

#[tokio::test]
async fn a_blank_or_unknown_or_odd_member_is_refused_by_name_and_sends_nothing() {
    let bed = Bed::new().await;
    for (operation, input, field, code) in [
        ("passwords.list", json!({"name": " "}), "name", "wrong_type"),
        (
            "passwords.list",
            json!({"organization_id": ""}),
            "organization_id",
            "wrong_type",
        ),
        (
            "passwords.list",
            json!({"organisation_id": "2"}),
            "organisation_id",
            "unknown_field",
        ),
        ("passwords.get", json!({}), "id", "required"),
        (
            "passwords.get",
            json!({"id": "2", "show_password": "yes"}),
            "show_password",
            "wrong_type",
        ),
        (
            "configurations.list",
            json!({"rmm_integration_type": "datto"}),
            "rmm_integration_type",
            "wrong_type",
        ),
        (
            "configurations.list",
            json!({"hostname": "X"}),
            "hostname",
            "unknown_field",
        ),
    ] {
        let OperationError::Input(error) = bed.refusal(&us(), operation, input.clone()).await else {
            panic!("{operation} {input}");
        };
        assert_eq!(
            (error.field.as_str(), error.code.as_ref()),
            (field, code),
            "{operation} {input}"
        );
    }
    for input in [
        json!({"limit": 0}),
        json!({"limit": 5000}),
        json!({"cursor": "page 2"}),
    ] {
        let error = bed.failure(&us(), "organizations.list", input).await;
        assert!(matches!(error.kind, CallErrorKind::Input { .. }), "{error:?}");
    }
    assert_eq!(bed.vendor.journal.total(), 0);
}
