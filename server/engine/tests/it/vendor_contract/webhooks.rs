//! What every vendor's receiving side promises: its fixtures are proven and understood, a changed one is not, and two of the
//! same are told as the same.
//!
//! Signatures are made by `ring`, and not by the code that verifies them.

use super::stage::built;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use contract::delivery::{Body, Delivery};
use engine::{connector::Inbound, vault::Secret, vendors::Registry};
use proptest::prelude::*;
use std::path::PathBuf;

pub const SECRET: &str = "Zk3Yq8contractTz91pQ4";
const NOW: i64 = 1_795_500_000_000;

pub struct Fixture {
    /// What it is about, from the file's name.
    kind: String,
    name: String,
    pub body: Vec<u8>,
}

pub fn fixtures(vendor: &str) -> Vec<Fixture> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("src/vendors")
        .join(vendor)
        .join("fixtures");
    let mut found: Vec<Fixture> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter_map(|path| {
            let name = path.file_name()?.to_str()?.to_owned();
            let rest = name.strip_prefix("webhook_")?.strip_suffix(".json")?.to_owned();
            Some(Fixture {
                kind: rest.split('-').next()?.to_owned(),
                body: std::fs::read(&path).unwrap(),
                name,
            })
        })
        .collect();
    found.sort_by(|one, other| one.name.cmp(&other.name));
    found
}

pub fn receivers() -> Vec<String> {
    let all: Vec<String> = built()
        .into_iter()
        .filter(|manifest| manifest.webhook.is_some())
        .map(|manifest| manifest.vendor.to_string())
        .collect();
    assert!(all.len() >= 6, "{all:?}");
    all
}

/// A delivery that carries its proof as the vendor's scheme says.
pub fn proven(inbound: &dyn Inbound, body: &[u8], secret: &str) -> Delivery {
    let info = inbound.info();
    let (header, body) = match info.scheme.as_ref() {
        "hmac-sha1-base64" => {
            let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret.as_bytes());
            let signature = BASE64_STANDARD.encode(ring::hmac::sign(&key, body));
            (Some(format!("sha1={signature}")), body.to_vec())
        }
        "shared-secret" | "authorization-value" => (Some(secret.to_owned()), body.to_vec()),
        "client-state" => {
            let text = String::from_utf8(body.to_vec()).unwrap();
            (None, text.replace("CLIENT-STATE", secret).into_bytes())
        }
        other => panic!("say how {other} proves itself"),
    };
    let mut headers = vec![("content-type".to_owned(), b"application/json".to_vec())];
    if let Some(value) = header {
        headers.push((info.header.to_lowercase(), value.into_bytes()));
    }
    Delivery {
        token: "t".into(),
        path_secret: None,
        query: String::new(),
        method: "POST".into(),
        headers,
        body: Body::Whole(body),
        address: "203.0.113.9".into(),
        forwarded_for: String::new(),
    }
}

pub fn secrets() -> Vec<Secret> {
    vec![Secret::new("an-older-one".into()), Secret::new(SECRET.into())]
}

#[test]
fn every_fixture_is_proven_and_becomes_the_event_that_its_name_says() {
    let registry = Registry::new();
    for vendor in receivers() {
        let inbound = registry.inbound(&vendor).unwrap();
        let fixtures = fixtures(&vendor);
        assert!(!fixtures.is_empty(), "{vendor} has no fixture of a delivery");
        for fixture in fixtures {
            let place = format!("{vendor}/{}", fixture.name);
            let delivery = proven(inbound, &fixture.body, SECRET);
            assert_eq!(inbound.verify(&delivery, &secrets(), NOW), Ok(1), "{place}");
            let shape = inbound
                .parse(&fixture.body)
                .unwrap_or_else(|why| panic!("{place}: {why:?}"));
            let event = inbound
                .normalise(&shape)
                .unwrap_or_else(|why| panic!("{place}: {why:?}"));
            assert_eq!(event.kind, fixture.kind, "{place}");
            assert_eq!(event.source.as_str(), vendor, "{place}");
            assert!(
                !event.subject.is_empty() && !event.subject.contains('\n'),
                "{place}: {}",
                event.subject
            );
            assert_eq!(event.vendor, shape, "{place}");
        }
    }
}

