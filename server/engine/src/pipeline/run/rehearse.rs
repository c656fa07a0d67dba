//! Trying a SOP without doing anything: the same steps in the same order, nothing kept, nothing that writes is called.
//!
//! What reads is called, so that the steps behind it have something to go on; a step that needs the answer of one that was not
//! called is shown as a draft, with what it needs.

use super::{
    Automation,
    carrier::{calls, title},
    evidence::{Came, failure, refused},
    http,
    operations::{drafted, least},
    rows::end_of,
};
use crate::{
    act::without_secrets,
    clock::rfc3339,
    pipeline::StageFailure,
    policy::grant,
    sop::{Context, Fault, Next, after, resolve, truth},
    store::StoreError,
};
use contract::{
    actor::Actor,
    customer::Customer,
    event::Normalised,
    failure::{FailureCode, Stage},
    ids::{CustomerId, IntegrationId, RunId, SopId},
    operation::Risk,
    operation_rule::OperationRule,
    run::{Run, RunDetail, RunStatus, RunStep},
    sop::{Mode, SopDraft, Step, StepKind},
};
use serde_json::Value;

/// The identifier of what is not kept.
const NOT_KEPT: &str = "rehearsal";

impl Automation {
    /// Tries a SOP on an event.
    pub async fn rehearsal(
        &self,
        who: &Actor,
        sop: &SopDraft,
        event: &Normalised,
        customer: Option<&Customer>,
    ) -> Result<RunDetail, StoreError> {
        let mut rehearsal = Rehearsal {
            auto: self,
            who,
            sop,
            context: Context::new(event, customer),
            steps: Vec::new(),
        };
        let began = self.now();
        let (status, broke) = rehearsal.carry().await?;
        let run = Run {
            id: RunId::from_ulid(NOT_KEPT),
            sop: SopId::from_ulid(NOT_KEPT),
            sop_name: sop.name.clone(),
            sop_version: sop.version.unwrap_or(0),
            mode: sop.mode,
            event: None,
            subject: event.subject.clone(),
            customer: customer.map(|customer| customer.id.clone()),
            customer_name: customer.map(|customer| customer.name.clone()),
            dry_run: true,
            status,
            code: broke.as_ref().map(|failure| failure.code),
            detail: broke.map_or_else(String::new, |failure| failure.detail),
            report: None,
            rerun_of: None,
            started_by: who.name.clone(),
            started_at: rfc3339(began),
            finished_at: Some(rfc3339(self.now())),
        };
        Ok(RunDetail {
            run,
            about: event.clone(),
            steps: rehearsal.steps,
        })
    }

