//! What callers give: sent as it was meant, or refused before anything is sent.

use super::{super::inputs::RecordId, Bed, field, good};
use crate::connector::OperationError;
use sandbox::pax8::{company_id, product_id};
use serde_json::{Value, json};

#[test]
fn an_id_is_a_uuid_sent_as_it_was_given_and_leads_to_no_other_path() {
    let id = |value: Value| serde_json::from_value::<RecordId>(value).map(|id| id.to_string());
    let mixed = "6F0F3a0e-1111-4a3a-9a8e-000000000001";
    assert_eq!(id(json!(mixed)).unwrap(), mixed);
    assert_eq!(id(json!(format!(" {mixed} "))).unwrap(), mixed);
    for wrong in [
        json!(""),
        json!("../token"),
        json!("6f0f3a0e-1111-4a3a-9a8e-00000000000"),
        json!("6f0f3a0e-1111-4a3a-9a8e-00000000000g"),
        json!("6f0f3a0e11114a3a9a8e000000000001"),
        json!("6f0f3a0e-1111-4a3a-9a8e-000000000001?isMock=false"),
        json!(7),
        json!(null),
    ] {
        assert!(id(wrong.clone()).is_err(), "{wrong}");
    }
}

#[tokio::test]
async fn filters_travel_by_their_documented_names_and_narrow_the_list() {
    let bed = Bed::new().await;
    for (operation, input, count) in [
        ("companies.search", json!({"status": "Inactive"}), 5),
        ("companies.search", json!({"city": "Leeds", "country": "GB"}), 58),
        (
            "companies.search",
            json!({"order_approval_required": true, "country": "DE"}),
            11,
        ),
        ("products.search", json!({"query": "PREMIUM"}), 64),
        ("products.search", json!({"vendor_name": "Ember Mail"}), 40),
        ("orders.list", json!({"company_id": company_id(3)}), 22),
        ("subscriptions.search", json!({"company_id": company_id(3)}), 32),
        ("subscriptions.search", json!({"product_id": product_id(3)}), 2),
        (
            "subscriptions.search",
            json!({"status": "WaitingForDetails", "billing_term": "Annual"}),
            6,
        ),
    ] {
        let output = bed.call(operation, input.clone()).await;
        assert_eq!(
            output["items"].as_array().unwrap().len(),
            count,
            "{operation} {input}"
        );
        assert!(output["next_cursor"].is_null());
    }
}

#[tokio::test]
async fn a_search_without_a_filter_is_refused_and_sends_nothing() {
    let bed = Bed::new().await;
    for operation in ["companies.search", "products.search", "subscriptions.search"] {
        for input in [json!({}), json!({"limit": 5})] {
            assert_eq!(field(&bed.failure(operation, input).await), "input");
        }
    }
    assert_eq!(bed.vendor.journal.total(), 0);
}

#[tokio::test]
async fn a_blank_unknown_or_odd_member_is_refused_by_name_and_sends_nothing() {
    let bed = Bed::new().await;
    for (operation, input, at, code) in [
        ("companies.search", json!({"city": " "}), "city", "wrong_type"),
        (
            "companies.search",
            json!({"name": "Alder"}),
            "name",
            "unknown_field",
        ),
        (
            "companies.search",
            json!({"status": "active"}),
            "status",
            "wrong_type",
        ),
        ("companies.get", json!({}), "id", "required"),
        ("companies.get", json!({"id": 7}), "id", "wrong_type"),
        ("contacts.list", json!({}), "company_id", "required"),
        (
            "subscriptions.search",
            json!({"billing_term": "Weekly"}),
            "billing_term",
            "wrong_type",
        ),
        ("products.list", json!({"query": "x"}), "query", "unknown_field"),
        ("orders.list", json!({"limit": -1}), "limit", "wrong_type"),
    ] {
        let refused = bed
            .bench
            .call(&good(), operation, input.clone())
            .await
            .unwrap_err();
        let OperationError::Input(error) = refused else {
            panic!("{operation} {input}");
        };
        assert_eq!(
            (error.field.as_str(), error.code.as_ref()),
            (at, code),
            "{}",
            error.message
        );
    }
    for (input, at) in [
        (json!({"limit": 0}), "limit"),
        (json!({"limit": 201}), "limit"),
        (json!({"cursor": "x"}), "cursor"),
        (json!({"cursor": "1x50", "limit": 20}), "limit"),
    ] {
        assert_eq!(field(&bed.failure("orders.list", input).await), at);
    }
    assert_eq!(bed.vendor.journal.total(), 0);
}
