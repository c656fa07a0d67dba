#![allow(clippy::unwrap_used, clippy::expect_used)]
use super::super::fields::tests::event;
use super::*;
use contract::{
    ids::CustomerId,
    routing::{Compare, Condition},
};
use proptest::prelude::*;
use serde_json::{Value, json};

fn condition(field: &str, op: Compare, value: Value) -> Condition {
    Condition {
        field: field.into(),
        op,
        value,
    }
}

fn why(when: &When, customer: Option<&CustomerId>) -> Option<String> {
    Compiled::of(when)
        .unwrap()
        .why_not(&EventView::new(&event(), customer))
}

#[test]
fn an_empty_rule_fits_every_event() {
    assert_eq!(why(&When::default(), None), None);
}

#[test]
fn the_first_condition_that_failed_is_said_in_words() {
    let customer = CustomerId::from_ulid("1");
    for (when, words) in [
        (
            When {
                vendor: Some("other".into()),
                kinds: vec!["nothing".into()],
                ..When::default()
            },
            "the vendor is acme, not other",
        ),
        (
            When {
                kinds: vec!["alert.*".into(), "device.offline".into()],
                keywords: vec!["nowhere".into()],
                ..When::default()
            },
            "the kind is ticket.created, none of alert.*, device.offline",
        ),
        (
            When {
                customer: Some("cus_2".into()),
                ..When::default()
            },
            "the event is for another customer",
        ),
        (
            When {
                keywords: vec!["Printer".into(), "toner".into()],
                ..When::default()
            },
            "subject and body hold none of “printer”, “toner”",
        ),
        (
            When {
                conditions: vec![
                    condition("severity", Compare::Gt, json!("low")),
                    condition("vendor.priority", Compare::Eq, json!(1)),
                    condition("device.name", Compare::Eq, json!("x")),
                ],
                ..When::default()
            },
            "`vendor.priority` is 2, not 1",
        ),
        (
            When {
                conditions: vec![condition("device.name", Compare::Matches, json!("x"))],
                ..When::default()
            },
            "`device.name` is not there",
        ),
    ] {
        assert_eq!(why(&when, Some(&customer)).as_deref(), Some(words));
    }
    let named = When {
        customer: Some(customer.to_string()),
        ..When::default()
    };
    assert_eq!(why(&named, Some(&customer)), None);
    assert_eq!(
        why(&named, None).as_deref(),
        Some("the event's record is linked to no customer")
    );
}

#[test]
fn a_star_stands_for_every_kind_that_begins_so_and_keywords_ignore_case() {
    for kinds in [vec!["ticket.*"], vec!["*"], vec!["x", "ticket.created"]] {
        let when = When {
            kinds: kinds.into_iter().map(str::to_owned).collect(),
            keywords: vec!["DRIVE d:".into()],
            ..When::default()
        };
        assert_eq!(why(&when, None), None, "{when:?}");
    }
}

#[test]
fn what_cannot_be_compiled_is_named_by_its_place() {
    let when = When {
        kinds: vec!["a*b".into(), " ".into()],
        keywords: vec![String::new()],
        conditions: vec![
            condition("", Compare::Eq, json!(1)),
            condition("a", Compare::Matches, json!("[")),
        ],
        ..When::default()
    };
    let places: Vec<_> = check_when(&when, "when")
        .into_iter()
        .map(|error| error.field)
        .collect();
    assert_eq!(
        places,
        [
            "when.kinds[1]",
            "when.keywords[0]",
            "when.kinds[0]",
            "when.conditions[0].field",
            "when.conditions[1].value"
        ]
    );
    assert!(Compiled::of(&when).is_err());
}

fn conditions() -> impl Strategy<Value = Vec<Condition>> {
    let field = prop_oneof![
        Just("severity"),
        Just("ticket.title"),
        Just("vendor.priority"),
        Just("device.name"),
        Just("kind")
    ];
    let compared = prop_oneof![
        (
            prop_oneof![Just(Compare::Eq), Just(Compare::Ne)],
            prop_oneof![Just(json!("high")), Just(json!(2)), Just(json!("Disk full"))]
        ),
        (Just(Compare::Contains), Just(json!("disk"))),
        (
            prop_oneof![Just(Compare::Gt), Just(Compare::Lt)],
            (0..4i32).prop_map(|n| json!(n))
        ),
        (Just(Compare::In), Just(json!(["high", 2]))),
        (Just(Compare::Matches), Just(json!("^D"))),
    ];
    let one = (field, compared).prop_map(|(field, (op, value))| condition(field, op, value));
    prop::collection::vec(one, 0..5)
}

proptest! {
    #[test]
    fn a_rule_fits_exactly_when_it_has_no_reason_not_to(conditions in conditions()) {
        let view = EventView::new(&event(), None);
        let compiled = Compiled::of(&When { conditions, ..When::default() }).unwrap();
        prop_assert_eq!(compiled.fits(&view), compiled.why_not(&view).is_none());
    }

    #[test]
    fn all_conditions_together_fit_exactly_when_each_does_and_the_reason_is_the_first_ones(conditions in conditions()) {
        let view = EventView::new(&event(), None);
        let alone: Vec<_> = conditions
            .iter()
            .map(|one| {
                let when = When { conditions: vec![one.clone()], ..When::default() };
                Compiled::of(&when).unwrap().why_not(&view)
            })
            .collect();
        let together = Compiled::of(&When { conditions, ..When::default() }).unwrap().why_not(&view);
        prop_assert_eq!(together, alone.into_iter().flatten().next());
    }

    #[test]
    fn any_text_as_pattern_is_taken_or_refused_and_never_hangs(pattern in "\\PC{0,80}", text in "\\PC{0,200}") {
        let when = When {
            conditions: vec![condition("subject", Compare::Matches, json!(pattern))],
            ..When::default()
        };
        if let Ok(compiled) = Compiled::of(&when) {
            let mut event = event();
            event.subject = text;
            let view = EventView::new(&event, None);
            prop_assert_eq!(compiled.fits(&view), compiled.why_not(&view).is_none());
        }
    }
}
