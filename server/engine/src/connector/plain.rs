//! One request to a host that the operator listed, for a SOP's step: no account, no credentials, no vendor.
//!
//! It goes by the same wire: https only, public addresses only, no redirect, the answer capped and kept.

use super::{
    auth::Header,
    errors::{CallError, CallErrorKind},
    faults::standard,
    scrub::Scrubber,
    session::said,
    wire::{Method, Payload, Reply, Request, Wire},
};
use contract::{
    ids::VendorId,
    manifest::{HostRule, Values},
};
use serde_json::Value;
use url::Url;

/// The headers that may be set. Rationale: a SOP holds no secret, so none of them can carry one.
pub const PLAIN_HEADERS: [&str; 7] = [
    "accept-language",
    "content-language",
    "if-match",
    "if-none-match",
    "prefer",
    "x-correlation-id",
    "x-request-id",
];

/// A request to a listed host.
pub struct PlainRequest {
    /// Its method.
    pub method: Method,
    /// Its whole address.
    pub url: Url,
    /// Headers of [`PLAIN_HEADERS`].
    pub headers: Vec<(String, String)>,
    /// What it carries.
    pub body: Option<Value>,
    /// What lets the receiver tell a request that comes twice.
    pub idempotency_key: Option<String>,
}

/// Sends a request once and hands over a good answer.
pub async fn ask(wire: &Wire, hosts: &[String], request: PlainRequest) -> Result<Reply, CallError> {
    let vendor = VendorId::new("ops_ai");
    let failed = |kind| CallError::new(vendor.clone(), "http", kind);
    let rules: Vec<HostRule> = hosts
        .iter()
        .map(|host| HostRule::Exact(host.to_ascii_lowercase().into()))
        .collect();
    let mut headers = Vec::new();
    for (name, value) in request.headers {
        let known = PLAIN_HEADERS
            .iter()
            .find(|known| known.eq_ignore_ascii_case(&name));
        let name = known.ok_or_else(|| {
            failed(CallErrorKind::Input {
                field: format!("headers.{name}"),
                why: format!("only these headers may be set: {}", PLAIN_HEADERS.join(", ")),
            })
        })?;
        headers.push(Header::new(name, value));
    }
    headers.extend(
        request
            .idempotency_key
            .map(|key| Header::new("idempotency-key", key)),
    );
    let sent = Request {
        method: request.method,
        url: request.url,
        headers,
        payload: request.body.map(Payload::Json),
    };
    let reply = wire
        .bound_to(&rules, &Values::new())
        .send(sent)
        .await
        .map_err(|fault| CallError {
            attempts: 1,
            source: fault.source,
            ..failed(fault.kind)
        })?;
    match standard(&reply) {
        None => Ok(reply),
        Some(kind) => Err(CallError {
            attempts: 1,
            said: Some(said(&reply, &Scrubber::new(std::iter::empty()))),
            ..failed(kind)
        }),
    }
}
