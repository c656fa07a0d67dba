//! The server as a process: how soon it is ready, and how much memory it holds when idle. The reference is a budget.

use crate::{child::Server, report::Report};
use std::time::{Duration, Instant};

/// Resident memory when idle, in MiB.
const MEMORY_BUDGET: f64 = 80.0;
/// From start to ready on an empty data directory, in milliseconds: migration, key ring, listener.
const START_BUDGET: f64 = 1500.0;

/// Starts the binary beside this one.
pub async fn measure(report: &mut Report) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let begun = Instant::now();
    let server = Server::start(folder.path(), &[]).await?;
    let cold = begun.elapsed().as_secs_f64() * 1000.0;
    tokio::time::sleep(Duration::from_secs(3)).await;
    report.at_most("cold start to ready", cold, START_BUDGET, "ms", 1.0);
    let memory = server.memory("VmRSS")?;
    report.at_most("idle memory, resident", memory, MEMORY_BUDGET, "MiB", 1.0);
    Ok(())
}
