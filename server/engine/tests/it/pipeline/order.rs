//! Order per object: events about one device one after the other, whatever becomes of the first; others do not wait.

use super::{Gate, double::Act, taken};
use crate::{databases::each, house::tech};
use contract::{
    event::EventStatus,
    failure::FailureCode,
    ids::{ApprovalId, EventId},
    webhook::WebhookChange,
};
use engine::{
    pipeline::{Pipeline, Retry},
    store::{FRESH, REPLAY, RETRY, Store},
};
use serde_json::json;
use std::time::Duration;

/// A webhook that wants order.
async fn ordered(store: Store) -> Gate {
    let gate = Gate::on(store).await;
    order(&gate, true).await;
    gate
}

async fn order(gate: &Gate, ordered: bool) {
    let change = WebhookChange {
        ordered: Some(ordered),
        ..WebhookChange::default()
    };
    let webhooks = &gate.house.services.webhooks;
    let now = webhooks.change(&tech(), &gate.webhook.id, change).await.unwrap();
    assert_eq!(now.ordered, ordered);
}

/// A detection on a device, a moment after the one before.
async fn on(gate: &Gate, device: &str, number: u32) -> EventId {
    let body = json!({ "id": format!("alert-{number}"), "threatName": "Ransom.Example", "hostname": device });
    gate.house.hand.forward(Duration::from_millis(1));
    gate.post(&body).await
}

async fn statuses(gate: &Gate, ids: &[EventId]) -> Vec<EventStatus> {
    let mut all = Vec::new();
    for id in ids {
        all.push(gate.status(id).await);
    }
    all
}

#[tokio::test]
async fn a_later_event_about_the_same_device_waits_and_another_device_does_not() {
    each(|store| async move {
        let gate = ordered(store).await;
        let ids = [
            on(&gate, "A", 1).await,
            on(&gate, "A", 2).await,
            on(&gate, "B", 3).await,
        ];
        assert_eq!(gate.turn().await, 2, "one of each device");
        let (done, new) = (EventStatus::Succeeded, EventStatus::Received);
        assert_eq!(statuses(&gate, &ids).await, [done, new, done]);
        assert_eq!(gate.turn().await, 1);
        assert_eq!(gate.status(&ids[1]).await, done);
    })
    .await;
}

#[tokio::test]
async fn without_the_switch_nobody_waits_and_what_came_in_order_stays_in_order() {
    each(|store| async move {
        let gate = Gate::on(store).await;
        on(&gate, "A", 1).await;
        on(&gate, "A", 2).await;
        assert_eq!(gate.turn().await, 2);
        order(&gate, true).await;
        on(&gate, "A", 3).await;
        on(&gate, "A", 4).await;
        order(&gate, false).await;
        on(&gate, "A", 5).await;
        assert_eq!(
            gate.turn().await,
            2,
            "the third, and the fifth, which waits for nobody"
        );
        assert_eq!(gate.turn().await, 1);
    })
    .await;
}

#[tokio::test]
async fn while_the_first_is_retried_the_second_waits_and_a_dead_letter_lets_it_go() {
    each(|store| async move {
        let gate = ordered(store).await;
        let fails = || Act::Fail(FailureCode::Timeout, Retry::Backoff);
        gate.sops.then([fails(), fails(), fails(), fails()]);
        let ids = [on(&gate, "A", 1).await, on(&gate, "A", 2).await];
        for attempt in 1..=4 {
            assert_eq!(gate.turn().await, 1, "attempt {attempt}: the first alone");
            assert_eq!(gate.status(&ids[1]).await, EventStatus::Received);
            gate.house.hand.forward(Duration::from_mins(10));
        }
        assert_eq!(gate.status(&ids[0]).await, EventStatus::DeadLettered);
        assert_eq!(gate.turn().await, 1);
        assert_eq!(gate.status(&ids[1]).await, EventStatus::Succeeded);
    })
    .await;
}

