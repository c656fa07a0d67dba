//! Pax8: lists, orders and changes of subscriptions.

use std::collections::BTreeSet;

use reqwest::Method;
use sandbox::Fault;
use sandbox::pax8::{GOOD, Running, company_id, product_id, subscription_id};
use serde_json::{Value, json};

use crate::Said;
use crate::pax8_access::{call, pax8, token};

async fn get(running: &Running, token: &str, target: &str) -> Value {
    let said = call(running, token, Method::GET, target, None).await;
    assert_eq!(said.status, 200, "{target} {}", said.text);
    said.json()
}

fn order(product: usize, more: &Value) -> Value {
    let mut line = json!({
        "productId": product_id(product), "lineItemNumber": 1, "quantity": 5, "billingTerm": "Monthly",
    });
    line.as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    json!({"companyId": company_id(3), "orderedBy": "Pax8 Partner", "lineItems": [line]})
}

async fn place(running: &Running, token: &str, query: &str, order: &Value) -> Said {
    call(
        running,
        token,
        Method::POST,
        &format!("/v1/orders{query}"),
        Some(order),
    )
    .await
}

#[tokio::test]
async fn pages_begin_at_zero_hold_ten_rows_by_default_and_two_hundred_at_most() {
    let running = pax8().await;
    let token = token(&running, GOOD).await;
    let first = get(&running, &token, "/v1/subscriptions").await;
    assert_eq!(
        first["page"],
        json!({"size": 10, "totalElements": 640, "totalPages": 64, "number": 0})
    );
    let mut ids = BTreeSet::new();
    for page in 0..4 {
        let target = format!("/v1/subscriptions?page={page}&size=200&sort=createdDate,asc");
        let rows = get(&running, &token, &target).await["content"].clone();
        ids.extend(rows.as_array().unwrap().iter().map(|row| row["id"].to_string()));
    }
    assert_eq!(ids.len(), 640);
    let none = get(&running, &token, "/v1/subscriptions?status=Converted").await;
    assert_eq!(
        (&none["content"], &none["page"]["totalPages"]),
        (&json!([]), &json!(0))
    );
    running.turn(|knobs| knobs.page_is_told = false);
    assert!(get(&running, &token, "/v1/companies").await.get("page").is_none());
}

#[tokio::test]
async fn what_hangs_on_a_product_or_a_subscription_has_no_pages() {
    let running = pax8().await;
    let token = token(&running, GOOD).await;
    for target in [
        format!("/v1/products/{}/provision-details", product_id(0)),
        format!(
            "/v1/products/{}/pricing?companyId={}",
            product_id(0),
            company_id(0)
        ),
        format!("/v1/subscriptions/{}/history", subscription_id(0)),
    ] {
        let said = get(&running, &token, &target).await;
        let names: Vec<_> = said.as_object().unwrap().keys().cloned().collect();
        assert_eq!(names, ["content"], "{target}");
    }
    let said = get(
        &running,
        &token,
        &format!("/v1/products/{}/dependencies", product_id(0)),
    )
    .await;
    assert_eq!(said["commitmentDependencies"][0]["term"], "1-Year");
}

#[tokio::test]
async fn dates_come_in_three_forms_and_the_commitment_under_either_name() {
    let running = pax8().await;
    let token = token(&running, GOOD).await;
    let date = async |at| {
        let target = format!("/v1/subscriptions/{}", subscription_id(at));
        get(&running, &token, &target).await["createdDate"]
            .as_str()
            .unwrap()
            .len()
    };
    assert_eq!(
        (date(0).await, date(1).await, date(2).await),
        (
            "2026-11-23".len(),
            "2026-11-23T08:30:00Z".len(),
            "2020-12-01T13:20:13.153-0700".len()
        )
    );
    let target = format!("/v1/subscriptions/{}", subscription_id(0));
    let seen = get(&running, &token, &target).await;
    assert!(seen["commitment"].is_object() && seen.get("commitmentTerm").is_none());
    running.turn(|knobs| knobs.commitment_as_documented = true);
    let seen = get(&running, &token, &target).await;
    assert!(seen["commitmentTerm"].is_object() && seen.get("commitment").is_none());
}

