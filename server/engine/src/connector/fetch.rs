//! Something that a delivery points to and that must be had before the delivery can be judged, e.g. a certificate: fetched by
//! the same wire as everything, from hosts of the vendor's manifest alone, without any credential, and small.

use super::{
    egress::Reach,
    errors::{CallError, CallErrorKind},
    faults::standard,
    wire::{Method, Request, Wire},
};
use contract::{
    ids::VendorId,
    manifest::{HostRule, Values},
};
use url::Url;

/// The most that is taken, in bytes.
const LARGEST: usize = 64 * 1024;

/// What was fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// From where.
    pub url: Url,
    /// Its bytes.
    pub body: Vec<u8>,
}

/// Fetches it once.
pub async fn fetch(
    wire: &Wire,
    vendor: &VendorId,
    rules: &[HostRule],
    url: &Url,
) -> Result<Fetched, CallError> {
    let failed = |kind| CallError::new(vendor.clone(), "webhooks.verify", kind);
    let wire = wire.bound_to(rules, &Values::new());
    // A console on somebody's own network is no place to fetch a proof from.
    if matches!(wire.destination(url), Ok(to) if to.reach == Reach::Private) {
        let why = "a proof is fetched from public hosts alone".to_owned();
        return Err(failed(CallErrorKind::Egress { why }));
    }
    let request = Request {
        method: Method::Get,
        url: url.clone(),
        headers: Vec::new(),
        payload: None,
    };
    let reply = wire.send(request).await.map_err(|fault| CallError {
        attempts: 1,
        source: fault.source,
        ..failed(fault.kind)
    })?;
    if let Some(kind) = standard(&reply) {
        return Err(failed(kind));
    }
    if reply.truncated || reply.body.len() > LARGEST || reply.status != 200 {
        let at = format!("{} bytes with status {}", reply.body.len(), reply.status);
        return Err(failed(CallErrorKind::Contract { at }));
    }
    Ok(Fetched {
        url: url.clone(),
        body: reply.body,
    })
}
