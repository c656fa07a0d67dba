//! The log of what people were told, over which channel, and whether it arrived.

use super::{
    lists::List,
    query::{Query, between},
    schemas::{self, Failures},
};
use crate::web::{problem::Refused, session::Signed, state::Web};
use axum::{Json, extract::State};
use contract::{ids::ChannelId, notification::NoticeDelivery};
use serde::Deserialize;
use utoipa::IntoParams;

/// Which part of the log.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// Over this channel, `chn_…`; over all when absent.
    channel: Option<String>,
    /// The `next_cursor` of the page before.
    cursor: Option<String>,
    /// How many at most; 50 when absent.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// What was told, newest first.
#[utoipa::path(get, path = "/notice-deliveries", tag = "Notifications", operation_id = "listNoticeDeliveries", params(Which),
    responses((status = 200, body = List<schemas::NoticeDelivery>), Failures))]
pub async fn deliveries(
    State(web): State<Web>,
    who: Signed,
    Query(which): Query<Which>,
) -> Result<Json<List<NoticeDelivery>>, Refused> {
    let channel = which.channel.as_deref().map(ChannelId::known).transpose()?;
    let limit = between("limit", which.limit, 50, 1, 200)?;
    let page = web
        .services
        .notifications
        .deliveries(who.actor(), channel.as_ref(), which.cursor, limit)
        .await?;
    Ok(Json(List {
        items: page.items,
        next_cursor: page.next_cursor,
    }))
}
