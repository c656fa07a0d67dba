//! Making an approved call, once: what it is bound to is looked at again, then one of all nodes takes it.
//!
//! ```text
//!   approved ─▶ arguments? account? rule? target? ─┬─ as it was ─▶ running ─▶ succeeded, failed
//!                                                  └─ changed ───▶ stale, nothing is called
//! ```
//!
//! A call whose process ended before it was taken is made by the next. One whose process ended while it ran is never made
//! again: nobody knows whether the vendor acted, so a person must look.

use super::Machine;
use crate::{
    act::{FailedCall, KEPT_MS, Made, Ready, account_digest, digest, problems, without_secrets},
    policy::{Ruling, approved},
    store::{AuditRecord, Ended, StoreError},
};
use contract::{
    actor::{Actor, Role},
    approval::{Approval, ApprovalStatus},
    ids::ApprovalId,
    problem::Problem,
    target::Difference,
};
use serde_json::{Value, json};
use std::time::Instant;

/// How often a call is looked at again because a rule was changed meanwhile.
const LOOKS: u32 = 5;

/// What a look before the call came to.
#[expect(
    clippy::large_enum_variant,
    reason = "made once for a call and taken apart at once"
)]
enum Look<'a> {
    /// It is what was approved, under the policy of this version.
    Same(Option<Ready<'a>>, u64),
    /// It is not.
    Changed(Vec<Difference>),
}

impl Machine {
    /// Makes an approved call, if nobody else has begun it, and keeps how it ended.
    pub(super) async fn carry_out(&self, id: &ApprovalId) -> Result<(), Problem> {
        for _ in 0..LOOKS {
            let approval = self.held(id).await?;
            if approval.status != ApprovalStatus::Approved {
                return Ok(());
            }
            let by = decider(&approval);
            match self.look(&approval).await {
                Ok(Look::Same(ready, version)) => {
                    if self.store.start_approval(self.now(), id, version).await? {
                        return self.run(id, ready, &by).await;
                    }
                }
                Ok(Look::Changed(differences)) => {
                    let audit = AuditRecord {
                        who: &by,
                        action: "approval.stale",
                        target: id.to_string(),
                        detail: json!({ "differences": differences }),
                    };
                    let from = ApprovalStatus::Approved;
                    self.store
                        .make_stale(self.now(), id, from, &differences, audit)
                        .await?;
                }
                Err(problem) => {
                    let ended = Err(problem);
                    self.ended(&approval, ApprovalStatus::Approved, &by, ended)
                        .await?;
                }
            }
        }
        Ok(())
    }

