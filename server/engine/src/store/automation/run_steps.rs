//! Steps of runs: begun before their effect, ended after it. The end of one step, the beginning of the next and the run's new
//! state are one commit, fenced by the run's claim.

use super::{
    super::{AuditRecord, NewApproval, Store, StoreError, approvals::put_approval},
    effects::{EffectKey, EffectState, settle, take},
    entities::{run, run_step},
    run_rows::{read_step, word},
    runs::RunState,
};
use contract::{
    failure::FailureCode,
    ids::{ApprovalId, IntegrationId, RunId},
    run::{RunStatus, RunStep},
    sop::StepKind,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr,
};
use serde_json::Value;

/// A step that begins.
pub struct StepStart<'a> {
    /// Its place in the run, from 0.
    pub n: u32,
    /// The step's key.
    pub id: &'a str,
    /// What a person reads.
    pub title: &'a str,
    /// What it does.
    pub kind: StepKind,
    /// `running` or `waiting`.
    pub outcome: &'a str,
    /// Whose and which operation.
    pub calls: Option<String>,
    /// On which account, and that account's name.
    pub account: Option<(IntegrationId, String)>,
    /// The input as it stands in the SOP.
    pub template: &'a Value,
    /// The input as it is sent.
    pub input: &'a Value,
    /// The effect it makes.
    pub effect: Option<EffectKey>,
    /// The approval it waits for, made with it.
    pub approval: Option<NewApproval>,
    /// Which try it is, from 1.
    pub tries: u32,
    /// What the audit trail says of it.
    pub audit: Option<AuditRecord<'a>>,
}

/// How a step ended.
#[derive(Clone, Debug)]
pub struct StepEnd {
    /// Its place in the run.
    pub n: u32,
    /// `succeeded`, `failed`, `drafted`, `kept` or `unknown`.
    pub outcome: &'static str,
    /// What it gave.
    pub output: Option<Value>,
    /// Why it failed, as a closed word.
    pub code: Option<FailureCode>,
    /// In words: why it failed, or why a branch was taken.
    pub detail: String,
    /// The vendor's status.
    pub vendor_status: Option<u16>,
    /// The vendor's words.
    pub vendor_message: Option<String>,
    /// The vendor's identifier of the request.
    pub vendor_request_id: Option<String>,
    /// How many tries it took.
    pub tries: u32,
    /// The key of its effect, and what became of it.
    pub effect: Option<(String, EffectState)>,
}

/// What came of a step forward.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advance {
    /// It is kept.
    Kept,
    /// A person cancelled the run meanwhile: the end is kept, nothing began.
    Cancelled,
}

impl Store {
    /// The steps of a run, in order.
    pub async fn run_steps(&self, id: &RunId) -> Result<Vec<RunStep>, StoreError> {
        let rows = run_step::Entity::find()
            .filter(run_step::Column::RunId.eq(id.as_str()))
            .order_by_asc(run_step::Column::N)
            .all(self.connection())
            .await?;
        rows.into_iter().map(read_step).collect()
    }

    /// Ends a step, begins the next, and says where the run stands; `Stale` when another has the run.
    pub async fn advance_run(
        &self,
        now: i64,
        run: &RunId,
        claim: &str,
        end: Option<StepEnd>,
        start: Option<StepStart<'_>>,
        state: &RunState,
    ) -> Result<Advance, StoreError> {
        let txn = self.begin().await?;
        let held = run::Entity::update_many()
            .filter(run::Column::Id.eq(run.as_str()))
            .filter(run::Column::Claim.eq(claim))
            .col_expr(run::Column::Claim, Expr::value(claim))
            .exec(&txn)
            .await?;
        if held.rows_affected != 1 {
            return Err(StoreError::Stale);
        }
        if let Some(end) = end {
            close(&txn, now, run, end).await?;
        }
        let row = run::Entity::find_by_id(run.as_str()).one(&txn).await?;
        let status = row.map(|row| row.status).ok_or(StoreError::Missing)?;
        if status == RunStatus::Cancelled.as_str() {
            txn.commit().await?;
            return Ok(Advance::Cancelled);
        }
        if let Some(start) = start {
            self.open_step(&txn, now, run, start).await?;
        }
        let over = matches!(
            state.status,
            RunStatus::Succeeded | RunStatus::Failed | RunStatus::NeedsPerson
        );
        run::Entity::update_many()
            .filter(run::Column::Id.eq(run.as_str()))
            .col_expr(run::Column::Status, Expr::value(state.status.as_str()))
            .col_expr(
                run::Column::Code,
                Expr::value(state.code.map(FailureCode::as_str)),
            )
            .col_expr(run::Column::Detail, Expr::value(state.detail.as_str()))
            .col_expr(run::Column::FinishedAt, Expr::value(over.then_some(now)))
            .exec(&txn)
            .await?;
        txn.commit().await?;
        Ok(Advance::Kept)
    }

