//! The stored sealed values as the vault's rotation walks over them.

use crate::{
    store::{Store, StoreError},
    vault::{RowsError, Sealed, SealedRow, SealedRows},
};
use async_trait::async_trait;

/// All sealed values of the store.
pub struct StoredValues(pub Store);

#[async_trait]
impl SealedRows for StoredValues {
    async fn page(&self, after: Option<&str>, limit: u64) -> Result<Vec<SealedRow>, RowsError> {
        let rows = self.0.sealed_page(after, limit).await.map_err(wrap)?;
        Ok(rows
            .into_iter()
            .map(|row| SealedRow {
                key: row.key,
                integration: row.integration,
                vendor: row.vendor,
                field: row.field,
                sealed: row.sealed,
            })
            .collect())
    }

    async fn swap(&self, key: &str, old: &str, new: &Sealed) -> Result<bool, RowsError> {
        self.0.swap_sealed(key, old, new.as_str()).await.map_err(wrap)
    }
}

fn wrap(error: StoreError) -> RowsError {
    RowsError(Box::new(error))
}
