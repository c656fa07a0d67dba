//! The kill harness: the real binary on a real database, killed with `SIGKILL` again and again while vendors post to it, and a
//! judge that holds what is left against what was acknowledged.
//!
//! ```text
//!   load ──signed deliveries──▶ node (ops-ai serve) ──▶ effects: a listed host, notes on tickets
//!    │ 202                        ✗ kill -9, at any moment or at a named crash point; then the next node
//!    ▼
//!   ledger (its own file, fsynced before it counts) ──▶ audit: lost, kept twice, without an end, effects missing or double
//! ```
//!
//! `cargo test` plays a short round on each database; `cargo xtask kill --rounds 300` the long one. The judge is judged too: a
//! receiver that answers before the commit must be caught.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on fails here"
)]

mod audit;
mod audit_tests;
mod chance;
mod effects;
mod full;
mod ledger;
mod liar;
mod load;
mod node;
mod place;
mod rounds;
mod settle;
mod world;

use chance::Chance;
use place::Place;
use world::World;

/// How many times a node is killed at a random moment, where nobody says otherwise.
const SHORT: u32 = 12;

fn wanted() -> u32 {
    let told = std::env::var("OPSAI_KILL_ROUNDS").ok();
    told.map_or(SHORT, |text| text.parse().expect("OPSAI_KILL_ROUNDS is a number"))
}

async fn proven(place: Place) {
    let name = place.name;
    let world = World::on(place).await;
    let mut chance = Chance::told();
    let killed = rounds::random(&world, wanted(), &mut chance).await;
    let crashed = rounds::crash_points(&world, &mut chance).await;
    let (evidence, recovered) = settle::settled(&world).await;
    let verdict = audit::judge(&evidence);
    println!(
        "kill {name}: seed {}, {killed} kills at random moments, {crashed} crash points, {} acknowledged, {} answered anew \
         after a kill, {} events, {} calls, {} notes, {verdict}, all ended {:.1} s after the last start",
        chance.seed(),
        evidence.acknowledged.len(),
        world.load.sent_again(),
        evidence.events.len(),
        evidence.calls.values().sum::<usize>(),
        evidence.notes.values().sum::<usize>(),
        recovered.as_secs_f64(),
    );
    assert!(killed >= wanted(), "{killed} kills");
    assert!(
        evidence.acknowledged.len() > usize::try_from(killed).unwrap(),
        "too few were acknowledged to prove anything"
    );
    assert!(verdict.is_clean(), "{verdict:#?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_sqlite_whatever_the_moment_of_a_kill_what_was_acknowledged_is_kept_once_and_ends_once() {
    proven(Place::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_postgres_whatever_the_moment_of_a_kill_what_was_acknowledged_is_kept_once_and_ends_once() {
    if let Some(place) = Place::postgres().await {
        proven(place).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_receiver_that_answers_before_the_commit_is_caught() {
    let world = World::on(Place::sqlite()).await;
    rounds::with_a_liar(&world).await;
    let (evidence, _) = settle::settled(&world).await;
    let verdict = audit::judge(&evidence);
    println!("kill, a receiver that answers too soon: {verdict}");
    assert!(!verdict.lost.is_empty(), "the harness caught nothing");
    assert!(verdict.twice.is_empty(), "{verdict:#?}");
}
