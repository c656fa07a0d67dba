//! What may become of events when the machine dies.

use super::{error::ConfigError, parse, source::Source};

/// The settings of the pipeline that are for people who know what they do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventSettings {
    /// True to serve on a database whose commits may not be on disk: then acknowledged events may be lost.
    pub may_lose: bool,
    /// Where tests end the process, e.g. `after_commit@3`; without effect in a release build.
    pub crash_at: Option<String>,
}

impl EventSettings {
    pub(super) fn from_source(source: &Source) -> Result<Self, ConfigError> {
        let may_lose = source.parsed("OPSAI_MAY_LOSE_EVENTS", "yes", parse::yes_or_no)?;
        Ok(Self {
            may_lose: may_lose.unwrap_or_default(),
            crash_at: source.text("OPSAI_TEST_CRASH_AT").map(str::to_owned),
        })
    }
}
