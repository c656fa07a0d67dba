//! The stored values as rotation and verification meet them: the port to the store.
//!
//! Refuses to know tables and databases.

use async_trait::async_trait;

use super::{
    error::VaultError,
    sealed::{Binding, Sealed},
};

/// One stored value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedRow {
    /// The row's name: what pages are ordered by and failures are told by.
    pub key: String,
    /// The integration it belongs to.
    pub integration: String,
    /// The integration's vendor.
    pub vendor: String,
    /// The field it is the value of.
    pub field: String,
    /// The value as stored, be it well-formed or not.
    pub sealed: String,
}

impl SealedRow {
    /// The place the value must be bound to.
    pub fn binding(&self) -> Binding<'_> {
        Binding {
            integration: &self.integration,
            vendor: &self.vendor,
            field: &self.field,
        }
    }

    pub(super) fn failure(&self, error: &VaultError) -> RowFailure {
        RowFailure {
            row: self.key.clone(),
            place: self.binding().to_string(),
            reason: error.to_string(),
        }
    }
}

/// A value that does not open, by its row; the value itself is not told.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct RowFailure {
    /// The row's name.
    pub row: String,
    /// Integration, vendor and field.
    pub place: String,
    /// Why it does not open.
    pub reason: String,
}

/// The store's own failure.
#[derive(Debug, thiserror::Error)]
#[error("the stored values cannot be read or written")]
pub struct RowsError(#[source] pub Box<dyn std::error::Error + Send + Sync>);

/// All sealed values of the installation.
#[async_trait]
pub trait SealedRows: Send + Sync {
    /// At most `limit` rows whose keys come after `after`, ordered by key; none at the end.
    async fn page(&self, after: Option<&str>, limit: u64) -> Result<Vec<SealedRow>, RowsError>;

    /// Puts `new` where `old` still stands; `false` when something else stands there by now.
    async fn swap(&self, key: &str, old: &str, new: &Sealed) -> Result<bool, RowsError>;
}

/// Walks over all rows page by page.
pub(super) struct Walk<'a> {
    rows: &'a dyn SealedRows,
    limit: u64,
    after: Option<String>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(rows: &'a dyn SealedRows, limit: u64) -> Self {
        Self {
            rows,
            limit,
            after: None,
        }
    }

    /// The next page, or `None` at the end.
    pub(super) async fn next(&mut self) -> Result<Option<Vec<SealedRow>>, RowsError> {
        let page = self.rows.page(self.after.as_deref(), self.limit).await?;
        let Some(last) = page.last() else { return Ok(None) };
        self.after = Some(last.key.clone());
        Ok(Some(page))
    }
}
