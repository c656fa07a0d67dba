//! A certificate in the place of a client's secret: what is sent for a token is a statement signed with its private key
//! (RFC 7523), which nobody can use for long, and never the key itself.
//!
//! Signed with RSASSA-PSS and SHA-256 (`PS256`), and named by the certificate's SHA-256 fingerprint. This module knows no
//! vendor and sends nothing.

use super::{certificate_dates, pin::CertificatePin};
use crate::vault::Secret;
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use jiff::{SignedDuration, Timestamp};
use rustls::{
    SignatureScheme,
    crypto::aws_lc_rs::sign::any_supported_type,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
    sign::{CertifiedKey, SigningKey},
};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::{fmt, sync::Arc};
use zeroize::Zeroize;

/// For how long a statement is good: long enough for a slow clock, too short to be worth stealing.
const LIVES: SignedDuration = SignedDuration::from_mins(5);

/// A certificate and its private key.
pub struct ClientCertificate {
    key: Arc<dyn SigningKey>,
    certificate: CertificateDer<'static>,
}

/// Silent about the key.
impl fmt::Debug for ClientCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ClientCertificate")
            .field(&self.fingerprint().to_string())
            .finish()
    }
}

impl ClientCertificate {
    /// Reads PEM with one private key and its certificate, others of the chain beside it; `Err` says what to put right.
    pub fn read(pem: &Secret) -> Result<Self, &'static str> {
        let text = pem.expose().as_bytes();
        if pem.expose().contains("BEGIN ENCRYPTED PRIVATE KEY") {
            return Err("the private key is protected by a passphrase: save it without one, and paste that");
        }
        let mut der = PrivateKeyDer::from_pem_slice(text).map_err(
            |_| "there is no private key in it: paste the block -----BEGIN PRIVATE KEY----- beside the certificate",
        )?;
        let key = any_supported_type(&der);
        der.zeroize();
        let key = key.map_err(|_| "the private key cannot be read: copy it again, whole")?;
        if key.choose_scheme(&[SignatureScheme::RSA_PSS_SHA256]).is_none() {
            return Err(
                "the private key is not an RSA key: make the certificate with RSA, 2048 bits or more",
            );
        }
        let chain: Vec<_> = CertificateDer::pem_slice_iter(text)
            .collect::<Result<_, _>>()
            .map_err(|_| "a certificate in it cannot be read: copy it again, whole")?;
        if chain.is_empty() {
            return Err(
                "there is no certificate in it: paste the block -----BEGIN CERTIFICATE----- beside the key",
            );
        }
        let certificate = chain
            .into_iter()
            .find(|one| {
                CertifiedKey::new(vec![one.clone()], key.clone())
                    .keys_match()
                    .is_ok()
            })
            .ok_or(
                "the private key does not belong to the certificate: paste the two that were made together",
            )?;
        Ok(Self { key, certificate })
    }

    /// The certificate's SHA-256 fingerprint.
    pub fn fingerprint(&self) -> CertificatePin {
        CertificatePin::of(&self.certificate)
    }

    /// Until when the certificate is good, where that can be read.
    pub fn ends_at(&self) -> Option<Timestamp> {
        certificate_dates::ends_at(&self.certificate)
    }

    /// A fresh statement that this client asks at this address, as a JSON Web Token; `Err` where it cannot be signed.
    pub fn statement(&self, client: &str, audience: &str, now: Timestamp) -> Result<Secret, &'static str> {
        const UNSIGNED: &str = "the private key signs nothing";
        let encode = |bytes: &[u8]| BASE64_URL_SAFE_NO_PAD.encode(bytes);
        let mut unique = [0u8; 16];
        getrandom::fill(&mut unique).map_err(|_| "this machine gives no random numbers")?;
        let header = json!({
            "alg": "PS256",
            "typ": "JWT",
            "x5t#S256": encode(&Sha256::digest(&self.certificate)),
        });
        let claims = json!({
            "aud": audience,
            "iss": client,
            "sub": client,
            "jti": encode(&unique),
            "iat": now.as_second(),
            "nbf": now.as_second(),
            "exp": (now + LIVES).as_second(),
        });
        let message = format!(
            "{}.{}",
            encode(header.to_string().as_bytes()),
            encode(claims.to_string().as_bytes())
        );
        let signer = self
            .key
            .choose_scheme(&[SignatureScheme::RSA_PSS_SHA256])
            .ok_or(UNSIGNED)?;
        let signature = signer.sign(message.as_bytes()).map_err(|_| UNSIGNED)?;
        Ok(Secret::new(format!("{message}.{}", encode(&signature))))
    }
}

#[cfg(test)]
#[path = "client_certificate_tests.rs"]
mod tests;
