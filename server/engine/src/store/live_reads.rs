//! What the live stream reads when something changed: the things themselves, many with one question, and how many wait for
//! a person.

use super::{
    IntegrationRow, Store, StoreError,
    entities::{approval, integration, sealed_value},
    entities_events::event,
    events::summary,
    integration_rows::read,
};
use contract::{
    approval::ApprovalStatus,
    event::{EventStatus, EventSummary},
    ids::{EventId, IntegrationId},
    live::Counters,
    probe::Badge,
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter};
use std::collections::BTreeMap;

impl Store {
    /// The integrations of these identifiers; those that are gone are missing.
    pub async fn integrations_of(&self, ids: &[IntegrationId]) -> Result<Vec<IntegrationRow>, StoreError> {
        let ids: Vec<&str> = ids.iter().map(IntegrationId::as_str).collect();
        let rows = integration::Entity::find()
            .filter(integration::Column::Id.is_in(ids.iter().copied()))
            .all(self.connection())
            .await?;
        let values = sealed_value::Entity::find()
            .filter(sealed_value::Column::IntegrationId.is_in(ids))
            .all(self.connection())
            .await?;
        let mut sealed: BTreeMap<String, Vec<sealed_value::Model>> = BTreeMap::new();
        for value in values {
            sealed
                .entry(value.integration_id.clone())
                .or_default()
                .push(value);
        }
        rows.into_iter()
            .map(|row| {
                let values = sealed.remove(&row.id).unwrap_or_default();
                read(row, values)
            })
            .collect()
    }

    /// The events of these identifiers.
    pub async fn events_of(&self, ids: &[EventId]) -> Result<Vec<EventSummary>, StoreError> {
        let names = self.webhook_names().await?;
        let rows = event::Entity::find()
            .filter(event::Column::Id.is_in(ids.iter().map(EventId::as_str)))
            .all(self.connection())
            .await?;
        rows.into_iter().map(|row| summary(row, &names)).collect()
    }

    /// How many things wait for a person.
    pub async fn counters(&self) -> Result<Counters, StoreError> {
        let approvals = approval::Entity::find()
            .filter(approval::Column::Status.eq(ApprovalStatus::Pending.as_str()))
            .count(self.connection())
            .await?;
        let dead_letters = event::Entity::find()
            .filter(event::Column::Status.eq(EventStatus::DeadLettered.as_str()))
            .filter(event::Column::Fingerprint.is_not_null())
            .count(self.connection())
            .await?;
        let ill = Condition::any()
            .add(integration::Column::Attention.is_not_null())
            .add(
                integration::Column::Badge
                    .is_in([Badge::Disconnected.as_str(), Badge::NeedsAttention.as_str()]),
            );
        let integrations = integration::Entity::find()
            .filter(integration::Column::Paused.eq(false))
            .filter(ill)
            .count(self.connection())
            .await?;
        Ok(Counters {
            approvals,
            dead_letters,
            integrations,
        })
    }
}
