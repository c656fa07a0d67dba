//! Channels over which people are told. Addresses and secrets go in and never come out.

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
    ids::ChannelId,
    notification::{Channel, ChannelChange, ChannelKind, NewChannel, NoticeDelivery, NoticeLevel},
};
use serde::Deserialize;
use utoipa::ToSchema;

/// A new channel.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChannelBody {
    /// What to call it; the kind's name when absent.
    #[serde(default)]
    name: String,
    /// How it reaches people.
    #[schema(value_type = schemas::ChannelKind)]
    kind: ChannelKind,
    /// The addresses of an e-mail channel.
    #[serde(default)]
    to: Vec<String>,
    /// The address of every other kind; never shown again.
    #[serde(default)]
    url: String,
    /// The secret of a signed webhook, `whsec_…`; one is made when absent.
    #[serde(default)]
    secret: String,
    /// The least that is told here; `warning` when absent.
    #[serde(default)]
    #[schema(value_type = Option<schemas::NoticeLevel>)]
    floor: Option<NoticeLevel>,
}

/// A change; what is absent or blank stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChannelChangeBody {
    /// A new name.
    #[serde(default)]
    name: Option<String>,
    /// New addresses of an e-mail channel.
    #[serde(default)]
    to: Option<Vec<String>>,
    /// A new address of every other kind.
    #[serde(default)]
    url: Option<String>,
    /// A new secret of a signed webhook.
    #[serde(default)]
    secret: Option<String>,
    /// A new floor.
    #[serde(default)]
    #[schema(value_type = Option<schemas::NoticeLevel>)]
    floor: Option<NoticeLevel>,
    /// Switches it off or on.
    #[serde(default)]
    enabled: Option<bool>,
}

/// Every channel, by name.
#[utoipa::path(get, path = "/channels", tag = "Notifications", operation_id = "listChannels",
    responses((status = 200, body = List<schemas::Channel>), Failures))]
pub async fn list(State(web): State<Web>, who: Signed) -> Result<Json<List<Channel>>, Refused> {
    Ok(Json(
        web.services.notifications.channels(who.actor()).await?.into(),
    ))
}

/// Makes a channel; a secret that was made for it is in this answer only. Only for Admins, like every change below.
#[utoipa::path(post, path = "/channels", tag = "Notifications", operation_id = "createChannel", request_body = ChannelBody,
    responses((status = 201, description = "It is told from now on.", body = schemas::IssuedChannel,
        headers(("Location" = String, description = "Where it now is."))), Failures))]
pub async fn create(
    State(web): State<Web>,
    who: Signed,
    Body(body): Body<ChannelBody>,
) -> Result<impl IntoResponse, Refused> {
    let new = NewChannel {
        name: body.name,
        kind: body.kind.as_str().to_owned(),
        to: body.to,
        url: body.url,
        secret: body.secret,
        floor: body.floor,
    };
    let issued = web.services.notifications.create(who.actor(), new).await?;
    let place = format!("/api/v1/channels/{}", issued.channel.id);
    Ok((StatusCode::CREATED, [(header::LOCATION, place)], Json(issued)))
}

/// One channel.
#[utoipa::path(get, path = "/channels/{id}", tag = "Notifications", operation_id = "getChannel",
    params(("id" = String, Path, description = "The channel, `chn_…`.")),
    responses((status = 200, body = schemas::Channel), Failures))]
pub async fn get(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
) -> Result<Json<Channel>, Refused> {
    let id = ChannelId::known(&id)?;
    Ok(Json(web.services.notifications.channel(who.actor(), &id).await?))
}

/// Changes a channel.
#[utoipa::path(patch, path = "/channels/{id}", tag = "Notifications", operation_id = "changeChannel", request_body = ChannelChangeBody,
    params(("id" = String, Path, description = "The channel, `chn_…`.")),
    responses((status = 200, description = "As it now stands.", body = schemas::Channel), Failures))]
pub async fn change(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
    Body(body): Body<ChannelChangeBody>,
) -> Result<Json<Channel>, Refused> {
    let id = ChannelId::known(&id)?;
    let change = ChannelChange {
        name: body.name,
        to: body.to,
        url: body.url,
        secret: body.secret,
        floor: body.floor,
        enabled: body.enabled,
    };
    let notifications = &web.services.notifications;
    Ok(Json(notifications.change(who.actor(), &id, change).await?))
}

/// Deletes a channel with its log. One that a SOP posts to is refused with 409 `channel_in_use`.
#[utoipa::path(delete, path = "/channels/{id}", tag = "Notifications", operation_id = "deleteChannel",
    params(("id" = String, Path, description = "The channel, `chn_…`.")),
    responses((status = 204, description = "It is gone."), Failures))]
pub async fn delete(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
) -> Result<StatusCode, Refused> {
    let id = ChannelId::known(&id)?;
    web.services.notifications.delete(who.actor(), &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Sends a test now and says whether it arrived.
#[utoipa::path(post, path = "/channels/{id}/test", tag = "Notifications", operation_id = "testChannel",
    params(("id" = String, Path, description = "The channel, `chn_…`.")),
    responses((status = 200, description = "It was sent; `status` says how it went.", body = schemas::NoticeDelivery), Failures))]
pub async fn test(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
) -> Result<Json<NoticeDelivery>, Refused> {
    let id = ChannelId::known(&id)?;
    Ok(Json(web.services.notifications.test(who.actor(), &id).await?))
}
