//! Test connection: a list of checks with a time each, the vendor's own words, and one suggested action.

use crate::{Text, manifest::Values};
use serde::{Deserialize, Serialize};

/// What a test of a connection found. Made without saving anything.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TestReport {
    /// True when every check that matters passed.
    pub ok: bool,
    /// The checks in the order in which they ran; what was not reached is not listed.
    pub checks: Vec<Check>,
    /// The HTTP status of the vendor's answer that failed.
    pub vendor_status: Option<u16>,
    /// The vendor's body of that answer, verbatim.
    pub vendor_message: Option<String>,
    /// The vendor's identifier of that request.
    #[serde(default)]
    pub vendor_request_id: Option<String>,
    /// One suggested action.
    pub advice: Option<Advice>,
    /// Why it failed, as a closed word (the outcome of a probe).
    #[serde(default)]
    pub reason: Option<Text>,
    /// Things the person should know though nothing failed, e.g. that spaces were trimmed.
    #[serde(default)]
    pub notes: Vec<String>,
}

/// One check of a test.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Check {
    /// What was checked, e.g. `Sign-in`.
    pub name: Text,
    /// Whether it passed.
    pub ok: bool,
    /// What was found.
    pub detail: String,
    /// How long it took, in milliseconds.
    pub ms: u64,
}

/// One suggested action, and the settings that perform it with one click.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Advice {
    /// The closed word for it, e.g. `use_eu_base_url`.
    pub code: Text,
    /// What to do, in words.
    pub text: String,
    /// Settings to change, field → value; empty when the action is not a setting.
    #[serde(default)]
    pub set: Values,
}

impl Advice {
    /// An action that no setting performs.
    pub fn new(code: &'static str, text: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            text: text.into(),
            set: Values::new(),
        }
    }

    /// Adds a setting that performs it.
    #[must_use]
    pub fn setting(mut self, field: &str, value: impl Into<String>) -> Self {
        self.set.insert(field.to_owned(), value.into());
        self
    }
}
