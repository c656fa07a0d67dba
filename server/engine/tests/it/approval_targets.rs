//! What an approval is bound to: the target as it stood, the account, the rule. Another one, and nothing is called.

use crate::databases::each;
use crate::desk::{QUARANTINE, ada, agent, ask, bob, boss, call, held, quarantine, rule, with_edr};
use crate::house::{House, admin, values};
use contract::{
    approval::{Approval, ApprovalStatus},
    integration::{IntegrationChange, SaveOutcome, SavePolicy},
    operation::OperationCall,
    operation_rule::OperationRule,
};
use sandbox::{Fault, Rule};
use serde_json::json;

async fn approve(house: &House, held: &Approval) -> Approval {
    house
        .services
        .approvals
        .approve(&bob(), &held.id, None)
        .await
        .unwrap()
}

fn changed(approval: &Approval) -> Vec<(&str, &str, &str)> {
    let all = approval.binding.differences.iter();
    all.map(|one| (one.name.as_ref(), one.before.as_str(), one.now.as_str()))
        .collect()
}

#[tokio::test]
async fn a_held_call_says_whom_it_hits_what_it_does_and_how_it_is_undone() {
    each(|store| async move {
        let house = House::on(store).await;
        with_edr(&house).await;
        let call = OperationCall {
            why: Some(" An alert named it. ".into()),
            ..quarantine(agent(&house, 3))
        };
        let asked = crate::desk::call(&house, &ada(), QUARANTINE, call).await;
        let kept = house
            .services
            .approvals
            .get(&bob(), &held(asked).id)
            .await
            .unwrap();
        let target = kept.binding.target.unwrap();
        let row = house
            .datto_edr
            .row("AgentDetails", &house.datto_edr.agent_id(3))
            .unwrap();
        assert_eq!(target.name, row["hostname"]);
        assert_eq!(target.customer.as_deref(), row["organizationName"].as_str());
        assert_eq!(
            target.effect,
            "Cuts WS-0003 off from the network until it is released."
        );
        assert!(target.reversible && target.undo.contains("agents.release"));
        let fact = |name: &str| {
            let found = target.facts.iter().find(|fact| fact.name == name);
            found.map(|fact| (fact.value.as_str(), fact.bound))
        };
        assert_eq!(fact("Isolated"), Some(("no", true)));
        assert_eq!(fact("Kind"), Some(("workstation", false)));
        assert_eq!(kept.binding.why.as_deref(), Some("An alert named it."));
        assert_eq!(kept.binding.owner, "usr_ada");
    })
    .await;
}

#[tokio::test]
async fn a_target_that_changed_makes_the_approval_stale_and_nothing_is_called() {
    each(|store| async move {
        let house = House::on(store).await;
        with_edr(&house).await;
        let id = house.datto_edr.agent_id(3);
        let held = ask(&house, &ada(), agent(&house, 3)).await;
        house.datto_edr.change(
            "AgentDetails",
            &id,
            &json!({ "hostname": "SRV-DC-01", "isolated": true, "heartbeat": "2026-11-24T05:59:00.000Z" }),
        );
        let before = house.datto_edr.journal.writes();
        let stale = approve(&house, &held).await;
        assert_eq!(stale.status, ApprovalStatus::Stale);
        assert_eq!(
            changed(&stale),
            [("Name", "WS-0003", "SRV-DC-01"), ("Isolated", "no", "yes")]
        );
        assert_eq!(house.datto_edr.journal.writes(), before, "nothing was called");
        let again = house
            .services
            .approvals
            .approve(&bob(), &held.id, None)
            .await
            .unwrap_err();
        assert_eq!(again.code, "approval_stale");
        let trail = house.services.audit.list(&admin(), None, 2).await.unwrap();
        let actions: Vec<_> = trail.items.iter().map(|entry| entry.action.as_str()).collect();
        assert_eq!(actions, ["approval.stale", "approval.approved"]);
    })
    .await;
}

#[tokio::test]
async fn what_may_change_at_any_time_makes_nothing_stale() {
    each(|store| async move {
        let house = House::on(store).await;
        with_edr(&house).await;
        let held = ask(&house, &ada(), agent(&house, 3)).await;
        house.datto_edr.change(
            "AgentDetails",
            &house.datto_edr.agent_id(3),
            &json!({ "heartbeat": "2026-11-24T06:00:00.000Z", "alertCount": "99" }),
        );
        let done = approve(&house, &held).await;
        assert_eq!(done.status, ApprovalStatus::Succeeded, "{done:?}");
    })
    .await;
}

#[tokio::test]
async fn a_look_before_the_decision_finds_a_target_that_is_gone() {
    each(|store| async move {
        let house = House::on(store).await;
        with_edr(&house).await;
        let held = ask(&house, &ada(), agent(&house, 3)).await;
        let approvals = &house.services.approvals;
        let same = approvals.check(&bob(), &held.id).await.unwrap();
        assert_eq!(same.status, ApprovalStatus::Pending);
        house
            .datto_edr
            .remove("AgentDetails", &house.datto_edr.agent_id(3));
        let stale = approvals.check(&bob(), &held.id).await.unwrap();
        assert_eq!(stale.status, ApprovalStatus::Stale);
        assert_eq!(changed(&stale), [("endpoint", "WS-0003", "gone")]);
        assert!(stale.decision.is_none());
    })
    .await;
}

