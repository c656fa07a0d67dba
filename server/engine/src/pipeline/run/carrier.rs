//! Carrying a run from where it stands to its next stop.
//!
//! A step is begun in one commit with the end of the step before it, then it is made, then it is ended with the next. So a
//! crash leaves at most one step begun and not ended, and what that means depends on the step: what only reads is made again,
//! what writes is looked up or stops for a person.

use super::{
    Automation,
    evidence::{Came, Stop, failure, retry_of},
};
use crate::{
    pipeline::{Fence, Retry, StageFailure},
    sop::{Context, Fault, Next, after},
    store::{RunRow, RunState, StepEnd, StoreError},
};
use contract::{
    actor::{Actor, ActorKind, Role},
    customer::Customer,
    failure::FailureCode,
    run::{RunStatus, RunStep},
    sop::{Mode, Sop, Step, StepKind},
};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// A run and whoever carries it.
pub(super) struct Carrier<'a> {
    pub auto: &'a Automation,
    pub row: RunRow,
    pub sop: Sop,
    pub claim: String,
    pub fence: &'a dyn Fence,
    pub context: Context,
    pub steps: Vec<RunStep>,
    /// The end of the step before, not kept yet.
    pub end: Option<StepEnd>,
}

/// Where a run goes on.
enum From {
    /// It begins a step.
    Fresh,
    /// A step was begun and not ended.
    Orphan(RunStep),
    /// A step waits for a person.
    Waiting(RunStep),
}

impl<'a> Carrier<'a> {
    pub fn new(
        auto: &'a Automation,
        row: RunRow,
        sop: Sop,
        customer: Option<&Customer>,
        steps: Vec<RunStep>,
        claim: String,
        fence: &'a dyn Fence,
    ) -> Self {
        let mut context = Context::new(&row.about, customer);
        for step in &steps {
            context.add_step(&step.id, &step.outcome, step.output.as_ref());
        }
        Self {
            auto,
            row,
            sop,
            claim,
            fence,
            context,
            steps,
            end: None,
        }
    }

    /// True when nothing that writes may be called.
    pub fn drafts(&self) -> bool {
        self.sop.mode == Mode::DraftOnly
    }

    /// Who acts and asks: the person who started the run, or the SOP.
    pub fn actor(&self) -> Actor {
        let starter = &self.row.starter;
        match starter.kind {
            ActorKind::System => Actor::system(&format!("SOP {}", self.sop.name)),
            kind => Actor {
                kind,
                id: starter.id.clone(),
                name: starter.name.clone(),
                role: Role::Tech,
            },
        }
    }

    /// The key that makes a step's effect happen once.
    pub fn key_of(&self, step: &str) -> String {
        effect_key(&self.row.lineage, step)
    }

    /// Goes on until the run ends or waits.
    pub async fn carry(mut self) -> Result<(Stop, Vec<RunStep>), StoreError> {
        let (mut place, mut from) = match self.stands() {
            Ok(found) => found,
            Err(stop) => return Ok((stop, self.steps)),
        };
        loop {
            let Some(step) = self.sop.steps.get(place).cloned() else {
                return self
                    .over(RunState::plain(RunStatus::Succeeded, ""), Stop::Done)
                    .await;
            };
            let came = match std::mem::replace(&mut from, From::Fresh) {
                From::Fresh => match self.still_wanted(&step).await? {
                    Some(failure) => return self.failed(failure).await,
                    None => self.begin(&step).await?,
                },
                From::Orphan(row) => Some(self.again(&step, &row).await?),
                From::Waiting(row) => self.decided(&step, &row).await?,
            };
            let Some(came) = came else {
                return Ok((Stop::Cancelled, self.steps));
            };
            let success = match &came {
                Came::Waits(approval) => return Ok((Stop::Waiting(approval.clone()), self.steps)),
                Came::Branch { yes, .. } => *yes,
                Came::Good { .. } | Came::Drafted(_) => true,
                Came::Bad { .. } | Came::Unknown { .. } => false,
            };
            let broke = match &came {
                Came::Bad { failure, .. } | Came::Unknown { failure, .. } => Some(failure.clone()),
                _ => None,
            };
            let unknown = matches!(came, Came::Unknown { .. });
            self.ended(came);
            if let (true, Some(failure)) = (unknown, broke.clone()) {
                let state = RunState {
                    status: RunStatus::NeedsPerson,
                    code: Some(failure.code),
                    detail: failure.detail.clone(),
                };
                return self.over(state, Stop::Failed(Box::new(failure))).await;
            }
            match after(&self.sop.steps, place, success) {
                Next::Step(next) => place = next,
                Next::Done => {
                    return self
                        .over(RunState::plain(RunStatus::Succeeded, ""), Stop::Done)
                        .await;
                }
                Next::Failed => {
                    let failure = broke.unwrap_or_else(|| {
                        failure(
                            FailureCode::TemplateError,
                            "A step leads to one that is not there.",
                        )
                    });
                    return self.failed(failure).await;
                }
            }
        }
    }

