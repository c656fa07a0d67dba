//! Against the strict double: a user's whole life at a customer through GDAP, lists over many pages, and refusals that only
//! something with a state can give.

use super::{Microsoft365, connector, opened};
use crate::{
    connector::{CallError, CallErrorKind, Opened},
    testing::bench_desk::{Bench, failed},
};
use sandbox::microsoft365::{
    CERTIFICATE, CERTIFICATE_KEY, Credentials, Double, EXPIRED_REFRESH_TOKEN, EXPIRED_SECRET, GOOD,
    NOT_CONSENTED, Options, PARTNER, READ_ONLY, REFRESH_TOKEN, REFRESH_TOKEN_OF_A_TECHNICIAN, Running,
    SECRET_ID, STRANGE_CERTIFICATE, STRANGE_CERTIFICATE_KEY, UNKNOWN_APP, UNKNOWN_TENANT, WITHOUT_MAILBOXES,
    WRONG_SECRET, customer_domain, group_id, tenant_id, user_id,
};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const STANDARD: &str = "cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46";

struct Yard {
    microsoft: Running,
    bench: Bench<Microsoft365>,
}

impl Yard {
    async fn new() -> Self {
        let microsoft = Double::start(Options::default()).await.unwrap();
        let bench = Bench::new(connector(), microsoft.egress_map());
        Self { microsoft, bench }
    }

    async fn call(&self, account: &Opened, operation: &str, input: Value) -> Value {
        let output = self.bench.call(account, operation, input).await;
        output.unwrap_or_else(|why| panic!("{operation}: {why:?}"))
    }

    async fn approved(&self, account: &Opened, operation: &str, input: Value) -> Value {
        let output = self.bench.call_approved(account, operation, input).await;
        output.unwrap_or_else(|why| panic!("{operation}: {why:?}"))
    }

    async fn failure(&self, account: &Opened, operation: &str, input: Value) -> CallError {
        failed(self.bench.call(account, operation, input).await.unwrap_err())
    }
}

fn account(of: Credentials) -> Opened {
    opened(
        &[("tenant_id", of.tenant_id), ("client_id", of.client_id)],
        &[("client_secret", of.client_secret)],
    )
}

/// The partner, with this refresh token.
fn partner(refresh_token: &str) -> Opened {
    opened(
        &[("tenant_id", PARTNER.tenant_id), ("client_id", PARTNER.client_id)],
        &[
            ("client_secret", PARTNER.client_secret),
            ("refresh_token", refresh_token),
        ],
    )
}

fn with_certificate(certificate: &str, key: &str) -> Opened {
    opened(
        &[
            ("tenant_id", GOOD.tenant_id),
            ("client_id", GOOD.client_id),
            ("sign_in_with", "certificate"),
        ],
        &[("certificate", &format!("{key}{certificate}"))],
    )
}

