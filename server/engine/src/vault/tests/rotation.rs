//! Rotation when nobody disturbs it, and when single rows or rings are not as they should be.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering::SeqCst},
};

use super::doubles::{Clock, KEY_A, KEY_B, MemoryRows, MemorySource, opens};
use crate::vault::{Progress, Report, Rotation, RotationError, Sealed, Vault, ring::Ring, rotate, verify};

pub(super) struct World {
    pub(super) source: Arc<MemorySource>,
    pub(super) rows: MemoryRows,
    pub(super) vault: Vault,
    pub(super) old: Ring,
}

impl World {
    pub(super) async fn new() -> Self {
        let source = MemorySource::new(KEY_A);
        let (rows, old) = (MemoryRows::default(), source.ring());
        for number in 0..7 {
            rows.seal(&format!("row{number}"), &old);
        }
        let vault = Vault::start(source.clone(), Clock::new().now()).await;
        Self {
            source,
            rows,
            vault,
            old,
        }
    }

    async fn rotate(&self) -> Result<Report, RotationError> {
        rotate(&self.vault, &self.rows, &|_| {}).await
    }

    /// Everything opens with the newest key alone, and there is no other.
    async fn assert_finished(&self) {
        let ring = self.source.ring();
        assert_eq!(ring.keys().count(), 1);
        let fresh = Vault::start(MemorySource::new(&self.source.text()), Clock::new().now()).await;
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

#[tokio::test(start_paused = true)]
async fn a_rotation_ends_with_every_row_on_a_new_key_alone() {
    let world = World::new().await;
    let old = world.old.newest().id().to_owned();
    let report = world.rotate().await.unwrap();
    assert_ne!(report.key, old);
    assert_eq!(report.added.as_ref(), Some(&report.key));
    assert_eq!((report.resealed, report.proved), (7, 7));
    assert_eq!(report.retired, std::slice::from_ref(&old));
    assert!(report.is_finished());
    world.assert_finished().await;
    assert!(world.rows.all().iter().all(|row| {
        world
            .old
            .open(row.binding(), &Sealed::parse(&row.sealed).unwrap())
            .is_err()
    }));
    assert_eq!(world.source.ring().retired()[0].id, old);
    assert!(!world.source.text().contains(KEY_A));
}

#[tokio::test(start_paused = true)]
async fn each_rotation_makes_a_key_of_its_own() {
    let world = World::new().await;
    let (first, second) = (world.rotate().await.unwrap(), world.rotate().await.unwrap());
    assert_ne!(first.key, second.key);
    assert_eq!(second.retired, [first.key]);
    world.assert_finished().await;
}

#[tokio::test(start_paused = true)]
async fn an_installation_without_values_rotates_too() {
    let source = MemorySource::new(KEY_A);
    let vault = Vault::start(source.clone(), Clock::new().now()).await;
    let report = rotate(&vault, &MemoryRows::default(), &|_| {}).await.unwrap();
    assert_eq!((report.resealed, report.proved, report.retired.len()), (0, 0, 1));
    assert_eq!(source.ring().keys().count(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_ring_with_two_keys_is_an_unfinished_rotation_and_gets_no_third() {
    let world = World::new().await;
    world.source.put(&format!("{KEY_B}\n{KEY_A}"));
    let report = world.rotate().await.unwrap();
    assert_eq!(report.added, None);
    assert_eq!(report.key, Ring::parse(KEY_B).unwrap().newest().id());
    world.assert_finished().await;
    assert_eq!(world.source.ring().retired().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn progress_tells_the_steps_in_their_order() {
    let world = World::new().await;
    let steps = Mutex::new(Vec::new());
    let rotation = Rotation {
        batch: 4,
        ..Rotation::of(&world.vault)
    };
    let note = |step| steps.lock().unwrap().push(step);
    let report = rotation.run(&world.vault, &world.rows, &note).await.unwrap();
    assert_eq!(
        *steps.lock().unwrap(),
        [
            Progress::Added(report.key.clone()),
            Progress::Resealed(4),
            Progress::Resealed(7),
            Progress::Settling(std::time::Duration::from_secs(5)),
            Progress::Resealed(7),
            Progress::Resealed(7),
            Progress::Proved(4),
            Progress::Proved(7),
            Progress::Retired(report.retired),
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn a_value_that_comes_late_under_the_old_key_is_met_before_the_key_goes() {
    let world = World::new().await;
    let late = |step| {
        if let Progress::Settling(_) = step
            && world.rows.all().len() < 9
        {
            world
                .rows
                .seal(&format!("late{}", world.rows.all().len()), &world.old);
        }
    };
    let report = rotate(&world.vault, &world.rows, &late).await.unwrap();
    assert_eq!((report.resealed, report.proved), (9, 9));
    world.assert_finished().await;
}

#[tokio::test(start_paused = true)]
async fn a_value_that_is_still_in_a_hand_when_there_are_no_rows_is_waited_for() {
    let source = MemorySource::new(KEY_A);
    let (rows, old) = (MemoryRows::default(), source.ring());
    let vault = Vault::start(source.clone(), Clock::new().now()).await;
    let late = |step| {
        if let Progress::Settling(_) = step
            && rows.all().is_empty()
        {
            rows.seal("late", &old);
        }
    };
    let report = rotate(&vault, &rows, &late).await.unwrap();
    assert_eq!((report.resealed, report.proved), (1, 1));
    assert!(opens(&vault, &rows.get("late")).await);
}

#[tokio::test(start_paused = true)]
async fn a_value_that_comes_between_the_last_pass_and_the_proof_starts_another_pass() {
    let world = World::new().await;
    let passes = AtomicUsize::new(0);
    let late = |step| {
        // Behind the pass: it has read the rows around this one already.
        if let Progress::Resealed(_) = step
            && passes.fetch_add(1, SeqCst) == 1
        {
            world.rows.seal("row0a", &world.old);
        }
    };
    let report = rotate(&world.vault, &world.rows, &late).await.unwrap();
    assert_eq!((report.resealed, report.proved), (8, 8));
    assert!(report.is_finished(), "{report:?}");
    world.assert_finished().await;
}

#[tokio::test(start_paused = true)]
async fn a_node_that_never_stops_using_the_old_key_keeps_it_alive() {
    let world = World::new().await;
    let stubborn = |step| {
        if let Progress::Settling(_) = step {
            world.rows.seal("row3", &world.old);
        }
    };
    let error = rotate(&world.vault, &world.rows, &stubborn).await.unwrap_err();
    assert!(matches!(error, RotationError::OldKeyInUse), "{error}");
    assert_eq!(world.source.ring().keys().count(), 2);
    let report = world.rotate().await.unwrap();
    assert_eq!(report.added, None);
    world.assert_finished().await;
}

#[tokio::test(start_paused = true)]
async fn one_row_that_does_not_open_stops_no_other_and_keeps_the_old_key() {
    let world = World::new().await;
    let foreign = Ring::parse(KEY_B).unwrap();
    world.rows.put("row2", "not sealed at all");
    world.rows.put("row4", &world.rows.get("row3").sealed);
    world.rows.seal("row5", &foreign);
    let report = world.rotate().await.unwrap();
    assert!(!report.is_finished());
    assert_eq!((report.resealed, report.proved, report.retired.len()), (4, 4, 0));
    let failures: Vec<_> = report
        .failures
        .iter()
        .map(|failure| failure.row.as_str())
        .collect();
    assert_eq!(failures, ["row2", "row4", "row5"]);
    assert!(
        report.failures[0].reason.contains("damaged"),
        "{:?}",
        report.failures[0]
    );
    assert!(
        report.failures[1].reason.contains("int_row3/autotask/secret"),
        "{:?}",
        report.failures[1]
    );
    assert!(
        report.failures[2].reason.contains(foreign.newest().id()),
        "{:?}",
        report.failures[2]
    );
    assert_eq!(world.source.ring().keys().count(), 2);

    for row in ["row2", "row4", "row5"] {
        world.rows.seal(row, &world.old);
    }
    let report = world.rotate().await.unwrap();
    assert_eq!((report.added, report.resealed), (None, 3));
    world.assert_finished().await;
}

#[tokio::test(start_paused = true)]
async fn two_rotations_at_once_end_as_one() {
    let world = World::new().await;
    let other = Vault::start(world.source.clone(), Clock::new().now()).await;
    let (one, two) = futures::join!(world.rotate(), rotate(&other, &world.rows, &|_| {}));
    let (one, two) = (one.unwrap(), two.unwrap());
    assert_eq!(one.key, two.key);
    assert_eq!([one.added, two.added].iter().flatten().count(), 1);
    assert_eq!(one.resealed + two.resealed, 7);
    assert_eq!(one.retired.len() + two.retired.len(), 1);
    world.assert_finished().await;
}

#[tokio::test(start_paused = true)]
async fn a_rotation_does_not_start_while_the_source_is_down() {
    let world = World::new().await;
    world.source.set_down(true);
    let error = world.rotate().await.unwrap_err();
    assert!(matches!(error, RotationError::Source(_)), "{error}");
    assert!(
        world
            .rows
            .all()
            .iter()
            .all(|row| row.sealed.contains(world.old.newest().id()))
    );
}

#[tokio::test]
async fn verify_counts_by_key_and_names_what_does_not_open() {
    let world = World::new().await;
    world.source.put(&format!("{KEY_B}\n{KEY_A}"));
    world.rows.seal("row1", &world.source.ring());
    world.rows.put("row2", "rubbish");
    let report = verify(&world.vault, &world.rows).await.unwrap();
    assert_eq!(report.checked, 7);
    let ids: Vec<_> = world
        .source
        .ring()
        .keys()
        .map(|key| key.id().to_owned())
        .collect();
    assert_eq!((report.by_key[&ids[0]], report.by_key[&ids[1]]), (1, 5));
    assert_eq!(report.failures.len(), 1);
    assert_eq!(report.failures[0].row, "row2");
}

#[tokio::test]
async fn verify_without_a_ring_is_an_error_and_not_a_list_of_failures() {
    let source = MemorySource::new(KEY_A);
    source.set_down(true);
    let (rows, vault) = (
        MemoryRows::default(),
        Vault::start(source.clone(), Clock::new().now()).await,
    );
    rows.seal("row1", &source.ring());
    assert!(matches!(
        verify(&vault, &rows).await,
        Err(RotationError::Vault(_))
    ));
}
