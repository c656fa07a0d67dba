//! Durable jobs: one node works on each, and another goes on with it when that node ends. What a job did so far (`place`) is
//! its own business.

use super::{
    AuditRecord, Moment, Store,
    entities_events::job,
    errors::StoreError,
    lease::{self, Lease},
};
use crate::clock::rfc3339;
use contract::{
    actor::{Actor, ActorKind},
    approval::Named,
    ids::JobId,
    job::{Job, JobStatus},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, sea_query::Expr,
};
use serde_json::Value;

const LEASE: Lease<job::Entity> = Lease {
    id: job::Column::Id,
    claim: Some(job::Column::Claim),
    until: job::Column::LeaseUntil,
};

/// A new job.
pub struct NewJob {
    /// Its identifier.
    pub id: JobId,
    /// What it does.
    pub kind: &'static str,
    /// What it was asked.
    pub request: Value,
    /// How many things there are to do.
    pub total: u64,
}

/// A job that this node has now.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimedJob {
    /// The job.
    pub job: Job,
    /// Where it stands, in its own words; empty at the beginning.
    pub place: String,
}

/// How far a job has come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Where it stands, for whoever goes on with it.
    pub place: String,
    /// How many things there are to do.
    pub total: u64,
    /// How many are done.
    pub done: u64,
    /// How many could not be done.
    pub failed: u64,
    /// What it is at, in words.
    pub note: String,
}

impl Store {
    /// Keeps a new job.
    pub async fn insert_job(&self, now: i64, new: NewJob, audit: AuditRecord<'_>) -> Result<(), StoreError> {
        let who: &Actor = audit.who;
        let row = job::ActiveModel {
            id: Set(new.id.to_string()),
            kind: Set(new.kind.to_owned()),
            status: Set(JobStatus::Running.as_str().to_owned()),
            request: Set(new.request.to_string()),
            total: Set(i64::try_from(new.total).unwrap_or(i64::MAX)),
            requester_kind: Set(kind_word(who.kind).to_owned()),
            requester_id: Set(who.id.clone()),
            requester_name: Set(who.name.clone()),
            created_at: Set(now),
            updated_at: Set(now),
            ..Default::default()
        };
        let txn = self.begin().await?;
        job::Entity::insert(row).exec_without_returning(&txn).await?;
        self.record(&txn, now, audit).await?;
        Ok(txn.commit().await?)
    }

    /// One job.
    pub async fn job(&self, id: &JobId) -> Result<Job, StoreError> {
        let row = job::Entity::find_by_id(id.as_str())
            .one(self.connection())
            .await?;
        read(row.ok_or(StoreError::Missing)?)
    }

    /// The job of this kind that is not over, where there is one.
    pub async fn running_job(&self, kind: &str) -> Result<Option<Job>, StoreError> {
        let open = [JobStatus::Running, JobStatus::Paused].map(JobStatus::as_str);
        let row = job::Entity::find()
            .filter(job::Column::Kind.eq(kind))
            .filter(job::Column::Status.is_in(open))
            .order_by_desc(job::Column::Id)
            .one(self.connection())
            .await?;
        row.map(read).transpose()
    }

    /// The jobs, newest first.
    pub async fn jobs(&self, limit: u64) -> Result<Vec<Job>, StoreError> {
        let rows = job::Entity::find()
            .order_by_desc(job::Column::Id)
            .limit(limit)
            .all(self.connection())
            .await?;
        rows.into_iter().map(read).collect()
    }

    /// Takes a running job of this kind that no living node has; none when there is none.
    pub async fn claim_job(
        &self,
        at: Moment,
        kind: &str,
        claim: &str,
        lease_ms: i64,
    ) -> Result<Option<ClaimedJob>, StoreError> {
        let wanted = Condition::all()
            .add(job::Column::Kind.eq(kind))
            .add(job::Column::Status.eq(JobStatus::Running.as_str()))
            .add(LEASE.free(self.moment(at, 0)));
        let waiting = job::Entity::find().order_by_asc(job::Column::Id);
        let until = self.moment(at, lease_ms);
        let taken = LEASE.take_first(self.connection(), waiting, wanted, claim, until);
        let Some(row) = taken.await? else {
            return Ok(None);
        };
        let place = row.place.clone();
        Ok(Some(ClaimedJob {
            job: read(row)?,
            place,
        }))
    }

