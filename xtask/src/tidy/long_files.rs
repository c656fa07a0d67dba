//! Files stay short: 400 lines are long, 500 fail, and the list of exceptions may only shrink.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use walkdir::{DirEntry, WalkDir};

use super::Finding;

/// Where the exceptions stand.
pub const LIST: &str = "xtask/long-files.txt";

const LONG: usize = 400;
const LIMIT: usize = 500;
const KINDS: &[&str] = &["rs", "ts", "js", "mjs", "css", "sh", "sql"];
const NOT_OURS: &[&str] = &[
    "target",
    "node_modules",
    "site",
    "data",
    "test-results",
    "playwright-report",
    "fixtures",
];

/// What a check of all files says.
pub struct Sizes {
    /// Files over the limit and entries of the list that do not fit.
    pub findings: Vec<Finding>,
    /// Files that are getting long.
    pub notes: Vec<String>,
}

/// Counts the lines of every file of code.
pub fn check(root: &Path) -> Result<Sizes> {
    let list = fs::read_to_string(root.join(LIST)).with_context(|| format!("could not read {LIST}"))?;
    let mut lengths = BTreeMap::new();
    for entry in WalkDir::new(root).into_iter().filter_entry(is_ours) {
        let entry = entry.context("could not read the project")?;
        if entry
            .path()
            .extension()
            .is_some_and(|kind| KINDS.iter().any(|ours| kind == *ours))
        {
            let content = fs::read(entry.path())
                .with_context(|| format!("could not read {}", entry.path().display()))?;
            let path = entry
                .path()
                .strip_prefix(root)
                .unwrap_or(entry.path())
                .display()
                .to_string();
            lengths.insert(path, content.split(|byte| *byte == b'\n').count() - 1);
        }
    }
    Ok(judge(&lengths, &exceptions(&list)))
}

/// Path → number of lines, from the committed list.
pub fn exceptions(list: &str) -> BTreeMap<String, usize> {
    let entry = |line: &str| {
        let mut words = line.split_whitespace();
        Some((words.next()?.to_owned(), words.next()?.parse().ok()?))
    };
    list.lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(entry)
        .collect()
}

fn is_ours(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    entry.depth() == 0 || !(name.starts_with('.') || NOT_OURS.contains(&name.as_ref()))
}

fn judge(lengths: &BTreeMap<String, usize>, exceptions: &BTreeMap<String, usize>) -> Sizes {
    let mut sizes = Sizes {
        findings: Vec::new(),
        notes: Vec::new(),
    };
    for (path, &lines) in lengths {
        match exceptions.get(path) {
            Some(&allowed) if lines > allowed => {
                sizes.findings.push(Finding::about(
                    path,
                    format!("{lines} lines, {allowed} in {LIST}: it must not grow"),
                ));
            }
            Some(&allowed) if lines > LIMIT && lines < allowed => {
                sizes.findings.push(Finding::about(
                    LIST,
                    format!("{path} has {lines} lines now: lower {allowed} to that"),
                ));
            }
            None if lines > LIMIT => {
                sizes.findings.push(Finding::about(
                    path,
                    format!("{lines} lines: split it, {LIMIT} is the end"),
                ));
            }
            None if lines > LONG => sizes
                .notes
                .push(format!("{path} has {lines} lines; {LIMIT} is the end")),
            _ => {}
        }
    }
    for path in exceptions.keys() {
        if lengths.get(path).is_none_or(|&lines| lines <= LIMIT) {
            sizes.findings.push(Finding::about(
                LIST,
                format!("{path} needs no exception any more: remove it"),
            ));
        }
    }
    sizes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(lines: usize, list: &str) -> (usize, usize) {
        let sizes = judge(&BTreeMap::from([("a.rs".to_owned(), lines)]), &exceptions(list));
        (sizes.findings.len(), sizes.notes.len())
    }

    #[test]
    fn long_files_are_noted_and_too_long_ones_found() {
        assert_eq!(judged(400, ""), (0, 0));
        assert_eq!(judged(401, ""), (0, 1));
        assert_eq!(judged(500, ""), (0, 1));
        assert_eq!(judged(501, ""), (1, 0));
    }

    #[test]
    fn an_exception_holds_exactly_and_ends_when_it_is_not_needed() {
        let list = "# a comment\na.rs 600 one table of codes\n";
        assert_eq!(judged(600, list), (0, 0));
        assert_eq!(judged(601, list), (1, 0));
        assert_eq!(judged(590, list), (1, 0));
        assert_eq!(judged(500, list), (1, 0));
        assert_eq!(judge(&BTreeMap::new(), &exceptions(list)).findings.len(), 1);
    }
}
