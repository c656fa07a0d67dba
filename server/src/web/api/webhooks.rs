//! Registered receivers. A secret is in the answer that made it, and in no other.

use super::{
    body::{Body, OptionalBody},
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
    ids::{WebhookId, WebhookSecretId},
    webhook::{IssuedWebhook, NewWebhook, Rotation, Webhook, WebhookChange},
};
use serde::Deserialize;
use utoipa::ToSchema;

/// A new webhook.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WebhookBody {
    /// The account whose vendor will post.
    integration: String,
    /// What to call it; the account's name when absent.
    #[serde(default)]
    name: String,
}

/// A change; what is absent stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WebhookChangeBody {
    /// A new name.
    #[serde(default)]
    name: Option<String>,
    /// Switches it off or on.
    #[serde(default)]
    enabled: Option<bool>,
    /// Networks that may post, e.g. `203.0.113.0/24`; empty for all.
    #[serde(default)]
    allowed_networks: Option<Vec<String>>,
    /// How long payloads are kept, in days.
    #[serde(default)]
    payload_days: Option<u32>,
    /// How long events are kept, in days.
    #[serde(default)]
    event_days: Option<u32>,
    /// True to carry out events about one ticket or device one after the other, in the order in which they came.
    #[serde(default)]
    ordered: Option<bool>,
}

/// How a secret is rotated.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RotateBody {
    /// For how many hours the secret before is still accepted; 24 when absent, 0 to end it now.
    #[serde(default)]
    overlap_hours: Option<u32>,
}

/// Every webhook, by vendor and name.
#[utoipa::path(get, path = "/webhooks", tag = "Webhooks", operation_id = "listWebhooks",
    responses((status = 200, body = List<schemas::Webhook>), Failures))]
pub async fn list(State(web): State<Web>, who: Signed) -> Result<Json<List<Webhook>>, Refused> {
    Ok(Json(web.services.webhooks.list(who.actor()).await?.into()))
}

/// Makes a webhook; its secret is in this answer only.
#[utoipa::path(post, path = "/webhooks", tag = "Webhooks", operation_id = "createWebhook", request_body = WebhookBody,
    responses((status = 201, description = "It takes deliveries.", body = schemas::IssuedWebhook,
        headers(("Location" = String, description = "Where it now is."))), Failures))]
pub async fn create(
    State(web): State<Web>,
    who: Signed,
    Body(body): Body<WebhookBody>,
) -> Result<impl IntoResponse, Refused> {
    let new = NewWebhook {
        integration: body.integration,
        name: body.name,
    };
    let issued = web.services.webhooks.create(who.actor(), new).await?;
    let place = format!("/api/v1/webhooks/{}", issued.id);
    Ok((StatusCode::CREATED, [(header::LOCATION, place)], Json(issued)))
}

/// One webhook.
#[utoipa::path(get, path = "/webhooks/{id}", tag = "Webhooks", operation_id = "getWebhook",
    params(("id" = String, Path, description = "The webhook, `whk_…`.")),
    responses((status = 200, body = schemas::Webhook), Failures))]
pub async fn get(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
) -> Result<Json<Webhook>, Refused> {
    Ok(Json(
        web.services
            .webhooks
            .get(who.actor(), &WebhookId::known(&id)?)
            .await?,
    ))
}

/// Changes a webhook.
#[utoipa::path(patch, path = "/webhooks/{id}", tag = "Webhooks", operation_id = "changeWebhook", request_body = WebhookChangeBody,
    params(("id" = String, Path, description = "The webhook, `whk_…`.")),
    responses((status = 200, description = "As it now stands.", body = schemas::Webhook), Failures))]
pub async fn change(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
    Body(body): Body<WebhookChangeBody>,
) -> Result<Json<Webhook>, Refused> {
    let change = WebhookChange {
        name: body.name,
        enabled: body.enabled,
        allowed_networks: body.allowed_networks,
        payload_days: body.payload_days,
        event_days: body.event_days,
        ordered: body.ordered,
    };
    let webhooks = &web.services.webhooks;
    Ok(Json(
        webhooks
            .change(who.actor(), &WebhookId::known(&id)?, change)
            .await?,
    ))
}

/// Deletes a webhook; its events stay until their time is over.
#[utoipa::path(delete, path = "/webhooks/{id}", tag = "Webhooks", operation_id = "deleteWebhook",
    params(("id" = String, Path, description = "The webhook, `whk_…`.")),
    responses((status = 204, description = "It is gone."), Failures))]
pub async fn delete(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
) -> Result<StatusCode, Refused> {
    web.services
        .webhooks
        .delete(who.actor(), &WebhookId::known(&id)?)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes a new secret, in this answer only; the one before is accepted until it is retired.
#[utoipa::path(post, path = "/webhooks/{id}/rotate", tag = "Webhooks", operation_id = "rotateWebhook",
    request_body = Option<RotateBody>, params(("id" = String, Path, description = "The webhook, `whk_…`.")),
    responses((status = 200, body = schemas::IssuedWebhook), Failures))]
pub async fn rotate(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
    OptionalBody(body): OptionalBody<RotateBody>,
) -> Result<Json<IssuedWebhook>, Refused> {
    let rotation = Rotation {
        overlap_hours: body.overlap_hours,
    };
    let webhooks = &web.services.webhooks;
    Ok(Json(
        webhooks
            .rotate(who.actor(), &WebhookId::known(&id)?, rotation)
            .await?,
    ))
}

/// Registers the webhook at the vendor's through the vendor's own interface, where it has one.
#[utoipa::path(post, path = "/webhooks/{id}/register", tag = "Webhooks", operation_id = "registerWebhook",
    params(("id" = String, Path, description = "The webhook, `whk_…`.")),
    responses((status = 200, body = schemas::Webhook), Failures))]
pub async fn register(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
) -> Result<Json<Webhook>, Refused> {
    let webhooks = &web.services.webhooks;
    Ok(Json(
        webhooks.register(who.actor(), &WebhookId::known(&id)?).await?,
    ))
}

/// Ends an old secret now.
#[utoipa::path(delete, path = "/webhooks/{id}/secrets/{secret}", tag = "Webhooks", operation_id = "retireWebhookSecret",
    params(
        ("id" = String, Path, description = "The webhook, `whk_…`."),
        ("secret" = String, Path, description = "The secret, `whs_…`.")
    ),
    responses((status = 200, description = "As it now stands.", body = schemas::Webhook), Failures))]
pub async fn retire(
    State(web): State<Web>,
    who: Signed,
    Path((id, secret)): Path<(String, String)>,
) -> Result<Json<Webhook>, Refused> {
    let secret = WebhookSecretId::known(&secret)?;
    let webhooks = &web.services.webhooks;
    Ok(Json(
        webhooks
            .retire(who.actor(), &WebhookId::known(&id)?, &secret)
            .await?,
    ))
}
