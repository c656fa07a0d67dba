//! The rules of operations: seeded, changed, in force at the next call, on both databases.

use crate::databases::each;
use crate::desk::{QUARANTINE, ada, agent, ask, bob, boss, call, held, output, quarantine, rule, with_edr};
use crate::house::{House, actor, admin};
use contract::{
    actor::Role,
    approval::ApprovalStatus,
    operation::{OperationCall, Risk},
    operation_rule::{OperationRule, RuleChange, RuleFilter, RuleOrigin},
};
use serde_json::{Value, json};

fn note(house: &House) -> Value {
    let ticket = house.autotask.rows("Tickets")[0]["id"].as_i64().unwrap();
    json!({ "ticket_id": ticket, "title": "Update", "description": "Spooler restarted." })
}

fn input(input: Value) -> OperationCall {
    quarantine(input)
}

#[tokio::test]
async fn every_operation_has_the_rule_of_its_risk_until_somebody_sets_one() {
    each(|store| async move {
        let house = House::on(store).await;
        let who = actor(Role::Viewer);
        let rules = house
            .services
            .operation_rules
            .list(&who, RuleFilter::default())
            .await
            .unwrap();
        assert_eq!(
            rules.len(),
            house.services.operations.catalogue(&who).unwrap().len()
        );
        for rule in &rules {
            let seed = match rule.risk {
                Risk::Read | Risk::Write => OperationRule::Auto,
                Risk::Dangerous => OperationRule::Tech,
            };
            assert_eq!((rule.rule, rule.origin), (seed, RuleOrigin::Seed), "{rule:?}");
            assert_eq!(rule.policy_version, 0);
        }
        let held_at_first: Vec<_> = rules
            .iter()
            .filter(|rule| rule.rule == OperationRule::Tech)
            .map(|rule| format!("{}.{}", rule.vendor, rule.operation))
            .collect();
        for money_or_harm in [
            "datto_edr.agents.quarantine",
            "datto_edr.agents.release",
            "pax8.orders.create",
            "pax8.subscriptions.change_quantity",
            "pax8.subscriptions.cancel",
            "unifi.firewall_rules.create",
            "unifi.firewall_rules.update",
            "unifi.firewall_rules.delete",
        ] {
            assert!(
                held_at_first.contains(&money_or_harm.to_owned()),
                "{money_or_harm}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn an_operation_that_is_off_is_refused_to_everybody_and_nothing_is_called() {
    each(|store| async move {
        let house = House::on(store).await;
        house.connected().await;
        let tickets = ("autotask", "tickets.list");
        rule(&house, tickets, None, Some(OperationRule::Off)).await;
        let before = house.autotask.journal.total();
        for who in [ada(), boss()] {
            let refused = call(&house, &who, tickets, input(json!({ "limit": 1 }))).await;
            let problem = refused.unwrap_err();
            assert_eq!((problem.status, problem.code.as_ref()), (403, "operation_off"));
        }
        assert_eq!(house.autotask.journal.total(), before);
        rule(&house, tickets, None, None).await;
        output(call(&house, &ada(), tickets, input(json!({ "limit": 1 }))).await);
    })
    .await;
}

#[tokio::test]
async fn the_rule_of_an_account_goes_before_that_of_the_operation_and_that_before_the_seed() {
    each(|store| async move {
        let house = House::on(store).await;
        let id = house.connected().await.id;
        let notes = ("autotask", "tickets.note");
        let with_note = || input(note(&house));
        output(call(&house, &ada(), notes, with_note()).await);
        rule(&house, notes, None, Some(OperationRule::Admin)).await;
        let admin_decides = held(call(&house, &ada(), notes, with_note()).await);
        assert_eq!(
            (admin_decides.needs, admin_decides.binding.rule_origin),
            (Role::Admin, RuleOrigin::Operation)
        );
        rule(&house, notes, Some(&id), Some(OperationRule::Tech)).await;
        let tech_decides = held(call(&house, &ada(), notes, with_note()).await);
        assert_eq!(
            (tech_decides.needs, tech_decides.binding.rule_origin),
            (Role::Tech, RuleOrigin::Integration)
        );
        assert_eq!(
            tech_decides.expires_at, "2026-11-25T06:00:00.000Z",
            "a write waits a day"
        );
        let listed = house
            .services
            .operation_rules
            .list(
                &ada(),
                RuleFilter {
                    vendor: Some("autotask".into()),
                    operation: Some("tickets.note".into()),
                },
            )
            .await
            .unwrap();
        let told: Vec<_> = listed
            .iter()
            .map(|rule| (rule.integration.clone(), rule.rule, rule.policy_version))
            .collect();
        assert_eq!(
            told,
            [
                (None, OperationRule::Admin, 1),
                (Some(id.clone()), OperationRule::Tech, 2)
            ]
        );
        rule(&house, notes, Some(&id), None).await;
        rule(&house, notes, None, None).await;
        output(call(&house, &ada(), notes, with_note()).await);
    })
    .await;
}

#[tokio::test]
async fn what_needs_an_admin_is_decided_by_an_admin_only() {
    each(|store| async move {
        let house = House::on(store).await;
        with_edr(&house).await;
        rule(&house, QUARANTINE, None, Some(OperationRule::Admin)).await;
        let held = ask(&house, &ada(), agent(&house, 3)).await;
        let approvals = &house.services.approvals;
        for refused in [
            approvals.approve(&bob(), &held.id, None).await,
            approvals.reject(&bob(), &held.id, None).await,
        ] {
            assert_eq!(refused.unwrap_err().code, "forbidden");
        }
        let done = approvals.approve(&boss(), &held.id, None).await.unwrap();
        assert_eq!(done.status, ApprovalStatus::Succeeded, "{done:?}");
    })
    .await;
}

#[tokio::test]
async fn an_admin_may_have_a_dangerous_operation_made_at_once_and_the_trail_tells_of_each_call() {
    each(|store| async move {
        let house = House::on(store).await;
        with_edr(&house).await;
        rule(&house, QUARANTINE, None, Some(OperationRule::Auto)).await;
        let done = output(call(&house, &ada(), QUARANTINE, input(agent(&house, 3))).await);
        assert_eq!(done["started"], true);
        let trail = house.services.audit.list(&admin(), None, 1).await.unwrap();
        assert_eq!(trail.items[0].action, "operation.called");
    })
    .await;
}

#[tokio::test]
async fn only_an_admin_changes_a_rule_and_the_trail_says_what_stood_there_before() {
    each(|store| async move {
        let house = House::on(store).await;
        let change = |rule| RuleChange {
            vendor: "pax8".into(),
            operation: "orders.create".into(),
            integration: None,
            rule,
            reason: Some(" Money is decided by the owner. ".into()),
        };
        let rules = &house.services.operation_rules;
        let refused = rules.set(&ada(), change(Some(OperationRule::Auto))).await;
        assert_eq!(refused.unwrap_err().code, "forbidden");
        let set = rules
            .set(&boss(), change(Some(OperationRule::Admin)))
            .await
            .unwrap();
        assert_eq!(
            (set.rule, set.set_by.as_deref(), set.reason.as_deref()),
            (
                OperationRule::Admin,
                Some("boss"),
                Some("Money is decided by the owner.")
            )
        );
        let taken = rules.set(&boss(), change(None)).await.unwrap();
        assert_eq!(
            (taken.rule, taken.origin),
            (OperationRule::Tech, RuleOrigin::Seed)
        );
        let trail = house.services.audit.list(&admin(), None, 2).await.unwrap();
        let told: Vec<_> = trail
            .items
            .iter()
            .map(|entry| {
                (
                    entry.action.as_str(),
                    entry.target.as_str(),
                    entry.detail["before"].clone(),
                    entry.detail["after"].clone(),
                    entry.detail["policy_version"].clone(),
                )
            })
            .collect();
        let action = ("operation_rule.changed", "pax8.orders.create");
        assert_eq!(
            told,
            [
                (action.0, action.1, json!("admin"), Value::Null, json!(2)),
                (action.0, action.1, Value::Null, json!("admin"), json!(1)),
            ]
        );
        let nothing = RuleChange {
            operation: "orders.eat".into(),
            ..change(None)
        };
        assert_eq!(rules.set(&boss(), nothing).await.unwrap_err().code, "not_found");
    })
    .await;
}

#[tokio::test]
async fn the_rules_of_an_account_go_with_it() {
    each(|store| async move {
        let house = House::on(store).await;
        let id = house.connected().await.id;
        let tickets = ("autotask", "tickets.list");
        rule(&house, tickets, Some(&id), Some(OperationRule::Off)).await;
        house.services.integrations.delete(&admin(), &id).await.unwrap();
        let rules = house.machine.store.operation_rules(None).await.unwrap();
        assert!(rules.is_empty(), "{rules:?}");
    })
    .await;
}
