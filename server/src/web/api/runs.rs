//! Runs of SOPs: looked at, cancelled, run again from a step.

use super::{
    body::Body,
    lists::List,
    query::{Query, between},
    schemas::{self, Failures},
};
use crate::web::{problem::Refused, session::Signed, state::Web};
use axum::{
    Json,
    extract::{Path, State},
    http::{StatusCode, header},
    response::IntoResponse,
};
use contract::{
    ids::{EventId, RunId, SopId},
    run::{Run, RunDetail, RunFilter, RunStatus},
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// Which runs.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// Of this SOP.
    sop: Option<String>,
    /// For this event.
    event: Option<String>,
    /// `running`, `awaiting_approval`, `succeeded`, `failed`, `cancelled` or `needs_person`.
    status: Option<String>,
    /// The `next_cursor` of the page before.
    cursor: Option<String>,
    /// How many at most; 50 when absent.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// Where a run begins once more.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RerunBody {
    /// The step's key; what the steps before it gave is taken over.
    from_step: String,
}

/// Runs, newest first.
#[utoipa::path(get, path = "/runs", tag = "Runs", operation_id = "listRuns", params(Which),
    responses((status = 200, body = List<schemas::Run>), Failures))]
pub async fn list(
    State(web): State<Web>,
    who: Signed,
    Query(which): Query<Which>,
) -> Result<Json<List<Run>>, Refused> {
    let filter = RunFilter {
        sop: read(which.sop, "sop", "There is no such SOP.", SopId::parse)?,
        event: read(which.event, "event", "There is no such event.", EventId::parse)?,
        status: read(
            which.status,
            "status",
            "There is no such status.",
            RunStatus::parse,
        )?,
    };
    let wrong = "Give the `next_cursor` of the page before, unchanged.";
    let cursor = read(which.cursor, "cursor", wrong, RunId::parse)?;
    let limit = between("limit", which.limit, 50, 1, 200)?;
    let items = web
        .services
        .runs
        .list(who.actor(), filter, cursor.as_ref(), limit)
        .await?;
    let whole = items.len() == limit as usize;
    let next_cursor = items.last().filter(|_| whole).map(|run| run.id.to_string());
    Ok(Json(List { items, next_cursor }))
}

/// One run and its whole story.
#[utoipa::path(get, path = "/runs/{id}", tag = "Runs", operation_id = "getRun",
    params(("id" = String, Path, description = "The run, `run_…`.")),
    responses((status = 200, body = schemas::RunDetail), Failures))]
pub async fn get(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
) -> Result<Json<RunDetail>, Refused> {
    let id = RunId::known(&id)?;
    Ok(Json(web.services.runs.get(who.actor(), &id).await?))
}

/// Ends a run that works or waits, and withdraws what it waits for.
#[utoipa::path(post, path = "/runs/{id}/cancel", tag = "Runs", operation_id = "cancelRun",
    params(("id" = String, Path, description = "The run, `run_…`.")),
    responses((status = 200, body = schemas::RunDetail), Failures))]
pub async fn cancel(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
) -> Result<Json<RunDetail>, Refused> {
    let id = RunId::known(&id)?;
    Ok(Json(web.services.runs.cancel(who.actor(), &id).await?))
}

/// Runs it again from a step, as a new run.
#[utoipa::path(post, path = "/runs/{id}/rerun", tag = "Runs", operation_id = "rerunRun", request_body = RerunBody,
    params(("id" = String, Path, description = "The run, `run_…`.")),
    responses((status = 201, description = "The new run.", body = schemas::RunDetail,
        headers(("Location" = String, description = "Where it can be looked at."))), Failures))]
pub async fn rerun(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
    Body(body): Body<RerunBody>,
) -> Result<impl IntoResponse, Refused> {
    let id = RunId::known(&id)?;
    let run = web.services.runs.rerun(who.actor(), &id, &body.from_step).await?;
    let place = format!("/api/v1/runs/{}", run.run.id);
    Ok((StatusCode::CREATED, [(header::LOCATION, place)], Json(run)))
}

fn read<T>(
    given: Option<String>,
    name: &str,
    wrong: &str,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, Refused> {
    given
        .map(|text| parse(&text).ok_or_else(|| Refused::invalid(name, "not_accepted", wrong)))
        .transpose()
}
