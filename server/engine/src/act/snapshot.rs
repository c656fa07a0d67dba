//! What a call would act on, read without changing anything, and whether it is still what it was.

use super::Act;
use crate::{
    connector::{CallErrorKind, Entry, OperationError},
    store::IntegrationRow,
};
use contract::target::{Difference, Target};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::time::Duration;

/// How long a look at a target may take beyond one request's deadline: a person waits for it.
const PATIENCE: Duration = Duration::from_secs(5);

/// What a look at a target found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Snapshot {
    /// The target.
    Seen(Target),
    /// The operation describes none.
    Undescribed,
    /// The vendor has no such thing.
    Gone,
    /// It could not be read; why, in a sentence.
    Unread(String),
}

impl Snapshot {
    /// The target, or why there is none.
    pub fn split(self) -> (Option<Target>, Option<String>) {
        match self {
            Snapshot::Seen(target) => (Some(target), None),
            Snapshot::Undescribed => (None, None),
            Snapshot::Gone => (None, Some("The vendor has no such thing.".to_owned())),
            Snapshot::Unread(why) => (None, Some(why)),
        }
    }

    /// What is no longer as it was at `before`; an error where that cannot be told.
    pub fn since(self, before: &Target) -> Result<Vec<Difference>, String> {
        match self {
            Snapshot::Seen(now) => Ok(before.differences(&now)),
            Snapshot::Gone => Ok(vec![Difference {
                name: before.kind.clone(),
                before: before.name.clone(),
                now: "gone".to_owned(),
            }]),
            Snapshot::Undescribed => {
                Err("This version no longer describes what the call acts on.".to_owned())
            }
            Snapshot::Unread(why) => Err(why),
        }
    }
}

impl Act {
    /// Looks at what a call would act on.
    pub async fn look_at_target(&self, row: &IntegrationRow, entry: &Entry, input: &Value) -> Snapshot {
        let patience = self.wire.config().timeout.saturating_add(PATIENCE);
        let look = async {
            let session = self.session(row).await.map_err(OperationError::Call)?;
            entry.target(&session, input.clone()).await
        };
        match tokio::time::timeout(patience, look).await {
            Ok(Ok(Some(target))) => Snapshot::Seen(target),
            Ok(Ok(None)) => Snapshot::Undescribed,
            Ok(Err(OperationError::Call(error))) if error.kind == CallErrorKind::NotFound => Snapshot::Gone,
            Ok(Err(OperationError::Call(error))) => Snapshot::Unread(error.sentence()),
            Ok(Err(OperationError::Input(field))) => Snapshot::Unread(field.message),
            Err(_) => Snapshot::Unread("The vendor did not answer in time.".to_owned()),
        }
    }
}

/// What tells an account from another, as a digest: the same integration with other credentials is another account.
pub fn account_digest(row: &IntegrationRow) -> String {
    Sha256::digest(row.identity.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_target_that_is_gone_is_a_difference_and_one_that_cannot_be_read_is_not() {
        let before = Target::new("endpoint", "a1", "LAPTOP-7");
        let gone = Snapshot::Gone.since(&before).unwrap();
        assert_eq!(
            (gone[0].before.as_str(), gone[0].now.as_str()),
            ("LAPTOP-7", "gone")
        );
        assert_eq!(Snapshot::Seen(before.clone()).since(&before), Ok(Vec::new()));
        assert!(Snapshot::Unread("no answer".into()).since(&before).is_err());
    }
}
