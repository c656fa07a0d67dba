//! What proves itself and what does not at Partner Center: whose signature, over which body, by which certificate. Signatures were
//! made by `openssl dgst -sha256 -sign` over the fixtures, and are made here by `ring`.

use super::{
    connector,
    notices::{NOW, delivery, secrets},
};
use crate::connector::{Authorities, Fetched, Inbound, NotProven, Papers};
use base64::{Engine, prelude::BASE64_STANDARD};
use contract::delivery::Delivery;
use proptest::prelude::*;
use sandbox::microsoft365::{
    NOTICES_CERTIFICATE, NOTICES_KEY, NOTICES_OTHER_KEY, NOTICES_ROOT, NOTICES_STRANGE_ROOT, der,
};
use serde_json::json;
use url::Url;

const APPROVED: &[u8] = include_bytes!("../fixtures/partner_relationship.approved.json");
const CHANGED: &[u8] = include_bytes!("../fixtures/partner_subscription.changed.json");
const TESTED: &[u8] = include_bytes!("../fixtures/partner_test.received.json");

const LEAF: &str =
    include_str!("../../../../../../end2end/sandbox/src/microsoft365/keys/notices-leaf.crt.pem");
const OTHER: &str =
    include_str!("../../../../../../end2end/sandbox/src/microsoft365/keys/notices-other.crt.pem");
const ENDED: &str =
    include_str!("../../../../../../end2end/sandbox/src/microsoft365/keys/notices-ended.crt.pem");
const ISSUING: &str =
    include_str!("../../../../../../end2end/sandbox/src/microsoft365/keys/notices-issuing.crt.pem");

fn notice(signature: &str, body: &[u8]) -> Delivery {
    let signature = format!("Signature {signature}");
    delivery(
        &[
            ("X-MS-Signature", &signature),
            ("X-MS-Signature-Algorithm", "rsa-sha256"),
            ("X-MS-Certificate-Url", NOTICES_CERTIFICATE),
        ],
        body,
    )
}

/// Signed by `ring`, which is not what verifies.
fn signed(key: &str, body: &[u8]) -> String {
    let key = ring::signature::RsaKeyPair::from_pkcs8(&der(key)).unwrap();
    let mut signature = vec![0; key.public().modulus_len()];
    let random = ring::rand::SystemRandom::new();
    key.sign(&ring::signature::RSA_PKCS1_SHA256, &random, body, &mut signature)
        .unwrap();
    BASE64_STANDARD.encode(signature)
}

fn fetched(pems: &[&str]) -> Vec<Fetched> {
    pems.iter()
        .map(|pem| Fetched {
            url: Url::parse(NOTICES_CERTIFICATE).unwrap(),
            body: der(pem),
        })
        .collect()
}

fn judged(delivery: &Delivery, pems: &[&str], root: &str) -> Result<usize, NotProven> {
    let authorities = Authorities::these([der(root)]);
    let fetched = fetched(pems);
    let papers = Papers {
        fetched: &fetched,
        authorities: &authorities,
    };
    connector().verify_with(delivery, &secrets(), &papers, NOW)
}

fn why(judged: Result<usize, NotProven>) -> String {
    judged.unwrap_err().why
}

#[test]
fn what_openssl_signed_with_microsofts_certificate_is_proven_in_either_header() {
    for (body, signature) in [
        (
            APPROVED,
            include_str!("../fixtures/partner_relationship.approved.signature"),
        ),
        (
            CHANGED,
            include_str!("../fixtures/partner_subscription.changed.signature"),
        ),
        (
            TESTED,
            include_str!("../fixtures/partner_test.received.signature"),
        ),
    ] {
        let good = notice(signature, body);
        assert_eq!(judged(&good, &[LEAF, ISSUING], NOTICES_ROOT), Ok(1));
        let mut other = good.clone();
        other.headers[0].0 = "authorization".into();
        assert_eq!(judged(&other, &[LEAF, ISSUING], NOTICES_ROOT), Ok(1));
    }
}

#[test]
fn a_changed_byte_of_body_or_signature_is_refused() {
    let signature = include_str!("../fixtures/partner_relationship.approved.signature");
    for at in 0..APPROVED.len() {
        let mut body = APPROVED.to_vec();
        body[at] ^= 1;
        let refused = judged(&notice(signature, &body), &[LEAF, ISSUING], NOTICES_ROOT);
        assert_eq!(refused.unwrap_err().code.as_str(), "signature_mismatch", "{at}");
    }
    let bytes = BASE64_STANDARD.decode(signature).unwrap();
    for at in (0..bytes.len()).step_by(7) {
        let mut bytes = bytes.clone();
        bytes[at] ^= 1;
        let bad = notice(&BASE64_STANDARD.encode(bytes), APPROVED);
        assert!(judged(&bad, &[LEAF, ISSUING], NOTICES_ROOT).is_err(), "{at}");
    }
}

