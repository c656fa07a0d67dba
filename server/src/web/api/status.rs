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
    health::BoardQuery,
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

/// Which accounts.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct StatusQuery {
    /// One badge or several, separated by commas.
    badge: Option<String>,
    /// A vendor's key.
    vendor: Option<String>,
    /// Text in the name, or an identifier.
    q: Option<String>,
    /// `worst` (the default), `name`, `vendor` or `latency`.
    sort: Option<String>,
    /// The `next_cursor` of the page before.
    cursor: Option<String>,
    /// How many accounts; 200 when absent.
    #[param(minimum = 1, maximum = 500)]
    limit: Option<u32>,
}

/// How many accounts are connected, and a page of them; the counts are over all.
#[utoipa::path(get, path = "/status", tag = "Status", operation_id = "getStatus", params(StatusQuery),
    responses((status = 200, body = schemas::Status), Failures))]
pub async fn status(
    State(web): State<Web>,
    who: Signed,
    Query(query): Query<StatusQuery>,
) -> Result<Json<Status>, Refused> {
    let query = BoardQuery {
        badge: query.badge,
        vendor: query.vendor,
        q: query.q,
        sort: query.sort,
        cursor: query.cursor,
        limit: query.limit,
    };
    Ok(Json(web.services.health.status(who.actor(), query).await?))
}
