//! Makes a new event of an old one. The old one is marked in the same commit, so that a bulk replay takes each once, however
//! often it is cut off.

use super::{
    super::{AuditRecord, Moment, Progress, Store, StoreError, entities_events::event},
    insert::NewEvent,
};
use contract::ids::JobId;
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, sea_query::Expr};

/// One step of a bulk replay.
pub struct ReplayStep<'a> {
    /// The job.
    pub job: &'a JobId,
    /// The claim under which this node has it.
    pub claim: &'a str,
    /// How far it has come with this step.
    pub progress: Progress,
    /// For how long the job is ours, in milliseconds.
    pub lease_ms: i64,
}

impl Store {
    /// Keeps a replay and marks the old event.
    pub async fn insert_replay(
        &self,
        now: i64,
        at: Moment,
        new: &NewEvent,
        audit: AuditRecord<'_>,
    ) -> Result<(), StoreError> {
        let _turn = self.turn().await;
        let txn = self.begin().await?;
        self.put_replay(&txn, at, new, false).await?;
        self.record(&txn, now, audit).await?;
        Ok(txn.commit().await?)
    }

    /// Keeps one replay of a bulk replay together with the job's progress; `Stale` when the job is no longer ours.
    /// False when the dead letter was replayed meanwhile by somebody else.
    pub async fn insert_bulk_replay(
        &self,
        now: i64,
        at: Moment,
        new: &NewEvent,
        step: ReplayStep<'_>,
    ) -> Result<bool, StoreError> {
        let _turn = self.turn().await;
        let txn = self.begin().await?;
        let made = self.put_replay(&txn, at, new, true).await?;
        self.advance_job_in(&txn, now, at, step.job, step.claim, &step.progress, step.lease_ms)
            .await?;
        txn.commit().await?;
        Ok(made)
    }

    /// `once`: only while the old event is a dead letter that nobody has replayed.
    async fn put_replay(
        &self,
        txn: &DatabaseTransaction,
        at: Moment,
        new: &NewEvent,
        once: bool,
    ) -> Result<bool, StoreError> {
        let Some(mark) = &new.replay else {
            return Err(StoreError::Unreadable("a replay of nothing".into()));
        };
        let mut update = event::Entity::update_many()
            .filter(event::Column::Id.eq(mark.of.as_str()))
            .col_expr(event::Column::ReplayedAs, Expr::value(new.id.as_str()))
            .col_expr(event::Column::Fingerprint, Expr::value(Option::<String>::None));
        if once {
            update = update.filter(event::Column::Fingerprint.is_not_null());
        }
        match (update.exec(txn).await?.rows_affected, once) {
            (1, _) => {}
            (_, true) => return Ok(false),
            (_, false) => return Err(StoreError::Missing),
        }
        self.insert_events_in(txn, at, std::slice::from_ref(new)).await?;
        Ok(true)
    }
}
