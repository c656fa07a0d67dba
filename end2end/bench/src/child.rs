//! The server as a process of its own, and what the system says of it.

use anyhow::Context as _;
use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

/// Clock ticks in a second, as `/proc` counts them; the same on every Linux that Rust's std runs on.
const TICKS: f64 = 100.0;

/// A server that is killed when it is dropped.
pub struct Server {
    child: Child,
    /// Its origin.
    pub origin: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    /// Starts the binary beside this one on a data directory, with these settings as well, and waits until it is ready.
    pub async fn start(data: &Path, more: &[(&str, String)]) -> anyhow::Result<Self> {
        let binary = std::env::current_exe()?.with_file_name("ops-ai");
        anyhow::ensure!(binary.is_file(), "{} is not built", binary.display());
        let port = free_port()?;
        let begun = Instant::now();
        let child = Command::new(binary)
            .env("OPSAI_DATA_DIR", data)
            .env("OPSAI_LISTEN", format!("127.0.0.1:{port}"))
            .env("OPSAI_SITE_ROOT", PathBuf::from("site"))
            .envs(more.iter().map(|(name, value)| (name, value)))
            .stdout(Stdio::null())
            // Why it does not start, if it does not.
            .stderr(Stdio::inherit())
            .spawn()?;
        let server = Self {
            child,
            origin: format!("http://127.0.0.1:{port}"),
        };
        let client = reqwest::Client::builder().no_proxy().build()?;
        let url = format!("{}/readyz", server.origin);
        while !client
            .get(&url)
            .send()
            .await
            .is_ok_and(|answer| answer.status().is_success())
        {
            anyhow::ensure!(
                begun.elapsed() < Duration::from_secs(30),
                "the server did not become ready"
            );
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        Ok(server)
    }

    /// A line of its status in MiB: `VmRSS` is what it holds now, `VmHWM` the most that it held.
    pub fn memory(&self, line: &str) -> anyhow::Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let found = status
            .lines()
            .find_map(|one| one.strip_prefix(line)?.strip_prefix(':'));
        let kib: f64 = found
            .and_then(|rest| rest.split_whitespace().next())
            .with_context(|| format!("the system tells no {line}"))?
            .parse()?;
        Ok(kib / 1024.0)
    }

    /// The processor's time that it has used, in seconds.
    pub fn processor(&self) -> anyhow::Result<f64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        // The name of the program may hold anything; what counts stands behind its bracket.
        let (_, rest) = stat.rsplit_once(')').context("the system tells no times")?;
        let ticks = rest.split_whitespace().skip(11).take(2);
        let sum: f64 = ticks.map(|text| text.parse::<f64>()).sum::<Result<_, _>>()?;
        Ok(sum / TICKS)
    }
}

fn free_port() -> anyhow::Result<u16> {
    Ok(std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}
