//! Where a page begins, and the URLs of the pages beside it.
//!
//! The `paging` parameter looks like the vendor's and holds the ids at the page's edges. A URL born of a
//! POST carries no filter: the same body has to be posted again. One born of a GET carries its `search`.

use serde_json::{Value, json};
use url::form_urlencoded::Serializer;

/// Where to start reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cursor {
    First,
    After(i64),
    Before(i64),
}

impl Cursor {
    /// Reads the `paging` parameter of a `query/next` or `query/previous` call, with its page size.
    pub fn read(paging: &str, is_next: bool) -> Option<(Self, usize)> {
        let paging: Value = serde_json::from_str(paging).ok()?;
        let size = usize::try_from(paging.get("pageSize")?.as_u64()?).ok()?;
        let edge = paging
            .get(if is_next { "nextIds" } else { "previousIds" })?
            .get(0)?
            .as_i64()?;
        Some((
            if is_next {
                Self::After(edge)
            } else {
                Self::Before(edge)
            },
            size,
        ))
    }
}

/// The URL of the next or previous page.
pub(crate) fn neighbour(
    origin: &str,
    entity: &str,
    search: Option<&str>,
    cursor: Cursor,
    size: usize,
) -> Option<String> {
    let (word, previous, next) = match cursor {
        Cursor::First => return None,
        Cursor::After(id) => ("next", vec![], vec![id]),
        Cursor::Before(id) => ("previous", vec![id], vec![]),
    };
    let paging = json!({"pageSize": size, "previousIds": previous, "nextIds": next}).to_string();
    let mut query = Serializer::new(String::new());
    query.append_pair("paging", &paging);
    search.map(|search| query.append_pair("search", search));
    Some(format!(
        "{origin}/ATServicesRest/V1.0/{entity}/query/{word}?{}",
        query.finish()
    ))
}
