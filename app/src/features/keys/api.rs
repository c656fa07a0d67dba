//! The server function of the key ring.

use crate::error::AppError;
use contract::keys::KeyRing;
use leptos::prelude::*;

/// Fingerprints and states.
#[server(prefix = "/app/do", endpoint = "keys/ring")]
pub async fn read_ring() -> Result<KeyRing, AppError> {
    let (services, who) = crate::context::asked()?;
    Ok(services.keys.ring(&who.actor).await?)
}
