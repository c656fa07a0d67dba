//! Events by the thousand: one JSON object a line, written as it is read, so that no export needs more memory than a page.

use super::{
    query::Query,
    schemas::{self, Failures},
};
use crate::web::{problem::Refused, session::Signed, state::Web};
use axum::{
    body::{Body, Bytes},
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use contract::{
    actor::Actor,
    event::{EventFilter, EventPage, EventSummary},
    problem::Problem,
};
use futures::{Stream, stream};
use serde::Deserialize;
use utoipa::IntoParams;

/// Events that are looked up at once.
const PAGE: u32 = 200;

/// Which events; all that is given must hold.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Exported {
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
}

/// Every event of a filter with its whole story, newest first, one JSON object a line. Proofs and secrets are hidden as they
/// are everywhere. Where the connection ends without the last chunk, the export is not whole.
#[utoipa::path(get, path = "/events/export", tag = "Events", operation_id = "exportEvents", params(Exported),
    responses((status = 200, description = "One event a line.", body = schemas::EventDetail, content_type = "application/x-ndjson"),
        Failures))]
pub async fn export(
    State(web): State<Web>,
    who: Signed,
    Query(which): Query<Exported>,
) -> Result<Response, Refused> {
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
    let first = web
        .services
        .events
        .export(who.actor(), filter.clone(), PAGE)
        .await?;
    let reader = Reader {
        who: who.actor().clone(),
        web,
        filter,
        page: first.items.into_iter(),
        next: first.next_cursor,
    };
    let headers = [
        (header::CONTENT_TYPE, "application/x-ndjson"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"events.ndjson\"",
        ),
    ];
    Ok((headers, Body::from_stream(reader.lines())).into_response())
}

/// Where an export stands.
struct Reader {
    web: Web,
    who: Actor,
    filter: EventFilter,
    page: std::vec::IntoIter<EventSummary>,
    next: Option<String>,
}

impl Reader {
    fn lines(self) -> impl Stream<Item = Result<Bytes, Problem>> {
        stream::try_unfold(self, |mut reader| async move {
            match reader.line().await {
                Ok(line) => Ok(line.map(|line| (line, reader))),
                Err(problem) => {
                    // The status was sent long ago: a connection that breaks off is what says so.
                    tracing::warn!(error = %problem, "an export of events broke off");
                    Err(problem)
                }
            }
        })
    }

    async fn line(&mut self) -> Result<Option<Bytes>, Problem> {
        let events = &self.web.services.events;
        loop {
            if let Some(summary) = self.page.next() {
                match events.get(&self.who, &summary.id).await {
                    Ok(event) => {
                        let mut line = serde_json::to_vec(&event).map_err(|error| unwritable(&error))?;
                        line.push(b'\n');
                        return Ok(Some(Bytes::from(line)));
                    }
                    // Its time was over between the list and now.
                    Err(problem) if problem.status == 404 => continue,
                    Err(problem) => return Err(problem),
                }
            }
            let Some(cursor) = self.next.take() else {
                return Ok(None);
            };
            let EventPage { items, next_cursor } = events
                .list(&self.who, self.filter.clone(), Some(cursor), PAGE)
                .await?;
            (self.page, self.next) = (items.into_iter(), next_cursor);
        }
    }
}

fn unwritable(error: &serde_json::Error) -> Problem {
    Problem::new(500, "internal", "An event could not be written.").with_detail(error.to_string())
}
