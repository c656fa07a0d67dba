//! The envelope of Pax8's lists: rows, and where the page stands. Some lists have no pages and say nothing of them.

use serde::{Deserialize, de::DeserializeOwned};

/// A row of a list, known by its id.
pub trait Row: DeserializeOwned + Send {
    /// Its id.
    fn id(&self) -> &str;
}

/// The answer to a list.
#[derive(Deserialize)]
pub struct Listed<T> {
    /// The rows of this page.
    pub content: Vec<T>,
    /// Where the page stands.
    pub page: Option<Standing>,
}

/// Where a page stands among all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Standing {
    /// Its number, from 0.
    pub number: Option<u64>,
    /// How many pages there are; 0 when there are no rows.
    pub total_pages: Option<u64>,
    /// How many rows there are in all.
    pub total_elements: Option<u64>,
}

impl<T> Listed<T> {
    /// How many rows there are in all, where the vendor says so.
    pub fn total(&self) -> Option<u64> {
        self.page?.total_elements
    }
}
