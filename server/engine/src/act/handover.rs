//! A password that a call made: sealed before anybody sees the answer, and told once.
//!
//! What [`Act::make`] gives holds the identifier of a handover where the vendor's folder put a password, so neither an
//! answer, nor what is kept of one, nor the log or the trail can hold it. Where it cannot be sealed it is lost, and the answer
//! says so: a password that nobody knows is set anew, one that too many know is not.

use super::{Act, canonical};
use crate::{
    store::{HANDOVER_FIELD, HandoverRow, IntegrationRow, Store, fresh_ulid},
    vault::{Binding, Secret},
};
use contract::{ids::HandoverId, operation::OperationInfo};
use serde_json::Value;

/// For how long one waits, in milliseconds.
const WAITS_MS: i64 = 24 * 3_600_000;

impl Act {
    /// The answer with each password's handover in its place.
    pub(super) async fn hand_over(
        &self,
        output: Value,
        info: &OperationInfo,
        row: &IntegrationRow,
        owner: Option<&str>,
    ) -> Value {
        let mut waiting = Vec::new();
        let now = self.clock.now_ms();
        let output = canonical::with_handovers(&output, &info.output_schema, &mut |secret| {
            let id = HandoverId::from_ulid(&fresh_ulid(now));
            waiting.push((id.clone(), Secret::new(secret.to_owned())));
            Value::from(id.as_str())
        });
        let mut lost = Vec::new();
        for (id, secret) in waiting {
            let kept = match &self.store {
                Some(store) => self.keep(store, &id, &secret, info, row, owner).await,
                None => Err("nothing is kept here".into()),
            };
            if let Err(error) = kept {
                tracing::error!(handover = %id, error = %error, "a password that was just set could not be kept: set it again");
                lost.push(id);
            }
        }
        if lost.is_empty() {
            return output;
        }
        canonical::with_handovers(&output, &info.output_schema, &mut |id| {
            let is_lost = lost.iter().any(|lost| lost.as_str() == id);
            Value::from(if is_lost { canonical::NOT_KEPT } else { id })
        })
    }

    async fn keep(
        &self,
        store: &Store,
        id: &HandoverId,
        secret: &Secret,
        info: &OperationInfo,
        row: &IntegrationRow,
        owner: Option<&str>,
    ) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        let binding = Binding {
            integration: id.as_str(),
            vendor: row.vendor.as_str(),
            field: HANDOVER_FIELD,
        };
        let sealed = self.vault.seal(binding, secret).await?;
        let now = self.clock.now_ms();
        let new = HandoverRow {
            id: id.clone(),
            owner: owner.map(str::to_owned),
            vendor: row.vendor.to_string(),
            operation: info.id.to_string(),
            integration: row.id.clone(),
            sealed: sealed.as_str().to_owned(),
            expires_at: now + WAITS_MS,
        };
        Ok(store.insert_handover(now, &new).await?)
    }
}
