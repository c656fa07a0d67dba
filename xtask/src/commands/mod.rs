//! What a person can ask for.

mod bench;
mod build;
mod check;
mod dev;
mod kill;
mod run;
mod test;

use anyhow::Result;
use clap::Subcommand;

use crate::project::Project;

/// The commands.
#[derive(Subcommand)]
pub enum Command {
    /// Build everything, start the server on SQLite in ./data and the sandbox vendors beside it
    Run,
    /// The same without the sandbox vendors
    Serve,
    /// Like `run`, and build and restart again whenever a file is saved
    Dev,
    /// Build the site and the server
    Build(build::Options),
    /// Formatting, lints and the house rules
    Check,
    /// Everything that proves the project: check, all tests on both databases, the browser tests
    Test(test::Options),
    /// Figures as ratios to plain references of the same run: calls, lists, limits, rules, runs, pages, webhooks, probes, …
    Bench(bench::Options),
    /// Kills the server again and again while vendors post to it, and counts what was lost
    Kill(kill::Options),
}

impl Command {
    /// Does it.
    pub fn run(&self, project: &Project) -> Result<()> {
        match self {
            Self::Run => run::run(project, run::Vendors::Sandbox),
            Self::Serve => run::run(project, run::Vendors::Real),
            Self::Dev => dev::dev(project),
            Self::Build(options) => build::build(project, options),
            Self::Check => check::check(project),
            Self::Test(options) => test::test(project, options),
            Self::Bench(options) => bench::bench(project, options),
            Self::Kill(options) => kill::kill(project, options),
        }
    }
}
