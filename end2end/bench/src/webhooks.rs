//! Webhooks: how many deliveries a second are taken at concurrency 64, against the same store's grouped commits (64 rows in
//! one commit, again and again), through the port and through the web; how long one takes from its acceptance to its end; and
//! both while a backlog waits.

use crate::{
    database::Database,
    door::Gate,
    house::admin,
    load::{self, Seen},
    post::Post,
    report::Report,
    site::Site,
};
use contract::{
    ids::EventId,
    routing::{RuleDraft, Then, When},
};
use engine::store::{FRESH, REPLAY};
use futures::future::try_join_all;
use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};
use tokio_util::sync::CancellationToken;

const TIME: Duration = Duration::from_secs(5);
const AT_ONCE: usize = 64;

/// The share of the store's own speed that must be left.
const SHARE: f64 = 0.8;

/// Deliveries whose way is followed to its end.
const FOLLOWED: usize = 200;

/// The time between two of them while a backlog waits.
const APART: Duration = Duration::from_millis(20);

/// Measures on each database.
pub async fn measure(report: &mut Report, backlog: usize) -> anyhow::Result<()> {
    for database in Database::each().await? {
        let gate = Gate::on(database).await?;
        ignore_all(&gate).await?;
        alone(report, &gate).await?;
        accepted(report, &gate).await?;
        gate.empty().await?;
        behind(report, &gate, backlog).await?;
        gate.empty().await?;
        by_web(report, &gate).await?;
        gate.end().await?;
    }
    Ok(())
}

/// Every event ends at the stage route, so that the pipeline alone is measured.
async fn ignore_all(gate: &Gate) -> anyhow::Result<()> {
    let rule = RuleDraft {
        name: "Everything".into(),
        position: None,
        enabled: true,
        when: When::default(),
        then: Then::Ignore(true),
    };
    gate.house
        .machine
        .services()
        .routing
        .create(&admin(), rule)
        .await?;
    Ok(())
}

/// One delivery after the other, each followed to its end: three commits, of which one is measured beside.
async fn alone(report: &mut Report, gate: &Gate) -> anyhow::Result<()> {
    let bare = gate.commits(1, 1, TIME / 5).await?;
    gate.empty().await?;
    let stop = work(gate);
    let ours = load::count(FOLLOWED, || async {
        let id = gate.deliver().await?;
        ended(gate, &id).await
    })
    .await?;
    stop.cancel();
    let name = gate.house.database.name;
    let ahead = "delivered to processed";
    report.at_most(
        &format!("{name}: {ahead}, p50"),
        ours.p50_ms,
        bare.p50_ms,
        "ms",
        12.0,
    );
    report.at_most(
        &format!("{name}: {ahead}, p99"),
        ours.p99_ms,
        bare.p99_ms,
        "ms",
        12.0,
    );
    Ok(())
}

/// Deliveries at concurrency 64, by the port; the store's own commits before and after.
async fn accepted(report: &mut Report, gate: &Gate) -> anyhow::Result<()> {
    let before = gate.commits(1, AT_ONCE, TIME).await?;
    let port = load::run(AT_ONCE, TIME, || async { gate.deliver().await.map(|_| ()) }).await?;
    let after = gate.commits(1, AT_ONCE, TIME).await?;
    tell(report, gate, "port", &port, [&before, &after]);
    Ok(())
}

/// The same by the web of a server that works on them at the same time.
async fn by_web(report: &mut Report, gate: &Gate) -> anyhow::Result<()> {
    let before = gate.commits(1, AT_ONCE, TIME).await?;
    let web = through_web(gate).await?;
    let after = gate.commits(1, AT_ONCE, TIME).await?;
    tell(report, gate, "web", &web, [&before, &after]);
    Ok(())
}

