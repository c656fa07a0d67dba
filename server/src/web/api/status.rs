//! Health: recheck now, the history, and the counts.

use super::{
    integrations::parse_id,
    lists::List,
    query::{Query, between},
    schemas::{self, Failures},
};
use crate::web::{problem::Refused, session::Signed, state::Web};
use axum::{
    Json,
    extract::{Path, State},
};
use contract::{
    integration::{Integration, Status},
    probe::ProbeRecord,
};
use serde::Deserialize;
use utoipa::IntoParams;

/// The longest history that is answered at once, in hours: a week.
const MOST_HOURS: u32 = 168;

/// How far back.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct HistoryQuery {
    /// How many hours back; 24 when absent.
    #[param(minimum = 1, maximum = 168)]
    hours: Option<u32>,
}

/// Probes an account now.
#[utoipa::path(post, path = "/integrations/{id}/probe", tag = "Status", operation_id = "probeIntegration",
    params(("id" = String, Path, description = "The integration, `int_…`.")),
    responses((status = 200, body = schemas::Integration), Failures))]
pub async fn probe(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
) -> Result<Json<Integration>, Refused> {
    let id = parse_id(&id)?;
    Ok(Json(web.services.integrations.probe(who.actor(), &id).await?))
}

/// The probes of an account, newest first.
#[utoipa::path(get, path = "/integrations/{id}/history", tag = "Status", operation_id = "listProbes",
    params(("id" = String, Path, description = "The integration, `int_…`."), HistoryQuery),
    responses((status = 200, body = List<schemas::ProbeRecord>), Failures))]
pub async fn history(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
    Query(query): Query<HistoryQuery>,
) -> Result<Json<List<ProbeRecord>>, Refused> {
    let id = parse_id(&id)?;
    let hours = between("hours", query.hours, 24, 1, MOST_HOURS)?;
    Ok(Json(
        web.services
            .integrations
            .history(who.actor(), &id, hours)
            .await?
            .into(),
    ))
}

/// How many accounts are connected, and each of them.
#[utoipa::path(get, path = "/status", tag = "Status", operation_id = "getStatus",
    responses((status = 200, body = schemas::Status), Failures))]
pub async fn status(State(web): State<Web>, who: Signed) -> Result<Json<Status>, Refused> {
    Ok(Json(web.services.integrations.status(who.actor()).await?))
}
