//! Held calls: asked, decided by somebody else, run once.
//!
//! A pending call holds no worker and no lease. The decision is kept before the call is made; a call whose process ended
//! before it began is made by the next, and one whose process ended while it ran is never made again: nobody knows whether
//! the vendor acted, so a person must look.

use super::{Machine, canonical, operations::Ready, problems};
use crate::{
    policy::{Right, approved, may},
    store::{AuditRecord, Ended, NewApproval, StoreError, fresh_ulid},
};
use contract::{
    actor::{Actor, ActorKind},
    approval::{Approval, ApprovalStatus, Named},
    ids::{ApprovalId, TokenId},
    ports::{Answer, Approvals},
    problem::Problem,
};
use serde_json::json;

/// How long a held call waits for a decision, in milliseconds.
const WAITS_MS: i64 = 24 * 3600 * 1000;

/// The longest reason, in characters.
const MAX_REASON: usize = 1_000;

impl Machine {
    /// Holds a call that was checked and may be asked for.
    pub(super) async fn hold(
        &self,
        who: &Actor,
        ready: &Ready<'_>,
        input: serde_json::Value,
    ) -> Result<Approval, Problem> {
        let now = self.now();
        let approval = Approval {
            id: ApprovalId::from_ulid(&fresh_ulid(now)),
            status: ApprovalStatus::Pending,
            vendor: ready.row.vendor.clone(),
            operation: ready.entry.info.id.clone(),
            title: ready.entry.info.title.clone(),
            risk: ready.entry.info.risk,
            integration: ready.row.id.clone(),
            integration_name: ready.row.name.clone(),
            input_sha256: canonical::digest(&input),
            input,
            requested_by: Named {
                kind: who.kind,
                id: who.id.clone(),
                name: who.name.clone(),
            },
            created_at: crate::clock::rfc3339(now),
            expires_at: crate::clock::rfc3339(now + WAITS_MS),
            decision: None,
            finished_at: None,
            output: None,
            problem: None,
        };
        let audit = AuditRecord {
            who,
            action: "approval.requested",
            target: approval.id.to_string(),
            detail: json!({
                "operation": format!("{}.{}", approval.vendor, approval.operation),
                "integration": approval.integration.as_str(),
                "input_sha256": approval.input_sha256,
            }),
        };
        let owner = self.person_behind(who).await?;
        let new = NewApproval {
            approval: approval.clone(),
            owner,
            created_at: now,
            expires_at: now + WAITS_MS,
        };
        self.store.insert_approval(new, audit).await?;
        Ok(approval)
    }

    /// The person who stands behind a caller: a token acts for whoever made it.
    async fn person_behind(&self, who: &Actor) -> Result<String, Problem> {
        match (who.kind, TokenId::parse(&who.id)) {
            (ActorKind::Token, Some(id)) => {
                let token = self.store.token(&id, self.now()).await?;
                // A token of the command line has nobody behind it but itself.
                Ok(if token.created_by == "system" {
                    who.id.clone()
                } else {
                    token.created_by
                })
            }
            _ => Ok(who.id.clone()),
        }
    }

    async fn decide(
        &self,
        who: &Actor,
        id: &ApprovalId,
        yes: bool,
        reason: Option<String>,
    ) -> Result<Approval, Problem> {
        may(who, Right::Decide)?;
        let reason = reason
            .map(|text| text.trim().to_owned())
            .filter(|text| !text.is_empty());
        if reason
            .as_ref()
            .is_some_and(|text| text.chars().count() > MAX_REASON)
        {
            let text = format!("The reason may have at most {MAX_REASON} characters.");
            return Err(Problem::invalid(vec![contract::field::FieldError::new(
                "reason", "too_long", text,
            )]));
        }
        let (approval, owner) = self.held(id).await?;
        let behind = self.person_behind(who).await?;
        if yes && (behind == owner || who.id == approval.requested_by.id) {
            return Err(
                Problem::new(403, "own_request", "Nobody approves their own request.").with_detail(
                    "Ask somebody else; you may reject it, and then ask again with other arguments.",
                ),
            );
        }
        let (status, action) = if yes {
            (ApprovalStatus::Approved, "approval.approved")
        } else {
            (ApprovalStatus::Rejected, "approval.rejected")
        };
        let audit = AuditRecord {
            who,
            action,
            target: id.to_string(),
            detail: json!({ "reason": reason, "input_sha256": approval.input_sha256 }),
        };
        match self
            .store
            .decide_approval(self.now(), id, status, reason, audit)
            .await
        {
            Ok(()) => {}
            Err(StoreError::Stale) => return Err(self.decided_already(id).await?),
            Err(other) => return Err(other.into()),
        }
        if yes {
            self.carry_out(id).await?;
        }
        Ok(self.held(id).await?.0)
    }

