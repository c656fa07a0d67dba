//! Room on the disk. Cargo keeps what it built of a crate for every path the crate was ever built at, so a target folder that
//! many clones share grows by gigabytes with each, until a linker fails in the middle of a run.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::cargo::cargo;
use crate::exec;
use crate::project::Project;
use crate::step::step;

/// What a whole run of the tests needs, measured with some room above it: 12 GB of our own crates, 2 GB of databases.
const NEEDED: u64 = 20 << 30;

/// Removes what was built of our own crates, here or in other clones, where the disk has too little room for a whole run.
/// The crates of others stay: they are what takes long to build.
pub fn make(project: &Project, crates: &[&str]) -> Result<()> {
    if !project.target.is_dir() || free(&project.target)? >= NEEDED {
        return Ok(());
    }
    step("make room on the disk", || {
        let mut clean = cargo(project);
        clean.arg("clean");
        // This very program stands in that folder.
        for name in crates.iter().filter(|name| **name != "xtask") {
            clean.args(["-p", name]);
        }
        exec::run(&mut clean)?;
        let left = free(&project.target)?;
        if left < NEEDED {
            println!(
                "  note: {} GB are free; a whole run needs {} GB",
                left >> 30,
                NEEDED >> 30
            );
        }
        Ok(())
    })
}

/// The bytes that may still be written where a folder stands.
fn free(folder: &Path) -> Result<u64> {
    let told = exec::output(Command::new("df").args(["--output=avail", "-B1"]).arg(folder))?;
    parse(&told).with_context(|| format!("`df` said {told:?}"))
}

/// The number under the heading.
fn parse(told: &str) -> Option<u64> {
    told.lines().nth(1)?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_free_bytes_stand_under_the_heading() {
        assert_eq!(parse("     Avail\n1395864371\n"), Some(1_395_864_371));
        assert_eq!(parse("df: no such folder\n"), None);
    }

    #[test]
    fn a_folder_that_stands_has_room() {
        assert!(free(Path::new("/")).unwrap() > 0);
    }
}
