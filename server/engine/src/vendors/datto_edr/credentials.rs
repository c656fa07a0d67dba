//! The API token: how a request carries it.
//!
//! It goes raw into `Authorization`: with `Bearer` before it Datto EDR answers 500. It never goes into the query, where the
//! vendor's own module puts it for reads, for queries end up in logs.

use super::{
    faults::DattoEdrFaults,
    instance,
    manifest::{API_TOKEN, INSTANCE},
};
use crate::{
    connector::{CallError, CallErrorKind, Desk, Header, Opened, Scrubber, Session, StaticHeaders},
    vault::Secret,
};
use std::sync::Arc;

const HEADER: &str = "authorization";
const BEARER: &str = "bearer ";

/// Opens the account at its instance.
pub fn open(opened: &Opened, desk: Desk) -> Result<Session, CallError> {
    let base = instance::base(opened.setting(INSTANCE)).map_err(|why| {
        let field = INSTANCE.to_owned();
        CallError::new(
            desk.vendor.clone(),
            "session",
            CallErrorKind::Input { field, why },
        )
    })?;
    let token = token(opened);
    // Both forms: what comes back may be the token as it was pasted, or as it was sent.
    let scrubber = Scrubber::new([&opened.secret(API_TOKEN), &token]);
    let header = Header {
        name: HEADER,
        value: token,
    };
    let authenticator = Arc::new(StaticHeaders(vec![header]));
    Ok(Session::new(desk, base, authenticator, scrubber, &DattoEdrFaults))
}

/// The token alone, without the `Bearer` that people paste with it.
pub fn token(opened: &Opened) -> Secret {
    let pasted = opened.secret(API_TOKEN);
    let text = pasted.expose().trim();
    Secret::new(
        text.get(BEARER.len()..)
            .filter(|_| has_bearer(opened))
            .unwrap_or(text)
            .trim()
            .to_owned(),
    )
}

/// Whether the word Bearer was pasted with the token.
pub fn has_bearer(opened: &Opened) -> bool {
    let pasted = opened.secret(API_TOKEN);
    let begins = pasted.expose().trim().get(..BEARER.len());
    begins.is_some_and(|begins| begins.eq_ignore_ascii_case(BEARER))
}
