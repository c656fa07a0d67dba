//! How Datto RMM's refusals read.
//!
//! A 403 means two things: a right that the key's user lacks, or an IP address that is blocked for a while because it went
//! on asking after 429. Nobody has published a body of the latter; it is told by `Retry-After` or by its words. At the
//! sign-in address a 400 is a refused key, while elsewhere it is a request that cannot be.

use crate::connector::{CallErrorKind, Faults, Reply, StandardFaults};
use std::time::Duration;

/// The reading of the API, for every session.
pub static FAULTS: DattoRmmFaults = DattoRmmFaults;
/// The reading of the sign-in address.
pub static SIGN_IN_FAULTS: SignInFaults = SignInFaults;

/// How long nothing is asked after a 429 that does not say.
const AFTER_LIMIT: Duration = Duration::from_mins(2);
/// How long nothing is asked at least while the address is blocked: going on prolongs it.
const AFTER_BLOCK: Duration = Duration::from_mins(5);

/// Reads the API's answers.
pub struct DattoRmmFaults;

impl Faults for DattoRmmFaults {
    fn read(&self, reply: &Reply) -> Option<CallErrorKind> {
        match reply.status {
            403 if is_block(reply) => Some(CallErrorKind::Limited {
                retry_after: Some(reply.retry_after.unwrap_or_default().max(AFTER_BLOCK)),
            }),
            429 => Some(CallErrorKind::Limited {
                retry_after: Some(reply.retry_after.unwrap_or(AFTER_LIMIT)),
            }),
            _ => StandardFaults.read(reply),
        }
    }
}

/// Reads the answers to a request for a token.
pub struct SignInFaults;

impl Faults for SignInFaults {
    fn read(&self, reply: &Reply) -> Option<CallErrorKind> {
        match reply.status {
            400 | 401 => Some(CallErrorKind::Credentials),
            _ => FAULTS.read(reply),
        }
    }
}

/// Whether a 403 is the block of an address.
fn is_block(reply: &Reply) -> bool {
    let body = String::from_utf8_lossy(&reply.body).to_lowercase();
    let joined = |a: &str, b: &str| {
        ["", " ", ".", "_", "-"]
            .iter()
            .any(|by| body.contains(&format!("{a}{by}{b}")))
    };
    reply.retry_after.is_some()
        || body.contains("blocked")
        || joined("rate", "limit")
        || joined("ip", "block")
}
