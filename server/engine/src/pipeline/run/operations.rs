//! Steps that call a vendor's operation: found, checked, granted or held, made once.

use super::{
    Automation,
    carrier::{Carrier, title},
    effects::Making,
    evidence::{Came, failure, of_problem, refused},
};
use crate::{
    act::{Ready, ToHold, without_secrets},
    policy::{Ruling, grant},
    store::{EffectKey, StoreError},
};
use contract::{
    failure::FailureCode,
    ids::IntegrationId,
    operation::Risk,
    operation_rule::OperationRule,
    run::RunStep,
    sop::{Mode, Step, StepApproval, StepKind},
};
use serde_json::{Value, json};

impl<'a> Carrier<'a> {
    /// Begins and makes a step; none when the run was cancelled.
    pub async fn operation(&mut self, step: &Step, input: Value) -> Result<Option<Came>, StoreError> {
        let (ready, ruling) = match self.prepared(step, &input).await? {
            Ok(found) => found,
            Err(came) => {
                let begun = self.open(step, &input, "running", |_| {}).await?;
                return Ok(begun.then_some(came));
            }
        };
        let account = Some((ready.row.id.clone(), ready.row.name.clone()));
        let risk = ready.entry.info.risk;
        if self.drafts() && risk != Risk::Read {
            let begun = self
                .open(step, &input, "running", |start| start.account = account)
                .await?;
            return Ok(begun.then(|| Came::Drafted(drafted(&ruling))));
        }
        let key = (risk != Risk::Read).then(|| self.effect_of(step));
        if let Some(key) = &key
            && let Some(came) = self.done_before(step, &input, key, &ready).await?
        {
            return Ok(came);
        }
        match ruling.rule {
            OperationRule::Off => {
                let begun = self
                    .open(step, &input, "running", |start| start.account = account)
                    .await?;
                let words = "The rule of this operation is `off`: nobody may call it.";
                let came = Came::bad(failure(FailureCode::PermissionDenied, words));
                Ok(begun.then_some(came))
            }
            OperationRule::Auto => {
                let who = self.actor();
                let audit = ready.entry.audited.then(|| crate::store::AuditRecord {
                    who: &who,
                    action: "operation.called",
                    target: ready.row.id.to_string(),
                    detail: json!({
                        "operation": format!("{}.{}", ready.entry.info.vendor, ready.entry.info.id),
                        "input": without_secrets(&input, &ready.entry.info.input_schema),
                        "run": self.row.run.id,
                        "step": step.id,
                    }),
                });
                let effect = key.clone();
                let begun = self
                    .open(step, &input, "running", |start| {
                        start.account = account;
                        start.effect = effect;
                        start.audit = audit;
                    })
                    .await;
                if !taken_by_another(begun, key.as_ref())? {
                    return Ok(None);
                }
                let making = Making {
                    ready: &ready,
                    step,
                    input,
                    key: key.map(|key| key.key),
                    sent_before: None,
                };
                Ok(Some(self.make(making).await?))
            }
            OperationRule::Tech | OperationRule::Admin => {
                self.held(step, input, &ready, ruling, key, account).await
            }
        }
    }

    /// A step that was begun before and never ended.
    pub async fn operation_again(&mut self, step: &Step, row: &RunStep) -> Result<Came, StoreError> {
        let input = row.input.clone();
        if row.input.is_null() && !step.input.is_null() {
            // Its templates had not resolved; they do not now.
            return Ok(self.unresolved_again(step));
        }
        let (ready, ruling) = match self.prepared(step, &input).await? {
            Ok(found) => found,
            Err(came) => return Ok(came),
        };
        if self.drafts() && ready.entry.info.risk != Risk::Read {
            return Ok(Came::Drafted(drafted(&ruling)));
        }
        let making = Making {
            ready: &ready,
            step,
            input,
            key: row.idempotency_key.clone(),
            sent_before: Some(row),
        };
        self.make(making).await
    }

