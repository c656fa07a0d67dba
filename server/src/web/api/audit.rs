//! The audit trail.

use super::{
    query::{Query, between},
    schemas::{self, Failures},
};
use crate::web::{problem::Refused, session::Signed, state::Web};
use axum::{Json, extract::State};
use contract::audit::{AuditPage, ChainReport};
use serde::Deserialize;
use utoipa::IntoParams;

/// Which page.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AuditQuery {
    /// The `next_cursor` of the page before; the newest entries when absent.
    cursor: Option<i64>,
    /// How many entries; 50 when absent.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// A page of entries, newest first.
#[utoipa::path(get, path = "/audit", tag = "Audit", operation_id = "listAuditEntries", params(AuditQuery),
    responses((status = 200, body = schemas::AuditPage), Failures))]
pub async fn list(
    State(web): State<Web>,
    who: Signed,
    Query(query): Query<AuditQuery>,
) -> Result<Json<AuditPage>, Refused> {
    let limit = between("limit", query.limit, 50, 1, 200)?;
    Ok(Json(
        web.services.audit.list(who.actor(), query.cursor, limit).await?,
    ))
}

/// Reads the whole chain and says whether it is whole.
#[utoipa::path(post, path = "/audit/verify", tag = "Audit", operation_id = "verifyAudit",
    responses((status = 200, body = schemas::ChainReport), Failures))]
pub async fn verify(State(web): State<Web>, who: Signed) -> Result<Json<ChainReport>, Refused> {
    Ok(Json(web.services.audit.verify(who.actor()).await?))
}
