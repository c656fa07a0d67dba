#![allow(clippy::unwrap_used)]
use super::*;
use crate::testing::signed_tokens::{key_set, of, signed, with_public_key_as_secret};
use serde_json::json;

fn keys(kid: &str) -> SigningKeys {
    serde_json::from_value(key_set(kid)).unwrap()
}

#[test]
fn what_the_key_signed_is_believed() {
    let claims = json!({"tid": "t"});
    let read = keys("k1").verify(&signed("k1", &claims)).unwrap();
    assert_eq!(
        serde_json::from_slice::<serde_json::Value>(&read.claims).unwrap(),
        claims
    );
}

#[test]
fn a_changed_claim_or_signature_is_forged() {
    let token = signed("k1", &json!({"tid": "t"}));
    let other = signed("k1", &json!({"tid": "u"}));
    let (message, _) = token.expose().rsplit_once('.').unwrap();
    let (_, signature) = other.expose().rsplit_once('.').unwrap();
    for signature in [signature, "", "AAAA"] {
        let mixed = Secret::new(format!("{message}.{signature}"));
        assert_eq!(
            keys("k1").verify(&mixed).unwrap_err(),
            NotSigned::Forged,
            "{signature}"
        );
    }
}

#[test]
fn the_token_does_not_choose_the_algorithm() {
    let claims = json!({"tid": "t"});
    for alg in ["none", "None", "HS256", "RS384", "PS256", ""] {
        let token = of(&json!({"alg": alg, "kid": "k1"}), &claims);
        assert_eq!(
            keys("k1").verify(&token).unwrap_err(),
            NotSigned::Algorithm,
            "{alg}"
        );
    }
    let token = with_public_key_as_secret("k1", &claims);
    assert_eq!(keys("k1").verify(&token).unwrap_err(), NotSigned::Algorithm);
}

#[test]
fn a_key_that_is_not_there_or_not_for_signing_is_unknown() {
    let token = signed("k1", &json!({}));
    assert_eq!(keys("k2").verify(&token).unwrap_err(), NotSigned::UnknownKey);
    for (member, value) in [("use", "enc"), ("kty", "oct"), ("alg", "RS512")] {
        let mut set = key_set("k1");
        set["keys"][0][member] = json!(value);
        let keys: SigningKeys = serde_json::from_value(set).unwrap();
        assert_eq!(
            keys.verify(&token).unwrap_err(),
            NotSigned::UnknownKey,
            "{member}"
        );
    }
    let nameless = of(&json!({"alg": "RS256"}), &json!({}));
    assert_eq!(keys("").verify(&nameless).unwrap_err(), NotSigned::UnknownKey);
}

#[test]
fn what_is_no_token_is_malformed() {
    for text in ["", "a.b", "a.b.c", "....", "e30"] {
        let found = keys("k1").verify(&Secret::new(text.to_owned())).unwrap_err();
        assert!(
            matches!(found, NotSigned::Malformed | NotSigned::Algorithm),
            "{text}"
        );
    }
}
