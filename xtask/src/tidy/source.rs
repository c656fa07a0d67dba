//! The Rust files of the workspace, read once for all rules.

use std::fs;
use std::ops::RangeInclusive;
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use walkdir::WalkDir;

/// Folders with Rust of ours.
const FOLDERS: &[&str] = &[
    "app",
    "frontend",
    "server",
    "migrations",
    "end2end/sandbox",
    "xtask",
];

/// A Rust file.
pub struct Source {
    /// From the project's root, with slashes.
    pub path: String,
    /// The text.
    pub text: String,
    /// The text as tokens.
    pub tokens: TokenStream,
    tests: Vec<RangeInclusive<usize>>,
    all_tests: bool,
}

impl Source {
    /// Reads a file's text.
    pub fn parse(path: &str, text: &str) -> Result<Self> {
        let tokens: TokenStream = text
            .parse()
            .map_err(|error| anyhow!("{path} is not Rust: {error}"))?;
        let mut tests = Vec::new();
        find_tests(&tokens, &mut tests);
        Ok(Self {
            path: path.to_owned(),
            text: text.to_owned(),
            tokens,
            tests,
            all_tests: is_test_file(path),
        })
    }

    /// True for a line that only tests compile: below `#[cfg(test)]`, or in a file of tests.
    pub fn is_test(&self, line: usize) -> bool {
        self.all_tests || self.tests.iter().any(|range| range.contains(&line))
    }

    /// The path below a folder, if the file lies in it.
    pub fn below(&self, folder: &str) -> Option<&str> {
        self.path.strip_prefix(folder)?.strip_prefix('/')
    }
}

/// Reads all Rust files.
pub fn load(root: &Path) -> Result<Vec<Source>> {
    let mut sources = Vec::new();
    for folder in FOLDERS
        .iter()
        .map(|folder| root.join(folder))
        .filter(|folder| folder.is_dir())
    {
        let walk = WalkDir::new(folder).sort_by_file_name().into_iter();
        for entry in walk.filter_entry(|entry| {
            !["target", "node_modules"]
                .iter()
                .any(|skip| entry.file_name() == *skip)
        }) {
            let entry = entry.context("could not read the sources")?;
            if entry
                .path()
                .extension()
                .is_some_and(|extension| extension == "rs")
            {
                let text = fs::read_to_string(entry.path())
                    .with_context(|| format!("could not read {}", entry.path().display()))?;
                let path = entry
                    .path()
                    .strip_prefix(root)
                    .unwrap_or(entry.path())
                    .display()
                    .to_string();
                sources.push(Source::parse(&path, &text)?);
            }
        }
    }
    Ok(sources)
}

/// Files that only tests compile, and the engine's help for tests.
fn is_test_file(path: &str) -> bool {
    path.split('/')
        .any(|part| ["tests", "benches", "tests.rs"].contains(&part))
        || path.ends_with("_tests.rs")
        || path.starts_with("server/engine/src/testing")
}

/// Finds the lines of items under `#[cfg(test)]`.
fn find_tests(tokens: &TokenStream, found: &mut Vec<RangeInclusive<usize>>) {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    for (at, token) in tokens.iter().enumerate() {
        let TokenTree::Group(group) = token else { continue };
        let is_attribute =
            at > 0 && matches!(&tokens[at - 1], TokenTree::Punct(punct) if punct.as_char() == '#');
        if is_attribute && is_cfg_test(&group.stream()) {
            let end = tokens[at + 1..].iter().find(|token| match token {
                TokenTree::Group(body) => body.delimiter() == Delimiter::Brace,
                TokenTree::Punct(punct) => punct.as_char() == ';',
                _ => false,
            });
            let last = end.map_or(usize::MAX, |end| end.span().end().line);
            found.push(token.span().start().line..=last);
        }
        find_tests(&group.stream(), found);
    }
}

/// `cfg(test)`, `cfg(all(test, …))`; not `cfg(not(test))`.
fn is_cfg_test(attribute: &TokenStream) -> bool {
    let text = attribute.to_string().replace(' ', "");
    text == "cfg(test)" || text.starts_with("cfg(all(test,")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn lines_below_cfg_test_are_tests_and_others_are_not() {
        let text =
            "fn a() {}\n#[cfg(test)]\nmod tests {\n  fn b() {}\n}\nfn c() {}\n#[cfg(not(test))]\nfn d() {}\n";
        let source = Source::parse("x/src/a.rs", text).unwrap();
        let tests: Vec<usize> = (1..=8).filter(|line| source.is_test(*line)).collect();
        assert_eq!(tests, [2, 3, 4, 5]);
    }

    #[test]
    fn files_of_tests_are_tests_throughout() {
        for path in [
            "x/tests/a.rs",
            "x/src/store/tests.rs",
            "x/src/store/tests/leases.rs",
            "x/src/a_tests.rs",
        ] {
            assert!(Source::parse(path, "fn a() {}").unwrap().is_test(1), "{path}");
        }
        assert!(
            !Source::parse("x/src/test_connection.rs", "fn a() {}")
                .unwrap()
                .is_test(1)
        );
    }
}
