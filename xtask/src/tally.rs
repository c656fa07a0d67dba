//! Adds up what the test runners report.

use std::fmt;

use anyhow::{Context, Result};
use serde::Deserialize;

/// How many tests passed and failed.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    passed: u64,
    failed: u64,
    flaky: u64,
}

impl Tally {
    /// Adds a line of `cargo test`'s output if it is a summary.
    pub fn add_libtest_line(&mut self, line: &str) {
        let Some(summary) = line.trim().strip_prefix("test result: ") else {
            return;
        };
        for part in summary.split([';', '.']) {
            let mut words = part.split_whitespace();
            match (
                words.next().and_then(|number| number.parse::<u64>().ok()),
                words.next(),
            ) {
                (Some(number), Some("passed")) => self.passed += number,
                (Some(number), Some("failed")) => self.failed += number,
                _ => {}
            }
        }
    }

    /// Adds Playwright's JSON report. A browser test that passed only when it was tried again counts as passed and is told
    /// in the last line, so that a busy machine does not fail the gate and nobody overlooks it either.
    pub fn add_playwright_report(&mut self, json: &str) -> Result<()> {
        let report: Report = serde_json::from_str(json).context("Playwright's report is not what we know")?;
        self.passed += report.stats.expected + report.stats.flaky;
        self.failed += report.stats.unexpected;
        self.flaky += report.stats.flaky;
        Ok(())
    }

    /// Counts a runner that failed without failing a test: it did not compile, or it crashed.
    pub fn add_broken_runner(&mut self) {
        self.failed += 1;
    }

    /// The number of failures.
    pub fn failed(self) -> u64 {
        self.failed
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} passed, {} failed", self.passed, self.failed)?;
        if self.flaky > 0 {
            write!(formatter, ", {} passed only on a second try", self.flaky)?;
        }
        Ok(())
    }
}

#[derive(Deserialize)]
struct Report {
    stats: Stats,
}

#[derive(Deserialize)]
struct Stats {
    expected: u64,
    unexpected: u64,
    flaky: u64,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_runners_are_summed_and_other_lines_ignored() {
        let mut tally = Tally::default();
        for line in [
            "running 3 tests",
            "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s",
            "test a_sentence_about_5_passed ... ok",
            "test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.1s",
        ] {
            tally.add_libtest_line(line);
        }
        assert_eq!(tally.to_string(), "15 passed, 2 failed");
        tally
            .add_playwright_report(
                r#"{"config":{},"stats":{"expected":4,"skipped":1,"unexpected":1,"flaky":1}}"#,
            )
            .unwrap();
        assert_eq!(
            tally.to_string(),
            "20 passed, 3 failed, 1 passed only on a second try"
        );
    }

    #[test]
    fn a_report_without_numbers_is_refused() {
        assert!(Tally::default().add_playwright_report("{}").is_err());
    }
}
