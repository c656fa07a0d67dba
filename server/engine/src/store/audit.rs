//! The audit trail's rows: appended in the transaction of the change they tell of, each chained to the one before.

use super::{Store, entities::audit, errors::StoreError};
use crate::clock::rfc3339;
use contract::{
    actor::{Actor, ActorKind},
    audit::{AuditEntry, AuditPage, ChainReport},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect,
};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// One thing that somebody did.
pub struct AuditRecord<'a> {
    /// Who.
    pub who: &'a Actor,
    /// What, e.g. `integration.created`.
    pub action: &'static str,
    /// To what.
    pub target: String,
    /// Particulars, without any secret.
    pub detail: Value,
}

/// The lock under which PostgreSQL appends; a number of our own.
const LOCK: i64 = 0x4f70_7341_6901;

impl Store {
    /// Appends an entry to the chain within a transaction.
    pub(super) async fn record(
        &self,
        txn: &DatabaseTransaction,
        now: i64,
        record: AuditRecord<'_>,
    ) -> Result<(), StoreError> {
        if self.is_postgres() {
            txn.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({LOCK})"))
                .await?;
        }
        let last = audit::Entity::find()
            .order_by_desc(audit::Column::Seq)
            .limit(1)
            .one(txn)
            .await?;
        let (seq, previous) = last.map_or_else(|| (1, String::new()), |last| (last.seq + 1, last.hash));
        let mut row = audit::Model {
            seq,
            at: now,
            actor_kind: record.who.kind.as_str().to_owned(),
            actor_id: record.who.id.clone(),
            actor_name: record.who.name.clone(),
            action: record.action.to_owned(),
            target: record.target,
            detail: record.detail.to_string(),
            previous,
            hash: String::new(),
        };
        row.hash = digest(&row);
        let row: audit::ActiveModel = audit::ActiveModel {
            seq: Set(row.seq),
            at: Set(row.at),
            actor_kind: Set(row.actor_kind),
            actor_id: Set(row.actor_id),
            actor_name: Set(row.actor_name),
            action: Set(row.action),
            target: Set(row.target),
            detail: Set(row.detail),
            previous: Set(row.previous),
            hash: Set(row.hash),
        };
        audit::Entity::insert(row).exec_without_returning(txn).await?;
        Ok(())
    }

    /// Appends an entry that stands alone.
    pub async fn record_alone(&self, now: i64, record: AuditRecord<'_>) -> Result<(), StoreError> {
        let txn = self.begin().await?;
        self.record(&txn, now, record).await?;
        Ok(txn.commit().await?)
    }

    /// A page of entries, newest first, before `cursor`.
    pub async fn audit_page(&self, cursor: Option<i64>, limit: u32) -> Result<AuditPage, StoreError> {
        let mut query = audit::Entity::find().order_by_desc(audit::Column::Seq);
        if let Some(before) = cursor {
            query = query.filter(audit::Column::Seq.lt(before));
        }
        let mut rows = query.limit(u64::from(limit) + 1).all(self.connection()).await?;
        let more = rows.len() > limit as usize;
        rows.truncate(limit as usize);
        let next_cursor = rows.last().filter(|_| more).map(|row| row.seq.to_string());
        Ok(AuditPage {
            items: rows.into_iter().map(entry).collect(),
            next_cursor,
        })
    }

    /// Reads the whole chain and finds the first entry that does not fit.
    pub async fn verify_audit(&self) -> Result<ChainReport, StoreError> {
        let (mut entries, mut previous, mut after) = (0, String::new(), 0);
        loop {
            let rows = audit::Entity::find()
                .filter(audit::Column::Seq.gt(after))
                .order_by_asc(audit::Column::Seq)
                .limit(1_000)
                .all(self.connection())
                .await?;
            let Some(last) = rows.last() else {
                return Ok(ChainReport {
                    entries,
                    broken_at: None,
                });
            };
            after = last.seq;
            for row in rows {
                entries += 1;
                if row.seq != entries || row.previous != previous || row.hash != digest(&row) {
                    return Ok(ChainReport {
                        entries,
                        broken_at: Some(entries),
                    });
                }
                previous = row.hash;
            }
        }
    }
}

/// SHA-256 over every column, each with its length before it, so that no two rows read the same.
fn digest(row: &audit::Model) -> String {
    let mut hash = Sha256::new();
    for part in [
        row.previous.as_str(),
        &row.seq.to_string(),
        &row.at.to_string(),
        &row.actor_kind,
        &row.actor_id,
        &row.actor_name,
        &row.action,
        &row.target,
        &row.detail,
    ] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn entry(row: audit::Model) -> AuditEntry {
    AuditEntry {
        seq: row.seq,
        at: rfc3339(row.at),
        actor_kind: ActorKind::parse(&row.actor_kind).unwrap_or(ActorKind::System),
        actor_id: row.actor_id,
        actor_name: row.actor_name,
        action: row.action,
        target: row.target,
        detail: serde_json::from_str(&row.detail).unwrap_or(Value::Null),
        previous: row.previous,
        hash: row.hash,
    }
}
