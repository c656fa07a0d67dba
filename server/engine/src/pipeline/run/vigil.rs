//! Calls that a run makes, and who hears of a refusal: health learns of it at once, as it does from people's calls.
//!
//! Health is not known here: whoever listens is handed in (`ports`).

use super::Automation;
use crate::{
    act::Made,
    connector::{CallError, CallErrorKind, Entry, OperationError, Session},
    policy::Grant,
    store::IntegrationRow,
};
use futures::future::BoxFuture;
use serde_json::Value;
use std::time::{Duration, Instant};

/// Who hears that a vendor refused an account's credentials.
pub trait Vigil: Send + Sync {
    /// A real call was refused; it took so long. Whoever called waits for this, so nothing slow happens in it.
    fn refused<'a>(
        &'a self,
        row: &'a IntegrationRow,
        error: &'a CallError,
        took: Duration,
    ) -> BoxFuture<'a, ()>;
}

impl Automation {
    /// Makes a call.
    pub(super) async fn make(
        &self,
        row: &IntegrationRow,
        entry: &Entry,
        granted: Grant,
        input: Value,
    ) -> Made {
        let begun = Instant::now();
        let made = self.act.make(row, entry, granted, input).await;
        if let Err(OperationError::Call(error)) = &made.result {
            self.heard(row, error, begun).await;
        }
        made
    }

    /// A session of an account.
    pub(super) async fn session(&self, row: &IntegrationRow) -> Result<Session, CallError> {
        let begun = Instant::now();
        let session = self.act.session(row).await;
        if let Err(error) = &session {
            self.heard(row, error, begun).await;
        }
        session
    }

    async fn heard(&self, row: &IntegrationRow, error: &CallError, begun: Instant) {
        if error.kind != CallErrorKind::Credentials {
            return;
        }
        if let Some(vigil) = &self.vigil {
            vigil.refused(row, error, begun.elapsed()).await;
        }
    }
}