    /// Keeps how far a job has come and renews its lease; `Stale` when another node has it, or nobody may go on with it.
    pub async fn advance_job(
        &self,
        now: i64,
        at: Moment,
        id: &JobId,
        claim: &str,
        progress: &Progress,
        lease_ms: i64,
    ) -> Result<(), StoreError> {
        let connection = self.connection();
        self.advance_job_in(connection, now, at, id, claim, progress, lease_ms)
            .await
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "the same words as advance_job, and the transaction"
    )]
    pub(super) async fn advance_job_in(
        &self,
        connection: &impl ConnectionTrait,
        now: i64,
        at: Moment,
        id: &JobId,
        claim: &str,
        progress: &Progress,
        lease_ms: i64,
    ) -> Result<(), StoreError> {
        let count = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        let advanced = LEASE
            .held(id.as_str(), claim)
            .filter(job::Column::Status.eq(JobStatus::Running.as_str()))
            .col_expr(job::Column::Place, Expr::value(progress.place.clone()))
            .col_expr(job::Column::Total, Expr::value(count(progress.total)))
            .col_expr(job::Column::Done, Expr::value(count(progress.done)))
            .col_expr(job::Column::Failed, Expr::value(count(progress.failed)))
            .col_expr(job::Column::Note, Expr::value(progress.note.clone()))
            .col_expr(job::Column::UpdatedAt, Expr::value(now))
            .col_expr(job::Column::LeaseUntil, self.moment(at, lease_ms));
        lease::done(advanced, connection).await
    }

    /// Ends a job that this node has.
    pub async fn finish_job(
        &self,
        now: i64,
        id: &JobId,
        claim: &str,
        status: JobStatus,
        note: &str,
    ) -> Result<(), StoreError> {
        let finished = LEASE
            .held(id.as_str(), claim)
            .filter(job::Column::Status.eq(JobStatus::Running.as_str()))
            .col_expr(job::Column::Status, Expr::value(status.as_str()))
            .col_expr(job::Column::Note, Expr::value(note))
            .col_expr(job::Column::Claim, Expr::value(Option::<String>::None))
            .col_expr(job::Column::UpdatedAt, Expr::value(now))
            .col_expr(job::Column::FinishedAt, Expr::value(now));
        lease::done(finished, self.connection()).await
    }

    /// Pauses, resumes or cancels a job; `Stale` when it stands where that cannot be done.
    pub async fn steer_job(
        &self,
        now: i64,
        id: &JobId,
        to: JobStatus,
        audit: AuditRecord<'_>,
    ) -> Result<(), StoreError> {
        let from: &[JobStatus] = match to {
            JobStatus::Paused => &[JobStatus::Running],
            JobStatus::Running => &[JobStatus::Paused],
            JobStatus::Cancelled => &[JobStatus::Running, JobStatus::Paused],
            JobStatus::Done | JobStatus::Failed => &[],
        };
        let finished = (to == JobStatus::Cancelled).then_some(now);
        let txn = self.begin().await?;
        let steered = job::Entity::update_many()
            .filter(job::Column::Id.eq(id.as_str()))
            .filter(job::Column::Status.is_in(from.iter().map(|status| status.as_str())))
            .col_expr(job::Column::Status, Expr::value(to.as_str()))
            .col_expr(job::Column::UpdatedAt, Expr::value(now))
            .col_expr(job::Column::FinishedAt, Expr::value(finished));
        // Whoever resumes it need not wait for the lease of a node that has put it down.
        lease::done(LEASE.put_down(steered), &txn).await?;
        self.record(&txn, now, audit).await?;
        Ok(txn.commit().await?)
    }
}

fn read(row: job::Model) -> Result<Job, StoreError> {
    let unreadable = |what: &str| StoreError::Unreadable(format!("job {}: {what}", row.id));
    let count = |n: i64| u64::try_from(n).unwrap_or(0);
    Ok(Job {
        id: JobId::parse(&row.id).ok_or_else(|| unreadable("id"))?,
        kind: row.kind.clone().into(),
        status: JobStatus::parse(&row.status).ok_or_else(|| unreadable("status"))?,
        request: serde_json::from_str(&row.request).map_err(|_| unreadable("request"))?,
        total: count(row.total),
        done: count(row.done),
        failed: count(row.failed),
        note: row.note.clone(),
        requested_by: Named {
            kind: kind_of(&row.requester_kind),
            id: row.requester_id.clone(),
            name: row.requester_name.clone(),
        },
        created_at: rfc3339(row.created_at),
        updated_at: rfc3339(row.updated_at),
        finished_at: row.finished_at.map(rfc3339),
    })
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
