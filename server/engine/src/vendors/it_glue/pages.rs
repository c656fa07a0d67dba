//! Reads lists: every page, or one.
//!
//! Pages are asked for by id, the only order in which new rows do not shift old ones. A row that is *deleted* meanwhile
//! shifts them all the same, and the vendor offers nothing against it.
//!
//! Failure story: a page of 1,000 rows with long notes makes the vendor's gateway give up (504), again and again, while
//! half of it would pass. So such a page is asked for in lighter parts that begin at the same row, and so are the pages
//! after it.

use super::{
    inputs::Filters,
    model::{Many, Record, Resource},
    paths::Collection,
    place::Place,
};
use crate::{
    connector::{CallError, CallErrorKind, Client, Page},
    policy::Read,
};
use serde::de::DeserializeOwned;

/// The part of a list that was asked for.
pub struct Window<'a> {
    /// At most so many rows; all when there is neither limit nor cursor.
    pub limit: Option<u32>,
    /// Where to go on.
    pub cursor: Option<&'a str>,
}

/// Reads all rows, or a page and where the next one begins.
pub async fn read<A: DeserializeOwned + Send>(
    client: &Client<Read>,
    of: Collection,
    filters: &Filters,
    window: Window<'_>,
) -> Result<Page<Record<A>>, CallError> {
    let whole = window.limit.is_none() && window.cursor.is_none();
    let mut place = Place::begin(window.limit.map(u64::from), window.cursor).map_err(|(field, why)| {
        client.session().error(CallErrorKind::Input {
            field: field.into(),
            why,
        })
    })?;
    let mut items = Vec::new();
    loop {
        let (page, read_at) = page::<A>(client, of, filters, place).await?;
        let next = read_at
            .next(page.next(), page.data.len())
            .map_err(|at| client.session().error(CallErrorKind::Contract { at }))?;
        items.extend(page.data.into_iter().map(Resource::into_record));
        match next {
            Some(next) if whole && items.len() < Page::<A>::MOST_ROWS => place = next,
            next => {
                let next_cursor = next.map(|next| next.to_string());
                return Ok(Page { items, next_cursor });
            }
        }
    }
}

/// One page, lighter where the vendor chokes on it, and the place it was read at.
async fn page<A: DeserializeOwned>(
    client: &Client<Read>,
    of: Collection,
    filters: &Filters,
    mut place: Place,
) -> Result<(Many<A>, Place), CallError> {
    loop {
        let (number, size) = (place.number.to_string(), place.size.to_string());
        let mut query = vec![
            ("page[number]", number.as_str()),
            ("page[size]", size.as_str()),
            ("sort", "id"),
        ];
        query.extend(filters.pairs());
        match client.get(of.path(), &query).await {
            Ok(page) => return Ok((page, place)),
            Err(error) => match place.lighter() {
                Some(lighter) if is_too_heavy(&error) => place = lighter,
                _ => return Err(error),
            },
        }
    }
}

/// Whether fewer rows may help: the gateway gave up, or the answer was longer than what is read or kept.
fn is_too_heavy(error: &CallError) -> bool {
    error.said.as_ref().is_some_and(|said| {
        said.status == 504 || (said.truncated && matches!(error.kind, CallErrorKind::Contract { .. }))
    })
}
