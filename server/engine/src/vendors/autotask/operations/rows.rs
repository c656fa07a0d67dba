//! Reading records: one, a page, or every page. Rows come by id, so an id is where a page ends.

use super::inputs::{self, ListInput};
use crate::{
    connector::{CallError, CallErrorKind, Client, Page, Path, SearchPath},
    policy::Access,
    vendors::autotask::{
        camel::Camel,
        model::Row,
        query::{Condition, MOST_ROWS, Query},
        zone,
    },
};
use serde::{Deserialize, de::DeserializeOwned};
use std::collections::HashSet;

#[derive(Deserialize)]
struct One<T> {
    item: T,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Many<T> {
    items: Vec<T>,
    page_details: PageDetails,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PageDetails {
    #[serde(default)]
    next_page_url: Option<String>,
}

impl<T> Many<T> {
    fn next(&self) -> Option<String> {
        let next = self
            .page_details
            .next_page_url
            .as_deref()
            .unwrap_or_default()
            .trim();
        (!next.is_empty()).then(|| next.to_owned())
    }
}

/// One record.
pub async fn one<T: DeserializeOwned, A: Access>(client: &Client<A>, path: Path) -> Result<T, CallError> {
    let Camel(One { item }) = client.get(path, &[]).await?;
    Ok(item)
}

/// The first records that meet the conditions, in one request; a connection test asks for one.
pub async fn first<T: Row, A: Access>(
    client: &Client<A>,
    path: SearchPath,
    conditions: Vec<Condition>,
    most: u32,
) -> Result<Vec<T>, CallError> {
    let Camel(Many { items, .. }) = client.search(path, &Query::new(None, conditions, most)).await?;
    Ok(items)
}

/// A page of the records that meet the conditions.
pub async fn page<T: Row, A: Access>(
    client: &Client<A>,
    path: SearchPath,
    conditions: Vec<Condition>,
    limit: u32,
    cursor: Option<&str>,
) -> Result<Page<T>, CallError> {
    let limit = inputs::limit(client, limit)?;
    let after = inputs::cursor(client, cursor)?;
    let Camel(many): Camel<Many<T>> = client.search(path, &Query::new(after, conditions, limit)).await?;
    let more = many.next().is_some();
    let next_cursor = many.items.last().filter(|_| more).map(|row| row.id().to_string());
    Ok(Page {
        items: many.items,
        next_cursor,
    })
}

/// The whole list, or the page that was asked for.
pub async fn list<T: Row, A: Access>(
    client: &Client<A>,
    path: SearchPath,
    input: ListInput,
) -> Result<Page<T>, CallError> {
    if let Some(limit) = input.limit {
        return page(client, path, Vec::new(), limit, input.cursor.as_deref()).await;
    }
    let after = inputs::cursor(client, input.cursor.as_deref())?;
    all(client, path, after).await
}

/// Every page: what was posted first is posted again to the address of the next page, as Autotask wants it.
async fn all<T: Row, A: Access>(
    client: &Client<A>,
    path: SearchPath,
    after: Option<i64>,
) -> Result<Page<T>, CallError> {
    let body = Query::new(after, Vec::new(), MOST_ROWS);
    let (mut rows, mut seen) = (Vec::<T>::new(), HashSet::new());
    let Camel(mut page): Camel<Many<T>> = client.search(path, &body).await?;
    loop {
        let next = page.next();
        rows.append(&mut page.items);
        let Some(next) = next else { break };
        if rows.len() >= Page::<T>::MOST_ROWS {
            let next_cursor = rows.last().map(|row| row.id().to_string());
            return Ok(Page {
                items: rows,
                next_cursor,
            });
        }
        if !seen.insert(next.clone()) {
            let at = "the address of the next page came twice, so the list would never end".to_owned();
            return Err(client.session().error(CallErrorKind::Contract { at }));
        }
        Camel(page) = client.search_next(path, &next, &body).await?;
    }
    if rows.is_empty() && after.is_none() {
        // A tenant that has moved may answer with nothing at its old zone: the next call asks where it is.
        client.session().desk().shelf.drop_note(zone::NOTE);
    }
    Ok(Page {
        items: rows,
        next_cursor: None,
    })
}
