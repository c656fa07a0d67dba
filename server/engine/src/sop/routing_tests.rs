#![allow(clippy::unwrap_used, clippy::expect_used)]
use super::super::{fields::tests::event, matching::Compiled};
use super::*;
use contract::{
    ids::SopId,
    routing::{Compare, Condition, RoutingRule, When},
    sop::{Mode, Triggers},
};
use proptest::prelude::*;
use serde_json::json;

const TIME: &str = "2026-11-24T06:00:00.000Z";

fn rule(n: usize, enabled: bool, when: When, then: Then) -> RoutingRule {
    RoutingRule {
        id: RuleId::from_ulid(&format!("{n}")),
        name: format!("R{n}"),
        position: u32::try_from(n).unwrap() + 1,
        enabled,
        when,
        then,
        created_at: TIME.into(),
        updated_at: TIME.into(),
    }
}

fn sop(n: usize, customer: Option<CustomerId>, enabled: bool, triggers: Triggers) -> Sop {
    Sop {
        id: SopId::from_ulid(&format!("{n}")),
        name: format!("S{n}"),
        description: String::new(),
        mode: Mode::FullAuto,
        customer,
        enabled,
        triggers,
        steps: Vec::new(),
        version: 1,
        created_at: TIME.into(),
        updated_at: TIME.into(),
        updated_by: "Sam".into(),
        template: None,
    }
}

fn kinds(kind: &str) -> Triggers {
    Triggers {
        kinds: vec![kind.into()],
        ..Triggers::default()
    }
}

fn everything(set: &Ruleset, customer: Option<&CustomerId>) -> RoutingReport {
    let named = customer.map(|id| (id, "Northgate"));
    route(set, &EventView::new(&event(), customer), named, Scope::Everything)
}

#[test]
fn where_no_rule_fires_the_triggers_are_asked_those_for_the_customer_first() {
    let mine = CustomerId::from_ulid("7");
    let sops = vec![
        sop(1, None, true, kinds("ticket.*")),
        sop(2, Some(mine.clone()), true, kinds("ticket.*")),
        sop(3, Some(CustomerId::from_ulid("8")), true, kinds("ticket.*")),
        sop(4, None, false, kinds("ticket.*")),
        sop(5, None, true, Triggers::default()),
    ];
    let set = Ruleset::compile(1, Vec::new(), sops, None);
    let report = everything(&set, Some(&mine));
    assert_eq!(report.then, Some(Then::Sop(SopId::from_ulid("2"))));
    assert_eq!(report.sop_name.as_deref(), Some("S2"));
    assert!(
        report.summary.contains("the triggers of the SOP S2 fit"),
        "{}",
        report.summary
    );
    let said: Vec<_> = report
        .triggers
        .iter()
        .map(|one| (one.name.as_str(), one.fits, one.fired))
        .collect();
    assert_eq!(
        said,
        [
            ("S2", true, true),
            ("S3", false, false),
            ("S1", true, false),
            ("S4", false, false)
        ]
    );
    let nobody = everything(&set, None);
    assert_eq!(nobody.then, Some(Then::Sop(SopId::from_ulid("1"))));
}

#[test]
fn a_rule_that_fires_asks_no_trigger_and_says_when_its_sop_is_off_or_gone() {
    let off = sop(1, None, false, kinds("ticket.*"));
    let to = |id: &SopId| vec![rule(0, true, When::default(), Then::Sop(id.clone()))];
    let set = Ruleset::compile(1, to(&off.id), vec![off.clone()], None);
    let report = everything(&set, None);
    assert!(report.triggers.is_empty());
    assert!(report.summary.contains("switched off"), "{}", report.summary);
    let set = Ruleset::compile(1, to(&off.id), Vec::new(), None);
    assert!(everything(&set, None).summary.contains("gone"));
}

#[test]
fn what_cannot_be_read_fits_nothing_and_harms_no_other() {
    let broken = When {
        conditions: vec![Condition {
            field: "subject".into(),
            op: Compare::Matches,
            value: json!("("),
        }],
        ..When::default()
    };
    let rules = vec![
        rule(0, true, broken, Then::Ignore(true)),
        rule(1, true, When::default(), Then::Ignore(true)),
    ];
    let report = everything(&Ruleset::compile(1, rules, Vec::new(), None), None);
    assert_eq!(report.rule, Some(RuleId::from_ulid("1")));
    assert!(
        report.verdicts[0]
            .why_not
            .as_ref()
            .unwrap()
            .contains("cannot be read")
    );
}

