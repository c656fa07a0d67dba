//! The trail of what the wizard changes in a tenant: that it was asked for, then what came of it, and never the other way
//! round.
//!
//! ```text
//!   may? ─▶ "…_asked" ─▶ the call ─┬─ it is done ──▶ "…ed",      with what was answered
//!                                  └─ it is not ───▶ "…_failed", with the problem's code
//! ```
//!
//! The call is handed over unbegun, so nothing can say that it was done before it answered. It goes on when whoever asked has
//! gone; where the process itself ends in between, what was asked stands alone: nobody knows then what the vendor did. It
//! knows neither addresses nor values: a secret is in no answer that it looks at.

use super::Machine;
use crate::{
    policy::{Right, may},
    store::AuditRecord,
};
use contract::{
    actor::Actor,
    csp::{CspAccount, Relationship, Removal, RemovalState},
    ids::CspSetupId,
    problem::Problem,
};
use serde_json::{Value, json};
use tracing::Instrument as _;

/// What a change is called in the trail.
#[derive(Clone, Copy)]
pub(super) struct Change {
    asked: &'static str,
    done: &'static str,
    failed: &'static str,
}

const fn change(asked: &'static str, done: &'static str, failed: &'static str) -> Change {
    Change { asked, done, failed }
}

/// A relationship is made.
pub(super) const CREATE: Change = change(
    "csp.relationship_creation_asked",
    "csp.relationship_created",
    "csp.relationship_creation_failed",
);
/// It is locked for approval.
pub(super) const LOCK: Change = change(
    "csp.relationship_lock_asked",
    "csp.relationship_locked",
    "csp.relationship_lock_failed",
);
/// Groups get their roles.
pub(super) const ASSIGN: Change = change(
    "csp.role_assignment_asked",
    "csp.roles_assigned",
    "csp.role_assignment_failed",
);
/// Its extension is switched.
pub(super) const EXTEND: Change = change(
    "csp.extension_change_asked",
    "csp.extension_changed",
    "csp.extension_change_failed",
);
/// It is ended.
pub(super) const END: Change = change(
    "csp.relationship_end_asked",
    "csp.relationship_ended",
    "csp.relationship_end_failed",
);
/// A new secret, or old ones taken away.
pub(super) const ROTATE: Change = change(
    "csp.secret_rotation_asked",
    "csp.secret_rotated",
    "csp.secret_rotation_failed",
);
/// Everything is removed.
pub(super) const REMOVE: Change = change("csp.removal_asked", "csp.removal_proved", "csp.removal_failed");

/// What the trail takes from an answer.
pub(super) trait Answered {
    /// Particulars, without any secret.
    fn told(&self) -> Value;

    /// Whether it says itself that what was asked for is not done.
    fn fell_short(&self) -> bool {
        false
    }
}

impl Answered for () {
    fn told(&self) -> Value {
        json!({})
    }
}

impl Answered for Relationship {
    fn told(&self) -> Value {
        json!({ "relationship": self.id, "status": self.status, "auto_extend": self.auto_extend })
    }
}

impl Answered for CspAccount {
    fn told(&self) -> Value {
        let in_use = self.secrets.iter().find(|one| one.in_use);
        json!({
            "application": self.application_id,
            "in_use": in_use.map(|one| &one.key_id),
            "ends_at": in_use.and_then(|one| one.ends_at.as_ref()),
            "secrets": self.secrets.len(),
        })
    }
}

impl Answered for Removal {
    fn told(&self) -> Value {
        let left = self
            .items
            .iter()
            .filter(|item| item.state != RemovalState::Gone)
            .map(|item| {
                let code = item.failure.as_ref().map(|failure| failure.code.clone());
                json!({ "what": item.what, "object": item.object_id, "state": item.state, "code": code })
            });
        json!({ "things": self.items.len(), "not_gone": left.collect::<Vec<_>>() })
    }

    fn fell_short(&self) -> bool {
        !self.proved
    }
}

impl Machine {
    /// Makes a change that is an administrator's, between its two entries.
    pub(super) async fn change_tenant<T>(
        &self,
        who: &Actor,
        id: &CspSetupId,
        change: Change,
        asked: Value,
        call: impl Future<Output = Result<T, Problem>> + Send + 'static,
    ) -> Result<T, Problem>
    where
        T: Answered + Send + 'static,
    {
        may(who, Right::ManagePartner)?;
        self.trail(who, id, change.asked, json!({ "asked": asked }))
            .await?;
        let (machine, who, id) = (self.clone(), who.clone(), id.clone());
        let work = async move {
            let outcome = call.await;
            let (action, detail) = match &outcome {
                Ok(answer) if answer.fell_short() => {
                    (change.failed, json!({ "asked": asked, "answer": answer.told() }))
                }
                Ok(answer) => (change.done, json!({ "asked": asked, "answer": answer.told() })),
                Err(problem) => (change.failed, json!({ "asked": asked, "problem": why(problem) })),
            };
            if let Err(error) = machine.trail(&who, &id, action, detail).await {
                // The tenant is as it is: whoever asked is told so, and what was asked stands in the trail.
                tracing::error!(action, setup = %id, error = %error, "the outcome of a change is not in the audit trail");
            }
            outcome
        };
        let ended = tokio::spawn(work.in_current_span()).await;
        ended.unwrap_or_else(|_| {
            let text = "Ops AI met an error of its own while it changed the tenant.";
            Err(Problem::new(500, "internal", text))
        })
    }

    /// One entry about a setup.
    pub(super) async fn trail(
        &self,
        who: &Actor,
        id: &CspSetupId,
        action: &'static str,
        detail: Value,
    ) -> Result<(), Problem> {
        let audit = AuditRecord {
            who,
            action,
            target: id.to_string(),
            detail,
        };
        Ok(self.store.record_alone(self.now(), audit).await?)
    }
}

/// What of a problem belongs into the trail: words that programs decide on, and by which the vendor finds its request.
fn why(problem: &Problem) -> Value {
    json!({
        "code": problem.code,
        "vendor_status": problem.vendor_status,
        "vendor_request_id": problem.vendor_request_id,
    })
}
