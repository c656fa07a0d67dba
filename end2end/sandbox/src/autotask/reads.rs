//! Reading: one row, queries with their pages, counts, and the notes of a ticket.

use hyper::Method;
use serde_json::{Value, json};

use super::behaviour::MissingItem;
use super::query::{Cursor, Query, neighbour};
use super::routes::{Call, Part};
use super::says;
use super::schema::TICKETS;
use super::tenants::Row;
use crate::exchange::{Answer, Received};

/// `GET /{Entity}/{id}`.
pub(crate) fn one(call: &Call<'_>, id: i64) -> Answer {
    let data = call.tenant.data();
    item(call, data.get(call.entity, id).filter(|_| !call.is_hidden()))
}

/// `GET /Tickets/{id}/Notes/{id}`.
pub(crate) fn note(call: &Call<'_>, ticket: i64, id: i64) -> Answer {
    let data = call.tenant.data();
    item(
        call,
        data.get(call.entity, id)
            .filter(|row| !call.is_hidden() && is_of(row, ticket)),
    )
}

/// `GET /Tickets/{id}/Notes`; a ticket that is not there has none.
pub(crate) fn notes(call: &Call<'_>, ticket: i64) -> Answer {
    let data = call.tenant.data();
    let is_there = data.get(&TICKETS, ticket).is_some() && !call.is_hidden();
    let rows = data
        .rows(call.entity)
        .filter(|row| is_there && is_of(row, ticket));
    let items: Vec<Value> = rows.cloned().map(Value::Object).collect();
    page(&items, 500, None, None)
}

fn is_of(row: &Row, ticket: i64) -> bool {
    row.get("ticketID").and_then(Value::as_i64) == Some(ticket)
}

fn item(call: &Call<'_>, row: Option<&Row>) -> Answer {
    match (row, call.behaviour.missing_item) {
        (None, MissingItem::NotFound) => Answer::empty(404),
        (row, _) => Answer::json(200, &json!({"item": row})),
    }
}

/// What a caller of the wrong zone sees when the zone is polite: nothing.
pub(crate) fn nothing(request: &Received) -> Answer {
    let path = request.path.to_lowercase();
    if path.ends_with("/count") {
        return Answer::json(200, &json!({"queryCount": 0}));
    }
    if path.contains("/query") || path.ends_with("/notes") {
        page(&[], 500, None, None)
    } else {
        Answer::empty(401)
    }
}

/// Queries, their next pages and their counts.
pub(crate) fn query(call: &Call<'_>) -> Answer {
    let request = call.request;
    let is_get = request.method == Method::GET;
    let search = request.pair("search");
    let is_neighbour = matches!(call.part, Part::Next | Part::Previous);
    // A page's URL is called by the method of the query that made it.
    if is_neighbour && is_get != search.is_some() {
        return says::wrong_method(request);
    }
    let text = if is_get {
        search.clone().unwrap_or_default().into_bytes()
    } else {
        request.body.to_vec()
    };
    let query = match Query::parse(&text, call.entity, call.behaviour.empty_filter) {
        Ok(query) => query,
        Err(text) => return says::refused(&[text]),
    };
    let mut cursor = (Cursor::First, query.page_size);
    if is_neighbour {
        let paging = request.pair("paging").unwrap_or_default();
        let Some(read) = Cursor::read(&paging, call.part == Part::Next) else {
            return says::refused(&[says::BAD_QUERY]);
        };
        cursor = read;
    }
    let data = call.tenant.data();
    let rows: Vec<&Row> = data
        .rows(call.entity)
        .filter(|row| !call.is_hidden() && query.matches(row))
        .collect();
    if call.part == Part::Count {
        return Answer::json(200, &json!({"queryCount": rows.len()}));
    }
    list(call, &query, &rows, cursor, search.as_deref().filter(|_| is_get))
}

fn list(
    call: &Call<'_>,
    query: &Query,
    rows: &[&Row],
    (cursor, size): (Cursor, usize),
    search: Option<&str>,
) -> Answer {
    if rows.len() > size && !query.shows_ids() {
        return says::refused(&[says::IDS_NEEDED]);
    }
    let id = |row: &Row| row.get("id").and_then(Value::as_i64).unwrap_or_default();
    let start = match cursor {
        Cursor::First => 0,
        Cursor::After(edge) => rows.partition_point(|row| id(row) <= edge),
        Cursor::Before(edge) => rows.partition_point(|row| id(row) < edge).saturating_sub(size),
    };
    let end = rows.len().min(start + size);
    let shown = rows.get(start..end).unwrap_or_default();
    let origin = call
        .behaviour
        .next_page_origin
        .as_deref()
        .unwrap_or(call.tenant.zone.origin());
    let beside = |cursor| neighbour(origin, call.entity.plural, search, cursor, size);
    let next = shown
        .last()
        .filter(|_| end < rows.len())
        .and_then(|row| beside(Cursor::After(id(row))));
    let previous = shown
        .first()
        .filter(|_| start > 0)
        .and_then(|row| beside(Cursor::Before(id(row))));
    let items: Vec<Value> = shown.iter().map(|row| query.show(row)).collect();
    page(&items, size, previous.as_deref(), next.as_deref())
}

fn page(items: &[Value], size: usize, previous: Option<&str>, next: Option<&str>) -> Answer {
    Answer::json(
        200,
        &json!({
            "items": items,
            "pageDetails": {
                "count": items.len(), "requestCount": size, "prevPageUrl": previous, "nextPageUrl": next,
            },
        }),
    )
}
