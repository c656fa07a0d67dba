//! Any filter, page by page, and the numbers beside a webhook.

use super::{Gate, detection, double::Rules};
use crate::{databases::each, house::tech};
use contract::event::{EventFilter, EventPage};
use serde_json::json;
use std::{collections::BTreeSet, time::Duration};

async fn page(gate: &Gate, filter: EventFilter, cursor: Option<String>, limit: u32) -> EventPage {
    gate.house
        .services
        .events
        .list(&tech(), filter, cursor, limit)
        .await
        .unwrap()
}

async fn all(gate: &Gate, filter: EventFilter, limit: u32) -> Vec<String> {
    let mut found = Vec::new();
    let mut cursor = None;
    loop {
        let page = page(gate, filter.clone(), cursor, limit).await;
        assert!(page.items.len() <= limit as usize);
        found.extend(page.items.into_iter().map(|event| event.id.to_string()));
        match page.next_cursor {
            Some(next) => cursor = Some(next),
            None => return found,
        }
    }
}

/// Thirty events: ten succeed, ten die, ten wait, and one is refused.
async fn fill(gate: &Gate) {
    for (rules, from) in [(Rules::Sop, 0), (Rules::Nothing, 10)] {
        gate.sops.routes(rules);
        for number in from..from + 10 {
            gate.post(&detection(number)).await;
            gate.house.hand.forward(Duration::from_millis(5));
        }
        gate.turn().await;
        gate.house.hand.forward(Duration::from_secs(60));
    }
    for number in 20..30 {
        let mut body = detection(number);
        body["threatName"] = json!("100% Müll_wurm");
        gate.post(&body).await;
        gate.house.hand.forward(Duration::from_millis(5));
    }
    let mut forged = gate.delivery(&detection(99));
    forged.headers.truncate(1);
    gate.refused(forged).await;
}

fn by(change: impl FnOnce(&mut EventFilter)) -> EventFilter {
    let mut filter = EventFilter::default();
    change(&mut filter);
    filter
}

