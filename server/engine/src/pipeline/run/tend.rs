//! Carrying the runs that no event's worker looks after: those that people started, after a crash, after a decision, until
//! they are reported.

use super::{Automation, evidence::Stop, fence::RunFence};
use crate::store::{StoreError, fresh_ulid};
use contract::{ids::RunId, run::RunStatus};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// How often it looks for work.
const LOOKS: Duration = Duration::from_secs(1);

/// How many runs are taken at once.
const AT_ONCE: u64 = 20;

impl Automation {
    /// Works on runs and discoveries until it is told to stop.
    pub async fn work(self, stop: CancellationToken) {
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(LOOKS) => {}
            }
            if let Err(error) = self.tend_runs().await {
                tracing::warn!(error = %error, "runs could not be looked after");
            }
            if let Err(error) = self.discover_turn().await {
                tracing::warn!(error = %error, "a discovery could not go on");
            }
        }
    }

    /// Goes on with every run that can go on now. Says how many it carried.
    pub async fn tend_runs(&self) -> Result<usize, StoreError> {
        let due = self.store.due_runs(self.now(), AT_ONCE).await?;
        let mut carried = 0;
        for id in due {
            match self.carry_by_hand(&id).await {
                Ok(()) => carried += 1,
                // Another node was first.
                Err(StoreError::Stale) => {}
                // One run that cannot be read stops no other.
                Err(error) => {
                    tracing::warn!(run.id = %id, error = %error, "a run could not be carried on");
                }
            }
        }
        Ok(carried)
    }

    /// Goes on with a run that a person started, and reports it when it is over.
    pub async fn carry_by_hand(&self, id: &RunId) -> Result<(), StoreError> {
        let now = self.now();
        let claim = fresh_ulid(now);
        if !self
            .store
            .claim_run(now, self.claimed_until(), id, &claim, false)
            .await?
        {
            return Err(StoreError::Stale);
        }
        let fence = RunFence {
            automation: self,
            run: id,
            claim: &claim,
        };
        let done = self.carried(id, &claim, &fence).await;
        self.store.release_run(id, &claim).await?;
        done
    }

    async fn carried(&self, id: &RunId, claim: &str, fence: &RunFence<'_>) -> Result<(), StoreError> {
        let row = self.store.run(id).await?;
        let over = match row.run.status {
            RunStatus::Running | RunStatus::AwaitingApproval => {
                let (stop, _) = self.carry(row.clone(), claim.to_owned(), fence).await?;
                matches!(stop, Stop::Done | Stop::Failed(_))
            }
            RunStatus::Succeeded | RunStatus::Failed | RunStatus::NeedsPerson => true,
            RunStatus::Cancelled => false,
        };
        if over {
            self.report_run(id, &row.about, row.integration.as_ref(), fence)
                .await?;
        }
        Ok(())
    }
}
