//! Keeps credentials that a vendor renewed, sealed and in the place of the old ones.
//!
//! The new value goes in only where the value still stands that the account was opened with: of two nodes that renew at the
//! same time one is kept and the other is not missed, and what a person typed meanwhile is never overwritten. A value that
//! another key seals by now is the same value.

use super::Act;
use crate::{
    clock::Clock,
    connector::{Opened, Renewals},
    store::{IntegrationRow, Store, StoreError},
    vault::{Binding, Sealed, Secret, Vault, VaultError},
};
use contract::ids::VendorId;
use futures::future::BoxFuture;
use std::sync::Arc;

/// After how long without use a credential is used, in milliseconds: much shorter than the 90 days that Microsoft allows,
/// so that weeks of outage lose none.
pub const STALE_MS: i64 = 7 * 86_400_000;

/// How often a place is looked at again because its value was sealed anew meanwhile.
const LOOKS: u32 = 5;

/// Where a value is kept, and what stood there when the account was opened.
pub struct KeptAt {
    /// The integration or setup.
    pub owner: String,
    /// The value.
    pub value: Secret,
}

/// Keeps renewed values of one account.
struct Keeper {
    vault: Vault,
    store: Store,
    clock: Clock,
    vendor: VendorId,
    field: String,
    places: Vec<KeptAt>,
}

/// Why a value was not kept.
#[derive(Debug, thiserror::Error)]
enum NotKept {
    #[error("the key is out of reach")]
    Vault(#[from] VaultError),
    #[error("the row could not be written")]
    Store(#[from] StoreError),
}

impl Act {
    /// Keeps what this vendor renews of an account, wherever it is kept.
    pub fn keeper_at(
        &self,
        vendor: &VendorId,
        field: &str,
        places: Vec<KeptAt>,
    ) -> Option<Arc<dyn Renewals>> {
        let store = self.store.clone().filter(|_| !places.is_empty())?;
        Some(Arc::new(Keeper {
            vault: self.vault.clone(),
            store,
            clock: self.clock.clone(),
            vendor: vendor.clone(),
            field: field.to_owned(),
            places,
        }))
    }

    /// Keeps what the vendor renews of a kept integration.
    pub(super) fn keeper(&self, row: &IntegrationRow, opened: &Opened) -> Option<Arc<dyn Renewals>> {
        let field = self.registry.connector(row.vendor.as_str())?.renewable()?;
        let value = opened.credentials.get(field)?.clone();
        let owner = row.id.to_string();
        self.keeper_at(&row.vendor, field, vec![KeptAt { owner, value }])
    }

    /// Uses every credential that ends without use, and that was not renewed for a while. One that fails is told and tried
    /// again by the next turn.
    pub async fn renew_stale(&self) -> Result<(), StoreError> {
        let Some(store) = &self.store else {
            return Ok(());
        };
        let due = self.clock.now_ms() - STALE_MS;
        for row in store.integrations().await? {
            let Ok(connector) = self.connector(&row) else {
                continue;
            };
            let field = connector.renewable().and_then(|field| row.sealed.get(field));
            if field.is_none_or(|field| field.set_at > due) {
                continue;
            }
            let renewed = async {
                let opened = self.open(&row).await?;
                // A token that is remembered would be used in place of asking for one.
                let mut desk = self.desk(connector, &row.settings, None);
                desk.renewals = self.keeper(&row, &opened);
                connector.renew(&opened, desk).await
            };
            if let Err(error) = renewed.await {
                tracing::warn!(integration.id = %row.id, error = %error, "a credential that ends without use could not be renewed");
            }
        }
        Ok(())
    }
}

impl Keeper {
    async fn keep(&self, place: &KeptAt, value: &Secret) -> Result<(), NotKept> {
        let binding = Binding {
            integration: &place.owner,
            vendor: self.vendor.as_str(),
            field: &self.field,
        };
        let fresh = self.vault.seal(binding, value).await?;
        for _ in 0..LOOKS {
            let Some(stands) = self.store.sealed_value(&place.owner, &self.field).await? else {
                return Ok(());
            };
            let opened = self.vault.open(binding, &Sealed::parse(&stands)?).await?;
            if !opened.ct_eq(&place.value) {
                return Ok(());
            }
            let (now, owner) = (self.clock.now_ms(), &place.owner);
            let swapped = self
                .store
                .renew_sealed(now, owner, &self.field, &stands, fresh.as_str());
            if swapped.await? {
                return Ok(());
            }
        }
        Ok(())
    }
}

impl Renewals for Keeper {
    fn renewed(&self, field: &'static str, value: Secret) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            if field != self.field {
                return;
            }
            for place in &self.places {
                if let Err(error) = self.keep(place, &value).await {
                    let owner = &place.owner;
                    tracing::warn!(owner, error = %error, "a renewed credential could not be kept; the old one stays");
                }
            }
        })
    }
}
