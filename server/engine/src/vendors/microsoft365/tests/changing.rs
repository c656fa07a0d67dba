//! Each change: exactly what is sent, once, and what comes of it.

use super::{Bed, CUSTOMER, GROUP, SKU, USER, bearer, body, field, good, graph_error, with_service_account};
use crate::connector::CallErrorKind;
use serde_json::{Value, json};

fn at_user(what: &str) -> String {
    format!("/v1.0/users/{USER}{what}")
}

#[tokio::test]
async fn a_user_is_updated_with_what_was_given_and_nothing_else() {
    let bed = Bed::new().await;
    bed.answer("PATCH", &at_user(""), 204, Value::Null).await;
    let input = json!({"user": USER, "department": "Sales", "usage_location": "GB"});
    let output = bed.call(&good(), "users.update", input).await;
    assert_eq!(output["changed"], json!(["department", "usageLocation"]));
    assert_eq!(
        body(&bed.graph().await[0]),
        json!({"department": "Sales", "usageLocation": "GB"})
    );
    let error = bed.failure(&good(), "users.update", json!({"user": USER})).await;
    assert_eq!(field(&error), "input");
}

#[tokio::test]
async fn enabling_writes_and_disabling_signing_out_and_deleting_are_dangerous() {
    let bed = Bed::new().await;
    bed.answer("PATCH", &at_user(""), 204, Value::Null).await;
    bed.answer(
        "POST",
        &at_user("/revokeSignInSessions"),
        200,
        json!({"value": true}),
    )
    .await;
    bed.answer("DELETE", &at_user(""), 204, Value::Null).await;
    let input = json!({"user": USER});
    let output = bed.call(&good(), "users.enable", input.clone()).await;
    assert_eq!(output["enabled"], true);
    let output = bed.approved(&good(), "users.disable", input.clone()).await;
    assert_eq!(output["enabled"], false);
    bed.approved(&good(), "users.sign_out", input.clone()).await;
    let output = bed.approved(&good(), "users.delete", input).await;
    assert!(output["done"].as_str().unwrap().contains("30 days"));
    let asked = bed.graph().await;
    assert_eq!(body(&asked[0]), json!({"accountEnabled": true}));
    assert_eq!(body(&asked[1]), json!({"accountEnabled": false}));
    assert!(asked[2].body.is_empty());
    assert_eq!(
        bed.asked().await[2..],
        [
            format!("POST {}", at_user("/revokeSignInSessions")),
            format!("DELETE {}", at_user(""))
        ]
    );
}

#[tokio::test]
async fn without_an_approval_nothing_dangerous_is_sent() {
    let bed = Bed::new().await;
    for operation in [
        "users.disable",
        "users.sign_out",
        "users.reset_password",
        "users.delete",
    ] {
        let granted = crate::policy::Grant::Read;
        let refused = bed
            .bench
            .call_with(granted, &good(), operation, json!({"user": USER}))
            .await;
        let error = crate::testing::bench_desk::failed(refused.unwrap_err());
        assert_eq!(error.kind, CallErrorKind::NotApproved, "{operation}");
    }
    assert!(bed.requests().await.is_empty());
}

#[tokio::test]
async fn a_member_is_added_by_reference_and_one_that_is_in_it_already_is_no_fault() {
    let bed = Bed::new().await;
    let at = format!("/v1.0/groups/{GROUP}/members/$ref");
    bed.answer("POST", &at, 204, Value::Null).await;
    let input = json!({"group": GROUP, "member": USER, "tenant": CUSTOMER});
    let output = bed
        .call(&with_service_account(), "groups.add_member", input.clone())
        .await;
    assert_eq!(output["changed"], true);
    let sent = bed.graph().await.remove(0);
    assert_eq!(
        body(&sent),
        json!({"@odata.id": format!("https://graph.microsoft.com/v1.0/directoryObjects/{USER}")})
    );
    assert_eq!(bearer(&sent)["tid"], CUSTOMER);
    bed.server.reset().await;
    let bed = Bed::new().await;
    let words =
        "One or more added object references already exist for the following modified properties: 'members'.";
    bed.answer("POST", &at, 400, graph_error("Request_BadRequest", words))
        .await;
    let output = bed
        .call(&with_service_account(), "groups.add_member", input)
        .await;
    assert_eq!(output["changed"], false);
}

