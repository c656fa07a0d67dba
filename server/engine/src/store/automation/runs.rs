//! Runs: made once for an event, claimed by one worker at a time, listed, cancelled.

use super::{
    super::{AuditRecord, Store, StoreError, approvals::withdraw, entities::approval},
    entities::{run, run_step},
    run_rows::{read_row, read_run, word},
};
use contract::{
    approval::{ApprovalStatus, Named},
    event::Normalised,
    failure::FailureCode,
    ids::{CustomerId, EventId, IntegrationId, RunId, SopId},
    run::{Run, RunFilter, RunStatus, RunStep},
    sop::Mode,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, Query},
};

/// A run to begin.
pub struct NewRun {
    /// Its identifier.
    pub id: RunId,
    /// The SOP.
    pub sop: SopId,
    /// Its name.
    pub sop_name: String,
    /// The version that runs.
    pub sop_version: u32,
    /// How much it does by itself.
    pub mode: Mode,
    /// The event.
    pub event: Option<EventId>,
    /// What guards its effects, with the step.
    pub lineage: String,
    /// The account that received the event.
    pub integration: Option<IntegrationId>,
    /// Whom it is for, and that customer's name.
    pub customer: Option<(CustomerId, String)>,
    /// The event as the steps see it.
    pub about: Normalised,
    /// The run of which this is another.
    pub rerun_of: Option<RunId>,
    /// The step at which it begins; the first when absent.
    pub from_step: Option<String>,
    /// Who starts it.
    pub starter: Named,
    /// Who stands behind a token that starts it.
    pub owner: String,
    /// Steps that are taken over from the run before.
    pub kept: Vec<RunStep>,
}

/// A run as it is kept, without its steps.
#[derive(Clone, Debug)]
pub struct RunRow {
    /// What the list shows.
    pub run: Run,
    /// The event as the steps see it.
    pub about: Normalised,
    /// What guards its effects, with the step.
    pub lineage: String,
    /// The account that received the event.
    pub integration: Option<IntegrationId>,
    /// The step at which it begins; the first when absent.
    pub from_step: Option<String>,
    /// Whether its note was written, or need not be.
    pub reported: bool,
    /// Who started it.
    pub starter: Named,
    /// Who stands behind a token that started it.
    pub owner: String,
}

/// Where a run stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunState {
    /// The status.
    pub status: RunStatus,
    /// Why it failed or stopped.
    pub code: Option<FailureCode>,
    /// In words.
    pub detail: String,
}

impl RunState {
    /// A state that needs no code.
    pub fn plain(status: RunStatus, detail: impl Into<String>) -> Self {
        Self {
            status,
            code: None,
            detail: detail.into(),
        }
    }
}

impl Store {
    /// Begins a run; `Taken` when the event has one.
    pub async fn insert_run(&self, now: i64, new: NewRun, audit: AuditRecord<'_>) -> Result<(), StoreError> {
        let txn = self.begin().await?;
        let (customer, customer_name) = new
            .customer
            .map_or((None, None), |(id, name)| (Some(id.to_string()), Some(name)));
        let row = run::ActiveModel {
            id: Set(new.id.to_string()),
            sop_id: Set(new.sop.to_string()),
            sop_name: Set(new.sop_name),
            sop_version: Set(i32::try_from(new.sop_version).unwrap_or(0)),
            mode: Set(word(&new.mode)),
            event_id: Set(new.event.map(|id| id.to_string())),
            lineage: Set(new.lineage),
            subject: Set(new.about.subject.clone()),
            customer_id: Set(customer),
            customer_name: Set(customer_name),
            integration_id: Set(new.integration.map(|id| id.to_string())),
            status: Set(RunStatus::Running.as_str().to_owned()),
            detail: Set(String::new()),
            about: Set(serde_json::to_value(&new.about).unwrap_or_default().to_string()),
            rerun_of: Set(new.rerun_of.map(|id| id.to_string())),
            from_step: Set(new.from_step),
            starter_kind: Set(word(&new.starter.kind)),
            starter_id: Set(new.starter.id),
            starter_name: Set(new.starter.name),
            starter_owner: Set(new.owner),
            started_at: Set(now),
            claimed_until: Set(0),
            ..Default::default()
        };
        run::Entity::insert(row).exec_without_returning(&txn).await?;
        for (n, step) in new.kept.into_iter().enumerate() {
            let row = kept_row(&new.id, n, now, step);
            run_step::Entity::insert(row).exec_without_returning(&txn).await?;
        }
        self.record(&txn, now, audit).await?;
        Ok(txn.commit().await?)
    }

