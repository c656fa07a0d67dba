//! One account's health in depth, and when its credentials end.

use super::{
    body::Body,
    schemas::{self, Failures},
};
use crate::web::{problem::Refused, session::Signed, state::Web};
use axum::{
    Json,
    extract::{Path, State},
};
use contract::{health::HealthDetail, ids::IntegrationId, integration::Integration};
use serde::Deserialize;
use utoipa::ToSchema;

/// When the credentials end.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExpiryBody {
    // Rationale: an `Option` may be left out, and a misread body would take back what a person entered.
    /// The last day they are good on, like `2027-01-31`; null takes it back.
    #[serde(deserialize_with = "Option::deserialize")]
    #[schema(required = true)]
    day: Option<String>,
}

/// Badge, day bar, days, latency, last error, holds and incidents of one account.
#[utoipa::path(get, path = "/integrations/{id}/health", tag = "Status", operation_id = "getHealth",
    params(("id" = String, Path, description = "The integration, `int_…`.")),
    responses((status = 200, body = schemas::HealthDetail), Failures))]
pub async fn detail(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
) -> Result<Json<HealthDetail>, Refused> {
    let id = IntegrationId::known(&id)?;
    Ok(Json(web.services.health.detail(who.actor(), &id).await?))
}

/// Says when the credentials of an account end, or takes it back; people are warned 30, 14, 7 and 1 days before.
#[utoipa::path(put, path = "/integrations/{id}/expiry", tag = "Status", operation_id = "setExpiry", request_body = ExpiryBody,
    params(("id" = String, Path, description = "The integration, `int_…`.")),
    responses((status = 200, description = "As it now stands.", body = schemas::Integration), Failures))]
pub async fn set_expiry(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
    Body(body): Body<ExpiryBody>,
) -> Result<Json<Integration>, Refused> {
    let id = IntegrationId::known(&id)?;
    let health = &web.services.health;
    Ok(Json(health.set_expiry(who.actor(), &id, body.day).await?))
}