#[test]
fn one_changed_byte_of_what_proves_it_is_refused() {
    let registry = Registry::new();
    for vendor in receivers() {
        let inbound = registry.inbound(&vendor).unwrap();
        for fixture in fixtures(&vendor) {
            let place = format!("{vendor}/{}", fixture.name);
            let good = proven(inbound, &fixture.body, SECRET);
            if inbound.info().scheme == "hmac-sha1-base64" {
                for index in 0..fixture.body.len() {
                    let mut bad = good.clone();
                    let mut body = fixture.body.clone();
                    body[index] ^= 1;
                    bad.body = Body::Whole(body);
                    assert!(
                        inbound.verify(&bad, &secrets(), NOW).is_err(),
                        "{place} byte {index}"
                    );
                }
            }
            for index in 0..SECRET.len() {
                let mut other = SECRET.as_bytes().to_vec();
                other[index] ^= 1;
                let bad = proven(inbound, &fixture.body, std::str::from_utf8(&other).unwrap());
                assert!(
                    inbound.verify(&bad, &secrets(), NOW).is_err(),
                    "{place} secret byte {index}"
                );
            }
            let mut bare = good.clone();
            bare.headers.truncate(1);
            if inbound.info().scheme != "client-state" {
                let refused = inbound.verify(&bare, &secrets(), NOW).unwrap_err();
                assert_eq!(refused.code.as_str(), "signature_missing", "{place}");
            }
            assert!(
                inbound.verify(&good, &[], NOW).is_err(),
                "{place} without any secret"
            );
        }
    }
}

#[test]
fn the_same_delivery_has_the_same_identity_and_another_has_another() {
    let registry = Registry::new();
    for vendor in receivers() {
        let inbound = registry.inbound(&vendor).unwrap();
        let mut seen = std::collections::BTreeMap::new();
        for fixture in fixtures(&vendor) {
            let delivery = proven(inbound, &fixture.body, SECRET);
            let id = inbound.delivery_id(&delivery);
            assert_eq!(id, inbound.delivery_id(&delivery), "{vendor}/{}", fixture.name);
            if let Some(id) = id
                && !fixture.name.contains("-other-case")
                && !fixture.name.contains("-broken")
            {
                let before = seen.insert(id.key, fixture.name.clone());
                assert_eq!(before, None, "{vendor}/{}", fixture.name);
            }
        }
    }
}

#[test]
fn samples_are_there_for_every_vendor_and_say_which_and_what() {
    let registry = Registry::new();
    let samples = registry.samples();
    for vendor in receivers() {
        let own: Vec<_> = samples
            .iter()
            .filter(|sample| sample.event.source.as_str() == vendor)
            .collect();
        assert!(!own.is_empty(), "{vendor}");
        for sample in own {
            let kind = format!("{vendor}/{}", sample.event.kind);
            assert!(sample.key.starts_with(&kind), "{} is not {kind}", sample.key);
            assert!(!sample.title.is_empty() && !sample.event.subject.is_empty());
        }
    }
    let mut keys: Vec<_> = samples.iter().map(|sample| &sample.key).collect();
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), samples.len(), "two samples share a key");
}

#[test]
fn the_guide_says_where_to_paste_and_never_what() {
    for manifest in built() {
        let Some(webhook) = manifest.webhook else { continue };
        assert!(webhook.setup.len() > 100, "{}", manifest.vendor);
        assert!(
            !webhook.header.is_empty() && !webhook.scheme.is_empty(),
            "{}",
            manifest.vendor
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn whatever_is_posted_neither_panics_nor_is_believed(
        body in proptest::collection::vec(any::<u8>(), 0..400),
        header in "\\PC{0,80}",
        query in "\\PC{0,80}",
    ) {
        let registry = Registry::new();
        for vendor in ["autotask", "datto_rmm", "datto_edr", "it_glue", "pax8", "unifi", "microsoft365"] {
            let Some(inbound) = registry.inbound(vendor) else { continue };
            let mut delivery = proven(inbound, b"{}", SECRET);
            for (_, value) in &mut delivery.headers {
                *value = header.clone().into_bytes();
            }
            delivery.query.clone_from(&query);
            delivery.body = Body::Whole(body.clone());
            prop_assert!(inbound.verify(&delivery, &secrets(), NOW).is_err());
            let _ = inbound.delivery_id(&delivery);
            let _ = inbound.handshake(&delivery);
            if let Ok(shape) = inbound.parse(&body) {
                let _ = inbound.normalise(&shape);
            }
        }
    }

    #[test]
    fn a_fixture_with_its_members_in_disorder_neither_panics_nor_loses_its_vendor(index in 0usize..40, cut in 0usize..2_000, junk in "\\PC{0,20}") {
        let registry = Registry::new();
        for vendor in receivers() {
            let inbound = registry.inbound(&vendor).unwrap();
            let all = fixtures(&vendor);
            let fixture = &all[index % all.len()];
            let mut body = fixture.body.clone();
            let at = cut % body.len();
            body.splice(at..at, junk.bytes());
            if let Ok(shape) = inbound.parse(&body)
                && let Ok(event) = inbound.normalise(&shape)
            {
                prop_assert_eq!(event.source.as_str(), vendor.as_str());
            }
            let _ = inbound.parse(&body[..at]);
        }
    }
}
