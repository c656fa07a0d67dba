//! SOPs: kept as versions, checked, tried, run.

use super::{
    body::Body,
    lists::List,
    routing::EventBody,
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
    ids::SopId,
    run::RunDetail,
    sop::{DryRunRequest, Preview, PreviewRequest, Sop, SopCheck, SopDraft, SopTemplate, SopVersion},
};
use serde::Deserialize;
use utoipa::ToSchema;

/// Which version comes back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RollBackBody {
    /// Its number.
    version: u32,
}

/// Every SOP, by name.
#[utoipa::path(get, path = "/sops", tag = "SOPs", operation_id = "listSops",
    responses((status = 200, body = List<schemas::Sop>), Failures))]
pub async fn list(State(web): State<Web>, who: Signed) -> Result<Json<List<Sop>>, Refused> {
    Ok(Json(web.services.sops.list(who.actor()).await?.into()))
}

/// Adds a SOP; this is its version 1.
#[utoipa::path(post, path = "/sops", tag = "SOPs", operation_id = "createSop", request_body = schemas::SopDraft,
    responses((status = 201, description = "It is kept.", body = schemas::Sop,
        headers(("Location" = String, description = "Where it now is."))), Failures))]
pub async fn create(
    State(web): State<Web>,
    who: Signed,
    Body(draft): Body<SopDraft>,
) -> Result<impl IntoResponse, Refused> {
    let made = web.services.sops.create(who.actor(), draft).await?;
    let place = format!("/api/v1/sops/{}", made.id);
    Ok((StatusCode::CREATED, [(header::LOCATION, place)], Json(made)))
}

/// One SOP, as it is now.
#[utoipa::path(get, path = "/sops/{id}", tag = "SOPs", operation_id = "getSop",
    params(("id" = String, Path, description = "The SOP, `sop_…`.")),
    responses((status = 200, body = schemas::Sop), Failures))]
pub async fn get(State(web): State<Web>, who: Signed, Path(id): Path<String>) -> Result<Json<Sop>, Refused> {
    let id = SopId::known(&id)?;
    Ok(Json(web.services.sops.get(who.actor(), &id).await?))
}

/// Saves a new version.
#[utoipa::path(put, path = "/sops/{id}", tag = "SOPs", operation_id = "changeSop", request_body = schemas::SopDraft,
    params(("id" = String, Path, description = "The SOP, `sop_…`.")),
    responses((status = 200, body = schemas::Sop), Failures))]
pub async fn change(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
    Body(draft): Body<SopDraft>,
) -> Result<Json<Sop>, Refused> {
    let id = SopId::known(&id)?;
    Ok(Json(web.services.sops.change(who.actor(), &id, draft).await?))
}

/// Deletes a SOP; refused while a rule leads to it.
#[utoipa::path(delete, path = "/sops/{id}", tag = "SOPs", operation_id = "deleteSop",
    params(("id" = String, Path, description = "The SOP, `sop_…`.")),
    responses((status = 204, description = "It is gone."), Failures))]
pub async fn delete(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
) -> Result<StatusCode, Refused> {
    let id = SopId::known(&id)?;
    web.services.sops.delete(who.actor(), &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Its versions, newest first.
#[utoipa::path(get, path = "/sops/{id}/versions", tag = "SOPs", operation_id = "listSopVersions",
    params(("id" = String, Path, description = "The SOP, `sop_…`.")),
    responses((status = 200, body = List<schemas::SopVersion>), Failures))]
pub async fn versions(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
) -> Result<Json<List<SopVersion>>, Refused> {
    let id = SopId::known(&id)?;
    Ok(Json(web.services.sops.versions(who.actor(), &id).await?.into()))
}

/// Saves an old version as the newest.
#[utoipa::path(post, path = "/sops/{id}/roll-back", tag = "SOPs", operation_id = "rollBackSop", request_body = RollBackBody,
    params(("id" = String, Path, description = "The SOP, `sop_…`.")),
    responses((status = 200, body = schemas::Sop), Failures))]
pub async fn roll_back(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
    Body(body): Body<RollBackBody>,
) -> Result<Json<Sop>, Refused> {
    let id = SopId::known(&id)?;
    let sop = web
        .services
        .sops
        .roll_back(who.actor(), &id, body.version)
        .await?;
    Ok(Json(sop))
}

/// Runs a kept SOP on an event, now; answers the run as it stands when it ends or waits.
#[utoipa::path(post, path = "/sops/{id}/run", tag = "SOPs", operation_id = "runSop", request_body = EventBody,
    params(("id" = String, Path, description = "The SOP, `sop_…`.")),
    responses((status = 201, description = "The run.", body = schemas::RunDetail,
        headers(("Location" = String, description = "Where it can be looked at."))), Failures))]
pub async fn run(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
    Body(body): Body<EventBody>,
) -> Result<impl IntoResponse, Refused> {
    let id = SopId::known(&id)?;
    let run: RunDetail = web.services.sops.run(who.actor(), &id, body.event).await?;
    let place = format!("/api/v1/runs/{}", run.run.id);
    Ok((StatusCode::CREATED, [(header::LOCATION, place)], Json(run)))
}

/// The ready SOPs; clone one by creating it with its key as `template`.
#[utoipa::path(get, path = "/sops/templates", tag = "SOPs", operation_id = "listSopTemplates",
    responses((status = 200, body = List<schemas::SopTemplate>), Failures))]
pub async fn templates(State(web): State<Web>, who: Signed) -> Result<Json<List<SopTemplate>>, Refused> {
    Ok(Json(web.services.sops.templates(who.actor())?.into()))
}

/// Says what is wrong with a draft, without saving it.
#[utoipa::path(post, path = "/sops/check", tag = "SOPs", operation_id = "checkSop", request_body = schemas::SopDraft,
    responses((status = 200, body = schemas::SopCheck), Failures))]
pub async fn check(
    State(web): State<Web>,
    who: Signed,
    Body(draft): Body<SopDraft>,
) -> Result<Json<SopCheck>, Refused> {
    Ok(Json(web.services.sops.check(who.actor(), draft).await?))
}

/// Says what a step's input becomes on an event; nothing is called.
#[utoipa::path(post, path = "/sops/preview", tag = "SOPs", operation_id = "previewStep", request_body = schemas::PreviewRequest,
    responses((status = 200, body = schemas::Preview), Failures))]
pub async fn preview(
    State(web): State<Web>,
    who: Signed,
    Body(request): Body<PreviewRequest>,
) -> Result<Json<Preview>, Refused> {
    Ok(Json(web.services.sops.preview(who.actor(), request).await?))
}

/// Tries a draft on an event: each step with its resolved input; what reads is called, nothing that writes is.
#[utoipa::path(post, path = "/sops/dry-run", tag = "SOPs", operation_id = "dryRunSop", request_body = schemas::DryRunRequest,
    responses((status = 200, body = schemas::RunDetail), Failures))]
pub async fn dry_run(
    State(web): State<Web>,
    who: Signed,
    Body(request): Body<DryRunRequest>,
) -> Result<Json<RunDetail>, Refused> {
    Ok(Json(web.services.sops.dry_run(who.actor(), request).await?))
}
