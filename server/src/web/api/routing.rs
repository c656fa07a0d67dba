//! Routing rules: ordered, tried on events, looked over.

use super::{
    body::Body,
    lists::List,
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
    event::{Normalised, SampleEvent},
    ids::RuleId,
    routing::{RoutingReport, RoutingRule, RuleDraft, RuleHint},
};
use serde::Deserialize;
use utoipa::ToSchema;

/// Where a rule goes.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MoveBody {
    /// Its new place, from 1; the others keep their order.
    position: u32,
}

/// An event to try.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EventBody {
    /// The event as rules and templates see it: a sample, one that was received, or one written by hand.
    #[schema(value_type = schemas::Normalised)]
    pub event: Normalised,
}

/// Every rule, in order.
#[utoipa::path(get, path = "/routing-rules", tag = "Routing rules", operation_id = "listRules",
    responses((status = 200, body = List<schemas::RoutingRule>), Failures))]
pub async fn list(State(web): State<Web>, who: Signed) -> Result<Json<List<RoutingRule>>, Refused> {
    Ok(Json(web.services.routing.list(who.actor()).await?.into()))
}

/// Adds a rule.
#[utoipa::path(post, path = "/routing-rules", tag = "Routing rules", operation_id = "createRule", request_body = schemas::RuleDraft,
    responses((status = 201, description = "It is kept.", body = schemas::RoutingRule,
        headers(("Location" = String, description = "Where it now is."))), Failures))]
pub async fn create(
    State(web): State<Web>,
    who: Signed,
    Body(draft): Body<RuleDraft>,
) -> Result<impl IntoResponse, Refused> {
    let made = web.services.routing.create(who.actor(), draft).await?;
    let place = format!("/api/v1/routing-rules/{}", made.id);
    Ok((StatusCode::CREATED, [(header::LOCATION, place)], Json(made)))
}

/// Changes a rule: the whole of it.
#[utoipa::path(put, path = "/routing-rules/{id}", tag = "Routing rules", operation_id = "changeRule", request_body = schemas::RuleDraft,
    params(("id" = String, Path, description = "The rule, `rul_…`.")),
    responses((status = 200, body = schemas::RoutingRule), Failures))]
pub async fn change(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
    Body(draft): Body<RuleDraft>,
) -> Result<Json<RoutingRule>, Refused> {
    let id = RuleId::known(&id)?;
    Ok(Json(web.services.routing.change(who.actor(), &id, draft).await?))
}

/// Moves a rule; answers every rule, in its new order.
#[utoipa::path(post, path = "/routing-rules/{id}/move", tag = "Routing rules", operation_id = "moveRule", request_body = MoveBody,
    params(("id" = String, Path, description = "The rule, `rul_…`.")),
    responses((status = 200, body = List<schemas::RoutingRule>), Failures))]
pub async fn move_to(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
    Body(body): Body<MoveBody>,
) -> Result<Json<List<RoutingRule>>, Refused> {
    let id = RuleId::known(&id)?;
    let rules = web
        .services
        .routing
        .move_to(who.actor(), &id, body.position)
        .await?;
    Ok(Json(rules.into()))
}

/// Deletes a rule.
#[utoipa::path(delete, path = "/routing-rules/{id}", tag = "Routing rules", operation_id = "deleteRule",
    params(("id" = String, Path, description = "The rule, `rul_…`.")),
    responses((status = 204, description = "It is gone."), Failures))]
pub async fn delete(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
) -> Result<StatusCode, Refused> {
    let id = RuleId::known(&id)?;
    web.services.routing.delete(who.actor(), &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Says which rule fires for an event, and for every other the first condition that failed.
#[utoipa::path(post, path = "/routing-rules/test", tag = "Routing rules", operation_id = "testRules", request_body = EventBody,
    responses((status = 200, body = schemas::RoutingReport), Failures))]
pub async fn test(
    State(web): State<Web>,
    who: Signed,
    Body(body): Body<EventBody>,
) -> Result<Json<RoutingReport>, Refused> {
    Ok(Json(web.services.routing.test(who.actor(), body.event).await?))
}

/// Payloads that the vendors could send, for trying.
#[utoipa::path(get, path = "/routing-rules/samples", tag = "Routing rules", operation_id = "listSamples",
    responses((status = 200, body = List<schemas::SampleEvent>), Failures))]
pub async fn samples(State(web): State<Web>, who: Signed) -> Result<Json<List<SampleEvent>>, Refused> {
    Ok(Json(web.services.routing.samples(who.actor()).await?.into()))
}

/// Rules that can never fire, and overlaps.
#[utoipa::path(get, path = "/routing-rules/hints", tag = "Routing rules", operation_id = "listHints",
    responses((status = 200, body = List<schemas::RuleHint>), Failures))]
pub async fn hints(State(web): State<Web>, who: Signed) -> Result<Json<List<RuleHint>>, Refused> {
    Ok(Json(web.services.routing.hints(who.actor()).await?.into()))
}
