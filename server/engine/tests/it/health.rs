//! From a failing account to what people are told: confirmation, incidents, holds, warnings; and the board.

use crate::databases::each;
use crate::house::{House, admin, tech};
use crate::nodes::{accounts, probe};
use crate::probes::scheduler;
use contract::{
    actor::Role,
    health::NewHold,
    ids::IntegrationId,
    notification::{NewChannel, NoticeDelivery},
    probe::{Badge, Outcome},
};
use engine::{
    probes::{Tender, judge},
    store::{Kept, ProbeRow, Store},
};
use std::time::Duration;

pub fn tender(house: &House) -> Tender {
    house.machine.tender()
}

pub async fn fail(store: &Store, ids: &[IntegrationId], at: i64, outcome: Outcome) {
    let batch = ids
        .iter()
        .map(|id| Kept {
            integration: id.clone(),
            row: ProbeRow {
                vendor_message: (outcome != Outcome::Ok).then(|| "<b>busy</b>".to_owned()),
                ..probe(at, outcome)
            },
            slot: None,
            confirm_at: at,
        })
        .collect();
    store.keep_probes(batch, judge).await.unwrap();
}

/// Fails, and fails again a moment later.
async fn go_down(house: &House, ids: &[IntegrationId], outcome: Outcome) {
    let store = &house.machine.store;
    let now = house.machine.act.clock.now_ms();
    fail(store, ids, now, outcome).await;
    fail(store, ids, now + 1, outcome).await;
}

async fn with_channel(house: &House) {
    let channel = NewChannel {
        kind: "email".into(),
        to: vec!["noc@example.com".into()],
        floor: Some(contract::notification::NoticeLevel::Info),
        ..NewChannel::default()
    };
    house
        .services
        .notifications
        .create(&admin(), channel)
        .await
        .unwrap();
}

async fn told(house: &House) -> Vec<NoticeDelivery> {
    let page = house
        .services
        .notifications
        .deliveries(&tech(), None, None, 100)
        .await;
    let mut items = page.unwrap().items;
    items.reverse();
    items
}

async fn wait(house: &House, seconds: u64) {
    house.hand.forward(Duration::from_secs(seconds));
    tender(house).turn().await.unwrap();
}

