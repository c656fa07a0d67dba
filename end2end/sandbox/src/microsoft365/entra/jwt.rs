//! Signs tokens as the identity platform does: RS256 with a key that the discovery document leads to.

use std::sync::OnceLock;

use aws_lc_rs::hmac;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use crate::microsoft365::accounts::LOGIN_ORIGIN;
use crate::microsoft365::behaviour::{Behaviour, IdTokenFault};

const CERTIFICATE: &str = include_str!("../keys/signing.crt.pem");
const KEY: &str = include_str!("../keys/signing.key.pem");
/// The public key's modulus and exponent.
const MODULUS: &str = "hAJ-zdEsKa1vc4IGAa12PtO6wwR9CUUCfj6Q-q2HQQhW_QaTmMP3swEIYE4JL-iDSDiO7pPxek-b6FaM-GC8J_hXb4Bdq_ufcwyKmDbWlJIzUiPKmNAJW9AZr4PS5z3lgT0EizB7G7dOUtc03-oMh0ClzYszQckhh46H7RXXr6bcDMLHCgvzsDCSSRjzGkAXoClL7pshNSj9j2bFUFiB8gRTsU3HOcWEKClFlwwIQuMYgm36989MV4gL9p901x0HEKP4A1lKNjfag6uwyiPyUXnMP-01Wzn5qOaVm3BLwjEEq6ubJI-uIFQ6nX2FSkyOGM2wdO56BHxkaGMHObJAXQ";
const KEY_ID: &str = "sandbox-signing-key";

/// The key after the next change of keys, with which others sign what they want to pass off as a token until then.
const NEXT_CERTIFICATE: &str = include_str!("../keys/stranger.crt.pem");
const NEXT_KEY: &str = include_str!("../keys/stranger.key.pem");
const NEXT_MODULUS: &str = "vpqBP7_AMp_uB25xZTQxzNUimRqe2JaqgKJ6roqksFYWKu7oxG2oyLKbbB5d9sATigiZQNSFrReRvWq1pNv8-z0aa6NsnZrFwa3BoxooXAUX5DMzPQ3-00KPKoI6bhPTLUf7cuGnLzOx0h0KXLN5ZlU_9V_UNEVH6R1eVgFSvEW5jD0qu97MlwqxQkmKW0gLVJlrkfD6e502l4UyBhPpmdKjYN7DAoZb4aYBIY87A1Gos6JXrpuTdIU_8j4HAPWSn89tGotgCJ8ptlAdt5th_RLqUjmEJ3XYeorLZBfgjsKz4Fu6DIZBgex9Y-I4p68hY-kVvHowV0zh7KKkY12Xjw";
const NEXT_KEY_ID: &str = "sandbox-signing-key-2";

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

fn next_key() -> Option<&'static RsaKeyPair> {
    static PAIR: OnceLock<Option<RsaKeyPair>> = OnceLock::new();
    PAIR.get_or_init(|| RsaKeyPair::from_pkcs8(&pem(NEXT_KEY)?).ok())
        .as_ref()
}

fn message(header: &Value, claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}", part(header), part(claims))
}

fn signed_by(key: Option<&RsaKeyPair>, kid: &str, claims: &Value) -> String {
    let header = json!({"typ": "JWT", "alg": "RS256", "kid": kid, "x5t": kid});
    let signed = message(&header, claims);
    let mut signature = Vec::new();
    if let Some(key) = key {
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

/// A signed token with these claims.
pub(crate) fn sign(claims: &Value) -> String {
    signed_by(key(), KEY_ID, claims)
}

/// An identity token with these claims, as the knobs want it.
pub(crate) fn sign_identity(claims: &Value, behaviour: &Behaviour) -> String {
    match behaviour.id_token {
        IdTokenFault::WrongKey => signed_by(next_key(), KEY_ID, claims),
        IdTokenFault::UnknownKey => signed_by(key(), "nobody-knows-it", claims),
        IdTokenFault::Unsigned => {
            let header = json!({"typ": "JWT", "alg": "none", "kid": KEY_ID});
            format!("{}.", message(&header, claims))
        }
        IdTokenFault::PublicKeyAsSecret => {
            let header = json!({"typ": "JWT", "alg": "HS256", "kid": KEY_ID});
            let signed = message(&header, claims);
            let secret = hmac::Key::new(hmac::HMAC_SHA256, MODULUS.as_bytes());
            let signature = hmac::sign(&secret, signed.as_bytes());
            format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
        }
        IdTokenFault::None | IdTokenFault::Expired | IdTokenFault::OtherTenant => {
            if behaviour.next_signing_key {
                signed_by(next_key(), NEXT_KEY_ID, claims)
            } else {
                sign(claims)
            }
        }
    }
}

/// The key set that goes with it: of the key in use.
pub(crate) fn key_set(behaviour: &Behaviour) -> Value {
    let (certificate, kid, n) = if behaviour.next_signing_key {
        (NEXT_CERTIFICATE, NEXT_KEY_ID, NEXT_MODULUS)
    } else {
        (CERTIFICATE, KEY_ID, MODULUS)
    };
    let chain = pem(certificate).map(|der| STANDARD.encode(der));
    json!({"keys": [{
        "kty": "RSA", "use": "sig", "kid": kid, "x5t": kid, "n": n, "e": "AQAB", "x5c": [chain],
        "issuer": format!("{LOGIN_ORIGIN}/{{tenantid}}/v2.0"),
    }]})
}
