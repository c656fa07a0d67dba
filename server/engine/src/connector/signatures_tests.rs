//! Proofs against signatures that other programs made: the published example of Standard Webhooks, Python's `hmac` and the
//! `openssl` command; and properties of everything that reads what a sender wrote.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;
use contract::delivery::Body;
use proptest::prelude::*;

const ID: &str = "msg_p5jXN8AQM9LWM0D4loKWxJek";
const SIGNED_AT: i64 = 1_614_265_330;
const BODY: &str = r#"{"test": 2432232314}"#;
const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const V1: &str = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
/// Made with `openssl pkeyutl -sign -rawin` over `msg_2.1614265330.{"test": 2432232314}`.
const PUBLIC: &str = "whpk_Mg+LyXbhX5IuNA/M6kvBQE94yGGNv4+H4iiI4+gmBNk=";
const V1A: &str =
    "v1a,wd1hE4Jub5fjWmJywaQ18Bc2oUTVpffqoAf9xh5mZLsg4PII6LxGIvskCWzRyqGvsN+AXw3bMzZ4mYQVUHmgBQ==";
/// Made with Python's `hmac.new(b"hook-secret-1", body, sha1)`.
const AUTOTASK_BODY: &str = r#"{"Action":"Update","Guid":"3f0c2a8e-5a3b-4c55-9a64-0b8e7d1f2a10","EntityType":"Ticket","Id":351181,"Fields":{"Title":"Caf\u00E9 \u0026 bar"},"EventTime":"2026-11-23T09:31:02Z","SequenceNumber":42}"#;
const AUTOTASK: &str = "sha1=wL0L0I/EawoKMy70aj79uyiPpCY=";

fn secrets(all: &[&str]) -> Vec<Secret> {
    all.iter().map(|text| Secret::new((*text).to_owned())).collect()
}

fn delivery(headers: &[(&str, &str)], body: &[u8]) -> Delivery {
    Delivery {
        token: "t".into(),
        path_secret: None,
        query: String::new(),
        method: "POST".into(),
        headers: headers
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.as_bytes().to_vec()))
            .collect(),
        body: Body::Whole(body.to_vec()),
        address: "203.0.113.9".into(),
        forwarded_for: String::new(),
    }
}

fn standard(id: &str, time: &str, signature: &str, body: &str) -> Delivery {
    delivery(
        &[
            (STANDARD_ID, id),
            (STANDARD_TIMESTAMP, time),
            (STANDARD_SIGNATURE, signature),
        ],
        body.as_bytes(),
    )
}

fn at(seconds: i64) -> i64 {
    seconds * 1000
}

#[test]
fn the_published_example_of_standard_webhooks_is_proven() {
    let told = standard(ID, &SIGNED_AT.to_string(), V1, BODY);
    assert_eq!(
        standard_webhooks(&told, &secrets(&[SECRET]), at(SIGNED_AT)),
        Ok(0)
    );
}

#[test]
fn a_signature_of_ed25519_is_proven_with_the_public_key_and_not_with_a_secret() {
    let told = standard("msg_2", &SIGNED_AT.to_string(), V1A, BODY);
    assert_eq!(
        standard_webhooks(&told, &secrets(&[SECRET, PUBLIC]), at(SIGNED_AT)),
        Ok(1)
    );
    let code = standard_webhooks(&told, &secrets(&[SECRET]), at(SIGNED_AT))
        .unwrap_err()
        .code;
    assert_eq!(code, FailureCode::SignatureMismatch);
    let other = standard("msg_3", &SIGNED_AT.to_string(), V1A, BODY);
    assert!(standard_webhooks(&other, &secrets(&[PUBLIC]), at(SIGNED_AT)).is_err());
}

#[test]
fn one_of_several_signatures_is_enough_and_which_secret_it_was_is_told() {
    let several = format!("v2,AAAA v1,bm9wZQ== {V1} v1,not*base64");
    let told = standard(ID, &SIGNED_AT.to_string(), &several, BODY);
    assert_eq!(
        standard_webhooks(&told, &secrets(&["whsec_b2xk", SECRET]), at(SIGNED_AT)),
        Ok(1)
    );
}

#[test]
fn a_signed_time_may_lie_five_minutes_off_either_way_and_no_more() {
    let told = standard(ID, &SIGNED_AT.to_string(), V1, BODY);
    for off in [-TOLERANCE_S, -1, 0, 1, TOLERANCE_S] {
        assert_eq!(
            standard_webhooks(&told, &secrets(&[SECRET]), at(SIGNED_AT + off)),
            Ok(0),
            "{off}"
        );
    }
    for off in [-TOLERANCE_S - 1, TOLERANCE_S + 1, i64::from(i32::MAX)] {
        let refused = standard_webhooks(&told, &secrets(&[SECRET]), at(SIGNED_AT + off)).unwrap_err();
        assert_eq!(refused.code, FailureCode::StaleTimestamp, "{off}");
    }
}

#[test]
fn a_changed_time_is_a_mismatch_and_not_merely_stale() {
    let told = standard(ID, "1", V1, BODY);
    let refused = standard_webhooks(&told, &secrets(&[SECRET]), at(SIGNED_AT)).unwrap_err();
    assert_eq!(refused.code, FailureCode::SignatureMismatch);
}

