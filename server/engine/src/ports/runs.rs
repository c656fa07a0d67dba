//! Runs: looked at, cancelled, run again from a step.

use super::Machine;
use crate::{
    policy::{Right, may},
    store::{AuditRecord, StoreError},
};
use contract::{
    actor::Actor,
    field::FieldError,
    ids::RunId,
    ports::{Answer, Runs},
    problem::Problem,
    run::{Run, RunDetail, RunFilter, RunStatus},
};
use serde_json::json;
use tracing::Instrument as _;

impl Machine {
    /// Carries a run that was begun, and tells how it stands then. The work goes on when whoever asked has gone.
    pub(super) async fn carried(&self, run: RunId) -> Result<RunDetail, Problem> {
        let (automation, id) = (self.automation.clone(), run.clone());
        let work = tokio::spawn(async move { automation.carry_by_hand(&id).await }.in_current_span());
        match work.await {
            // Another node may have been faster; the run tells.
            Ok(Ok(()) | Err(StoreError::Stale)) => {}
            Ok(Err(error)) => return Err(error.into()),
            Err(_) => {
                return Err(Problem::new(
                    500,
                    "internal",
                    "Ops AI met an error of its own while the SOP ran.",
                )
                .with_detail("The run is kept; its page shows how far it came."));
            }
        }
        self.run_by_id(&run).await
    }

    async fn run_by_id(&self, id: &RunId) -> Result<RunDetail, Problem> {
        self.automation.run_detail(id).await.map_err(|error| match error {
            StoreError::Missing => Problem::not_found("run"),
            other => other.into(),
        })
    }

    async fn cancelled(&self, who: &Actor, id: &RunId) -> Result<RunDetail, Problem> {
        let before = self.run_by_id(id).await?;
        let audit = AuditRecord {
            who,
            action: "run.cancelled",
            target: id.to_string(),
            detail: json!({ "sop": before.run.sop }),
        };
        let words = format!("{} cancelled the run.", who.name);
        if !self.store.cancel_run(self.now(), id, &words, audit).await? {
            return Err(Problem::new(409, "run_is_over", "The run is over already."));
        }
        let waited = before.steps.iter().rev().find_map(|step| step.approval.clone());
        if let Some(approval) = waited {
            self.live.approvals();
            self.pipeline.decided(&approval).await;
        }
        self.run_by_id(id).await
    }

    async fn again(&self, who: &Actor, id: &RunId, from_step: &str) -> Result<RunDetail, Problem> {
        let before = self.run_by_id(id).await?;
        if matches!(
            before.run.status,
            RunStatus::Running | RunStatus::AwaitingApproval
        ) {
            return Err(Problem::new(409, "run_is_not_over", "The run is not over yet.")
                .with_detail("Wait for its end, or cancel it first."));
        }
        let row = self.store.run(id).await?;
        let sop = self.store.sop_at(&row.run.sop, row.run.sop_version).await?;
        if !sop.steps.iter().any(|step| step.id == from_step) {
            let words = "There is no such step in the version that ran.";
            return Err(Problem::invalid(vec![FieldError::new(
                "from_step",
                "not_accepted",
                words,
            )]));
        }
        let kept = before
            .steps
            .into_iter()
            .take_while(|step| step.id != from_step)
            .filter(|step| matches!(step.outcome.as_ref(), "succeeded" | "kept"))
            .collect();
        let run = self
            .automation
            .begin_again_from(who, row, kept, from_step)
            .await?;
        self.carried(run).await
    }
}

impl Runs for Machine {
    fn list<'a>(
        &'a self,
        who: &'a Actor,
        filter: RunFilter,
        cursor: Option<&'a RunId>,
        limit: u32,
    ) -> Answer<'a, Vec<Run>> {
        Box::pin(async move {
            may(who, Right::Look)?;
            let limit = u64::from(limit.clamp(1, 200));
            Ok(self.store.runs(&filter, cursor, limit).await?)
        })
    }

    fn get<'a>(&'a self, who: &'a Actor, id: &'a RunId) -> Answer<'a, RunDetail> {
        Box::pin(async move {
            may(who, Right::Look)?;
            self.run_by_id(id).await
        })
    }

    fn cancel<'a>(&'a self, who: &'a Actor, id: &'a RunId) -> Answer<'a, RunDetail> {
        Box::pin(async move {
            may(who, Right::Automate)?;
            self.cancelled(who, id).await
        })
    }

    fn rerun<'a>(&'a self, who: &'a Actor, id: &'a RunId, from_step: &'a str) -> Answer<'a, RunDetail> {
        Box::pin(async move {
            may(who, Right::Automate)?;
            self.again(who, id, from_step).await
        })
    }
}
