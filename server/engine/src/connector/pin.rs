//! A pinned certificate: a console with a self-signed certificate is known by its SHA-256 fingerprint and by nothing else.
//!
//! A pin takes the place of authorities, names and dates, not of the handshake: whoever answers must still prove that it
//! holds the certificate's key. This module knows no vendor and opens no connection.

use super::errors::{CallError, CallErrorKind, NetworkFault};
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, SignatureScheme,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature},
    pki_types::{CertificateDer, ServerName, UnixTime},
};
use sha2::{Digest, Sha256};
use std::{
    error::Error,
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

/// The SHA-256 fingerprint of a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CertificatePin([u8; 32]);

impl CertificatePin {
    /// Reads 64 hexadecimal digits, with or without colons or spaces between them, in any case.
    pub fn parse(text: &str) -> Option<Self> {
        let digits: Vec<u8> = text
            .chars()
            .filter(|c| *c != ':' && !c.is_whitespace())
            .map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
            .collect::<Option<_>>()?;
        if digits.len() != 64 {
            return None;
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = pair[0] << 4 | pair[1];
        }
        Some(Self(bytes))
    }

    /// The fingerprint of this certificate.
    pub(super) fn of(certificate: &CertificateDer<'_>) -> Self {
        Self(Sha256::digest(certificate.as_ref()).into())
    }
}

/// As browsers and openssl show it: `AB:01:…`.
impl fmt::Display for CertificatePin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, byte) in self.0.iter().enumerate() {
            write!(f, "{}{byte:02X}", if at == 0 { "" } else { ":" })?;
        }
        Ok(())
    }
}

/// A host that is known by its pin.
#[derive(Clone, Debug)]
pub(super) struct PinnedHost {
    pub(super) host: String,
    pub(super) pin: CertificatePin,
}

/// TLS that accepts exactly this certificate.
pub(super) fn trusting(pin: CertificatePin) -> Result<ClientConfig, rustls::Error> {
    config(Arc::new(Judge {
        expected: Some(pin),
        seen: Mutex::default(),
        provider: provider(),
    }))
}

/// TLS that accepts whatever comes and only notes it. For looking at a certificate; nothing may be sent over it.
pub(super) fn looking() -> Result<(ClientConfig, Arc<Judge>), rustls::Error> {
    let judge = Arc::new(Judge {
        expected: None,
        seen: Mutex::default(),
        provider: provider(),
    });
    Ok((config(judge.clone())?, judge))
}

fn provider() -> Arc<CryptoProvider> {
    // Two providers may be compiled in, so the choice cannot be left to rustls.
    Arc::new(rustls::crypto::aws_lc_rs::default_provider())
}

fn config(judge: Arc<Judge>) -> Result<ClientConfig, rustls::Error> {
    let builder = ClientConfig::builder_with_provider(judge.provider.clone())
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(judge);
    Ok(builder.with_no_client_auth())
}

/// Judges a certificate by its fingerprint.
#[derive(Debug)]
pub(super) struct Judge {
    expected: Option<CertificatePin>,
    seen: Mutex<Option<CertificatePin>>,
    provider: Arc<CryptoProvider>,
}

impl Judge {
    /// The fingerprint of the certificate that was shown.
    pub(super) fn seen(&self) -> Option<CertificatePin> {
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ServerCertVerifier for Judge {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let shown = CertificatePin::of(end_entity);
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = Some(shown);
        match self.expected {
            Some(expected) if expected != shown => Err(rustls::Error::InvalidCertificate(
                CertificateError::ApplicationVerificationFailure,
            )),
            _ => Ok(ServerCertVerified::assertion()),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(
            message,
            cert,
            dss,
            &self.provider.signature_verification_algorithms,
        )
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(
            message,
            cert,
            dss,
            &self.provider.signature_verification_algorithms,
        )
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider
            .signature_verification_algorithms
            .supported_schemes()
    }
}

/// True when a connection failed because the certificate is not known, not named for the host, or out of date: what a pin
/// can mend. A revoked certificate or a false signature is not among it.
pub fn is_unknown_certificate(error: &CallError) -> bool {
    if error.kind != CallErrorKind::Network(NetworkFault::Tls) {
        return false;
    }
    let mut below = error
        .source
        .as_deref()
        .map(|source| source as &(dyn Error + 'static));
    while let Some(cause) = below {
        if let Some(rustls::Error::InvalidCertificate(why)) = tls_error(cause) {
            return !matches!(why, CertificateError::Revoked | CertificateError::BadSignature);
        }
        below = cause.source();
    }
    false
}

/// The TLS error behind a cause. An `io::Error` hides what it wraps inside itself and not behind `source`, sometimes twice.
pub(super) fn tls_error<'a>(cause: &'a (dyn Error + 'static)) -> Option<&'a rustls::Error> {
    cause.downcast_ref().or_else(|| {
        let wrapped = cause.downcast_ref::<std::io::Error>()?.get_ref()?;
        tls_error(wrapped)
    })
}

#[cfg(test)]
#[path = "pin_tests.rs"]
mod tests;