#[tokio::test]
async fn a_dry_run_checks_and_leaves_nothing_behind() {
    let running = pax8().await;
    let token = token(&running, GOOD).await;
    let before = running.order_count();
    let said = place(&running, &token, "?isMock=true", &order(2, &json!({}))).await;
    assert_eq!((said.status, said.json().get("id")), (200, None));
    running.turn(|knobs| knobs.mock_has_ids = true);
    let said = place(&running, &token, "?isMock=true", &order(2, &json!({}))).await;
    assert!(said.json()["id"].is_string());
    assert_eq!(running.order_count(), before);
    let wrong = place(&running, &token, "?isMock=true", &order(0, &json!({}))).await;
    assert_eq!(wrong.status, 422);
}

#[tokio::test]
async fn an_order_becomes_subscriptions_and_is_read_back_without_the_space() {
    let running = pax8().await;
    let token = token(&running, GOOD).await;
    let said = place(&running, &token, "", &order(2, &json!({}))).await;
    assert_eq!(said.status, 200);
    let placed = said.json();
    let id = placed["id"].as_str().unwrap();
    let subscription = placed["lineItems"][0]["subscriptionId"].as_str().unwrap();
    assert_eq!(running.subscription(subscription).unwrap()["quantity"], 5);
    let kept = get(&running, &token, &format!("/v1/orders/{id}")).await;
    assert_eq!(kept["orderedBy"], "Pax8Partner");
}

#[tokio::test]
async fn an_order_whose_answer_is_lost_was_placed_all_the_same() {
    let running = pax8().await;
    let token = token(&running, GOOD).await;
    let before = running.order_count();
    running.faults.next(1, Fault::LostAnswer);
    let request = crate::client().post(format!("{}/v1/orders", running.origin));
    assert!(
        request
            .bearer_auth(&token)
            .json(&order(2, &json!({})))
            .send()
            .await
            .is_err()
    );
    assert_eq!(running.order_count(), before + 1);
}

#[tokio::test]
async fn an_order_that_cannot_be_is_refused_as_a_whole() {
    let running = pax8().await;
    let token = token(&running, GOOD).await;
    let before = running.order_count();
    let committed = json!({"commitmentTermId": "c0aa0000-0000-4000-8000-000000000001"});
    for (order, status) in [
        (order(0, &json!({})), 422),
        (order(0, &committed).tap("billingTerm", &json!("3-Year")), 422),
        (
            order(2, &json!({"provisionStartDate": "2099-01-01T00:00:00Z"})),
            422,
        ),
        (order(1, &json!({})), 422),
        (order(2, &json!({"quantity": 0})), 400),
        (order(2, &json!({"quantity": 1.5})), 400),
        (order(2, &json!({"lineItemNumber": null})), 400),
        (order(2, &json!({"companyId": company_id(3)})), 400),
        (order(2, &json!({"commitmentTermID": "x"})), 400),
        (order(2, &json!({"billingTerm": "Weekly"})), 400),
        (json!({"companyId": company_id(3), "lineItems": []}), 400),
        (
            json!({"companyId": company_id(22), "lineItems": order(2, &json!({}))["lineItems"]}),
            422,
        ),
        (
            json!({"companyId": company_id(3), "orderedBy": "Pax8Partner", "lineItems": order(2, &json!({}))["lineItems"]}),
            400,
        ),
    ] {
        let said = place(&running, &token, "", &order).await;
        assert_eq!(said.status, status, "{order} {}", said.text);
    }
    assert_eq!(running.order_count(), before);
    running.turn(|knobs| knobs.commitment_refusals_as_list = true);
    let said = place(&running, &token, "", &order(0, &json!({}))).await;
    assert!(said.json()["errors"][0].is_string());
}

trait Tap {
    fn tap(self, member: &str, value: &Value) -> Value;
}

impl Tap for Value {
    /// The order with this member of its line.
    fn tap(mut self, member: &str, value: &Value) -> Value {
        self["lineItems"][0][member] = value.clone();
        self
    }
}

#[tokio::test]
async fn a_changed_quantity_holds_at_once_and_the_past_is_kept() {
    let running = pax8().await;
    let token = token(&running, GOOD).await;
    let target = format!("/v1/subscriptions/{}", subscription_id(1));
    let put = async |body: Value| call(&running, &token, Method::PUT, &target, Some(&body)).await;
    let before = get(&running, &token, &target).await["quantity"].clone();
    let said = put(json!({"quantity": 77})).await;
    assert_eq!((said.status, &said.json()["quantity"]), (200, &json!(77)));
    let past = get(&running, &token, &format!("{target}/history")).await["content"].clone();
    assert_eq!(
        (&past[0]["quantity"], &past[1]["quantity"]),
        (&json!(77), &before)
    );
    assert_eq!(put(json!({})).await.status, 422);
    assert_eq!(put(json!({"quantity": 0})).await.status, 400);
    assert_eq!(put(json!({"colour": 1})).await.status, 400);
}

