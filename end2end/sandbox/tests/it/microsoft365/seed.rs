//! The first day is the same at every start, and holds what its description says.

use sandbox::microsoft365::{PARTNER_TENANT, relationship_id, tenant_id};

use super::{start, start_at_eight};

#[tokio::test]
async fn each_customer_stands_where_the_description_says() {
    let running = start().await;
    let status = |customer: usize| {
        let one = running.relationship(&relationship_id(customer));
        one.map(|one| one["status"].as_str().unwrap().to_owned())
            .unwrap_or_default()
    };
    let expected = [
        "active",
        "active",
        "active",
        "active",
        "active",
        "approvalPending",
        "created",
        "expired",
        "terminated",
        "",
        "active",
        "active",
    ];
    for (customer, expected) in (1..).zip(expected) {
        assert_eq!(status(customer), expected, "{customer}");
    }
    let state = running.state();
    let users = |tenant: &str| state["tenants"][tenant]["users"].as_array().unwrap().len();
    assert_eq!(
        (users(&tenant_id(1)), users(&tenant_id(2)), users(PARTNER_TENANT)),
        (640, 35, 28)
    );
}

#[tokio::test]
async fn two_doubles_hold_the_same() {
    let (first, second) = (start_at_eight().await, start_at_eight().await);
    assert_eq!(first.state(), second.state());
}

#[tokio::test]
async fn nothing_of_ours_is_shown() {
    let running = start().await;
    let state = running.state().to_string();
    assert!(!state.contains("\"_"), "members of ours begin with an underscore");
    assert!(!state.contains("Sandbox-1-3!") && !state.contains("secret-of-the-connector"));
}
