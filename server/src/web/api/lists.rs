//! The shape of every list.

use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// A list, or a page of one.
#[derive(Serialize, ToSchema)]
pub struct List<T> {
    /// The things.
    pub items: Vec<T>,
    /// Where the next page begins; none at the end.
    pub next_cursor: Option<String>,
}

impl<T: Clone> From<Arc<[T]>> for List<T> {
    fn from(items: Arc<[T]>) -> Self {
        items.to_vec().into()
    }
}

impl<T> From<Vec<T>> for List<T> {
    fn from(items: Vec<T>) -> Self {
        Self {
            items,
            next_cursor: None,
        }
    }
}
