//! The live stream: what changed is told as it is now, once, and on every node.

use crate::databases::{each, postgres};
use crate::house::{House, admin, tech};
use contract::{
    integration::{Integration, IntegrationChange, SavePolicy},
    live::LiveChange,
    ports::Watch,
    probe::Badge,
};
use engine::ports::Told;
use std::time::Duration;

async fn next(watch: &mut Box<dyn Watch>) -> LiveChange {
    tokio::time::timeout(Duration::from_secs(20), watch.next())
        .await
        .expect("a frame comes")
        .unwrap()
        .change
        .clone()
}

/// The next frame about an integration.
async fn next_integration(watch: &mut Box<dyn Watch>) -> Integration {
    loop {
        if let LiveChange::Integration { integration } = next(watch).await {
            return *integration;
        }
    }
}

async fn told(house: &House) {
    let hints = house.machine.live.take();
    house
        .machine
        .tell("here", hints, &mut Told::default())
        .await
        .unwrap();
}

#[tokio::test]
async fn a_change_of_an_integration_is_told_as_it_is_now_and_what_waits_is_counted() {
    each(|store| async move {
        let house = House::on(store).await;
        let mut watch = house.services.live.watch(&tech()).unwrap();
        assert_eq!(next(&mut watch).await, LiveChange::Hello);
        let made = house.connected().await;
        told(&house).await;
        assert_eq!(next_integration(&mut watch).await.health.badge, Badge::Connected);
        let LiveChange::Counters { counters } = next(&mut watch).await else {
            panic!("counters come with a change")
        };
        assert_eq!(
            (counters.approvals, counters.dead_letters, counters.integrations),
            (0, 0, 0)
        );

        house.autotask.faults.always(sandbox::Fault::status(401, ""));
        house
            .services
            .integrations
            .probe(&tech(), &made.id)
            .await
            .unwrap();
        told(&house).await;
        assert_eq!(
            next_integration(&mut watch).await.health.badge,
            Badge::Disconnected
        );
        let LiveChange::Counters { counters } = next(&mut watch).await else {
            panic!("counters come with a change")
        };
        assert_eq!(counters.integrations, 1);

        let rename = IntegrationChange {
            name: Some("Northgate".into()),
            ..IntegrationChange::default()
        };
        let integrations = &house.services.integrations;
        integrations
            .change(&tech(), &made.id, rename, SavePolicy::Anyway)
            .await
            .unwrap();
        told(&house).await;
        assert_eq!(next_integration(&mut watch).await.name, "Northgate");

        integrations.delete(&admin(), &made.id).await.unwrap();
        told(&house).await;
        loop {
            if let LiveChange::IntegrationGone { id } = next(&mut watch).await {
                assert_eq!(id, made.id);
                break;
            }
        }
    })
    .await;
}

#[tokio::test]
async fn on_postgresql_a_change_reaches_the_tabs_of_the_other_node() {
    let Some(fresh) = postgres().await else { return };
    let here = House::on(fresh.store.clone()).await;
    let mut there = here.machine.clone();
    there.live = engine::live::Live::default();
    let mut watch = there.services().live.watch(&tech()).unwrap();
    assert_eq!(next(&mut watch).await, LiveChange::Hello);
    let stop = tokio_util::sync::CancellationToken::new();
    let turning = tokio::spawn(there.clone().fan_out(stop.clone()));
    // Nothing is told to a node that does not listen yet: said again until it is heard.
    let made = here.connected().await;
    let seen = loop {
        here.machine.live.integration(&made.id);
        told(&here).await;
        let heard = tokio::time::timeout(Duration::from_millis(300), next_integration(&mut watch)).await;
        if let Ok(integration) = heard {
            break integration;
        }
    };
    assert_eq!(seen.id, made.id);
    stop.cancel();
    turning.await.unwrap();
}
