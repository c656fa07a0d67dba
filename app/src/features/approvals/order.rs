//! The order of the queue: what can do harm first, then what expires first; calls that are alike stand together. Pure.

use super::api::Shown;
use contract::approval::Approval;
use serde_json::Value;
use std::{cmp::Reverse, collections::BTreeSet};

/// Calls that are alike: one operation on one account.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The calls, those that expire first before the others.
    pub calls: Vec<Shown>,
    /// The members of the arguments in which they differ.
    pub differ_in: Vec<String>,
}

/// The queue in its order.
pub fn ordered(mut calls: Vec<Shown>) -> Vec<Group> {
    calls.sort_by(|a, b| rank(&a.approval).cmp(&rank(&b.approval)));
    let mut groups: Vec<Group> = Vec::new();
    for call in calls {
        let same = |group: &&mut Group| alike(&group.calls[0].approval, &call.approval);
        match groups.iter_mut().find(same) {
            Some(group) => group.calls.push(call),
            None => groups.push(Group {
                calls: vec![call],
                differ_in: Vec::new(),
            }),
        }
    }
    for group in &mut groups {
        group.differ_in = differing(&group.calls);
    }
    groups
}

fn rank(approval: &Approval) -> (Reverse<contract::operation::Risk>, &str, &str) {
    (Reverse(approval.risk), &approval.expires_at, approval.id.as_str())
}

fn alike(one: &Approval, other: &Approval) -> bool {
    (&one.vendor, &one.operation, &one.integration, one.risk)
        == (&other.vendor, &other.operation, &other.integration, other.risk)
}

/// The members whose values are not the same in all.
fn differing(calls: &[Shown]) -> Vec<String> {
    let Some((first, others)) = calls.split_first() else {
        return Vec::new();
    };
    let names: BTreeSet<&String> = calls
        .iter()
        .filter_map(|call| call.approval.input.as_object())
        .flat_map(|members| members.keys())
        .collect();
    let value = |call: &Shown, name: &str| call.approval.input.get(name).cloned().unwrap_or(Value::Null);
    names
        .into_iter()
        .filter(|name| {
            let of_first = value(first, name);
            others.iter().any(|other| value(other, name) != of_first)
        })
        .cloned()
        .collect()
}

/// The calls in the order in which they stand, by identifier.
pub fn ids(groups: &[Group]) -> Vec<String> {
    let calls = groups.iter().flat_map(|group| &group.calls);
    calls.map(|call| call.approval.id.to_string()).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use contract::{
        actor::{ActorKind, Role},
        approval::{ApprovalStatus, Binding, Named},
        ids::{ApprovalId, IntegrationId, VendorId},
        operation::Risk,
    };
    use serde_json::json;

    fn call(id: &str, operation: &'static str, risk: Risk, expires: &str, input: Value) -> Shown {
        Shown {
            own: false,
            may: true,
            approval: Approval {
                id: ApprovalId::from_ulid(id),
                status: ApprovalStatus::Pending,
                vendor: VendorId::new("acme"),
                operation: operation.into(),
                title: operation.into(),
                risk,
                integration: IntegrationId::parse("int_1"),
                integration_name: "Main".into(),
                run: None,
                step: None,
                needs: Role::Tech,
                input,
                input_sha256: String::new(),
                requested_by: Named {
                    kind: ActorKind::User,
                    id: "usr_1".into(),
                    name: "Ada".into(),
                },
                created_at: String::new(),
                expires_at: expires.into(),
                decision: None,
                finished_at: None,
                output: None,
                problem: None,
                binding: Binding::of("usr_1"),
            },
        }
    }

    #[test]
    fn what_can_do_harm_comes_first_then_what_expires_first_and_alike_stand_together() {
        let groups = ordered(vec![
            call("1", "note", Risk::Write, "06:00", json!({"id": 1, "text": "x"})),
            call("2", "cut", Risk::Dangerous, "08:00", json!({"agent": "a"})),
            call("3", "buy", Risk::Dangerous, "07:00", json!({})),
            call("4", "cut", Risk::Dangerous, "09:00", json!({"agent": "b"})),
            call("5", "note", Risk::Write, "05:00", json!({"id": 2, "text": "x"})),
        ]);
        assert_eq!(ids(&groups), ["apr_3", "apr_2", "apr_4", "apr_5", "apr_1"]);
        let sizes: Vec<_> = groups.iter().map(|group| group.calls.len()).collect();
        assert_eq!(sizes, [1, 2, 2]);
        assert_eq!(groups[1].differ_in, ["agent"]);
        assert_eq!(groups[2].differ_in, ["id"]);
    }

    #[test]
    fn an_empty_queue_has_no_groups() {
        assert!(ordered(Vec::new()).is_empty());
    }
}
