//! Held calls. Every change of a status is a compare-and-swap, so that of two decisions, or two nodes, one wins.

use super::{AuditRecord, Store, entities::approval, errors::StoreError};
use crate::clock::rfc3339;
use contract::{
    actor::{Actor, ActorKind},
    approval::{Approval, ApprovalStatus, Decision, Named},
    ids::{ApprovalId, IntegrationId, VendorId},
    operation::Risk,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};
use serde_json::Value;

/// A new held call.
pub struct NewApproval {
    /// The approval, pending.
    pub approval: Approval,
    /// Who stands behind a token that asked; the asker's own identifier otherwise.
    pub owner: String,
    /// When it was asked, in milliseconds.
    pub created_at: i64,
    /// Until when it can be decided, in milliseconds.
    pub expires_at: i64,
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
    /// Keeps a held call.
    pub async fn insert_approval(&self, new: NewApproval, audit: AuditRecord<'_>) -> Result<(), StoreError> {
        let NewApproval {
            approval,
            owner,
            created_at,
            expires_at,
        } = new;
        let row = approval::ActiveModel {
            id: Set(approval.id.to_string()),
            status: Set(approval.status.as_str().to_owned()),
            vendor: Set(approval.vendor.to_string()),
            operation: Set(approval.operation.into_owned()),
            title: Set(approval.title.into_owned()),
            risk: Set(risk_word(approval.risk).to_owned()),
            integration_id: Set(approval.integration.to_string()),
            integration_name: Set(approval.integration_name),
            input: Set(approval.input.to_string()),
            input_sha256: Set(approval.input_sha256),
            requester_kind: Set(kind_word(approval.requested_by.kind).to_owned()),
            requester_id: Set(approval.requested_by.id),
            requester_name: Set(approval.requested_by.name),
            requester_owner: Set(owner),
            created_at: Set(created_at),
            expires_at: Set(expires_at),
            ..Default::default()
        };
        let txn = self.begin().await?;
        approval::Entity::insert(row).exec_without_returning(&txn).await?;
        self.record(&txn, created_at, audit).await?;
        Ok(txn.commit().await?)
    }

    /// One held call, and who stands behind the asker.
    pub async fn approval(&self, id: &ApprovalId) -> Result<(Approval, String), StoreError> {
        let row = approval::Entity::find_by_id(id.as_str())
            .one(self.connection())
            .await?;
        let row = row.ok_or(StoreError::Missing)?;
        let owner = row.requester_owner.clone();
        Ok((read(row)?, owner))
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
        status: ApprovalStatus,
        reason: Option<String>,
        audit: AuditRecord<'_>,
    ) -> Result<(), StoreError> {
        let txn = self.begin().await?;
        let by: &Actor = audit.who;
        let done = approval::Entity::update_many()
            .filter(approval::Column::Id.eq(id.as_str()))
            .filter(approval::Column::Status.eq(ApprovalStatus::Pending.as_str()))
            .filter(approval::Column::ExpiresAt.gt(now))
            .col_expr(approval::Column::Status, Expr::value(status.as_str()))
            .col_expr(approval::Column::DeciderKind, Expr::value(kind_word(by.kind)))
            .col_expr(approval::Column::DeciderId, Expr::value(by.id.clone()))
            .col_expr(approval::Column::DeciderName, Expr::value(by.name.clone()))
            .col_expr(approval::Column::DecidedAt, Expr::value(now))
            .col_expr(approval::Column::DecisionReason, Expr::value(reason))
            .exec(&txn)
            .await?;
        if done.rows_affected != 1 {
            return Err(StoreError::Stale);
        }
        self.record(&txn, now, audit).await?;
        Ok(txn.commit().await?)
    }

    /// Takes an approved call to make it; false when another took it.
    pub async fn start_approval(&self, now: i64, id: &ApprovalId) -> Result<bool, StoreError> {
        let done = approval::Entity::update_many()
            .filter(approval::Column::Id.eq(id.as_str()))
            .filter(approval::Column::Status.eq(ApprovalStatus::Approved.as_str()))
            .col_expr(
                approval::Column::Status,
                Expr::value(ApprovalStatus::Running.as_str()),
            )
            .col_expr(approval::Column::StartedAt, Expr::value(now))
            .exec(self.connection())
            .await?;
        Ok(done.rows_affected == 1)
    }

    /// Keeps how a running call ended.
    pub async fn finish_approval(
        &self,
        now: i64,
        id: &ApprovalId,
        ended: Ended<'_>,
        audit: AuditRecord<'_>,
    ) -> Result<(), StoreError> {
        let txn = self.begin().await?;
        let done = approval::Entity::update_many()
            .filter(approval::Column::Id.eq(id.as_str()))
            .filter(approval::Column::Status.eq(ApprovalStatus::Running.as_str()))
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
                sea_orm::Condition::any()
                    .add(
                        sea_orm::Condition::all()
                            .add(approval::Column::Status.eq(ApprovalStatus::Approved.as_str()))
                            .add(approval::Column::DecidedAt.lt(begun_before)),
                    )
                    .add(
                        sea_orm::Condition::all()
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

fn read(row: approval::Model) -> Result<Approval, StoreError> {
    let unreadable = |what: &str| StoreError::Unreadable(format!("approval {}: {what}", row.id));
    let json = |text: &Option<String>| text.as_deref().and_then(|text| serde_json::from_str(text).ok());
    let decision = match (&row.decider_id, row.decided_at) {
        (Some(id), Some(at)) => Some(Decision {
            by: Named {
                kind: kind_of(row.decider_kind.as_deref().unwrap_or_default()),
                id: id.clone(),
                name: row.decider_name.clone().unwrap_or_default(),
            },
            at: rfc3339(at),
            reason: row.decision_reason.clone(),
        }),
        _ => None,
    };
    Ok(Approval {
        id: ApprovalId::parse(&row.id).ok_or_else(|| unreadable("id"))?,
        status: ApprovalStatus::parse(&row.status).ok_or_else(|| unreadable("status"))?,
        vendor: VendorId::new(row.vendor.clone()),
        operation: row.operation.clone().into(),
        title: row.title.clone().into(),
        risk: risk_of(&row.risk),
        integration: IntegrationId::parse(&row.integration_id).ok_or_else(|| unreadable("integration"))?,
        integration_name: row.integration_name.clone(),
        input: serde_json::from_str(&row.input).map_err(|_| unreadable("input"))?,
        input_sha256: row.input_sha256.clone(),
        requested_by: Named {
            kind: kind_of(&row.requester_kind),
            id: row.requester_id.clone(),
            name: row.requester_name.clone(),
        },
        created_at: rfc3339(row.created_at),
        expires_at: rfc3339(row.expires_at),
        decision,
        finished_at: row.finished_at.map(rfc3339),
        output: json(&row.output),
        problem: json(&row.problem)
            .and_then(|value| serde_json::from_value(value).ok())
            .map(Box::new),
    })
}

fn risk_word(risk: Risk) -> &'static str {
    match risk {
        Risk::Read => "read",
        Risk::Write => "write",
        Risk::Dangerous => "dangerous",
    }
}

fn risk_of(word: &str) -> Risk {
    match word {
        "read" => Risk::Read,
        "write" => Risk::Write,
        _ => Risk::Dangerous,
    }
}

fn kind_word(kind: ActorKind) -> &'static str {
    match kind {
        ActorKind::User => "user",
        ActorKind::Token => "token",
        ActorKind::System => "system",
    }
}

fn kind_of(word: &str) -> ActorKind {
    match word {
        "user" => ActorKind::User,
        "token" => ActorKind::Token,
        _ => ActorKind::System,
    }
}
