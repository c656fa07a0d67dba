//! Probes: the history of an integration, and its last one beside the integration itself.
//!
//! Results are written many at once. The integration's row is locked for it, so that two nodes that end a probe of the same
//! integration judge one after the other; a node whose lease another has taken over writes nothing.

use super::{
    HealthState, Judge, Store, Turn, Verdict,
    entities::{integration, probe},
    entities_health::health_change,
    errors::StoreError,
    fresh_ulid,
    health_state::{pack, state_of},
};
use crate::clock::rfc3339;
use contract::{
    ids::{IntegrationId, ProbeId},
    probe::{Badge, Outcome, ProbeRecord},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect, sea_query::Expr,
};
use std::collections::BTreeMap;

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
    /// True for a refusal that must not be repeated: no second probe is needed to believe it.
    pub conclusive: bool,
    /// When the credentials end, where the vendor told it.
    pub expires_at: Option<i64>,
}

/// A probe to keep.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Whose.
    pub integration: IntegrationId,
    /// The probe.
    pub row: ProbeRow,
    /// The claim under which it was made, and when the next slot is; none for a probe beside the slots.
    pub slot: Option<(String, i64)>,
    /// When a second probe should confirm it, where that is needed.
    pub confirm_at: i64,
}

/// More probes than this are not answered at once.
const MOST_PROBES: u64 = 10_000;

impl Store {
    /// Keeps a probe beside the slots and makes it the integration's last.
    pub async fn insert_probe(
        &self,
        id: &IntegrationId,
        row: ProbeRow,
        judge: Judge,
        confirm_at: i64,
    ) -> Result<(), StoreError> {
        let kept = Kept {
            integration: id.clone(),
            row,
            slot: None,
            confirm_at,
        };
        match self.keep_probes(vec![kept], judge).await?.as_slice() {
            [] => Err(StoreError::Missing),
            _ => Ok(()),
        }
    }

    /// Keeps many probes in one transaction; answers the integrations whose probe was kept. One of an integration that is
    /// gone, or whose slot another node has by now, is left out.
    pub async fn keep_probes(
        &self,
        batch: Vec<Kept>,
        judge: Judge,
    ) -> Result<Vec<IntegrationId>, StoreError> {
        let _turn = self.turn().await;
        let txn = self.begin().await?;
        let mut query = integration::Entity::find()
            .filter(integration::Column::Id.is_in(batch.iter().map(|kept| kept.integration.as_str())))
            .order_by_asc(integration::Column::Id);
        if self.is_postgres() {
            query = query.lock_exclusive();
        }
        let rows = query.all(&txn).await?;
        let mut owners: BTreeMap<String, integration::Model> =
            rows.into_iter().map(|row| (row.id.clone(), row)).collect();
        let mut written = Written::default();
        let mut done = Vec::new();
        for kept in batch {
            let Some(owner) = owners.get_mut(kept.integration.as_str()) else {
                continue;
            };
            let lost = kept
                .slot
                .as_ref()
                .is_some_and(|(claim, _)| owner.probe_claim.as_deref() != Some(claim));
            if lost {
                continue;
            }
            written.add(owner, &kept, judge);
            done.push(kept.integration);
        }
        for id in &done {
            if let Some(owner) = owners.remove(id.as_str()) {
                update(&txn, owner).await?;
            }
        }
        written.insert(&txn).await?;
        txn.commit().await?;
        Ok(done)
    }

    /// The probes since a moment, newest first.
    pub async fn probes_since(&self, id: &IntegrationId, since: i64) -> Result<Vec<ProbeRecord>, StoreError> {
        self.probes_between(id, since, i64::MAX, MOST_PROBES).await
    }

    /// The probes from one moment until before another, newest first.
    pub async fn probes_between(
        &self,
        id: &IntegrationId,
        from: i64,
        to: i64,
        limit: u64,
    ) -> Result<Vec<ProbeRecord>, StoreError> {
        let rows = probe::Entity::find()
            .filter(probe::Column::IntegrationId.eq(id.as_str()))
            .filter(probe::Column::At.gte(from))
            .filter(probe::Column::At.lt(to))
            .order_by_desc(probe::Column::At)
            .order_by_desc(probe::Column::Id)
            .limit(limit)
            .all(self.connection())
            .await?;
        rows.into_iter().map(read).collect()
    }

