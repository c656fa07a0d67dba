//! Deliveries that are nearly right: real fixtures with any part replaced by any JSON, and any body at all under a good proof.
//! Nothing panics, nothing of another vendor comes out, and a proof holds for the body it was made over and no other.

use super::webhooks::{SECRET, fixtures, proven, receivers, secrets};
use contract::delivery::Body;
use engine::vendors::Registry;
use proptest::{prelude::*, sample::Index};
use serde_json::Value;
use std::sync::LazyLock;

const NOW: i64 = 1_795_500_000_000;

/// Made once: it compiles every vendor's schemas.
static REGISTRY: LazyLock<Registry> = LazyLock::new(Registry::new);

/// Who receives, with the bodies of its fixtures; read once.
static VENDORS: LazyLock<Vec<(String, Vec<Vec<u8>>)>> = LazyLock::new(|| {
    let with_bodies = |vendor: String| {
        let bodies = fixtures(&vendor)
            .into_iter()
            .map(|fixture| fixture.body)
            .collect();
        (vendor, bodies)
    };
    receivers().into_iter().map(with_bodies).collect()
});

/// Any JSON, also numbers that fit nowhere and texts that are times, numbers or names to somebody.
fn any_json() -> impl Strategy<Value = Value> {
    let texts = prop_oneof![
        "\\PC{0,40}",
        Just("2026-11-24T99:99:99Z".to_owned()),
        Just("-999999999-01-01".to_owned()),
        Just("99999999999999999999999".to_owned()),
        Just("\u{0}\r\n\u{202e}".to_owned()),
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        texts.prop_map(Value::String),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            proptest::collection::vec(("[A-Za-z@_]{0,12}", inner), 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// Every place in a value, as a pointer.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Object(members) => {
            for (name, inner) in members {
                let name = name.replace('~', "~0").replace('/', "~1");
                places(inner, &format!("{at}/{name}"), found);
            }
        }
        Value::Array(items) => {
            for (index, inner) in items.iter().enumerate() {
                places(inner, &format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_fixture_with_any_part_replaced_by_anything_is_read_or_refused_and_never_panics(
        which in any::<Index>(), place in any::<Index>(), other in any_json(), again in any::<Index>(), more in any_json(),
    ) {
        for (vendor, bodies) in &*VENDORS {
            let inbound = REGISTRY.inbound(vendor).unwrap();
            let fixture = &bodies[which.index(bodies.len())];
            let Ok(mut body) = serde_json::from_slice::<Value>(fixture) else { continue };
            for (place, put) in [(&place, &other), (&again, &more)] {
                let mut found = Vec::new();
                places(&body, "", &mut found);
                if let Some(target) = body.pointer_mut(&found[place.index(found.len())]) {
                    *target = put.clone();
                }
            }
            let bytes = body.to_string().into_bytes();
            let mut delivery = proven(inbound, b"{}", SECRET);
            delivery.body = Body::Whole(bytes.clone());
            prop_assert_eq!(inbound.delivery_id(&delivery), inbound.delivery_id(&delivery));
            let _ = inbound.handshake(&delivery);
            if let Ok(shape) = inbound.parse(&bytes)
                && let Ok(event) = inbound.normalise(&shape)
            {
                prop_assert_eq!(event.source.as_str(), vendor.as_str());
                prop_assert!(!event.kind.is_empty());
            }
        }
    }

    #[test]
    fn a_proof_holds_for_the_body_it_was_made_over_and_a_secret_for_itself(
        body in proptest::collection::vec(any::<u8>(), 0..300), changed in any::<Index>(), flip in 1u8..=255, end in any::<u8>(),
    ) {
        for (vendor, _) in &*VENDORS {
            let inbound = REGISTRY.inbound(vendor).unwrap();
            if inbound.info().scheme == "client-state" {
                continue;
            }
            let good = proven(inbound, &body, SECRET);
            prop_assert_eq!(inbound.verify(&good, &secrets(), NOW), Ok(1), "{}", vendor);
            let mut secret = SECRET.as_bytes().to_vec();
            let at = changed.index(secret.len());
            secret[at] = b'a' + (secret[at].wrapping_add(flip)) % 26;
            if secret != SECRET.as_bytes() {
                let bad = proven(inbound, &body, std::str::from_utf8(&secret).unwrap());
                prop_assert!(inbound.verify(&bad, &secrets(), NOW).is_err(), "{}", vendor);
            }
            if inbound.info().scheme == "hmac-sha1-base64" {
                let mut longer = good.clone();
                longer.body = Body::Whole([body.as_slice(), &[end]].concat());
                prop_assert!(inbound.verify(&longer, &secrets(), NOW).is_err(), "{}", vendor);
                if !body.is_empty() {
                    let mut other = body.clone();
                    let at = changed.index(other.len());
                    other[at] ^= flip;
                    let mut bad = good.clone();
                    bad.body = Body::Whole(other);
                    prop_assert!(inbound.verify(&bad, &secrets(), NOW).is_err(), "{}", vendor);
                }
            }
        }
    }
}

#[test]
fn a_body_that_is_nested_deeper_than_anybody_means_is_refused_and_does_not_end_the_process() {
    let deep = [vec![b'['; 100_000], vec![b']'; 100_000]].concat();
    let members = [r#"{"a":"#.repeat(50_000), "1".into(), "}".repeat(50_000)].concat();
    for (vendor, _) in &*VENDORS {
        let inbound = REGISTRY.inbound(vendor).unwrap();
        for body in [deep.as_slice(), members.as_bytes()] {
            let mut delivery = proven(inbound, b"{}", SECRET);
            delivery.body = Body::Whole(body.to_vec());
            assert!(inbound.parse(body).is_err(), "{vendor}");
            assert_eq!(inbound.delivery_id(&delivery), inbound.delivery_id(&delivery));
        }
    }
}