#[tokio::test]
async fn while_the_first_waits_for_a_person_the_second_waits_too() {
    each(|store| async move {
        let gate = ordered(store).await;
        gate.sops.then([Act::Wait(ApprovalId::from_ulid("1"))]);
        let ids = [on(&gate, "A", 1).await, on(&gate, "A", 2).await];
        assert_eq!(gate.turn().await, 1);
        assert_eq!(gate.turn().await, 0);
        gate.house.hand.forward(Duration::from_mins(1));
        assert_eq!(gate.turn().await, 1, "the first is looked at again, and done");
        assert_eq!(gate.turn().await, 1);
        let done = EventStatus::Succeeded;
        assert_eq!(statuses(&gate, &ids).await, [done, done]);
    })
    .await;
}

#[tokio::test]
async fn a_worker_that_died_keeps_the_place_of_its_event() {
    each(|store| async move {
        let gate = ordered(store.clone()).await;
        let first = on(&gate, "A", 1).await;
        on(&gate, "A", 2).await;
        let at = gate.pipeline().moment();
        let claimed = store.claim_events(at, FRESH, 10, "dead", 30_000).await.unwrap();
        assert_eq!(claimed.iter().map(|one| &one.id).collect::<Vec<_>>(), [&first]);
        assert_eq!(gate.turn().await, 0, "its lease is not over");
        gate.house.hand.forward(Duration::from_secs(31));
        assert_eq!(gate.turn().await, 1);
        assert_eq!(gate.status(&first).await, EventStatus::Succeeded);
        assert_eq!(gate.turn().await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_replay_takes_its_place_in_the_line() {
    each(|store| async move {
        let gate = ordered(store).await;
        gate.sops
            .then([Act::Fail(FailureCode::VendorRejected, Retry::Never)]);
        let dead = on(&gate, "A", 1).await;
        gate.turn().await;
        let later = on(&gate, "A", 2).await;
        gate.house.hand.forward(Duration::from_millis(1));
        let events = &gate.house.services.events;
        let again = contract::event::ReplayRequest::default();
        let replay = events.replay(&tech(), &dead, again).await.unwrap().event.unwrap();
        assert_eq!(gate.pipeline().turn(REPLAY, 10).await.unwrap(), 0);
        assert_eq!(gate.pipeline().turn(FRESH, 10).await.unwrap(), 1);
        assert_eq!(gate.pipeline().turn(REPLAY, 10).await.unwrap(), 1);
        let done = EventStatus::Succeeded;
        assert_eq!(statuses(&gate, &[later, replay]).await, [done, done]);
    })
    .await;
}

/// Works until nothing is due for it, and for a while nothing was.
async fn work(node: Pipeline) -> usize {
    let (mut worked, mut idle) = (0, 0);
    while idle < 20 {
        let mut taken = 0;
        for lane in [FRESH, RETRY] {
            taken += node.turn(lane, 8).await.unwrap();
        }
        worked += taken;
        idle = if taken == 0 { idle + 1 } else { 0 };
        tokio::task::yield_now().await;
    }
    worked
}

#[tokio::test]
async fn two_nodes_carry_the_events_of_each_device_out_in_the_order_in_which_they_came() {
    const DEVICES: u32 = 4;
    const EACH: u32 = 10;
    each(|store| async move {
        let gate = ordered(store).await;
        let other = gate.house.second_node(gate.sops.clone());
        let stop = tokio_util::sync::CancellationToken::new();
        other.start(&stop);
        let mut ids: Vec<Vec<EventId>> = vec![Vec::new(); DEVICES as usize];
        for number in 0..DEVICES * EACH {
            let device = number % DEVICES;
            let body =
                json!({ "id": format!("alert-{number}"), "threatName": "x", "hostname": format!("D{device}") });
            gate.house.hand.forward(Duration::from_millis(1));
            let node = if number % 3 == 0 { &other } else { gate.pipeline() };
            let id = taken(node.receive(gate.delivery(&body)).await);
            ids[device as usize].push(id);
        }
        let mut worked = 0;
        while worked < (DEVICES * EACH) as usize {
            let (one, two) = tokio::join!(work(gate.pipeline().clone()), work(other.clone()));
            worked += one + two;
        }
        let ended = gate.sops.done.lock().unwrap().clone();
        for (device, of_device) in ids.iter().enumerate() {
            let order: Vec<_> = ended.iter().filter(|id| of_device.contains(id)).collect();
            assert_eq!(order, of_device.iter().collect::<Vec<_>>(), "device {device}");
        }
        stop.cancel();
    })
    .await;
}
