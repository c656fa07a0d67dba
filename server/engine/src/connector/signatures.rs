//! Proofs of deliveries, compared in constant time over the raw bytes: shared secrets, HMAC, and Standard Webhooks.
//!
//! Every accepted secret is tried, also after one has matched, so that the time tells nothing. What is missing, what does not
//! match and what is too old are told apart, and no answer holds a secret or the signature that was expected.

use crate::vault::Secret;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use contract::{delivery::Delivery, failure::FailureCode};
use hmac::{Hmac, Mac as _};
use rustls::pki_types::alg_id::ED25519;
use sha1::Sha1;
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

/// The header of Standard Webhooks that names the delivery.
pub const STANDARD_ID: &str = "webhook-id";
/// The header of Standard Webhooks that tells when it was signed, in seconds since 1970.
pub const STANDARD_TIMESTAMP: &str = "webhook-timestamp";
/// The header of Standard Webhooks that holds one signature or several, between spaces.
pub const STANDARD_SIGNATURE: &str = "webhook-signature";

/// How far a signed time may lie from now, either way, in seconds.
pub const TOLERANCE_S: i64 = 300;

/// The most signatures that are looked at in one header.
const MOST_SIGNATURES: usize = 16;

/// Why a delivery is not proven.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotProven {
    /// `signature_missing`, `signature_mismatch` or `stale_timestamp`.
    pub code: FailureCode,
    /// In words, without any secret or expected signature.
    pub why: String,
}

impl NotProven {
    /// There is nothing where the vendor puts its proof.
    pub fn missing(why: impl Into<String>) -> Self {
        Self {
            code: FailureCode::SignatureMissing,
            why: why.into(),
        }
    }

    /// There is something, and it is not what was expected.
    pub fn mismatch(why: impl Into<String>) -> Self {
        Self {
            code: FailureCode::SignatureMismatch,
            why: why.into(),
        }
    }

    /// The signed time is too far from now.
    pub fn stale(why: impl Into<String>) -> Self {
        Self {
            code: FailureCode::StaleTimestamp,
            why: why.into(),
        }
    }
}

/// The first secret that `proves` says yes to; all are asked.
fn first(secrets: &[Secret], proves: impl Fn(&Secret) -> bool) -> Option<usize> {
    let mut found = None;
    for (index, secret) in secrets.iter().enumerate() {
        // An empty secret proves nothing, whatever was sent.
        if proves(secret) && !secret.is_empty() {
            found = found.or(Some(index));
        }
    }
    found
}

/// Which secret a text is, byte for byte.
pub fn same_as_one(given: &str, secrets: &[Secret]) -> Option<usize> {
    first(secrets, |secret| {
        secret.expose().as_bytes().ct_eq(given.as_bytes()).into()
    })
}

/// HMAC-SHA1 of a message.
pub fn hmac_sha1(key: &[u8], message: &[u8]) -> Vec<u8> {
    // An HMAC takes a key of any length, so this cannot fail.
    Hmac::<Sha1>::new_from_slice(key)
        .map(|mac| mac.chain_update(message).finalize().into_bytes().to_vec())
        .unwrap_or_default()
}

/// HMAC-SHA256 of a message.
pub fn hmac_sha256(key: &[u8], message: &[u8]) -> Vec<u8> {
    Hmac::<Sha256>::new_from_slice(key)
        .map(|mac| mac.chain_update(message).finalize().into_bytes().to_vec())
        .unwrap_or_default()
}

/// Which secret made the HMAC-SHA1 of a body; the signature is `sha1=` and base64.
pub fn sha1_base64(given: &str, body: &[u8], secrets: &[Secret]) -> Result<usize, NotProven> {
    let encoded = given.trim();
    let encoded = encoded.strip_prefix("sha1=").unwrap_or(encoded);
    let given = BASE64_STANDARD
        .decode(encoded)
        .map_err(|_| NotProven::mismatch("The signature is not base64."))?;
    let made = |secret: &Secret| hmac_sha1(secret.expose().as_bytes(), body);
    first(secrets, |secret| made(secret).ct_eq(given.as_slice()).into()).ok_or_else(|| {
        NotProven::mismatch("The signature was made with another secret, or over another body.")
    })
}

