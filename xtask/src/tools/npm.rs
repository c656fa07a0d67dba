//! The npm packages of the browser tests.

use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

use anyhow::{Result, bail};

use crate::exec;
use crate::step::step;

/// Installs what `package-lock.json` names, unless it is installed already.
///
/// No browser is downloaded: the tests use the system's Chromium.
pub fn ensure_packages(end2end: &Path) -> Result<()> {
    if is_current(end2end) {
        return Ok(());
    }
    if exec::find("npm").is_none() {
        bail!("Node.js with npm is needed for the browser tests (Debian: apt-get install nodejs npm)");
    }
    step("install the npm packages of end2end", || {
        exec::run(
            Command::new("npm")
                .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
                .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
                .current_dir(end2end),
        )
    })
}

/// True when npm installed after the lock file was last written.
fn is_current(end2end: &Path) -> bool {
    let written = |path: &str| -> Option<SystemTime> { end2end.join(path).metadata().ok()?.modified().ok() };
    match (
        written("node_modules/.package-lock.json"),
        written("package-lock.json"),
    ) {
        (Some(installed), Some(locked)) => installed >= locked,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::fs::{self, File};
    use std::time::Duration;

    #[test]
    fn packages_older_than_the_lock_are_installed_again() {
        let folder = tempfile::tempdir().unwrap();
        let lock = folder.path().join("package-lock.json");
        fs::write(&lock, "{}").unwrap();
        assert!(!is_current(folder.path()), "nothing is installed");

        fs::create_dir(folder.path().join("node_modules")).unwrap();
        let installed = folder.path().join("node_modules/.package-lock.json");
        fs::write(&installed, "{}").unwrap();
        let now = SystemTime::now();
        let date = |path: &Path, time| {
            File::options()
                .write(true)
                .open(path)
                .unwrap()
                .set_modified(time)
                .unwrap();
        };
        date(&installed, now);
        date(&lock, now - Duration::from_mins(1));
        assert!(is_current(folder.path()));
        date(&lock, now + Duration::from_mins(1));
        assert!(!is_current(folder.path()));
    }
}
