//! Two nodes on one database: a decision counts once, an approved call is made once, a key is taken once.

use crate::databases::each_twice;
use crate::desk::{QUARANTINE, ada, agent, ask, rule, somebody, with_edr};
use crate::house::House;
use contract::{
    actor::Role, approval::ApprovalStatus, operation::OperationCall, operation_rule::OperationRule,
    ports::Services,
};
use engine::{act::Act, connector::Memory, ports::Machine, store::Store};
use sea_orm::ConnectionTrait;
use serde_json::json;
use std::time::Duration;

/// The same house seen by a second process: its own connections and its own memory, the same database and keys.
fn second_node(house: &House, store: Store) -> Machine {
    let act = house.machine.act.clone();
    let memory = Memory::new(act.clock.clone());
    Machine {
        act: Act { memory, ..act },
        store,
        ..house.machine.clone()
    }
}

#[tokio::test]
async fn of_forty_clicks_on_two_nodes_one_decides_and_the_vendor_is_called_once() {
    each_twice(|one, other| async move {
        let house = House::on(one).await;
        with_edr(&house).await;
        let node = second_node(&house, other).services();
        let before = house.datto_edr.journal.writes();
        let single = ask(&house, &ada(), agent(&house, 4)).await;
        node.approvals
            .approve(&somebody("bob", Role::Tech), &single.id, None)
            .await
            .unwrap();
        let once = house.datto_edr.journal.writes() - before;
        let held = ask(&house, &ada(), agent(&house, 3)).await;
        let before = house.datto_edr.journal.writes();
        let people: Vec<_> = (0..40).map(|n| somebody(&format!("p{n}"), Role::Tech)).collect();
        let clicks = people.iter().enumerate().map(|(n, who)| {
            let services: &Services = if n % 2 == 0 { &house.services } else { &node };
            services.approvals.approve(who, &held.id, None)
        });
        let answers = futures::future::join_all(clicks).await;
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
        assert_eq!(house.datto_edr.journal.writes() - before, once);
    })
    .await;
}

#[tokio::test]
async fn an_approved_call_that_two_nodes_find_is_made_by_one() {
    each_twice(|one, other| async move {
        let house = House::on(one.clone()).await;
        with_edr(&house).await;
        let node = second_node(&house, other);
        let before = house.datto_edr.journal.writes();
        let single = ask(&house, &ada(), agent(&house, 4)).await;
        house
            .services
            .approvals
            .approve(&somebody("bob", Role::Tech), &single.id, None)
            .await
            .unwrap();
        let once = house.datto_edr.journal.writes() - before;
        let held = ask(&house, &ada(), agent(&house, 3)).await;
        // As a node leaves it behind that decided and ended before it called.
        let decided = format!(
            "UPDATE approvals SET status = 'approved', decider_kind = 'user', decider_id = 'usr_bob', \
             decider_name = 'Bob', decided_at = created_at WHERE id = '{}'",
            held.id
        );
        one.connection().execute_unprepared(&decided).await.unwrap();
        house.hand.forward(Duration::from_secs(600));
        let before = house.datto_edr.journal.writes();
        let (first, second) = tokio::join!(house.machine.tend_approvals(), node.tend_approvals());
        first.unwrap();
        second.unwrap();
        assert_eq!(house.datto_edr.journal.writes() - before, once);
        let done = house.services.approvals.get(&ada(), &held.id).await.unwrap();
        assert_eq!(done.status, ApprovalStatus::Succeeded, "{done:?}");
    })
    .await;
}

#[tokio::test]
async fn one_key_on_two_nodes_is_one_call() {
    each_twice(|one, other| async move {
        let house = House::on(one).await;
        with_edr(&house).await;
        rule(&house, QUARANTINE, None, Some(OperationRule::Auto)).await;
        let node = second_node(&house, other).services();
        let before = house.datto_edr.count("usertasks");
        let calls = (0..20).map(|n| {
            let services: Services = if n % 2 == 0 {
                house.services.clone()
            } else {
                node.clone()
            };
            let call = OperationCall {
                input: json!({ "agent_id": house.datto_edr.agent_id(3) }),
                idempotency_key: Some("k-1".into()),
                ..OperationCall::default()
            };
            async move {
                let who = ada();
                services
                    .operations
                    .call(&who, QUARANTINE.0, QUARANTINE.1, call)
                    .await
            }
        });
        let answers = futures::future::join_all(calls).await;
        assert!(answers.iter().any(Result::is_ok));
        let started = house.datto_edr.count("usertasks");
        assert_eq!(started - before, 1);
    })
    .await;
}
