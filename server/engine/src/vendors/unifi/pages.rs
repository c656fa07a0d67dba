//! Lists: page after page of the official API, rows at once of the private one, one site or all.
//!
//! A cursor says which site and where in it; it is opaque to callers. A page of a list over all sites ends where its site
//! ends, so it may have fewer rows than were asked for, also none; the list is at its end when there is no cursor.

use super::{
    inputs::{self, SiteRef},
    sites::{self, Site},
};
use crate::{
    connector::{CallError, CallErrorKind, Client, Page, Path},
    policy::Access,
};
use serde::{Deserialize, de::DeserializeOwned};
use std::future::Future;

/// The largest page of the official API.
const LARGEST: u32 = 200;

/// The part of a list that was asked for.
#[derive(Clone, Copy, Default)]
pub struct Window<'a> {
    /// At most so many rows; all when there is neither limit nor cursor.
    pub limit: Option<u32>,
    /// Where to go on.
    pub cursor: Option<&'a str>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer<T> {
    data: Vec<T>,
    total_count: u64,
}

/// Rows from a place on, and where the next begin.
pub struct Part<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// Where the next begin; none at the end.
    pub next: Option<u64>,
}

/// One page of the official API.
pub async fn page<T: DeserializeOwned, A: Access>(
    client: &Client<A>,
    path: Path,
    (offset, limit): (u64, u32),
    filter: Option<&str>,
) -> Result<Part<T>, CallError> {
    let (from, most) = (offset.to_string(), limit.min(LARGEST).to_string());
    let mut query = vec![("offset", from.as_str()), ("limit", most.as_str())];
    query.extend(filter.map(|filter| ("filter", filter)));
    let answer: Answer<T> = client.get(path, &query).await?;
    let reached = offset + answer.data.len() as u64;
    // Rationale: taken for the end, it would cut the list in silence.
    if answer.data.is_empty() && reached < answer.total_count {
        let at = format!("`data` (empty at {reached} of {} rows)", answer.total_count);
        return Err(client.session().error(CallErrorKind::Contract { at }));
    }
    let next = (reached < answer.total_count).then_some(reached);
    Ok(Part {
        rows: answer.data,
        next,
    })
}

/// All pages of the official API.
pub async fn all<T: DeserializeOwned, A: Access>(
    client: &Client<A>,
    path: impl Fn() -> Path,
    filter: Option<&str>,
) -> Result<Vec<T>, CallError> {
    let (mut rows, mut offset) = (Vec::new(), 0);
    loop {
        let part = page(client, path(), (offset, LARGEST), filter).await?;
        rows.extend(part.rows);
        match part.next {
            Some(next) => offset = next,
            None => return Ok(rows),
        }
    }
}

/// Cuts a part out of rows that came all at once.
pub fn cut<T>(rows: Vec<T>, (offset, limit): (u64, u32)) -> Part<T> {
    let total = rows.len() as u64;
    let skipped = usize::try_from(offset).unwrap_or(usize::MAX);
    let rows: Vec<T> = rows.into_iter().skip(skipped).take(limit as usize).collect();
    let reached = offset + rows.len() as u64;
    Part {
        next: (!rows.is_empty() && reached < total).then_some(reached),
        rows,
    }
}

/// Reads the rows of one site or of all: everything, or a page and where the next one begins.
///
/// `read` gives a part of one site's rows.
pub async fn over_sites<T, A: Access, F>(
    client: &Client<A>,
    named: Option<&SiteRef>,
    window: Window<'_>,
    read: impl Fn(Site, (u64, u32)) -> F,
) -> Result<Page<T>, CallError>
where
    F: Future<Output = Result<Part<T>, CallError>>,
{
    if window.limit.is_some_and(|limit| !(1..=LARGEST).contains(&limit)) {
        return Err(inputs::refuse(
            client,
            "limit",
            format!("give a number from 1 to {LARGEST}"),
        ));
    }
    let sites = sites::some(client, named).await?;
    let (mut at, mut offset) =
        begin(&sites, window.cursor).map_err(|why| inputs::refuse(client, "cursor", why))?;
    let whole = window.limit.is_none() && window.cursor.is_none();
    let mut items = Vec::new();
    while let Some(site) = sites.get(at) {
        let part = read(site.clone(), (offset, window.limit.unwrap_or(LARGEST))).await?;
        items.extend(part.rows);
        (at, offset) = part.next.map_or((at + 1, 0), |next| (at, next));
        if !whole || items.len() >= Page::<T>::MOST_ROWS {
            break;
        }
    }
    let next_cursor = sites.get(at).map(|site| format!("{}/{offset}", site.id));
    Ok(Page { items, next_cursor })
}

/// Where a cursor points.
fn begin(sites: &[Site], cursor: Option<&str>) -> Result<(usize, u64), &'static str> {
    let Some(cursor) = cursor else {
        return Ok((0, 0));
    };
    let wrong = "give `next_cursor` as it was answered, with the same `site`";
    let (site, offset) = cursor.rsplit_once('/').ok_or(wrong)?;
    let at = sites.iter().position(|known| known.id == site).ok_or(wrong)?;
    Ok((at, offset.parse().map_err(|_| wrong)?))
}
