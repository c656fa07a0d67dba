//! A bulk replay: a durable job that replays every dead letter of a filter, each once.
//!
//! Each replay, the mark on its dead letter and the job's progress are one commit, so that a job which was cut off anywhere
//! goes on where it stood. It takes what was dead when it began, newest first, in its own lane.

use super::{Pipeline, filter, hooks::CrashPoint};
use crate::store::{
    ClaimedJob, EventQuery, EventRow, Progress, ReplayStep, StoreError, first_id_of, fresh_ulid,
};
use contract::{
    actor::{Actor, Role},
    event::BulkReplay,
    job::JobStatus,
};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// The job's kind.
pub const BULK_REPLAY: &str = "bulk_replay";

/// For how long a node has the job without renewing it, in milliseconds.
const LEASE_MS: i64 = 30_000;

/// Dead letters that are read at once.
const PAGE: u64 = 100;

/// How often it looks for jobs.
const LOOKS: Duration = Duration::from_secs(1);

/// The longest wait between two replays, so that the lease is renewed in time.
const LONGEST_WAIT: Duration = Duration::from_secs(10);

impl Pipeline {
    /// Works on bulk replays until it is told to stop.
    pub async fn bulk(self, stop: CancellationToken) {
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(LOOKS) => {}
            }
            if let Err(error) = self.bulk_turn(&stop).await {
                tracing::warn!(error = %error, "a bulk replay could not go on");
            }
        }
    }

    /// Works on one bulk replay until it is done, or is no longer ours; true when there was one.
    pub async fn bulk_turn(&self, stop: &CancellationToken) -> Result<bool, StoreError> {
        let claim = fresh_ulid(self.now());
        let store = &self.0.store;
        let Some(claimed) = store.claim_job(self.at(), BULK_REPLAY, &claim, LEASE_MS).await? else {
            return Ok(false);
        };
        match self.replay_all(&claimed, &claim, stop).await {
            // Somebody paused or cancelled it, or another node has it.
            Ok(()) | Err(StoreError::Stale) => {}
            Err(other) => return Err(other),
        }
        self.0.live.job(&claimed.job.id);
        Ok(true)
    }

    async fn replay_all(
        &self,
        claimed: &ClaimedJob,
        claim: &str,
        stop: &CancellationToken,
    ) -> Result<(), StoreError> {
        let job = &claimed.job;
        let unreadable = |what: &str| StoreError::Unreadable(format!("job {}: {what}", job.id));
        let request: BulkReplay =
            serde_json::from_value(job.request.clone()).map_err(|_| unreadable("request"))?;
        let mut query = filter::query(&request.filter).map_err(|_| unreadable("filter"))?;
        dead(&mut query);
        let began: jiff::Timestamp = job.created_at.parse().map_err(|_| unreadable("time"))?;
        let who = Actor {
            kind: job.requested_by.kind,
            id: job.requested_by.id.clone(),
            name: job.requested_by.name.clone(),
            role: Role::Tech,
        };
        let mut progress = Progress {
            place: claimed.place.clone(),
            total: job.total,
            done: job.done,
            failed: job.failed,
            note: job.note.clone(),
        };
        if progress.place.is_empty() {
            progress.place = first_id_of(began.as_millisecond() + 1);
        }
        let wait = wait_of(request.per_minute);
        loop {
            let page = self
                .0
                .store
                .events_page(&query, Some(&progress.place), PAGE)
                .await?;
            for item in &page.items {
                if stop.is_cancelled() {
                    return Ok(());
                }
                let row = self.0.store.event(&item.id).await?;
                progress.place = item.id.to_string();
                self.replay_one(&row, &who, request.reason.clone(), job, claim, &mut progress)
                    .await?;
                self.0.hooks.pass(CrashPoint::MidBulkReplay);
                if let Some(wait) = wait {
                    tokio::time::sleep(wait).await;
                }
            }
            match page.before {
                Some(before) => progress.place = before,
                None => break,
            }
        }
        let note = note(&progress);
        self.0
            .store
            .finish_job(self.now(), &job.id, claim, JobStatus::Done, &note)
            .await
    }

    async fn replay_one(
        &self,
        row: &EventRow,
        who: &Actor,
        reason: Option<String>,
        job: &contract::job::Job,
        claim: &str,
        progress: &mut Progress,
    ) -> Result<(), StoreError> {
        let store = &self.0.store;
        let Some(payload) = store.event_payload(&row.summary.id).await? else {
            progress.failed += 1;
            progress.note = note(progress);
            return store
                .advance_job(self.now(), self.at(), &job.id, claim, progress, LEASE_MS)
                .await;
        };
        let new = self.replay_of(row, payload, who, reason);
        progress.done += 1;
        progress.note = note(progress);
        let step = ReplayStep {
            job: &job.id,
            claim,
            progress: progress.clone(),
            lease_ms: LEASE_MS,
        };
        if store
            .insert_bulk_replay(self.now(), self.at(), &new, step)
            .await?
        {
            self.replayed(&row.summary.id, &new.id);
        }
        self.0.live.job(&job.id);
        Ok(())
    }
}

/// Only dead letters that nobody has replayed.
pub fn dead(query: &mut EventQuery) {
    query.statuses = vec![contract::event::EventStatus::DeadLettered.as_str()];
    query.waiting = true;
}

fn wait_of(per_minute: Option<u32>) -> Option<Duration> {
    let per_minute = per_minute.filter(|count| *count > 0)?;
    Some((Duration::from_mins(1) / per_minute).min(LONGEST_WAIT))
}

fn note(progress: &Progress) -> String {
    let lost = match progress.failed {
        0 => String::new(),
        count => format!("; {count} could not be, their payload has expired"),
    };
    format!("{} of {} replayed{lost}", progress.done, progress.total)
}
