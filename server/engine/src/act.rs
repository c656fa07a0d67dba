//! Acting at a vendor's: opens an account for one call, and makes the call.
//!
//! The one road from a kept integration to the wire: session → vault.open → authenticator → wire. Secrets live as long
//! as the call. [`Act`] decides nothing about who may ask; a `Grant` comes from the policy.
//!
//! ```text
//!   Calls::call: account → rule → grant ─┬─ granted → key → Act::make      calls.rs, keys.rs
//!                                        └─ held    → Act::hold            hold.rs, snapshot.rs
//! ```

mod calls;
mod canonical;
mod handover;
mod hold;
mod keys;
pub mod problems;
mod refusal;
mod renewals;
mod snapshot;
mod typed;

pub use calls::{Answered, Asked, Calls, Ready};
pub use canonical::{digest, without_secrets};
pub use hold::ToHold;
pub use keys::KEPT_MS;
pub use problems::of_call;
pub use refusal::{FailedCall, Refusal};
pub use renewals::{KeptAt, STALE_MS};
pub use snapshot::{Snapshot, account_digest};

use crate::{
    clock::Clock,
    connector::{
        CallError, CallErrorKind, Checks, Connector, Desk, Entry, Finding, Memory, Opened, OperationError,
        Renewals, Session, Wire,
    },
    policy::Grant,
    store::{IntegrationRow, Store},
    vault::{Binding, Sealed, Vault},
    vendors::Registry,
};
use contract::{ids::IntegrationId, manifest::Values, test_report::TestReport};
use serde_json::Value;
use std::{collections::BTreeMap, sync::Arc, time::Duration};

/// How long a whole connection test may take.
const TEST_PATIENCE: Duration = Duration::from_secs(60);

/// A call that was made.
#[derive(Debug)]
pub struct Made {
    /// What it gave.
    pub result: Result<Value, OperationError>,
    /// True when the vendor has, or may have, changed something, whatever the result says.
    pub acted: bool,
}

/// The machine's hands. Cheap to clone.
#[derive(Clone)]
pub struct Act {
    /// Seals and opens credentials.
    pub vault: Vault,
    /// The vendors.
    pub registry: Registry,
    /// What is remembered between calls.
    pub memory: Memory,
    /// The way out.
    pub wire: Wire,
    /// The time.
    pub clock: Clock,
    /// Where what vendors renew is kept; none where nothing is.
    pub store: Option<Store>,
}

impl Act {
    /// The vendor of an integration.
    pub fn connector(&self, row: &IntegrationRow) -> Result<&dyn Connector, CallError> {
        self.registry.connector(row.vendor.as_str()).ok_or_else(|| {
            let at = format!("the vendor {} is not built into this version", row.vendor);
            CallError::new(row.vendor.clone(), "open", CallErrorKind::Contract { at })
        })
    }

    /// Opens the credentials of a kept integration.
    pub async fn open(&self, row: &IntegrationRow) -> Result<Opened, CallError> {
        let mut credentials = BTreeMap::new();
        for (field, value) in &row.sealed {
            let binding = Binding {
                integration: row.id.as_str(),
                vendor: row.vendor.as_str(),
                field,
            };
            let opened = match Sealed::parse(&value.sealed) {
                Ok(sealed) => self.vault.open(binding, &sealed).await,
                Err(error) => Err(error),
            };
            let secret = opened.map_err(|error| CallError {
                source: Some(Box::new(error)),
                ..CallError::new(row.vendor.clone(), "open", CallErrorKind::KeyUnavailable)
            })?;
            credentials.insert(field.clone(), secret);
        }
        Ok(Opened {
            settings: row.settings.clone(),
            credentials,
        })
    }

    /// A session of a kept integration.
    pub async fn session(&self, row: &IntegrationRow) -> Result<Session, CallError> {
        let connector = self.connector(row)?;
        let opened = self.open(row).await?;
        let mut desk = self.desk(connector, &row.settings, Some(&row.id));
        desk.renewals = self.keeper(row, &opened);
        connector.session(&opened, desk).await
    }

