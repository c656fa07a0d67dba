//! The rules in force, compiled once per change; and whom an event is for.

use super::Automation;
use crate::{
    sop::{EventView, Ruleset, Scope, route},
    store::{RecordRow, StoreError},
};
use contract::{
    event::{CustomerReference, Normalised},
    ids::{CustomerId, IntegrationId, VendorId},
    routing::RoutingReport,
};
use std::sync::{Arc, PoisonError};

/// The most reasons that an event's trace keeps.
pub const TRACE_REASONS: usize = 200;

impl Automation {
    /// The rules in force. What was compiled is used until something changed, on whichever node.
    pub async fn ruleset(&self) -> Result<Arc<Ruleset>, StoreError> {
        let revision = self.store.automation_revision().await?;
        let known = self.rules.read().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(set) = known.as_ref().filter(|set| set.revision == revision) {
            return Ok(set.clone());
        }
        let (rules, sops) = (self.store.rules().await?, self.store.sops().await?);
        let set = Arc::new(Ruleset::compile(revision, rules, sops, known.as_deref()));
        *self.rules.write().unwrap_or_else(PoisonError::into_inner) = Some(set.clone());
        Ok(set)
    }

    /// What the rules make of an event.
    pub async fn routed(
        &self,
        event: &Normalised,
        customer: Option<(&CustomerId, &str)>,
        scope: Scope,
    ) -> Result<(RoutingReport, Arc<Ruleset>), StoreError> {
        let set = self.ruleset().await?;
        let view = EventView::new(event, customer.map(|(id, _)| id));
        Ok((route(&set, &view, customer, scope), set))
    }

    /// Whom a vendor's record stands for; a record that is seen for the first time is remembered.
    pub async fn customer_for(
        &self,
        vendor: &VendorId,
        integration: &IntegrationId,
        reference: &CustomerReference,
    ) -> Result<Option<(CustomerId, String)>, StoreError> {
        let found = self
            .store
            .customer_of(integration, &reference.external_id)
            .await?;
        if found.is_none() {
            let row = RecordRow {
                vendor: vendor.clone(),
                integration: integration.clone(),
                external_id: reference.external_id.clone(),
                name: reference
                    .name
                    .clone()
                    .filter(|name| !name.trim().is_empty())
                    .unwrap_or_else(|| reference.external_id.clone()),
                domain: None,
                foreign_id: None,
                ignored: false,
                customer: None,
            };
            self.store.note_record(self.now(), &row).await?;
        }
        Ok(found)
    }

    /// Whom an event is for that no webhook received: by its vendor's default account.
    pub async fn customer_of_sample(
        &self,
        event: &Normalised,
    ) -> Result<Option<(CustomerId, String)>, StoreError> {
        let Some(reference) = &event.customer else {
            return Ok(None);
        };
        match self.store.default_integration(event.source.as_str()).await? {
            Some(row) => self.store.customer_of(&row.id, &reference.external_id).await,
            None => Ok(None),
        }
    }
}