    /// One run, without its steps.
    pub async fn run(&self, id: &RunId) -> Result<RunRow, StoreError> {
        let row = run::Entity::find_by_id(id.as_str())
            .one(self.connection())
            .await?;
        read_row(&row.ok_or(StoreError::Missing)?)
    }

    /// The run that was begun for an event.
    pub async fn run_of_event(&self, event: &EventId) -> Result<Option<RunRow>, StoreError> {
        let row = run::Entity::find()
            .filter(run::Column::EventId.eq(event.as_str()))
            .filter(run::Column::RerunOf.is_null())
            .one(self.connection())
            .await?;
        row.as_ref().map(read_row).transpose()
    }

    /// A page of runs, newest first.
    pub async fn runs(
        &self,
        filter: &RunFilter,
        before: Option<&RunId>,
        limit: u64,
    ) -> Result<Vec<Run>, StoreError> {
        let mut query = run::Entity::find().order_by_desc(run::Column::Id).limit(limit);
        if let Some(sop) = &filter.sop {
            query = query.filter(run::Column::SopId.eq(sop.as_str()));
        }
        if let Some(event) = &filter.event {
            query = query.filter(run::Column::EventId.eq(event.as_str()));
        }
        if let Some(status) = filter.status {
            query = query.filter(run::Column::Status.eq(status.as_str()));
        }
        if let Some(before) = before {
            query = query.filter(run::Column::Id.lt(before.as_str()));
        }
        let rows = query.all(self.connection()).await?;
        rows.iter().map(read_run).collect()
    }

    /// Takes a run for a worker. `by_force` where something above already says who may (the lease of its event); else only
    /// where no other has it.
    pub async fn claim_run(
        &self,
        now: i64,
        until: i64,
        id: &RunId,
        claim: &str,
        by_force: bool,
    ) -> Result<bool, StoreError> {
        let mut update = run::Entity::update_many()
            .filter(run::Column::Id.eq(id.as_str()))
            .col_expr(run::Column::Claim, Expr::value(claim))
            .col_expr(run::Column::ClaimedUntil, Expr::value(until));
        if !by_force {
            update = update.filter(run::Column::ClaimedUntil.lt(now));
        }
        Ok(update.exec(self.connection()).await?.rows_affected == 1)
    }

    /// Keeps a claim alive; false when another has the run.
    pub async fn renew_run(&self, until: i64, id: &RunId, claim: &str) -> Result<bool, StoreError> {
        let done = run::Entity::update_many()
            .filter(run::Column::Id.eq(id.as_str()))
            .filter(run::Column::Claim.eq(claim))
            .col_expr(run::Column::ClaimedUntil, Expr::value(until))
            .exec(self.connection())
            .await?;
        Ok(done.rows_affected == 1)
    }

    /// Lets a run go, for whoever comes next.
    pub async fn release_run(&self, id: &RunId, claim: &str) -> Result<(), StoreError> {
        self.renew_run(0, id, claim).await.map(|_| ())
    }

    /// Opens a run again that failed where another try can help.
    pub async fn reopen_run(&self, id: &RunId, claim: &str) -> Result<bool, StoreError> {
        let done = run::Entity::update_many()
            .filter(run::Column::Id.eq(id.as_str()))
            .filter(run::Column::Claim.eq(claim))
            .filter(
                run::Column::Status.is_in([RunStatus::Failed.as_str(), RunStatus::AwaitingApproval.as_str()]),
            )
            .col_expr(run::Column::Status, Expr::value(RunStatus::Running.as_str()))
            .col_expr(run::Column::FinishedAt, Expr::value(None::<i64>))
            .exec(self.connection())
            .await?;
        Ok(done.rows_affected == 1)
    }

