//! How Pax8's refusals read. HTTP's own reading holds, but for two things.
//!
//! A refused commitment was once seen as `{"errors":["…"]}` in place of the documented shape; under a good status that is
//! no record but a refusal. And at the token's address a refusal is always about the key.

use crate::connector::{CallErrorKind, Faults, Reply, StandardFaults};
use serde::Deserialize;

/// The reading of calls.
pub static FAULTS: Pax8Faults = Pax8Faults;

/// The reading of the token's address.
pub static TOKEN_FAULTS: TokenFaults = TokenFaults;

/// Reads the API's answers.
pub struct Pax8Faults;

/// Reads the answers to a sign-in.
pub struct TokenFaults;

impl Faults for Pax8Faults {
    fn read(&self, reply: &Reply) -> Option<CallErrorKind> {
        match StandardFaults.read(reply) {
            None if is_list_of_errors(&reply.body) => Some(CallErrorKind::Rejected),
            read => read,
        }
    }
}

impl Faults for TokenFaults {
    fn read(&self, reply: &Reply) -> Option<CallErrorKind> {
        match reply.status {
            401 | 403 => Some(CallErrorKind::Credentials),
            _ => StandardFaults.read(reply),
        }
    }
}

/// True for `{"errors":["…"]}` with at least one text in it, and nothing beside.
fn is_list_of_errors(body: &[u8]) -> bool {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Errors {
        errors: Vec<String>,
    }
    // A list of records is long and is none; its first bytes tell.
    body.trim_ascii_start().starts_with(b"{")
        && body.len() < 64 * 1024
        && serde_json::from_slice::<Errors>(body).is_ok_and(|told| !told.errors.is_empty())
}