#[test]
fn only_a_certificate_that_is_microsofts_good_now_and_vouched_for_counts() {
    let good = signed(NOTICES_KEY, APPROVED);
    let other = signed(NOTICES_OTHER_KEY, APPROVED);
    for (signature, pems, root, word) in [
        (
            &other,
            &[OTHER, ISSUING][..],
            NOTICES_ROOT,
            "not given to Microsoft Corporation",
        ),
        (&good, &[ENDED, ISSUING], NOTICES_ROOT, "not vouched for"),
        (&good, &[LEAF, ISSUING], NOTICES_STRANGE_ROOT, "not vouched for"),
        (&good, &[LEAF], NOTICES_ROOT, "not vouched for"),
        (&other, &[LEAF, ISSUING], NOTICES_ROOT, "another key"),
        (&good, &[], NOTICES_ROOT, "not at hand"),
    ] {
        let told = why(judged(&notice(signature, APPROVED), pems, root));
        assert!(told.contains(word), "{told}");
    }
    let nonsense = [Fetched {
        url: Url::parse(NOTICES_CERTIFICATE).unwrap(),
        body: b"<h1>Welcome</h1>".to_vec(),
    }];
    let authorities = Authorities::these([der(NOTICES_ROOT)]);
    let papers = Papers {
        fetched: &nonsense,
        authorities: &authorities,
    };
    let refused = connector().verify_with(&notice(&good, APPROVED), &secrets(), &papers, NOW);
    assert!(why(refused).contains("certificate"));
}

#[test]
fn a_good_signature_at_an_address_without_the_secret_proves_nothing_and_fetches_nothing() {
    let signature = signed(NOTICES_KEY, APPROVED);
    let authorities = Authorities::these([der(NOTICES_ROOT)]);
    for (secret, code) in [
        (None, "signature_missing"),
        (Some("another"), "signature_mismatch"),
    ] {
        let mut bad = notice(&signature, APPROVED);
        bad.path_secret = secret.map(str::to_owned);
        let papers = Papers {
            fetched: &[],
            authorities: &authorities,
        };
        let refused = connector().wants(&bad, &secrets(), &papers).unwrap_err();
        assert_eq!(refused.code.as_str(), code);
        let refused = judged(&bad, &[LEAF, ISSUING], NOTICES_ROOT).unwrap_err();
        assert_eq!(refused.code.as_str(), code);
    }
}

#[test]
fn another_algorithm_no_signature_and_no_base64_are_told_apart() {
    let signature = signed(NOTICES_KEY, APPROVED);
    let with = |at: usize, value: &str| {
        let mut bad = notice(&signature, APPROVED);
        bad.headers[at].1 = value.as_bytes().to_vec();
        why(judged(&bad, &[LEAF, ISSUING], NOTICES_ROOT))
    };
    assert!(with(1, "rsa-sha1").contains("rsa-sha256"));
    assert!(with(1, "none").contains("rsa-sha256"));
    assert!(with(0, "Signature ???").contains("base64"));
    let mut bare = notice(&signature, APPROVED);
    bare.headers.remove(0);
    let refused = judged(&bare, &[LEAF, ISSUING], NOTICES_ROOT).unwrap_err();
    assert_eq!(refused.code.as_str(), "signature_missing");
}

#[test]
fn the_sender_cannot_choose_where_the_certificate_lies() {
    let authorities = Authorities::these([der(NOTICES_ROOT)]);
    let papers = Papers {
        fetched: &[],
        authorities: &authorities,
    };
    let wanted = |url: &str| {
        let mut told = notice("x", APPROVED);
        told.headers[2].1 = url.as_bytes().to_vec();
        connector().wants(&told, &secrets(), &papers)
    };
    assert_eq!(
        wanted(NOTICES_CERTIFICATE).unwrap().unwrap().as_str(),
        NOTICES_CERTIFICATE
    );
    for elsewhere in [
        "",
        "https://evil.example/cert/a.cer",
        "http://3psostorageacct.blob.core.windows.net/cert/a.cer",
        "https://3psostorageacct.blob.core.windows.net:8443/cert/a.cer",
        "https://me@3psostorageacct.blob.core.windows.net/cert/a.cer",
        "https://3psostorageacct.blob.core.windows.net.evil.example/cert/a.cer",
        "https://evil.blob.core.windows.net/cert/a.cer",
        "https://3psostorageacct.blob.core.windows.net/other/a.cer",
        "https://3psostorageacct.blob.core.windows.net/cert/../other/a.cer",
        "https://3psostorageacct.blob.core.windows.net/cert/a/b.cer",
        "https://3psostorageacct.blob.core.windows.net/cert/%2e%2e%2fa.cer",
        "https://3psostorageacct.blob.core.windows.net/cert/a.cer?to=evil",
        "https://3psostorageacct.blob.core.windows.net/cert/a.cer#x",
        "https://3psostorageacct.blob.core.windows.net/cert/.pem",
        "file:///cert/a.cer",
    ] {
        let refused = wanted(elsewhere).unwrap_err();
        assert!(
            refused.why.contains("3psostorageacct"),
            "{elsewhere}: {}",
            refused.why
        );
    }
}

