//! Server functions of dead letters and of the jobs that replay them.

use crate::error::AppError;
use contract::{event::DeadLetterGroup, job::Job};
use leptos::prelude::*;

/// The groups, largest first; of one webhook when its identifier is given.
#[server(prefix = "/app/do", endpoint = "dead_letters/groups")]
pub async fn list_groups(webhook: String) -> Result<Vec<DeadLetterGroup>, AppError> {
    let (services, who) = crate::context::asked()?;
    let filter = contract::event::EventFilter {
        webhook: Some(webhook).filter(|webhook| !webhook.is_empty()),
        ..Default::default()
    };
    Ok(services.events.dead_letters(&who.actor, filter).await?)
}

/// Replays a whole group as a durable job.
#[server(prefix = "/app/do", endpoint = "dead_letters/replay")]
pub async fn replay_group(
    fingerprint: String,
    #[server(default)] reason: String,
    #[server(default)] per_minute: String,
) -> Result<(), AppError> {
    use contract::event::{BulkReplay, EventFilter};

    let (services, who) = crate::context::asked()?;
    let request = BulkReplay {
        filter: EventFilter {
            fingerprint: Some(fingerprint),
            ..EventFilter::default()
        },
        reason: Some(reason).filter(|reason| !reason.trim().is_empty()),
        per_minute: per_minute.trim().parse().ok(),
    };
    services.events.replay_many(&who.actor, request).await?;
    leptos_axum::redirect("/app/webhooks/dead-letters");
    Ok(())
}

/// The jobs of the last time, newest first.
#[server(prefix = "/app/do", endpoint = "dead_letters/jobs")]
pub async fn list_jobs() -> Result<Vec<Job>, AppError> {
    let (services, who) = crate::context::asked()?;
    let jobs = services.jobs.list(&who.actor, 20).await?;
    Ok(jobs
        .into_iter()
        .filter(|job| job.kind == "bulk_replay")
        .take(5)
        .collect())
}

/// Pauses, resumes or cancels a job.
#[server(prefix = "/app/do", endpoint = "dead_letters/steer")]
pub async fn steer_job(id: String, to: String) -> Result<(), AppError> {
    use contract::{ids::JobId, job::JobStatus, problem::Problem};

    let (services, who) = crate::context::asked()?;
    let id = JobId::parse(&id).ok_or_else(|| Problem::not_found("job"))?;
    let to = JobStatus::parse(&to).ok_or_else(|| Problem::not_found("state of a job"))?;
    services.jobs.steer(&who.actor, &id, to).await?;
    leptos_axum::redirect("/app/webhooks/dead-letters");
    Ok(())
}
