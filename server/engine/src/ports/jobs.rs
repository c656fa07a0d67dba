//! Durable jobs, whatever they do.

use super::Machine;
use crate::{
    policy::{Right, may},
    store::{AuditRecord, StoreError},
};
use contract::{
    actor::Actor,
    field::FieldError,
    ids::JobId,
    job::{Job, JobStatus},
    ports::{Answer, Jobs},
    problem::Problem,
};
use serde_json::json;

impl Machine {
    pub(super) async fn kept_job(&self, id: &JobId) -> Result<Job, Problem> {
        self.store.job(id).await.map_err(|error| match error {
            StoreError::Missing => Problem::not_found("job"),
            other => other.into(),
        })
    }

    async fn steer_to(&self, who: &Actor, id: &JobId, to: JobStatus) -> Result<Job, Problem> {
        may(who, Right::CallWrite)?;
        let action = match to {
            JobStatus::Paused => "job.paused",
            JobStatus::Running => "job.resumed",
            JobStatus::Cancelled => "job.cancelled",
            JobStatus::Done | JobStatus::Failed => {
                let text = "A job can be set to running, paused or cancelled.";
                return Err(Problem::invalid(vec![FieldError::new(
                    "status",
                    "not_a_choice",
                    text,
                )]));
            }
        };
        let job = self.kept_job(id).await?;
        if job.status == to {
            return Ok(job);
        }
        let audit = AuditRecord {
            who,
            action,
            target: id.to_string(),
            detail: json!({ "kind": job.kind, "done": job.done, "total": job.total }),
        };
        match self.store.steer_job(self.now(), id, to, audit).await {
            Ok(()) => {}
            Err(StoreError::Stale) => {
                let status = self.kept_job(id).await?.status.as_str();
                return Err(
                    Problem::new(409, "job_ended", format!("This job is {status}.")).with_detail(
                        "Only a job that runs can be paused, and only a paused one resumed; start a new one.",
                    ),
                );
            }
            Err(other) => return Err(other.into()),
        }
        self.live.job(id);
        self.kept_job(id).await
    }
}

impl Jobs for Machine {
    fn list<'a>(&'a self, who: &'a Actor, limit: u32) -> Answer<'a, Vec<Job>> {
        Box::pin(async move {
            may(who, Right::Look)?;
            Ok(self.store.jobs(u64::from(limit.clamp(1, 200))).await?)
        })
    }

    fn get<'a>(&'a self, who: &'a Actor, id: &'a JobId) -> Answer<'a, Job> {
        Box::pin(async move {
            may(who, Right::Look)?;
            self.kept_job(id).await
        })
    }

    fn steer<'a>(&'a self, who: &'a Actor, id: &'a JobId, to: JobStatus) -> Answer<'a, Job> {
        Box::pin(self.steer_to(who, id, to))
    }
}
