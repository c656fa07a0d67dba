//! Rotation against Azure Key Vault: whole, disturbed by a rival, and with lost answers.

use std::time::Duration;

use sandbox::{Fault, Rule, key_vault::outage};

use super::{
    azure_world::{SECRET, World},
    doubles::{Clock, KEY_A, KEY_B, MemoryRows, opens},
};
use crate::vault::{Report, Rotation, RotationError, Sealed, Vault, ring::Ring};

/// Nobody else is at work here, so there is nothing to wait for.
const AT_ONCE: Rotation = Rotation {
    batch: 3,
    settle: Duration::ZERO,
};

struct Rotating {
    world: World,
    rows: MemoryRows,
    vault: Vault,
}

impl Rotating {
    async fn new() -> Self {
        let world = World::new(Some(KEY_A)).await;
        let rows = MemoryRows::default();
        for number in 0..7 {
            rows.seal(&format!("row{number}"), &Ring::parse(KEY_A).unwrap());
        }
        let vault = Vault::start(world.source.clone(), Clock::new().now()).await;
        Self { world, rows, vault }
    }

    async fn rotate(&self) -> Result<Report, RotationError> {
        AT_ONCE.run(&self.vault, &self.rows, &|_| {}).await
    }

    async fn assert_finished(&self) {
        let ring = Ring::parse(&self.world.stored()).unwrap();
        assert_eq!(ring.keys().count(), 1, "{ring:?}");
        let fresh = Vault::start(self.world.another_source(), Clock::new().now()).await;
        for row in self.rows.all() {
            assert_eq!(
                Sealed::parse(&row.sealed).unwrap().key_id(),
                ring.newest().id(),
                "{}",
                row.key
            );
            assert!(opens(&fresh, &row).await, "{}", row.key);
        }
    }
}

#[tokio::test]
async fn a_rotation_leaves_three_versions_and_a_ring_of_one_key() {
    let rotating = Rotating::new().await;
    let node = Vault::start(rotating.world.another_source(), Clock::new().now()).await;
    let report = rotating.rotate().await.unwrap();
    assert_eq!((report.resealed, report.proved, report.retired.len()), (7, 7, 1));
    rotating.assert_finished().await;
    assert_eq!(rotating.world.vault.values(SECRET).len(), 3);
    assert!(!rotating.world.stored().contains(KEY_A));
    for row in rotating.rows.all() {
        assert!(
            opens(&node, &row).await,
            "{} for a node with the old ring",
            row.key
        );
    }
}

#[tokio::test]
async fn a_rival_that_adds_its_key_at_the_same_moment_shares_the_rotation() {
    let rotating = Rotating::new().await;
    rotating.world.let_rival_write(&[&format!("{KEY_B}\n{KEY_A}\n")]);
    let report = rotating.rotate().await.unwrap();
    assert!(report.is_finished());
    assert_eq!(report.retired.len(), 2, "the first key and the rival's");
    rotating.assert_finished().await;
}

#[tokio::test]
async fn lost_answers_to_every_write_end_in_the_same_state() {
    let rotating = Rotating::new().await;
    rotating
        .world
        .vault
        .faults
        .add(Rule::next(1, Fault::LostAnswer).on_method("PUT"));
    rotating
        .world
        .vault
        .faults
        .add(Rule::next(1, Fault::LostAnswer).on_method("PUT").after(2));
    let report = rotating.rotate().await.unwrap();
    assert!(report.is_finished());
    rotating.assert_finished().await;
    assert_eq!(Ring::parse(&rotating.world.stored()).unwrap().retired().len(), 1);
}

#[tokio::test]
async fn an_outage_after_the_key_was_added_is_survived_by_running_it_again() {
    let rotating = Rotating::new().await;
    rotating
        .world
        .vault
        .faults
        .add(Rule::always(outage()).on_method("PUT").after(1));
    let error = rotating.rotate().await.unwrap_err();
    assert!(matches!(error, RotationError::Source(_)), "{error}");
    assert_eq!(Ring::parse(&rotating.world.stored()).unwrap().keys().count(), 2);
    rotating.world.vault.faults.clear();
    let report = rotating.rotate().await.unwrap();
    assert_eq!(
        (report.added, report.resealed, report.retired.len()),
        (None, 0, 1)
    );
    rotating.assert_finished().await;
}
