//! What rustup adds to the toolchain: the wasm target, rustfmt and clippy.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::exec;
use crate::step::step;

/// The target of the browser part.
pub const WASM: &str = "wasm32-unknown-unknown";

/// Adds the wasm target when it is missing.
pub fn ensure_wasm_target() -> Result<()> {
    let folder = exec::output(Command::new("rustc").args(["--print", "target-libdir", "--target", WASM]))
        .context("rustc does not know where it keeps its targets")?;
    if Path::new(folder.trim()).exists() {
        return Ok(());
    }
    step("add the wasm target (rustup)", || {
        exec::run(Command::new("rustup").args(["target", "add", WASM]))
    })
}

/// Adds rustfmt and clippy when they are missing, as in rustup's minimal profile.
pub fn ensure_linters() -> Result<()> {
    for (program, component) in [("cargo-fmt", "rustfmt"), ("cargo-clippy", "clippy")] {
        let present = Command::new(program)
            .arg("--version")
            .output()
            .is_ok_and(|answer| answer.status.success());
        if !present {
            step(&format!("add {component} (rustup)"), || {
                exec::run(Command::new("rustup").args(["component", "add", component]))
            })?;
        }
    }
    Ok(())
}
