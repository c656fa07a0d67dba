//! Held calls: asked, decided by somebody else, run once. The decision is kept before the call is made (`carry_out.rs`).

use super::Machine;
use crate::{
    act::Snapshot,
    policy::{Right, may, may_decide},
    store::{AuditRecord, Decided, StoreError},
};
use contract::{
    actor::Actor,
    approval::{Approval, ApprovalStatus},
    field::FieldError,
    ids::ApprovalId,
    ports::{Answer, Approvals},
    problem::Problem,
};
use serde_json::json;
use tracing::Instrument as _;

/// The longest reason, in characters.
const MAX_REASON: usize = 1_000;

impl Machine {
    async fn decide(
        &self,
        who: &Actor,
        id: &ApprovalId,
        yes: bool,
        reason: Option<String>,
    ) -> Result<Approval, Problem> {
        may(who, Right::Decide)?;
        let reason = checked_reason(reason)?;
        let approval = self.held(id).await?;
        let owner = self.calls().owner_of(who).await?;
        may_decide(who, &owner, &approval, yes)?;
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
        let decided = Decided {
            status,
            reason,
            owner,
        };
        match self.store.decide_approval(self.now(), id, decided, audit).await {
            Ok(()) => {}
            Err(StoreError::Stale) => return Err(self.decided_already(id).await?),
            Err(other) => return Err(other.into()),
        }
        self.live.approvals();
        if yes {
            // The work goes on when whoever clicked has gone.
            let (machine, id) = (self.clone(), id.clone());
            let work = tokio::spawn(async move { machine.carry_out(&id).await }.in_current_span());
            work.await.unwrap_or_else(|_| {
                Err(Problem::new(
                    500,
                    "internal",
                    "Ops AI met an error of its own while it made the call.",
                ))
            })?;
        }
        // Whatever event waits for it goes on now.
        self.pipeline.decided(id).await;
        self.held(id).await
    }

    async fn decided_already(&self, id: &ApprovalId) -> Result<Problem, Problem> {
        let approval = self.held(id).await?;
        let by = approval
            .decision
            .as_ref()
            .map_or_else(String::new, |decision| format!(" by {}", decision.by.name));
        Ok(match approval.status {
            ApprovalStatus::Pending | ApprovalStatus::Expired => {
                Problem::new(409, "approval_expired", "The time to decide this is over.")
                    .with_detail("Nothing was done. Ask again with the same arguments.")
            }
            ApprovalStatus::Stale => Problem::new(
                409,
                "approval_stale",
                "What this would do is no longer what was asked for.",
            )
            .with_detail("Nothing was done. Look at what changed, and ask again."),
            status => Problem::new(
                409,
                "already_decided",
                format!("This is {}{by} already.", status.as_str()),
            )
            .with_detail("A decision counts once."),
        })
    }

    /// A held call as it stands now.
    pub(super) async fn held(&self, id: &ApprovalId) -> Result<Approval, Problem> {
        let mut approval = self.store.approval(id).await.map_err(|error| match error {
            StoreError::Missing => Problem::not_found("approval"),
            other => other.into(),
        })?;
        if approval.status == ApprovalStatus::Pending
            && approval.expires_at <= crate::clock::rfc3339(self.now())
        {
            approval.status = ApprovalStatus::Expired;
        }
        Ok(approval)
    }

    /// Looks whether a pending call is still what was asked for; a call that is not becomes stale.
    async fn look_again(&self, who: &Actor, id: &ApprovalId) -> Result<Approval, Problem> {
        may(who, Right::Decide)?;
        let approval = self.held(id).await?;
        if approval.status != ApprovalStatus::Pending || approval.integration.is_none() {
            return Ok(approval);
        }
        let ready = self.ready_for(&approval).await?;
        let mut differences = self.moved(&approval, &ready).await?.0;
        if let Some(before) = &approval.binding.target {
            let snapshot: Snapshot = self
                .act
                .look_at_target(&ready.row, ready.entry, &approval.input)
                .await;
            differences.extend(snapshot.since(before).map_err(|why| {
                Problem::new(502, "target_unread", "What the call acts on could not be read.")
                    .with_detail(why)
            })?);
        }
        if differences.is_empty() {
            return Ok(approval);
        }
        let audit = AuditRecord {
            who,
            action: "approval.stale",
            target: id.to_string(),
            detail: json!({ "differences": differences }),
        };
        self.store
            .make_stale(self.now(), id, ApprovalStatus::Pending, &differences, audit)
            .await?;
        self.live.approvals();
        self.held(id).await
    }
}

fn checked_reason(reason: Option<String>) -> Result<Option<String>, Problem> {
    let reason = reason
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty());
    if reason
        .as_ref()
        .is_some_and(|text| text.chars().count() > MAX_REASON)
    {
        let text = format!("The reason may have at most {MAX_REASON} characters.");
        return Err(Problem::invalid(vec![FieldError::new(
            "reason", "too_long", text,
        )]));
    }
    Ok(reason)
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
            self.held(id).await
        })
    }

    fn check<'a>(&'a self, who: &'a Actor, id: &'a ApprovalId) -> Answer<'a, Approval> {
        Box::pin(self.look_again(who, id))
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