    /// Calls an operation on a kept integration.
    pub async fn call(
        &self,
        row: &IntegrationRow,
        entry: &Entry,
        grant: Grant,
        input: Value,
    ) -> Result<Value, OperationError> {
        self.make(row, entry, grant, input).await.result
    }

    /// Calls an operation on a kept integration, and tells whether the vendor may have acted where it failed. A password that
    /// it made is told to whoever may call writes.
    pub async fn make(&self, row: &IntegrationRow, entry: &Entry, grant: Grant, input: Value) -> Made {
        self.make_for(row, entry, grant, input, None).await
    }

    /// The same for somebody, who alone is told a password that it made.
    pub async fn make_for(
        &self,
        row: &IntegrationRow,
        entry: &Entry,
        grant: Grant,
        input: Value,
        owner: Option<&str>,
    ) -> Made {
        let session = match self.session(row).await {
            Ok(session) => session,
            Err(mut error) => {
                error.operation.clone_from(&entry.info.id);
                return Made {
                    result: Err(OperationError::Call(error)),
                    acted: false,
                };
            }
        };
        let result = match entry.call(&session, grant, input).await {
            Ok(output) => Ok(self.hand_over(output, &entry.info, row, owner).await),
            Err(error) => Err(error),
        };
        Made {
            acted: session.has_acted(),
            result,
        }
    }

    /// Makes the vendor's cheapest call.
    pub async fn probe(&self, row: &IntegrationRow) -> Result<Finding, CallError> {
        let connector = self.connector(row)?;
        connector.probe(self.session(row).await?.reader()).await
    }

    /// Tests an account that need not be kept; the second answer is the failure, for whoever records it.
    pub async fn test(
        &self,
        connector: &dyn Connector,
        opened: &Opened,
        kept: Option<&IntegrationId>,
    ) -> (TestReport, Option<CallError>) {
        // What a test of a kept account renews is kept, where the value is still the one that it was tested with.
        let renewals = connector.renewable().zip(kept).and_then(|(field, id)| {
            let (owner, value) = (id.to_string(), opened.credentials.get(field)?.clone());
            let vendor = &connector.manifest().vendor;
            self.keeper_at(vendor, field, vec![KeptAt { owner, value }])
        });
        self.test_keeping(connector, opened, kept, renewals).await
    }

    /// The same, with somebody who keeps what it renews.
    pub async fn test_keeping(
        &self,
        connector: &dyn Connector,
        opened: &Opened,
        kept: Option<&IntegrationId>,
        renewals: Option<Arc<dyn Renewals>>,
    ) -> (TestReport, Option<CallError>) {
        let desk = Desk {
            renewals,
            ..self.desk(connector, &opened.settings, None)
        };
        let mut checks = Checks::new();
        let vendor = connector.manifest().vendor.clone();
        if let Some(id) = kept {
            // What was remembered may be what is being put right.
            self.memory.forget(id);
        }
        let done = tokio::time::timeout(TEST_PATIENCE, connector.test(opened, desk, &mut checks)).await;
        if done.is_err() {
            let late =
                async { Err::<((), String), _>(CallError::new(vendor, "test", CallErrorKind::Timeout)) };
            checks.run("Deadline", late).await;
        }
        checks.finish()
    }

    /// A desk for an account that is not kept here as an integration; what it remembers goes with it.
    pub fn passing_desk(&self, connector: &dyn Connector) -> Desk {
        self.desk(connector, &Values::new(), None)
    }

    fn desk(&self, connector: &dyn Connector, settings: &Values, kept: Option<&IntegrationId>) -> Desk {
        let manifest = connector.manifest();
        let limits = connector.limits_of(settings);
        Desk {
            vendor: manifest.vendor.clone(),
            wire: self.wire.bound_to(&manifest.egress, settings),
            shelf: kept.map_or_else(|| self.memory.passing(limits), |id| self.memory.shelf(id, limits)),
            renewals: None,
        }
    }
}
