//! `cargo xtask test`: everything that proves the project, ending in one line of numbers.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::Args;

use super::check;
use crate::cargo::cargo;
use crate::exec;
use crate::project::Project;
use crate::room;
use crate::site::{self, Flavour};
use crate::step::step;
use crate::tally::Tally;
use crate::tools::postgres::{Cluster, Syncs};
use crate::tools::{apt, npm};

/// Which tests.
#[derive(Args)]
pub struct Options {
    /// Run only tests whose name contains this
    filter: Option<String>,
    /// Leave the browser tests out
    #[arg(long, conflicts_with = "only_browser")]
    no_browser: bool,
    /// Run the browser tests only, without the check
    #[arg(long)]
    only_browser: bool,
}

/// Runs the tests. A failing check does not hide what the tests say; a build that fails ends the run.
pub fn test(project: &Project, options: &Options) -> Result<()> {
    room::make(project, check::NATIVE)?;
    let end2end = project.root.join("end2end");
    if !options.no_browser {
        apt::ensure_chromium()?;
        npm::ensure_packages(&end2end)?;
    }
    let checked = if options.only_browser {
        Ok(())
    } else {
        check::check(project)
    };
    site::build(project, Flavour::Dev)?;
    step("build the server and the tests", || {
        exec::run(&mut tests(project, "build", &["--bins", "--tests"]))
    })?;

    let cluster = Cluster::start(Syncs::No)?;
    let mut tally = Tally::default();
    if !options.only_browser {
        let server = step("run the tests of the server side", || {
            rust_tests(
                &mut tests(project, "test", &["--no-fail-fast"]),
                project,
                &cluster,
                options,
                &mut tally,
            )
        });
        // A cargo call of its own: xtask is built as it was for this very run, and not with the server's features.
        let own = step("run the tests of xtask", || {
            let mut command = cargo(project);
            command.args(["test", "-p", "xtask", "--no-fail-fast"]);
            rust_tests(&mut command, project, &cluster, options, &mut tally)
        });
        count_errors(&mut tally, [server, own]);
    }
    if !options.no_browser {
        let browser = step("run the browser tests", || {
            browser_tests(project, &cluster, options, &mut tally)
        });
        count_errors(&mut tally, [browser]);
    }
    drop(cluster);

    if let Err(error) = &checked {
        println!("{error:#}");
    }
    println!("{tally}");
    checked?;
    if tally.failed() > 0 {
        bail!("not all tests passed");
    }
    Ok(())
}

/// A cargo call over the crates of the server side.
///
/// Build and test name the same crates and kinds of target, so that cargo joins the same features for both and the
/// binaries of the browser tests need no build of their own.
fn tests(project: &Project, verb: &str, options: &[&str]) -> Command {
    let mut command = cargo(project);
    command.arg(verb);
    for name in check::NATIVE.iter().filter(|name| **name != "xtask") {
        command.args(["-p", name]);
    }
    command.args(["--features", "app/ssr"]).args(options);
    command
}

fn rust_tests(
    command: &mut Command,
    project: &Project,
    cluster: &Cluster,
    options: &Options,
    tally: &mut Tally,
) -> Result<()> {
    command
        .env("OPSAI_TEST_POSTGRES", cluster.url())
        .env("OPSAI_SITE_ROOT", &project.site);
    command.args(options.filter.as_ref());
    let before = tally.failed();
    let status = exec::tee(command, |line| tally.add_libtest_line(line))?;
    if !status.success() && tally.failed() == before {
        bail!("the tests ended with {status} without saying which failed");
    }
    Ok(())
}

fn browser_tests(project: &Project, cluster: &Cluster, options: &Options, tally: &mut Tally) -> Result<()> {
    let report = project.target.join("playwright-report.json");
    if report.exists() {
        fs::remove_file(&report).context("could not remove the last report of the browser tests")?;
    }
    let mut command = Command::new("npx");
    command
        .args(["playwright", "test", "--reporter=list,json"])
        .current_dir(project.root.join("end2end"))
        .env("PLAYWRIGHT_JSON_OUTPUT_FILE", &report)
        .env("OPSAI_BIN", project.server_binary())
        .env("OPSAI_SITE", &project.site)
        .env("SANDBOX_BIN", project.sandbox_binary())
        .env("OPSAI_TEST_POSTGRES", cluster.url());
    if let Some(filter) = &options.filter {
        command.args(["--grep", filter, "--pass-with-no-tests"]);
    }
    let status = command.status().context("could not start npx playwright")?;
    let before = tally.failed();
    if let Ok(json) = fs::read_to_string(&report) {
        tally.add_playwright_report(&json)?;
    }
    if !status.success() && tally.failed() == before {
        bail!("the browser tests ended with {status} without saying which failed");
    }
    Ok(())
}

/// A runner that did not run is a failure of its own in the last line.
fn count_errors<const N: usize>(tally: &mut Tally, results: [Result<()>; N]) {
    for error in results.into_iter().filter_map(Result::err) {
        eprintln!("{error:#}");
        tally.add_broken_runner();
    }
}
