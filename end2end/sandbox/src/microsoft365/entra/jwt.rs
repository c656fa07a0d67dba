//! Signs tokens as the identity platform does: RS256 with a key that the discovery document leads to.

use std::sync::OnceLock;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};

const CERTIFICATE: &str = include_str!("../keys/signing.crt.pem");
const KEY: &str = include_str!("../keys/signing.key.pem");
/// The public key's modulus and exponent.
const MODULUS: &str = "hAJ-zdEsKa1vc4IGAa12PtO6wwR9CUUCfj6Q-q2HQQhW_QaTmMP3swEIYE4JL-iDSDiO7pPxek-b6FaM-GC8J_hXb4Bdq_ufcwyKmDbWlJIzUiPKmNAJW9AZr4PS5z3lgT0EizB7G7dOUtc03-oMh0ClzYszQckhh46H7RXXr6bcDMLHCgvzsDCSSRjzGkAXoClL7pshNSj9j2bFUFiB8gRTsU3HOcWEKClFlwwIQuMYgm36989MV4gL9p901x0HEKP4A1lKNjfag6uwyiPyUXnMP-01Wzn5qOaVm3BLwjEEq6ubJI-uIFQ6nX2FSkyOGM2wdO56BHxkaGMHObJAXQ";
const KEY_ID: &str = "sandbox-signing-key";

/// What stands between the lines that begin and end a PEM document.
pub(crate) fn pem(text: &str) -> Option<Vec<u8>> {
    let inner: String = text
        .lines()
        .skip_while(|line| !line.starts_with("-----BEGIN"))
        .skip(1)
        .take_while(|line| !line.starts_with("-----END"))
        .collect();
    STANDARD.decode(inner.trim()).ok().filter(|der| !der.is_empty())
}

fn key() -> Option<&'static RsaKeyPair> {
    static PAIR: OnceLock<Option<RsaKeyPair>> = OnceLock::new();
    PAIR.get_or_init(|| RsaKeyPair::from_pkcs8(&pem(KEY)?).ok())
        .as_ref()
}

/// A signed token with these claims.
pub(crate) fn sign(claims: &Value) -> String {
    let header = json!({"typ": "JWT", "alg": "RS256", "kid": KEY_ID, "x5t": KEY_ID});
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let signed = format!("{}.{}", part(&header), part(claims));
    let mut signature = Vec::new();
    if let Some(key) = key() {
        signature.resize(key.public_modulus_len(), 0);
        // A key that cannot sign leaves zeros, which no verification takes.
        let _ = key.sign(
            &RSA_PKCS1_SHA256,
            &SystemRandom::new(),
            signed.as_bytes(),
            &mut signature,
        );
    }
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
}

/// The key set that goes with it.
pub(crate) fn key_set() -> Value {
    let chain = pem(CERTIFICATE).map(|der| STANDARD.encode(der));
    json!({"keys": [{
        "kty": "RSA", "use": "sig", "kid": KEY_ID, "x5t": KEY_ID, "n": MODULUS, "e": "AQAB", "x5c": [chain],
    }]})
}
