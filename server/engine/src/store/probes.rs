//! Probes: the history of an integration, and its last one beside the integration itself.

use super::{
    Store,
    entities::{integration, probe},
    errors::StoreError,
};
use crate::clock::rfc3339;
use contract::{
    ids::{IntegrationId, ProbeId},
    probe::{Outcome, ProbeRecord},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};

/// A probe that has ended.
#[derive(Clone, Debug)]
pub struct ProbeRow {
    /// Its identifier.
    pub id: ProbeId,
    /// When it ended.
    pub at: i64,
    /// What it ended as.
    pub outcome: Outcome,
    /// How long it took.
    pub latency_ms: i64,
    /// Why it ran.
    pub trigger: &'static str,
    /// What was found, in words.
    pub detail: String,
    /// Why a person should look though it works.
    pub attention: Option<String>,
    /// The vendor's status, where it failed.
    pub vendor_status: Option<u16>,
    /// The vendor's words, where it failed.
    pub vendor_message: Option<String>,
    /// The vendor's identifier of the request.
    pub vendor_request_id: Option<String>,
}

impl Store {
    /// Keeps a probe and makes it the integration's last.
    pub async fn insert_probe(&self, id: &IntegrationId, row: ProbeRow) -> Result<(), StoreError> {
        let txn = self.begin().await?;
        put(&txn, id, row).await?;
        Ok(txn.commit().await?)
    }

    /// The probes since a moment, newest first.
    pub async fn probes_since(&self, id: &IntegrationId, since: i64) -> Result<Vec<ProbeRecord>, StoreError> {
        let rows = probe::Entity::find()
            .filter(probe::Column::IntegrationId.eq(id.as_str()))
            .filter(probe::Column::At.gte(since))
            .order_by_desc(probe::Column::At)
            .order_by_desc(probe::Column::Id)
            .limit(10_000)
            .all(self.connection())
            .await?;
        rows.into_iter().map(read).collect()
    }

    /// Takes up to `limit` integrations whose probe is due and gives each its next slot, so that no other node takes it.
    pub async fn claim_due_probes(
        &self,
        now: i64,
        interval_ms: i64,
        limit: u64,
    ) -> Result<Vec<IntegrationId>, StoreError> {
        let due = integration::Entity::find()
            .filter(integration::Column::Paused.eq(false))
            .filter(integration::Column::NextProbeAt.lte(now))
            .order_by_asc(integration::Column::NextProbeAt)
            .limit(limit)
            .all(self.connection())
            .await?;
        let mut claimed = Vec::new();
        for row in due {
            // Late slots are not made up for: the next one keeps its place in the interval.
            let missed = (now - row.next_probe_at) / interval_ms.max(1);
            let next = if row.next_probe_at == 0 {
                now
            } else {
                row.next_probe_at + missed * interval_ms
            } + interval_ms;
            let taken = integration::Entity::update_many()
                .filter(integration::Column::Id.eq(&row.id))
                .filter(integration::Column::NextProbeAt.eq(row.next_probe_at))
                .col_expr(integration::Column::NextProbeAt, Expr::value(next))
                .exec(self.connection())
                .await?;
            if taken.rows_affected == 1
                && let Some(id) = IntegrationId::parse(&row.id)
            {
                claimed.push(id);
            }
        }
        Ok(claimed)
    }

    /// Deletes up to `limit` probes older than a moment; says how many went.
    pub async fn prune_probes(&self, before: i64, limit: u64) -> Result<u64, StoreError> {
        let old: Vec<String> = probe::Entity::find()
            .select_only()
            .column(probe::Column::Id)
            .filter(probe::Column::At.lt(before))
            .limit(limit)
            .into_tuple()
            .all(self.connection())
            .await?;
        if old.is_empty() {
            return Ok(0);
        }
        let gone = probe::Entity::delete_many()
            .filter(probe::Column::Id.is_in(old))
            .exec(self.connection())
            .await?;
        Ok(gone.rows_affected)
    }
}

pub(super) async fn put(
    txn: &impl ConnectionTrait,
    id: &IntegrationId,
    row: ProbeRow,
) -> Result<(), StoreError> {
    let owner = integration::Entity::find_by_id(id.as_str())
        .one(txn)
        .await?
        .ok_or(StoreError::Missing)?;
    let same = owner.outcome.as_deref() == Some(row.outcome.as_str());
    let since = if same {
        owner.since.unwrap_or(row.at)
    } else {
        row.at
    };
    // An outcome that is our own fault says nothing of the vendor: the badge stays what it was.
    let badge = row
        .outcome
        .badge()
        .map(|badge| badge.as_str().to_owned())
        .or(owner.badge);
    integration::Entity::update_many()
        .filter(integration::Column::Id.eq(id.as_str()))
        .col_expr(integration::Column::Outcome, Expr::value(row.outcome.as_str()))
        .col_expr(integration::Column::CheckedAt, Expr::value(row.at))
        .col_expr(integration::Column::Since, Expr::value(since))
        .col_expr(integration::Column::LatencyMs, Expr::value(row.latency_ms))
        .col_expr(integration::Column::Detail, Expr::value(row.detail.clone()))
        .col_expr(integration::Column::Attention, Expr::value(row.attention))
        .col_expr(
            integration::Column::VendorStatus,
            Expr::value(row.vendor_status.map(i32::from)),
        )
        .col_expr(
            integration::Column::VendorMessage,
            Expr::value(row.vendor_message.clone()),
        )
        .col_expr(integration::Column::Badge, Expr::value(badge))
        .exec(txn)
        .await?;
    let model = probe::ActiveModel {
        id: Set(row.id.to_string()),
        integration_id: Set(id.to_string()),
        at: Set(row.at),
        outcome: Set(row.outcome.as_str().to_owned()),
        latency_ms: Set(row.latency_ms),
        trigger_word: Set(row.trigger.to_owned()),
        detail: Set(row.detail),
        vendor_status: Set(row.vendor_status.map(i32::from)),
        vendor_message: Set(row.vendor_message),
        vendor_request_id: Set(row.vendor_request_id),
    };
    probe::Entity::insert(model).exec_without_returning(txn).await?;
    Ok(())
}

fn read(row: probe::Model) -> Result<ProbeRecord, StoreError> {
    let unreadable = || StoreError::Unreadable(format!("probe {}", row.id));
    Ok(ProbeRecord {
        id: ProbeId::parse(&row.id).ok_or_else(unreadable)?,
        at: rfc3339(row.at),
        outcome: Outcome::parse(&row.outcome).ok_or_else(unreadable)?,
        latency_ms: u64::try_from(row.latency_ms).unwrap_or(0),
        trigger: row.trigger_word.clone().into(),
        detail: row.detail.clone(),
        vendor_status: row.vendor_status.and_then(|status| u16::try_from(status).ok()),
        vendor_message: row.vendor_message.clone(),
        vendor_request_id: row.vendor_request_id.clone(),
    })
}
