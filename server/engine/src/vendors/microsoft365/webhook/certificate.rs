//! Whose signature counts: the one of a certificate that lies at Microsoft's own place, that the machine's authorities vouch
//! for, and that was given to Microsoft Corporation.
//!
//! The header tells where the certificate lies, and so would let a sender choose its own key: scheme, host and path are fixed, and
//! no redirect is followed. Certificates between it and an authority are fetched where the certificate says, at fixed hosts.
//! It refuses to know how anything is fetched.

use crate::connector::{Fetched, NotProven, Papers};
use rustls::{
    client::verify_server_cert_signed_by_trust_anchor,
    crypto::CryptoProvider,
    pki_types::{CertificateDer, UnixTime, alg_id, pem::PemObject as _},
    server::ParsedCertificate,
};
use std::time::Duration;
use url::Url;
use x509_parser::{
    certificate::X509Certificate,
    extensions::{GeneralName, ParsedExtension},
    oid_registry::OID_PKCS1_RSAENCRYPTION,
    prelude::FromDer as _,
};

/// Where the certificate lies.
const HOST: &str = "3psostorageacct.blob.core.windows.net";
const FOLDER: &str = "/cert/";

/// Where the authorities between lie.
const ISSUERS: [&str; 3] = [
    "www.microsoft.com",
    "caissuers.microsoft.com",
    "cacerts.digicert.com",
];

/// To whom it must have been given.
const ORGANISATION: &str = "Microsoft Corporation";

/// The method of a certificate by which the issuer's certificate is found (RFC 5280, 4.2.2.1).
const CA_ISSUERS: &str = "1.3.6.1.5.5.7.48.2";

/// Every host at which certificates are fetched.
pub fn hosts() -> impl Iterator<Item = &'static str> {
    [HOST].into_iter().chain(ISSUERS)
}

/// What must be fetched next so that the signature can be judged; nothing when all is at hand.
pub fn next(told: Option<&str>, papers: &Papers<'_>) -> Result<Option<Url>, NotProven> {
    let url = place(told.ok_or_else(|| NotProven::missing("There is no header X-MS-Certificate-Url."))?)?;
    let Some(last) = papers.fetched.last() else {
        return Ok(Some(url));
    };
    let der = der(last)?;
    let certificate = read(&der)?;
    let issuer = certificate.issuer().as_raw();
    let roots = papers.authorities.roots();
    let vouched = roots.roots.iter().any(|root| {
        let subject = root.subject.as_ref();
        // The one is written with what says that it is a sequence, and how long.
        issuer.ends_with(subject) && issuer.len() - subject.len() <= 5
    });
    if vouched || issuer == certificate.subject().as_raw() {
        return Ok(None);
    }
    issuer_of(&certificate).map(Some)
}

/// Microsoft's own place and no other.
fn place(told: &str) -> Result<Url, NotProven> {
    let elsewhere = || {
        NotProven::mismatch(format!(
            "X-MS-Certificate-Url does not lead to a certificate at https://{HOST}{FOLDER}."
        ))
    };
    let url = Url::parse(told.trim()).map_err(|_| elsewhere())?;
    let name = url
        .path()
        .strip_prefix(FOLDER)
        .and_then(|name| name.strip_suffix(".cer"));
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    let named = name.is_some_and(|name| !name.is_empty() && name.len() <= 120 && name.bytes().all(plain));
    let bare = url.port().is_none()
        && url.username().is_empty()
        && url.password().is_none()
        && url.query().is_none()
        && url.fragment().is_none();
    if url.scheme() == "https" && url.host_str() == Some(HOST) && named && bare {
        Ok(url)
    } else {
        Err(elsewhere())
    }
}

