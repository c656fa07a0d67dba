//! Reads lists: every page, or one; and lists that have no pages.
//!
//! A row that comes or goes while the pages are read shifts the rows behind it. A row that comes twice by that is kept
//! once; a row that slips through cannot be noticed, and the vendor offers nothing against it.

use super::{
    inputs::{Filters, Window},
    model::{Listed, Row},
    paths::List,
    place::Place,
};
use crate::{
    connector::{CallError, CallErrorKind, Client, Page, Path},
    policy::Read,
};
use serde::de::DeserializeOwned;
use std::collections::HashSet;

/// Reads all rows of a list, or a page and where the next one begins.
pub async fn read<T: Row>(
    client: &Client<Read>,
    of: List,
    filters: &Filters,
    window: &Window,
) -> Result<Page<T>, CallError> {
    read_at(client, &of.path(), filters, window).await
}

/// The same for a list that hangs on a record.
pub async fn read_at<T: Row>(
    client: &Client<Read>,
    path: &Path,
    filters: &Filters,
    window: &Window,
) -> Result<Page<T>, CallError> {
    let whole = window.limit.is_none() && window.cursor.is_none();
    let begin = Place::begin(window.limit, window.cursor.as_deref());
    let mut place = begin.map_err(|(field, why)| {
        client.session().error(CallErrorKind::Input {
            field: field.into(),
            why,
        })
    })?;
    let (mut items, mut seen) = (Vec::new(), HashSet::new());
    loop {
        let page: Listed<T> = page(client, path, filters, place).await?;
        let next = place
            .next(page.page, page.content.len())
            .map_err(|at| client.session().error(CallErrorKind::Contract { at }))?;
        items.extend(
            page.content
                .into_iter()
                .filter(|row| seen.insert(row.id().to_owned())),
        );
        match next {
            Some(next) if whole && items.len() < Page::<T>::MOST_ROWS => place = next,
            next => {
                let next_cursor = next.map(|next| next.to_string());
                return Ok(Page { items, next_cursor });
            }
        }
    }
}

/// One page.
pub async fn page<T: DeserializeOwned>(
    client: &Client<Read>,
    path: &Path,
    filters: &Filters,
    place: Place,
) -> Result<Listed<T>, CallError> {
    let (number, size) = (place.number.to_string(), place.size.to_string());
    let mut query = vec![("page", number.as_str()), ("size", size.as_str())];
    query.extend(filters.pairs());
    client.get(path.clone(), &query).await
}

/// A list that has no pages.
pub async fn whole<T: DeserializeOwned>(
    client: &Client<Read>,
    path: Path,
    query: &[(&str, &str)],
) -> Result<Page<T>, CallError> {
    let listed: Listed<T> = client.get(path, query).await?;
    Ok(Page {
        items: listed.content,
        next_cursor: None,
    })
}
