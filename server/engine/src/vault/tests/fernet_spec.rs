//! The vectors of the Fernet specification (github.com/fernet/spec: generate, verify, invalid).
//!
//! The specification makes tokens from a given IV, which no library offers on purpose; the exact
//! bytes are therefore proven together with Python (see `python`). Two of the invalid vectors are
//! about time (a lifetime that is over, a clock ahead): sealed values have no lifetime, so the crate
//! is held to them directly, and the vault is held to not caring.

use fernet::{DecryptionError, Fernet};

use crate::vault::key::Key;

const SECRET: &str = "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=";
/// 1985-10-26T01:20:00-07:00, the moment of `generate.json`; `verify.json` is one second later.
const NOW: u64 = 499_162_800;
const TTL: u64 = 60;
const GENERATED: &str =
    "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==";
const FUTURE: &str =
    "gAAAAAAdwStRAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAnja1xKYyhd-Y6mSkTOyTGJmw2Xc2a6kBd-iX9b_qXQcw==";
const EXPIRED: &str =
    "gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-szkFVzXTuGb4hR8AKtwcaX1YdykRtfsH-p1YsUD2Q==";

/// What is invalid whatever the time is.
const INVALID: [(&str, &str); 6] = [
    (
        "incorrect mac",
        "gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-szkFVzXTuGb4hR8AKtwcaX1YdykQUFBQUFBQUFBQQ==",
    ),
    (
        "too short",
        "gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPA==",
    ),
    (
        "invalid base64",
        "%%%%%%%%%%%%%AECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-szkFVzXTuGb4hR8AKtwcaX1YdykRtfsH-p1YsUD2Q==",
    ),
    (
        "payload size not multiple of block size",
        "gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPOm73QeoCk9uGib28Xe5vz6oxq5nmxbx_v7mrfyudzUm",
    ),
    (
        "payload padding error",
        "gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0ODz4LEpdELGQAad7aNEHbf-JkLPIpuiYRLQ3RtXatOYREu2FWke6CnJNYIbkuKNqOhw==",
    ),
    (
        "incorrect IV (causes padding error)",
        "gAAAAAAdwJ6xBQECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAkLhFLHpGtDBRLRTZeUfWgHSv49TF2AUEZ1TIvcZjK1zQ==",
    ),
];

fn key() -> Key {
    Key::parse(SECRET).unwrap()
}

#[test]
fn the_vector_of_verify_and_generate_opens() {
    assert_eq!(key().decrypt(GENERATED).unwrap().as_slice(), b"hello");
    let fernet = Fernet::new(SECRET).unwrap();
    assert_eq!(
        fernet.decrypt_at_time(GENERATED, Some(TTL), NOW + 1),
        Ok(b"hello".to_vec())
    );
}

#[test]
fn a_generated_token_has_the_form_of_the_vector() {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE};
    let bytes = |token: &str| URL_SAFE.decode(token).unwrap();
    let (ours, theirs) = (
        Fernet::new(SECRET).unwrap().encrypt_at_time(b"hello", NOW),
        bytes(GENERATED),
    );
    let ours = bytes(&ours);
    assert_eq!(ours.len(), theirs.len());
    // The version and the time; behind them comes the IV, which is random here.
    assert_eq!(ours[..9], theirs[..9]);
}

#[test]
fn every_invalid_vector_is_refused_without_looking_at_the_time() {
    for (description, token) in INVALID {
        assert!(key().decrypt(token).is_none(), "{description}");
    }
}

#[test]
fn the_crate_refuses_the_vectors_about_time_where_a_lifetime_is_asked_for() {
    let fernet = Fernet::new(SECRET).unwrap();
    assert_eq!(
        fernet.decrypt_at_time(FUTURE, Some(TTL), NOW + 1),
        Err(DecryptionError)
    );
    assert_eq!(
        fernet.decrypt_at_time(EXPIRED, Some(TTL), NOW + 91),
        Err(DecryptionError)
    );
    assert_eq!(fernet.decrypt_with_ttl(EXPIRED, TTL), Err(DecryptionError));
}

#[test]
fn a_value_sealed_by_a_node_whose_clock_is_ahead_opens() {
    let year_2100 = 4_102_444_800;
    let token = Fernet::new(SECRET).unwrap().encrypt_at_time(b"hello", year_2100);
    assert_eq!(key().decrypt(&token).unwrap().as_slice(), b"hello");
    // The only fault of these vectors is their time; their content is empty.
    assert_eq!(key().decrypt(FUTURE).unwrap().as_slice(), b"");
    assert_eq!(key().decrypt(EXPIRED).unwrap().as_slice(), b"");
}
