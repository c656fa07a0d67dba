//! What webhooks received: lists, one event and its whole story, replay.

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
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use contract::{
    event::{EventDetail, EventFilter, EventSummary, ReplayRequest},
    ids::EventId,
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// Which events; all that is given must hold.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// One status or several, separated by commas.
    status: Option<String>,
    /// A vendor's key.
    vendor: Option<String>,
    /// A webhook, `whk_…`.
    webhook: Option<String>,
    /// A failure code.
    code: Option<String>,
    /// A stage.
    stage: Option<String>,
    /// A group of dead letters.
    fingerprint: Option<String>,
    /// A kind, e.g. `ticket.created`.
    kind: Option<String>,
    /// A customer, `cus_…`.
    customer: Option<String>,
    /// Text in the subject or the payload's beginning, or an identifier.
    q: Option<String>,
    /// Not before, RFC 3339.
    from: Option<String>,
    /// Before, RFC 3339.
    to: Option<String>,
    /// The `next_cursor` of the page before.
    cursor: Option<String>,
    /// How many at most.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// How to replay.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReplayBody {
    /// Why, for the record.
    #[serde(default)]
    reason: Option<String>,
    /// True to be told what would happen now; nothing is stored and nothing acts.
    #[serde(default)]
    dry_run: bool,
}

/// Events, newest first. Every filter answers in bounded time: a page may hold fewer than `limit` and still have a
/// `next_cursor`, which goes on looking.
#[utoipa::path(get, path = "/events", tag = "Events", operation_id = "listEvents", params(Which),
    responses((status = 200, body = List<schemas::EventSummary>), Failures))]
pub async fn list(
    State(web): State<Web>,
    who: Signed,
    Query(which): Query<Which>,
) -> Result<Json<List<EventSummary>>, Refused> {
    let limit = between("limit", which.limit, 50, 1, 200)?;
    let filter = EventFilter {
        status: which.status,
        vendor: which.vendor,
        webhook: which.webhook,
        code: which.code,
        stage: which.stage,
        fingerprint: which.fingerprint,
        kind: which.kind,
        customer: which.customer,
        q: which.q,
        from: which.from,
        to: which.to,
    };
    let page = web
        .services
        .events
        .list(who.actor(), filter, which.cursor, limit)
        .await?;
    Ok(Json(List {
        items: page.items,
        next_cursor: page.next_cursor,
    }))
}

/// One event: payload, headers, attempts, and why it failed.
#[utoipa::path(get, path = "/events/{id}", tag = "Events", operation_id = "getEvent",
    params(("id" = String, Path, description = "The event, `evt_…`.")),
    responses((status = 200, body = schemas::EventDetail), Failures))]
pub async fn get(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
) -> Result<Json<EventDetail>, Refused> {
    Ok(Json(
        web.services
            .events
            .get(who.actor(), &EventId::known(&id)?)
            .await?,
    ))
}

/// Makes a brand-new event of an old one, through the whole pipeline; or says what would happen.
#[utoipa::path(post, path = "/events/{id}/replay", tag = "Events", operation_id = "replayEvent",
    request_body = Option<ReplayBody>, params(("id" = String, Path, description = "The event, `evt_…`.")),
    responses(
        (status = 200, description = "A dry run: what would happen.", body = schemas::ReplayAnswer),
        (status = 202, description = "The new event is on disk.", body = schemas::ReplayAnswer),
        Failures))]
pub async fn replay(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
    OptionalBody(body): OptionalBody<ReplayBody>,
) -> Result<Response, Refused> {
    let request = ReplayRequest {
        reason: body.reason,
        dry_run: body.dry_run,
    };
    let answer = web
        .services
        .events
        .replay(who.actor(), &EventId::known(&id)?, request)
        .await?;
    Ok(if answer.event.is_some() {
        (StatusCode::ACCEPTED, Json(answer)).into_response()
    } else {
        Json(answer).into_response()
    })
}