    /// Whether an approved call is still what was approved.
    async fn look(&self, approval: &Approval) -> Result<Look<'_>, Problem> {
        if digest(&approval.input) != approval.input_sha256 {
            return Err(Problem::new(
                409,
                "arguments_changed",
                "The stored arguments are not the approved ones.",
            )
            .with_detail("Nothing was done. The row was changed outside of Ops AI."));
        }
        if approval.integration.is_none() {
            return Ok(Look::Same(None, self.store.policy_version().await?));
        }
        let ready = self.ready_for(approval).await?;
        let (mut differences, version) = self.moved(approval, &ready).await?;
        if let Some(before) = &approval.binding.target {
            let now = self
                .act
                .look_at_target(&ready.row, ready.entry, &approval.input)
                .await;
            differences.extend(now.since(before).map_err(|why| {
                Problem::new(
                    502,
                    "target_unread",
                    "What the call acts on could not be read again.",
                )
                .with_detail(format!("{why} Nothing was done; ask again."))
            })?);
        }
        Ok(if differences.is_empty() {
            Look::Same(Some(ready), version)
        } else {
            Look::Changed(differences)
        })
    }

    /// What of the house is no longer as it was when the call was asked for: the account, the rule. And the policy's version.
    pub(super) async fn moved(
        &self,
        approval: &Approval,
        ready: &Ready<'_>,
    ) -> Result<(Vec<Difference>, u64), Problem> {
        let ruling: Ruling = self.calls().ruling(ready).await?;
        let mut differences = Vec::new();
        let bound = &approval.binding;
        if !bound.account_sha256.is_empty() && bound.account_sha256 != account_digest(&ready.row) {
            differences.push(Difference {
                name: "Account".into(),
                before: approval.integration_name.clone(),
                now: format!("{}, with the credentials of another account", ready.row.name),
            });
        }
        if ruling.policy_version != bound.policy_version && ruling.rule > bound.rule {
            differences.push(Difference {
                name: "Rule".into(),
                before: bound.rule.as_str().into(),
                now: ruling.rule.as_str().into(),
            });
        }
        Ok((differences, ruling.policy_version))
    }

    /// The operation and account of a held call.
    pub(super) async fn ready_for(&self, approval: &Approval) -> Result<Ready<'_>, Problem> {
        let (vendor, account) = (approval.vendor.as_str(), approval.integration.as_ref());
        Ok(self
            .act
            .ready(&self.store, vendor, &approval.operation, account)
            .await?)
    }

    async fn run(&self, id: &ApprovalId, ready: Option<Ready<'_>>, by: &Actor) -> Result<(), Problem> {
        let approval = self.held(id).await?;
        let result = match ready {
            // Nothing is called by this decision; whatever waits for it goes on.
            None => Ok(None),
            Some(ready) => self.made(&approval, ready).await.map(Some),
        };
        self.ended(&approval, ApprovalStatus::Running, by, result).await
    }

    async fn made(&self, approval: &Approval, ready: Ready<'_>) -> Result<Value, Problem> {
        let grant = approved(approval)
            .ok_or_else(|| Problem::new(409, "not_approved", "This call is not approved."))?;
        let begun = Instant::now();
        // Behind a run that an event began stands nobody, and a run that somebody began is everybody's work: a password that it
        // made is told to whoever may call writes, as where the step was not held.
        let owner = approval.run.is_none().then_some(approval.binding.owner.as_str());
        let made = self
            .act
            .make_for(&ready.row, ready.entry, grant, approval.input.clone(), owner);
        let Made { result, acted } = made.await;
        match result {
            Ok(output) => Ok(without_secrets(&output, &ready.entry.info.output_schema)),
            Err(error) => {
                let problem = problems::of_made(&error, acted);
                let failed = FailedCall {
                    row: ready.row,
                    error,
                    took: begun.elapsed(),
                    acted,
                };
                self.learn(&failed).await;
                Err(problem)
            }
        }
    }

    async fn ended(
        &self,
        approval: &Approval,
        from: ApprovalStatus,
        by: &Actor,
        result: Result<Option<Value>, Problem>,
    ) -> Result<(), Problem> {
        let (ended, outcome) = match &result {
            Ok(output) => (
                Ended {
                    status: ApprovalStatus::Succeeded,
                    output: output.as_ref(),
                    problem: None,
                },
                "succeeded",
            ),
            Err(problem) => (
                Ended {
                    status: ApprovalStatus::Failed,
                    output: None,
                    problem: serde_json::to_value(problem).ok(),
                },
                "failed",
            ),
        };
        let audit = AuditRecord {
            who: by,
            action: "approval.executed",
            target: approval.id.to_string(),
            detail: json!({ "outcome": outcome, "input_sha256": approval.input_sha256 }),
        };
        let finished = self
            .store
            .finish_approval(self.now(), &approval.id, from, ended, audit)
            .await;
        self.live.approvals();
        match finished {
            // Another node was first.
            Ok(()) | Err(StoreError::Stale) => Ok(()),
            Err(other) => Err(other.into()),
        }
    }

    /// Ends what nobody decided in time, makes what was approved and never begun, and closes what was begun and never
    /// ended. Runs on every node, once a minute.
    pub async fn tend_approvals(&self) -> Result<(), Problem> {
        let who = Actor::system("approvals");
        let audit = AuditRecord {
            who: &who,
            action: "approval.expired",
            target: "all".into(),
            detail: json!({}),
        };
        let now = self.now();
        if self.store.expire_approvals(now, audit).await? > 0 {
            self.live.approvals();
        }
        self.store.forget_keys(now - KEPT_MS).await?;
        self.store.forget_handovers(now).await?;
        self.adopt(now - self.calls().patience()).await
    }

    /// Takes over what was left by processes that are gone: all that began before a moment. The only node of a database may
    /// say "before I began"; of several, each must wait until a call cannot be under way any more.
    pub async fn adopt(&self, begun_before: i64) -> Result<(), Problem> {
        let who = Actor::system("approvals");
        let now = self.now();
        self.store.lose_keys(now, begun_before).await?;
        for approval in self.store.orphaned_approvals(begun_before).await? {
            if approval.status == ApprovalStatus::Approved {
                self.carry_out(&approval.id).await?;
                continue;
            }
            let problem = Problem::new(500, "interrupted", "Ops AI ended while this call was made.")
                .with_detail("Whether the vendor acted is unknown: look there before you ask again.");
            let ended = Ended {
                status: ApprovalStatus::Failed,
                output: None,
                problem: serde_json::to_value(problem).ok(),
            };
            let audit = AuditRecord {
                who: &who,
                action: "approval.interrupted",
                target: approval.id.to_string(),
                detail: json!({}),
            };
            let from = ApprovalStatus::Running;
            match self
                .store
                .finish_approval(now, &approval.id, from, ended, audit)
                .await
            {
                // Another node was first.
                Ok(()) | Err(StoreError::Stale) => {}
                Err(other) => return Err(other.into()),
            }
        }
        Ok(())
    }
}

/// Who decided, as the one in whose name the call is made.
fn decider(approval: &Approval) -> Actor {
    approval.decision.as_ref().map_or_else(
        || Actor::system("approvals"),
        |decision| Actor {
            kind: decision.by.kind,
            id: decision.by.id.clone(),
            name: decision.by.name.clone(),
            role: Role::Viewer,
        },
    )
}
