//! Routing rules: ordered, tested, looked over.

use super::Machine;
use crate::{
    policy::{Right, may},
    sop::{Scope, hints},
    store::{AuditRecord, NewRule, StoreError, fresh_ulid},
};
use contract::{
    actor::Actor,
    event::{Normalised, SampleEvent},
    ids::RuleId,
    ports::{Answer, Routing},
    problem::Problem,
    routing::{RoutingReport, RoutingRule, RuleDraft, RuleHint},
};
use serde_json::json;

/// The most rules that are kept.
const MOST_RULES: usize = 10_000;

impl Machine {
    async fn checked_rule(&self, id: RuleId, draft: RuleDraft) -> Result<NewRule, Problem> {
        let errors = self.automation.check_rule(&draft).await?;
        if !errors.is_empty() {
            return Err(Problem::invalid(errors));
        }
        Ok(NewRule {
            id,
            name: draft.name.trim().to_owned(),
            position: draft.position,
            enabled: draft.enabled,
            when: draft.when,
            then: draft.then,
        })
    }

    async fn rule_by_id(&self, id: &RuleId) -> Result<RoutingRule, Problem> {
        self.store.rule(id).await.map_err(missing)
    }
}

impl Routing for Machine {
    fn list<'a>(&'a self, who: &'a Actor) -> Answer<'a, Vec<RoutingRule>> {
        Box::pin(async move {
            may(who, Right::Look)?;
            Ok(self.store.rules().await?)
        })
    }

    fn create<'a>(&'a self, who: &'a Actor, draft: RuleDraft) -> Answer<'a, RoutingRule> {
        Box::pin(async move {
            may(who, Right::Automate)?;
            if self.automation.ruleset().await?.rules.len() >= MOST_RULES {
                return Err(Problem::new(409, "too_many_rules", "There are too many rules.")
                    .with_detail(format!("At most {MOST_RULES} are kept; delete some first.")));
            }
            let id = RuleId::from_ulid(&fresh_ulid(self.now()));
            let new = self.checked_rule(id.clone(), draft).await?;
            let audit = AuditRecord {
                who,
                action: "routing_rule.created",
                target: id.to_string(),
                detail: json!({ "name": new.name, "when": new.when, "then": new.then }),
            };
            let done = self.store.insert_rule(self.now(), new, audit).await;
            done.map_err(missing)?;
            self.rule_by_id(&id).await
        })
    }

    fn change<'a>(&'a self, who: &'a Actor, id: &'a RuleId, draft: RuleDraft) -> Answer<'a, RoutingRule> {
        Box::pin(async move {
            may(who, Right::Automate)?;
            let before = self.rule_by_id(id).await?;
            let new = self.checked_rule(id.clone(), draft).await?;
            let audit = AuditRecord {
                who,
                action: "routing_rule.changed",
                target: id.to_string(),
                detail: json!({
                    "before": { "name": before.name, "enabled": before.enabled, "when": before.when, "then": before.then },
                    "after": { "name": new.name, "enabled": new.enabled, "when": new.when, "then": new.then },
                }),
            };
            let done = self.store.update_rule(self.now(), new, audit).await;
            done.map_err(missing)?;
            self.rule_by_id(id).await
        })
    }

    fn move_to<'a>(&'a self, who: &'a Actor, id: &'a RuleId, position: u32) -> Answer<'a, Vec<RoutingRule>> {
        Box::pin(async move {
            may(who, Right::Automate)?;
            let before = self.rule_by_id(id).await?;
            let audit = AuditRecord {
                who,
                action: "routing_rule.moved",
                target: id.to_string(),
                detail: json!({ "name": before.name, "from": before.position, "to": position }),
            };
            let done = self.store.move_rule(self.now(), id, position, audit).await;
            done.map_err(missing)?;
            Ok(self.store.rules().await?)
        })
    }

    fn delete<'a>(&'a self, who: &'a Actor, id: &'a RuleId) -> Answer<'a, ()> {
        Box::pin(async move {
            may(who, Right::DeleteAutomation)?;
            let gone = self.rule_by_id(id).await?;
            let audit = AuditRecord {
                who,
                action: "routing_rule.deleted",
                target: id.to_string(),
                detail: json!({ "name": gone.name, "when": gone.when, "then": gone.then }),
            };
            let done = self.store.delete_rule(self.now(), id, audit).await;
            done.map_err(missing)
        })
    }

    fn test<'a>(&'a self, who: &'a Actor, event: Normalised) -> Answer<'a, RoutingReport> {
        Box::pin(async move {
            may(who, Right::Look)?;
            let customer = self.automation.customer_of_sample(&event).await?;
            let named = customer.as_ref().map(|(id, name)| (id, name.as_str()));
            let (report, _) = self.automation.routed(&event, named, Scope::Everything).await?;
            Ok(report)
        })
    }

    fn hints<'a>(&'a self, who: &'a Actor) -> Answer<'a, Vec<RuleHint>> {
        Box::pin(async move {
            may(who, Right::Look)?;
            let rules = self.store.rules().await?;
            // Every pair is looked at, which takes a while where there are thousands.
            let found = tokio::task::spawn_blocking(move || hints(&rules)).await;
            found.map_err(|_| Problem::new(500, "internal", "The rules could not be compared."))
        })
    }

    fn samples<'a>(&'a self, who: &'a Actor) -> Answer<'a, Vec<SampleEvent>> {
        Box::pin(async move {
            may(who, Right::Look)?;
            Ok(self.act.registry.samples())
        })
    }
}

fn missing(error: StoreError) -> Problem {
    match error {
        StoreError::Missing => Problem::not_found("rule"),
        other => other.into(),
    }
}