    /// Runs that no event's worker looks after and that can go on: begun and left, waiting for what is decided by now, or over
    /// and not reported.
    pub async fn due_runs(&self, now: i64, limit: u64) -> Result<Vec<RunId>, StoreError> {
        let undecided = [
            ApprovalStatus::Pending,
            ApprovalStatus::Approved,
            ApprovalStatus::Running,
        ]
        .map(ApprovalStatus::as_str);
        let over = [RunStatus::Succeeded, RunStatus::Failed, RunStatus::NeedsPerson].map(RunStatus::as_str);
        let waiting = Query::select()
            .column((run_step::Entity, run_step::Column::RunId))
            .from(run_step::Entity)
            .inner_join(
                approval::Entity,
                Expr::col((approval::Entity, approval::Column::Id))
                    .equals((run_step::Entity, run_step::Column::ApprovalId)),
            )
            .and_where(Expr::col((run_step::Entity, run_step::Column::Outcome)).eq("waiting"))
            .and_where(Expr::col((approval::Entity, approval::Column::Status)).is_not_in(undecided))
            .to_owned();
        let rows: Vec<String> = run::Entity::find()
            .select_only()
            .column(run::Column::Id)
            .filter(run::Column::ClaimedUntil.lt(now))
            .filter(
                Condition::any()
                    .add(run::Column::EventId.is_null())
                    .add(run::Column::RerunOf.is_not_null()),
            )
            .filter(
                Condition::any()
                    .add(run::Column::Status.eq(RunStatus::Running.as_str()))
                    .add(
                        Condition::all()
                            .add(run::Column::Status.is_in(over))
                            .add(run::Column::ReportedAt.is_null()),
                    )
                    .add(
                        Condition::all()
                            .add(run::Column::Status.eq(RunStatus::AwaitingApproval.as_str()))
                            .add(run::Column::Id.in_subquery(waiting)),
                    ),
            )
            .order_by_asc(run::Column::Id)
            .limit(limit)
            .into_tuple()
            .all(self.connection())
            .await?;
        Ok(rows.iter().filter_map(|id| RunId::parse(id)).collect())
    }

    /// Ends a run that works or waits, and withdraws what it waits for; false when it is over already.
    pub async fn cancel_run(
        &self,
        now: i64,
        id: &RunId,
        detail: &str,
        audit: AuditRecord<'_>,
    ) -> Result<bool, StoreError> {
        let txn = self.begin().await?;
        let open = [RunStatus::Running.as_str(), RunStatus::AwaitingApproval.as_str()];
        let done = run::Entity::update_many()
            .filter(run::Column::Id.eq(id.as_str()))
            .filter(run::Column::Status.is_in(open))
            .col_expr(run::Column::Status, Expr::value(RunStatus::Cancelled.as_str()))
            .col_expr(run::Column::Detail, Expr::value(detail))
            .col_expr(run::Column::FinishedAt, Expr::value(now))
            .exec(&txn)
            .await?;
        if done.rows_affected == 0 {
            return Ok(false);
        }
        withdraw(&txn, now, id, audit.who, detail).await?;
        run_step::Entity::update_many()
            .filter(run_step::Column::RunId.eq(id.as_str()))
            .filter(run_step::Column::Outcome.eq("waiting"))
            .col_expr(run_step::Column::Outcome, Expr::value("failed"))
            .col_expr(run_step::Column::Detail, Expr::value(detail))
            .col_expr(run_step::Column::FinishedAt, Expr::value(now))
            .exec(&txn)
            .await?;
        self.record(&txn, now, audit).await?;
        txn.commit().await?;
        Ok(true)
    }

    /// Keeps what became of the note on the ticket, once; false when it was kept before.
    pub async fn keep_report(&self, now: i64, id: &RunId, words: Option<&str>) -> Result<bool, StoreError> {
        let done = run::Entity::update_many()
            .filter(run::Column::Id.eq(id.as_str()))
            .filter(run::Column::ReportedAt.is_null())
            .col_expr(run::Column::Report, Expr::value(words))
            .col_expr(run::Column::ReportedAt, Expr::value(now))
            .exec(self.connection())
            .await?;
        Ok(done.rows_affected == 1)
    }
}

fn kept_row(run: &RunId, n: usize, now: i64, step: RunStep) -> run_step::ActiveModel {
    run_step::ActiveModel {
        run_id: Set(run.to_string()),
        n: Set(i32::try_from(n).unwrap_or(i32::MAX)),
        step_id: Set(step.id),
        title: Set(step.title),
        kind: Set(word(&step.kind)),
        outcome: Set("kept".to_owned()),
        calls: Set(step.calls),
        integration_id: Set(step.integration.map(|id| id.to_string())),
        integration_name: Set(step.integration_name),
        template: Set(step.template.to_string()),
        input: Set(step.input.to_string()),
        output: Set(step.output.map(|output| output.to_string())),
        detail: Set(step.detail),
        idempotency_key: Set(step.idempotency_key),
        tries: Set(0),
        started_at: Set(now),
        finished_at: Set(Some(now)),
        ..Default::default()
    }
}
