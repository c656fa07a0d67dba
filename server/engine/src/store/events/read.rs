//! One event and its whole story, as the store has it.

use super::super::{
    Store, StoreError,
    entities_events::{event, event_attempt, event_payload},
};
use crate::clock::rfc3339;
use contract::{
    event::{EventStatus, EventSummary},
    failure::{Evidence, FailureCode, Stage},
    ids::{CustomerId, EventId, IntegrationId, RunId, SopId, VendorId, WebhookId},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An event as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct EventRow {
    /// What a list shows.
    pub summary: EventSummary,
    /// How large the body was.
    pub size: u64,
    /// The body's digest, in hex.
    pub body_sha256: String,
    /// Who sent it.
    pub remote_address: Option<String>,
    /// What tells it from another.
    pub delivery_id: Option<String>,
    /// True when a copy had another body.
    pub conflicting: bool,
    /// When the last copy came.
    pub last_duplicate_at: Option<i64>,
    /// Which secret matched.
    pub matched_secret: Option<String>,
    /// What guards its effects.
    pub lineage: EventId,
    /// The replay that was made of it.
    pub replayed_as: Option<EventId>,
    /// Who replayed it.
    pub replayed_by: Option<String>,
    /// Why.
    pub replay_reason: Option<String>,
    /// Why it failed.
    pub failure: Option<Failure>,
    /// What it is about, where events about one thing are carried out one after the other.
    pub object: Option<String>,
}

/// The facts of a failure.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Failure {
    /// What happened, in a sentence.
    pub detail: String,
    /// The vendor's status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor_status: Option<u16>,
    /// The vendor's words, verbatim.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor_message: Option<String>,
    /// The vendor's identifier of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor_request_id: Option<String>,
    /// Facts that show it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
    /// What had already been done.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub already_done: Vec<String>,
}

/// A body and its headers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payload {
    /// Byte for byte.
    pub body: Vec<u8>,
    /// Proofs and secrets taken out.
    pub headers: BTreeMap<String, String>,
}

/// An attempt as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttemptRow {
    /// Counts from 1.
    pub n: i64,
    /// When it began.
    pub started_at: i64,
    /// Each stage, as JSON of the contract's records.
    pub stages: String,
    /// Why it ended, where it failed.
    pub error: Option<String>,
}

impl Store {
    /// One event.
    pub async fn event(&self, id: &EventId) -> Result<EventRow, StoreError> {
        let row = event::Entity::find_by_id(id.as_str())
            .one(self.connection())
            .await?;
        let row = row.ok_or(StoreError::Missing)?;
        let names = self.webhook_names().await?;
        whole(row, &names)
    }

    /// The body and headers of an event; none once they have expired.
    pub async fn event_payload(&self, id: &EventId) -> Result<Option<Payload>, StoreError> {
        let row = event_payload::Entity::find_by_id(id.as_str())
            .one(self.connection())
            .await?;
        Ok(row.map(|row| Payload {
            headers: serde_json::from_str(&row.headers).unwrap_or_default(),
            body: row.body,
        }))
    }

    /// The attempts at an event, oldest first.
    pub async fn event_attempts(&self, id: &EventId) -> Result<Vec<AttemptRow>, StoreError> {
        let rows = event_attempt::Entity::find()
            .filter(event_attempt::Column::EventId.eq(id.as_str()))
            .order_by_asc(event_attempt::Column::N)
            .all(self.connection())
            .await?;
        Ok(rows
            .into_iter()
            .map(|row| AttemptRow {
                n: row.n,
                started_at: row.started_at,
                stages: row.stages,
                error: row.error,
            })
            .collect())
    }

    /// The replays of an event, oldest first.
    pub async fn replays_of(&self, id: &EventId) -> Result<Vec<EventId>, StoreError> {
        let ids: Vec<String> = event::Entity::find()
            .select_only()
            .column(event::Column::Id)
            .filter(event::Column::ReplayOf.eq(id.as_str()))
            .order_by_asc(event::Column::Id)
            .into_tuple()
            .all(self.connection())
            .await?;
        Ok(ids.iter().filter_map(|id| EventId::parse(id)).collect())
    }

