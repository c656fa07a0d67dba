//! A partner's relationships with customers.

use super::{
    body::Body,
    lists::List,
    schemas::{self, Failures},
};
use crate::web::{problem::Refused, session::Signed, state::Web};
use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use contract::{
    csp::{Relationship, RelationshipDraft},
    ids::CspSetupId,
};
use serde::Deserialize;
use utoipa::ToSchema;

/// Whether a relationship is extended by itself.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExtensionBody {
    /// By six months each time it would end.
    auto_extend: bool,
}

/// Every relationship, those that end first before others.
#[utoipa::path(get, path = "/csp/setups/{id}/relationships", tag = "Partner", operation_id = "listRelationships",
    params(("id" = String, Path, description = "The setup, `csp_…`.")),
    responses((status = 200, body = List<schemas::Relationship>), Failures))]
pub async fn list(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
) -> Result<Json<List<Relationship>>, Refused> {
    let id = CspSetupId::known(&id)?;
    Ok(Json(
        web.services.csp.relationships(who.actor(), &id).await?.into(),
    ))
}

/// Makes one in the status `created`; the same name twice is the same relationship.
#[utoipa::path(post, path = "/csp/setups/{id}/relationships", tag = "Partner", operation_id = "createRelationship",
    request_body = schemas::RelationshipDraft, params(("id" = String, Path, description = "The setup, `csp_…`.")),
    responses((status = 201, description = "It stands.", body = schemas::Relationship), Failures))]
pub async fn create(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
    Body(draft): Body<RelationshipDraft>,
) -> Result<(StatusCode, Json<Relationship>), Refused> {
    let id = CspSetupId::known(&id)?;
    let made = web
        .services
        .csp
        .create_relationship(who.actor(), &id, draft)
        .await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// One relationship, with its assignments and its invitation.
#[utoipa::path(get, path = "/csp/setups/{id}/relationships/{relationship}", tag = "Partner", operation_id = "getRelationship",
    params(("id" = String, Path, description = "The setup, `csp_…`."),
        ("relationship" = String, Path, description = "Its id at the vendor's.")),
    responses((status = 200, body = schemas::Relationship), Failures))]
pub async fn get(
    State(web): State<Web>,
    who: Signed,
    Path((id, relationship)): Path<(String, String)>,
) -> Result<Json<Relationship>, Refused> {
    let id = CspSetupId::known(&id)?;
    let csp = &web.services.csp;
    Ok(Json(csp.relationship(who.actor(), &id, &relationship).await?))
}

/// Switches the extension of one.
#[utoipa::path(patch, path = "/csp/setups/{id}/relationships/{relationship}", tag = "Partner", operation_id = "extendRelationship",
    request_body = ExtensionBody,
    params(("id" = String, Path, description = "The setup, `csp_…`."),
        ("relationship" = String, Path, description = "Its id at the vendor's.")),
    responses((status = 200, body = schemas::Relationship), Failures))]
pub async fn extend(
    State(web): State<Web>,
    who: Signed,
    Path((id, relationship)): Path<(String, String)>,
    Body(body): Body<ExtensionBody>,
) -> Result<Json<Relationship>, Refused> {
    let id = CspSetupId::known(&id)?;
    let csp = &web.services.csp;
    let now = csp
        .extend(who.actor(), &id, &relationship, body.auto_extend)
        .await?;
    Ok(Json(now))
}

/// Ends one: deletes it while it is only created, else asks for its end.
#[utoipa::path(delete, path = "/csp/setups/{id}/relationships/{relationship}", tag = "Partner", operation_id = "endRelationship",
    params(("id" = String, Path, description = "The setup, `csp_…`."),
        ("relationship" = String, Path, description = "Its id at the vendor's.")),
    responses((status = 204, description = "It is deleted, or its end was asked for."), Failures))]
pub async fn end(
    State(web): State<Web>,
    who: Signed,
    Path((id, relationship)): Path<(String, String)>,
) -> Result<StatusCode, Refused> {
    let id = CspSetupId::known(&id)?;
    let csp = &web.services.csp;
    csp.end_relationship(who.actor(), &id, &relationship).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Locks one for approval; from then on it has an invitation.
#[utoipa::path(post, path = "/csp/setups/{id}/relationships/{relationship}/lock", tag = "Partner", operation_id = "lockRelationship",
    params(("id" = String, Path, description = "The setup, `csp_…`."),
        ("relationship" = String, Path, description = "Its id at the vendor's.")),
    responses((status = 200, body = schemas::Relationship), Failures))]
pub async fn lock(
    State(web): State<Web>,
    who: Signed,
    Path((id, relationship)): Path<(String, String)>,
) -> Result<Json<Relationship>, Refused> {
    let id = CspSetupId::known(&id)?;
    let csp = &web.services.csp;
    Ok(Json(
        csp.lock_relationship(who.actor(), &id, &relationship).await?,
    ))
}

/// Gives the groups of the setup the roles of an active one.
#[utoipa::path(post, path = "/csp/setups/{id}/relationships/{relationship}/assign", tag = "Partner", operation_id = "assignRelationship",
    params(("id" = String, Path, description = "The setup, `csp_…`."),
        ("relationship" = String, Path, description = "Its id at the vendor's.")),
    responses((status = 200, body = schemas::Relationship), Failures))]
pub async fn assign(
    State(web): State<Web>,
    who: Signed,
    Path((id, relationship)): Path<(String, String)>,
) -> Result<Json<Relationship>, Refused> {
    let id = CspSetupId::known(&id)?;
    let csp = &web.services.csp;
    Ok(Json(csp.assign(who.actor(), &id, &relationship).await?))
}
