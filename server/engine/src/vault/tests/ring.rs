//! The text of a key ring: what is accepted, what is refused, and how it is edited.

use jiff::civil::date;

use super::doubles::{KEY_A, KEY_B};
use crate::vault::{
    RingText,
    key::Key,
    ring::{Retired, Ring, RingError, retire_older, with_key, with_keys_behind},
};

fn id(key: &str) -> String {
    Key::parse(key).unwrap().id().to_owned()
}

fn ids(text: &str) -> Vec<String> {
    Ring::parse(text)
        .unwrap()
        .keys()
        .map(|key| key.id().to_owned())
        .collect()
}

#[test]
fn keys_stand_one_a_line_newest_first_among_comments_and_blank_lines() {
    let text = format!("# made by hand\r\n\r\n  {KEY_B}  \r\n# the old one\n{KEY_A}");
    assert_eq!(ids(&text), [id(KEY_B), id(KEY_A)]);
    assert_eq!(Ring::parse(&text).unwrap().newest().id(), id(KEY_B));
}

#[test]
fn a_key_id_is_the_domain_separated_fingerprint() {
    // sha256(b"ops-ai key" + key).hexdigest()[:16], by Python's hashlib.
    assert_eq!(id(KEY_A), "562330e957eb2288");
}

#[test]
fn a_key_that_stands_there_twice_counts_once() {
    assert_eq!(ids(&format!("{KEY_A}\n{KEY_B}\n{KEY_A}")), [id(KEY_A), id(KEY_B)]);
}

#[test]
fn a_text_without_a_key_is_no_ring() {
    for text in ["", "\n\n", "# retired 0123456789abcdef 2026-01-01\n"] {
        assert_eq!(Ring::parse(text).unwrap_err(), RingError::Empty);
    }
}

#[test]
fn a_line_that_is_no_key_is_named_by_its_number_and_not_quoted() {
    let standard_alphabet = KEY_A.replace('_', "/").replace('-', "+");
    let broken = [
        &KEY_A[..43],
        &format!("{KEY_A}A"),
        "a password of a person",
        &standard_alphabet,
        "c2hvcnQ=",
    ];
    for line in broken {
        let error = Ring::parse(&format!("# ring\n{KEY_B}\n{line}")).unwrap_err();
        assert_eq!(error, RingError::Line { line: 3 });
        assert!(!error.to_string().contains(line));
    }
}

#[test]
fn a_new_key_goes_in_front_and_keeps_what_is_there() {
    let text = format!("# ours\n{KEY_A}\n");
    assert_eq!(*with_key(&text, KEY_B), format!("{KEY_B}\n# ours\n{KEY_A}\n"));
    assert_eq!(
        *with_keys_behind(&text, &[KEY_B]),
        format!("# ours\n{KEY_A}\n{KEY_B}\n")
    );
}

#[test]
fn retiring_leaves_the_newest_key_the_comments_and_a_note_without_material() {
    let text = format!("{KEY_B}\n# ours\n {KEY_A}\n# retired 0123456789abcdef 2026-01-01\n");
    let after = retire_older(&text, date(2026, 11, 24)).unwrap();
    let old = id(KEY_A);
    assert_eq!(
        *after,
        format!("{KEY_B}\n# ours\n# retired 0123456789abcdef 2026-01-01\n# retired {old} 2026-11-24\n")
    );
    let ring = Ring::parse(&after).unwrap();
    assert!(!ring.is_rotating());
    assert_eq!(
        ring.retired().last(),
        Some(&Retired {
            id: old,
            on: "2026-11-24".into()
        })
    );
    assert_eq!(
        retire_older(&after, date(2027, 1, 1)).unwrap(),
        after,
        "a second time changes nothing"
    );
}

#[test]
fn fresh_keys_differ_and_are_fernet_keys() {
    let (one, other) = (RingText::fresh().unwrap(), RingText::fresh().unwrap());
    assert_ne!(ids(one.expose()), ids(other.expose()));
    assert!(fernet::Fernet::new(one.expose().trim()).is_some());
}