    /// The last event before this one that the same webhook received, of the same kind, and that succeeded. Looks at the
    /// last 500 of the webhook only.
    pub async fn last_success_before(
        &self,
        of: &EventRow,
        kind: Option<&str>,
    ) -> Result<Option<EventId>, StoreError> {
        let near: Vec<(String, String, Option<String>)> = event::Entity::find()
            .select_only()
            .column(event::Column::Id)
            .column(event::Column::Status)
            .column(event::Column::Kind)
            .filter(event::Column::WebhookId.eq(of.summary.webhook.as_str()))
            .filter(event::Column::Id.lt(of.summary.id.as_str()))
            .order_by_desc(event::Column::Id)
            .limit(500)
            .into_tuple()
            .all(self.connection())
            .await?;
        Ok(near
            .iter()
            .find(|(_, status, its)| {
                status == EventStatus::Succeeded.as_str() && (kind.is_none() || its.as_deref() == kind)
            })
            .and_then(|(id, ..)| EventId::parse(id)))
    }
}

pub(super) fn whole(row: event::Model, names: &BTreeMap<String, String>) -> Result<EventRow, StoreError> {
    let failure = row
        .failure
        .as_deref()
        .map(|text| serde_json::from_str(text).unwrap_or_default());
    Ok(EventRow {
        size: u64::try_from(row.size).unwrap_or(0),
        body_sha256: row.body_sha256.clone(),
        remote_address: row.remote_address.clone(),
        delivery_id: row.delivery_id.clone(),
        conflicting: row.conflicting,
        last_duplicate_at: row.last_duplicate_at,
        matched_secret: row.matched_secret.clone(),
        lineage: EventId::parse(&row.lineage)
            .ok_or_else(|| StoreError::Unreadable(format!("event {}: lineage", row.id)))?,
        replayed_as: row.replayed_as.as_deref().and_then(EventId::parse),
        replayed_by: row.replayed_by.clone(),
        replay_reason: row.replay_reason.clone(),
        failure,
        object: row.object.clone(),
        summary: summary(row, names)?,
    })
}

pub(in crate::store) fn summary(
    row: event::Model,
    names: &BTreeMap<String, String>,
) -> Result<EventSummary, StoreError> {
    let unreadable = |what: &str| StoreError::Unreadable(format!("event {}: {what}", row.id));
    let count = |n: i64| u32::try_from(n).unwrap_or(0);
    Ok(EventSummary {
        id: EventId::parse(&row.id).ok_or_else(|| unreadable("id"))?,
        webhook: WebhookId::parse(&row.webhook_id).ok_or_else(|| unreadable("webhook"))?,
        webhook_name: names.get(&row.webhook_id).cloned().unwrap_or_default(),
        vendor: VendorId::new(row.vendor.clone()),
        integration: IntegrationId::parse(&row.integration_id).ok_or_else(|| unreadable("integration"))?,
        kind: row.kind.clone().map(Into::into),
        subject: row.subject.clone(),
        status: EventStatus::parse(&row.status).ok_or_else(|| unreadable("status"))?,
        stage: row.stage.as_deref().and_then(Stage::parse),
        code: row.code.as_deref().and_then(FailureCode::parse),
        received_at: rfc3339(row.received_at),
        finished_at: row.finished_at.map(rfc3339),
        next_attempt_at: waits(&row).map(rfc3339),
        attempt_count: count(row.attempts),
        duplicates: count(row.duplicates),
        replay_of: row.replay_of.as_deref().and_then(EventId::parse),
        customer: row.customer_id.as_deref().and_then(CustomerId::parse),
        customer_name: row.customer_name.clone(),
        sop: row.sop_id.as_deref().and_then(SopId::parse),
        sop_name: row.sop_name.clone(),
        run: row.run_id.as_deref().and_then(RunId::parse),
        preview: row.preview,
    })
}

/// Only of what waits for a retry it is the time of the next attempt; else it is the queue's own affair.
fn waits(row: &event::Model) -> Option<i64> {
    row.next_attempt_at
        .filter(|_| row.status == EventStatus::Retrying.as_str())
}
