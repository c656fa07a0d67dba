//! Single reads and the lists without pages.

use super::Bed;
use crate::connector::CallErrorKind;
use sandbox::pax8::{company_id, order_id, product_id, subscription_id};
use serde_json::json;

#[tokio::test]
async fn a_record_is_read_as_pax8_has_it() {
    let bed = Bed::new().await;
    let company = bed.call("companies.get", json!({"id": company_id(5)})).await;
    assert_eq!(
        (&company["phone"], &company["status"]),
        (&json!("555-0100-005"), &json!("Active"))
    );
    assert_eq!(company["address"]["stateOrProvince"], "West Yorkshire");
    let product = bed.call("products.get", json!({"id": product_id(4)})).await;
    assert!(product["description"].is_string() && product["requiresCommitment"] == true);
    let order = bed.call("orders.get", json!({"id": order_id(7)})).await;
    assert_eq!(order["lineItems"].as_array().unwrap().len(), 2);
    assert_eq!(
        order,
        bed.vendor
            .order(&order_id(7))
            .map(|kept| {
                let mut kept = kept;
                kept["orderedByUserId"] = json!(null);
                for line in kept["lineItems"].as_array_mut().unwrap() {
                    line["commitmentTermId"] = json!(null);
                }
                kept
            })
            .unwrap()
    );
    for as_documented in [false, true] {
        bed.vendor
            .turn(|knobs| knobs.commitment_as_documented = as_documented);
        let subscription = bed
            .call("subscriptions.get", json!({"id": subscription_id(0)}))
            .await;
        assert_eq!(subscription["commitment"]["term"], "1-Year");
        let listed = bed.call("subscriptions.list", json!({"limit": 1})).await;
        assert!(listed["items"][0].get("commitmentTerm").is_none());
    }
}

#[tokio::test]
async fn what_an_order_has_to_tell_is_asked_each_time() {
    let bed = Bed::new().await;
    let details = bed
        .call("products.provision_details", json!({"id": product_id(0)}))
        .await;
    let details = details["items"].as_array().unwrap();
    let kinds: Vec<_> = details
        .iter()
        .map(|detail| detail["valueType"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["Single-Value", "Input", "Multi-Value"]);
    assert!(details[1]["possibleValues"].is_null());
    let none = bed
        .call("products.provision_details", json!({"id": product_id(2)}))
        .await;
    assert_eq!(none["items"], json!([]));
    let dependencies = bed
        .call("products.dependencies", json!({"id": product_id(0)}))
        .await;
    assert_eq!(dependencies["commitmentDependencies"][1]["term"], "3-Year");
    assert_eq!(
        dependencies["commitmentDependencies"][0]["allowForQuantityDecrease"],
        false
    );
    let add_on = bed
        .call("products.dependencies", json!({"id": product_id(1)}))
        .await;
    assert_eq!(
        add_on["productDependencies"][0]["products"][0]["id"],
        product_id(0)
    );
    let before = bed.calls().len();
    bed.call("products.dependencies", json!({"id": product_id(0)}))
        .await;
    assert_eq!(bed.calls().len(), before + 1);
}

#[tokio::test]
async fn prices_are_the_partners_or_one_companys() {
    let bed = Bed::new().await;
    let usual = bed.call("products.pricing", json!({"id": product_id(0)})).await;
    let own = bed
        .call(
            "products.pricing",
            json!({"id": product_id(0), "company_id": company_id(3)}),
        )
        .await;
    let rate = |output: &serde_json::Value| output["items"][0]["rates"][0]["partnerBuyRate"].clone();
    assert_eq!((rate(&usual), rate(&own)), (json!(4.0), json!(3.6)));
    assert_eq!(
        bed.asked()[1],
        format!(
            "GET /v1/products/{}/pricing?companyId={}",
            product_id(0),
            company_id(3)
        )
    );
}

#[tokio::test]
async fn history_begins_with_the_newest_state() {
    let bed = Bed::new().await;
    let id = subscription_id(1);
    for quantity in [70, 80] {
        bed.approved(
            "subscriptions.change_quantity",
            json!({"id": id, "quantity": quantity}),
        )
        .await;
    }
    let history = bed.call("subscriptions.history", json!({"id": id})).await;
    let states = history["items"].as_array().unwrap().iter();
    let quantities: Vec<_> = states.map(|state| state["quantity"].as_u64().unwrap()).collect();
    assert_eq!(quantities, [80, 70, 3]);
    assert!(history["next_cursor"].is_null());
}

#[tokio::test]
async fn a_record_that_is_not_there_is_not_found() {
    let bed = Bed::new().await;
    let nowhere = company_id(9_999);
    for operation in [
        "companies.get",
        "products.get",
        "products.provision_details",
        "products.dependencies",
        "products.pricing",
        "orders.get",
        "subscriptions.get",
        "subscriptions.history",
    ] {
        let error = bed.failure(operation, json!({"id": nowhere})).await;
        assert_eq!(error.kind, CallErrorKind::NotFound, "{operation}");
        assert!(error.said.unwrap().body.contains("Not Found"), "{operation}");
    }
    let error = bed.failure("contacts.list", json!({"company_id": nowhere})).await;
    assert_eq!(error.kind, CallErrorKind::NotFound);
}