fn ids(output: &Value) -> Vec<String> {
    let items = output["items"].as_array().unwrap().iter();
    items
        .map(|item| item["id"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn every_user_of_a_large_tenant_is_listed_over_all_pages_and_page_by_page() {
    let yard = Yard::new().await;
    let account = account(GOOD);
    yard.microsoft.turn(|knobs| knobs.largest_page = Some(100));
    let whole = yard.call(&account, "users.list", json!({})).await;
    let whole = ids(&whole);
    assert_eq!(whole.len(), 640);
    assert_eq!(whole.iter().collect::<BTreeSet<_>>().len(), 640);
    let (mut paged, mut cursor) = (Vec::new(), Value::Null);
    loop {
        let page = yard
            .call(&account, "users.list", json!({"limit": 99, "cursor": cursor}))
            .await;
        paged.extend(ids(&page));
        cursor = page["next_cursor"].clone();
        if cursor.is_null() {
            break;
        }
    }
    assert_eq!(paged, whole);
}

#[tokio::test]
async fn what_is_asked_for_narrows_what_comes() {
    let yard = Yard::new().await;
    let account = account(GOOD);
    let guests = yard.call(&account, "users.list", json!({"kind": "guest"})).await;
    let guests = guests["items"].as_array().unwrap();
    assert!(!guests.is_empty() && guests.iter().all(|user| user["userType"] == "Guest"));
    let disabled = yard.call(&account, "users.list", json!({"enabled": false})).await;
    assert!(
        disabled["items"]
            .as_array()
            .unwrap()
            .iter()
            .all(|user| user["accountEnabled"] == false)
    );
    let found = yard.call(&account, "users.search", json!({"text": "Neil"})).await;
    assert!(!ids(&found).is_empty());
    let groups = yard.call(&account, "groups.list", json!({})).await;
    assert_eq!(ids(&groups).len(), 130);
    let teams = yard
        .call(&account, "groups.search", json!({"text": "Team"}))
        .await;
    assert!(!ids(&teams).is_empty());
    let members = yard
        .call(&account, "groups.members", json!({"group": group_id(1, 0)}))
        .await;
    assert_eq!(ids(&members).len(), 320);
}

#[tokio::test]
async fn mailboxes_are_told_by_kind_and_their_batches_bear_throttling() {
    let yard = Yard::new().await;
    let account = account(GOOD);
    yard.microsoft.turn(|knobs| {
        knobs.limited_in_batch = 7;
        knobs.retry_after = Some("0".to_owned());
    });
    let all = yard.call(&account, "mailboxes.list", json!({})).await;
    let all = all["items"].as_array().unwrap();
    let of = |kind: &str| {
        all.iter()
            .filter(|mailbox| mailbox["userPurpose"] == kind)
            .count()
    };
    assert!(
        of("user") > 100 && of("shared") > 10 && of("room") > 10,
        "{}",
        all.len()
    );
    let shared = yard
        .call(&account, "mailboxes.list", json!({"purpose": "shared"}))
        .await;
    assert_eq!(ids(&shared).len(), of("shared"));
    let settings = yard
        .call(&account, "mailboxes.get", json!({"user": user_id(1, 0)}))
        .await;
    assert_eq!(settings["userPurpose"], "user");
}

#[tokio::test]
async fn customers_are_listed_and_each_is_reached_by_its_own_token() {
    let yard = Yard::new().await;
    let account = partner(REFRESH_TOKEN);
    let customers = yard.call(&account, "customers.list", json!({})).await;
    assert!(ids(&customers).contains(&tenant_id(1)) && ids(&customers).contains(&tenant_id(2)));
    for customer in [1, 2, 3] {
        let by_id = yard
            .call(
                &account,
                "organization.get",
                json!({"tenant": tenant_id(customer)}),
            )
            .await;
        assert_eq!(by_id["id"], tenant_id(customer));
        let by_domain = yard
            .call(
                &account,
                "organization.get",
                json!({"tenant": customer_domain(customer)}),
            )
            .await;
        assert_eq!(by_domain["id"], tenant_id(customer));
    }
    assert_eq!(
        yard.call(&account, "organization.get", json!({})).await["id"],
        PARTNER.tenant_id
    );
}

#[tokio::test]
async fn a_users_whole_life_at_a_customer() {
    let yard = Yard::new().await;
    let account = partner(REFRESH_TOKEN);
    let tenant = tenant_id(2);
    let name = format!("nova.reed@{}", customer_domain(2));
    let input = json!({
        "tenant": tenant, "user_principal_name": name, "display_name": "Nova Reed", "usage_location": "GB", "department": "Sales",
    });
    let created = yard.call(&account, "users.create", input).await;
    let id = created["user"]["id"].as_str().unwrap().to_owned();
    let kept = || yard.microsoft.user(&tenant, &id).unwrap();
    assert_eq!(kept()["password"], created["password"]);
    let of = |more: Value| {
        let mut input = json!({"tenant": tenant, "user": id});
        input
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        input
    };
    yard.call(&account, "users.update", of(json!({"job_title": "Engineer"})))
        .await;
    assert_eq!(kept()["jobTitle"], "Engineer");
    yard.call(&account, "licences.assign", of(json!({"sku_id": STANDARD})))
        .await;
    let held = yard.call(&account, "licences.of_user", of(json!({}))).await;
    assert_eq!(held["items"][0]["skuPartNumber"], "SPB");
    let membership = json!({"tenant": tenant, "group": group_id(2, 0), "member": id});
    for changed in [true, false] {
        let added = yard.call(&account, "groups.add_member", membership.clone()).await;
        assert_eq!(added["changed"], changed);
    }
    let groups = yard.call(&account, "users.groups", of(json!({}))).await;
    assert_eq!(ids(&groups), [group_id(2, 0)]);
    yard.approved(&account, "users.disable", of(json!({}))).await;
    assert_eq!(kept()["accountEnabled"], false);
    yard.approved(&account, "users.sign_out", of(json!({}))).await;
    let reset = yard
        .approved(&account, "users.reset_password", of(json!({})))
        .await;
    assert_eq!(reset["state"], "done");
    assert_eq!(kept()["password"], reset["password"]);
    assert_ne!(reset["password"], created["password"]);
    yard.call(&account, "groups.remove_member", membership).await;
    assert!(!yard.microsoft.members(&tenant, &group_id(2, 0)).contains(&id));
    assert!(
        yard.microsoft.user(&tenant, &id).is_some(),
        "the member is taken out and not deleted"
    );
    yard.call(&account, "licences.remove", of(json!({"sku_id": STANDARD})))
        .await;
    yard.call(&account, "users.enable", of(json!({}))).await;
    assert_eq!(kept()["accountEnabled"], true);
    yard.approved(&account, "users.delete", of(json!({}))).await;
    let gone = yard.failure(&account, "users.get", of(json!({}))).await;
    assert_eq!(gone.kind, CallErrorKind::NotFound);
    let deleted = yard
        .call(&account, "deleted_users.list", json!({"tenant": tenant}))
        .await;
    assert_eq!(ids(&deleted), std::slice::from_ref(&id));
    yard.call(
        &account,
        "deleted_users.restore",
        json!({"tenant": tenant, "id": id}),
    )
    .await;
    assert_eq!(
        yard.call(&account, "users.get", of(json!({}))).await["displayName"],
        "Nova Reed"
    );
}

#[tokio::test]
async fn the_application_alone_may_do_the_same_in_its_own_tenant() {
    let yard = Yard::new().await;
    let account = account(GOOD);
    let user = user_id(1, 3);
    let reset = yard
        .approved(&account, "users.reset_password", json!({"user": user}))
        .await;
    let kept = yard.microsoft.user(GOOD.tenant_id, &user).unwrap();
    assert_eq!(kept["password"], reset["password"]);
    let licences = yard.call(&account, "licences.list", json!({})).await;
    let free: Vec<i64> = licences["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|sku| sku["freeUnits"].as_i64().unwrap())
        .collect();
    assert_eq!(free, [3, 27, 0, 10_000]);
}

#[tokio::test]
async fn a_certificate_signs_in_and_one_that_nobody_uploaded_does_not() {
    let yard = Yard::new().await;
    yard.bench
        .probe(&with_certificate(CERTIFICATE, CERTIFICATE_KEY))
        .await
        .unwrap();
    let yard = Yard::new().await;
    let stranger = with_certificate(STRANGE_CERTIFICATE, STRANGE_CERTIFICATE_KEY);
    let error = yard.bench.probe(&stranger).await.unwrap_err();
    assert_eq!(error.kind, CallErrorKind::Credentials);
    assert!(error.advice.unwrap().text.starts_with("AADSTS700027: "));
}

#[tokio::test]
async fn each_wrong_credential_is_told_by_its_code() {
    for (of, code) in [
        (WRONG_SECRET, 7_000_215),
        (SECRET_ID, 7_000_215),
        (EXPIRED_SECRET, 7_000_222),
        (NOT_CONSENTED, 700_016),
        (UNKNOWN_APP, 700_016),
        (UNKNOWN_TENANT, 90002),
    ] {
        let yard = Yard::new().await;
        let (report, failure) = yard.bench.test(&account(of)).await;
        assert!(!report.ok);
        assert_eq!(failure.unwrap().kind, CallErrorKind::Credentials, "{code}");
        let advice = report.advice.unwrap();
        assert!(
            advice.text.starts_with(&format!("AADSTS{code}: ")),
            "{code}: {}",
            advice.text
        );
    }
}

#[tokio::test]
async fn a_customer_that_cannot_be_reached_leaves_the_account_well() {
    let yard = Yard::new().await;
    let account = partner(REFRESH_TOKEN);
    for (customer, kind) in [(5, CallErrorKind::Permission), (12, CallErrorKind::Permission)] {
        let input = json!({"tenant": tenant_id(customer)});
        let error = yard.failure(&account, "users.list", input).await;
        assert_eq!(error.kind, kind, "{customer}: {error:?}");
    }
    let nowhere = json!({"tenant": UNKNOWN_TENANT.tenant_id});
    assert_eq!(
        yard.failure(&account, "users.list", nowhere).await.kind,
        CallErrorKind::NotFound
    );
    yard.bench.probe(&account).await.unwrap();
    let yard = Yard::new().await;
    let stranger = partner(REFRESH_TOKEN_OF_A_TECHNICIAN);
    let error = yard
        .failure(&stranger, "users.list", json!({"tenant": tenant_id(1)}))
        .await;
    assert_eq!(error.kind, CallErrorKind::Permission);
    assert_eq!(error.advice.unwrap().code, "check_gdap_groups");
}

#[tokio::test]
async fn what_an_application_may_not_do_is_told_by_the_test_and_by_the_call() {
    let yard = Yard::new().await;
    let reader = account(READ_ONLY);
    let (report, _) = yard.bench.test(&reader).await;
    assert!(report.ok, "{report:?}");
    let check = report
        .checks
        .iter()
        .find(|check| check.name == "Permission User.ReadWrite.All")
        .unwrap();
    assert!(check.detail.starts_with("Missing: "), "{check:?}");
    let error = yard
        .failure(
            &reader,
            "users.update",
            json!({"user": user_id(1, 3), "city": "Leeds"}),
        )
        .await;
    assert_eq!(error.kind, CallErrorKind::Permission);
    assert_eq!(error.advice.unwrap().code, "grant_permission");
    let yard = Yard::new().await;
    let error = yard
        .failure(
            &account(WITHOUT_MAILBOXES),
            "mailboxes.list",
            json!({"limit": 50}),
        )
        .await;
    assert_eq!(error.kind, CallErrorKind::Permission);
}

#[tokio::test]
async fn the_service_account_is_tested_beside_the_application() {
    let yard = Yard::new().await;
    let (report, _) = yard.bench.test(&partner(REFRESH_TOKEN)).await;
    assert!(report.ok, "{report:?}");
    assert!(
        report
            .checks
            .iter()
            .any(|check| check.name == "Read customers" && check.ok)
    );
    let yard = Yard::new().await;
    let (report, _) = yard.bench.test(&partner(EXPIRED_REFRESH_TOKEN)).await;
    assert_eq!(report.advice.unwrap().code, "sign_in_again");
}

#[tokio::test]
async fn many_callers_in_one_tenant_share_one_sign_in_and_an_ended_token_costs_one_more() {
    let yard = Yard::new().await;
    let account = partner(REFRESH_TOKEN);
    let get = || yard.call(&account, "organization.get", json!({"tenant": tenant_id(1)}));
    futures::future::join_all((0..20).map(|_| get())).await;
    assert_eq!(yard.microsoft.tokens_given(), 1);
    yard.microsoft.expire_tokens();
    futures::future::join_all((0..20).map(|_| get())).await;
    assert_eq!(yard.microsoft.tokens_given(), 2);
}

#[tokio::test]
async fn a_link_that_leads_to_another_host_is_not_followed() {
    let yard = Yard::new().await;
    yard.microsoft
        .turn(|knobs| knobs.next_link_origin = Some("https://graph.evil.example".to_owned()));
    yard.microsoft.turn(|knobs| knobs.largest_page = Some(50));
    let error = yard.failure(&account(GOOD), "users.list", json!({})).await;
    assert!(matches!(error.kind, CallErrorKind::Egress { .. }), "{error:?}");
}

#[tokio::test]
async fn microsofts_own_rules_are_told_in_its_words() {
    let yard = Yard::new().await;
    let account = account(GOOD);
    let nowhere = (3..640).map(|at| user_id(1, at)).find(|id| {
        let user = yard.microsoft.user(GOOD.tenant_id, id).unwrap();
        user["usageLocation"].is_null() && user["userType"] == "Member"
    });
    let input = json!({"user": nowhere.unwrap(), "sku_id": STANDARD});
    let error = yard.failure(&account, "licences.assign", input).await;
    assert_eq!(error.kind, CallErrorKind::Rejected);
    assert!(error.said.unwrap().body.contains("usage location"));
    for group in [3, 4, 5, 6] {
        let input = json!({"group": group_id(1, group), "member": user_id(1, 3)});
        let error = yard.failure(&account, "groups.add_member", input).await;
        assert!(
            matches!(error.kind, CallErrorKind::Rejected | CallErrorKind::Permission),
            "{group}: {error:?}"
        );
    }
}
