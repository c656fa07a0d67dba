//! Placing an order: checked first, sent as documented, once.

use super::{Bed, account, body, field, good, order};
use crate::{
    connector::{CallErrorKind, NetworkFault, OperationError},
    policy::Grant,
    testing::bench_desk::failed,
};
use sandbox::{
    Fault, Rule,
    pax8::{READ_ONLY, company_id, product_id, subscription_id},
};
use serde_json::{Value, json};

const COMMITMENT: &str = "c0aa0000-0000-4000-8000-000000000001";

/// Everything that an order can say.
fn whole_order() -> Value {
    json!({
        "company_id": company_id(3), "ordered_by": "Pax8Partner", "ordered_by_user_email": "buyer@northgate.example",
        "line_items": [
            {
                "product_id": product_id(0), "quantity": 5, "billing_term": "Annual", "commitment_term_id": COMMITMENT,
                "provision_start_date": "2026-11-23",
                "provisioning_details": [
                    {"key": "msDomain", "values": ["example"]}, {"key": "workloads", "values": ["Mail", "Files"]},
                ],
            },
            {"product_id": product_id(1), "quantity": 2, "billing_term": "Monthly", "parent_line_item_number": 1},
            {
                "product_id": product_id(1), "quantity": 1, "billing_term": "Monthly",
                "parent_subscription_id": subscription_id(8),
            },
        ],
    })
}

#[tokio::test]
async fn an_order_is_checked_first_and_then_sent_exactly_as_it_was_checked() {
    let bed = Bed::new().await;
    let before = bed.vendor.order_count();
    let placed = bed.approved("orders.create", whole_order()).await;
    assert_eq!(bed.asked(), ["POST /v1/orders?isMock=true", "POST /v1/orders"]);
    let calls = bed.calls();
    assert_eq!(calls[0].body, calls[1].body);
    assert_eq!(
        body(&calls[1]),
        json!({
            "companyId": company_id(3), "orderedBy": "Pax8 Partner", "orderedByUserEmail": "buyer@northgate.example",
            "lineItems": [
                {
                    "productId": product_id(0), "lineItemNumber": 1, "quantity": 5, "billingTerm": "Annual",
                    "commitmentTermId": COMMITMENT, "provisionStartDate": "2026-11-23T00:00:00Z",
                    "provisioningDetails": [
                        {"key": "msDomain", "values": ["example"]}, {"key": "workloads", "values": ["Mail", "Files"]},
                    ],
                },
                {
                    "productId": product_id(1), "lineItemNumber": 2, "quantity": 2, "billingTerm": "Monthly",
                    "parentLineItemNumber": 1,
                },
                {
                    "productId": product_id(1), "lineItemNumber": 3, "quantity": 1, "billingTerm": "Monthly",
                    "parentSubscriptionId": subscription_id(8),
                },
            ],
        })
    );
    assert_eq!(bed.vendor.order_count(), before + 1);
    let bought = placed["lineItems"][0]["subscriptionId"].as_str().unwrap();
    assert_eq!(bed.vendor.subscription(bought).unwrap()["quantity"], 5);
    let read = bed.call("orders.get", json!({"id": placed["id"]})).await;
    assert_eq!(read["orderedBy"], "Pax8Partner");
}

#[tokio::test]
async fn a_check_alone_orders_nothing_and_needs_no_right_to_write() {
    let bed = Bed::new().await;
    let before = bed.vendor.order_count();
    for has_ids in [false, true] {
        bed.vendor.turn(|knobs| knobs.mock_has_ids = has_ids);
        let checked = bed.call("orders.check", order(&json!({}))).await;
        assert_eq!(checked["accepted"], true);
        assert_eq!(checked["answer"]["lineItems"][0]["quantity"], 5);
    }
    assert_eq!(bed.asked(), ["POST /v1/orders?isMock=true"; 2]);
    assert_eq!(bed.vendor.order_count(), before);
}

#[tokio::test]
async fn what_the_dry_run_refuses_is_never_ordered_and_the_reason_is_pax8s() {
    for (as_list, words) in [(false, "\"status\":422"), (true, "{\"errors\":[")] {
        let bed = Bed::new().await;
        bed.vendor
            .turn(|knobs| knobs.commitment_refusals_as_list = as_list);
        let before = bed.vendor.order_count();
        let wrong = order(&json!({"product_id": product_id(0)}));
        for operation in ["orders.check", "orders.create"] {
            let error = bed.approved_failure(operation, wrong.clone()).await;
            assert_eq!((&error.kind, error.attempts), (&CallErrorKind::Rejected, 1));
            let said = error.said.unwrap().body;
            assert!(
                said.contains(words) && said.contains("commitmentTermId is required"),
                "{said}"
            );
        }
        assert_eq!(bed.asked(), ["POST /v1/orders?isMock=true"; 2]);
        assert_eq!(bed.vendor.order_count(), before);
    }
}