#[tokio::test]
async fn a_target_that_cannot_be_read_holds_the_call_all_the_same_and_is_said() {
    each(|store| async move {
        let house = House::on(store).await;
        with_edr(&house).await;
        house
            .datto_edr
            .faults
            .add(Rule::always(Fault::status(500, "{}")).on_path("AgentDetails"));
        let held = ask(&house, &ada(), agent(&house, 3)).await;
        assert_eq!(held.status, ApprovalStatus::Pending);
        assert!(held.binding.target.is_none());
        let why = held.binding.target_unread.as_deref().unwrap_or_default();
        assert_eq!(why, "The vendor answered with an error of its own.");
        house.datto_edr.faults.clear();
        let done = approve(&house, &held).await;
        assert_eq!(done.status, ApprovalStatus::Succeeded, "{done:?}");
    })
    .await;
}

#[tokio::test]
async fn a_target_that_cannot_be_read_again_is_not_acted_on() {
    each(|store| async move {
        let house = House::on(store).await;
        with_edr(&house).await;
        let held = ask(&house, &ada(), agent(&house, 3)).await;
        house
            .datto_edr
            .faults
            .add(Rule::always(Fault::status(500, "{}")).on_path("AgentDetails"));
        let before = house.datto_edr.journal.writes();
        let failed = approve(&house, &held).await;
        assert_eq!(
            (failed.status, failed.problem.unwrap().code.as_ref()),
            (ApprovalStatus::Failed, "target_unread")
        );
        assert_eq!(house.datto_edr.journal.writes(), before);
    })
    .await;
}

#[tokio::test]
async fn a_rule_that_became_stricter_makes_the_approval_stale_and_a_looser_one_does_not() {
    each(|store| async move {
        let house = House::on(store).await;
        with_edr(&house).await;
        for stricter in [OperationRule::Admin, OperationRule::Off] {
            rule(&house, QUARANTINE, None, None).await;
            let held = ask(&house, &ada(), agent(&house, 3)).await;
            rule(&house, QUARANTINE, None, Some(stricter)).await;
            let before = house.datto_edr.journal.writes();
            let stale = approve(&house, &held).await;
            assert_eq!(stale.status, ApprovalStatus::Stale);
            assert_eq!(changed(&stale), [("Rule", "tech", stricter.as_str())]);
            assert_eq!(house.datto_edr.journal.writes(), before);
        }
        rule(&house, QUARANTINE, None, None).await;
        let held = ask(&house, &ada(), agent(&house, 3)).await;
        rule(&house, QUARANTINE, None, Some(OperationRule::Auto)).await;
        let done = approve(&house, &held).await;
        assert_eq!(done.status, ApprovalStatus::Succeeded, "{done:?}");
    })
    .await;
}

#[tokio::test]
async fn a_rule_of_another_operation_moves_the_policy_and_makes_nothing_stale() {
    each(|store| async move {
        let house = House::on(store).await;
        with_edr(&house).await;
        let held = ask(&house, &ada(), agent(&house, 3)).await;
        rule(&house, ("pax8", "orders.create"), None, Some(OperationRule::Off)).await;
        let done = approve(&house, &held).await;
        assert_eq!(done.status, ApprovalStatus::Succeeded, "{done:?}");
    })
    .await;
}

#[tokio::test]
async fn another_account_under_the_same_name_is_not_the_one_that_was_approved() {
    each(|store| async move {
        let house = House::on(store).await;
        let integration = with_edr(&house).await;
        let held = ask(&house, &ada(), agent(&house, 3)).await;
        let change = IntegrationChange {
            credentials: values([("api_token", "another-token-of-somebody-else")]),
            ..IntegrationChange::default()
        };
        let saved = house
            .services
            .integrations
            .change(&boss(), &integration, change, SavePolicy::Anyway)
            .await
            .unwrap();
        assert!(matches!(saved, SaveOutcome::Saved { .. }));
        let before = house.datto_edr.journal.writes();
        let ended = approve(&house, &held).await;
        assert_ne!(ended.status, ApprovalStatus::Succeeded);
        assert_eq!(house.datto_edr.journal.writes(), before);
    })
    .await;
}

#[tokio::test]
async fn an_operation_that_describes_no_target_is_held_by_its_arguments_alone() {
    each(|store| async move {
        let house = House::on(store).await;
        house.connected().await;
        let tickets = ("autotask", "tickets.list");
        rule(&house, tickets, None, Some(OperationRule::Tech)).await;
        let asked = call(&house, &ada(), tickets, quarantine(json!({ "limit": 1 }))).await;
        let held = held(asked);
        assert_eq!(
            (held.binding.target.as_ref(), held.binding.target_unread.as_ref()),
            (None, None)
        );
        let done = approve(&house, &held).await;
        assert_eq!(done.status, ApprovalStatus::Succeeded);
        assert!(done.output.unwrap()["items"].is_array());
    })
    .await;
}