#[tokio::test]
async fn one_failure_turns_the_badge_at_once_is_confirmed_in_half_a_minute_and_only_then_told() {
    each(|store| async move {
        let house = House::on(store.clone()).await;
        with_channel(&house).await;
        let made = house.connected().await;
        let scheduler = scheduler(&house);
        scheduler.turn().await.unwrap();
        let seen = || async {
            house
                .services
                .integrations
                .get(&tech(), &made.id)
                .await
                .unwrap()
                .health
        };
        house.autotask.faults.always(sandbox::Fault::status(503, "down"));
        let mut shown_after = 0;
        while seen().await.badge != Badge::Disconnected {
            house.hand.forward(Duration::from_secs(5));
            shown_after += 5;
            scheduler.turn().await.unwrap();
        }
        assert!(shown_after <= 455, "{shown_after}");
        assert!(seen().await.unconfirmed);
        wait(&house, 0).await;
        assert!(told(&house).await.is_empty());
        house.hand.forward(Duration::from_secs(30));
        assert_eq!(scheduler.turn().await.unwrap(), 1);
        assert!(!seen().await.unconfirmed);
        let history = house
            .services
            .integrations
            .history(&tech(), &made.id, 24)
            .await
            .unwrap();
        assert_eq!(history[0].trigger, "confirm");
        wait(&house, 1).await;
        wait(&house, 60).await;
        let first = told(&house).await;
        assert_eq!(
            first.iter().map(|one| one.kind.as_ref()).collect::<Vec<_>>(),
            ["integration.down"]
        );
        house.autotask.faults.clear();
        house
            .services
            .integrations
            .probe(&tech(), &made.id)
            .await
            .unwrap();
        wait(&house, 1).await;
        let kinds: Vec<_> = told(&house).await.into_iter().map(|one| one.kind).collect();
        assert_eq!(kinds, ["integration.down", "integration.recovered"]);
        wait(&house, 1).await;
        assert_eq!(told(&house).await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_dead_credential_is_shown_within_one_interval_and_at_once_with_traffic() {
    each(|store| async move {
        let house = House::on(store.clone()).await;
        let made = house.connected().await;
        let scheduler = scheduler(&house);
        // Until the account keeps its own place in the interval.
        for _ in 0..100 {
            scheduler.turn().await.unwrap();
            house.hand.forward(Duration::from_secs(10));
        }
        house.autotask.faults.always(sandbox::Fault::status(401, ""));
        let mut after = 0;
        loop {
            scheduler.turn().await.unwrap();
            let seen = house.services.integrations.get(&tech(), &made.id).await.unwrap();
            if seen.health.badge == Badge::Disconnected {
                assert_eq!(seen.health.reason, "credentials");
                break;
            }
            house.hand.forward(Duration::from_secs(10));
            after += 10;
        }
        assert!(after <= 300, "{after}");
        house.autotask.faults.clear();
        house
            .services
            .integrations
            .probe(&tech(), &made.id)
            .await
            .unwrap();
        house.autotask.faults.always(sandbox::Fault::status(401, ""));
        let call = contract::operation::OperationCall {
            input: serde_json::json!({}),
            ..Default::default()
        };
        let operations = &house.services.operations;
        operations
            .call(&tech(), "autotask", "companies.list", call)
            .await
            .unwrap_err();
        let seen = house.services.integrations.get(&tech(), &made.id).await.unwrap();
        assert_eq!(seen.health.badge, Badge::Disconnected);
    })
    .await;
}

#[tokio::test]
async fn what_breaks_together_is_one_incident_and_one_notice_and_refused_credentials_are_each_their_own() {
    each(|store| async move {
        let house = House::on(store.clone()).await;
        with_channel(&house).await;
        let ids = accounts(&store, "it_glue", 12).await;
        let health = &house.services.health;
        go_down(&house, &ids[..6], Outcome::Timeout).await;
        wait(&house, 30).await;
        go_down(&house, &ids[6..10], Outcome::VendorDown).await;
        go_down(&house, &ids[10..], Outcome::Credentials).await;
        wait(&house, 30).await;
        wait(&house, 60).await;
        let open = health.incidents(&tech(), true, None, 50).await.unwrap().items;
        let mut sizes: Vec<u32> = open.iter().map(|incident| incident.affected_total).collect();
        sizes.sort_unstable();
        assert_eq!(sizes, [1, 1, 10]);
        let common = open
            .iter()
            .find(|incident| incident.affected_total == 10)
            .unwrap();
        assert_eq!(
            common.title,
            "10 of 12 IT Glue integrations do not answer in time"
        );
        assert!(
            common
                .status_page
                .as_deref()
                .is_some_and(|page| page.starts_with("https://"))
        );
        let kinds: Vec<_> = told(&house).await.into_iter().map(|one| one.kind).collect();
        assert_eq!(kinds, ["integration.down"; 3]);
        let seen = health
            .acknowledge(&tech(), &common.id, "on it".into())
            .await
            .unwrap();
        assert_eq!(seen.acknowledged.unwrap().note, "on it");
        // All but one recover: it is still open. Then it is over, and that is told once.
        let now = house.machine.act.clock.now_ms();
        fail(&store, &ids[..9], now, Outcome::Ok).await;
        wait(&house, 5).await;
        assert!(
            health
                .incident(&tech(), &common.id)
                .await
                .unwrap()
                .ended_at
                .is_none()
        );
        fail(&store, &ids[9..10], now + 1_000, Outcome::Ok).await;
        wait(&house, 5).await;
        let over = health.incident(&tech(), &common.id).await.unwrap();
        assert!(over.ended_at.is_some() && over.affected.iter().all(|one| one.until.is_some()));
        assert_eq!(told(&house).await.last().unwrap().kind, "integration.recovered");
    })
    .await;
}

#[tokio::test]
async fn an_incident_ends_when_the_account_is_deleted_or_paused() {
    each(|store| async move {
        let house = House::on(store.clone()).await;
        let ids = accounts(&store, "it_glue", 1).await;
        go_down(&house, &ids, Outcome::Timeout).await;
        wait(&house, 1).await;
        let health = &house.services.health;
        assert_eq!(
            health
                .incidents(&tech(), true, None, 50)
                .await
                .unwrap()
                .items
                .len(),
            1
        );
        house
            .services
            .integrations
            .delete(&admin(), &ids[0])
            .await
            .unwrap();
        wait(&house, 1).await;
        assert!(
            health
                .incidents(&tech(), true, None, 50)
                .await
                .unwrap()
                .items
                .is_empty()
        );
        assert_eq!(
            health
                .incidents(&tech(), false, None, 50)
                .await
                .unwrap()
                .items
                .len(),
            1
        );
    })
    .await;
}

#[tokio::test]
async fn during_a_hold_nobody_is_told_and_afterwards_what_still_fails_is() {
    each(|store| async move {
        let house = House::on(store.clone()).await;
        with_channel(&house).await;
        let ids = accounts(&store, "it_glue", 2).await;
        let health = &house.services.health;
        let maintenance = NewHold {
            kind: "maintenance".into(),
            vendor: Some("it_glue".into()),
            minutes: Some(60),
            note: "firewall".into(),
            ..NewHold::default()
        };
        health.hold(&tech(), maintenance).await.unwrap();
        go_down(&house, &ids[..1], Outcome::Timeout).await;
        wait(&house, 5).await;
        wait(&house, 120).await;
        assert!(told(&house).await.is_empty());
        let seen = house
            .services
            .integrations
            .get(&tech(), &ids[0])
            .await
            .unwrap()
            .health;
        assert_eq!(seen.hold.unwrap().note, "firewall");
        wait(&house, 3_600).await;
        assert_eq!(told(&house).await.len(), 1);

        // A snooze until it is fixed ends with the fault, and nobody hears of either.
        let snooze = NewHold {
            kind: "snooze".into(),
            integration: Some(ids[1].clone()),
            ..NewHold::default()
        };
        health.hold(&tech(), snooze).await.unwrap();
        go_down(&house, &ids[1..], Outcome::Credentials).await;
        wait(&house, 120).await;
        assert_eq!(health.holds(&tech()).await.unwrap().len(), 1);
        let now = house.machine.act.clock.now_ms();
        fail(&store, &ids[1..], now, Outcome::Ok).await;
        wait(&house, 5).await;
        assert!(health.holds(&tech()).await.unwrap().is_empty());
        assert_eq!(told(&house).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn who_may_not_change_health_is_refused_and_a_hold_without_an_end_too() {
    let fresh = crate::databases::sqlite().await;
    let house = House::on(fresh.store.clone()).await;
    let ids = accounts(&fresh.store, "it_glue", 1).await;
    let viewer = crate::house::actor(Role::Viewer);
    let health = &house.services.health;
    let hold = |kind: &str, minutes| NewHold {
        kind: kind.into(),
        minutes,
        ..NewHold::default()
    };
    assert_eq!(
        health
            .hold(&viewer, hold("snooze", Some(20)))
            .await
            .unwrap_err()
            .code,
        "forbidden"
    );
    for (kind, minutes) in [
        ("maintenance", None),
        ("snooze", None),
        ("x", Some(5)),
        ("snooze", Some(0)),
    ] {
        let refused = health.hold(&tech(), hold(kind, minutes)).await.unwrap_err();
        assert_eq!(refused.status, 422, "{kind} {minutes:?}");
    }
    let expiry = health
        .set_expiry(&viewer, &ids[0], Some("2027-01-01".into()))
        .await;
    assert_eq!(expiry.unwrap_err().code, "forbidden");
    let channel = NewChannel {
        kind: "email".into(),
        to: vec!["a@example.com".into()],
        ..NewChannel::default()
    };
    assert_eq!(
        house
            .services
            .notifications
            .create(&tech(), channel)
            .await
            .unwrap_err()
            .code,
        "forbidden"
    );
}

#[tokio::test]
async fn ending_credentials_are_told_at_30_14_7_and_1_days_each_once() {
    each(|store| async move {
        let house = House::on(store.clone()).await;
        with_channel(&house).await;
        let ids = accounts(&store, "it_glue", 1).await;
        let health = &house.services.health;
        let no_day = health
            .set_expiry(&tech(), &ids[0], Some("31.1.2027".into()))
            .await;
        assert_eq!(no_day.unwrap_err().errors[0].field, "day");
        // 2026-11-24 and 40 days.
        let set = health
            .set_expiry(&tech(), &ids[0], Some("2027-01-02".into()))
            .await
            .unwrap();
        assert_eq!(set.health.expires.unwrap().days_left, 39);
        let mut days = Vec::new();
        for day in 0..45 {
            let before = told(&house).await.len();
            tender(&house).slowly().await.unwrap();
            tender(&house).slowly().await.unwrap();
            if told(&house).await.len() > before {
                days.push(39 - day);
            }
            house.hand.forward(Duration::from_secs(24 * 3600));
        }
        assert_eq!(days, [30, 14, 7, 1, 0, -1]);
        let log = told(&house).await;
        assert!(log.iter().all(|one| one.kind == "credential.expiring"));
        assert!(log[0].title.ends_with("end in 30 days"), "{}", log[0].title);
        let taken_back = health.set_expiry(&tech(), &ids[0], None).await.unwrap();
        assert!(taken_back.health.expires.is_none());
    })
    .await;
}
