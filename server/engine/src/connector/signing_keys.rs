//! The public keys that a vendor signs its tokens with, and whether a token was signed with one of them.
//!
//! RS256 and nothing else: which algorithm is taken is decided here and never by the token, so neither `none` nor a public
//! key used as a shared secret (RFC 8725, 2.1) gets past. It knows no vendor and reads no claim.

use super::{
    errors::{CallError, CallErrorKind},
    faults::Faults,
    scrub::Scrubber,
    session::said,
    wire::{Method, Request, Wire, WireFault},
};
use crate::vault::Secret;
use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use contract::ids::VendorId;
use serde::Deserialize;
use url::Url;

/// The one algorithm that is taken.
const ALGORITHM: &str = "RS256";

/// The keys of an issuer, as it publishes them (RFC 7517).
#[derive(Clone, Debug, Default, Deserialize)]
pub struct SigningKeys {
    keys: Vec<Key>,
}

#[derive(Clone, Debug, Deserialize)]
struct Key {
    #[serde(default)]
    kid: String,
    #[serde(default)]
    kty: String,
    #[serde(default, rename = "use")]
    purpose: Option<String>,
    #[serde(default)]
    alg: Option<String>,
    #[serde(default)]
    n: String,
    #[serde(default)]
    e: String,
    #[serde(default)]
    issuer: Option<String>,
}

#[derive(Deserialize)]
struct Head {
    #[serde(default)]
    alg: String,
    #[serde(default)]
    kid: String,
}

/// A token's claims, which were signed.
#[derive(Debug)]
pub struct Signed {
    /// The claims, as they came.
    pub claims: Vec<u8>,
    /// Whose key it was, where the key set says so.
    pub issuer: Option<String>,
}

/// Why a token's claims are not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotSigned {
    /// It is no signed token at all.
    Malformed,
    /// It names another algorithm.
    Algorithm,
    /// It names a key that is not among these; the issuer may have a new one.
    UnknownKey,
    /// The signature is not that key's.
    Forged,
}

impl SigningKeys {
    /// Asks for them, once.
    pub async fn fetch(
        wire: &Wire,
        vendor: &VendorId,
        url: Url,
        faults: &dyn Faults,
    ) -> Result<Self, CallError> {
        let error = |kind| CallError::new(vendor.clone(), "sign_in", kind);
        let request = Request {
            method: Method::Get,
            url,
            headers: Vec::new(),
            payload: None,
        };
        let sent = wire.send(request).await;
        let reply = sent.map_err(|WireFault { kind, source }| CallError {
            source,
            ..error(kind)
        })?;
        let told = |kind| CallError {
            said: Some(said(&reply, &Scrubber::default())),
            advice: faults.advise(&reply),
            ..error(kind)
        };
        if let Some(kind) = faults.read(&reply) {
            return Err(told(kind));
        }
        let read: Option<Self> = serde_json::from_slice(&reply.body).ok();
        read.filter(|read| !read.keys.is_empty()).ok_or_else(|| {
            told(CallErrorKind::Contract {
                at: "`keys` of the signing keys".into(),
            })
        })
    }

    /// The claims of a token that one of these keys signed.
    pub fn verify(&self, token: &Secret) -> Result<Signed, NotSigned> {
        let decode = |part: &str| BASE64_URL_SAFE_NO_PAD.decode(part).ok();
        let (message, signature) = token.expose().rsplit_once('.').ok_or(NotSigned::Malformed)?;
        let (head, claims) = message.split_once('.').ok_or(NotSigned::Malformed)?;
        let read = decode(head).and_then(|head| serde_json::from_slice(&head).ok());
        let head: Head = read.ok_or(NotSigned::Malformed)?;
        if head.alg != ALGORITHM {
            return Err(NotSigned::Algorithm);
        }
        let (Some(claims), Some(signature)) = (decode(claims), decode(signature)) else {
            return Err(NotSigned::Malformed);
        };
        let key = self.keys.iter().find(|key| key.is_for(&head.kid));
        let key = key.ok_or(NotSigned::UnknownKey)?;
        let (Some(n), Some(e)) = (decode(&key.n), decode(&key.e)) else {
            return Err(NotSigned::Forged);
        };
        let public = RsaPublicKeyComponents { n: &n, e: &e };
        match public.verify(&RSA_PKCS1_2048_8192_SHA256, message.as_bytes(), &signature) {
            Ok(()) => Ok(Signed {
                claims,
                issuer: key.issuer.clone(),
            }),
            Err(_) => Err(NotSigned::Forged),
        }
    }
}

impl Key {
    fn is_for(&self, kid: &str) -> bool {
        let signs = self.purpose.as_deref().is_none_or(|purpose| purpose == "sig");
        let fits = self.alg.as_deref().is_none_or(|alg| alg == ALGORITHM);
        !kid.is_empty() && self.kid == kid && self.kty == "RSA" && signs && fits
    }
}

#[cfg(test)]
#[path = "signing_keys_tests.rs"]
mod tests;
