//! The key ring: fingerprints and states, never a key.

use super::schemas::{self, Failures};
use crate::web::{problem::Refused, session::Signed, state::Web};
use axum::{Json, extract::State};
use contract::keys::KeyRing;

/// The keys that seal the credentials.
#[utoipa::path(get, path = "/keys", tag = "Keys", operation_id = "getKeys",
    responses((status = 200, body = schemas::KeyRing), Failures))]
pub async fn ring(State(web): State<Web>, who: Signed) -> Result<Json<KeyRing>, Refused> {
    Ok(Json(web.services.keys.ring(who.actor()).await?))
}
