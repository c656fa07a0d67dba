//! Works on setups: one at a time, step by step, until it is done, failed, or waits for a person.
//!
//! Each step's end is kept before the next begins. A node that ends in between leaves the setup wanted; when its lease is over
//! another goes on, and every step looks up what is there already.

use super::{
    Csp, checks,
    failure::Stop,
    steps,
    work::{Step, Work},
};
use crate::store::{Moment, StoreError, fresh_ulid};
use contract::csp::{CspPath, StepState};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// For how long a node has a setup without renewing it, in milliseconds.
const LEASE_MS: i64 = 180_000;

/// How often it looks for setups.
const LOOKS: Duration = Duration::from_secs(1);

impl Csp {
    /// Works until it is told to stop.
    pub async fn run(self, stop: CancellationToken) {
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(LOOKS) => {}
            }
            let turn = async {
                self.turn(usize::MAX).await?;
                self.onboard_turn().await?;
                self.renew_now_and_then().await
            };
            if let Err(error) = turn.await {
                tracing::warn!(error = %error, "a partner's tenant could not be worked on");
            }
        }
    }

    /// Works on one setup, for at most so many steps; true when there was one.
    pub async fn turn(&self, most: usize) -> Result<bool, StoreError> {
        let claim = fresh_ulid(self.now());
        let at = Moment::Given(self.now());
        let Some(row) = self.store().claim_csp_setup(at, &claim, LEASE_MS).await? else {
            return Ok(false);
        };
        let id = row.id.clone();
        let ground = match self.ground(row) {
            Ok(ground) => ground,
            Err(problem) => {
                tracing::error!(error = %problem, "a setup cannot be worked on");
                return Ok(false);
            }
        };
        let mut work = Work {
            ground,
            key: String::new(),
        };
        let worked = self.work(&mut work, &claim, most).await;
        self.store().release_csp_setup(&id, &claim).await?;
        match worked {
            // Somebody changed it meanwhile: it is still wanted, and the next turn begins with what they left.
            Ok(()) | Err(StoreError::Stale) => Ok(true),
            Err(error) => Err(error),
        }
    }

    async fn work(&self, work: &mut Work<'_>, claim: &str, most: usize) -> Result<(), StoreError> {
        let stored = |stop: Stop| match stop {
            Stop::Store(error) => error,
            Stop::Failed(_) | Stop::Waits => StoreError::Stale,
        };
        for _ in 0..most {
            let Some(key) = work.ground.document.next().map(|step| step.key.clone()) else {
                return work.keep(false).await.map_err(stored);
            };
            let at = Moment::Given(self.now());
            self.store()
                .renew_csp_setup(at, &work.ground.row.id, claim, LEASE_MS)
                .await?;
            work.key.clone_from(&key);
            begin(work, self.now());
            work.keep(true).await.map_err(stored)?;
            let ended = perform(work).await;
            let goes_on = ended.is_ok() && !(work.ground.row.path == CspPath::Manual);
            end(work, ended, self.now())?;
            let wanted = goes_on && work.ground.document.next().is_some();
            work.keep(wanted).await.map_err(stored)?;
            if !wanted {
                return Ok(());
            }
        }
        Ok(())
    }
}

fn begin(work: &mut Work<'_>, now: i64) {
    let key = work.key.clone();
    if let Some(step) = work.ground.document.step_mut(&key) {
        step.state = StepState::Running;
        step.failure = None;
        step.started_at.get_or_insert(now);
        step.finished_at = None;
    }
}

fn end(work: &mut Work<'_>, ended: Step, now: i64) -> Result<(), StoreError> {
    let key = work.key.clone();
    let Some(step) = work.ground.document.step_mut(&key) else {
        return Ok(());
    };
    match ended {
        Ok(()) => {
            step.state = StepState::Done;
            step.finished_at = Some(now);
        }
        Err(Stop::Failed(failure)) => {
            step.state = StepState::Failed;
            step.failure = Some(failure);
            step.finished_at = Some(now);
        }
        Err(Stop::Waits) => step.state = StepState::Waiting,
        Err(Stop::Store(error)) => return Err(error),
    }
    Ok(())
}

async fn perform(work: &mut Work<'_>) -> Step {
    match work.ground.row.path {
        CspPath::Automated => steps::perform(work).await,
        CspPath::Manual => checks::perform(work).await,
    }
}
