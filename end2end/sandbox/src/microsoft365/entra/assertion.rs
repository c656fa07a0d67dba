//! A client assertion: a short JWT that the application signs with the key of a certificate it has registered.

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use rustls::pki_types::{CertificateDer, SignatureVerificationAlgorithm};
use serde_json::{Value, json};
use webpki::EndEntityCert;

use super::jwt::pem;
use super::says::Refusal;
use crate::microsoft365::world::{Row, instant, list, second};

/// The clock of a client may be off by so much.
const LEEWAY: i64 = 300;

/// A certificate as an application keeps it; `_key` is not shown.
pub(crate) fn certificate_credential(certificate: &str, key_id: &str, now: i64) -> Value {
    let der = pem(certificate).unwrap_or_default();
    json!({
        "keyId": key_id, "type": "AsymmetricX509Cert", "usage": "Verify", "displayName": "CN=sandbox", "key": null,
        "customKeyIdentifier": STANDARD.encode(digest(&SHA1_FOR_LEGACY_USE_ONLY, &der)),
        "startDateTime": instant(now - 30 * 86_400), "endDateTime": instant(now + 335 * 86_400),
        "_key": STANDARD.encode(&der), "_from": 0,
    })
}

struct Parts<'a> {
    signed: &'a str,
    header: Value,
    claims: Value,
    signature: Vec<u8>,
}

fn parts(assertion: &str) -> Option<Parts<'_>> {
    let (signed, signature) = assertion.rsplit_once('.')?;
    let (header, claims) = signed.split_once('.')?;
    let json = |part: &str| serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok();
    Some(Parts {
        signed,
        header: json(header)?,
        claims: json(claims)?,
        signature: URL_SAFE_NO_PAD.decode(signature).ok()?,
    })
}

/// Whether this application signed it, for this address, and now. `Err` says what is wrong.
pub(crate) fn check(
    app: &Row,
    assertion: &str,
    audiences: &[String],
    now: i64,
    turn: u64,
) -> Result<(), Refusal> {
    let refused = |why: &str| Refusal::new(700_027, why);
    let malformed =
        || refused("Client assertion failed signature validation. [Reason - The assertion is malformed.]");
    let parts = parts(assertion).ok_or_else(malformed)?;
    let certificate = registered(app, &parts.header, now, turn).ok_or_else(|| {
        let thumbprint = parts.header["x5t#S256"].as_str().or(parts.header["x5t"].as_str());
        refused(&format!(
            "Client assertion failed signature validation. [Reason - The key was not found., Thumbprint of key used by client: '{}']",
            thumbprint.unwrap_or_default()
        ))
    })?;
    verify(&certificate, &parts)
        .ok_or_else(|| refused("Client assertion failed signature validation. [Reason - The key was found, but use of the key to verify the signature failed.]"))?;
    let claim = |name: &str| parts.claims[name].as_str().unwrap_or_default();
    let app_id = app.get("appId").and_then(Value::as_str).unwrap_or_default();
    if claim("iss") != app_id || claim("sub") != app_id {
        return Err(refused("Client assertion contains an invalid issuer or subject."));
    }
    if !audiences
        .iter()
        .any(|audience| audience.eq_ignore_ascii_case(claim("aud")))
    {
        return Err(refused(
            "Client assertion audience claim does not match Realm issuer.",
        ));
    }
    if claim("jti").is_empty() {
        return Err(refused("Client assertion does not contain the claim 'jti'."));
    }
    let time = |name: &str| parts.claims[name].as_i64();
    let is_early = time("nbf").is_some_and(|from| from > now + LEEWAY);
    if is_early || time("exp").is_none_or(|until| until < now - LEEWAY) {
        return Err(refused("Client assertion is not within its valid time range."));
    }
    Ok(())
}

/// The registered certificate that the header names by its thumbprint.
fn registered(app: &Row, header: &Value, now: i64, turn: u64) -> Option<Vec<u8>> {
    let (sha1, sha256) = (header["x5t"].as_str(), header["x5t#S256"].as_str());
    if sha1.is_none() && sha256.is_none() {
        return None;
    }
    let keys = list(app, "keyCredentials").iter();
    let good = keys.filter(|key| {
        key["_from"].as_u64().unwrap_or_default() <= turn
            && key["endDateTime"]
                .as_str()
                .and_then(second)
                .is_none_or(|end| end > now)
    });
    let certificates = good.filter_map(|key| STANDARD.decode(key["_key"].as_str()?).ok());
    let named = |der: &Vec<u8>| {
        let is =
            |sent: Option<&str>, print: &[u8]| sent.is_none_or(|sent| sent == URL_SAFE_NO_PAD.encode(print));
        is(sha1, digest(&SHA1_FOR_LEGACY_USE_ONLY, der).as_ref()) && is(sha256, digest(&SHA256, der).as_ref())
    };
    certificates.into_iter().find(named)
}

fn verify(certificate: &[u8], parts: &Parts<'_>) -> Option<()> {
    let algorithm: &dyn SignatureVerificationAlgorithm = match parts.header["alg"].as_str()? {
        "RS256" => webpki::aws_lc_rs::RSA_PKCS1_2048_8192_SHA256,
        "PS256" => webpki::aws_lc_rs::RSA_PSS_2048_8192_SHA256_LEGACY_KEY,
        _ => return None,
    };
    let certificate = CertificateDer::from_slice(certificate);
    let certificate = EndEntityCert::try_from(&certificate).ok()?;
    certificate
        .verify_signature(algorithm, parts.signed.as_bytes(), &parts.signature)
        .ok()
}
