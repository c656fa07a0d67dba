//! Each read: what is asked for, and what of the answer is kept.

use super::{Bed, CUSTOMER, GROUP, SKU, TENANT, USER, bearer, good, with_service_account};
use serde_json::{Value, json};

fn user(n: u32) -> Value {
    json!({
        "id": format!("99999999-0000-4000-8000-{n:012}"), "displayName": format!("User {n}"), "mail": null,
        "userPrincipalName": format!("u{n}@contoso.example"), "accountEnabled": true, "somethingNew": [1],
        "assignedLicenses": [{"skuId": SKU, "disabledPlans": []}],
    })
}

#[tokio::test]
async fn users_are_listed_with_what_a_list_leaves_out_by_itself() {
    let bed = Bed::new().await;
    bed.answer("GET", "/v1.0/users", 200, json!({"value": [user(1), user(2)]}))
        .await;
    let output = bed.call(&good(), "users.list", json!({})).await;
    assert_eq!(output["items"].as_array().unwrap().len(), 2);
    assert_eq!(
        output["items"][0]["somethingNew"],
        json!([1]),
        "what is new is kept"
    );
    assert_eq!(output["next_cursor"], Value::Null);
    let asked = bed.asked().await.remove(0);
    for wanted in [
        "accountEnabled",
        "usageLocation",
        "assignedLicenses",
        "onPremisesSyncEnabled",
        "$top=999",
    ] {
        assert!(asked.contains(wanted), "{asked}");
    }
    assert!(!asked.contains("$filter"));
}

#[tokio::test]
async fn users_are_filtered_by_their_state_and_kind() {
    let bed = Bed::new().await;
    bed.answer("GET", "/v1.0/users", 200, json!({"value": []})).await;
    bed.call(&good(), "users.list", json!({"enabled": false, "kind": "guest"}))
        .await;
    let asked = bed.graph().await.remove(0);
    let filter = asked
        .url
        .query_pairs()
        .find(|(name, _)| name == "$filter")
        .unwrap()
        .1
        .into_owned();
    assert_eq!(filter, "accountEnabled eq false and userType eq 'Guest'");
}

#[tokio::test]
async fn a_search_goes_to_the_index_with_its_header_and_its_words_quoted() {
    let bed = Bed::new().await;
    for (operation, at, members) in [
        (
            "users.search",
            "/v1.0/users",
            vec!["displayName", "userPrincipalName", "mail"],
        ),
        (
            "groups.search",
            "/v1.0/groups",
            vec!["displayName", "description"],
        ),
    ] {
        bed.answer("GET", at, 200, json!({"value": []})).await;
        bed.call(&good(), operation, json!({"text": "O\"Hara"})).await;
        let asked = bed.graph().await.pop().unwrap();
        let query: Vec<(String, String)> = asked.url.query_pairs().into_owned().collect();
        let of = |name: &str| {
            query
                .iter()
                .find(|(known, _)| known == name)
                .map(|(_, value)| value.as_str())
        };
        let expected: Vec<String> = members
            .iter()
            .map(|member| format!("\"{member}:O\\\"Hara\""))
            .collect();
        assert_eq!(of("$search"), Some(expected.join(" OR ").as_str()));
        assert_eq!(of("$count"), Some("true"));
        assert_eq!(asked.headers.get("consistencylevel").unwrap(), "eventual");
    }
    bed.call(&good(), "users.list", json!({})).await;
    let plain = bed.graph().await.pop().unwrap();
    assert!(plain.headers.get("consistencylevel").is_none());
}

#[tokio::test]
async fn one_user_is_read_by_id_or_by_name_and_the_name_of_a_guest_leads_nowhere_else() {
    let bed = Bed::new().await;
    let guest = "/v1.0/users/anna_fabrikam.example%23EXT%23@contoso.example";
    for (given, at) in [
        (USER, format!("/v1.0/users/{USER}")),
        ("anna_fabrikam.example#EXT#@contoso.example", guest.into()),
    ] {
        bed.answer("GET", &at, 200, user(1)).await;
        let output = bed.call(&good(), "users.get", json!({"user": given})).await;
        assert_eq!(output["displayName"], "User 1");
    }
    assert!(bed.asked().await[0].contains("licenseAssignmentStates"));
}

#[tokio::test]
async fn groups_their_members_and_the_groups_of_a_user_are_read() {
    let bed = Bed::new().await;
    let group = json!({"id": GROUP, "displayName": "Sales", "groupTypes": ["Unified"], "mailEnabled": true});
    bed.answer("GET", "/v1.0/groups", 200, json!({"value": [group.clone()]}))
        .await;
    bed.answer("GET", &format!("/v1.0/groups/{GROUP}"), 200, group)
        .await;
    let member = json!({"@odata.type": "#microsoft.graph.user", "id": USER, "displayName": "Sam"});
    bed.answer(
        "GET",
        &format!("/v1.0/groups/{GROUP}/members"),
        200,
        json!({"value": [member]}),
    )
    .await;
    let of_user =
        json!({"@odata.type": "#microsoft.graph.directoryRole", "id": GROUP, "displayName": "Reader"});
    bed.answer(
        "GET",
        &format!("/v1.0/users/{USER}/memberOf"),
        200,
        json!({"value": [of_user]}),
    )
    .await;
    assert_eq!(
        bed.call(&good(), "groups.list", json!({})).await["items"][0]["displayName"],
        "Sales"
    );
    assert_eq!(
        bed.call(&good(), "groups.get", json!({"group": GROUP})).await["groupTypes"],
        json!(["Unified"])
    );
    let members = bed.call(&good(), "groups.members", json!({"group": GROUP})).await;
    assert_eq!(members["items"][0]["@odata.type"], "#microsoft.graph.user");
    let groups = bed.call(&good(), "users.groups", json!({"user": USER})).await;
    assert_eq!(groups["items"][0]["displayName"], "Reader");
}

