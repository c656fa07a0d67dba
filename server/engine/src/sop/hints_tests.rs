#![allow(clippy::unwrap_used, clippy::expect_used)]
use super::super::{fields::EventView, fields::tests::event, matching::Compiled};
use super::*;
use contract::{event::Severity, ids::SopId, routing::Then};
use proptest::prelude::*;
use serde_json::{Value, json};

fn rule(n: usize, when: When, then: Then) -> RoutingRule {
    RoutingRule {
        id: RuleId::from_ulid(&n.to_string()),
        name: format!("R{n}"),
        position: 1,
        enabled: true,
        when,
        then,
        created_at: String::new(),
        updated_at: String::new(),
    }
}

fn to(n: usize) -> Then {
    Then::Sop(SopId::from_ulid(&n.to_string()))
}

fn condition(field: &str, op: Compare, value: Value) -> Condition {
    Condition {
        field: field.into(),
        op,
        value,
    }
}

fn with(kinds: &[&str], keywords: &[&str], conditions: Vec<Condition>) -> When {
    When {
        kinds: kinds.iter().map(|kind| (*kind).to_owned()).collect(),
        keywords: keywords.iter().map(|word| (*word).to_owned()).collect(),
        conditions,
        ..When::default()
    }
}

fn codes(whens: Vec<When>) -> Vec<(String, String)> {
    let rules: Vec<_> = whens
        .into_iter()
        .enumerate()
        .map(|(n, when)| rule(n, when, to(n)))
        .collect();
    hints(&rules)
        .into_iter()
        .map(|hint| (hint.rule.to_string(), hint.code.to_string()))
        .collect()
}

#[test]
fn a_rule_behind_a_wider_one_never_fires() {
    for (wide, narrow) in [
        (When::default(), with(&["a.b"], &[], vec![])),
        (
            with(&["ticket.*"], &[], vec![]),
            with(&["ticket.created"], &["x"], vec![]),
        ),
        (
            with(&[], &["disk"], vec![]),
            with(&[], &["Disk full", "disks"], vec![]),
        ),
        (
            with(
                &[],
                &[],
                vec![condition("severity", Compare::In, json!(["high", "critical"]))],
            ),
            with(&[], &[], vec![condition("severity", Compare::Eq, json!("High"))]),
        ),
        (
            with(&[], &[], vec![condition("vendor.n", Compare::Gt, json!(5))]),
            with(&[], &[], vec![condition("vendor.n", Compare::Gt, json!(7))]),
        ),
    ] {
        let found = codes(vec![wide.clone(), narrow.clone()]);
        assert_eq!(
            found,
            [("rul_1".to_owned(), "never_fires".to_owned())],
            "{wide:?} {narrow:?}"
        );
        assert!(
            codes(vec![narrow, wide]).is_empty(),
            "a fallback behind a special rule is fine"
        );
    }
}

#[test]
fn two_rules_that_compete_are_pointed_out_and_two_that_cannot_meet_are_not() {
    let high = condition("severity", Compare::Eq, json!("high"));
    let low = condition("severity", Compare::Eq, json!("low"));
    let disk = |extra: &Condition| with(&["ticket.*"], &[], vec![extra.clone()]);
    assert_eq!(
        codes(vec![disk(&high), with(&[], &["disk"], vec![])]),
        [("rul_1".to_owned(), "overlaps".to_owned())]
    );
    assert!(codes(vec![disk(&high), disk(&low)]).is_empty());
    assert!(
        codes(vec![
            with(&["a.*"], &["x"], vec![]),
            with(&["b.*"], &["y"], vec![])
        ])
        .is_empty()
    );
}

#[test]
fn rules_that_are_off_or_lead_to_the_same_place_do_not_compete() {
    let a = rule(0, with(&[], &["a"], vec![]), to(1));
    let b = rule(1, with(&[], &["b"], vec![]), to(1));
    assert!(hints(&[a.clone(), b.clone()]).is_empty());
    let off = RoutingRule {
        enabled: false,
        ..rule(0, When::default(), to(9))
    };
    assert!(hints(&[off, b]).is_empty());
}

#[test]
fn ten_thousand_rules_are_answered_and_what_was_not_compared_is_told() {
    let rules: Vec<_> = (0..10_000)
        .map(|n| {
            let own = condition("vendor.id", Compare::Eq, json!(n));
            rule(n, with(&["ticket.*"], &[], vec![own]), to(n))
        })
        .collect();
    let found = hints(&rules);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].code, "not_compared");
}

fn when() -> impl Strategy<Value = When> {
    let kinds = prop_oneof![
        Just(vec![]),
        Just(vec!["ticket.*".to_owned()]),
        Just(vec!["ticket.created".to_owned(), "alert.opened".to_owned()])
    ];
    let words = prop_oneof![
        Just(vec![]),
        Just(vec!["disk".to_owned()]),
        Just(vec!["disk full".to_owned()])
    ];
    let ops = prop_oneof![
        (
            prop_oneof![Just(Compare::Eq), Just(Compare::Ne)],
            prop_oneof![Just(json!("high")), Just(json!("low"))]
        ),
        (Just(Compare::In), Just(json!(["high", "low"]))),
        (
            prop_oneof![Just(Compare::Gt), Just(Compare::Lt)],
            (0..4).prop_map(|n| json!(n))
        ),
    ];
    let field = prop_oneof![Just("severity"), Just("vendor.priority")];
    let conditions = prop::collection::vec(
        (field, ops).prop_map(|(field, (op, value))| condition(field, op, value)),
        0..3,
    );
    (kinds, words, conditions).prop_map(|(kinds, keywords, conditions)| When {
        kinds,
        keywords,
        conditions,
        ..When::default()
    })
}

proptest! {
    #[test]
    fn a_rule_that_is_said_never_to_fire_never_does(
        list in prop::collection::vec(when(), 1..8),
        severity in prop_oneof![Just(None), Just(Some(Severity::High)), Just(Some(Severity::Low))],
        priority in prop_oneof![Just(json!(null)), (0..5).prop_map(|n| json!(n)), Just(json!("high"))],
        subject in prop_oneof![Just("Disk full"), Just("disk"), Just("toner")],
    ) {
        // Only what compiles can be kept.
        let list: Vec<_> = list.into_iter().filter(|when| Compiled::of(when).is_ok()).collect();
        let rules: Vec<_> = list.iter().enumerate().map(|(n, when)| rule(n, when.clone(), to(n))).collect();
        let mut event = event();
        event.severity = severity;
        event.subject = subject.to_owned();
        event.vendor = json!({ "priority": priority });
        let view = EventView::new(&event, None);
        let first = list.iter().position(|when| Compiled::of(when).unwrap().fits(&view));
        for hint in hints(&rules).into_iter().filter(|hint| hint.code == "never_fires") {
            let n = rules.iter().position(|rule| rule.id == hint.rule);
            prop_assert!(first.is_none() || first != n, "{hint:?}");
        }
    }
}
