//! Tokens signed with the key that was made for tests, and tokens that only look so. Signed by ring, which shares no code
//! with the product.

use super::certificate::KEY;
use crate::vault::Secret;
use base64::{Engine, prelude::BASE64_STANDARD, prelude::BASE64_URL_SAFE_NO_PAD};
use ring::{
    hmac,
    rand::SystemRandom,
    signature::{RSA_PKCS1_SHA256, RsaKeyPair},
};
use serde_json::{Value, json};

/// The public key's modulus.
const MODULUS: &str = "vp6Tebv1eOfRX13jk-0AZJbJoUNWkODDxazsvRjGbS04hDUKHtYYalBW4G9PRBvRbkfr7P06yIHNzGrEuy5K42wLgsvOyVW6tSNxUM1voP8HU1Fr-ILHxp6fG6tn3XkfOIEmE8X2z5ojIrTVo8sM4mXvQme078HRwxus49_vCo7JNwhBZD0wJGEHESV9gS2PIZTBG_QBTIhzkRmXJwxwrj1IETjAtRjWQ_3OS7eZofI0-E7HzLKORQLJ7hGCIvQPXC_ROF7rGQ572Ararn6ICW-eN6AF1wWaXikjtgSzgNMcMilIag9vzqNJ1Hx1O0QbJxqgW_37edhlJovsBIncjw";

/// The key set of the key, under this name.
pub fn key_set(kid: &str) -> Value {
    json!({"keys": [{"kty": "RSA", "use": "sig", "kid": kid, "n": MODULUS, "e": "AQAB"}]})
}

/// A token with this head that nobody signed.
pub fn of(head: &Value, claims: &Value) -> Secret {
    Secret::new(format!("{}.{}.", part(head), part(claims)))
}

/// A token that the key signed.
pub fn signed(kid: &str, claims: &Value) -> Secret {
    let message = message(&json!({"alg": "RS256", "typ": "JWT", "kid": kid}), claims);
    let der: String = KEY.lines().filter(|line| !line.starts_with("--")).collect();
    let key = RsaKeyPair::from_pkcs8(&BASE64_STANDARD.decode(der).unwrap()).unwrap();
    let mut signature = vec![0; key.public().modulus_len()];
    key.sign(
        &RSA_PKCS1_SHA256,
        &SystemRandom::new(),
        message.as_bytes(),
        &mut signature,
    )
    .unwrap();
    Secret::new(format!("{message}.{}", BASE64_URL_SAFE_NO_PAD.encode(signature)))
}

/// A token that anybody can make who knows the public key.
pub fn with_public_key_as_secret(kid: &str, claims: &Value) -> Secret {
    let message = message(&json!({"alg": "HS256", "typ": "JWT", "kid": kid}), claims);
    let key = hmac::Key::new(hmac::HMAC_SHA256, MODULUS.as_bytes());
    let signature = hmac::sign(&key, message.as_bytes());
    Secret::new(format!("{message}.{}", BASE64_URL_SAFE_NO_PAD.encode(signature)))
}

fn message(head: &Value, claims: &Value) -> String {
    format!("{}.{}", part(head), part(claims))
}

fn part(value: &Value) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(value.to_string())
}
