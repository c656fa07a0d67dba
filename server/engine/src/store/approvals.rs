//! Held calls. Every change of a status is a compare-and-swap, so that of two decisions, or two nodes, one wins.

pub(super) use super::approval_rows::put_approval;
use super::{
    AuditRecord, CallKey, Store,
    approval_rows::{json, read},
    entities::approval,
    entities_rules::policy,
    errors::StoreError,
    keyed_calls::put_held_key,
};
use contract::{
    actor::Actor,
    approval::{Approval, ApprovalStatus},
    ids::{ApprovalId, RunId},
    target::Difference,
};
use sea_orm::{
    ColumnTrait, Condition, DatabaseTransaction, EntityTrait, PaginatorTrait as _, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{Expr, Query},
};
use serde_json::Value;

/// A new held call.
pub struct NewApproval {
    /// The approval, pending.
    pub approval: Approval,
    /// When it was asked, in milliseconds.
    pub created_at: i64,
    /// Until when it can be decided, in milliseconds.
    pub expires_at: i64,
}

/// A decision.
pub struct Decided {
    /// Approved or rejected.
    pub status: ApprovalStatus,
    /// Why.
    pub reason: Option<String>,
    /// Who stands behind whoever decides.
    pub owner: String,
}

/// How a call ended.
pub struct Ended<'a> {
    /// Succeeded or failed.
    pub status: ApprovalStatus,
    /// What it gave, without secrets.
    pub output: Option<&'a Value>,
    /// Why it failed, as JSON.
    pub problem: Option<Value>,
}

impl Store {
    /// Keeps a held call, and its caller's key with it; `Taken` where the key is used.
    pub async fn insert_approval(
        &self,
        new: NewApproval,
        key: Option<&CallKey>,
        audit: AuditRecord<'_>,
    ) -> Result<(), StoreError> {
        let (id, created_at) = (new.approval.id.clone(), new.created_at);
        let txn = self.begin().await?;
        if let Some(key) = key {
            put_held_key(&txn, created_at, key, &id).await?;
        }
        put_approval(&txn, new).await?;
        self.record(&txn, created_at, audit).await?;
        Ok(txn.commit().await?)
    }

    /// One held call.
    pub async fn approval(&self, id: &ApprovalId) -> Result<Approval, StoreError> {
        let row = approval::Entity::find_by_id(id.as_str())
            .one(self.connection())
            .await?;
        read(row.ok_or(StoreError::Missing)?)
    }

    /// How many held calls wait for a decision now.
    pub async fn count_pending_approvals(&self, now: i64) -> Result<u64, StoreError> {
        Ok(approval::Entity::find()
            .filter(approval::Column::Status.eq(ApprovalStatus::Pending.as_str()))
            .filter(approval::Column::ExpiresAt.gt(now))
            .count(self.connection())
            .await?)
    }

    /// A page of held calls, newest first: all, or those with one status.
    pub async fn approvals(
        &self,
        status: Option<ApprovalStatus>,
        before: Option<&str>,
        limit: u64,
    ) -> Result<Vec<Approval>, StoreError> {
        let mut query = approval::Entity::find()
            .order_by_desc(approval::Column::Id)
            .limit(limit);
        if let Some(status) = status {
            query = query.filter(approval::Column::Status.eq(status.as_str()));
        }
        if let Some(before) = before {
            query = query.filter(approval::Column::Id.lt(before));
        }
        query
            .all(self.connection())
            .await?
            .into_iter()
            .map(read)
            .collect()
    }

    /// Decides a call that is still pending and not over; `Stale` when somebody, or the time, was first.
    pub async fn decide_approval(
        &self,
        now: i64,
        id: &ApprovalId,
        decided: Decided,
        audit: AuditRecord<'_>,
    ) -> Result<(), StoreError> {
        let txn = self.begin().await?;
        let by: &Actor = audit.who;
        let done = approval::Entity::update_many()
            .filter(approval::Column::Id.eq(id.as_str()))
            .filter(approval::Column::Status.eq(ApprovalStatus::Pending.as_str()))
            .filter(approval::Column::ExpiresAt.gt(now))
            .col_expr(approval::Column::Status, Expr::value(decided.status.as_str()))
            .col_expr(approval::Column::DeciderKind, Expr::value(by.kind.as_str()))
            .col_expr(approval::Column::DeciderId, Expr::value(by.id.clone()))
            .col_expr(approval::Column::DeciderName, Expr::value(by.name.clone()))
            .col_expr(approval::Column::DeciderOwner, Expr::value(decided.owner))
            .col_expr(approval::Column::DecidedAt, Expr::value(now))
            .col_expr(approval::Column::DecisionReason, Expr::value(decided.reason))
            .exec(&txn)
            .await?;
        if done.rows_affected != 1 {
            return Err(StoreError::Stale);
        }
        self.record(&txn, now, audit).await?;
        Ok(txn.commit().await?)
    }