#[test]
fn what_is_missing_is_named() {
    for missing in [STANDARD_ID, STANDARD_TIMESTAMP, STANDARD_SIGNATURE] {
        let mut told = standard(ID, &SIGNED_AT.to_string(), V1, BODY);
        told.headers.retain(|(name, _)| name != missing);
        let refused = standard_webhooks(&told, &secrets(&[SECRET]), at(SIGNED_AT)).unwrap_err();
        assert_eq!(refused.code, FailureCode::SignatureMissing);
        assert!(refused.why.contains(missing), "{refused:?}");
    }
}

#[test]
fn autotasks_signature_is_over_the_bytes_as_they_came() {
    let body = AUTOTASK_BODY.as_bytes();
    assert_eq!(sha1_base64(AUTOTASK, body, &secrets(&["hook-secret-1"])), Ok(0));
    let written_again: serde_json::Value = serde_json::from_slice(body).unwrap();
    let refused = sha1_base64(
        AUTOTASK,
        written_again.to_string().as_bytes(),
        &secrets(&["hook-secret-1"]),
    );
    assert_eq!(refused.unwrap_err().code, FailureCode::SignatureMismatch);
}

#[test]
fn an_empty_secret_proves_nothing() {
    assert_eq!(same_as_one("", &secrets(&[""])), None);
    let by_nothing = BASE64_STANDARD.encode(hmac_sha1(b"", b"body"));
    assert!(sha1_base64(&by_nothing, b"body", &secrets(&[""])).is_err());
}

#[test]
fn no_refusal_tells_a_secret_or_the_expected_signature() {
    let told = standard(ID, &SIGNED_AT.to_string(), "v1,bm9wZQ==", BODY);
    let refused = standard_webhooks(&told, &secrets(&[SECRET]), at(SIGNED_AT)).unwrap_err();
    let words = format!("{refused:?}");
    assert!(
        !words.contains("MfKQ9r8") && !words.contains("g0hM9SsE") && !words.contains("bm9wZQ"),
        "{words}"
    );
}

proptest! {
    #[test]
    fn any_changed_byte_is_refused(index in 0..AUTOTASK_BODY.len(), flip in 1u8..=255) {
        let mut body = AUTOTASK_BODY.as_bytes().to_vec();
        body[index] ^= flip;
        prop_assert!(sha1_base64(AUTOTASK, &body, &secrets(&["hook-secret-1"])).is_err());
    }

    #[test]
    fn whatever_stands_in_the_headers_neither_panics_nor_proves(id in ".*", time in ".*", signature in ".*", body in proptest::collection::vec(any::<u8>(), 0..64)) {
        let told = delivery(
            &[(STANDARD_ID, &id), (STANDARD_TIMESTAMP, &time), (STANDARD_SIGNATURE, &signature)],
            &body,
        );
        prop_assert!(standard_webhooks(&told, &secrets(&[SECRET, PUBLIC, "plain"]), at(SIGNED_AT)).is_err());
        prop_assert!(sha1_base64(&signature, &body, &secrets(&["hook-secret-1"])).is_err());
    }

    #[test]
    fn well_formed_nonsense_does_not_prove_either(time in any::<i64>(), bytes in proptest::collection::vec(any::<u8>(), 0..80), version in "v1a?") {
        let signature = format!("{version},{}", BASE64_STANDARD.encode(bytes));
        let told = standard(ID, &time.to_string(), &signature, BODY);
        prop_assert!(standard_webhooks(&told, &secrets(&[SECRET, PUBLIC]), at(time.rem_euclid(1 << 40))).is_err());
    }

    #[test]
    fn a_standard_signature_holds_for_its_id_time_and_body_and_for_no_other(
        id in "[a-z0-9_]{1,20}", off in -TOLERANCE_S..=TOLERANCE_S, body in proptest::collection::vec(any::<u8>(), 0..200),
        at_byte in any::<prop::sample::Index>(), flip in 1u8..=255,
    ) {
        let time = SIGNED_AT.to_string();
        let mut message = format!("{id}.{time}.").into_bytes();
        message.extend_from_slice(&body);
        let key = standard_key(SECRET).unwrap();
        let signature = format!("v1,{}", BASE64_STANDARD.encode(hmac_sha256(&key, &message)));
        let told = |id: &str, time: &str, body: &[u8]| {
            delivery(&[(STANDARD_ID, id), (STANDARD_TIMESTAMP, time), (STANDARD_SIGNATURE, &signature)], body)
        };
        let proven = |told: &Delivery| standard_webhooks(told, &secrets(&[SECRET]), at(SIGNED_AT + off));
        prop_assert_eq!(proven(&told(&id, &time, &body)), Ok(0));
        let other = format!("{id}x");
        prop_assert!(proven(&told(&other, &time, &body)).is_err());
        prop_assert!(proven(&told(&id, &(SIGNED_AT + 1).to_string(), &body)).is_err());
        prop_assert!(proven(&told(&id, &time, &[body.as_slice(), b" "].concat())).is_err());
        if !body.is_empty() {
            let mut other = body.clone();
            other[at_byte.index(body.len())] ^= flip;
            prop_assert!(proven(&told(&id, &time, &other)).is_err());
        }
    }

    #[test]
    fn only_the_same_text_is_the_same(given in "\\PC{0,40}", secret in "\\PC{1,40}") {
        let same = same_as_one(&given, &secrets(&[&secret]));
        prop_assert_eq!(same.is_some(), given == secret);
    }
}
