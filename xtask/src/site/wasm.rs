//! Compiles the browser part.

use std::path::PathBuf;

use anyhow::Result;

use super::Flavour;
use crate::cargo::{cargo, releasing_browser};
use crate::exec;
use crate::project::Project;
use crate::tools::rust::WASM;

/// Compiles `frontend` and returns the module that the compiler wrote.
///
/// This is a cargo call of its own on purpose: together with the server, cargo would join the features of both
/// and put server code into the browser.
pub fn compile(project: &Project, flavour: Flavour) -> Result<PathBuf> {
    let (mut cargo, profile, folder) = match flavour {
        Flavour::Dev => (cargo(project), "dev", "debug"),
        Flavour::Release => (releasing_browser(project), "wasm-release", "wasm-release"),
    };
    exec::run(cargo.args([
        "build",
        "-p",
        "frontend",
        "--lib",
        "--target",
        WASM,
        "--profile",
        profile,
    ]))?;
    Ok(project.target.join(WASM).join(folder).join("frontend.wasm"))
}
