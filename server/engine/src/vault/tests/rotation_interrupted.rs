//! A rotation that dies at any await point: nothing is unreadable meanwhile, and running it again
//! ends in the same state.
//!
//! Two deaths are played: an operation that fails (also after it took effect, as when the answer is
//! lost), and the whole run dropped in the middle, as by `kill -9`.

use std::{future::poll_fn, pin::pin, sync::Arc, task::Poll, time::Duration};

use super::doubles::{Clock, KEY_A, MemoryRows, MemorySource, Meter, opens};
use crate::vault::{Report, Rotation, RotationError, Sealed, Vault};

/// More steps than a rotation of this world has.
const ENOUGH: i64 = 1_000;

struct World {
    meter: Arc<Meter>,
    source: Arc<MemorySource>,
    rows: MemoryRows,
    /// The process that rotates.
    vault: Vault,
    /// A node that read the ring before and goes on with its copy.
    node: Vault,
    old: String,
}

impl World {
    async fn new() -> Self {
        let meter = Arc::<Meter>::default();
        let source = MemorySource::metered(KEY_A, meter.clone());
        let rows = MemoryRows::metered(meter.clone());
        for number in 0..5 {
            rows.seal(&format!("row{number}"), &source.ring());
        }
        let clock = Clock::new();
        let vault = Vault::start(source.clone(), clock.now()).await;
        let node = Vault::start(source.clone(), clock.now()).await;
        let old = source.ring().newest().id().to_owned();
        Self {
            meter,
            source,
            rows,
            vault,
            node,
            old,
        }
    }

    async fn rotate(&self, vault: &Vault) -> Result<Report, RotationError> {
        Rotation {
            batch: 2,
            settle: Duration::from_secs(5),
        }
        .run(vault, &self.rows, &|_| {})
        .await
    }

    /// Every row opens: for the node with the old copy, and for a process that starts now.
    async fn assert_readable(&self, when: &str) {
        let fresh = Vault::start(self.source.clone(), Clock::new().now()).await;
        for row in self.rows.all() {
            assert!(
                opens(&self.node, &row).await,
                "{when}: {} for a running node",
                row.key
            );
            assert!(opens(&fresh, &row).await, "{when}: {} for a new process", row.key);
        }
    }

    /// Runs it again in a new process and looks at the end.
    async fn assert_ends_well(&self, when: &str) {
        let was_over = self.source.ring().newest().id() != self.old && !self.source.ring().is_rotating();
        let vault = Vault::start(self.source.clone(), Clock::new().now()).await;
        let report = self.rotate(&vault).await.unwrap();
        assert!(report.is_finished(), "{when}");
        let ring = self.source.ring();
        assert_eq!(ring.keys().count(), 1, "{when}");
        for row in self.rows.all() {
            assert_eq!(
                Sealed::parse(&row.sealed).unwrap().key_id(),
                ring.newest().id(),
                "{when}"
            );
        }
        // One key was made, unless the first run had ended and this one was a rotation of its own.
        let retired: Vec<_> = ring.retired().iter().map(|key| key.id.as_str()).collect();
        assert_eq!(retired.len(), if was_over { 2 } else { 1 }, "{when}: {retired:?}");
        assert_eq!(retired[0], self.old, "{when}");
        self.assert_readable(when).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_rotation_whose_operations_fail_at_any_point_is_finished_by_running_it_again() {
    let mut failed = 0;
    for steps in 0..ENOUGH {
        let world = World::new().await;
        world.meter.allow(steps);
        failed += i64::from(world.rotate(&world.vault).await.is_err());
        let was_interrupted = world.meter.is_used_up();
        world.meter.allow_all();
        let when = format!("failing after {steps} steps");
        world.assert_readable(&when).await;
        world.assert_ends_well(&when).await;
        if !was_interrupted {
            assert!(failed > 30, "only {failed} points were tried");
            return;
        }
    }
    panic!("the rotation never came to its end");
}

#[tokio::test(start_paused = true)]
async fn a_rotation_killed_at_any_await_point_is_finished_by_running_it_again() {
    for polls in 0..ENOUGH {
        let world = World::new().await;
        let outcome = polled(polls, world.rotate(&world.vault)).await;
        let when = format!("killed after {polls} polls");
        world.assert_readable(&when).await;
        world.assert_ends_well(&when).await;
        if outcome.is_some() {
            assert!(polls > 30, "only {polls} points were tried");
            return;
        }
    }
    panic!("the rotation never came to its end");
}

/// Polls a future so many times and then drops it.
async fn polled<T>(polls: i64, future: impl Future<Output = T>) -> Option<T> {
    let mut future = pin!(future);
    let mut left = polls;
    poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        future.as_mut().poll(context).map(Some)
    })
    .await
}
