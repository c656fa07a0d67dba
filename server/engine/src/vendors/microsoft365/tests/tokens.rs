//! A token for each tenant and each of the two who sign in, one sign-in for many callers, and none of them mixed up.

use super::{
    Bed, CLIENT, CUSTOMER, OTHER_CUSTOMER, REFRESH, SECRET, TENANT, USER, bearer, good, pairs,
    with_service_account,
};
use crate::{clock::Clock, connector::CallErrorKind, testing::bench_desk::Bench};
use serde_json::{Value, json};
use std::time::Duration;
use wiremock::{Mock, ResponseTemplate, matchers::path};

const ORGANIZATION: &str = "/v1.0/organization";

async fn bed() -> Bed {
    let bed = Bed::new().await;
    let tenant = json!({"value": [{"id": TENANT, "displayName": "Example MSP"}]});
    bed.answer("GET", ORGANIZATION, 200, tenant).await;
    bed
}

async fn of(bed: &Bed, tenant: Option<&str>) -> Value {
    let input = tenant.map_or_else(|| json!({}), |tenant| json!({"tenant": tenant}));
    bed.call(&with_service_account(), "organization.get", input).await
}

#[tokio::test]
async fn the_application_signs_in_to_its_own_tenant_with_its_secret() {
    let bed = bed().await;
    bed.call(&good(), "organization.get", json!({})).await;
    let (tenant, form) = bed.sign_ins().await.remove(0);
    let form: Vec<_> = form
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    assert_eq!(tenant, TENANT);
    assert_eq!(
        form,
        [
            ("client_id", CLIENT),
            ("client_secret", SECRET),
            ("grant_type", "client_credentials"),
            ("scope", "https://graph.microsoft.com/.default"),
        ]
    );
    let asked = bed.graph().await.remove(0);
    assert_eq!(bearer(&asked)["tid"], TENANT);
}

#[tokio::test]
async fn the_service_account_signs_in_to_the_customers_tenant_with_the_partners_refresh_token() {
    let bed = bed().await;
    of(&bed, Some(CUSTOMER)).await;
    let (tenant, form) = bed.sign_ins().await.remove(0);
    assert_eq!(tenant, CUSTOMER);
    assert_eq!(
        (form["grant_type"].as_str(), form["refresh_token"].as_str()),
        ("refresh_token", REFRESH)
    );
    assert_eq!(form["scope"], "https://graph.microsoft.com/.default");
    let claims = bearer(&bed.graph().await[0]);
    assert_eq!(
        (&claims["tid"], &claims["scp"]),
        (&json!(CUSTOMER), &json!("User.ReadWrite.All"))
    );
}

#[tokio::test]
async fn without_a_service_account_the_application_itself_signs_in_to_the_customers_tenant() {
    let bed = bed().await;
    bed.call(&good(), "organization.get", json!({"tenant": CUSTOMER}))
        .await;
    let (tenant, form) = bed.sign_ins().await.remove(0);
    assert_eq!(
        (tenant.as_str(), form["grant_type"].as_str()),
        (CUSTOMER, "client_credentials")
    );
    assert!(!form.contains_key("refresh_token"));
}

#[tokio::test]
async fn many_callers_in_several_tenants_make_one_sign_in_for_each() {
    let bed = bed().await;
    let tenants = [None, Some(CUSTOMER), Some(OTHER_CUSTOMER)];
    let calls = (0..24).map(|n| of(&bed, tenants[n % 3]));
    futures::future::join_all(calls).await;
    let mut signed_in: Vec<String> = bed
        .sign_ins()
        .await
        .into_iter()
        .map(|(tenant, _)| tenant)
        .collect();
    signed_in.sort();
    assert_eq!(signed_in, [TENANT, CUSTOMER, OTHER_CUSTOMER]);
    assert_eq!(bed.graph().await.len(), 24);
}

#[tokio::test]
async fn in_one_tenant_the_two_kinds_of_token_are_kept_apart() {
    let bed = bed().await;
    let settings = format!("/v1.0/users/{USER}/mailboxSettings");
    bed.answer("GET", &settings, 200, json!({"userPurpose": "shared"}))
        .await;
    for _ in 0..2 {
        of(&bed, Some(CUSTOMER)).await;
        let input = json!({"tenant": CUSTOMER, "user": USER});
        bed.call(&with_service_account(), "mailboxes.get", input).await;
    }
    let grants: Vec<String> = bed
        .sign_ins()
        .await
        .into_iter()
        .map(|(_, form)| form["grant_type"].clone())
        .collect();
    assert_eq!(grants, ["refresh_token", "client_credentials"], "once each");
    for request in bed.graph().await {
        let claims = bearer(&request);
        let is_mailbox = request.url.path() == settings;
        assert_eq!(claims.get("roles").is_some(), is_mailbox, "{}", request.url);
        assert_eq!(claims.get("scp").is_some(), !is_mailbox, "{}", request.url);
    }
}