    /// Finds out where the run stands; `Err` when it stands still.
    fn stands(&self) -> Result<(usize, From), Stop> {
        let place_of = |id: &str| self.sop.steps.iter().position(|step| step.id == id);
        let vanished = |id: &str| {
            let words = format!("The step `{id}` is not in the version that runs.");
            Stop::Failed(Box::new(failure(FailureCode::TemplateError, words)))
        };
        let Some(last) = self
            .steps
            .iter()
            .rev()
            .find(|step| step.outcome != "kept")
            .or(self.row.from_step.is_none().then(|| self.steps.last()).flatten())
        else {
            // Nothing of its own yet.
            let first = self.row.from_step.as_deref().map_or(Some(0), place_of);
            return match first {
                Some(place) => Ok((place, From::Fresh)),
                None => Err(vanished(self.row.from_step.as_deref().unwrap_or_default())),
            };
        };
        let Some(place) = place_of(&last.id) else {
            return Err(vanished(&last.id));
        };
        let success = match last.outcome.as_ref() {
            "running" => return Ok((place, From::Orphan(last.clone()))),
            "waiting" => return Ok((place, From::Waiting(last.clone()))),
            "failed"
                if last.code.is_some_and(|code| retry_of(code) != Retry::Never)
                    && after(&self.sop.steps, place, false) == Next::Failed =>
            {
                // Another try of the same step.
                return Ok((place, From::Fresh));
            }
            "failed" => false,
            _ if last.kind == StepKind::Branch => last.output == Some(Value::Bool(true)),
            _ => true,
        };
        match after(&self.sop.steps, place, success) {
            Next::Step(next) => Ok((next, From::Fresh)),
            // The end was reached and not kept: reaching it again keeps it.
            Next::Done => Ok((self.sop.steps.len(), From::Fresh)),
            Next::Failed => Err(Stop::Failed(Box::new(of_step(last)))),
        }
    }

    /// A SOP that was switched off or deleted meanwhile goes no further.
    async fn still_wanted(&self, step: &Step) -> Result<Option<StageFailure>, StoreError> {
        let set = self.auto.ruleset().await?;
        let why = match set.sop(&self.sop.id) {
            Some(sop) if sop.enabled || !self.sop.enabled => return Ok(None),
            Some(_) => "was switched off",
            None => "was deleted",
        };
        let words = format!(
            "The SOP {} {why} while it ran; the step {} was not begun.",
            self.sop.name,
            title(step)
        );
        Ok(Some(failure(FailureCode::SopDisabled, words)))
    }

    /// Begins a step and makes it; none when the run was cancelled.
    async fn begin(&mut self, step: &Step) -> Result<Option<Came>, StoreError> {
        let input = match crate::sop::resolve(&step.input, &self.context) {
            Ok(input) => input,
            Err(faults) => {
                if !self.open(step, &Value::Null, "running", |_| {}).await? {
                    return Ok(None);
                }
                return Ok(Some(self.unresolved(faults)));
            }
        };
        match step.kind {
            StepKind::Branch => {
                if !self.open(step, &input, "running", |_| {}).await? {
                    return Ok(None);
                }
                Ok(Some(self.branch(step)))
            }
            StepKind::Operation => self.operation(step, input).await,
            StepKind::Approval => self.wait(step, input).await,
            StepKind::Http => self.http(step, input).await,
            StepKind::Chat => self.chat(step, input).await,
        }
    }

    /// Makes a step that was begun before and never ended.
    async fn again(&mut self, step: &Step, row: &RunStep) -> Result<Came, StoreError> {
        match step.kind {
            StepKind::Branch => Ok(self.branch(step)),
            StepKind::Operation => self.operation_again(step, row).await,
            StepKind::Http => self.http_again(step, row).await,
            StepKind::Chat => self.chat_again(step, row).await,
            StepKind::Approval => Ok(Came::Drafted("It would wait for a person here.".into())),
        }
    }

    fn branch(&self, step: &Step) -> Came {
        let when = step.input.get("when").unwrap_or(&Value::Null);
        match crate::sop::truth(when, &self.context) {
            Ok((yes, why)) => Came::Branch { yes, why },
            Err(faults) => self.unresolved(faults),
        }
    }

    /// What unresolved templates mean: a mistake, or, where they need the answer of a step that was only drafted, a draft.
    pub fn unresolved(&self, faults: Vec<Fault>) -> Came {
        let drafted = |name: &String| {
            self.steps
                .iter()
                .find(|step| step.outcome == "drafted" && name.starts_with(&format!("steps.{}", step.id)))
        };
        let needs = faults
            .iter()
            .find_map(|fault| fault.names.iter().find_map(drafted));
        if let Some(step) = needs {
            return Came::Drafted(format!(
                "It needs the answer of the step {}, which was not called.",
                step.title
            ));
        }
        let words: Vec<_> = faults
            .iter()
            .map(|fault| {
                let at = if fault.at.is_empty() {
                    "its input"
                } else {
                    &fault.at
                };
                format!("{at}: {} In `{}`.", fault.why, fault.expression)
            })
            .collect();
        Came::bad(failure(FailureCode::TemplateError, words.join(" ")))
    }
}

/// SHA-256 of lineage and step, in hex.
pub(super) fn effect_key(lineage: &str, step: &str) -> String {
    let digest = Sha256::digest(format!("{lineage}\n{step}").as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What a person reads of a step.
pub(super) fn title(step: &Step) -> &str {
    if step.title.trim().is_empty() {
        &step.id
    } else {
        &step.title
    }
}

/// Whose and which operation a step calls.
pub(super) fn calls(step: &Step) -> Option<String> {
    Some(format!(
        "{} {}",
        step.vendor.as_deref()?,
        step.operation.as_deref()?
    ))
}

/// The failure that a step's row tells.
fn of_step(step: &RunStep) -> StageFailure {
    let code = step.code.unwrap_or(FailureCode::OutcomeUnknown);
    let mut failure = failure(code, step.detail.clone());
    failure.vendor_status = step.vendor_status;
    failure.vendor_message.clone_from(&step.vendor_message);
    failure.vendor_request_id.clone_from(&step.vendor_request_id);
    failure
}
