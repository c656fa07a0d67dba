//! Connected accounts. Credentials go in and never come out.

use super::{
    body::Body,
    lists::List,
    save::{Save, Saved},
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
    ids::IntegrationId,
    integration::{Integration, IntegrationChange, IntegrationDraft},
};
use serde::Deserialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A new account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateBody {
    /// The vendor's key.
    vendor: String,
    /// What to call it; the vendor's name when absent.
    #[serde(default)]
    name: String,
    /// The fields that are not secret.
    #[serde(default)]
    settings: BTreeMap<String, String>,
    /// The fields of kind `secret`.
    #[serde(default)]
    credentials: BTreeMap<String, String>,
    /// Whether an account that fails its test is saved.
    #[serde(default)]
    save: Save,
}

/// A change; what is absent stays, and so does a blank secret.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeBody {
    /// The version that the change began from; one made meanwhile by somebody else is refused with 409.
    #[serde(default)]
    version: Option<i64>,
    /// A new name.
    #[serde(default)]
    name: Option<String>,
    /// New settings, field by field.
    #[serde(default)]
    settings: BTreeMap<String, String>,
    /// New secrets, field by field.
    #[serde(default)]
    credentials: BTreeMap<String, String>,
    /// Switches probing off or on.
    #[serde(default)]
    paused: Option<bool>,
    /// Whether an account that fails its test is saved.
    #[serde(default)]
    save: Save,
}

/// Every account, by vendor and name.
#[utoipa::path(get, path = "/integrations", tag = "Integrations", operation_id = "listIntegrations",
    responses((status = 200, body = List<schemas::Integration>), Failures))]
pub async fn list(State(web): State<Web>, who: Signed) -> Result<Json<List<Integration>>, Refused> {
    Ok(Json(web.services.integrations.list(who.actor()).await?.into()))
}

/// Connects an account.
#[utoipa::path(post, path = "/integrations", tag = "Integrations", operation_id = "createIntegration", request_body = CreateBody,
    responses((status = 201, description = "It is kept.", body = schemas::SavedIntegration,
        headers(("Location" = String, description = "Where it now is."))), Failures))]
pub async fn create(
    State(web): State<Web>,
    who: Signed,
    Body(body): Body<CreateBody>,
) -> Result<impl IntoResponse, Refused> {
    let draft = IntegrationDraft {
        vendor: body.vendor,
        name: body.name,
        settings: body.settings,
        credentials: body.credentials,
    };
    let outcome = web
        .services
        .integrations
        .create(who.actor(), draft, body.save.into())
        .await?;
    let saved = Saved::try_from(outcome)?;
    let place = format!("/api/v1/integrations/{}", saved.integration.id);
    Ok((StatusCode::CREATED, [(header::LOCATION, place)], Json(saved)))
}

/// One account.
#[utoipa::path(get, path = "/integrations/{id}", tag = "Integrations", operation_id = "getIntegration",
    params(("id" = String, Path, description = "The integration, `int_…`.")),
    responses((status = 200, body = schemas::Integration), Failures))]
pub async fn get(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
) -> Result<Json<Integration>, Refused> {
    let id = IntegrationId::known(&id)?;
    Ok(Json(web.services.integrations.get(who.actor(), &id).await?))
}

/// Changes an account.
#[utoipa::path(patch, path = "/integrations/{id}", tag = "Integrations", operation_id = "changeIntegration", request_body = ChangeBody,
    params(("id" = String, Path, description = "The integration, `int_…`.")),
    responses((status = 200, description = "As it now stands.", body = schemas::SavedIntegration), Failures))]
pub async fn change(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
    Body(body): Body<ChangeBody>,
) -> Result<Json<Saved>, Refused> {
    let id = IntegrationId::known(&id)?;
    let change = IntegrationChange {
        version: body.version,
        name: body.name,
        settings: body.settings,
        credentials: body.credentials,
        paused: body.paused,
    };
    let outcome = web
        .services
        .integrations
        .change(who.actor(), &id, change, body.save.into())
        .await?;
    Saved::try_from(outcome).map(Json)
}

/// Deletes an account, its secrets and its history.
#[utoipa::path(delete, path = "/integrations/{id}", tag = "Integrations", operation_id = "deleteIntegration",
    params(("id" = String, Path, description = "The integration, `int_…`.")),
    responses((status = 204, description = "It is gone."), Failures))]
pub async fn delete(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
) -> Result<StatusCode, Refused> {
    let id = IntegrationId::known(&id)?;
    web.services.integrations.delete(who.actor(), &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes it the account that is used when a call names none.
#[utoipa::path(post, path = "/integrations/{id}/default", tag = "Integrations", operation_id = "makeDefault",
    params(("id" = String, Path, description = "The integration, `int_…`.")),
    responses((status = 200, body = schemas::Integration), Failures))]
pub async fn make_default(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
) -> Result<Json<Integration>, Refused> {
    let id = IntegrationId::known(&id)?;
    Ok(Json(
        web.services.integrations.make_default(who.actor(), &id).await?,
    ))
}