    /// Deletes up to `limit` probes that ended before a moment; says how many went. An identifier sorts by time, so the
    /// oldest are found without an index of their own.
    pub async fn prune_probes(&self, before: i64, limit: u64) -> Result<u64, StoreError> {
        let old: Vec<String> = probe::Entity::find()
            .select_only()
            .column(probe::Column::Id)
            .filter(probe::Column::Id.lt(first_probe_of(before)))
            .order_by_asc(probe::Column::Id)
            .limit(limit)
            .into_tuple()
            .all(self.connection())
            .await?;
        if old.is_empty() {
            return Ok(0);
        }
        let _turn = self.turn().await;
        let gone = probe::Entity::delete_many()
            .filter(probe::Column::Id.is_in(old))
            .exec(self.connection())
            .await?;
        Ok(gone.rows_affected)
    }
}

/// The least identifier that a probe of this moment can have.
pub(super) fn first_probe_of(ms: i64) -> String {
    let ulid = ulid::Ulid::from_parts(u64::try_from(ms).unwrap_or(0), 0);
    ProbeId::from_ulid(&ulid.to_string()).to_string()
}

/// Keeps one probe in the transaction of something else.
pub(super) async fn put(
    txn: &DatabaseTransaction,
    id: &IntegrationId,
    row: ProbeRow,
    judge: Judge,
) -> Result<(), StoreError> {
    let mut owner = integration::Entity::find_by_id(id.as_str())
        .one(txn)
        .await?
        .ok_or(StoreError::Missing)?;
    let mut written = Written::default();
    let kept = Kept {
        integration: id.clone(),
        confirm_at: owner.next_probe_at,
        row,
        slot: None,
    };
    written.add(&mut owner, &kept, judge);
    update(txn, owner).await?;
    written.insert(txn).await
}

/// What is to be inserted beside the integrations' own rows.
#[derive(Default)]
struct Written {
    probes: Vec<probe::ActiveModel>,
    changes: Vec<health_change::ActiveModel>,
}

impl Written {
    fn add(&mut self, owner: &mut integration::Model, kept: &Kept, judge: Judge) {
        let Kept {
            integration,
            row,
            slot,
            confirm_at,
        } = kept;
        let Verdict {
            state,
            turns,
            confirm,
            slow,
        } = judge(&state_of(owner), row);
        for turn in turns {
            self.changes.push(change(owner, turn, row));
        }
        let due = |next: i64| if confirm { next.min(*confirm_at) } else { next };
        match slot {
            Some((_, next)) => {
                owner.next_probe_at = due(*next);
                owner.probe_claim = None;
            }
            None if owner.probe_claim.is_none() => owner.next_probe_at = due(owner.next_probe_at),
            None => {}
        }
        lay_over(owner, row, state);
        self.probes.push(probe::ActiveModel {
            id: Set(row.id.to_string()),
            integration_id: Set(integration.to_string()),
            at: Set(row.at),
            outcome: Set(row.outcome.as_str().to_owned()),
            latency_ms: Set(row.latency_ms),
            trigger_word: Set(row.trigger.to_owned()),
            detail: Set(row.detail.clone()),
            vendor_status: Set(row.vendor_status.map(i32::from)),
            vendor_message: Set(row.vendor_message.clone()),
            vendor_request_id: Set(row.vendor_request_id.clone()),
            slow: Set(slow),
        });
    }

    async fn insert(self, txn: &DatabaseTransaction) -> Result<(), StoreError> {
        if !self.probes.is_empty() {
            probe::Entity::insert_many(self.probes)
                .exec_without_returning(txn)
                .await?;
        }
        if !self.changes.is_empty() {
            health_change::Entity::insert_many(self.changes)
                .exec_without_returning(txn)
                .await?;
        }
        Ok(())
    }
}

fn change(owner: &integration::Model, turn: Turn, row: &ProbeRow) -> health_change::ActiveModel {
    health_change::ActiveModel {
        id: Set(fresh_ulid(row.at)),
        integration_id: Set(owner.id.clone()),
        vendor: Set(owner.vendor.clone()),
        name: Set(owner.name.clone()),
        what: Set(turn.as_str().to_owned()),
        outcome: Set(row.outcome.as_str().to_owned()),
        at: Set(row.at),
    }
}

