//! Steps that wait for a person: a held call, which the approval makes, or a pure wait, by which nothing is called.

use super::{
    carrier::{Carrier, title},
    effects::{SEEN, done, left_open},
    evidence::{Came, failure, of_problem, retry_of},
    operations::taken_by_another,
};
use crate::{
    act::{Refusal, digest, without_secrets},
    clock::rfc3339,
    connector::Fate,
    pipeline::StageFailure,
    store::{AuditRecord, EffectKey, EffectState, NewApproval, StoreError, fresh_ulid},
};
use contract::{
    actor::Role,
    approval::{Approval, ApprovalStatus, Binding, Named},
    failure::FailureCode,
    ids::{ApprovalId, IntegrationId, VendorId},
    operation::Risk,
    operation_rule::{OperationRule, RuleOrigin},
    problem::Problem,
    run::RunStep,
    sop::{Step, StepApproval, StepKind},
};
use serde_json::{Value, json};

/// How long a pure wait is open, in milliseconds.
const WAITS_MS: i64 = 24 * 3600 * 1000;

impl Carrier<'_> {
    /// Begins a step that only waits; none when the run was cancelled.
    pub async fn wait(&mut self, step: &Step, input: Value) -> Result<Option<Came>, StoreError> {
        if self.drafts() {
            let begun = self.open(step, &input, "running", |_| {}).await?;
            return Ok(begun.then(|| Came::Drafted("It would wait for a person here.".into())));
        }
        let message = input.get("message").and_then(Value::as_str).unwrap_or_default();
        let words = if message.trim().is_empty() {
            title(step)
        } else {
            message
        };
        let new = self.wait_for(step, "wait", words.to_owned(), Risk::Read, &input);
        self.open_waiting(step, &input, new, None, None).await
    }

    /// An approval that names no account: by it nothing is called, the run goes on.
    pub fn wait_for(
        &self,
        step: &Step,
        operation: &'static str,
        words: String,
        risk: Risk,
        input: &Value,
    ) -> NewApproval {
        let now = self.auto.now();
        let who = self.actor();
        let admin = step.approval == StepApproval::Admin;
        let binding = Binding {
            why: Some(self.row.run.subject.clone()),
            rule: if admin {
                OperationRule::Admin
            } else {
                OperationRule::Tech
            },
            rule_origin: RuleOrigin::Sop,
            ..Binding::of(self.row.owner.clone())
        };
        let approval = Approval {
            id: ApprovalId::from_ulid(&fresh_ulid(now)),
            status: ApprovalStatus::Pending,
            vendor: VendorId::new("ops_ai"),
            operation: operation.into(),
            title: words.into(),
            risk,
            integration: None,
            integration_name: self.sop.name.clone(),
            run: Some(self.row.run.id.clone()),
            step: Some(step.id.clone()),
            needs: if admin { Role::Admin } else { Role::Tech },
            input: input.clone(),
            input_sha256: digest(input),
            requested_by: Named {
                kind: who.kind,
                id: who.id,
                name: who.name,
            },
            created_at: rfc3339(now),
            expires_at: rfc3339(now + WAITS_MS),
            decision: None,
            finished_at: None,
            output: None,
            problem: None,
            binding,
        };
        NewApproval {
            approval,
            created_at: now,
            expires_at: now + WAITS_MS,
        }
    }

    /// Keeps an approval and the step that waits for it, in one commit.
    pub async fn open_waiting(
        &mut self,
        step: &Step,
        input: &Value,
        new: NewApproval,
        key: Option<EffectKey>,
        account: Option<(IntegrationId, String)>,
    ) -> Result<Option<Came>, StoreError> {
        let id = new.approval.id.clone();
        let who = self.actor();
        let audit = AuditRecord {
            who: &who,
            action: "approval.requested",
            target: id.to_string(),
            detail: json!({
                "operation": format!("{}.{}", new.approval.vendor, new.approval.operation),
                "integration": new.approval.integration,
                "input_sha256": new.approval.input_sha256,
                "run": self.row.run.id,
                "step": step.id,
            }),
        };
        let effect = key.clone();
        let begun = self
            .open(step, input, "waiting", |start| {
                start.account = account;
                start.effect = effect;
                start.approval = Some(new);
                start.audit = Some(audit);
            })
            .await;
        Ok(taken_by_another(begun, key.as_ref())?.then_some(Came::Waits(id)))
    }

    /// What became of the approval that a step waits for; it goes on waiting where nobody has decided.
    pub async fn decided(&mut self, step: &Step, row: &RunStep) -> Result<Option<Came>, StoreError> {
        let Some(id) = &row.approval else {
            let words = "The step waits for an approval that is not there.";
            return Ok(Some(Came::bad(failure(FailureCode::ApprovalExpired, words))));
        };
        let approval = self.auto.store.approval(id).await?;
        let key = row.idempotency_key.as_deref();
        let undone = || key.map(|key| (key.to_owned(), EffectState::Undone));
        let over = |code, words: String| {
            Some(Came::Bad {
                failure: failure(code, words),
                effect: undone(),
                tries: 1,
            })
        };
        let by = approval
            .decision
            .as_ref()
            .map_or_else(String::new, |decision| match &decision.reason {
                Some(reason) => format!("{}: “{reason}”", decision.by.name),
                None => decision.by.name.clone(),
            });
        Ok(match approval.status {
            ApprovalStatus::Pending if approval.expires_at > rfc3339(self.auto.now()) => {
                Some(Came::Waits(id.clone()))
            }
            ApprovalStatus::Approved | ApprovalStatus::Running => Some(Came::Waits(id.clone())),
            ApprovalStatus::Pending | ApprovalStatus::Expired => over(
                FailureCode::ApprovalExpired,
                "Nobody decided in time. Nothing was done.".to_owned(),
            ),
            ApprovalStatus::Rejected => over(
                FailureCode::ApprovalRejected,
                format!("It was rejected by {by}. Nothing was done."),
            ),
            ApprovalStatus::Stale => over(
                FailureCode::ApprovalExpired,
                "What it acts on changed before it was made. Nothing was done; run it again from this step."
                    .to_owned(),
            ),
            ApprovalStatus::Succeeded => self.approved(step, row, &approval, &by).await?,
            ApprovalStatus::Failed => match not_made(approval.problem.as_deref(), approval.risk, undone()) {
                Came::Unknown { failure, .. } if step.kind == StepKind::Operation => {
                    Some(self.approved_and_lost(&approval, failure, key, &by).await?)
                }
                came => Some(came),
            },
        })
    }

    /// A step whose approval came to its good end.
    async fn approved(
        &mut self,
        step: &Step,
        row: &RunStep,
        approval: &Approval,
        by: &str,
    ) -> Result<Option<Came>, StoreError> {
        let detail = format!("Approved by {by}.");
        match step.kind {
            // The approval made the call; this is its answer.
            StepKind::Operation => {
                let output = approval.output.clone().unwrap_or_default();
                Ok(Some(match &row.idempotency_key {
                    Some(key) => done(output, &detail, key, 1),
                    None => Came::good(output, detail),
                }))
            }
            StepKind::Http => self.http_approved(step, row).await.map(Some),
            StepKind::Chat => self.chat_again(step, row).await.map(Some),
            StepKind::Approval | StepKind::Branch => {
                let reason = approval
                    .decision
                    .as_ref()
                    .and_then(|decision| decision.reason.clone());
                let name = approval
                    .decision
                    .as_ref()
                    .map(|decision| decision.by.name.clone());
                Ok(Some(Came::good(json!({ "by": name, "reason": reason }), detail)))
            }
        }
    }
}

