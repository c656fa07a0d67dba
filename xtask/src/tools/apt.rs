//! Debian packages, only when something is missing.

use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};

use crate::exec;
use crate::step::step;

/// Chromium as the browser tests use it.
pub fn ensure_chromium() -> Result<()> {
    if chromium().is_some() {
        return Ok(());
    }
    install(&["chromium", "fonts-dejavu-core"])
}

/// Where Chromium is, if it is anywhere.
pub fn chromium() -> Option<PathBuf> {
    let usual = || Some(PathBuf::from("/usr/bin/chromium")).filter(|path| path.exists());
    std::env::var_os("OPSAI_CHROMIUM")
        .map(PathBuf::from)
        .or_else(usual)
}

/// True when we are root.
pub fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

/// True when a package of that name can be installed.
pub fn knows(package: &str) -> bool {
    Command::new("apt-cache")
        .args(["show", package])
        .output()
        .is_ok_and(|answer| answer.status.success())
}

/// Installs packages; says which command a person has to run where we may not.
pub fn install(packages: &[&str]) -> Result<()> {
    let wanted = packages.join(" ");
    if exec::find("apt-get").is_none() {
        bail!("{wanted} is needed and there is no apt-get here: install it with this system's own tools");
    }
    if !is_root() && exec::find("sudo").is_none() {
        bail!(
            "{wanted} is needed; as root: apt-get update && apt-get install -y --no-install-recommends {wanted}"
        );
    }
    step(&format!("install {wanted} (apt)"), || {
        exec::run(apt_get().args(["update", "-q"]))?;
        exec::run(
            apt_get()
                .args(["install", "-y", "-q", "--no-install-recommends"])
                .args(packages),
        )
    })
}

fn apt_get() -> Command {
    let mut command = if is_root() {
        Command::new("apt-get")
    } else {
        let mut sudo = Command::new("sudo");
        sudo.args(["--preserve-env=DEBIAN_FRONTEND", "apt-get"]);
        sudo
    };
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}
