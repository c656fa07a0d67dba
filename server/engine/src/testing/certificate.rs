//! Certificates of a key that was made for tests, and a reader of what was signed with it that shares no code with the
//! product: ring verifies what aws-lc signed.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use rcgen::{CertificateParams, KeyPair, date_time_ymd};
use ring::signature::{RSA_PSS_2048_8192_SHA256, UnparsedPublicKey};
use serde_json::Value;

/// The private key, in PEM. It guards nothing.
pub const KEY: &str = include_str!("rsa_key.pem");

/// A certificate of that key, good until the fourth of March of this year.
pub fn until(year: i32) -> rcgen::Certificate {
    let mut params = CertificateParams::new(["ops-ai.example".to_owned()]).unwrap();
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(year, 3, 4);
    params.self_signed(&key()).unwrap()
}

/// Key and certificate, as they are pasted.
pub fn pair() -> String {
    format!("{KEY}{}", until(2099).pem())
}

/// Header and claims of a JSON Web Token that was signed with the key.
pub fn read_statement(token: &str) -> (Value, Value) {
    let (message, signature) = token.rsplit_once('.').unwrap();
    let decode = |part: &str| BASE64_URL_SAFE_NO_PAD.decode(part).unwrap();
    let public = key().public_key_raw().to_vec();
    UnparsedPublicKey::new(&RSA_PSS_2048_8192_SHA256, public)
        .verify(message.as_bytes(), &decode(signature))
        .expect("the signature is the key's");
    let (header, claims) = message.split_once('.').unwrap();
    let json = |part| serde_json::from_slice(&decode(part)).unwrap();
    (json(header), json(claims))
}

fn key() -> KeyPair {
    KeyPair::from_pem(KEY).unwrap()
}
