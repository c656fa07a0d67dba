//! Reading what was pasted, and signing with it.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::testing::certificate::{KEY, pair, read_statement, until};
use rcgen::{CertificateParams, KeyPair};
use serde_json::Value;

const CLIENT: &str = "33333333-3333-4333-8333-333333333333";
const AUDIENCE: &str = "https://login.example/tenant/token";

fn read(pem: impl Into<String>) -> Result<ClientCertificate, &'static str> {
    ClientCertificate::read(&Secret::new(pem.into()))
}

fn of_another_kind() -> (KeyPair, rcgen::Certificate) {
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(["other.example".to_owned()]).unwrap();
    let certificate = params.self_signed(&key).unwrap();
    (key, certificate)
}

#[test]
fn a_statement_is_signed_with_the_key_and_names_client_address_and_certificate() {
    let certificate = read(pair()).unwrap();
    let now: Timestamp = "2026-11-24T09:00:00Z".parse().unwrap();
    let statement = certificate.statement(CLIENT, AUDIENCE, now).unwrap();
    let (header, claims) = read_statement(statement.expose());
    let digest = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(until(2099).der()));
    assert_eq!(header, json!({"alg": "PS256", "typ": "JWT", "x5t#S256": digest}));
    for (claim, expected) in [
        ("aud", Value::from(AUDIENCE)),
        ("iss", CLIENT.into()),
        ("sub", CLIENT.into()),
        ("nbf", now.as_second().into()),
        ("exp", (now.as_second() + 300).into()),
    ] {
        assert_eq!(claims[claim], expected, "{claim}");
    }
    let again = certificate.statement(CLIENT, AUDIENCE, now).unwrap();
    let (_, other) = read_statement(again.expose());
    assert_ne!(claims["jti"], other["jti"], "each statement is one of its own");
}

#[test]
fn the_certificate_is_found_wherever_it_stands_and_its_end_is_known() {
    let (_, other) = of_another_kind();
    let own = until(2031).pem();
    for pem in [
        format!("{own}{KEY}"),
        format!("{KEY}{}{own}", other.pem()),
        format!("{KEY}{own}").trim_end().to_owned(),
    ] {
        let certificate = read(pem).unwrap();
        assert_eq!(certificate.ends_at().unwrap().to_string(), "2031-03-04T00:00:00Z");
        assert_eq!(certificate.fingerprint(), CertificatePin::of(until(2031).der()));
    }
}

#[test]
fn what_cannot_sign_is_refused_with_what_to_put_right() {
    let (key, certificate) = of_another_kind();
    let own = until(2099).pem();
    let locked = own.replace("BEGIN CERTIFICATE", "BEGIN ENCRYPTED PRIVATE KEY");
    for (pem, reason) in [
        (String::new(), "no private key"),
        (own.clone(), "no private key"),
        (KEY.to_owned(), "no certificate"),
        (format!("{KEY}{}", certificate.pem()), "does not belong"),
        (
            format!("{}{}", key.serialize_pem(), certificate.pem()),
            "not an RSA key",
        ),
        (format!("{locked}{own}"), "passphrase"),
        (
            "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n".to_owned(),
            "cannot be read",
        ),
    ] {
        let why = read(pem).unwrap_err();
        assert!(why.contains(reason), "{reason}: {why}");
    }
}

#[test]
fn it_does_not_print_its_key() {
    let printed = format!("{:?}", read(pair()).unwrap());
    assert!(printed.starts_with("ClientCertificate(\""), "{printed}");
    assert!(KEY.lines().all(|line| !printed.contains(line)));
}
