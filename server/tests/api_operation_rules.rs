//! `/api/v1/operation-rules`

use crate::support::{Ask, Hub, get, samples};
use axum::http::Method;
use serde_json::json;

const HERE: &str = "/api/v1/operation-rules";

fn put(body: &serde_json::Value) -> Ask {
    Ask::new(Method::PUT, HERE).json(body)
}

#[tokio::test]
async fn everybody_may_see_the_rules_and_narrow_them() {
    let hub = Hub::new();
    let list = get(&format!("{HERE}?vendor=it_glue&operation=organisations.list"))
        .token("viewer")
        .send(&hub)
        .await
        .ok();
    assert_eq!(list["items"][0], json!(samples::rule()));
    assert_eq!(
        hub.calls(),
        ["rules Some(\"it_glue\") Some(\"organisations.list\")"]
    );
    get(&format!("{HERE}?vender=it_glue"))
        .token("viewer")
        .send(&hub)
        .await
        .problem(422, "invalid_input");
}

#[tokio::test]
async fn a_change_names_the_operation_the_account_and_the_rule() {
    let hub = Hub::new();
    let change = json!({"vendor": "pax8", "operation": "orders.create", "rule": "admin", "reason": "Money."});
    put(&change).token("admin").send(&hub).await.ok();
    let back =
        json!({"vendor": "pax8", "operation": "orders.create", "integration": samples::ID, "rule": null});
    put(&back).token("admin").send(&hub).await.ok();
    assert_eq!(
        hub.calls(),
        [
            "rule pax8 orders.create None Some(Admin) Some(\"Money.\")".to_owned(),
            format!(
                "rule pax8 orders.create Some(IntegrationId(\"{}\")) None None",
                samples::ID
            ),
        ]
    );
}

#[tokio::test]
async fn a_rule_that_is_none_is_named_and_who_may_not_is_refused() {
    let hub = Hub::new();
    let unknown = json!({"vendor": "pax8", "operation": "orders.create", "rule": "maybe"});
    let problem = put(&unknown).token("admin").send(&hub).await;
    let problem = problem.problem(422, "invalid_input");
    assert_eq!(
        (
            problem["errors"][0]["field"].as_str(),
            problem["errors"][0]["message"].as_str()
        ),
        (
            Some("rule"),
            Some("There is no rule `maybe`; there are: auto, tech, admin, off.")
        )
    );
    let good = json!({"vendor": "pax8", "operation": "orders.create", "rule": "auto"});
    put(&good)
        .token("tech")
        .send(&hub)
        .await
        .problem(403, "forbidden");
    let nowhere =
        json!({"vendor": "pax8", "operation": "orders.create", "integration": "usr_1", "rule": "auto"});
    put(&nowhere)
        .token("admin")
        .send(&hub)
        .await
        .problem(404, "not_found");
}
