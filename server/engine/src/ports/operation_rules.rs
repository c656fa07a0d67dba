//! The rules of operations: listed for everybody, changed by Admins.

use super::Machine;
use crate::{
    clock::rfc3339,
    policy::{Right, Ruling, may},
    store::{AuditRecord, OwnRules, RulePlace, RuleRow, StoreError},
};
use contract::{
    actor::Actor,
    field::FieldError,
    ids::IntegrationId,
    operation::OperationInfo,
    operation_rule::{RuleChange, RuleFilter, RuleInForce, RuleOrigin},
    ports::{Answer, OperationRules},
    problem::Problem,
};
use serde_json::json;
use std::collections::BTreeMap;

/// The longest reason, in characters.
const MAX_REASON: usize = 1_000;

impl OperationRules for Machine {
    fn list<'a>(&'a self, who: &'a Actor, filter: RuleFilter) -> Answer<'a, Vec<RuleInForce>> {
        Box::pin(async move {
            may(who, Right::Look)?;
            let set = self.store.operation_rules(filter.vendor.as_deref()).await?;
            let names = self.account_names().await?;
            let fits = |info: &OperationInfo| {
                filter
                    .vendor
                    .as_deref()
                    .is_none_or(|vendor| info.vendor.as_str() == vendor)
                    && filter.operation.as_deref().is_none_or(|id| info.id == id)
            };
            let operations = self.act.registry.operations();
            let mut rules = Vec::new();
            for info in operations.iter().filter(|info| fits(info)) {
                let own: Vec<&RuleRow> = set.iter().filter(|row| is_of(row, info)).collect();
                let of_operation = own.iter().find(|row| row.integration.is_none());
                rules.push(in_force(info, of_operation.copied(), None));
                rules.extend(own.iter().filter_map(|row| {
                    let name = names.get(row.integration.as_ref()?)?;
                    Some(in_force(info, Some(row), Some(name.clone())))
                }));
            }
            Ok(rules)
        })
    }

    fn set<'a>(&'a self, who: &'a Actor, change: RuleChange) -> Answer<'a, RuleInForce> {
        Box::pin(async move {
            may(who, Right::ChangeRules)?;
            let found = self.act.registry.operation(&change.vendor, &change.operation);
            let (_, entry) = found.ok_or_else(|| Problem::not_found("operation"))?;
            let info = &entry.info;
            let account = match &change.integration {
                Some(id) => Some(self.account_of(id, &change.vendor).await?),
                None => None,
            };
            let reason = checked(change.reason)?;
            let place = RulePlace {
                vendor: info.vendor.as_str(),
                operation: &info.id,
                integration: change.integration.as_ref(),
            };
            let (wanted, told) = (change.rule, reason.clone());
            let audit = |before, policy_version| AuditRecord {
                who,
                action: "operation_rule.changed",
                target: format!("{}.{}", info.vendor, info.id),
                detail: json!({
                    "integration": change.integration,
                    "before": before,
                    "after": wanted,
                    "seed": contract::operation_rule::OperationRule::seed(info.risk),
                    "reason": told,
                    "policy_version": policy_version,
                }),
            };
            self.store
                .set_rule(self.now(), place, wanted, reason, audit)
                .await?;
            let rows = self.store.operation_rules(Some(info.vendor.as_str())).await?;
            let own = |integration: Option<&IntegrationId>| {
                rows.iter()
                    .find(|row| is_of(row, info) && row.integration.as_ref() == integration)
            };
            let account_rule = change.integration.as_ref().and_then(|id| own(Some(id)));
            let mut rule = in_force(info, account_rule.or_else(|| own(None)), account);
            rule.integration = change.integration;
            Ok(rule)
        })
    }
}

impl Machine {
    async fn account_names(&self) -> Result<BTreeMap<IntegrationId, String>, Problem> {
        let rows = self.store.integrations().await?;
        Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
    }

    /// The name of an account of this vendor.
    async fn account_of(&self, id: &IntegrationId, vendor: &str) -> Result<String, Problem> {
        let row = self.store.integration(id).await.map_err(|error| match error {
            StoreError::Missing => Problem::not_found("integration"),
            other => other.into(),
        })?;
        if row.vendor.as_str() == vendor {
            return Ok(row.name);
        }
        let text = format!("{id} is an account of {}, not of {vendor}.", row.vendor);
        Err(Problem::invalid(vec![FieldError::new(
            "integration",
            "wrong_vendor",
            text,
        )]))
    }
}

fn is_of(row: &RuleRow, info: &OperationInfo) -> bool {
    row.vendor == info.vendor && info.id == row.operation.as_str()
}

/// The rule as it is in force, from the row that gives it, if one does.
fn in_force(info: &OperationInfo, row: Option<&RuleRow>, account: Option<String>) -> RuleInForce {
    let own = OwnRules {
        operation: row.map(|row| row.rule),
        policy_version: row.map_or(0, |row| row.policy_version),
        ..OwnRules::default()
    };
    let ruling = Ruling::of(info.risk, own);
    let integration = row.and_then(|row| row.integration.clone());
    RuleInForce {
        vendor: info.vendor.clone(),
        operation: info.id.clone(),
        title: info.title.clone(),
        risk: info.risk,
        origin: if integration.is_some() {
            RuleOrigin::Integration
        } else {
            ruling.origin
        },
        integration,
        integration_name: account,
        rule: ruling.rule,
        seed: contract::operation_rule::OperationRule::seed(info.risk),
        policy_version: ruling.policy_version,
        set_by: row.map(|row| row.set_by.clone()),
        set_at: row.map(|row| rfc3339(row.set_at)),
        reason: row.and_then(|row| row.reason.clone()),
    }
}

fn checked(reason: Option<String>) -> Result<Option<String>, Problem> {
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