    async fn decided_already(&self, id: &ApprovalId) -> Result<Problem, Problem> {
        let (approval, _) = self.held(id).await?;
        let by = approval
            .decision
            .as_ref()
            .map_or_else(String::new, |decision| format!(" by {}", decision.by.name));
        Ok(match approval.status {
            ApprovalStatus::Pending | ApprovalStatus::Expired => {
                Problem::new(409, "approval_expired", "The time to decide this is over.")
                    .with_detail("Nothing was done. Ask again with the same arguments.")
            }
            status => Problem::new(
                409,
                "already_decided",
                format!("This is {}{by} already.", status.as_str()),
            )
            .with_detail("A decision counts once."),
        })
    }

    /// Makes an approved call, if nobody else has begun it, and keeps how it ended.
    async fn carry_out(&self, id: &ApprovalId) -> Result<(), Problem> {
        if !self.store.start_approval(self.now(), id).await? {
            return Ok(());
        }
        let (approval, _) = self.held(id).await?;
        let result = self.made(&approval).await;
        let by = approval.decision.as_ref().map_or_else(
            || Actor::system("approvals"),
            |decision| Actor {
                kind: decision.by.kind,
                id: decision.by.id.clone(),
                name: decision.by.name.clone(),
                role: contract::actor::Role::Viewer,
            },
        );
        let (ended, outcome) = match &result {
            Ok(output) => (
                Ended {
                    status: ApprovalStatus::Succeeded,
                    output: Some(output),
                    problem: None,
                },
                "succeeded",
            ),
            Err(problem) => {
                let problem = serde_json::to_value(problem).ok();
                (
                    Ended {
                        status: ApprovalStatus::Failed,
                        output: None,
                        problem,
                    },
                    "failed",
                )
            }
        };
        let audit = AuditRecord {
            who: &by,
            action: "approval.executed",
            target: id.to_string(),
            detail: json!({ "outcome": outcome, "input_sha256": approval.input_sha256 }),
        };
        self.store.finish_approval(self.now(), id, ended, audit).await?;
        Ok(())
    }

    async fn made(&self, approval: &Approval) -> Result<serde_json::Value, Problem> {
        if canonical::digest(&approval.input) != approval.input_sha256 {
            return Err(Problem::new(
                409,
                "arguments_changed",
                "The stored arguments are not the approved ones.",
            )
            .with_detail("Nothing was done. The row was changed outside of Ops AI."));
        }
        let ready = self
            .ready(
                approval.vendor.as_str(),
                &approval.operation,
                Some(&approval.integration),
            )
            .await?;
        let grant = approved(approval)
            .ok_or_else(|| Problem::new(409, "not_approved", "This call is not approved."))?;
        let output = self
            .act
            .call(&ready.row, ready.entry, grant, approval.input.clone())
            .await
            .map_err(problems::of_operation)?;
        Ok(canonical::without_secrets(
            &output,
            &ready.entry.info.output_schema,
        ))
    }

    async fn held(&self, id: &ApprovalId) -> Result<(Approval, String), Problem> {
        let (mut approval, owner) = self.store.approval(id).await.map_err(|error| match error {
            StoreError::Missing => Problem::not_found("approval"),
            other => other.into(),
        })?;
        if approval.status == ApprovalStatus::Pending
            && approval.expires_at <= crate::clock::rfc3339(self.now())
        {
            approval.status = ApprovalStatus::Expired;
        }
        Ok((approval, owner))
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
        self.store.expire_approvals(now, audit).await?;
        let patience = i64::try_from(self.act.wire.config().timeout.as_millis()).unwrap_or(0) * 4 + 60_000;
        for approval in self.store.orphaned_approvals(now - patience).await? {
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
            match self.store.finish_approval(now, &approval.id, ended, audit).await {
                // Another node was first.
                Ok(()) | Err(StoreError::Stale) => {}
                Err(other) => return Err(other.into()),
            }
        }
        Ok(())
    }
}

impl Approvals for Machine {
    fn list<'a>(
        &'a self,
        who: &'a Actor,
        status: Option<ApprovalStatus>,
        cursor: Option<&'a ApprovalId>,
        limit: u32,
    ) -> Answer<'a, Vec<Approval>> {
        Box::pin(async move {
            may(who, Right::Look)?;
            let before = cursor.map(ApprovalId::as_str);
            Ok(self
                .store
                .approvals(status, before, u64::from(limit.clamp(1, 200)))
                .await?)
        })
    }

    fn get<'a>(&'a self, who: &'a Actor, id: &'a ApprovalId) -> Answer<'a, Approval> {
        Box::pin(async move {
            may(who, Right::Look)?;
            Ok(self.held(id).await?.0)
        })
    }

    fn approve<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a ApprovalId,
        reason: Option<String>,
    ) -> Answer<'a, Approval> {
        Box::pin(self.decide(who, id, true, reason))
    }

    fn reject<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a ApprovalId,
        reason: Option<String>,
    ) -> Answer<'a, Approval> {
        Box::pin(self.decide(who, id, false, reason))
    }
}
