//! One message to an address that a person entered: a channel's webhook. No account and no vendor.
//!
//! It goes by the same wire: https only, public addresses only, no redirect, once. What comes back is told in a sentence from
//! which address and secret are taken out, because the address of such a webhook is a secret itself.

use super::{
    auth::Header,
    errors::{CallErrorKind, NetworkFault},
    faults::standard,
    scrub::Scrubber,
    wire::{Method, Payload, Request, Wire},
};
use crate::vault::Secret;
use contract::manifest::{HostRule, Values};
use serde_json::Value;
use std::time::Duration;
use url::Url;

/// How much of the answer is told, in characters.
const TOLD: usize = 300;

/// Why a message did not arrive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotPosted {
    /// What happened, without address or secret.
    pub why: String,
    /// Whether another try can help, and not before when.
    pub again: Option<Duration>,
    /// What we think it is.
    pub kind: CallErrorKind,
    /// Status and words of the receiver, where it answered.
    pub said: Option<(u16, String)>,
}

impl NotPosted {
    /// True when it may have arrived all the same.
    pub fn is_lost(&self) -> bool {
        matches!(
            self.kind,
            CallErrorKind::Timeout | CallErrorKind::VendorDown | CallErrorKind::Network(NetworkFault::Cut)
        )
    }
}

/// Sends JSON once; `headers` may hold proofs made with `secret`.
pub async fn post(
    wire: &Wire,
    address: &Secret,
    secret: Option<&Secret>,
    headers: Vec<(&'static str, String)>,
    body: Value,
) -> Result<(), NotPosted> {
    let never = |why: &str| NotPosted {
        why: why.to_owned(),
        again: None,
        kind: CallErrorKind::Rejected,
        said: None,
    };
    let url = Url::parse(address.expose()).map_err(|_| never("The address is not a URL."))?;
    let path = Secret::new(url.path().to_owned());
    let host = url
        .host_str()
        .ok_or_else(|| never("The address names no host."))?
        .to_ascii_lowercase();
    let request = Request {
        method: Method::Post,
        url,
        headers: headers
            .into_iter()
            .map(|(name, value)| Header::new(name, value))
            .collect(),
        payload: Some(Payload::Json(body)),
    };
    let bound = wire.bound_to(&[HostRule::Exact(host.into())], &Values::new());
    let reply = bound.send(request).await.map_err(|fault| NotPosted {
        why: words(&fault.kind),
        again: match fault.kind {
            CallErrorKind::Network(_) | CallErrorKind::Timeout => Some(Duration::ZERO),
            _ => None,
        },
        kind: fault.kind,
        said: None,
    })?;
    if (200..300).contains(&reply.status) {
        return Ok(());
    }
    let scrubber = Scrubber::new([Some(address), Some(&path), secret].into_iter().flatten());
    let said = scrubber.scrub(String::from_utf8_lossy(&reply.body).into_owned());
    let said: String = said.trim().chars().take(TOLD).collect();
    Err(NotPosted {
        why: format!("The receiver answered {}. {said}", reply.status)
            .trim_end()
            .to_owned(),
        again: match reply.status {
            408 | 425 | 429 | 500..=599 => Some(reply.retry_after.unwrap_or_default()),
            _ => None,
        },
        kind: standard(&reply).unwrap_or(CallErrorKind::Rejected),
        said: Some((reply.status, said)),
    })
}

fn words(kind: &CallErrorKind) -> String {
    match kind {
        CallErrorKind::Egress { why } => format!("The address was refused: {why}."),
        CallErrorKind::Timeout => "The receiver did not answer in time.".to_owned(),
        CallErrorKind::Input { .. } => "The message could not be sent as it is.".to_owned(),
        _ => "The receiver could not be reached.".to_owned(),
    }
}
