//! The history that is added up says exactly what the single probes said, and nothing goes before it was added up.

use crate::databases::each;
use crate::house::{House, START, tech};
use crate::nodes::{accounts, probe};
use contract::{
    health::{CELLS, Cell},
    probe::Outcome,
};
use engine::{
    probes::{history, judge},
    store::{DAY_MS, HALF_MS, Kept, ProbeRow, Slot, Store},
};
use std::time::Duration;

/// A number that is the same in every run, and of no pattern.
fn chance(seed: &mut u64, below: u64) -> u64 {
    *seed = seed
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 33) % below
}

fn random(seed: &mut u64, at: i64) -> ProbeRow {
    let outcome = match chance(seed, 10) {
        0 => Outcome::ALL[usize::try_from(chance(seed, 11)).unwrap()],
        _ => Outcome::Ok,
    };
    ProbeRow {
        latency_ms: i64::try_from(chance(seed, 2_000)).unwrap(),
        ..probe(at, outcome)
    }
}

async fn add_up_all(store: &Store, now: i64) {
    while history::add_up(store, now).await.unwrap() {}
}

#[tokio::test]
async fn uptime_from_days_is_uptime_from_single_probes_exactly() {
    each(|store| async move {
        let house = House::on(store.clone()).await;
        let ids = accounts(&store, "it_glue", 3).await;
        let mut seed = 11;
        let mut at = START;
        let mut batch = Vec::new();
        let days = 6;
        while at < START + days * DAY_MS {
            for id in &ids {
                batch.push(Kept {
                    integration: id.clone(),
                    row: random(&mut seed, at),
                    slot: None,
                    confirm_at: at,
                });
            }
            at += 400_000 + i64::try_from(chance(&mut seed, 800_000)).unwrap();
        }
        let count = batch.len() / ids.len();
        for some in batch.chunks(500) {
            store.keep_probes(some.to_vec(), judge).await.unwrap();
        }
        house
            .hand
            .forward(Duration::from_millis(u64::try_from(days * DAY_MS).unwrap()));
        let now = START + days * DAY_MS;
        // Half of it is added up, then all that is over, then once more.
        for until in [START + 3 * DAY_MS, now, now] {
            add_up_all(&store, until).await;
            for id in &ids {
                let mut raw = Slot::default();
                for one in store.raw_probes(&[id.as_str()], 0).await.unwrap() {
                    raw.add(one.outcome, one.latency_ms, one.slow);
                }
                let detail = house.services.health.detail(&tech(), id).await.unwrap();
                assert_eq!(detail.uptime_7d, raw.uptime());
                assert_eq!(detail.uptime_90d, raw.uptime());
                let shown: u32 = detail.days.iter().map(|day| day.probes).sum();
                assert_eq!(shown, raw.probes());
                assert_eq!(usize::try_from(shown).unwrap(), count + 1);
                assert_eq!(detail.row.day.cells.len(), CELLS);
            }
        }
    })
    .await;
}

#[tokio::test]
async fn the_bar_is_the_same_before_and_after_its_half_hours_were_added_up() {
    each(|store| async move {
        let house = House::on(store.clone()).await;
        let id = accounts(&store, "it_glue", 1).await.remove(0);
        // From now on what takes more than 700 ms is slow.
        let median = [(id.to_string(), Some(200))];
        store.set_medians(&median).await.unwrap();
        let mut seed = 3;
        let kept = |n: i64, seed: &mut u64| Kept {
            integration: id.clone(),
            row: random(seed, START + n * 300_000),
            slot: None,
            confirm_at: 0,
        };
        let batch = (0..288).map(|n| kept(n, &mut seed)).collect();
        store.keep_probes(batch, judge).await.unwrap();
        house.hand.forward(Duration::from_secs(288 * 300));
        let before = house.services.health.detail(&tech(), &id).await.unwrap();
        add_up_all(&store, START + DAY_MS).await;
        assert!(history::added_up_to(&store).await.unwrap() > START + DAY_MS - 2 * HALF_MS);
        let after = house.services.health.detail(&tech(), &id).await.unwrap();
        assert_eq!(before.row.day, after.row.day);
        // One by one they say the same as the half hours do.
        let single = store.probes_since(&id, START).await.unwrap();
        for one in &single {
            assert_eq!(
                one.slow,
                one.outcome == Outcome::Ok && one.latency_ms > 700,
                "{one:?}"
            );
        }
        let slow: u32 = after.row.day.cells.iter().map(Cell::slow).sum();
        let passed = |cell: &Cell| {
            cell.counts()
                .iter()
                .any(|(one, count)| *one == Outcome::Ok && *count >= cell.slow())
        };
        assert!(
            slow > 100
                && after
                    .row
                    .day
                    .cells
                    .iter()
                    .all(|cell| cell.slow() == 0 || passed(cell))
        );
        assert!(after.row.day.cells.iter().filter(|cell| !cell.is_empty()).count() >= CELLS - 1);
        assert!(after.row.day.p50_ms <= after.row.day.p95_ms);
    })
    .await;
}

#[tokio::test]
async fn single_probes_go_after_a_week_but_never_before_they_were_added_up() {
    each(|store| async move {
        let ids = accounts(&store, "it_glue", 1).await;
        let batch = (0..100)
            .map(|n| Kept {
                integration: ids[0].clone(),
                row: probe(START + n * 60_000, Outcome::Ok),
                slot: None,
                confirm_at: 0,
            })
            .collect();
        store.keep_probes(batch, judge).await.unwrap();
        let later = START + 9 * DAY_MS;
        history::prune(&store, later).await.unwrap();
        let raw = || async { store.raw_probes(&[ids[0].as_str()], 0).await.unwrap().len() };
        assert_eq!(raw().await, 101);
        add_up_all(&store, later).await;
        history::prune(&store, later).await.unwrap();
        assert_eq!(raw().await, 0);
        let sum =
            |days: Vec<engine::store::ProbeDay>| days.iter().map(|day| day.slots.sum().probes()).sum::<u32>();
        let days = store.probe_days(&[ids[0].as_str()], 0).await.unwrap();
        assert!(days.iter().all(|day| day.slots.0.len() == CELLS));
        assert_eq!(sum(days), 101);
        // After 90 days the sums alone are kept, after two years nothing.
        history::prune(&store, START + 120 * DAY_MS).await.unwrap();
        let days = store.probe_days(&[ids[0].as_str()], 0).await.unwrap();
        assert!(days.iter().all(|day| day.slots.0.len() == 1));
        assert_eq!(sum(days), 101);
        history::prune(&store, START + 800 * DAY_MS).await.unwrap();
        assert!(store.probe_days(&[ids[0].as_str()], 0).await.unwrap().is_empty());
    })
    .await;
}
