//! Reads lists: every page to the last, or one.
//!
//! Graph's link to the next page is followed as it came, and only to the same list. What callers get as a cursor is its
//! query; one that comes back with another selection or filter than the operation's own is refused, so that a cursor leads
//! to nothing that the operation would not have read. A row that comes twice since rows were added meanwhile is kept once.

use super::{
    inputs::Window,
    model::{Listed, Row},
    paths::ListPath,
};
use crate::{
    connector::{CallError, CallErrorKind, Client, Page, refuse},
    policy::Access,
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use std::collections::HashSet;
use url::{Url, form_urlencoded};

/// The largest page of most lists.
pub const LARGEST: u32 = 999;

/// More pages than this are not read in one call: a list that long does not end.
const MOST_PAGES: usize = 2_000;

/// What decides which rows and members come; a cursor may not change it.
const OURS: [&str; 5] = ["$select", "$filter", "$search", "$expand", "$orderby"];

/// A list: where it is, what narrows it, and how large its pages are.
pub struct List {
    path: ListPath,
    query: Vec<(&'static str, String)>,
    largest: Option<u32>,
}

impl List {
    /// A list with pages of up to 999 rows.
    pub fn new(path: ListPath) -> Self {
        Self {
            path,
            query: Vec::new(),
            largest: Some(LARGEST),
        }
    }

    /// With pages of up to so many rows.
    #[must_use]
    pub fn largest(self, rows: u32) -> Self {
        Self {
            largest: Some(rows),
            ..self
        }
    }

    /// A list whose pages Graph makes as large as it likes.
    #[must_use]
    pub fn unsized_pages(self) -> Self {
        Self {
            largest: None,
            ..self
        }
    }

    /// Adds to the query, where there is a value.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: Option<impl Into<String>>) -> Self {
        self.query.extend(value.map(|value| (name, value.into())));
        self
    }

    /// Reads all rows, or a page and where the next one begins.
    pub async fn read<A: Access, T: Row>(
        &self,
        client: &Client<A>,
        window: Window<'_>,
    ) -> Result<Page<T>, CallError> {
        let whole = window.limit.is_none() && window.cursor.is_none();
        let mut listed: Listed<T> = match window.cursor {
            Some(cursor) => {
                let next = self.continued(client, cursor)?;
                client.get_next(self.path.path(), &next).await?
            }
            None => self.first(client, window.limit).await?,
        };
        let (mut items, mut seen, mut pages) = (Vec::new(), HashSet::new(), 1);
        let mut links = HashSet::new();
        loop {
            let fresh = listed
                .value
                .into_iter()
                .filter(|row| seen.insert(row.id().to_owned()));
            items.extend(fresh);
            let Some(next) = listed.next else {
                return Ok(Page {
                    items,
                    next_cursor: None,
                });
            };
            if !whole || items.len() >= Page::<T>::MOST_ROWS {
                let next_cursor = Some(self.cursor(client, &next)?);
                return Ok(Page { items, next_cursor });
            }
            pages += 1;
            if pages > MOST_PAGES || !links.insert(next.clone()) {
                let at = format!("`@odata.nextLink` (more than {MOST_PAGES} pages, or the same page again)");
                return Err(client.session().error(CallErrorKind::Contract { at }));
            }
            listed = client.get_next(self.path.path(), &next).await?;
        }
    }

    async fn first<A: Access, T: Row>(
        &self,
        client: &Client<A>,
        limit: Option<u32>,
    ) -> Result<Listed<T>, CallError> {
        let most = self.largest.unwrap_or(LARGEST);
        if limit.is_some_and(|limit| !(1..=most).contains(&limit)) {
            return Err(refuse(client, "limit", format!("give a number from 1 to {most}")));
        }
        let top = limit.or(self.largest).map(|rows| rows.to_string());
        let mut query: Vec<(&str, &str)> = self
            .query
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        query.extend(top.as_deref().map(|top| ("$top", top)));
        client.get(self.path.path(), &query).await
    }

    /// The cursor for the page at this link.
    fn cursor<A: Access>(&self, client: &Client<A>, next: &str) -> Result<String, CallError> {
        let home = self.address(client);
        let query = Url::parse(next)
            .ok()
            .filter(|next| home.as_ref().is_some_and(|home| is_same_list(home, next)))
            .and_then(|next| next.query().map(str::to_owned));
        let query = query.ok_or_else(|| {
            let at = "`@odata.nextLink` (it leads out of the list)".to_owned();
            client.session().error(CallErrorKind::Contract { at })
        })?;
        Ok(BASE64_URL_SAFE_NO_PAD.encode(query))
    }

    /// The link behind a cursor.
    fn continued<A: Access>(&self, client: &Client<A>, cursor: &str) -> Result<String, CallError> {
        let unusable = |why| refuse(client, "cursor", why);
        let query = BASE64_URL_SAFE_NO_PAD
            .decode(cursor.trim())
            .ok()
            .and_then(|bytes| String::from_utf8(bytes).ok())
            .filter(|query| !query.is_empty() && query.bytes().all(|byte| byte.is_ascii_graphic()))
            .ok_or_else(|| unusable("give `next_cursor` as it was answered"))?;
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let own = self.query.iter().find(|(own, _)| name.eq_ignore_ascii_case(own));
            let is_ours = OURS.iter().any(|ours| name.eq_ignore_ascii_case(ours));
            if is_ours && own.is_none_or(|(_, own)| *own != value) {
                return Err(unusable(
                    "this cursor was made with another search or filter: give the same",
                ));
            }
        }
        let mut url = self
            .address(client)
            .ok_or_else(|| unusable("give `next_cursor` as it was answered"))?;
        url.set_query(Some(&query));
        Ok(url.into())
    }

    fn address<A: Access>(&self, client: &Client<A>) -> Option<Url> {
        client.session().base().join(self.path.text()).ok()
    }
}

fn is_same_list(home: &Url, next: &Url) -> bool {
    home.origin() == next.origin() && home.path().eq_ignore_ascii_case(next.path())
}
