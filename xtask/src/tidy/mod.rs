//! The house rules that a program can check: the walls of `docs/ARCHITECTURE.md`, the size of files, the lists
//! that may only shrink.
//!
//! Every rule is a function from the sources to its findings. `cargo xtask check` runs them all; the tests here run
//! each over this repository as well, so that an editor's test button is enough.

mod arrows;
mod bans;
mod committed;
mod crates;
mod long_files;
mod modules;
mod paths;
mod ratchet;
mod source;
mod vendors;

use std::fmt;

use anyhow::{Result, bail};

use crate::project::Project;
use source::Source;

/// Something that breaks a rule.
#[derive(Debug, PartialEq, Eq)]
pub struct Finding {
    place: String,
    what: String,
}

impl Finding {
    /// A finding in a line of a source file.
    fn at(source: &Source, line: usize, what: impl Into<String>) -> Self {
        Self {
            place: format!("{}:{line}", source.path),
            what: what.into(),
        }
    }

    /// A finding about something that has no line.
    fn about(place: impl Into<String>, what: impl Into<String>) -> Self {
        Self {
            place: place.into(),
            what: what.into(),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.place, self.what)
    }
}

/// Runs every rule; fails with all findings.
pub fn check(project: &Project) -> Result<()> {
    let sources = source::load(&project.root)?;
    let mut findings = arrows::check(&sources);
    findings.extend(vendors::check(&sources));
    findings.extend(bans::check(&sources));
    findings.extend(crates::check(project)?);
    findings.extend(ratchet::check(&project.root)?);
    let sizes = long_files::check(&project.root)?;
    for note in &sizes.notes {
        println!("  note: {note}");
    }
    findings.extend(sizes.findings);
    if findings.is_empty() {
        return Ok(());
    }
    let list: Vec<String> = findings.iter().map(ToString::to_string).collect();
    bail!("house rules are broken:\n  {}", list.join("\n  "));
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn sources() -> Vec<Source> {
        source::load(&Project::find().unwrap().root).unwrap()
    }

    #[test]
    fn arrows_inside_the_engine_go_down() {
        assert_eq!(arrows::check(&sources()), []);
    }

    #[test]
    fn vendors_stay_in_their_folders() {
        assert_eq!(vendors::check(&sources()), []);
    }

    #[test]
    fn libraries_stay_behind_their_walls() {
        assert_eq!(bans::check(&sources()), []);
    }

    #[test]
    fn crates_import_what_the_picture_allows() {
        assert_eq!(crates::check(&Project::find().unwrap()).unwrap(), []);
    }

    #[test]
    fn files_are_short_and_lists_only_shrink() {
        let root = Project::find().unwrap().root;
        assert_eq!(long_files::check(&root).unwrap().findings, []);
        assert_eq!(ratchet::check(&root).unwrap(), []);
    }
}
