//! When the database or the key vault is out of reach: never a false "taken", and as little refused as can be.

use super::{Gate, detection};
use crate::{
    databases::{each, sqlite},
    house::{House, tech},
};
use contract::problem::Problem;
use engine::store::{Settings, Store};
use futures::StreamExt as _;
use migrations::{Migrator, MigratorTrait};
use sea_orm::ConnectionTrait;
use std::time::Duration;

/// A store with one connection, so that what a test sets on it holds for all.
async fn lone(folder: &std::path::Path) -> Store {
    let url = format!("sqlite://{}", folder.join("test.db").display());
    let store = Store::open(&Settings { url, connections: 1 }).await.unwrap();
    Migrator::up(store.connection(), None).await.unwrap();
    store
}

async fn set(store: &Store, sql: &str) {
    store.connection().execute_unprepared(sql).await.unwrap();
}

fn come_back(problem: &Problem) {
    assert_eq!(problem.status, 503, "{problem:?}");
    assert!(problem.retry_after.is_some(), "{problem:?}");
}

#[tokio::test]
async fn a_store_that_cannot_commit_is_told_and_nothing_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    let store = lone(folder.path()).await;
    let gate = Gate::on(store.clone()).await;
    for (breaks, mends) in [
        ("PRAGMA query_only = ON", "PRAGMA query_only = OFF"),
        (
            "ALTER TABLE event_payloads RENAME TO gone",
            "ALTER TABLE gone RENAME TO event_payloads",
        ),
        (
            "ALTER TABLE events RENAME TO gone",
            "ALTER TABLE gone RENAME TO events",
        ),
    ] {
        set(&store, breaks).await;
        come_back(&gate.refused(gate.delivery(&detection(1))).await);
        set(&store, mends).await;
        assert!(
            gate.of_status("received").await.is_empty(),
            "{breaks}: half a receipt was kept"
        );
    }
    gate.post(&detection(1)).await;
    assert_eq!(gate.of_status("received").await.len(), 1);
}

#[tokio::test]
async fn a_disk_that_is_full_is_told_and_nothing_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    let store = lone(folder.path()).await;
    let gate = Gate::on(store.clone()).await;
    set(&store, "CREATE TABLE filler (x BLOB)").await;
    set(&store, "PRAGMA max_page_count = 1").await;
    while store
        .connection()
        .execute_unprepared("INSERT INTO filler VALUES (zeroblob(900))")
        .await
        .is_ok()
    {}
    let mut taken = 0u32;
    let mut refused = None;
    for number in 0..400 {
        match gate.pipeline().receive(gate.delivery(&detection(number))).await {
            Ok(_) => taken += 1,
            Err(problem) => {
                refused = Some(problem);
                break;
            }
        }
    }
    come_back(&refused.expect("the disk never filled up"));
    set(&store, "PRAGMA max_page_count = 1000000").await;
    assert_eq!(
        u32::try_from(gate.of_status("received").await.len()).unwrap(),
        taken.min(200)
    );
    gate.post(&detection(9_999)).await;
}

#[tokio::test]
async fn a_warm_vault_that_goes_away_costs_no_delivery_and_a_cold_one_is_told() {
    let fresh = sqlite().await;
    let gate = Gate::on(fresh.store.clone()).await;
    gate.post(&detection(1)).await;
    gate.house.lose_keys();
    gate.house.machine.act.vault.refresh().await;
    for number in 2..5 {
        gate.house.hand.forward(Duration::from_hours(1));
        gate.post(&detection(number)).await;
    }
    // The copy in memory serves for a day; after that nothing can be opened, and what was opened stays so.
    gate.house.hand.forward(Duration::from_hours(30));
    gate.post(&detection(9)).await;
    let cold = House::on(fresh.store.clone()).await;
    let stop = tokio_util::sync::CancellationToken::new();
    cold.machine.pipeline.start(&stop);
    cold.lose_keys();
    cold.hand.forward(Duration::from_hours(30));
    cold.machine.act.vault.refresh().await;
    let refused = cold
        .machine
        .pipeline
        .receive(gate.delivery(&detection(10)))
        .await
        .unwrap_err();
    come_back(&refused);
    assert_eq!(refused.code, "key_unavailable");
    stop.cancel();
}

#[tokio::test]
async fn when_more_waits_than_can_be_written_the_sender_is_told_to_come_back() {
    each(|store| async move {
        // Nothing writes until the pipeline is started: what is taken before that waits in memory, for however long the
        // machine needs for it.
        let house = House::on(store).await;
        let integration = super::edr(&house).await;
        let webhook = super::webhook(&house, &integration).await;
        let pipeline = &house.machine.pipeline;
        // Bodies of a quarter of a mebibyte each: more than may wait in memory at once.
        let big = vec![b'x'; 256 * 1024];
        let receipts = (0..300u32).map(|number| {
            let mut body = big.clone();
            body[..4].copy_from_slice(&number.to_be_bytes());
            pipeline.receive(super::delivery(&webhook, &body))
        });
        let mut waiting: futures::stream::FuturesUnordered<_> = receipts.collect();
        let mut answers = vec![waiting.next().await.unwrap()];
        assert!(
            answers[0].is_err(),
            "nothing can be written yet, so the first answer is a refusal"
        );
        let stop = tokio_util::sync::CancellationToken::new();
        pipeline.start(&stop);
        answers.extend(waiting.collect::<Vec<_>>().await);
        let taken = answers.iter().filter(|answer| answer.is_ok()).count();
        let refused: Vec<_> = answers.into_iter().filter_map(Result::err).collect();
        assert!(taken > 0 && !refused.is_empty(), "{taken} were taken");
        for problem in &refused {
            come_back(problem);
            assert_eq!(problem.code, "overloaded");
        }
        let webhook = house.services.webhooks.get(&tech(), &webhook.id).await.unwrap();
        assert_eq!(
            webhook.events_today, taken as u64,
            "each that was taken is there, and no other"
        );
        stop.cancel();
    })
    .await;
}
