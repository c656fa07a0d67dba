//! The API key: how a request carries it, and how it tells one account from another.

use super::{
    faults::ItGlueFaults,
    manifest::{API_KEY, KEY_PREFIX},
    regions::Region,
};
use crate::connector::{CallError, CallErrorKind, Desk, Header, Opened, Session, StaticHeaders};
use sha2::{Digest, Sha256};
use std::{fmt::Write, sync::Arc};
use url::Url;

/// The header that carries the key.
const HEADER: &str = "x-api-key";

/// Separates this digest from every other digest that may ever be made of the same key.
const DOMAIN: &[u8] = b"ops-ai/it_glue/identity/v1\0";

/// Bytes of the digest that are kept: enough that two keys never meet by chance.
const KEPT: usize = 16;

/// Opens the account at a region's host.
pub fn open(opened: &Opened, desk: Desk, region: Region) -> Result<Session, CallError> {
    let base = Url::parse(region.base_url()).map_err(|why| CallError {
        source: Some(Box::new(why)),
        ..CallError::new(
            desk.vendor.clone(),
            "session",
            CallErrorKind::Egress {
                why: "the region's address is not a URL".into(),
            },
        )
    })?;
    let key = Header {
        name: HEADER,
        value: opened.secret(API_KEY),
    };
    Ok(Session::new(
        desk,
        base,
        Arc::new(StaticHeaders(vec![key])),
        opened.scrubber(),
        &ItGlueFaults,
    ))
}

/// Tells this account from another: a digest of the key.
///
/// Rationale: no documented call says whose key it is, so the key itself must tell. A digest is safe to store here
/// because the key is long and random: it cannot be guessed from its digest, as a password could. The region is left
/// out, for the same key with a wrong base URL is the same account. Two keys of one account are told apart as two
/// accounts; that cannot be helped.
pub fn identity(opened: &Opened) -> String {
    let key = opened.secret(API_KEY);
    let digest = Sha256::new()
        .chain_update(DOMAIN)
        .chain_update(key.expose())
        .finalize();
    let mut identity = String::from("it_glue:");
    for byte in digest.iter().take(KEPT) {
        // Writing into a String cannot fail.
        let _ = write!(identity, "{byte:02x}");
    }
    identity
}

/// Whether the key has the form of one. Only a hint: the vendor decides.
pub fn looks_like_a_key(opened: &Opened) -> bool {
    opened.secret(API_KEY).expose().starts_with(KEY_PREFIX)
}
