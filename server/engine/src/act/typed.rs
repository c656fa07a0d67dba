//! Testing an account whose renewable credential was typed just now: what the vendor renews during the test takes the place of
//! what was typed, in the test and in the save that follows (`connector/spent.rs`). The browser is told nothing of it.

use super::{Act, KeptAt};
use crate::{
    connector::{CallError, Connector, Opened, Renewals, Spent},
    vault::{Binding, Sealed, Secret, VaultError},
};
use contract::{
    ids::{IntegrationId, VendorId},
    test_report::TestReport,
};
use futures::future::BoxFuture;
use std::sync::{Arc, Mutex, PoisonError};

/// Hears what is renewed, and passes it on.
struct Heard {
    field: &'static str,
    newest: Mutex<Option<Secret>>,
    /// Keeps it where the very value that was typed is kept already.
    kept: Option<Arc<dyn Renewals>>,
}

impl Renewals for Heard {
    fn renewed(&self, field: &'static str, value: Secret) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            if field != self.field {
                return;
            }
            *self.newest.lock().unwrap_or_else(PoisonError::into_inner) = Some(value.clone());
            if let Some(kept) = &self.kept {
                kept.renewed(field, value).await;
            }
        })
    }
}

impl Act {
    /// Tests an account, of which somebody typed this field; what it is afterwards stands in `opened`.
    pub async fn test_typed(
        &self,
        who: &str,
        connector: &dyn Connector,
        opened: &mut Opened,
        field: &'static str,
        kept: Option<&IntegrationId>,
    ) -> (TestReport, Option<CallError>) {
        let vendor = connector.manifest().vendor.clone();
        let name = Spent::name(who, &vendor, field, &opened.secret(field));
        if let Some(newer) = self.became(&name, &vendor, field).await {
            opened.credentials.insert(field.to_owned(), newer);
        }
        let heard = Arc::new(Heard {
            field,
            newest: Mutex::default(),
            kept: kept.and_then(|id| {
                let (owner, value) = (id.to_string(), opened.secret(field));
                self.keeper_at(&vendor, field, vec![KeptAt { owner, value }])
            }),
        });
        let keeper: Arc<dyn Renewals> = heard.clone();
        let tested = self.test_keeping(connector, opened, kept, Some(keeper)).await;
        let newest = heard.newest.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(newest) = newest {
            if let Err(error) = self.remember(&name, &vendor, field, &newest).await {
                tracing::warn!(error = %error, "a credential was renewed during its test and cannot be sealed now: test it again later");
            }
            opened.credentials.insert(field.to_owned(), newest);
        }
        tested
    }

    async fn became(&self, name: &str, vendor: &VendorId, field: &str) -> Option<Secret> {
        let sealed = Sealed::parse(&self.memory.spent.became(name)?).ok()?;
        self.vault.open(bound(name, vendor, field), &sealed).await.ok()
    }

    async fn remember(
        &self,
        name: &str,
        vendor: &VendorId,
        field: &str,
        newest: &Secret,
    ) -> Result<(), VaultError> {
        let sealed = self.vault.seal(bound(name, vendor, field), newest).await?;
        self.memory
            .spent
            .keep(name.to_owned(), sealed.as_str().to_owned());
        Ok(())
    }
}

fn bound<'a>(name: &'a str, vendor: &'a VendorId, field: &'a str) -> Binding<'a> {
    Binding {
        integration: name,
        vendor: vendor.as_str(),
        field,
    }
}