#[tokio::test]
async fn another_refusal_of_a_member_stays_one() {
    let bed = Bed::new().await;
    let words = "Cannot update a mail-enabled security groups and or distribution list.";
    let at = format!("/v1.0/groups/{GROUP}/members/$ref");
    bed.answer("POST", &at, 400, graph_error("Request_BadRequest", words))
        .await;
    let error = bed
        .failure(
            &good(),
            "groups.add_member",
            json!({"group": GROUP, "member": USER}),
        )
        .await;
    assert_eq!(error.kind, CallErrorKind::Rejected);
    assert!(error.said.unwrap().body.contains(words));
}

#[tokio::test]
async fn a_member_is_removed_by_its_link_and_never_deleted() {
    let bed = Bed::new().await;
    let at = format!("/v1.0/groups/{GROUP}/members/{USER}/$ref");
    bed.answer("DELETE", &at, 204, Value::Null).await;
    bed.call(
        &good(),
        "groups.remove_member",
        json!({"group": GROUP, "member": USER}),
    )
    .await;
    assert_eq!(bed.asked().await, [format!("DELETE {at}")]);
}

#[tokio::test]
async fn licences_are_changed_with_both_lists() {
    let bed = Bed::new().await;
    let plan = "57ff2da0-773e-42df-b2af-ffb7a2317929";
    bed.answer(
        "POST",
        &at_user("/assignLicense"),
        200,
        json!({"id": USER, "displayName": "Sam"}),
    )
    .await;
    let input = json!({"user": USER, "sku_id": SKU, "disabled_plans": [plan]});
    let output = bed.call(&good(), "licences.assign", input).await;
    assert_eq!(output["displayName"], "Sam");
    bed.call(&good(), "licences.remove", json!({"user": USER, "sku_id": SKU}))
        .await;
    let asked = bed.graph().await;
    assert_eq!(
        body(&asked[0]),
        json!({"addLicenses": [{"skuId": SKU, "disabledPlans": [plan]}], "removeLicenses": []})
    );
    assert_eq!(
        body(&asked[1]),
        json!({"addLicenses": [], "removeLicenses": [SKU]})
    );
}

#[tokio::test]
async fn a_deleted_user_is_restored_as_it_was_or_under_another_name() {
    let bed = Bed::new().await;
    let at = format!("/v1.0/directory/deletedItems/{USER}/restore");
    bed.answer("POST", &at, 200, json!({"id": USER})).await;
    for (input, sent) in [
        (json!({"id": USER}), json!({})),
        (
            json!({"id": USER, "leave_taken_addresses": true}),
            json!({"autoReconcileProxyConflict": true}),
        ),
        (
            json!({"id": USER, "new_user_principal_name": "sam2@contoso.example"}),
            json!({"newUserPrincipalName": "sam2@contoso.example"}),
        ),
    ] {
        bed.call(&good(), "deleted_users.restore", input).await;
        assert_eq!(body(&bed.graph().await.pop().unwrap()), sent);
    }
}

#[tokio::test]
async fn what_may_have_been_done_is_never_sent_again() {
    let bed = Bed::new().await;
    for (verb, at, operation, input) in [
        (
            "PATCH",
            at_user(""),
            "users.update",
            json!({"user": USER, "city": "Leeds"}),
        ),
        (
            "POST",
            at_user("/assignLicense"),
            "licences.remove",
            json!({"user": USER, "sku_id": SKU}),
        ),
        (
            "POST",
            "/v1.0/users".to_owned(),
            "users.create",
            json!({"user_principal_name": "nova@contoso.example", "display_name": "Nova"}),
        ),
    ] {
        bed.answer(verb, &at, 503, graph_error("serviceNotAvailable", ""))
            .await;
        let error = bed.failure(&good(), operation, input).await;
        assert_eq!(
            (error.kind, error.attempts),
            (CallErrorKind::VendorDown, 1),
            "{operation}"
        );
    }
    assert_eq!(bed.graph().await.len(), 3);
}