    /// Takes an approved call to make it; false when another took it, or a rule was changed since `policy_version` was read.
    pub async fn start_approval(
        &self,
        now: i64,
        id: &ApprovalId,
        policy_version: u64,
    ) -> Result<bool, StoreError> {
        let unmoved = Query::select()
            .column(policy::Column::Id)
            .from(policy::Entity)
            .and_where(policy::Column::Version.eq(i64::try_from(policy_version).unwrap_or(i64::MAX)))
            .to_owned();
        let done = approval::Entity::update_many()
            .filter(approval::Column::Id.eq(id.as_str()))
            .filter(approval::Column::Status.eq(ApprovalStatus::Approved.as_str()))
            .filter(Expr::exists(unmoved))
            .col_expr(
                approval::Column::Status,
                Expr::value(ApprovalStatus::Running.as_str()),
            )
            .col_expr(approval::Column::StartedAt, Expr::value(now))
            .exec(self.connection())
            .await?;
        Ok(done.rows_affected == 1)
    }

    /// Ends a call that is not made because it is no longer what was asked for; false when it is not in `status` any more.
    pub async fn make_stale(
        &self,
        now: i64,
        id: &ApprovalId,
        status: ApprovalStatus,
        differences: &[Difference],
        audit: AuditRecord<'_>,
    ) -> Result<bool, StoreError> {
        let txn = self.begin().await?;
        let done = approval::Entity::update_many()
            .filter(approval::Column::Id.eq(id.as_str()))
            .filter(approval::Column::Status.eq(status.as_str()))
            .col_expr(
                approval::Column::Status,
                Expr::value(ApprovalStatus::Stale.as_str()),
            )
            .col_expr(approval::Column::FinishedAt, Expr::value(now))
            .col_expr(approval::Column::Differences, Expr::value(json(&differences)))
            .exec(&txn)
            .await?;
        if done.rows_affected != 1 {
            return Ok(false);
        }
        self.record(&txn, now, audit).await?;
        txn.commit().await?;
        Ok(true)
    }

    /// Keeps how a call ended that was in `status`: running, or approved where it could not be begun.
    pub async fn finish_approval(
        &self,
        now: i64,
        id: &ApprovalId,
        status: ApprovalStatus,
        ended: Ended<'_>,
        audit: AuditRecord<'_>,
    ) -> Result<(), StoreError> {
        let txn = self.begin().await?;
        let done = approval::Entity::update_many()
            .filter(approval::Column::Id.eq(id.as_str()))
            .filter(approval::Column::Status.eq(status.as_str()))
            .col_expr(approval::Column::Status, Expr::value(ended.status.as_str()))
            .col_expr(approval::Column::FinishedAt, Expr::value(now))
            .col_expr(
                approval::Column::Output,
                Expr::value(ended.output.map(Value::to_string)),
            )
            .col_expr(
                approval::Column::Problem,
                Expr::value(ended.problem.map(|problem| problem.to_string())),
            )
            .exec(&txn)
            .await?;
        if done.rows_affected != 1 {
            return Err(StoreError::Stale);
        }
        self.record(&txn, now, audit).await?;
        Ok(txn.commit().await?)
    }

    /// Ends every pending call whose time is over; says how many.
    pub async fn expire_approvals(&self, now: i64, audit: AuditRecord<'_>) -> Result<u64, StoreError> {
        let txn = self.begin().await?;
        let done = approval::Entity::update_many()
            .filter(approval::Column::Status.eq(ApprovalStatus::Pending.as_str()))
            .filter(approval::Column::ExpiresAt.lte(now))
            .col_expr(
                approval::Column::Status,
                Expr::value(ApprovalStatus::Expired.as_str()),
            )
            .col_expr(approval::Column::FinishedAt, Expr::value(now))
            .exec(&txn)
            .await?;
        if done.rows_affected > 0 {
            self.record(&txn, now, audit).await?;
        }
        txn.commit().await?;
        Ok(done.rows_affected)
    }

    /// The calls whose process ended under them: approved and never begun, and begun before a moment and never ended.
    pub async fn orphaned_approvals(&self, begun_before: i64) -> Result<Vec<Approval>, StoreError> {
        let rows = approval::Entity::find()
            .filter(
                Condition::any()
                    .add(
                        Condition::all()
                            .add(approval::Column::Status.eq(ApprovalStatus::Approved.as_str()))
                            .add(approval::Column::DecidedAt.lt(begun_before)),
                    )
                    .add(
                        Condition::all()
                            .add(approval::Column::Status.eq(ApprovalStatus::Running.as_str()))
                            .add(approval::Column::StartedAt.lt(begun_before)),
                    ),
            )
            .limit(100)
            .all(self.connection())
            .await?;
        rows.into_iter().map(read).collect()
    }
}

/// Rejects what a run still waits for, within the transaction that ends the run.
pub(super) async fn withdraw(
    txn: &DatabaseTransaction,
    now: i64,
    run: &RunId,
    by: &Actor,
    reason: &str,
) -> Result<(), StoreError> {
    approval::Entity::update_many()
        .filter(approval::Column::RunId.eq(run.as_str()))
        .filter(approval::Column::Status.eq(ApprovalStatus::Pending.as_str()))
        .col_expr(
            approval::Column::Status,
            Expr::value(ApprovalStatus::Rejected.as_str()),
        )
        .col_expr(approval::Column::DeciderKind, Expr::value(by.kind.as_str()))
        .col_expr(approval::Column::DeciderId, Expr::value(by.id.clone()))
        .col_expr(approval::Column::DeciderName, Expr::value(by.name.clone()))
        .col_expr(approval::Column::DecidedAt, Expr::value(now))
        .col_expr(approval::Column::DecisionReason, Expr::value(reason))
        .exec(txn)
        .await?;
    Ok(())
}
