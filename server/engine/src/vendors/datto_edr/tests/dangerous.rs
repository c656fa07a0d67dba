//! What is dangerous runs with an approval and not without one; all else reads.

use super::{Bed, connector, good};
use crate::{
    connector::{CallErrorKind, Connector},
    policy::{Grant, grant},
    testing::bench_desk::failed,
};
use contract::{
    actor::{Actor, ActorKind, Role},
    operation::Risk,
    operation_rule::OperationRule,
};
use serde_json::json;

const DANGEROUS: [&str; 2] = ["agents.quarantine", "agents.release"];

#[test]
fn quarantine_and_release_are_dangerous_and_everything_else_reads() {
    let connector = connector();
    let of = |risk: Risk| -> Vec<&str> {
        let entries = connector.entries().iter();
        let of_risk = entries.filter(|entry| entry.info.risk == risk);
        of_risk.map(|entry| entry.info.id.as_ref()).collect()
    };
    assert_eq!(of(Risk::Dangerous), DANGEROUS);
    assert!(of(Risk::Write).is_empty());
    assert_eq!(
        of(Risk::Read),
        [
            "alerts.get",
            "alerts.list",
            "alerts.search",
            "agents.get",
            "agents.list",
            "agents.search",
            "tasks.get",
            "tasks.list",
            "tasks.search",
            "tasks.items",
            "tasks.output",
        ]
    );
    for entry in connector.entries() {
        assert_eq!(
            entry.audited,
            entry.info.risk == Risk::Dangerous,
            "{}",
            entry.info.id
        );
    }
}

#[tokio::test]
async fn without_an_approval_not_one_request_is_sent() {
    let bed = Bed::new().await;
    for operation in DANGEROUS {
        let output = bed
            .bench
            .call_with(Grant::Read, &good(), operation, bed.agent(3))
            .await;
        assert_eq!(failed(output.unwrap_err()).kind, CallErrorKind::NotApproved);
        for role in [Role::Tech, Role::Admin] {
            let who = Actor {
                kind: ActorKind::User,
                id: "usr_x".into(),
                name: "Sam".into(),
                role,
            };
            assert!(
                grant(&who, Risk::Dangerous, OperationRule::Tech)
                    .unwrap()
                    .is_none()
            );
            let may_write = grant(&who, Risk::Write, OperationRule::Auto).unwrap().unwrap();
            let output = bed
                .bench
                .call_with(may_write, &good(), operation, bed.agent(3))
                .await;
            assert_eq!(
                failed(output.unwrap_err()).kind,
                CallErrorKind::NotApproved,
                "the right to write is not enough"
            );
        }
    }
    assert_eq!(bed.vendor.journal.total(), 0);
}

#[tokio::test]
async fn no_read_probe_or_test_sends_anything_but_get() {
    let bed = Bed::new().await;
    let (agent, alert, task) = (
        bed.vendor.agent_id(3),
        bed.vendor.alert_id(3),
        bed.vendor.task_id(3),
    );
    for entry in bed.bench.connector.entries() {
        let input = match entry.info.id.as_ref() {
            "agents.get" => json!({"id": agent}),
            "alerts.get" => json!({"id": alert}),
            "tasks.get" | "tasks.items" | "tasks.output" => json!({"id": task}),
            "tasks.search" => json!({"status": "Active"}),
            search if search.ends_with(".search") => json!({"hostname": "nobody"}),
            list if list.ends_with(".list") => json!({"limit": 1}),
            _ => continue,
        };
        bed.call(&entry.info.id, input).await;
    }
    bed.bench.probe(&good()).await.unwrap();
    bed.bench.test(&good()).await;
    assert!(bed.vendor.journal.total() > 15);
    assert_eq!(bed.vendor.journal.writes(), 0);
    assert!(
        bed.vendor
            .journal
            .entries()
            .iter()
            .all(|entry| entry.body.is_empty())
    );
}