/// Which secret made a signature of Standard Webhooks: `v1` (HMAC-SHA256) or `v1a` (Ed25519, where the secret holds the
/// public key as `whpk_…`).
pub fn standard_webhooks(delivery: &Delivery, secrets: &[Secret], now_ms: i64) -> Result<usize, NotProven> {
    let header = |name: &'static str| {
        delivery
            .header(name)
            .map(str::trim)
            .filter(|value| !value.is_empty())
            .ok_or_else(|| NotProven::missing(format!("There is no header {name}.")))
    };
    let (id, time, given) = (
        header(STANDARD_ID)?,
        header(STANDARD_TIMESTAMP)?,
        header(STANDARD_SIGNATURE)?,
    );
    let signed_at: i64 = time.parse().map_err(|_| {
        NotProven::mismatch(format!("{STANDARD_TIMESTAMP} is not a whole number of seconds."))
    })?;
    let mut message = format!("{id}.{time}.").into_bytes();
    message.extend_from_slice(delivery.bytes());
    let given: Vec<(&str, Vec<u8>)> = given
        .split_ascii_whitespace()
        .take(MOST_SIGNATURES)
        .filter_map(|one| {
            let (version, encoded) = one.split_once(',')?;
            Some((version, BASE64_STANDARD.decode(encoded).ok()?))
        })
        .collect();
    if given.is_empty() {
        return Err(NotProven::mismatch(format!(
            "{STANDARD_SIGNATURE} holds no signature of the form v1,<base64>."
        )));
    }
    let index = first(secrets, |secret| {
        given.iter().fold(false, |any, (version, signature)| {
            any | proves(secret, version, &message, signature)
        })
    })
    .ok_or_else(|| NotProven::mismatch("No signature was made with an accepted secret over this body."))?;
    // Only what is signed tells the time, so it is asked last.
    let skew = now_ms.div_euclid(1000).saturating_sub(signed_at);
    if skew.saturating_abs() > TOLERANCE_S {
        let which = if skew > 0 { "old" } else { "in the future" };
        return Err(NotProven::stale(format!(
            "It was signed {} s {which}; {TOLERANCE_S} s are allowed.",
            skew.saturating_abs()
        )));
    }
    Ok(index)
}

fn proves(secret: &Secret, version: &str, message: &[u8], signature: &[u8]) -> bool {
    match version {
        "v1" => standard_key(secret.expose())
            .is_some_and(|key| hmac_sha256(&key, message).ct_eq(signature).into()),
        "v1a" => public_key(secret.expose()).is_some_and(|key| ed25519(&key, message, signature)),
        _ => false,
    }
}

/// The key of `v1`: what stands behind `whsec_` is base64, anything else is taken as it is. A public key is no such key.
pub fn standard_key(secret: &str) -> Option<Vec<u8>> {
    match secret.strip_prefix("whsec_") {
        Some(encoded) => BASE64_STANDARD.decode(encoded).ok(),
        None if secret.starts_with("whpk_") => None,
        None => Some(secret.as_bytes().to_vec()),
    }
}

fn public_key(secret: &str) -> Option<Vec<u8>> {
    BASE64_STANDARD
        .decode(secret.strip_prefix("whpk_")?)
        .ok()
        .filter(|key| key.len() == 32)
}

fn ed25519(key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    rustls::crypto::aws_lc_rs::default_provider()
        .signature_verification_algorithms
        .all
        .iter()
        .any(|algorithm| {
            algorithm.signature_alg_id() == ED25519
                && algorithm.verify_signature(key, message, signature).is_ok()
        })
}

#[cfg(test)]
#[path = "signatures_tests.rs"]
mod tests;