#[tokio::test]
async fn licences_tell_how_many_are_free() {
    let bed = Bed::new().await;
    let sku = |enabled: u32, warning: u32, consumed: u32| {
        json!({
            "id": format!("{TENANT}_{enabled}"), "skuId": SKU, "skuPartNumber": "ENTERPRISEPACK", "capabilityStatus": "Enabled",
            "consumedUnits": consumed,
            "prepaidUnits": {"enabled": enabled, "suspended": 7, "warning": warning, "lockedOut": 0},
        })
    };
    let bare = json!({"id": "x", "skuId": SKU, "prepaidUnits": null, "consumedUnits": 3});
    let listed = json!({"value": [sku(25, 0, 10), sku(5, 2, 9), bare]});
    bed.answer("GET", "/v1.0/subscribedSkus", 200, listed).await;
    let output = bed.call(&good(), "licences.list", json!({})).await;
    let free: Vec<&Value> = (0..3).map(|n| &output["items"][n]["freeUnits"]).collect();
    assert_eq!(free, [&json!(15), &json!(-2), &Value::Null]);
    let detail = json!({"value": [{"id": "d", "skuId": SKU, "servicePlans": [{"servicePlanName": "EXCHANGE", "provisioningStatus": "Success"}]}]});
    bed.answer("GET", &format!("/v1.0/users/{USER}/licenseDetails"), 200, detail)
        .await;
    let output = bed.call(&good(), "licences.of_user", json!({"user": USER})).await;
    assert_eq!(
        output["items"][0]["servicePlans"][0]["provisioningStatus"],
        "Success"
    );
    assert_eq!(
        bed.asked().await[1],
        format!("GET /v1.0/users/{USER}/licenseDetails")
    );
}

#[tokio::test]
async fn a_tenant_its_domains_and_its_deleted_users_are_read_where_they_are_asked_for() {
    let bed = Bed::new().await;
    let tenant = json!({"value": [{"id": CUSTOMER, "displayName": "Contoso", "verifiedDomains": [{"name": "contoso.example", "isDefault": true}]}]});
    bed.answer("GET", "/v1.0/organization", 200, tenant).await;
    bed.answer(
        "GET",
        "/v1.0/domains",
        200,
        json!({"value": [{"id": "contoso.example", "isVerified": true}]}),
    )
    .await;
    let deleted =
        json!({"value": [{"id": USER, "displayName": "Sam", "deletedDateTime": "2026-11-19T09:00:00Z"}]});
    bed.answer(
        "GET",
        "/v1.0/directory/deletedItems/microsoft.graph.user",
        200,
        deleted,
    )
    .await;
    let here = json!({"tenant": CUSTOMER});
    let account = with_service_account();
    let output = bed.call(&account, "organization.get", here.clone()).await;
    assert_eq!(output["verifiedDomains"][0]["isDefault"], true);
    let output = bed.call(&account, "domains.list", here.clone()).await;
    assert_eq!(output["items"][0]["isVerified"], true);
    let output = bed.call(&account, "deleted_users.list", here).await;
    assert_eq!(output["items"][0]["deletedDateTime"], "2026-11-19T09:00:00Z");
    for request in bed.graph().await {
        assert_eq!(bearer(&request)["tid"], CUSTOMER);
    }
}

#[tokio::test]
async fn customers_are_listed_in_the_partners_own_tenant_as_the_service_account() {
    let bed = Bed::new().await;
    let customers = json!({"value": [{"@odata.etag": "W/\"x\"", "id": CUSTOMER, "tenantId": CUSTOMER, "displayName": "Contoso"}]});
    let at = "/v1.0/tenantRelationships/delegatedAdminCustomers";
    bed.answer("GET", at, 200, customers).await;
    let output = bed
        .call(&with_service_account(), "customers.list", json!({}))
        .await;
    assert_eq!(output["items"][0]["tenantId"], CUSTOMER);
    let request = bed.graph().await.remove(0);
    assert_eq!(
        (&bearer(&request)["tid"], bearer(&request).get("scp").is_some()),
        (&json!(TENANT), true)
    );
    assert_eq!(bed.asked().await[0], format!("GET {at}?$top=300"));
    bed.call(&good(), "customers.list", json!({})).await;
    assert!(bearer(&bed.graph().await[1]).get("roles").is_some());
}

#[tokio::test]
async fn an_organization_that_is_not_there_is_an_answer_that_nobody_documents() {
    let bed = Bed::new().await;
    bed.answer("GET", "/v1.0/organization", 200, json!({"value": []}))
        .await;
    let error = bed.failure(&good(), "organization.get", json!({})).await;
    assert_eq!(error.kind.code(), "contract_changed");
}
