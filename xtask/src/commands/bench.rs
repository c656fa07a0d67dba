//! `cargo xtask bench`: builds what is measured and measures it. Never a part of the gate: a shared machine proves nothing
//! about speed, and a ratio still needs a quiet one.

use anyhow::Result;

use super::build;
use crate::cargo::releasing;
use crate::exec;
use crate::project::Project;
use crate::site::{self, Flavour};
use crate::step::step;

/// The profile of the measured binaries.
const PROFILE: &str = "bench-run";

/// Weighs the first page, then runs the benchmarks against the release site.
pub fn bench(project: &Project) -> Result<()> {
    let manifest = site::build(project, Flavour::Release)?;
    step("weigh the first page", || build::weigh(project, &manifest))?;
    step("build what is measured", || {
        exec::run(releasing(project).args(["build", "-p", "server", "-p", "bench", "--profile", PROFILE]))
    })?;
    exec::run(releasing(project).args(["run", "-q", "-p", "bench", "--profile", PROFILE]))
}
