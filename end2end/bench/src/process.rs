//! The server as a process: how soon it is ready, and how much memory it holds when idle. The reference is a bare axum
//! server's start in the same run, and a budget in megabytes.

use crate::report::Report;
use std::{
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

/// Resident memory when idle, in MiB.
const MEMORY_BUDGET: f64 = 80.0;
/// From start to ready on an empty data directory, in milliseconds: migration, key ring, listener.
const START_BUDGET: f64 = 1500.0;

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts the binary beside this one.
pub async fn measure(report: &mut Report) -> anyhow::Result<()> {
    let binary = std::env::current_exe()?.with_file_name("ops-ai");
    anyhow::ensure!(binary.is_file(), "{} is not built", binary.display());
    let folder = tempfile::tempdir()?;
    let port = free_port()?;
    let begun = Instant::now();
    let server = Running(
        Command::new(binary)
            .env("OPSAI_DATA_DIR", folder.path())
            .env("OPSAI_LISTEN", format!("127.0.0.1:{port}"))
            .env("OPSAI_SITE_ROOT", PathBuf::from("site"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?,
    );
    let client = reqwest::Client::builder().no_proxy().build()?;
    let url = format!("http://127.0.0.1:{port}/readyz");
    loop {
        if client
            .get(&url)
            .send()
            .await
            .is_ok_and(|answer| answer.status().is_success())
        {
            break;
        }
        anyhow::ensure!(
            begun.elapsed() < Duration::from_secs(30),
            "the server did not become ready"
        );
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    let cold = begun.elapsed().as_secs_f64() * 1000.0;
    tokio::time::sleep(Duration::from_secs(3)).await;
    report.at_most("cold start to ready", cold, START_BUDGET, "ms", 1.0);
    report.at_most(
        "idle memory, resident",
        resident(server.0.id())?,
        MEMORY_BUDGET,
        "MiB",
        1.0,
    );
    Ok(())
}

fn free_port() -> anyhow::Result<u16> {
    Ok(std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

fn resident(process: u32) -> anyhow::Result<f64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status
        .lines()
        .find(|line| line.starts_with("VmRSS:"))
        .unwrap_or_default();
    let kib: f64 = line.split_whitespace().nth(1).unwrap_or("0").parse()?;
    Ok(kib / 1024.0)
}
