//! Opens every stored value and tells which do not open.
//!
//! Refuses to change anything and to show a value.

use std::collections::BTreeMap;

use super::{
    error::VaultError,
    keeper::Vault,
    rotation::RotationError,
    rows::{RowFailure, SealedRow, SealedRows, Walk},
    sealed::Sealed,
};

/// Rows looked at in one query.
const BATCH: u64 = 200;

/// The outcome of opening everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct VerifyReport {
    /// Values looked at.
    pub checked: u64,
    /// How many values each key sealed, by key id.
    pub by_key: BTreeMap<String, u64>,
    /// The values that do not open.
    pub failures: Vec<RowFailure>,
}

/// Opens every stored value. An unavailable ring is an error; a value that does not open is not.
pub async fn verify(vault: &Vault, rows: &dyn SealedRows) -> Result<VerifyReport, RotationError> {
    vault.refresh().await;
    let mut report = VerifyReport::default();
    let mut walk = Walk::new(rows, BATCH);
    while let Some(page) = walk.next().await? {
        for row in &page {
            report.checked += 1;
            match check(vault, row, &mut report.by_key).await {
                Ok(()) => {}
                Err(error @ VaultError::KeyUnavailable { .. }) => return Err(error.into()),
                Err(error) => report.failures.push(row.failure(&error)),
            }
        }
    }
    Ok(report)
}

async fn check(vault: &Vault, row: &SealedRow, by_key: &mut BTreeMap<String, u64>) -> Result<(), VaultError> {
    let sealed = Sealed::parse(&row.sealed)?;
    *by_key.entry(sealed.key_id().to_owned()).or_default() += 1;
    vault.open(row.binding(), &sealed).await.map(drop)
}