#[test]
fn the_issuers_certificate_is_fetched_by_https_until_an_authority_is_known() {
    let told = notice("x", APPROVED);
    let next = |pems: &[&str], root: &str| {
        let authorities = Authorities::these([der(root)]);
        let fetched = fetched(pems);
        let papers = Papers {
            fetched: &fetched,
            authorities: &authorities,
        };
        let wanted = connector().wants(&told, &secrets(), &papers);
        wanted.map(|url| url.map(|url| url.to_string()))
    };
    let issuer = "https://www.microsoft.com/pkiops/certs/issuing.crt".to_owned();
    assert_eq!(next(&[LEAF], NOTICES_ROOT), Ok(Some(issuer)));
    assert_eq!(next(&[LEAF, ISSUING], NOTICES_ROOT), Ok(None));
    // Nobody knows who vouches for it, and it does not say where that certificate lies.
    assert!(next(&[LEAF, ISSUING], LEAF).is_err());
    assert_eq!(next(&[LEAF], ISSUING), Ok(None));
    assert!(next(&["nonsense"], NOTICES_ROOT).is_err());
}

#[test]
fn partner_centers_events_say_what_changed_and_for_whom() {
    let microsoft = connector();
    let event = |body: &[u8]| microsoft.normalise(&microsoft.parse(body).unwrap()).unwrap();
    let approved = event(APPROVED);
    assert_eq!(approved.kind, "relationship.approved");
    assert_eq!(approved.occurred_at.as_deref(), Some("2026-11-20T10:59:06.352Z"));
    assert!(approved.subject.contains("44444444-4444") && approved.customer.is_none());
    let changed = event(CHANGED);
    assert_eq!(changed.kind, "subscription.changed");
    assert_eq!(
        changed.customer.unwrap().external_id,
        "22222222-2222-4222-8222-222222222222"
    );
    assert_eq!(event(TESTED).kind, "test.received");
    let unknown = json!({ "EventName": "something-new\n", "ResourceUri": "/v1/x" }).to_string();
    let refused = microsoft
        .normalise(&microsoft.parse(unknown.as_bytes()).unwrap())
        .unwrap_err();
    assert_eq!(refused.code.as_str(), "unknown_event_type");
    // The newer way of writing the same names.
    let small = String::from_utf8(CHANGED.to_vec())
        .unwrap()
        .replace("EventName", "eventName");
    assert_eq!(event(small.as_bytes()).kind, "subscription.changed");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn nothing_but_the_certificate_itself_proves_anything_and_nothing_panics(
        at in any::<prop::sample::Index>(), flip in 1u8..=255, signature in "\\PC{0,60}", url in "\\PC{0,80}",
        body in proptest::collection::vec(any::<u8>(), 0..200),
    ) {
        let authorities = Authorities::these([der(NOTICES_ROOT)]);
        let good = notice(include_str!("../fixtures/partner_relationship.approved.signature"), APPROVED);
        let mut papers = fetched(&[LEAF, ISSUING]);
        let index = at.index(papers[0].body.len());
        papers[0].body[index] ^= flip;
        let changed = Papers { fetched: &papers, authorities: &authorities };
        prop_assert!(connector().verify_with(&good, &secrets(), &changed, NOW).is_err());
        let _ = connector().wants(&good, &secrets(), &changed);
        let mut odd = notice(&signature, &body);
        odd.headers[2].1 = url.into_bytes();
        let whole = fetched(&[LEAF, ISSUING]);
        let papers = Papers { fetched: &whole, authorities: &authorities };
        prop_assert!(connector().verify_with(&odd, &secrets(), &papers, NOW).is_err());
        let junk = [Fetched { url: Url::parse(NOTICES_CERTIFICATE).unwrap(), body: body.clone() }];
        let papers = Papers { fetched: &junk, authorities: &authorities };
        prop_assert!(connector().verify_with(&good, &secrets(), &papers, NOW).is_err());
        prop_assert!(connector().wants(&good, &secrets(), &papers).is_err());
    }

    #[test]
    fn any_notice_that_was_signed_is_proven_and_read_or_refused(body in proptest::collection::vec(any::<u8>(), 0..120), name in "[a-zA-Z-]{0,40}", uri in "\\PC{0,60}") {
        let signature = signed(NOTICES_KEY, &body);
        prop_assert_eq!(judged(&notice(&signature, &body), &[LEAF, ISSUING], NOTICES_ROOT), Ok(1));
        let told = json!({ "EventName": name, "ResourceUri": uri, "ResourceChangeUtcDate": "2026-11-20T10:59:06Z" }).to_string();
        if let Ok(shape) = connector().parse(told.as_bytes())
            && let Ok(event) = connector().normalise(&shape)
        {
            prop_assert!(!event.subject.contains('\n'));
        }
    }
}