#[tokio::test]
async fn the_accounts_own_tenant_may_be_named_and_is_no_customer() {
    let bed = bed().await;
    of(&bed, None).await;
    of(&bed, Some(TENANT)).await;
    let grants: Vec<String> = bed
        .sign_ins()
        .await
        .into_iter()
        .map(|(tenant, form)| format!("{tenant} {}", form["grant_type"]))
        .collect();
    assert_eq!(
        grants,
        [
            format!("{TENANT} client_credentials"),
            format!("{TENANT} refresh_token")
        ]
    );
}

#[tokio::test]
async fn a_refused_token_is_replaced_once_in_its_tenant_and_in_no_other() {
    let bed = Bed::new().await;
    let refusal =
        ResponseTemplate::new(401).set_body_json(json!({"error": {"code": "InvalidAuthenticationToken"}}));
    of_tenants(&bed).await;
    let before = bed.sign_ins().await.len();
    Mock::given(path(ORGANIZATION))
        .respond_with(refusal)
        .up_to_n_times(1)
        .with_priority(1)
        .mount(&bed.server)
        .await;
    of(&bed, Some(CUSTOMER)).await;
    of(&bed, Some(OTHER_CUSTOMER)).await;
    let after: Vec<String> = bed
        .sign_ins()
        .await
        .into_iter()
        .map(|(tenant, _)| tenant)
        .collect();
    assert_eq!(after[before..], [CUSTOMER]);
}

async fn of_tenants(bed: &Bed) {
    let tenant = json!({"value": [{"id": CUSTOMER, "displayName": "Contoso"}]});
    bed.answer("GET", ORGANIZATION, 200, tenant).await;
    of(bed, Some(CUSTOMER)).await;
    of(bed, Some(OTHER_CUSTOMER)).await;
}

#[tokio::test]
async fn a_token_is_replaced_shortly_before_the_end_that_entra_gave_it() {
    let bed = bed().await;
    let (clock, hand) = Clock::standing(1_795_500_000_000);
    let bench = Bench::with_clock(super::connector(), pairs(&bed.server), clock);
    let account = good();
    let probe = || bench.probe(&account);
    probe().await.unwrap();
    hand.forward(Duration::from_secs(4600));
    probe().await.unwrap();
    assert_eq!(bed.sign_ins().await.len(), 1, "it lives for 4,711 seconds");
    hand.forward(Duration::from_secs(100));
    probe().await.unwrap();
    assert_eq!(bed.sign_ins().await.len(), 2);
}

#[tokio::test]
async fn a_throttled_tenant_lets_the_others_go_on() {
    let bed = Bed::new().await;
    let slow = ResponseTemplate::new(429)
        .insert_header("retry-after", "60")
        .set_body_json(json!({"error": {"code": "TooManyRequests"}}));
    Mock::given(path(ORGANIZATION))
        .respond_with(slow)
        .up_to_n_times(1)
        .with_priority(1)
        .mount(&bed.server)
        .await;
    let input = json!({"tenant": CUSTOMER});
    let limited = CallErrorKind::Limited {
        retry_after: Some(Duration::from_secs(60)),
    };
    let error = bed.failure(&good(), "organization.get", input.clone()).await;
    assert_eq!(error.kind, limited);
    let tenant = json!({"value": [{"id": TENANT}]});
    bed.answer("GET", ORGANIZATION, 200, tenant).await;
    bed.call(&good(), "organization.get", json!({})).await;
    bed.call(&good(), "organization.get", json!({"tenant": OTHER_CUSTOMER}))
        .await;
    let asked = bed.graph().await.len();
    let error = bed.failure(&good(), "organization.get", input).await;
    assert_eq!(error.kind.code(), "rate_limited");
    assert_eq!(
        bed.graph().await.len(),
        asked,
        "nothing was sent while the tenant is to be left alone"
    );
}
