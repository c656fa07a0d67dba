//! Reads lists as the vendor's own module does: in order of id, a thousand rows at most, and the next page begins after the
//! last id. A page that is not full is the last.
//!
//! Ids are GUIDs, so their order is not that of time: whoever wants what is new filters by time.

use super::{
    filter::Conditions,
    inputs::{EntityId, refuse},
    model::Row,
    paths::Model,
};
use crate::{
    connector::{CallError, CallErrorKind, Client, Page},
    policy::Access,
};

/// The most rows of one request, by the vendor's wish.
pub const LARGEST: usize = 1_000;

/// The part of a list that was asked for.
#[derive(Default)]
pub struct Window<'a> {
    /// At most so many rows; all when there is neither limit nor cursor.
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<&'a EntityId>,
}

/// Reads all rows, or a page and where the next one begins.
pub async fn read<T: Row, A: Access>(
    client: &Client<A>,
    of: Model,
    conditions: &Conditions,
    window: Window<'_>,
) -> Result<Page<T>, CallError> {
    let whole = window.limit.is_none() && window.cursor.is_none();
    let rows = match window.limit.map(usize::try_from) {
        None => LARGEST,
        Some(Ok(limit)) if (1..=LARGEST).contains(&limit) => limit,
        Some(_) => {
            return Err(refuse(
                client,
                "limit",
                format!("give a number from 1 to {LARGEST}"),
            ));
        }
    };
    if whole {
        return all(client, of, conditions, Page::<T>::MOST_ROWS).await;
    }
    let items = page::<T, A>(client, of, conditions, window.cursor, rows).await?;
    let next_cursor = next(client, &items, window.cursor, rows)?.map(|id| id.to_string());
    Ok(Page { items, next_cursor })
}

/// Every row, up to so many and a page; where there are more, the cursor says so.
pub async fn all<T: Row, A: Access>(
    client: &Client<A>,
    of: Model,
    conditions: &Conditions,
    most: usize,
) -> Result<Page<T>, CallError> {
    let (mut items, mut after) = (Vec::new(), None);
    loop {
        let page = page::<T, A>(client, of, conditions, after.as_ref(), LARGEST).await?;
        let following = next(client, &page, after.as_ref(), LARGEST)?;
        items.extend(page);
        if following.is_none() || items.len() >= most {
            let next_cursor = following.map(|id| id.to_string());
            return Ok(Page { items, next_cursor });
        }
        after = following;
    }
}

async fn page<T: Row, A: Access>(
    client: &Client<A>,
    of: Model,
    conditions: &Conditions,
    after: Option<&EntityId>,
    rows: usize,
) -> Result<Vec<T>, CallError> {
    let filter = conditions.filter(after, rows);
    client.get(of.path(), &[("filter", &filter)]).await
}

/// The id after which the next page begins; none after the last page.
///
/// A page that ends where the one before it ended is an error: asked on, it would never come to an end.
fn next<T: Row, A: Access>(
    client: &Client<A>,
    page: &[T],
    after: Option<&EntityId>,
    rows: usize,
) -> Result<Option<EntityId>, CallError> {
    let Some(last) = page.last().filter(|_| page.len() >= rows) else {
        return Ok(None);
    };
    let drifted = |at: &str| {
        client.session().error(CallErrorKind::Contract {
            at: format!("`id` ({at})"),
        })
    };
    match EntityId::try_from(last.id().to_owned()) {
        Err(why) => Err(drifted(why)),
        Ok(id) if Some(&id) == after => Err(drifted("a page ends with the row after which it was to begin")),
        Ok(id) => Ok(Some(id)),
    }
}
