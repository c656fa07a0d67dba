//! `cargo xtask kill`: the long proof that what was acknowledged survives `kill -9`, on both databases.
//!
//! The harness itself is a test of the server (`server/tests/kill`), which the gate runs for a short round.

use anyhow::Result;
use clap::Args;

use crate::cargo::cargo;
use crate::exec;
use crate::project::Project;
use crate::tools::postgres::{Cluster, Syncs};

/// How long.
#[derive(Args)]
pub struct Options {
    /// How many times the server is killed at a moment of chance, on each database
    #[arg(long, default_value_t = 300)]
    rounds: u32,
    /// The seed that an earlier run printed, to play the same chances again
    #[arg(long)]
    seed: Option<u64>,
    /// Run only tests whose name contains this (`sqlite`, `postgres`, `disk`)
    filter: Option<String>,
}

/// Kills, and prints what was found.
pub fn kill(project: &Project, options: &Options) -> Result<()> {
    let cluster = Cluster::start(Syncs::Yes)?;
    let mut command = cargo(project);
    command
        .args(["test", "-p", "server", "--test", "kill", "--"])
        .args(options.filter.as_ref())
        .args(["--nocapture", "--test-threads=1"])
        .env("OPSAI_TEST_POSTGRES", cluster.url())
        .env("OPSAI_KILL_ROUNDS", options.rounds.to_string());
    if let Some(seed) = options.seed {
        command.env("OPSAI_KILL_SEED", seed.to_string());
    }
    exec::run(&mut command)
}