    /// Finds operation, account and rule, and checks the input; `Err` is what the step comes to instead.
    async fn prepared(
        &self,
        step: &Step,
        input: &Value,
    ) -> Result<Result<(Ready<'a>, Ruling), Came>, StoreError> {
        let auto: &'a Automation = self.auto;
        let (vendor, operation) = (
            step.vendor.as_deref().unwrap_or_default(),
            step.operation.as_deref().unwrap_or_default(),
        );
        if auto.act.registry.operation(vendor, operation).is_none() {
            let words = format!("{vendor} has no operation `{operation}` in this version of Ops AI.");
            return Ok(Err(Came::bad(failure(FailureCode::TemplateError, words))));
        }
        let integration = step.integration.as_deref().and_then(IntegrationId::parse);
        let found = auto
            .act
            .ready(&auto.store, vendor, operation, integration.as_ref())
            .await;
        let ready = match found {
            Ok(ready) => ready,
            Err(refusal) => {
                let mut failure = refused(refusal)?;
                if failure.code == FailureCode::PermissionDenied {
                    failure.code = FailureCode::IntegrationMissing;
                }
                return Ok(Err(Came::bad(failure)));
            }
        };
        if ready.row.paused {
            let words = format!("The integration {} is paused.", ready.row.name);
            return Ok(Err(Came::bad(failure(FailureCode::IntegrationDisabled, words))));
        }
        if let Err(error) = ready.entry.check(input) {
            let failure =
                crate::pipeline::StageFailure::of_operation(contract::failure::Stage::Execute, &error);
            return Ok(Err(Came::bad(failure)));
        }
        let risk = ready.entry.info.risk;
        let asked = least(step.approval, risk).max(
            if self.sop.mode == Mode::ApproveBeforeExecute && risk != Risk::Read {
                OperationRule::Tech
            } else {
                OperationRule::Auto
            },
        );
        let ruling = self.auto.calls().ruling(&ready).await?.at_least(asked);
        if ruling.rule == OperationRule::Auto
            && let Err(problem) = grant(&self.actor(), risk, ruling.rule)
        {
            return Ok(Err(Came::bad(of_problem(&problem))));
        }
        Ok(Ok((ready, ruling)))
    }

    async fn held(
        &mut self,
        step: &Step,
        input: Value,
        ready: &Ready<'_>,
        ruling: Ruling,
        key: Option<EffectKey>,
        account: Option<(IntegrationId, String)>,
    ) -> Result<Option<Came>, StoreError> {
        let who = self.actor();
        let to_hold = ToHold {
            who: &who,
            owner: self.row.owner.clone(),
            entry: ready.entry,
            row: &ready.row,
            input: input.clone(),
            why: Some(format!(
                "The SOP {} asks for it in the step {}: {}",
                self.sop.name,
                title(step),
                self.row.run.subject
            )),
            ruling,
            waits: Some((self.row.run.id.clone(), step.id.clone())),
        };
        let new = self.auto.act.hold(to_hold).await;
        self.open_waiting(step, &input, new, key, account).await
    }

    fn unresolved_again(&self, step: &Step) -> Came {
        match crate::sop::resolve(&step.input, &self.context) {
            Err(faults) => self.unresolved(faults),
            Ok(_) => Came::bad(failure(
                FailureCode::TemplateError,
                "The step's input could not be resolved when it began.",
            )),
        }
    }

    /// The key of a step's effect.
    pub fn effect_of(&self, step: &Step) -> EffectKey {
        let calls = super::carrier::calls(step).unwrap_or_else(|| match step.kind {
            StepKind::Chat => "chat".to_owned(),
            _ => "http".to_owned(),
        });
        EffectKey {
            key: self.key_of(&step.id),
            lineage: self.row.lineage.clone(),
            words: format!("{} ({calls})", title(step)),
        }
    }
}

/// A key that another run holds now stops this one; it is no outage.
pub(super) fn taken_by_another(
    begun: Result<bool, StoreError>,
    key: Option<&EffectKey>,
) -> Result<bool, StoreError> {
    match begun {
        // Looked at again from the beginning, the key is found taken, and the run says so.
        Err(StoreError::Taken { .. }) if key.is_some() => Err(StoreError::Stale),
        other => other,
    }
}

/// The rule that a step's own approval asks for.
pub(super) fn least(approval: StepApproval, risk: Risk) -> OperationRule {
    match approval {
        StepApproval::Tech => OperationRule::Tech,
        StepApproval::Admin => OperationRule::Admin,
        StepApproval::Destructive if risk == Risk::Dangerous => OperationRule::Tech,
        StepApproval::None | StepApproval::Destructive => OperationRule::Auto,
    }
}

/// What a drafted call says of itself.
pub(super) fn drafted(ruling: &Ruling) -> String {
    match ruling.rule {
        OperationRule::Auto => "It would be called.".to_owned(),
        OperationRule::Tech => "It would wait until a Tech approves it.".to_owned(),
        OperationRule::Admin => "It would wait until an Admin approves it.".to_owned(),
        OperationRule::Off => "It would be refused: the rule of this operation is `off`.".to_owned(),
    }
}
