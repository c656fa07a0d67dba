//! Health: recheck now, the history, and the counts.

use super::{
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
    ids::IntegrationId,
    integration::{Integration, Status},
    probe::ProbeRecord,
};
use serde::Deserialize;
use utoipa::IntoParams;

/// The longest history that is answered at once, in hours: a week.
const MOST_HOURS: u32 = 168;

/// Which stretch of time: the last `hours`, or from one moment to another.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct HistoryQuery {
    /// How many hours back; 24 when absent.
    #[param(minimum = 1, maximum = 168)]
    hours: Option<u32>,
    /// Not before, RFC 3339: with `to` instead of `hours`, e.g. one half hour of the day bar. The newest 1,000 are answered.
    from: Option<String>,
    /// Before, RFC 3339.
    to: Option<String>,
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
    let id = IntegrationId::known(&id)?;
    Ok(Json(web.services.integrations.probe(who.actor(), &id).await?))
}

/// The probes of an account, newest first; single probes are kept for seven days.
#[utoipa::path(get, path = "/integrations/{id}/history", tag = "Status", operation_id = "listProbes",
    params(("id" = String, Path, description = "The integration, `int_…`."), HistoryQuery),
    responses((status = 200, body = List<schemas::ProbeRecord>), Failures))]
pub async fn history(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
    Query(query): Query<HistoryQuery>,
) -> Result<Json<List<ProbeRecord>>, Refused> {
    let id = IntegrationId::known(&id)?;
    let probes = match (query.from, query.to) {
        (None, None) => {
            let hours = between("hours", query.hours, 24, 1, MOST_HOURS)?;
            web.services.integrations.history(who.actor(), &id, hours).await?
        }
        (Some(from), Some(to)) if query.hours.is_none() => {
            web.services.health.probes(who.actor(), &id, from, to).await?
        }
        (Some(_), Some(_)) => {
            let text = "Ask for the last hours, or from one moment to another, not for both.";
            return Err(Refused::invalid("hours", "not_accepted", text));
        }
        (from, _) => {
            let absent = if from.is_none() { "from" } else { "to" };
            let text = format!("{absent} is missing: from and to are given together.");
            return Err(Refused::invalid(absent, "required", text));
        }
    };
    Ok(Json(probes.into()))
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