/// Where the certificate of the issuer lies. What lies there proves itself, so it may be had by https also where the
/// certificate says http.
fn issuer_of(certificate: &X509Certificate<'_>) -> Result<Url, NotProven> {
    let told = certificate.extensions().iter().find_map(|extension| {
        let ParsedExtension::AuthorityInfoAccess(access) = extension.parsed_extension() else {
            return None;
        };
        access
            .accessdescs
            .iter()
            .find_map(|one| match &one.access_location {
                GeneralName::URI(uri) if one.access_method.to_id_string() == CA_ISSUERS => Some(*uri),
                _ => None,
            })
    });
    let untold =
        || NotProven::mismatch("The certificate does not say where its issuer's is, at a known host.");
    let mut url = Url::parse(told.ok_or_else(untold)?).map_err(|_| untold())?;
    let known = url.host_str().is_some_and(|host| ISSUERS.contains(&host));
    if !known || url.port().is_some() || url.set_scheme("https").is_err() {
        return Err(untold());
    }
    Ok(url)
}

/// Whether a body was signed by Microsoft's certificate, which is good now.
pub fn signed(body: &[u8], signature: &[u8], papers: &Papers<'_>, now_ms: i64) -> Result<(), NotProven> {
    let ders = papers.fetched.iter().map(der).collect::<Result<Vec<_>, _>>()?;
    let Some((leaf, between)) = ders.split_first() else {
        return Err(NotProven::mismatch(
            "The certificate that signed it is not at hand.",
        ));
    };
    let provider = rustls::crypto::aws_lc_rs::default_provider();
    vouched(leaf, between, papers, &provider, now_ms)?;
    let certificate = read(leaf)?;
    let mut organisations = certificate.subject().iter_organization();
    if !organisations.any(|one| one.as_str() == Ok(ORGANISATION)) {
        let why = format!("The certificate was not given to {ORGANISATION}.");
        return Err(NotProven::mismatch(why));
    }
    let key = certificate.public_key();
    if key.algorithm.algorithm != OID_PKCS1_RSAENCRYPTION {
        return Err(NotProven::mismatch("The certificate's key is not RSA."));
    }
    let key = key.subject_public_key.data.as_ref();
    let proves = provider
        .signature_verification_algorithms
        .all
        .iter()
        .any(|algorithm| {
            algorithm.signature_alg_id() == alg_id::RSA_PKCS1_SHA256
                && algorithm.public_key_alg_id() == alg_id::RSA_ENCRYPTION
                && algorithm.verify_signature(key, body, signature).is_ok()
        });
    if proves {
        Ok(())
    } else {
        Err(NotProven::mismatch(
            "The signature was made with another key than the certificate's, or over another body.",
        ))
    }
}

fn vouched(
    leaf: &CertificateDer<'_>,
    between: &[CertificateDer<'_>],
    papers: &Papers<'_>,
    provider: &CryptoProvider,
    now_ms: i64,
) -> Result<(), NotProven> {
    let refused = |why: rustls::Error| {
        NotProven::mismatch(format!(
            "The certificate that signed it is not vouched for: {why}."
        ))
    };
    let parsed = ParsedCertificate::try_from(leaf).map_err(refused)?;
    let now = Duration::from_millis(u64::try_from(now_ms).unwrap_or(0));
    verify_server_cert_signed_by_trust_anchor(
        &parsed,
        &papers.authorities.roots(),
        between,
        UnixTime::since_unix_epoch(now),
        provider.signature_verification_algorithms.all,
    )
    .map_err(refused)
}

/// The certificate as DER, whether it lies there as DER or as PEM.
fn der(fetched: &Fetched) -> Result<CertificateDer<'static>, NotProven> {
    if fetched.body.trim_ascii_start().starts_with(b"-----BEGIN") {
        return CertificateDer::from_pem_slice(&fetched.body).map_err(|_| unreadable());
    }
    Ok(CertificateDer::from(fetched.body.clone()))
}

fn read<'a>(der: &'a CertificateDer<'_>) -> Result<X509Certificate<'a>, NotProven> {
    match X509Certificate::from_der(der) {
        Ok(([], certificate)) => Ok(certificate),
        _ => Err(unreadable()),
    }
}

fn unreadable() -> NotProven {
    NotProven::mismatch("What lies where the certificate should be is no certificate.")
}
