//! What a sealed value promises: it opens for its own place, unchanged, and for nothing else.

use proptest::prelude::*;

use super::doubles::{KEY_A, KEY_B, PLACE};
use crate::vault::{Binding, Sealed, Secret, VaultError, ring::Ring};

fn ring() -> Ring {
    Ring::parse(KEY_A).unwrap()
}

fn sealed() -> Sealed {
    ring().seal(PLACE, &Secret::new("s3cret".into())).unwrap()
}

#[test]
fn a_value_opens_for_the_place_it_was_sealed_for() {
    let sealed = sealed();
    assert_eq!(ring().open(PLACE, &sealed).unwrap().expose(), "s3cret");
    assert_eq!(Sealed::parse(sealed.as_str()).unwrap(), sealed);
    assert_eq!(sealed.key_id(), ring().newest().id());
}

#[test]
fn the_same_value_sealed_twice_looks_different() {
    assert_ne!(sealed(), sealed());
}

#[test]
fn a_value_moved_to_another_row_field_or_vendor_is_refused_and_both_places_are_told() {
    for moved in [
        Binding {
            integration: "int_2",
            ..PLACE
        },
        Binding {
            vendor: "it_glue",
            ..PLACE
        },
        Binding {
            field: "username",
            ..PLACE
        },
    ] {
        let error = ring().open(moved, &sealed()).unwrap_err();
        assert!(matches!(error, VaultError::Bound { .. }), "{error}");
        assert!(error.to_string().contains("int_1/autotask/secret"), "{error}");
        assert!(error.to_string().contains(&moved.to_string()), "{error}");
    }
}

#[test]
fn every_changed_byte_is_refused() {
    let text = sealed().as_str().to_owned();
    let (ring, original) = (ring(), text.as_bytes());
    for place in 0..original.len() {
        for other in [b'A', b'b', b'0', b'-', b'=', b' ', b'.'] {
            let mut bytes = original.to_vec();
            bytes[place] = other;
            if bytes == original {
                continue;
            }
            let changed = String::from_utf8(bytes).unwrap();
            let outcome = Sealed::parse(&changed).and_then(|sealed| ring.open(PLACE, &sealed));
            assert!(
                matches!(
                    outcome,
                    Err(VaultError::Damaged { .. } | VaultError::UnknownKey { .. })
                ),
                "byte {place} changed to {}: {outcome:?}",
                other as char
            );
        }
    }
}

#[test]
fn a_value_cut_short_is_refused_at_every_length() {
    let text = sealed().as_str().to_owned();
    for length in 0..text.len() {
        let outcome = Sealed::parse(&text[..length]).and_then(|sealed| ring().open(PLACE, &sealed));
        assert!(
            matches!(outcome, Err(VaultError::Damaged { .. })),
            "{length}: {outcome:?}"
        );
    }
}

#[test]
fn a_value_of_another_key_names_the_key_it_needs() {
    let other = Ring::parse(KEY_B).unwrap();
    let foreign = other.seal(PLACE, &Secret::new("x".into())).unwrap();
    let error = ring().open(PLACE, &foreign).unwrap_err();
    assert!(
        matches!(&error, VaultError::UnknownKey { key_id } if key_id == other.newest().id()),
        "{error}"
    );
}

#[test]
fn a_genuine_token_with_another_key_id_in_front_is_refused() {
    let both = Ring::parse(&format!("{KEY_A}\n{KEY_B}")).unwrap();
    let text = sealed()
        .as_str()
        .replace(ring().newest().id(), Ring::parse(KEY_B).unwrap().newest().id());
    let outcome = both.open(PLACE, &Sealed::parse(&text).unwrap());
    assert!(matches!(outcome, Err(VaultError::Damaged { .. })), "{outcome:?}");
}

#[test]
fn a_token_with_a_content_that_is_not_ours_is_refused() {
    let ring = ring();
    for content in [
        "hello",
        r#"{"v":2,"integration":"int_1","vendor":"autotask","field":"secret","value":"x"}"#,
        r#"{"v":1,"integration":"int_1","vendor":"autotask","value":"x"}"#,
        r#"{"v":1,"integration":"int_1","vendor":"autotask","field":"secret","value":7}"#,
    ] {
        let token = ring.newest().encrypt(content.as_bytes());
        let sealed = Sealed::parse(&format!("k{}.{token}", ring.newest().id())).unwrap();
        let outcome = ring.open(PLACE, &sealed);
        assert!(
            matches!(outcome, Err(VaultError::Damaged { .. })),
            "{content}: {outcome:?}"
        );
    }
}

#[test]
fn text_of_another_form_is_no_sealed_value() {
    for text in [
        "",
        "k",
        "plain",
        "k0123456789abcdef",
        "k0123456789abcdef.",
        "k0123456789ABCDEF.gAAA",
        "kgg.gAAA",
    ] {
        assert!(
            matches!(Sealed::parse(text), Err(VaultError::Damaged { .. })),
            "{text}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    /// Two places that differ in at least one name never open each other's values, whatever the
    /// names are: no joining of names can make two places look alike.
    #[test]
    fn a_value_opens_for_no_other_place(
        here in ("[ab/\"]{0,3}", "[ab/\"]{0,3}", "[ab/\"]{0,3}"),
        there in ("[ab/\"]{0,3}", "[ab/\"]{0,3}", "[ab/\"]{0,3}"),
        value in any::<String>(),
    ) {
        let place = |names: &(String, String, String)| names.clone();
        let (h, t) = (place(&here), place(&there));
        let home = Binding { integration: &h.0, vendor: &h.1, field: &h.2 };
        let away = Binding { integration: &t.0, vendor: &t.1, field: &t.2 };
        let sealed = ring().seal(home, &Secret::new(value.clone())).unwrap();
        let opened = ring().open(home, &sealed).unwrap();
        prop_assert_eq!(opened.expose(), value.as_str());
        if home != away {
            let outcome = ring().open(away, &sealed);
            prop_assert!(matches!(outcome, Err(VaultError::Bound { .. })), "{:?}", outcome);
        }
    }
}
