//! `cargo xtask check`: formatting, lints and the house rules. All of them run, also after one has failed.

use anyhow::{Result, bail};

use crate::cargo::cargo;
use crate::exec;
use crate::project::Project;
use crate::step::step;
use crate::tidy;
use crate::tools::rust::{self, WASM};

/// The crates that run on this machine. The browser part is linted in a cargo call of its own: in one call the
/// features of both sides would join.
pub const NATIVE: &[&str] = &[
    "contract",
    "engine",
    "server",
    "migrations",
    "sandbox",
    "xtask",
    "app",
];

/// Checks everything and fails with the names of what failed.
pub fn check(project: &Project) -> Result<()> {
    rust::ensure_linters()?;
    rust::ensure_wasm_target()?;
    let failed: Vec<&str> = [
        ("formatting", formatting(project)),
        (
            "house rules",
            step("check the house rules", || tidy::check(project)),
        ),
        (
            "lints",
            step("lint the server side", || exec::run(&mut server_lints(project))),
        ),
        (
            "browser lints",
            step("lint the browser part", || exec::run(&mut browser_lints(project))),
        ),
        ("dependencies", dependencies(project)),
    ]
    .into_iter()
    .filter_map(|(name, result)| {
        let error = result.err()?;
        eprintln!("{name}: {error:#}");
        Some(name)
    })
    .collect();
    if failed.is_empty() {
        return Ok(());
    }
    bail!("the check failed: {}", failed.join(", "));
}

fn formatting(project: &Project) -> Result<()> {
    step("check the formatting", || {
        exec::run(cargo(project).args(["fmt", "--all", "--check"]))
    })
}

fn server_lints(project: &Project) -> std::process::Command {
    let mut clippy = cargo(project);
    clippy.arg("clippy");
    for name in NATIVE {
        clippy.args(["-p", name]);
    }
    clippy.args(["--features", "app/ssr", "--all-targets", "--", "-D", "warnings"]);
    clippy
}

fn browser_lints(project: &Project) -> std::process::Command {
    let mut clippy = cargo(project);
    clippy.args([
        "clippy", "-p", "frontend", "--target", WASM, "--", "-D", "warnings",
    ]);
    clippy
}

fn dependencies(project: &Project) -> Result<()> {
    if exec::find("cargo-deny").is_none() {
        println!(
            "▸ check the dependencies … skipped: cargo-deny is not installed (cargo install cargo-deny)"
        );
        return Ok(());
    }
    step("check the dependencies", || {
        exec::run(cargo(project).args(["deny", "check"]))
    })
}
