//! Probes: 20,000 integrations at an interval of five minutes, a vendor that is slow and sometimes silent, and the server as a
//! process of its own. No slot may be missed, none be late, and the server may take one processor and 300 MiB at most.

use crate::{args::Arguments, database::Database, house::House, many, report::Report, slots, tired::Tired};
use engine::probes::next_slot;
use std::time::Duration;

/// The interval, as the server's setting is by default.
const INTERVAL_MS: i64 = 300_000;

/// From the last statement to the first slot: the server starts within it.
const AHEAD_MS: i64 = 5_000;

/// What is not begun so long after the end is missed.
const AFTER: Duration = Duration::from_secs(5);

const LATE_MS: f64 = 2_000.0;
const MEMORY: f64 = 300.0;

/// Watches the probes for some minutes.
pub async fn measure(report: &mut Report, arguments: &Arguments) -> anyhow::Result<()> {
    let vendor = Tired::open().await?;
    let house = House::on(Database::sqlite().await?, vendor.egress_map()).await?;
    let ids = many::integrations(&house, arguments.integrations).await?;
    let clock = &house.machine.act.clock;
    let begin = clock.now_ms() + AHEAD_MS;
    let first: Vec<i64> = ids
        .iter()
        .map(|id| next_slot(id, begin - INTERVAL_MS / 2, INTERVAL_MS))
        .collect();
    place(&house, &ids, &first).await?;
    let server = house.serve().await?;
    let early = clock.now_ms() < begin;
    anyhow::ensure!(early, "the server was ready after the first slot");
    wait_until(clock, begin).await;
    let end = begin + i64::try_from(arguments.minutes * 60_000)?;
    let used = server.processor()?;
    wait_until(clock, end).await;
    let used = server.processor()? - used;
    tokio::time::sleep(AFTER).await;
    let memory = server.memory("VmHWM")?;
    drop(server);
    let kept = slots::judge(&first, INTERVAL_MS, end, &vendor.came());
    println!(
        "  {} integrations, {} minutes: {} slots, {} requests, of which {} were never answered",
        ids.len(),
        arguments.minutes,
        kept.slots,
        vendor.came().len(),
        vendor.hung(),
    );
    tell(
        report,
        &kept,
        used / Duration::from_mins(arguments.minutes).as_secs_f64(),
        memory,
    );
    house.database.end().await
}

fn tell(report: &mut Report, kept: &slots::Kept, processors: f64, memory: f64) {
    let number = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    let last = kept.late.len().saturating_sub(1);
    let late = kept.late.get(last * 99 / 100).copied().unwrap_or(i64::MAX);
    let late = f64::from(i32::try_from(late).unwrap_or(i32::MAX));
    report.at_most(
        "probes: slots missed",
        number(kept.missed),
        number(kept.slots),
        "",
        0.0,
    );
    report.at_most("probes: begun late, p99", late, LATE_MS, "ms", 1.0);
    report.at_most("probes: processors used", processors, 1.0, "", 1.0);
    report.at_most("probes: memory, at most resident", memory, MEMORY, "MiB", 1.0);
}

/// Gives each integration its first slot.
async fn place(house: &House, ids: &[contract::ids::IntegrationId], first: &[i64]) -> anyhow::Result<()> {
    for (ids, first) in ids.chunks(500).zip(first.chunks(500)) {
        let cases: Vec<_> = ids
            .iter()
            .zip(first)
            .map(|(id, at)| format!("('{id}', {at})"))
            .collect();
        let update = format!(
            "WITH places (place_id, place_at) AS (VALUES {}) UPDATE integrations SET next_probe_at = \
             (SELECT place_at FROM places WHERE place_id = id) WHERE id IN (SELECT place_id FROM places)",
            cases.join(", ")
        );
        house.database.run(&update).await?;
    }
    Ok(())
}

async fn wait_until(clock: &engine::clock::Clock, at: i64) {
    let left = u64::try_from(at - clock.now_ms()).unwrap_or(0);
    tokio::time::sleep(Duration::from_millis(left)).await;
}
