//! The scheduler: each account once per interval, and never against an account that locks.

use crate::databases::each;
use crate::house::{House, tech};
use contract::probe::Badge;
use engine::probes::Scheduler;
use std::time::Duration;

pub fn scheduler(house: &House) -> Scheduler {
    let mut scheduler = Scheduler::new(house.machine.prober(), Duration::from_secs(300));
    scheduler.database_clock = false;
    scheduler
}

#[tokio::test]
async fn each_account_is_probed_once_per_interval_and_the_history_grows() {
    each(|store| async move {
        let house = House::on(store).await;
        let made = house.connected().await;
        let scheduler = scheduler(&house);
        house.hand.forward(Duration::from_secs(1));
        assert_eq!(scheduler.turn().await.unwrap(), 1);
        assert_eq!(scheduler.turn().await.unwrap(), 0);
        // The first slot comes at once; from then on the account has its own place in the interval.
        let mut gaps = vec![0u64];
        for _ in 0..4 * 30 {
            house.hand.forward(Duration::from_secs(10));
            *gaps.last_mut().unwrap() += 10;
            if scheduler.turn().await.unwrap() == 1 {
                gaps.push(0);
            }
        }
        assert!((150..=460).contains(&gaps[0]), "{gaps:?}");
        let whole = &gaps[1..gaps.len() - 1];
        assert!(
            whole.len() >= 2 && whole.iter().all(|gap| *gap == 300),
            "{gaps:?}"
        );
        let history = house
            .services
            .integrations
            .history(&tech(), &made.id, 24)
            .await
            .unwrap();
        let triggers: Vec<_> = history.iter().map(|probe| probe.trigger.as_ref()).collect();
        assert_eq!(triggers.len(), gaps.len() + 1);
        assert_eq!(triggers.last(), Some(&"saved"));
        assert!(triggers[..gaps.len()].iter().all(|word| *word == "schedule"));
    })
    .await;
}

#[tokio::test]
async fn an_account_that_refused_is_left_alone_until_a_person_rechecks() {
    each(|store| async move {
        let house = House::on(store).await;
        let made = house.connected().await;
        let scheduler = scheduler(&house);
        house.autotask.faults.always(sandbox::Fault::status(401, ""));
        assert_eq!(scheduler.turn().await.unwrap(), 1);
        let asked = house.autotask.journal.total();
        for _ in 0..5 {
            house.hand.forward(Duration::from_secs(300));
            assert_eq!(scheduler.turn().await.unwrap(), 0);
        }
        assert_eq!(house.autotask.journal.total(), asked);
        let seen = house.services.integrations.get(&tech(), &made.id).await.unwrap();
        assert_eq!(seen.health.badge, Badge::Disconnected);
        house.autotask.faults.clear();
        let rechecked = house
            .services
            .integrations
            .probe(&tech(), &made.id)
            .await
            .unwrap();
        assert_eq!(rechecked.health.badge, Badge::Connected);
    })
    .await;
}

#[tokio::test]
async fn a_paused_account_is_not_probed_and_says_so() {
    use contract::integration::{IntegrationChange, SavePolicy};
    each(|store| async move {
        let house = House::on(store).await;
        let made = house.connected().await;
        let pause = IntegrationChange {
            paused: Some(true),
            ..IntegrationChange::default()
        };
        house
            .services
            .integrations
            .change(&tech(), &made.id, pause, SavePolicy::Anyway)
            .await
            .unwrap();
        assert_eq!(scheduler(&house).turn().await.unwrap(), 0);
        let seen = house.services.integrations.get(&tech(), &made.id).await.unwrap();
        assert_eq!(seen.health.badge, Badge::Paused);
        let status = house.services.integrations.status(&tech()).await.unwrap();
        assert_eq!((status.paused, status.connected), (1, 0));
    })
    .await;
}