    async fn open_step(
        &self,
        txn: &DatabaseTransaction,
        now: i64,
        run: &RunId,
        start: StepStart<'_>,
    ) -> Result<(), StoreError> {
        let n = i32::try_from(start.n).unwrap_or(i32::MAX);
        if let Some(key) = &start.effect {
            take(txn, now, run, n, key).await?;
        }
        let approval = start.approval.as_ref().map(|new| new.approval.id.to_string());
        if let Some(new) = start.approval {
            put_approval(txn, new).await?;
        }
        let (integration, integration_name) = start
            .account
            .map_or((None, None), |(id, name)| (Some(id.to_string()), Some(name)));
        let row = run_step::ActiveModel {
            run_id: Set(run.to_string()),
            n: Set(n),
            step_id: Set(start.id.to_owned()),
            title: Set(start.title.to_owned()),
            kind: Set(word(&start.kind)),
            outcome: Set(start.outcome.to_owned()),
            calls: Set(start.calls),
            integration_id: Set(integration),
            integration_name: Set(integration_name),
            template: Set(start.template.to_string()),
            input: Set(start.input.to_string()),
            detail: Set(String::new()),
            approval_id: Set(approval),
            idempotency_key: Set(start.effect.map(|key| key.key)),
            tries: Set(i32::try_from(start.tries).unwrap_or(0)),
            started_at: Set(now),
            ..Default::default()
        };
        run_step::Entity::insert(row).exec_without_returning(txn).await?;
        if let Some(audit) = start.audit {
            self.record(txn, now, audit).await?;
        }
        Ok(())
    }

    /// Begins a step once more that was begun before, or that waited: counts the try, and takes its effect's key where that was
    /// let go.
    pub async fn begin_again(
        &self,
        now: i64,
        run: &RunId,
        claim: &str,
        n: u32,
        tries: u32,
        effect: Option<&EffectKey>,
    ) -> Result<(), StoreError> {
        let txn = self.begin().await?;
        let held = run::Entity::update_many()
            .filter(run::Column::Id.eq(run.as_str()))
            .filter(run::Column::Claim.eq(claim))
            .col_expr(run::Column::Claim, Expr::value(claim))
            .exec(&txn)
            .await?;
        if held.rows_affected != 1 {
            return Err(StoreError::Stale);
        }
        let n = i32::try_from(n).unwrap_or(i32::MAX);
        if let Some(key) = effect {
            take(&txn, now, run, n, key).await?;
        }
        run_step::Entity::update_many()
            .filter(run_step::Column::RunId.eq(run.as_str()))
            .filter(run_step::Column::N.eq(n))
            .col_expr(run_step::Column::Outcome, Expr::value("running"))
            .col_expr(
                run_step::Column::Tries,
                Expr::value(i32::try_from(tries).unwrap_or(i32::MAX)),
            )
            .exec(&txn)
            .await?;
        Ok(txn.commit().await?)
    }

    /// The approval that a run waits for.
    pub async fn waiting_for(&self, run: &RunId) -> Result<Option<ApprovalId>, StoreError> {
        let row = run_step::Entity::find()
            .filter(run_step::Column::RunId.eq(run.as_str()))
            .filter(run_step::Column::Outcome.eq("waiting"))
            .order_by_desc(run_step::Column::N)
            .one(self.connection())
            .await?;
        Ok(row.and_then(|row| ApprovalId::parse(row.approval_id.as_deref()?)))
    }
}

async fn close(txn: &DatabaseTransaction, now: i64, run: &RunId, end: StepEnd) -> Result<(), StoreError> {
    let n = i32::try_from(end.n).unwrap_or(i32::MAX);
    run_step::Entity::update_many()
        .filter(run_step::Column::RunId.eq(run.as_str()))
        .filter(run_step::Column::N.eq(n))
        .col_expr(run_step::Column::Outcome, Expr::value(end.outcome))
        .col_expr(
            run_step::Column::Output,
            Expr::value(end.output.map(|output| output.to_string())),
        )
        .col_expr(
            run_step::Column::Code,
            Expr::value(end.code.map(FailureCode::as_str)),
        )
        .col_expr(run_step::Column::Detail, Expr::value(end.detail))
        .col_expr(
            run_step::Column::VendorStatus,
            Expr::value(end.vendor_status.map(i32::from)),
        )
        .col_expr(run_step::Column::VendorMessage, Expr::value(end.vendor_message))
        .col_expr(
            run_step::Column::VendorRequestId,
            Expr::value(end.vendor_request_id),
        )
        .col_expr(
            run_step::Column::Tries,
            Expr::value(i32::try_from(end.tries).unwrap_or(i32::MAX)),
        )
        .col_expr(run_step::Column::FinishedAt, Expr::value(now))
        .exec(txn)
        .await?;
    if let Some((key, state)) = end.effect {
        settle(txn, now, run, &key, &state).await?;
    }
    Ok(())
}
