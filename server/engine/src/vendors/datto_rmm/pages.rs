//! Reads lists: every page, or one.
//!
//! Datto RMM sorts nothing on request and knows no "changed since": a row that comes or goes during a sweep can shift
//! others, and the vendor offers nothing against it.

use super::place::{LARGEST, Place};
use crate::{
    connector::{CallError, CallErrorKind, Client, Page, Path},
    policy::Access,
};
use serde::{Deserialize, de::DeserializeOwned};

/// A page as the vendor answers it; the name of its rows differs by list.
#[derive(Deserialize)]
pub struct Listed<T> {
    #[serde(rename = "pageDetails")]
    details: Details,
    #[serde(
        alias = "devices",
        alias = "alerts",
        alias = "sites",
        alias = "components",
        alias = "software",
        alias = "jobComponents"
    )]
    rows: Vec<T>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Details {
    next_page_url: Option<String>,
    total_count: Option<u64>,
}

impl<T> Listed<T> {
    /// How many rows there are in all, where the vendor says so.
    pub fn total(&self) -> Option<u64> {
        self.details.total_count
    }
}

/// A list: where it is, and what narrows it. The filters go with every page, for the vendor's link forgets them.
pub struct List {
    path: Path,
    filters: Vec<(&'static str, String)>,
    usual: Option<u32>,
}

impl List {
    /// A list whose pages have 250 rows at most.
    pub fn new(path: Path) -> Self {
        Self {
            path,
            filters: Vec::new(),
            usual: Some(LARGEST),
        }
    }

    /// A list whose largest page nobody knows: the vendor decides.
    pub fn of_unknown_size(path: Path) -> Self {
        Self {
            usual: None,
            ..Self::new(path)
        }
    }

    /// Narrows it, where there is a value.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: Option<impl ToString>) -> Self {
        self.filters.extend(value.map(|value| (name, value.to_string())));
        self
    }

    /// Reads all rows, or a page and where the next one begins.
    pub async fn read<A: Access, T: DeserializeOwned>(
        &self,
        client: &Client<A>,
        limit: Option<u32>,
        cursor: Option<&str>,
    ) -> Result<Page<T>, CallError> {
        let whole = limit.is_none() && cursor.is_none();
        let mut place = Place::begin(limit, cursor, self.usual).map_err(|(field, why)| {
            client.session().error(CallErrorKind::Input {
                field: field.into(),
                why,
            })
        })?;
        let mut items = Vec::new();
        loop {
            let (rows, next) = self.page(client, place).await?;
            items.extend(rows);
            match next {
                Some(next) if whole && items.len() < Page::<T>::MOST_ROWS => place = next,
                next => {
                    let next_cursor = next.map(|next| next.to_string());
                    return Ok(Page { items, next_cursor });
                }
            }
        }
    }

    /// The first row that fits, with as few pages as that takes.
    pub async fn find<A: Access, T: DeserializeOwned>(
        &self,
        client: &Client<A>,
        fits: impl Fn(&T) -> bool,
    ) -> Result<Option<T>, CallError> {
        let mut place = Some(Place {
            page: 0,
            size: self.usual,
        });
        while let Some(here) = place {
            let (rows, next) = self.page(client, here).await?;
            if let Some(row) = rows.into_iter().find(&fits) {
                return Ok(Some(row));
            }
            place = next;
        }
        Ok(None)
    }

    /// The first row alone, and how many there are: what a connection test asks for.
    pub async fn first<A: Access, T: DeserializeOwned>(
        &self,
        client: &Client<A>,
    ) -> Result<Listed<T>, CallError> {
        client.get(self.path.clone(), &[("max", "1")]).await
    }

    async fn page<A: Access, T: DeserializeOwned>(
        &self,
        client: &Client<A>,
        place: Place,
    ) -> Result<(Vec<T>, Option<Place>), CallError> {
        let (page, size) = (place.page.to_string(), place.size.map(|size| size.to_string()));
        let mut query = vec![("page", page.as_str())];
        query.extend(size.as_deref().map(|size| ("max", size)));
        query.extend(self.filters.iter().map(|(name, value)| (*name, value.as_str())));
        let read: Listed<T> = client.get(self.path.clone(), &query).await?;
        let next = place
            .next(read.details.next_page_url.as_deref(), read.rows.len())
            .map_err(|at| client.session().error(CallErrorKind::Contract { at }))?;
        Ok((read.rows, next))
    }
}
