//! Probes every active integration once per interval, spread as they were added, a few at a time.
//!
//! A slot is taken in the database, so several nodes share the work. A vendor whose account locks after repeated wrong
//! secrets is left alone once it has refused, until a person rechecks or changes the credentials.

use super::run::Prober;
use crate::store::StoreError;
use contract::probe::Outcome;
use futures::StreamExt;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// Probes at once, in all.
const AT_ONCE: usize = 16;

/// How long probes are kept.
const KEPT: Duration = Duration::from_hours(7 * 24);

/// The clockwork of the probes.
pub struct Scheduler {
    /// Makes the probes.
    pub prober: Prober,
    /// How often each integration is probed.
    pub interval: Duration,
}

impl Scheduler {
    /// Runs until it is told to stop; looks for due probes every second.
    pub async fn run(self, stop: CancellationToken) {
        let mut tick = tokio::time::interval(Duration::from_secs(1));
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Skip);
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                _ = tick.tick() => {
                    if let Err(error) = self.turn().await {
                        tracing::warn!(error = %error, "the probes of this second could not be made");
                    }
                }
            }
        }
    }

    /// Probes what is due now; says how many probes were made.
    pub async fn turn(&self) -> Result<usize, StoreError> {
        let store = &self.prober.store;
        let now = self.prober.act.clock.now_ms();
        let interval = i64::try_from(self.interval.as_millis()).unwrap_or(i64::MAX);
        let due = store.claim_due_probes(now, interval, 256).await?;
        let made = futures::stream::iter(due)
            .map(|id| async move {
                let row = store.integration(&id).await?;
                let refused = row
                    .last
                    .as_ref()
                    .is_some_and(|last| last.outcome == Outcome::Credentials);
                let locks = self
                    .prober
                    .act
                    .connector(&row)
                    .is_ok_and(|connector| connector.refusals_lock());
                if refused && locks {
                    return Ok(0);
                }
                self.prober.probe(&row, "schedule").await.map(|_| 1)
            })
            .buffer_unordered(AT_ONCE)
            .collect::<Vec<Result<usize, StoreError>>>()
            .await;
        store
            .prune_probes(now - i64::try_from(KEPT.as_millis()).unwrap_or(0), 500)
            .await?;
        let mut sum = 0;
        for one in made {
            match one {
                // Deleted between the claim and the probe.
                Err(StoreError::Missing) => {}
                other => sum += other?,
            }
        }
        Ok(sum)
    }
}