#[test]
fn what_did_not_change_is_compiled_once() {
    let rules = |second: &str| {
        let when = |word: &str| When {
            keywords: vec![word.into()],
            ..When::default()
        };
        vec![
            rule(0, true, when("disk"), Then::Ignore(true)),
            rule(1, true, when(second), Then::Ignore(true)),
        ]
    };
    let first = Ruleset::compile(1, rules("a"), Vec::new(), None);
    let second = Ruleset::compile(2, rules("b"), Vec::new(), Some(&first));
    let same = |n: usize| {
        let of = |set: &Ruleset| set.rules[n].compiled.clone().unwrap();
        std::sync::Arc::ptr_eq(&of(&first), &of(&second))
    };
    assert_eq!((same(0), same(1)), (true, false));
}

fn when() -> impl Strategy<Value = When> {
    let vendor = prop_oneof![
        Just(None),
        Just(Some("acme".to_owned())),
        Just(Some("other".to_owned()))
    ];
    let kind = prop_oneof![
        Just(vec![]),
        Just(vec!["ticket.*".to_owned()]),
        Just(vec!["alert.opened".to_owned()])
    ];
    let words = prop_oneof![
        Just(vec![]),
        Just(vec!["disk".to_owned()]),
        Just(vec!["toner".to_owned()])
    ];
    let severity = prop_oneof![Just(None), Just(Some("high")), Just(Some("low"))];
    (vendor, kind, words, severity).prop_map(|(vendor, kinds, keywords, severity)| When {
        vendor,
        kinds,
        customer: None,
        keywords,
        conditions: severity
            .map(|word| Condition {
                field: "severity".into(),
                op: Compare::Eq,
                value: json!(word),
            })
            .into_iter()
            .collect(),
    })
}

proptest! {
    #[test]
    fn the_first_rule_that_is_on_and_fits_fires_and_every_other_says_why_not(
        drawn in prop::collection::vec((any::<bool>(), when()), 0..30)
    ) {
        let view = EventView::new(&event(), None);
        let rules: Vec<_> = drawn
            .iter()
            .enumerate()
            .map(|(n, (enabled, when))| rule(n, *enabled, when.clone(), Then::Ignore(true)))
            .collect();
        // The plain way, one rule alone at a time.
        let alone: Vec<bool> = drawn
            .iter()
            .map(|(enabled, when)| *enabled && Compiled::of(when).unwrap().fits(&view))
            .collect();
        let first = alone.iter().position(|fits| *fits);
        let set = Ruleset::compile(1, rules, Vec::new(), None);
        let report = everything(&set, None);
        prop_assert_eq!(&report.rule, &first.map(|n| RuleId::from_ulid(&n.to_string())));
        prop_assert_eq!(report.verdicts.len(), drawn.len());
        for (n, verdict) in report.verdicts.iter().enumerate() {
            prop_assert_eq!(&verdict.name, &format!("R{n}"), "in order");
            prop_assert_eq!(verdict.fits, alone[n]);
            prop_assert_eq!(verdict.fired, first == Some(n));
            prop_assert_eq!(verdict.why_not.is_none(), alone[n], "a reason exactly where it does not fit");
        }
        let trace = route(&set, &view, None, Scope::UntilFired { most: 5 });
        prop_assert_eq!(trace.rule, report.rule);
        prop_assert!(trace.verdicts.len() <= 6);
        prop_assert_eq!(trace.verdicts.iter().filter(|one| one.fired).count(), usize::from(first.is_some()));
    }

    #[test]
    fn a_rule_added_at_the_end_changes_nothing_for_an_event_that_an_earlier_one_takes(
        drawn in prop::collection::vec(when(), 1..20), last in when()
    ) {
        let rules = |list: &[When]| -> Vec<_> {
            list.iter().enumerate().map(|(n, when)| rule(n, true, when.clone(), Then::Ignore(true))).collect()
        };
        let before = everything(&Ruleset::compile(1, rules(&drawn), Vec::new(), None), None).rule;
        let mut longer = drawn;
        longer.push(last);
        let after = everything(&Ruleset::compile(1, rules(&longer), Vec::new(), None), None).rule;
        if before.is_some() {
            prop_assert_eq!(before, after);
        }
    }
}
