//! Dead letters: grouped by how they broke, counted, replayed together.

use super::{
    body::OptionalBody,
    lists::List,
    query::Query,
    schemas::{self, Failures},
};
use crate::web::{problem::Refused, session::Signed, state::Web};
use axum::{Json, extract::State, http::StatusCode};
use contract::{
    event::{BulkReplay, DeadLetterGroup, EventFilter},
    job::Job,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Which dead letters; all that is given must hold.
#[derive(Default, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct DeadLetterFilter {
    /// A group, as the list gives it.
    fingerprint: Option<String>,
    /// A vendor's key.
    vendor: Option<String>,
    /// A webhook, `whk_…`.
    webhook: Option<String>,
    /// A failure code.
    code: Option<String>,
    /// A stage.
    stage: Option<String>,
    /// A kind.
    kind: Option<String>,
    /// A customer, `cus_…`.
    customer: Option<String>,
    /// Text in the subject or the payload's beginning.
    q: Option<String>,
    /// Not before, RFC 3339.
    from: Option<String>,
    /// Before, RFC 3339.
    to: Option<String>,
}

/// Which dead letters to replay, and how.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BulkReplayBody {
    /// Which; all of them when absent.
    #[serde(default)]
    filter: DeadLetterFilter,
    /// Why, for the record.
    #[serde(default)]
    reason: Option<String>,
    /// How many a minute at most; as fast as they go when absent.
    #[serde(default)]
    per_minute: Option<u32>,
}

/// How many there are.
#[derive(Serialize, ToSchema)]
pub struct Count {
    /// Dead letters that a bulk replay with this filter would take.
    pub count: u64,
}

impl From<DeadLetterFilter> for EventFilter {
    fn from(filter: DeadLetterFilter) -> Self {
        Self {
            status: None,
            fingerprint: filter.fingerprint,
            vendor: filter.vendor,
            webhook: filter.webhook,
            code: filter.code,
            stage: filter.stage,
            kind: filter.kind,
            customer: filter.customer,
            q: filter.q,
            from: filter.from,
            to: filter.to,
        }
    }
}

/// Dead letters that wait for a person, grouped by how they broke, largest group first.
#[utoipa::path(get, path = "/dead-letters", tag = "Events", operation_id = "listDeadLetters", params(DeadLetterFilter),
    responses((status = 200, body = List<schemas::DeadLetterGroup>), Failures))]
pub async fn list(
    State(web): State<Web>,
    who: Signed,
    Query(filter): Query<DeadLetterFilter>,
) -> Result<Json<List<DeadLetterGroup>>, Refused> {
    let groups = web
        .services
        .events
        .dead_letters(who.actor(), filter.into())
        .await?;
    Ok(Json(groups.into()))
}

/// How many dead letters a bulk replay would take.
#[utoipa::path(get, path = "/dead-letters/count", tag = "Events", operation_id = "countDeadLetters", params(DeadLetterFilter),
    responses((status = 200, body = Count), Failures))]
pub async fn count(
    State(web): State<Web>,
    who: Signed,
    Query(filter): Query<DeadLetterFilter>,
) -> Result<Json<Count>, Refused> {
    let count = web
        .services
        .events
        .count_dead_letters(who.actor(), filter.into())
        .await?;
    Ok(Json(Count { count }))
}

/// Replays all dead letters of a filter as a durable job, each once.
#[utoipa::path(post, path = "/dead-letters/replay", tag = "Events", operation_id = "replayDeadLetters",
    request_body = Option<BulkReplayBody>,
    responses((status = 202, description = "The job is on disk; follow it at `/jobs/{id}`.", body = schemas::Job), Failures))]
pub async fn replay(
    State(web): State<Web>,
    who: Signed,
    OptionalBody(body): OptionalBody<BulkReplayBody>,
) -> Result<(StatusCode, Json<Job>), Refused> {
    let request = BulkReplay {
        filter: body.filter.into(),
        reason: body.reason,
        per_minute: body.per_minute,
    };
    let job = web.services.events.replay_many(who.actor(), request).await?;
    Ok((StatusCode::ACCEPTED, Json(job)))
}