    /// The whole customer behind an identifier, for templates; none when it is gone.
    pub(super) async fn whole_customer(
        &self,
        id: Option<&CustomerId>,
    ) -> Result<Option<Customer>, StoreError> {
        let Some(id) = id else { return Ok(None) };
        match self.store.customer(id).await {
            Ok(customer) => Ok(Some(customer)),
            Err(StoreError::Missing) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

struct Rehearsal<'a> {
    auto: &'a Automation,
    who: &'a Actor,
    sop: &'a SopDraft,
    context: Context,
    steps: Vec<RunStep>,
}

impl Rehearsal<'_> {
    async fn carry(&mut self) -> Result<(RunStatus, Option<StageFailure>), StoreError> {
        let mut place = 0;
        // Without a loop each step runs once at most; a draft that was not checked may have one.
        while let Some(step) = self.sop.steps.get(place).filter(|_| self.steps.len() < 200) {
            let began = self.auto.now();
            let (input, came) = match resolve(&step.input, &self.context) {
                Ok(input) => {
                    let came = self.one(step, &input).await?;
                    (input, came)
                }
                Err(faults) => (Value::Null, self.unresolved(step, faults)),
            };
            let (success, broke) = match &came {
                Came::Branch { yes, .. } => (*yes, None),
                Came::Bad { failure, .. } | Came::Unknown { failure, .. } => (false, Some(failure.clone())),
                _ => (true, None),
            };
            let undecided = step.kind == StepKind::Branch && matches!(came, Came::Drafted(_));
            self.note(step, input, came, began).await?;
            if undecided {
                return Ok((RunStatus::Succeeded, None));
            }
            match after(&self.sop.steps, place, success) {
                Next::Step(next) => place = next,
                Next::Done => return Ok((RunStatus::Succeeded, None)),
                Next::Failed => return Ok((RunStatus::Failed, broke)),
            }
        }
        Ok((RunStatus::Succeeded, None))
    }

    async fn one(&self, step: &Step, input: &Value) -> Result<Came, StoreError> {
        match step.kind {
            StepKind::Branch => {
                let when = step.input.get("when").unwrap_or(&Value::Null);
                Ok(match truth(when, &self.context) {
                    Ok((yes, why)) => Came::Branch { yes, why },
                    Err(faults) => self.unresolved(step, faults),
                })
            }
            StepKind::Approval => Ok(Came::Drafted("It would wait for a person here.".into())),
            StepKind::Chat => self.auto.unsaid(input).await,
            StepKind::Http => Ok(http::rehearsed(self.auto, input).await),
            StepKind::Operation => self.operation(step, input).await,
        }
    }

    async fn operation(&self, step: &Step, input: &Value) -> Result<Came, StoreError> {
        let (vendor, operation) = (
            step.vendor.as_deref().unwrap_or_default(),
            step.operation.as_deref().unwrap_or_default(),
        );
        let integration = step.integration.as_deref().and_then(IntegrationId::parse);
        let found = self
            .auto
            .act
            .ready(&self.auto.store, vendor, operation, integration.as_ref())
            .await;
        let ready = match found {
            Ok(ready) => ready,
            Err(refusal) => return Ok(Came::bad(refused(refusal)?)),
        };
        if let Err(error) = ready.entry.check(input) {
            return Ok(Came::bad(StageFailure::of_operation(Stage::Execute, &error)));
        }
        let risk = ready.entry.info.risk;
        let mut asked = least(step.approval, risk);
        if self.sop.mode == Mode::ApproveBeforeExecute && risk != Risk::Read {
            asked = asked.max(OperationRule::Tech);
        }
        let ruling = self.auto.calls().ruling(&ready).await?.at_least(asked);
        if risk != Risk::Read || ruling.rule != OperationRule::Auto {
            return Ok(Came::Drafted(drafted(&ruling)));
        }
        let granted = match grant(self.who, risk, ruling.rule) {
            Ok(Some(granted)) => granted,
            Ok(None) => return Ok(Came::Drafted(drafted(&ruling))),
            Err(problem) => return Ok(Came::bad(super::evidence::of_problem(&problem))),
        };
        let made = self
            .auto
            .make(&ready.row, ready.entry, granted, input.clone())
            .await;
        Ok(match made.result {
            Ok(output) => Came::good(without_secrets(&output, &ready.entry.info.output_schema), ""),
            Err(error) => Came::bad(StageFailure::of_operation(Stage::Execute, &error)),
        })
    }

    fn unresolved(&self, step: &Step, faults: Vec<Fault>) -> Came {
        let is_drafted = |name: &String| {
            self.steps
                .iter()
                .find(|step| step.outcome == "drafted" && name.starts_with(&format!("steps.{}", step.id)))
        };
        let needs = faults
            .iter()
            .find_map(|fault| fault.names.iter().find_map(is_drafted));
        if let Some(needed) = needs {
            let which = if step.kind == StepKind::Branch {
                "which way it goes"
            } else {
                "its input"
            };
            return Came::Drafted(format!(
                "The answer of the step {} decides {which}, and that step was not called.",
                needed.title
            ));
        }
        let words: Vec<_> = faults
            .iter()
            .map(|fault| format!("{}: {} In `{}`.", fault.at, fault.why, fault.expression))
            .collect();
        Came::bad(failure(FailureCode::TemplateError, words.join(" ")))
    }

    async fn note(&mut self, step: &Step, input: Value, came: Came, began: i64) -> Result<(), StoreError> {
        let account = match (&step.vendor, &step.integration) {
            (Some(vendor), None) if step.kind == StepKind::Operation => {
                self.auto.store.default_integration(vendor).await?
            }
            (_, Some(id)) => match IntegrationId::parse(id) {
                Some(id) => self.auto.store.integration(&id).await.ok(),
                None => None,
            },
            _ => None,
        };
        let end = end_of(u32::try_from(self.steps.len()).unwrap_or(u32::MAX), came);
        self.context.add_step(&step.id, end.outcome, end.output.as_ref());
        self.steps.push(RunStep {
            id: step.id.clone(),
            title: title(step).to_owned(),
            kind: step.kind,
            outcome: end.outcome.into(),
            calls: calls(step),
            integration: account.as_ref().map(|row| row.id.clone()),
            integration_name: account.map(|row| row.name),
            template: step.input.clone(),
            input,
            output: end.output,
            code: end.code,
            detail: end.detail,
            vendor_status: end.vendor_status,
            vendor_message: end.vendor_message,
            vendor_request_id: end.vendor_request_id,
            approval: None,
            idempotency_key: None,
            tries: end.tries,
            started_at: rfc3339(began),
            finished_at: Some(rfc3339(self.auto.now())),
        });
        Ok(())
    }
}
