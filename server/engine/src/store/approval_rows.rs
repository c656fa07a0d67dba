//! A held call as a row, and back.

use super::{NewApproval, entities::approval, errors::StoreError};
use crate::clock::rfc3339;
use contract::{
    actor::{ActorKind, Role},
    approval::{Approval, ApprovalStatus, Binding, Decision, Named},
    ids::{ApprovalId, IntegrationId, RunId, VendorId},
    operation::Risk,
    operation_rule::{OperationRule, RuleOrigin},
};
use sea_orm::{ActiveValue::Set, DatabaseTransaction, EntityTrait};
use serde::{Serialize, de::DeserializeOwned};

/// Keeps a held call within the transaction of what waits for it.
pub(super) async fn put_approval(txn: &DatabaseTransaction, new: NewApproval) -> Result<(), StoreError> {
    let NewApproval {
        approval,
        created_at,
        expires_at,
    } = new;
    let binding = approval.binding;
    let row = approval::ActiveModel {
        id: Set(approval.id.to_string()),
        status: Set(approval.status.as_str().to_owned()),
        vendor: Set(approval.vendor.to_string()),
        operation: Set(approval.operation.into_owned()),
        title: Set(approval.title.into_owned()),
        risk: Set(approval.risk.as_str().to_owned()),
        integration_id: Set(approval.integration.map_or_else(String::new, |id| id.to_string())),
        integration_name: Set(approval.integration_name),
        run_id: Set(approval.run.map(|id| id.to_string())),
        step_id: Set(approval.step),
        needs_role: Set(approval.needs.as_str().to_owned()),
        input: Set(approval.input.to_string()),
        input_sha256: Set(approval.input_sha256),
        requester_kind: Set(approval.requested_by.kind.as_str().to_owned()),
        requester_id: Set(approval.requested_by.id),
        requester_name: Set(approval.requested_by.name),
        requester_owner: Set(binding.owner),
        created_at: Set(created_at),
        expires_at: Set(expires_at),
        why: Set(binding.why),
        rule: Set(binding.rule.as_str().to_owned()),
        rule_origin: Set(binding.rule_origin.as_str().to_owned()),
        policy_version: Set(i64::try_from(binding.policy_version).unwrap_or(i64::MAX)),
        account_sha256: Set(binding.account_sha256),
        target: Set(binding.target.as_ref().map(json)),
        target_unread: Set(binding.target_unread),
        ..Default::default()
    };
    approval::Entity::insert(row).exec_without_returning(txn).await?;
    Ok(())
}

/// A value as it is kept in a column.
pub(super) fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

fn parsed<T: DeserializeOwned>(text: Option<&str>) -> Option<T> {
    text.and_then(|text| serde_json::from_str(text).ok())
}

/// A row as a held call.
pub(super) fn read(row: approval::Model) -> Result<Approval, StoreError> {
    let unreadable = |what: &str| StoreError::Unreadable(format!("approval {}: {what}", row.id));
    let kind = |word: &str| ActorKind::parse(word).ok_or_else(|| unreadable("kind"));
    let decision = match (&row.decider_id, row.decided_at) {
        (Some(id), Some(at)) => Some(Decision {
            by: Named {
                kind: kind(row.decider_kind.as_deref().unwrap_or_default())?,
                id: id.clone(),
                name: row.decider_name.clone().unwrap_or_default(),
            },
            at: rfc3339(at),
            reason: row.decision_reason.clone(),
            owner: row.decider_owner.clone().unwrap_or_else(|| id.clone()),
        }),
        _ => None,
    };
    let binding = Binding {
        owner: row.requester_owner.clone(),
        why: row.why.clone(),
        rule: OperationRule::parse(&row.rule).ok_or_else(|| unreadable("rule"))?,
        rule_origin: RuleOrigin::parse(&row.rule_origin).ok_or_else(|| unreadable("rule's origin"))?,
        policy_version: u64::try_from(row.policy_version).unwrap_or(0),
        account_sha256: row.account_sha256.clone(),
        target: parsed(row.target.as_deref()),
        target_unread: row.target_unread.clone(),
        differences: parsed(row.differences.as_deref()).unwrap_or_default(),
    };
    Ok(Approval {
        id: ApprovalId::parse(&row.id).ok_or_else(|| unreadable("id"))?,
        status: ApprovalStatus::parse(&row.status).ok_or_else(|| unreadable("status"))?,
        vendor: VendorId::new(row.vendor.clone()),
        operation: row.operation.clone().into(),
        title: row.title.clone().into(),
        risk: Risk::parse(&row.risk).ok_or_else(|| unreadable("risk"))?,
        integration: match row.integration_id.as_str() {
            "" => None,
            id => Some(IntegrationId::parse(id).ok_or_else(|| unreadable("integration"))?),
        },
        integration_name: row.integration_name.clone(),
        run: row.run_id.as_deref().and_then(RunId::parse),
        step: row.step_id.clone(),
        needs: Role::parse(&row.needs_role).ok_or_else(|| unreadable("role"))?,
        input: serde_json::from_str(&row.input).map_err(|_| unreadable("input"))?,
        input_sha256: row.input_sha256.clone(),
        requested_by: Named {
            kind: kind(&row.requester_kind)?,
            id: row.requester_id.clone(),
            name: row.requester_name.clone(),
        },
        created_at: rfc3339(row.created_at),
        expires_at: rfc3339(row.expires_at),
        decision,
        finished_at: row.finished_at.map(rfc3339),
        output: parsed(row.output.as_deref()),
        problem: parsed(row.problem.as_deref()).map(Box::new),
        binding,
    })
}
