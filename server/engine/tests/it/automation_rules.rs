//! Routing rules: their order, the tester, what is pointed out, and that every node sees a change.

use crate::automation::{codes, customer, draft, event, get, kept, rule};
use crate::databases::each;
use crate::house::{House, actor, admin, tech};
use contract::{
    actor::Role,
    customer::LinkDraft,
    routing::{Compare, Condition, RoutingRule, Then, When},
    sop::{SopDraft, Triggers},
};
use engine::pipeline::Sops as _;
use serde_json::json;

fn named(rules: &[RoutingRule]) -> Vec<(&str, u32)> {
    rules
        .iter()
        .map(|rule| (rule.name.as_str(), rule.position))
        .collect()
}

fn kinds(kind: &str) -> When {
    When {
        kinds: vec![kind.into()],
        ..When::default()
    }
}

#[tokio::test]
async fn rules_keep_their_order_without_a_gap_however_they_are_moved() {
    each(|store| async move {
        let house = House::on(store).await;
        let port = &house.services.routing;
        let mut ids = Vec::new();
        for name in ["a", "b", "c", "d"] {
            let made = port
                .create(&tech(), rule(name, kinds(name), Then::Ignore(true)))
                .await
                .unwrap();
            ids.push(made.id);
        }
        let first = contract::routing::RuleDraft {
            position: Some(1),
            ..rule("z", kinds("z"), Then::Ignore(true))
        };
        port.create(&tech(), first).await.unwrap();
        let list = port.list(&tech()).await.unwrap();
        assert_eq!(named(&list), [("z", 1), ("a", 2), ("b", 3), ("c", 4), ("d", 5)]);
        let list = port.move_to(&tech(), &ids[3], 2).await.unwrap();
        assert_eq!(named(&list), [("z", 1), ("d", 2), ("a", 3), ("b", 4), ("c", 5)]);
        let list = port.move_to(&tech(), &ids[3], 99).await.unwrap();
        assert_eq!(named(&list), [("z", 1), ("a", 2), ("b", 3), ("c", 4), ("d", 5)]);
        let list = port.move_to(&tech(), &ids[0], 0).await.unwrap();
        assert_eq!(named(&list), [("a", 1), ("z", 2), ("b", 3), ("c", 4), ("d", 5)]);
        port.delete(&admin(), &ids[1]).await.unwrap();
        let list = port.list(&tech()).await.unwrap();
        assert_eq!(named(&list), [("a", 1), ("z", 2), ("c", 3), ("d", 4)]);
    })
    .await;
}

#[tokio::test]
async fn moves_at_the_same_moment_leave_every_place_taken_once() {
    each(|store| async move {
        let house = House::on(store).await;
        let port = &house.services.routing;
        let mut ids = Vec::new();
        for n in 0..8 {
            let made = port
                .create(&tech(), rule(&format!("r{n}"), kinds("x"), Then::Ignore(true)))
                .await
                .unwrap();
            ids.push(made.id);
        }
        let who = tech();
        let moves = ids
            .iter()
            .enumerate()
            .map(|(n, id)| port.move_to(&who, id, 8 - u32::try_from(n).unwrap()));
        for moved in futures::future::join_all(moves).await {
            moved.unwrap();
        }
        let places: Vec<_> = port
            .list(&tech())
            .await
            .unwrap()
            .iter()
            .map(|rule| rule.position)
            .collect();
        assert_eq!(places, [1, 2, 3, 4, 5, 6, 7, 8]);
    })
    .await;
}

#[tokio::test]
async fn the_tester_says_which_rule_fires_and_for_every_other_why_not() {
    each(|store| async move {
        let house = House::on(store).await;
        let account = house.connected().await;
        let northgate = customer(&house, "Northgate").await;
        let link = LinkDraft {
            vendor: "autotask".into(),
            integration: Some(account.id.to_string()),
            external_id: event().customer.unwrap().external_id,
            name: "Northgate".into(),
        };
        house
            .services
            .customers
            .link(&tech(), &northgate, link)
            .await
            .unwrap();
        let sop = kept(&house, draft("Disks", vec![get("a")])).await;
        let port = &house.services.routing;
        let high = When {
            customer: Some(northgate.to_string()),
            conditions: vec![Condition {
                field: "vendor.priority".into(),
                op: Compare::Gt,
                value: json!(1),
            }],
            ..When::default()
        };
        for (name, when, then) in [
            ("Alerts", kinds("alert.*"), Then::Ignore(true)),
            ("Mine", high, Then::Sop(sop.id.clone())),
            ("Everything", When::default(), Then::Ignore(true)),
        ] {
            port.create(&tech(), rule(name, when, then)).await.unwrap();
        }
        let viewer = actor(Role::Viewer);
        let report = port.test(&viewer, event()).await.unwrap();
        assert_eq!(report.customer_name.as_deref(), Some("Northgate"));
        assert_eq!(report.then, Some(Then::Sop(sop.id.clone())));
        assert_eq!(report.summary, "The rule Mine fires: the SOP Disks runs.");
        let said: Vec<_> = report
            .verdicts
            .iter()
            .map(|one| (one.name.as_str(), one.fits, one.fired, one.why_not.as_deref()))
            .collect();
        assert_eq!(
            said,
            [
                (
                    "Alerts",
                    false,
                    false,
                    Some("the kind is ticket.created, none of alert.*")
                ),
                ("Mine", true, true, None),
                ("Everything", true, false, None),
            ]
        );
        assert!(!port.samples(&viewer).await.unwrap().is_empty());
        for sample in port.samples(&viewer).await.unwrap() {
            let tested = port.test(&viewer, sample.event).await.unwrap();
            assert!(tested.rule.is_some(), "{}", sample.key);
        }
    })
    .await;
}

