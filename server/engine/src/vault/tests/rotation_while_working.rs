//! Rotation while calls run and people save: no call and no value is lost, on no node.
//!
//! Time is tokio's paused clock: it moves only when everybody waits, so nothing depends on speed.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering::SeqCst},
    },
    time::Duration,
};

use jiff::SignedDuration;
use tokio::time::{Instant, sleep};

use super::doubles::{KEY_A, MemoryRows, MemorySource, START, opens, value};
use crate::vault::{Now, Sealed, Vault, rotate};

/// The longest that a row is held between the database and the vault; less than a settle allows.
const HELD: u64 = 2_000;
const ROWS: u64 = 12;

struct World {
    rows: MemoryRows,
    stop: AtomicBool,
    calls: AtomicU64,
    saves: AtomicU64,
}

/// A clock that goes with tokio's.
fn now() -> Now {
    let start = Instant::now();
    Arc::new(move || START + SignedDuration::try_from(start.elapsed()).unwrap())
}

/// Fetches a row, dawdles, opens it.
async fn call(world: Arc<World>, vault: Vault, seed: u64) {
    for turn in seed.. {
        if world.stop.load(SeqCst) {
            return;
        }
        let row = world.rows.get(&format!("row{:02}", turn * 7 % ROWS));
        sleep(Duration::from_millis(turn * 131 % HELD)).await;
        assert!(opens(&vault, &row).await, "{} was lost at turn {turn}", row.key);
        world.calls.fetch_add(1, SeqCst);
    }
}

/// Seals a row's value, dawdles, stores it.
async fn save(world: Arc<World>, vault: Vault, seed: u64) {
    for turn in seed.. {
        if world.stop.load(SeqCst) {
            return;
        }
        let key = format!("row{:02}", turn * 5 % ROWS);
        let sealed = vault
            .seal(world.rows.get(&key).binding(), &value(&key))
            .await
            .unwrap();
        sleep(Duration::from_millis(turn * 173 % HELD)).await;
        world.rows.put(&key, sealed.as_str());
        world.saves.fetch_add(1, SeqCst);
    }
}

#[tokio::test(start_paused = true)]
async fn three_rotations_lose_no_call_and_no_saved_value_on_two_nodes() {
    let source = MemorySource::new(KEY_A);
    let rows = MemoryRows::default();
    for number in 0..ROWS {
        rows.seal(&format!("row{number:02}"), &source.ring());
    }
    let counters = (AtomicU64::new(0), AtomicU64::new(0));
    let world = Arc::new(World {
        rows,
        stop: AtomicBool::new(false),
        calls: counters.0,
        saves: counters.1,
    });
    let here = Vault::start(source.clone(), now()).await;
    let there = Vault::start(source.clone(), now()).await;
    let mut work = tokio::task::JoinSet::new();
    for (number, vault) in [(0, &here), (1, &there), (2, &here), (3, &there)] {
        work.spawn(call(world.clone(), vault.clone(), number));
        work.spawn(call(world.clone(), vault.clone(), 50 + number));
        work.spawn(save(world.clone(), vault.clone(), number));
    }
    for _ in 0..3 {
        sleep(Duration::from_secs(2)).await;
        let report = rotate(&here, &world.rows, &|_| {}).await.unwrap();
        assert!(report.is_finished(), "{report:?}");
        assert_eq!(report.retired.len(), 1);
    }
    world.stop.store(true, SeqCst);
    while let Some(task) = work.join_next().await {
        task.unwrap();
    }
    let (calls, saves) = (world.calls.load(SeqCst), world.saves.load(SeqCst));
    assert!(
        calls > 100 && saves > 50,
        "{calls} calls and {saves} saves are no crowd"
    );

    let ring = source.ring();
    assert_eq!((ring.keys().count(), ring.retired().len()), (1, 3));
    for row in world.rows.all() {
        assert!(
            ring.open(row.binding(), &Sealed::parse(&row.sealed).unwrap())
                .is_ok(),
            "{}",
            row.key
        );
    }
}