impl Carrier<'_> {
    /// An approved call whose answer was lost is looked up. It is never made again: the approval was for one call.
    async fn approved_and_lost(
        &self,
        approval: &Approval,
        lost: StageFailure,
        key: Option<&str>,
        by: &str,
    ) -> Result<Came, StoreError> {
        let (vendor, operation) = (approval.vendor.as_str(), approval.operation.as_ref());
        let account = approval.integration.as_ref();
        let auto = self.auto;
        let ready = match auto.act.ready(&auto.store, vendor, operation, account).await {
            Ok(ready) => ready,
            Err(Refusal::Store(error)) => return Err(error),
            // Without the account nobody can look.
            Err(_) => {
                return Ok(Came::Unknown {
                    failure: lost,
                    tries: 1,
                });
            }
        };
        let decided = approval.decision.as_ref().map(|decision| &decision.at);
        let since = decided.and_then(|at| at.parse::<jiff::Timestamp>().ok());
        let since = since.map_or_else(|| self.begun_at(), jiff::Timestamp::as_millisecond);
        let failure = match auto.fate(&ready, approval.input.clone(), since).await {
            Ok(Fate::Done(output)) => {
                let output = without_secrets(&output, &ready.entry.info.output_schema);
                let detail = format!("Approved by {by}. {SEEN}");
                return Ok(match key {
                    Some(key) => done(output, &detail, key, 1),
                    None => Came::good(output, detail),
                });
            }
            Ok(Fate::NotDone) => {
                let detail = format!(
                    "{} A look at the vendor's shows that it was not done.",
                    lost.detail
                );
                let code = match lost.code {
                    // It is known now: only the answer was lost on its way.
                    FailureCode::OutcomeUnknown => FailureCode::Network,
                    known => known,
                };
                return Ok(Came::Bad {
                    failure: StageFailure { code, detail, ..lost },
                    effect: key.map(|key| (key.to_owned(), EffectState::Undone)),
                    tries: 1,
                });
            }
            Ok(Fate::Unknown(why)) => left_open(lost, why),
            Err(why) => left_open(lost, &why),
        };
        Ok(Came::Unknown { failure, tries: 1 })
    }
}

/// An approved call that failed. What the vendor may have done all the same stops for a person.
fn not_made(problem: Option<&Problem>, risk: Risk, undone: Option<(String, EffectState)>) -> Came {
    let Some(problem) = problem else {
        return Came::Unknown {
            failure: failure(
                FailureCode::OutcomeUnknown,
                "How the approved call ended was not kept.",
            ),
            tries: 1,
        };
    };
    let mut broke: StageFailure = of_problem(problem);
    let lost = matches!(
        broke.code,
        FailureCode::Timeout
            | FailureCode::Network
            | FailureCode::VendorUnavailable
            | FailureCode::ContractChanged
    ) || problem.code == "interrupted";
    if lost && risk != Risk::Read {
        if broke.vendor_status.is_none() {
            broke.code = FailureCode::OutcomeUnknown;
        }
        return Came::Unknown {
            failure: broke.with_retry(crate::pipeline::Retry::Never),
            tries: 1,
        };
    }
    broke.retry = retry_of(broke.code);
    Came::Bad {
        failure: broke,
        effect: undone,
        tries: 1,
    }
}
