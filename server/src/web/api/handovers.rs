//! Passwords that calls made, told once.

use super::schemas::{self, Failures};
use crate::web::{problem::Refused, session::Signed, state::Web};
use axum::{
    Json,
    extract::{Path, State},
    http::header,
    response::IntoResponse,
};
use contract::ids::HandoverId;

/// Tells a password that a call made, and forgets it. Only whoever asked for the call is told, within 24 hours; whatever an
/// SOP's run made is told to whoever may call writes. A second time, or to anybody else, it is 404.
#[utoipa::path(post, path = "/handovers/{id}", tag = "Operations", operation_id = "takeHandover",
    params(("id" = String, Path, description = "The handover, `hnd_…`, as it stands in the answer of the call.")),
    responses((status = 200, body = schemas::HandedOver), Failures))]
pub async fn take(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
) -> Result<impl IntoResponse, Refused> {
    let id = HandoverId::known(&id)?;
    let told = web.services.operations.hand_over(who.actor(), &id).await?;
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(told)))
}