#[tokio::test]
async fn fewer_within_a_commitment_are_refused_in_either_shape() {
    let running = pax8().await;
    let token = token(&running, GOOD).await;
    let target = format!("/v1/subscriptions/{}", subscription_id(4));
    let put = async || {
        call(
            &running,
            &token,
            Method::PUT,
            &target,
            Some(&json!({"quantity": 1})),
        )
        .await
    };
    let said = put().await;
    assert_eq!((said.status, said.json()["status"].as_u64()), (422, Some(422)));
    running.turn(|knobs| knobs.commitment_refusals_as_list = true);
    assert!(put().await.json()["errors"].is_array());
}

#[tokio::test]
async fn cancelling_ends_a_subscription_now_or_on_the_date_in_its_documented_form() {
    let running = pax8().await;
    let token = token(&running, GOOD).await;
    let delete = async |at, query: &str| {
        let target = format!("/v1/subscriptions/{}{query}", subscription_id(at));
        call(&running, &token, Method::DELETE, &target, None).await
    };
    let status = |at| running.subscription(&subscription_id(at)).unwrap()["status"].clone();
    let said = delete(1, "").await;
    assert_eq!(
        (said.status, said.text.as_str(), status(1)),
        (204, "", json!("Cancelled"))
    );
    assert_eq!(delete(1, "").await.status, 422);
    assert_eq!(
        delete(2, "?cancelDate=2099-12-31T00:00:00.000-05:00")
            .await
            .status,
        204
    );
    assert_eq!(status(2), "PendingCancel");
    for wrong in [
        "2099-12-31",
        "2099-12-31T00:00:00Z",
        "2099-12-31T00:00:00.000-0500",
    ] {
        assert_eq!(
            delete(3, &format!("?cancelDate={wrong}")).await.status,
            400,
            "{wrong}"
        );
    }
    assert_eq!(delete(9_999, "").await.status, 404);
    assert_eq!(status(3), "Active");
}

/// The members of a row, those below its own left to themselves.
fn members(row: &Value) -> BTreeSet<String> {
    row.as_object().unwrap().keys().cloned().collect()
}

#[tokio::test]
async fn records_have_no_member_that_the_vendors_description_does_not_know() {
    let Some(described) = crate::specs::spec("pax8/pax8-partner-endpoints-openapi.json") else {
        return;
    };
    let running = pax8().await;
    running.turn(|knobs| knobs.commitment_as_documented = true);
    let token = token(&running, GOOD).await;
    let product = format!("/v1/products/{}", product_id(0));
    for (target, at, schema) in [
        ("/v1/companies?size=1".to_owned(), "/content/0", "Company"),
        (
            format!("/v1/companies/{}/contacts", company_id(0)),
            "/content/0",
            "Contact",
        ),
        ("/v1/products?size=1".to_owned(), "/content/0", "Product"),
        (product.clone(), "", "ProductDetail"),
        (
            format!("{product}/provision-details"),
            "/content/0",
            "ProvisioningDetail",
        ),
        (
            format!("{product}/dependencies"),
            "/commitmentDependencies/0",
            "Commitment",
        ),
        (format!("{product}/pricing"), "/content/0", "Pricing"),
        (format!("{product}/pricing"), "/content/0/rates/0", "Rate"),
        ("/v1/orders?size=1".to_owned(), "/content/0", "Order"),
        (
            "/v1/orders?size=1".to_owned(),
            "/content/0/lineItems/0",
            "LineItem",
        ),
        ("/v1/orders?size=1".to_owned(), "/page", "Page"),
        (
            "/v1/subscriptions?size=1".to_owned(),
            "/content/0",
            "Subscription",
        ),
        (
            "/v1/subscriptions?size=1".to_owned(),
            "/content/0/commitmentTerm",
            "SubscriptionCommitment",
        ),
    ] {
        let said = get(&running, &token, &target).await;
        let ours = members(said.pointer(at).unwrap());
        let theirs = members(&described["components"]["schemas"][schema]["properties"]);
        assert!(
            ours.is_subset(&theirs),
            "{schema}: {:?}",
            ours.difference(&theirs)
        );
    }
}
