//! Every request is one that the vendor's own descriptions know.

use super::{Bed, good, order};
use crate::testing::openapi::Description;
use sandbox::pax8::{company_id, order_id, product_id, subscription_id};
use serde_json::{Value, json};

/// Every operation with everything that it can be given, and whether it waits for approval.
fn all() -> Vec<(&'static str, Value, bool)> {
    let company = company_id(3);
    vec![
        ("companies.get", json!({"id": company}), false),
        ("companies.list", json!({}), false),
        (
            "companies.search",
            json!({
                "status": "Active", "city": "Denver", "country": "US", "state_or_province": "CO",
                "postal_code": "80202", "self_service_allowed": true, "bill_on_behalf_of_enabled": true,
                "order_approval_required": false,
            }),
            false,
        ),
        (
            "contacts.list",
            json!({"company_id": company_id(1), "limit": 50}),
            false,
        ),
        ("products.get", json!({"id": product_id(0)}), false),
        ("products.list", json!({}), false),
        (
            "products.search",
            json!({"query": "basic", "vendor_name": "Ember Mail"}),
            false,
        ),
        ("products.provision_details", json!({"id": product_id(0)}), false),
        ("products.dependencies", json!({"id": product_id(0)}), false),
        (
            "products.pricing",
            json!({"id": product_id(0), "company_id": company}),
            false,
        ),
        ("orders.get", json!({"id": order_id(0)}), false),
        ("orders.list", json!({"company_id": company}), false),
        ("orders.check", order(&json!({})), false),
        (
            "orders.create",
            json!({
                "company_id": company, "ordered_by": "Pax8 Partner", "ordered_by_user_email": "a@b.example",
                "line_items": [
                    {
                        "product_id": product_id(0), "quantity": 1, "billing_term": "Monthly",
                        "commitment_term_id": "c0aa0000-0000-4000-8000-000000000001",
                        "provision_start_date": "2026-11-01",
                        "provisioning_details": [{"key": "msDomain", "values": ["x"]}],
                    },
                    {
                        "product_id": product_id(1), "quantity": 1, "billing_term": "Monthly",
                        "parent_line_item_number": 1,
                    },
                    {
                        "product_id": product_id(1), "quantity": 1, "billing_term": "Monthly",
                        "parent_subscription_id": subscription_id(8),
                    },
                ],
            }),
            true,
        ),
        ("subscriptions.get", json!({"id": subscription_id(0)}), false),
        ("subscriptions.list", json!({}), false),
        (
            "subscriptions.search",
            json!({
                "company_id": company, "product_id": product_id(3), "status": "Active", "billing_term": "Monthly",
            }),
            false,
        ),
        ("subscriptions.history", json!({"id": subscription_id(0)}), false),
        (
            "subscriptions.change_quantity",
            json!({"id": subscription_id(1), "quantity": 60}),
            true,
        ),
        (
            "subscriptions.cancel",
            json!({"id": subscription_id(1), "cancel_date": "2099-12-31"}),
            true,
        ),
    ]
}

#[tokio::test]
async fn every_request_is_known_to_the_vendors_openapi() {
    let bed = Bed::new().await;
    let called: Vec<_> = all().into_iter().map(|(operation, ..)| operation).collect();
    let entries = super::super::operations::entries();
    let known: Vec<_> = entries.iter().map(|entry| entry.info.id.as_ref()).collect();
    assert_eq!(called, known, "no operation is left out");
    bed.bench.test(&good()).await;
    for (operation, input, approved) in all() {
        if approved {
            bed.approved(operation, input).await;
        } else {
            bed.call(operation, input).await;
        }
    }
    let (Some(partner), Some(sign_in)) = (
        Description::read("pax8/pax8-partner-endpoints-openapi.json"),
        Description::read("pax8/pax8-authentication-openapi.json"),
    ) else {
        return;
    };
    for entry in bed.vendor.journal.entries() {
        let body: Option<Value> =
            (!entry.body.is_empty()).then(|| serde_json::from_slice(&entry.body).unwrap());
        let description = if entry.path == "/v1/token" {
            &sign_in
        } else {
            &partner
        };
        let objections =
            description.objections(&entry.method, &entry.path, entry.query.as_deref(), body.as_ref());
        assert_eq!(objections, Vec::<String>::new());
        assert!(
            entry.status.is_some_and(|status| matches!(status, 200 | 204)),
            "{entry:?}"
        );
    }
}
