//! What is kept of a run while it is carried: the beginning of a step with the end of the one before, and how the run ended.

use super::{
    carrier::{Carrier, calls, title},
    evidence::{Came, Stop},
    rows::{end_of, row_of},
};
use crate::{
    pipeline::StageFailure,
    store::{Advance, RunState, StepStart, StoreError},
};
use contract::{
    run::{RunStatus, RunStep},
    sop::Step,
};
use serde_json::Value;

impl Carrier<'_> {
    /// Keeps the beginning of a step with the end of the one before; false when the run was cancelled.
    pub async fn open<'s>(
        &mut self,
        step: &'s Step,
        input: &'s Value,
        outcome: &'static str,
        more: impl FnOnce(&mut StepStart<'s>),
    ) -> Result<bool, StoreError> {
        let n = u32::try_from(self.steps.len()).unwrap_or(u32::MAX);
        let title = title(step);
        let mut start = StepStart {
            n,
            id: &step.id,
            title,
            kind: step.kind,
            outcome,
            calls: calls(step),
            account: None,
            template: &step.input,
            input,
            effect: None,
            approval: None,
            tries: 1,
            audit: None,
        };
        more(&mut start);
        let row = row_of(&start, self.auto.now());
        let state = if outcome == "waiting" {
            RunState::plain(
                RunStatus::AwaitingApproval,
                format!("{title} waits for a person."),
            )
        } else {
            RunState::plain(RunStatus::Running, String::new())
        };
        let kept = self
            .auto
            .store
            .advance_run(
                self.auto.now(),
                &self.row.run.id,
                &self.claim,
                self.end.take(),
                Some(start),
                &state,
            )
            .await?;
        self.steps.push(row);
        Ok(kept == Advance::Kept)
    }

    /// Notes how the last step came out, for the next commit and for the steps that follow.
    pub fn ended(&mut self, came: Came) {
        let Some(n) = self.steps.len().checked_sub(1) else {
            return;
        };
        let end = end_of(u32::try_from(n).unwrap_or(u32::MAX), came);
        let step = &mut self.steps[n];
        step.outcome = end.outcome.into();
        step.output.clone_from(&end.output);
        step.code = end.code;
        step.detail.clone_from(&end.detail);
        step.tries = end.tries;
        step.finished_at = Some(crate::clock::rfc3339(self.auto.now()));
        self.context
            .add_step(&step.id, &step.outcome, step.output.as_ref());
        self.end = Some(end);
    }

    /// The run has failed.
    pub async fn failed(self, failure: StageFailure) -> Result<(Stop, Vec<RunStep>), StoreError> {
        let state = RunState {
            status: RunStatus::Failed,
            code: Some(failure.code),
            detail: failure.detail.clone(),
        };
        self.over(state, Stop::Failed(Box::new(failure))).await
    }

    /// The run is over, or stops so.
    pub async fn over(mut self, state: RunState, stop: Stop) -> Result<(Stop, Vec<RunStep>), StoreError> {
        let (run, end) = (&self.row.run.id, self.end.take());
        let kept = self
            .auto
            .store
            .advance_run(self.auto.now(), run, &self.claim, end, None, &state)
            .await?;
        let stop = if kept == Advance::Cancelled {
            Stop::Cancelled
        } else {
            stop
        };
        Ok((stop, self.steps))
    }
}
