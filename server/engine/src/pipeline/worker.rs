//! The worker: takes what is due, lane by lane, and makes an attempt at each.
//!
//! Each lane has slots of its own, so that neither retries nor a bulk replay ever delay what has just come. A hint wakes it at
//! once; a look every second finds what no hint told of. The same code does both.

use super::{
    Pipeline,
    attempt::Attempt,
    hooks::CrashPoint,
    lease::{LEASE_MS, Lease},
};
use crate::store::{Claimed, FRESH, REPLAY, RETRY, StoreError, fresh_ulid};
use std::{sync::Arc, time::Duration};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;
use tracing::Instrument as _;

/// The lanes, and how many attempts each makes at once.
const LANES: [(i64, usize); 3] = [(FRESH, 16), (RETRY, 4), (REPLAY, 4)];

/// How often a lane looks for what is due.
const LOOKS: Duration = Duration::from_secs(1);

impl Pipeline {
    /// Works until it is told to stop.
    pub async fn work(self, stop: CancellationToken) {
        let lanes = LANES.map(|(lane, slots)| tokio::spawn(self.clone().lane(lane, slots, stop.clone())));
        for lane in lanes {
            // A lane ends when it is told to; a panic in it was logged.
            let _ = lane.await;
        }
    }

    async fn lane(self, lane: i64, slots: usize, stop: CancellationToken) {
        let free = Arc::new(Semaphore::new(slots));
        while !stop.is_cancelled() {
            // At least one slot must be free before anything is claimed.
            let Ok(first) = free.clone().acquire_owned().await else {
                return;
            };
            let taken = match self.take(lane, slots, first, &free).await {
                Ok(taken) => taken,
                Err(error) => {
                    tracing::warn!(error = %error, "due events could not be taken");
                    0
                }
            };
            if taken == 0 {
                tokio::select! {
                    () = stop.cancelled() => return,
                    () = self.woken(lane) => {}
                    () = tokio::time::sleep(LOOKS) => {}
                }
            }
        }
    }

    async fn woken(&self, lane: i64) {
        if lane == FRESH {
            self.0.wake.notified().await;
        } else {
            self.0.wake_others.notified().await;
        }
    }

    /// Claims as many as there are free slots and begins with each; says how many.
    async fn take(
        &self,
        lane: i64,
        slots: usize,
        first: OwnedSemaphorePermit,
        free: &Arc<Semaphore>,
    ) -> Result<usize, StoreError> {
        if !self.0.store.has_due_events(self.at(), lane).await? {
            return Ok(0);
        }
        let mut permits = vec![first];
        while permits.len() < slots
            && let Ok(permit) = free.clone().try_acquire_owned()
        {
            permits.push(permit);
        }
        let claim = fresh_ulid(self.now());
        let claimed = self
            .0
            .store
            .claim_events(self.at(), lane, permits.len() as u64, &claim, LEASE_MS)
            .await?;
        let taken = claimed.len();
        for (one, permit) in claimed.into_iter().zip(permits) {
            let (pipeline, claim) = (self.clone(), claim.clone());
            tokio::spawn(async move {
                pipeline.attempt(one, &claim).await;
                drop(permit);
            });
        }
        Ok(taken)
    }

    /// Takes up to so many due events of a lane and makes an attempt at each, one after the other; says how many. For tests
    /// and commands that want to know when it is done.
    pub async fn turn(&self, lane: i64, limit: u64) -> Result<usize, StoreError> {
        let claim = fresh_ulid(self.now());
        let claimed = self
            .0
            .store
            .claim_events(self.at(), lane, limit, &claim, LEASE_MS)
            .await?;
        let taken = claimed.len();
        for one in claimed {
            self.attempt(one, &claim).await;
        }
        Ok(taken)
    }

    /// One attempt, under its lease.
    pub async fn attempt(&self, claimed: Claimed, claim: &str) {
        let span = tracing::info_span!(
            target: "ops_ai::spans",
            "event",
            otel.kind = "consumer",
            event.id = %claimed.id,
            vendor = %claimed.vendor,
            integration.id = %claimed.integration,
            attempt = claimed.attempt
        );
        self.attempt_within(claimed, claim).instrument(span).await;
    }

    async fn attempt_within(&self, claimed: Claimed, claim: &str) {
        self.0.hooks.pass(CrashPoint::AfterClaim);
        self.0.live.event(&claimed.id);
        let lease = Lease::new(self.clone(), claimed.id.clone(), claim.to_owned());
        let mut attempt = Attempt::new(self, &claimed, claim);
        let ended = tokio::select! {
            ended = attempt.run(&lease) => ended,
            () = lease.keep() => {
                tracing::warn!(event.id = %claimed.id, "another worker has this event by now");
                return;
            }
        };
        let completion = match ended {
            Ok(end) => attempt.completion(end),
            Err(error) => {
                tracing::warn!(event.id = %claimed.id, error = %error, "an attempt was put back");
                attempt.put_back()
            }
        };
        match self.0.finisher.finish(completion).await {
            Ok(true) => {}
            Ok(false) => {
                tracing::warn!(event.id = %claimed.id, "an attempt ended too late and changed nothing");
            }
            // The lease ends by itself, and another attempt follows.
            Err(error) => {
                tracing::warn!(event.id = %claimed.id, error, "the end of an attempt could not be kept");
            }
        }
        self.0.live.event(&claimed.id);
        if claimed.ordered {
            self.next_in_line();
        }
    }
}