/// Lays a probe and what was judged of it over the integration's row.
fn lay_over(owner: &mut integration::Model, row: &ProbeRow, state: HealthState) {
    let word = |badge: Option<Badge>| badge.map(|badge| badge.as_str().to_owned());
    owner.outcome = Some(row.outcome.as_str().to_owned());
    owner.checked_at = Some(row.at);
    owner.latency_ms = Some(row.latency_ms);
    owner.detail = Some(row.detail.clone());
    owner.attention.clone_from(&row.attention);
    owner.vendor_status = row.vendor_status.map(i32::from);
    owner.vendor_message.clone_from(&row.vendor_message);
    owner.since = state.since;
    owner.badge = word(state.badge);
    owner.steady = word(state.steady);
    owner.recent = pack(&state.recent);
    owner.unconfirmed = state.unconfirmed;
    owner.flapping = state.flapping;
    owner.slow = state.slow;
    owner.down = state.down;
    if let Some(at) = row.expires_at {
        owner.expires_at = Some(at);
        owner.expires_source = Some("vendor".to_owned());
    }
    if row.outcome != Outcome::Ok {
        owner.error_at = Some(row.at);
        owner.error_outcome = Some(row.outcome.as_str().to_owned());
        owner.error_detail = Some(row.detail.clone());
        owner.error_status = row.vendor_status.map(i32::from);
        owner.error_message.clone_from(&row.vendor_message);
        owner.error_request_id.clone_from(&row.vendor_request_id);
    }
}

/// Writes what a probe may change, and nothing that a person may have changed meanwhile.
async fn update(txn: &impl ConnectionTrait, owner: integration::Model) -> Result<(), StoreError> {
    use integration::Column;
    integration::Entity::update_many()
        .filter(Column::Id.eq(owner.id))
        .col_expr(Column::Outcome, Expr::value(owner.outcome))
        .col_expr(Column::CheckedAt, Expr::value(owner.checked_at))
        .col_expr(Column::Since, Expr::value(owner.since))
        .col_expr(Column::LatencyMs, Expr::value(owner.latency_ms))
        .col_expr(Column::Detail, Expr::value(owner.detail))
        .col_expr(Column::Attention, Expr::value(owner.attention))
        .col_expr(Column::VendorStatus, Expr::value(owner.vendor_status))
        .col_expr(Column::VendorMessage, Expr::value(owner.vendor_message))
        .col_expr(Column::Badge, Expr::value(owner.badge))
        .col_expr(Column::Steady, Expr::value(owner.steady))
        .col_expr(Column::Recent, Expr::value(owner.recent))
        .col_expr(Column::Unconfirmed, Expr::value(owner.unconfirmed))
        .col_expr(Column::Flapping, Expr::value(owner.flapping))
        .col_expr(Column::Slow, Expr::value(owner.slow))
        .col_expr(Column::Down, Expr::value(owner.down))
        .col_expr(Column::ExpiresAt, Expr::value(owner.expires_at))
        .col_expr(Column::ExpiresSource, Expr::value(owner.expires_source))
        .col_expr(Column::ErrorAt, Expr::value(owner.error_at))
        .col_expr(Column::ErrorOutcome, Expr::value(owner.error_outcome))
        .col_expr(Column::ErrorDetail, Expr::value(owner.error_detail))
        .col_expr(Column::ErrorStatus, Expr::value(owner.error_status))
        .col_expr(Column::ErrorMessage, Expr::value(owner.error_message))
        .col_expr(Column::ErrorRequestId, Expr::value(owner.error_request_id))
        .col_expr(Column::NextProbeAt, Expr::value(owner.next_probe_at))
        .col_expr(Column::ProbeClaim, Expr::value(owner.probe_claim))
        .exec(txn)
        .await?;
    Ok(())
}

fn read(row: probe::Model) -> Result<ProbeRecord, StoreError> {
    let unreadable = || StoreError::Unreadable(format!("probe {}", row.id));
    Ok(ProbeRecord {
        id: ProbeId::parse(&row.id).ok_or_else(unreadable)?,
        at: rfc3339(row.at),
        outcome: Outcome::parse(&row.outcome).ok_or_else(unreadable)?,
        latency_ms: u64::try_from(row.latency_ms).unwrap_or(0),
        slow: row.slow,
        trigger: row.trigger_word.clone().into(),
        detail: row.detail.clone(),
        vendor_status: row.vendor_status.and_then(|status| u16::try_from(status).ok()),
        vendor_message: row.vendor_message.clone(),
        vendor_request_id: row.vendor_request_id.clone(),
    })
}
