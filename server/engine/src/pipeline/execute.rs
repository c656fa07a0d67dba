//! Stage execute: the SOP's steps. It goes on with the event's run where there is one, and never starts a second.

use super::{
    failure::StageFailure,
    normalise::Normal,
    resolve::Resolved,
    route::Ticket,
    sops::{EventKey, Fence, RunEnd, Sops},
};
use crate::store::StoreError;
use contract::ids::{ApprovalId, RunId};
use serde_json::{Value, json};

/// A run that is done. Only this stage makes one.
pub struct Executed {
    run: RunId,
    detail: Value,
}

/// How executing ended.
pub enum Execution {
    /// All was done.
    Done(Executed),
    /// A step waits for a person.
    Waiting {
        /// The run.
        run: RunId,
        /// What it waits for.
        approval: ApprovalId,
        /// What was done so far.
        detail: Value,
    },
    /// A step failed.
    Failed {
        /// The run; none when it could not begin.
        run: Option<RunId>,
        /// Why.
        failure: StageFailure,
        /// What had already been done.
        already_done: Vec<String>,
    },
}

/// Runs the SOP.
pub async fn execute(
    sops: &dyn Sops,
    key: &EventKey,
    normal: &Normal,
    resolved: &Resolved,
    ticket: &Ticket,
    fence: &dyn Fence,
) -> Result<Execution, StoreError> {
    let end = sops
        .execute(key, normal.event(), resolved.customer(), ticket.picked(), fence)
        .await?;
    Ok(match end {
        RunEnd::Done { run, detail } => Execution::Done(Executed { run, detail }),
        RunEnd::Waiting {
            run,
            approval,
            detail,
        } => Execution::Waiting {
            run,
            approval,
            detail,
        },
        RunEnd::Failed {
            run,
            failure,
            already_done,
        } => Execution::Failed {
            run,
            failure,
            already_done,
        },
    })
}

impl Executed {
    /// The run.
    pub fn run(&self) -> &RunId {
        &self.run
    }

    /// What is written into the trace.
    pub fn detail(&self) -> Value {
        json!({ "run": self.run, "steps": self.detail })
    }
}