#[tokio::test]
async fn where_no_rule_fires_the_sops_triggers_are_asked() {
    each(|store| async move {
        let house = House::on(store).await;
        house.connected().await;
        let with = SopDraft {
            triggers: Triggers {
                keywords: vec!["disk".into()],
                ..Triggers::default()
            },
            ..draft("Disks", vec![get("a")])
        };
        let sop = kept(&house, with).await;
        let report = house.services.routing.test(&tech(), event()).await.unwrap();
        assert_eq!((report.rule, report.then), (None, Some(Then::Sop(sop.id))));
        assert!(
            report
                .summary
                .starts_with("No rule fires; the triggers of the SOP Disks fit")
        );
        assert!(report.triggers[0].fired);
    })
    .await;
}

#[tokio::test]
async fn what_cannot_work_is_refused_by_its_place() {
    each(|store| async move {
        let house = House::on(store).await;
        let port = &house.services.routing;
        let bad = When {
            vendor: Some("nobody".into()),
            customer: Some("cus_gone".into()),
            kinds: vec!["a*b".into()],
            conditions: vec![Condition {
                field: "subject".into(),
                op: Compare::Matches,
                value: json!("(a+"),
            }],
            ..When::default()
        };
        let gone = contract::ids::SopId::from_ulid("gone");
        let refused = port
            .create(&tech(), rule(" ", bad, Then::Sop(gone)))
            .await
            .unwrap_err();
        assert_eq!(
            codes(&refused),
            [
                ("name", "required"),
                ("when.kinds[0]", "bad_kind"),
                ("when.conditions[0].value", "bad_value"),
                ("when.vendor", "not_accepted"),
                ("when.customer", "not_accepted"),
                ("then.sop", "not_accepted"),
            ]
        );
        let never = port
            .create(&tech(), rule("x", When::default(), Then::Ignore(false)))
            .await
            .unwrap_err();
        assert_eq!(codes(&never), [("then.ignore", "not_accepted")]);
    })
    .await;
}

#[tokio::test]
async fn a_rule_that_never_fires_and_two_that_compete_are_pointed_out() {
    each(|store| async move {
        let house = House::on(store).await;
        house.connected().await;
        let sop = kept(&house, draft("S", vec![get("a")])).await;
        let port = &house.services.routing;
        let words = |word: &str| When {
            keywords: vec![word.into()],
            ..When::default()
        };
        for (name, when, then) in [
            ("Tickets", kinds("ticket.*"), Then::Sop(sop.id.clone())),
            ("Created", kinds("ticket.created"), Then::Ignore(true)),
            ("Disks", words("disk"), Then::Ignore(true)),
        ] {
            port.create(&tech(), rule(name, when, then)).await.unwrap();
        }
        let hints = port.hints(&tech()).await.unwrap();
        let said: Vec<_> = hints.iter().map(|hint| hint.code.as_ref()).collect();
        assert_eq!(said, ["never_fires", "overlaps"]);
        assert!(hints[0].text.contains("The rule Tickets"));
    })
    .await;
}

#[tokio::test]
async fn another_node_sees_a_change_at_the_next_event_and_a_switched_off_sop_says_so() {
    each(|store| async move {
        let house = House::on(store.clone()).await;
        let other = House::on(store).await;
        house.connected().await;
        let seen = async |house: &House| {
            let routed = house.machine.automation.route(&event(), None).await.unwrap();
            (
                routed.report.rule.is_some(),
                routed.picked.map(|picked| picked.enabled),
            )
        };
        assert_eq!(seen(&other).await, (false, None));
        let sop = kept(&house, draft("S", vec![get("a")])).await;
        let made = rule("R", When::default(), Then::Sop(sop.id.clone()));
        house.services.routing.create(&tech(), made).await.unwrap();
        assert_eq!(seen(&other).await, (true, Some(true)));
        let off = SopDraft {
            enabled: false,
            ..draft("S", vec![get("a")])
        };
        house.services.sops.change(&tech(), &sop.id, off).await.unwrap();
        assert_eq!(seen(&other).await, (true, Some(false)));
    })
    .await;
}