#[tokio::test]
async fn an_order_whose_answer_was_lost_is_not_sent_again_and_can_be_found() {
    for fault in [
        Fault::LostAnswer,
        Fault::Truncated,
        Fault::Empty { status: 503 },
        Fault::Html { status: 500 },
    ] {
        let bed = Bed::new().await;
        let before = bed.vendor.order_count();
        let is_done = matches!(fault, Fault::LostAnswer | Fault::Truncated);
        bed.vendor
            .faults
            .add(Rule::always(fault).on_path("/orders").on_method("POST").after(1));
        let error = bed.approved_failure("orders.create", order(&json!({}))).await;
        let expected = [
            CallErrorKind::Network(NetworkFault::Cut),
            CallErrorKind::VendorDown,
        ];
        assert!(expected.contains(&error.kind), "{error}");
        assert_eq!(error.attempts, 1);
        assert_eq!(bed.asked(), ["POST /v1/orders?isMock=true", "POST /v1/orders"]);
        assert_eq!(bed.vendor.order_count(), before + usize::from(is_done));
        let found = bed
            .call("orders.list", json!({"company_id": company_id(3)}))
            .await;
        let today = found["items"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|row| row["createdDate"] == "2026-11-24");
        assert_eq!(today.count(), usize::from(is_done));
    }
}

#[tokio::test]
async fn nobody_orders_without_an_approval() {
    let bed = Bed::new().await;
    for operation in [
        "orders.create",
        "subscriptions.change_quantity",
        "subscriptions.cancel",
    ] {
        let input = match operation {
            "orders.create" => order(&json!({})),
            "subscriptions.cancel" => json!({"id": subscription_id(1)}),
            _ => json!({"id": subscription_id(1), "quantity": 9}),
        };
        let refused = bed.bench.call_with(Grant::Read, &good(), operation, input).await;
        assert_eq!(
            failed(refused.unwrap_err()).kind,
            CallErrorKind::NotApproved,
            "{operation}"
        );
    }
    assert_eq!(bed.vendor.journal.total(), 0);
}

#[tokio::test]
async fn a_key_that_may_only_read_is_told_apart() {
    let bed = Bed::new().await;
    let refused = bed
        .bench
        .call_approved(&account(READ_ONLY), "orders.create", order(&json!({})))
        .await;
    let error = failed(refused.unwrap_err());
    assert_eq!(error.kind, CallErrorKind::Permission);
    assert_eq!(bed.asked().len(), 1, "what may not be checked is not ordered");
}

#[tokio::test]
async fn an_order_that_can_be_seen_to_be_wrong_names_its_member_and_sends_nothing() {
    let bed = Bed::new().await;
    let lines = |more: Value| order(&more)["line_items"].clone();
    let second = |more: Value| {
        let mut whole = order(&json!({}));
        let line = lines(more)[0].clone();
        whole["line_items"].as_array_mut().unwrap().push(line);
        whole
    };
    for (input, at) in [
        (
            json!({"company_id": company_id(3), "line_items": []}),
            "line_items",
        ),
        (order(&json!({"quantity": 0})), "line_items[0].quantity"),
        (second(json!({"quantity": 0})), "line_items[1].quantity"),
        (
            order(&json!({"parent_line_item_number": 1})),
            "line_items[0].parent_line_item_number",
        ),
        (
            second(json!({"parent_line_item_number": 2})),
            "line_items[1].parent_line_item_number",
        ),
        (
            second(json!({"parent_line_item_number": 0})),
            "line_items[1].parent_line_item_number",
        ),
        (
            second(json!({"parent_line_item_number": 1, "parent_subscription_id": subscription_id(1)})),
            "line_items[1].parent_line_item_number",
        ),
        (
            order(&json!({"provisioning_details": [{"key": "msDomain", "values": []}]})),
            "line_items[0].provisioning_details",
        ),
        (
            order(&json!({"provision_start_date": "today"})),
            "line_items[0].provision_start_date",
        ),
        (
            order(&json!({"provision_start_date": "2026-11-24T09:00:00"})),
            "line_items[0].provision_start_date",
        ),
        (
            json!({"company_id": company_id(3), "ordered_by_user_email": "buyer", "line_items": lines(json!({}))}),
            "ordered_by_user_email",
        ),
    ] {
        for operation in ["orders.check", "orders.create"] {
            let error = bed.approved_failure(operation, input.clone()).await;
            assert_eq!(field(&error), at, "{input}");
        }
    }
    for (more, at) in [
        (json!({"quantity": 1.5}), "line_items[0].quantity"),
        (json!({"quantity": -1}), "line_items[0].quantity"),
        (json!({"billing_term": "Weekly"}), "line_items[0].billing_term"),
        (json!({"product_id": "7d3c"}), "line_items[0].product_id"),
        (json!({"companyId": company_id(3)}), "line_items[0].companyId"),
    ] {
        let refused = bed
            .bench
            .call_approved(&good(), "orders.create", order(&more))
            .await;
        let OperationError::Input(error) = refused.unwrap_err() else {
            panic!("{more}");
        };
        assert_eq!(error.field, at, "{}", error.message);
    }
    assert_eq!(bed.vendor.journal.total(), 0);
}
