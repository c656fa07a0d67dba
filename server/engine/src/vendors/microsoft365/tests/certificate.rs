//! Signing in with a certificate: what is sent is a signed statement, and never the key.

use super::{Bed, CLIENT, CUSTOMER, REFRESH, TENANT, connector, opened};
use crate::{
    connector::{CallErrorKind, Connector, Opened},
    testing::certificate::{KEY, pair, read_statement, until},
};
use contract::field::Field;
use serde_json::json;

fn account(pem: &str) -> Opened {
    opened(
        &[
            ("tenant_id", TENANT),
            ("client_id", CLIENT),
            ("sign_in_with", "certificate"),
        ],
        &[("certificate", pem), ("refresh_token", REFRESH)],
    )
}

fn certificate_field() -> Field {
    let connector = connector();
    connector.manifest().field("certificate").unwrap().clone()
}

async fn bed() -> Bed {
    let bed = Bed::new().await;
    let tenant = json!({"value": [{"id": TENANT, "displayName": "Example MSP"}]});
    bed.answer("GET", "/v1.0/organization", 200, tenant).await;
    let customers = "/v1.0/tenantRelationships/delegatedAdminCustomers";
    bed.answer("GET", customers, 200, json!({"value": []})).await;
    bed
}

#[tokio::test]
async fn each_sign_in_carries_a_statement_of_its_own_for_its_own_address() {
    let bed = bed().await;
    let account = account(&pair());
    for input in [json!({}), json!({"tenant": CUSTOMER})] {
        bed.call(&account, "organization.get", input).await;
    }
    let mut seen = Vec::new();
    for (tenant, form) in bed.sign_ins().await {
        assert_eq!(
            form["client_assertion_type"],
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
        );
        assert!(!form.contains_key("client_secret"));
        let (header, claims) = read_statement(&form["client_assertion"]);
        assert_eq!(header["alg"], "PS256");
        assert_eq!(
            claims["aud"],
            format!("https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token")
        );
        assert_eq!((&claims["iss"], &claims["sub"]), (&json!(CLIENT), &json!(CLIENT)));
        seen.push((tenant, form["grant_type"].clone(), claims["jti"].clone()));
    }
    let who: Vec<_> = seen
        .iter()
        .map(|(tenant, grant, _)| (tenant.as_str(), grant.as_str()))
        .collect();
    assert_eq!(who, [(TENANT, "client_credentials"), (CUSTOMER, "refresh_token")]);
    assert_ne!(seen[0].2, seen[1].2);
}

#[tokio::test]
async fn the_private_key_is_in_no_request() {
    let bed = bed().await;
    bed.call(&account(&pair()), "organization.get", json!({})).await;
    let key: Vec<&str> = KEY.lines().filter(|line| !line.starts_with('-')).collect();
    for request in bed.requests().await {
        let sent = String::from_utf8_lossy(&request.body).into_owned();
        assert!(key.iter().all(|line| !sent.contains(line)));
    }
}

#[test]
fn what_was_pasted_is_put_right_by_the_field_and_then_read() {
    let field = certificate_field();
    assert!(field.is_secret() && field.multiline);
    let pasted = format!("Bag Attributes\r\n{}", pair().replace('\n', "\r\n"));
    let kept = field.check(pasted.trim_end()).unwrap().unwrap().value;
    assert_eq!(kept, pair());
    assert!(connector().check_credentials(&account(&kept)).is_empty());
    assert_eq!(field.check("s3cret").unwrap_err().code, "not_a_pem");
}

#[test]
fn a_certificate_that_cannot_sign_is_refused_at_its_field_before_anything_is_sent() {
    let own = until(2099).pem();
    for (pem, reason) in [
        (KEY.to_owned(), "no certificate"),
        (own.clone(), "no private key"),
        (
            format!("{}{own}", rcgen::KeyPair::generate().unwrap().serialize_pem()),
            "not an RSA key",
        ),
    ] {
        let errors = connector().check_credentials(&account(&pem));
        assert_eq!(
            (errors[0].field.as_str(), errors[0].code.as_ref()),
            ("certificate", "not_accepted")
        );
        assert!(errors[0].message.contains(reason), "{}", errors[0].message);
    }
    assert!(
        connector().check_credentials(&super::good()).is_empty(),
        "a secret is used, so no certificate is looked at"
    );
}

#[tokio::test]
async fn an_unusable_certificate_ends_a_call_and_a_test_with_nothing_sent() {
    let bed = bed().await;
    let account = account(KEY);
    let error = bed.failure(&account, "organization.get", json!({})).await;
    assert!(matches!(error.kind, CallErrorKind::Input { ref field, .. } if field == "certificate"));
    let (report, _) = bed.bench.test(&account).await;
    let check = &report.checks[0];
    assert_eq!((check.name.as_ref(), check.ok), ("Certificate", false));
    assert!(bed.requests().await.is_empty());
}

#[tokio::test]
async fn a_test_tells_when_the_certificate_ends_and_which_it_is() {
    let bed = bed().await;
    let (report, _) = bed.bench.test(&account(&pair())).await;
    let check = report
        .checks
        .iter()
        .find(|check| check.name == "Certificate")
        .unwrap();
    assert!(
        check.ok && check.detail.starts_with("Good until 2099-03-04; SHA-256 "),
        "{check:?}"
    );
    assert!(report.ok, "{report:?}");
    let old = format!("{KEY}{}", until(2021).pem());
    let (report, _) = bed.bench.test(&account(&old)).await;
    let check = report
        .checks
        .iter()
        .find(|check| check.name == "Certificate")
        .unwrap();
    assert_eq!(
        (check.ok, check.detail.as_str()),
        (false, "It ended on 2021-03-04.")
    );
    assert!(
        report
            .notes
            .iter()
            .any(|note| note.contains("ended on 2021-03-04"))
    );
}

#[tokio::test]
async fn a_probe_looks_at_the_end_of_the_certificate() {
    let bed = bed().await;
    let found = bed.bench.probe(&account(&pair())).await.unwrap();
    assert_eq!((found.detail.as_str(), found.attention), ("Example MSP", None));
    let old = format!("{KEY}{}", until(2021).pem());
    let found = bed.bench.probe(&account(&old)).await.unwrap();
    assert!(found.attention.unwrap().contains("ended on 2021-03-04"));
}