fn tell(report: &mut Report, gate: &Gate, way: &str, seen: &Seen, commits: [&Seen; 2]) {
    let name = gate.house.database.name;
    let rows = commits.map(rows_a_second);
    let slowest = commits.map(|commit| commit.p99_ms);
    report.at_least(
        &format!("{name}: accepted a second, by the {way}"),
        seen.per_second,
        rows[0].midpoint(rows[1]),
        "/s",
        SHARE,
    );
    report.at_most(
        &format!("{name}: accepted, p99, by the {way}"),
        seen.p99_ms,
        slowest[0].midpoint(slowest[1]),
        "ms",
        4.0,
    );
}

async fn through_web(gate: &Gate) -> anyhow::Result<Seen> {
    let site = Site::of(&gate.house).await?;
    let connections = try_join_all((0..AT_ONCE).map(|_| Post::to(site.origin()))).await?;
    let free = Mutex::new(connections);
    load::run(AT_ONCE, TIME, || async {
        let taken = free.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let Some(mut connection) = taken else {
            anyhow::bail!("there are more workers than connections");
        };
        gate.post(&mut connection).await?;
        free.lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(connection);
        Ok(())
    })
    .await
}

/// The same behind a backlog, which waits in the lane of replays; and how fast the backlog becomes less.
async fn behind(report: &mut Report, gate: &Gate, backlog: usize) -> anyhow::Result<()> {
    gate.fill(REPLAY, backlog).await?;
    let name = gate.house.database.name;
    let bare = gate.commits(1, AT_ONCE, TIME).await?;
    let port = load::run(AT_ONCE, TIME, || async { gate.deliver().await.map(|_| ()) }).await?;
    report.at_least(
        &format!("{name}: accepted a second, {backlog} waiting"),
        port.per_second,
        rows_a_second(&bare),
        "/s",
        SHARE,
    );
    // What this left in the lane of new events would stand before those that are followed; and what it left behind in
    // PostgreSQL's index, a server that runs for longer has had vacuumed.
    let done = "UPDATE events SET status = 'ignored', next_attempt_at = NULL WHERE lane = ";
    gate.house.database.run(&format!("{done}{FRESH}")).await?;
    let one = gate.commits(1, 1, TIME / 5).await?;
    gate.house.database.run(&format!("{done}{FRESH}")).await?;
    if gate.house.machine.store.is_postgres() {
        gate.house.database.run("VACUUM ANALYZE events").await?;
    }
    let (stop, begun) = (work(gate), Instant::now());
    let mut followed = Vec::with_capacity(FOLLOWED);
    for _ in 0..FOLLOWED {
        followed.push(async {
            let delivered = Instant::now();
            let id = gate.deliver().await?;
            ended(gate, &id).await?;
            anyhow::Ok(delivered.elapsed())
        });
    }
    let spaced = followed.into_iter().enumerate().map(|(n, one)| async move {
        tokio::time::sleep(APART * u32::try_from(n).unwrap_or(0)).await;
        one.await
    });
    let times = try_join_all(spaced).await?;
    let took = begun.elapsed();
    stop.cancel();
    let seen = load::summary(times, took);
    let ahead = format!("{name}: delivered to processed, {backlog} waiting");
    report.at_most(&format!("{ahead}, p50"), seen.p50_ms, one.p50_ms, "ms", 40.0);
    report.at_most(&format!("{ahead}, p99"), seen.p99_ms, one.p99_ms, "ms", 40.0);
    Ok(())
}

fn rows_a_second(commits: &Seen) -> f64 {
    commits.per_second * f64::from(u32::try_from(AT_ONCE).unwrap_or(0))
}

fn work(gate: &Gate) -> CancellationToken {
    let stop = CancellationToken::new();
    tokio::spawn(gate.house.machine.pipeline.clone().work(stop.clone()));
    stop
}

/// Waits until an event is over; it looks each half millisecond.
async fn ended(gate: &Gate, id: &EventId) -> anyhow::Result<()> {
    loop {
        let event = gate.house.machine.store.event(id).await?;
        if event.summary.status.is_final() {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_micros(500)).await;
    }
}
