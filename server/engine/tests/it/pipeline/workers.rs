//! Several workers: each event with one of them, and whoever comes back late changes nothing.

use super::{Gate, detection, double::Act};
use crate::databases::each;
use contract::event::EventStatus;
use engine::store::{Completion, FRESH, Moment, Next, RETRY};
use std::time::Duration;

#[tokio::test]
async fn a_claimed_event_is_nobody_elses_until_its_lease_is_over() {
    each(|store| async move {
        let gate = Gate::on(store.clone()).await;
        let id = gate.post(&detection(1)).await;
        let now = || Moment::Given(gate.house.machine.act.clock.now_ms());
        let first = store.claim_events(now(), FRESH, 10, "one", 30_000).await.unwrap();
        assert_eq!(first.len(), 1);
        assert!(
            store
                .claim_events(now(), FRESH, 10, "two", 30_000)
                .await
                .unwrap()
                .is_empty()
        );
        gate.house.hand.forward(Duration::from_secs(29));
        assert!(store.renew_event(now(), &id, "one", 30_000).await.unwrap());
        gate.house.hand.forward(Duration::from_secs(29));
        assert!(
            store
                .claim_events(now(), FRESH, 10, "two", 30_000)
                .await
                .unwrap()
                .is_empty()
        );
        gate.house.hand.forward(Duration::from_secs(2));
        let second = store.claim_events(now(), FRESH, 10, "two", 30_000).await.unwrap();
        assert_eq!((second.len(), second[0].attempt), (1, 2));
        assert!(!store.renew_event(now(), &id, "one", 30_000).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn every_completion_is_fenced_by_its_claim() {
    each(|store| async move {
        let gate = Gate::on(store.clone()).await;
        let id = gate.post(&detection(1)).await;
        let now = gate.house.machine.act.clock.now_ms();
        let at = Moment::Given(now);
        store.claim_events(at, FRESH, 10, "one", 30_000).await.unwrap();
        let done = |claim: &str, status| Completion {
            id: id.clone(),
            claim: claim.into(),
            status,
            next: Next::Never,
            used_try: false,
            uncounted: false,
            kind: None,
            subject: None,
            customer_ref: None,
            customer: None,
            sop: None,
            run: None,
            approval: None,
            failed: None,
            fingerprint: None,
            attempt: None,
        };
        let late = [
            done("another", EventStatus::DeadLettered),
            done("one", EventStatus::Succeeded),
        ];
        assert_eq!(store.finish_events(now, at, &late).await.unwrap(), [false, true]);
        assert_eq!(gate.status(&id).await, EventStatus::Succeeded);
        let again = [done("one", EventStatus::DeadLettered)];
        assert_eq!(store.finish_events(now, at, &again).await.unwrap(), [false]);
        assert_eq!(gate.status(&id).await, EventStatus::Succeeded);
    })
    .await;
}

#[tokio::test]
async fn a_worker_that_slept_longer_than_its_lease_makes_no_second_effect() {
    each(|store| async move {
        let gate = Gate::on(store).await;
        gate.sops.then([Act::Sleep]);
        let id = gate.post(&detection(1)).await;
        let sleeper = gate.pipeline().clone();
        let sleeping = tokio::spawn(async move { sleeper.turn(FRESH, 1).await.unwrap() });
        gate.sops.asleep.acquire().await.unwrap().forget();
        // The first worker stands still in the middle of its SOP; its lease ends, and another takes the event.
        gate.house.hand.forward(Duration::from_secs(31));
        assert_eq!(gate.turn().await, 1);
        assert_eq!(gate.status(&id).await, EventStatus::Succeeded);
        gate.sops.go_on.add_permits(1);
        sleeping.await.unwrap();
        let raw: u32 = gate
            .sops
            .effects
            .lock()
            .unwrap()
            .iter()
            .filter(|((_, step), _)| *step == "raw")
            .map(|(_, count)| count)
            .sum();
        assert_eq!(raw, 1, "the one that slept asked the fence before it acted");
        let event = gate.event(&id).await;
        assert_eq!(event.summary.status, EventStatus::Succeeded);
        assert_eq!(event.summary.attempt_count, 2);
    })
    .await;
}

#[tokio::test]
async fn two_workers_share_a_backlog_and_take_nothing_twice() {
    each(|store| async move {
        let gate = Gate::on(store).await;
        for number in 0..60 {
            gate.post(&detection(number)).await;
        }
        let worker = || {
            let pipeline = gate.pipeline().clone();
            async move {
                let mut taken = 0;
                loop {
                    match pipeline.turn(FRESH, 4).await.unwrap() {
                        0 => return taken,
                        more => taken += more,
                    }
                }
            }
        };
        let (one, other) = tokio::join!(worker(), worker());
        assert_eq!(one + other, 60);
        assert!(gate.sops.effects().iter().all(|count| *count == 1));
        assert_eq!(gate.sops.effects().len(), 120);
    })
    .await;
}

#[tokio::test]
async fn what_failed_leaves_the_lane_of_what_has_just_come() {
    use contract::failure::FailureCode;
    use engine::pipeline::Retry;
    each(|store| async move {
        let gate = Gate::on(store).await;
        gate.sops.then([Act::Fail(FailureCode::Timeout, Retry::Backoff)]);
        let id = gate.post(&detection(1)).await;
        gate.pipeline().turn(FRESH, 10).await.unwrap();
        gate.house.hand.forward(Duration::from_mins(1));
        assert_eq!(gate.pipeline().turn(FRESH, 10).await.unwrap(), 0);
        assert_eq!(gate.pipeline().turn(RETRY, 10).await.unwrap(), 1);
        assert_eq!(gate.status(&id).await, EventStatus::Succeeded);
    })
    .await;
}

#[tokio::test]
async fn the_worker_takes_what_comes_without_being_told_twice() {
    each(|store| async move {
        let gate = Gate::on(store).await;
        let stop = tokio_util::sync::CancellationToken::new();
        let working = tokio::spawn(gate.pipeline().clone().work(stop.clone()));
        let ids = futures::future::join_all((0..40).map(|n| {
            let body = detection(n);
            let gate = &gate;
            async move { gate.post(&body).await }
        }))
        .await;
        let all_done = async {
            loop {
                if gate.of_status("succeeded").await.len() == ids.len() {
                    return;
                }
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(60), all_done)
            .await
            .expect("the worker did not come to an end");
        stop.cancel();
        working.await.unwrap();
    })
    .await;
}
