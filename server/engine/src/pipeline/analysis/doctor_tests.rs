//! Each mistake is named, nothing secret is.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;
use crate::{
    connector::{hmac_sha1, hmac_sha256},
    vendors::Registry,
};

const SECRET: &str = "Zk3Yq8canaryTz91";
const OTHER: &str = "another-webhooks-secret";
const BODY: &str = r#"{ "Action": "Update", "Title": "Caf\u00E9 \u0026 bar" }"#;
const NOW: i64 = 1_795_500_000_000;

fn suspects() -> Suspects {
    let secret = |text: &str| Secret::new(text.to_owned());
    Suspects {
        accepted: vec![secret(SECRET)],
        retired: vec![secret("retired-secret")],
        others: vec![("Tickets of Contoso".into(), vec![secret(OTHER)])],
    }
}

fn delivery(headers: &[(&str, String)], body: &str) -> Delivery {
    Delivery {
        token: "t".into(),
        path_secret: None,
        query: String::new(),
        method: "POST".into(),
        headers: headers
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone().into_bytes()))
            .collect(),
        body: Body::Whole(body.as_bytes().to_vec()),
        address: "203.0.113.9".into(),
        forwarded_for: String::new(),
    }
}

fn signed(secret: &str, signed_body: &str, sent_body: &str) -> Delivery {
    let signature = BASE64_STANDARD.encode(hmac_sha1(secret.as_bytes(), signed_body.as_bytes()));
    delivery(&[("x-hook-signature", format!("sha1={signature}"))], sent_body)
}

/// No paper was wanted.
fn none() -> Papers<'static> {
    static MACHINE: std::sync::LazyLock<crate::connector::Authorities> =
        std::sync::LazyLock::new(crate::connector::Authorities::default);
    Papers {
        fetched: &[],
        authorities: &MACHINE,
    }
}

fn says(vendor: &str, delivery: &Delivery) -> String {
    let registry = Registry::new();
    let inbound = registry.inbound(vendor).unwrap();
    assert!(
        inbound.verify(delivery, &suspects().accepted, NOW).is_err(),
        "it is proven after all"
    );
    let found = examine(inbound, delivery, &suspects(), &none(), NOW);
    let words: String = found.into_iter().map(|fact| fact.value + "\n").collect();
    for secret in [SECRET, OTHER, "retired-secret"] {
        assert!(!words.contains(secret), "{words}");
    }
    words
}

#[test]
fn a_retired_secret_and_another_webhooks_secret_are_told() {
    assert!(says("autotask", &signed("retired-secret", BODY, BODY)).contains("retired"));
    assert!(says("autotask", &signed(OTHER, BODY, BODY)).contains("“Tickets of Contoso”"));
}

#[test]
fn a_secret_that_was_pasted_wrongly_is_told() {
    for (pasted, word) in [
        (format!("{SECRET}\n"), "line break"),
        (format!("{SECRET} "), "space"),
        (BASE64_STANDARD.encode(SECRET), "base64"),
        (format!("whsec_{SECRET}"), "whsec_"),
        (hex(SECRET.as_bytes()), "hex"),
        (SECRET.to_lowercase(), "small letters"),
    ] {
        let said = says("autotask", &signed(&pasted, BODY, BODY));
        assert!(said.contains(word), "{pasted}: {said}");
    }
}

#[test]
fn hex_for_base64_and_sha256_for_sha1_are_told() {
    let mac = hmac_sha1(SECRET.as_bytes(), BODY.as_bytes());
    let spelled = delivery(&[("x-hook-signature", format!("sha1={}", hex(&mac)))], BODY);
    assert!(says("autotask", &spelled).contains("hex"));
    let longer = BASE64_STANDARD.encode(hmac_sha256(SECRET.as_bytes(), BODY.as_bytes()));
    let other = delivery(&[("x-hook-signature", format!("sha256={longer}"))], BODY);
    assert!(says("autotask", &other).contains("SHA256"));
}

#[test]
fn a_body_that_was_written_anew_on_its_way_is_told() {
    let compact = r#"{"Action":"Update","Title":"Caf\u00E9 \u0026 bar"}"#;
    let unescaped = r#"{"Action":"Update","Title":"Café & bar"}"#;
    for sent in [
        BODY.to_owned(),
        unescaped.to_owned(),
        format!("{compact}\n"),
        unescaped.replace(',', ", "),
    ] {
        let said = says("autotask", &signed(SECRET, compact, &sent));
        assert!(said.contains("changed the body"), "{sent}: {said}");
    }
}

#[test]
fn a_secret_in_the_wrong_place_is_told() {
    let said = says(
        "datto_rmm",
        &delivery(&[("x-webhook-secret", SECRET.into())], "{}"),
    );
    assert!(
        said.contains("header x-webhook-secret") && said.contains("X-OpsAI-Secret"),
        "{said}"
    );
}

#[test]
fn what_fits_nothing_says_so() {
    let said = says("autotask", &signed("nobody-knows-this", BODY, BODY));
    assert!(said.starts_with("None of the usual mistakes"), "{said}");
}
