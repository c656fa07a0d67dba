//! Holding a call: what will run is written down, with what it would act on, for whoever decides.

use super::{
    Act, canonical,
    snapshot::{Snapshot, account_digest},
};
use crate::{
    clock::rfc3339,
    connector::Entry,
    policy::{Ruling, patience},
    store::{IntegrationRow, NewApproval, fresh_ulid},
};
use contract::{
    actor::Actor,
    approval::{Approval, ApprovalStatus, Binding, Named},
    ids::{ApprovalId, RunId},
};
use serde_json::Value;

/// A call that is to be held. Its input was checked, and the asker may ask for it.
pub struct ToHold<'a> {
    /// Who asks.
    pub who: &'a Actor,
    /// Who stands behind whoever asks.
    pub owner: String,
    /// The operation.
    pub entry: &'a Entry,
    /// The account.
    pub row: &'a IntegrationRow,
    /// The exact arguments.
    pub input: Value,
    /// Why it is asked for.
    pub why: Option<String>,
    /// The rule that holds it.
    pub ruling: Ruling,
    /// The run that waits for it, and its step.
    pub waits: Option<(RunId, String)>,
}

impl Act {
    /// Writes a call down as a held one, after a look at what it would act on. Where that cannot be read the call is held all
    /// the same, and says so. The store keeps it.
    pub async fn hold(&self, call: ToHold<'_>) -> NewApproval {
        let snapshot: Snapshot = self.look_at_target(call.row, call.entry, &call.input).await;
        let (target, target_unread) = snapshot.split();
        let now = self.clock.now_ms();
        let info = &call.entry.info;
        let waits = i64::try_from(patience(info.risk).as_millis()).unwrap_or(i64::MAX);
        let expires_at = now.saturating_add(waits);
        let (run, step) = call.waits.unzip();
        let binding = Binding {
            why: call.why,
            rule: call.ruling.rule,
            rule_origin: call.ruling.origin,
            policy_version: call.ruling.policy_version,
            account_sha256: account_digest(call.row),
            target,
            target_unread,
            ..Binding::of(call.owner)
        };
        let approval = Approval {
            id: ApprovalId::from_ulid(&fresh_ulid(now)),
            status: ApprovalStatus::Pending,
            vendor: call.row.vendor.clone(),
            operation: info.id.clone(),
            title: info.title.clone(),
            risk: info.risk,
            integration: Some(call.row.id.clone()),
            integration_name: call.row.name.clone(),
            run,
            step,
            needs: call.ruling.rule.needs(),
            input_sha256: canonical::digest(&call.input),
            input: call.input,
            requested_by: Named {
                kind: call.who.kind,
                id: call.who.id.clone(),
                name: call.who.name.clone(),
            },
            created_at: rfc3339(now),
            expires_at: rfc3339(expires_at),
            decision: None,
            finished_at: None,
            output: None,
            problem: None,
            binding,
        };
        NewApproval {
            approval,
            created_at: now,
            expires_at,
        }
    }
}