#[tokio::test]
async fn every_filter_finds_its_own_in_pages_of_any_size_newest_first() {
    each(|store| async move {
        let gate = Gate::on(store).await;
        fill(&gate).await;
        let webhook = gate.webhook.id.to_string();
        let cases = [
            (EventFilter::default(), 31),
            (by(|f| f.status = Some("succeeded".into())), 10),
            (by(|f| f.status = Some("dead_lettered,received".into())), 20),
            (by(|f| f.status = Some("succeeded,rejected,retrying".into())), 11),
            (by(|f| f.vendor = Some("datto_edr".into())), 31),
            (by(|f| f.vendor = Some("autotask".into())), 0),
            (by(|f| f.webhook = Some(webhook.clone())), 31),
            (by(|f| f.code = Some("no_matching_sop".into())), 10),
            (by(|f| f.stage = Some("verify".into())), 1),
            (by(|f| f.kind = Some("detection.raised".into())), 20),
            (by(|f| f.q = Some("ransom.example ON laptop".into())), 20),
            (by(|f| f.q = Some("100% müll_WURM".into())), 10),
            (by(|f| f.q = Some("100_".into())), 0),
            (
                by(|f| {
                    f.kind = Some("detection.raised".into());
                    f.status = Some("dead_lettered".into());
                    f.vendor = Some("datto_edr".into());
                }),
                10,
            ),
            (
                by(|f| {
                    f.webhook = Some(webhook.clone());
                    f.q = Some("alert-1\"".into());
                }),
                1,
            ),
        ];
        for (filter, expected) in cases {
            for limit in [1, 3, 7, 200] {
                let found = all(&gate, filter.clone(), limit).await;
                assert_eq!(found.len(), expected, "{filter:?} by {limit}");
                let mut sorted = found.clone();
                sorted.sort_by(|one, other| other.cmp(one));
                assert_eq!(found, sorted, "{filter:?}");
                assert_eq!(found.iter().collect::<BTreeSet<_>>().len(), expected);
            }
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_rare_among_many_is_found_whole_and_once_however_many_pages_that_takes() {
    each(|store| async move {
        let gate = Gate::on(store).await;
        // More than are looked at in one piece.
        let bodies: Vec<_> = (0..600).map(detection).collect();
        futures::future::join_all(bodies.iter().map(|body| gate.post(body))).await;
        let webhook = gate.webhook.id.to_string();
        let text = |q: &str| {
            by(|f| {
                f.webhook = Some(webhook.clone());
                f.q = Some(q.into());
            })
        };
        let several = by(|f| {
            f.status = Some("received,succeeded,dead_lettered".into());
            f.q = Some("alert-1".into());
        });
        let alone = by(|f| f.q = Some("alert-599".into()));
        for (filter, expected) in [
            (text("alert-77\""), 1),
            (text("alert-1"), 111),
            (text("LAPTOP"), 600),
            (text("nowhere"), 0),
            (several, 111),
            (alone, 1),
        ] {
            for limit in [50, 200] {
                let found = all(&gate, filter.clone(), limit).await;
                assert_eq!(found.len(), expected, "{filter:?} by {limit}");
                assert_eq!(found.iter().collect::<BTreeSet<_>>().len(), expected);
            }
        }
    })
    .await;
}

#[tokio::test]
async fn times_bound_a_list_and_an_identifier_finds_its_event() {
    each(|store| async move {
        let gate = Gate::on(store).await;
        fill(&gate).await;
        let minute = |n: i64| Some(engine::clock::rfc3339(crate::house::START + n * 60_000));
        let first = by(|f| f.to = minute(1));
        assert_eq!(all(&gate, first, 50).await.len(), 10);
        let second = by(|f| {
            f.from = minute(1);
            f.to = minute(2);
        });
        let second = all(&gate, second, 50).await;
        assert_eq!(second.len(), 10);
        let one = by(|f| f.q = Some(format!(" {} ", second[3])));
        assert_eq!(all(&gate, one, 50).await, [second[3].clone()]);
        let none = by(|f| f.q = Some("evt_01jdg8m0000000000000000000".into()));
        assert!(all(&gate, none, 50).await.is_empty());
        let wrong = gate
            .house
            .services
            .events
            .list(&tech(), EventFilter::default(), Some("x".into()), 5)
            .await
            .unwrap_err();
        assert_eq!(wrong.errors[0].field, "cursor");
    })
    .await;
}

#[tokio::test]
async fn a_webhook_shows_its_numbers_its_rhythm_and_its_silence() {
    each(|store| async move {
        let gate = Gate::on(store).await;
        let shown = || async {
            gate.house
                .services
                .webhooks
                .get(&tech(), &gate.webhook.id)
                .await
                .unwrap()
        };
        assert_eq!(shown().await.last_event_at, None, "it waits for its first event");
        fill(&gate).await;
        let webhook = shown().await;
        assert_eq!(
            (webhook.events_today, webhook.dead_letters, webhook.rejected_today),
            (31, 10, 1)
        );
        assert!(webhook.last_event_at.is_some() && webhook.silence.is_none());
        assert_eq!(webhook.header, "X-OpsAI-Secret");
        gate.house.hand.forward(Duration::from_hours(7));
        let silence = shown().await.silence.unwrap();
        assert!(silence.starts_with("Silent for 7 h"), "{silence}");
        gate.house.hand.forward(Duration::from_hours(24));
        assert_eq!(shown().await.events_today, 0);
    })
    .await;
}

#[tokio::test]
async fn what_differs_from_the_last_success_is_evidence() {
    each(|store| async move {
        let gate = Gate::on(store).await;
        gate.post(&detection(1)).await;
        gate.turn().await;
        gate.house.hand.forward(Duration::from_secs(1));
        gate.sops.routes(Rules::Nothing);
        let mut other = detection(2);
        other.as_object_mut().unwrap().remove("threatWeight");
        let id = gate.post(&other).await;
        gate.turn().await;
        let analysis = gate.event(&id).await.analysis.unwrap();
        let fact = analysis
            .evidence
            .iter()
            .find(|fact| fact.name == "Difference to the last success")
            .unwrap();
        assert!(fact.value.contains("`threatWeight` is missing"), "{fact:?}");
    })
    .await;
}
