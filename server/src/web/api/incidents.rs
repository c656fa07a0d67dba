//! Faults of the vendors: looked at, acknowledged.

use super::{
    body::OptionalBody,
    lists::List,
    query::{Query, between},
    schemas::{self, Failures},
};
use crate::web::{problem::Refused, session::Signed, state::Web};
use axum::{
    Json,
    extract::{Path, State},
};
use contract::{health::Incident, ids::IncidentId};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// Which incidents.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// `true` for those alone that are not over.
    open: Option<bool>,
    /// The `next_cursor` of the page before.
    cursor: Option<String>,
    /// How many at most; 50 when absent.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// That a person has seen it.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AcknowledgeBody {
    /// What the others should know.
    #[serde(default)]
    note: String,
}

/// Incidents, newest first; each names 50 of the accounts that it affects.
#[utoipa::path(get, path = "/incidents", tag = "Incidents", operation_id = "listIncidents", params(Which),
    responses((status = 200, body = List<schemas::Incident>), Failures))]
pub async fn list(
    State(web): State<Web>,
    who: Signed,
    Query(which): Query<Which>,
) -> Result<Json<List<Incident>>, Refused> {
    let limit = between("limit", which.limit, 50, 1, 200)?;
    let open_only = which.open.unwrap_or_default();
    let page = web
        .services
        .health
        .incidents(who.actor(), open_only, which.cursor, limit)
        .await?;
    Ok(Json(List {
        items: page.items,
        next_cursor: page.next_cursor,
    }))
}

/// One incident with every account that it affects.
#[utoipa::path(get, path = "/incidents/{id}", tag = "Incidents", operation_id = "getIncident",
    params(("id" = String, Path, description = "The incident, `inc_…`.")),
    responses((status = 200, body = schemas::Incident), Failures))]
pub async fn get(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
) -> Result<Json<Incident>, Refused> {
    let id = IncidentId::known(&id)?;
    Ok(Json(web.services.health.incident(who.actor(), &id).await?))
}

/// Tells the others that somebody is on it.
#[utoipa::path(post, path = "/incidents/{id}/acknowledge", tag = "Incidents", operation_id = "acknowledgeIncident",
    request_body = Option<AcknowledgeBody>, params(("id" = String, Path, description = "The incident, `inc_…`.")),
    responses((status = 200, description = "As it now stands.", body = schemas::Incident), Failures))]
pub async fn acknowledge(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
    OptionalBody(body): OptionalBody<AcknowledgeBody>,
) -> Result<Json<Incident>, Refused> {
    let id = IncidentId::known(&id)?;
    let health = &web.services.health;
    Ok(Json(health.acknowledge(who.actor(), &id, body.note).await?))
}
