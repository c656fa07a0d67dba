//! The trace of an attempt: each stage it came to, how that ended, how long it took.

use contract::{event::StageRecord, failure::Stage};
use serde_json::Value;
use std::time::Instant;

/// An attempt as it goes.
pub struct Trace {
    records: Vec<StageRecord>,
    begun: Instant,
}

impl Trace {
    /// An attempt that begins now.
    pub fn new() -> Self {
        Self {
            records: Vec::new(),
            begun: Instant::now(),
        }
    }

    /// A stage ended so; the next begins now.
    pub fn ended(&mut self, stage: Stage, outcome: &'static str, detail: Value) {
        let ms = u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.records.push(StageRecord {
            stage,
            outcome: outcome.into(),
            ms,
            detail,
        });
        self.begun = Instant::now();
    }

    /// What was recorded.
    pub fn records(&self) -> &[StageRecord] {
        &self.records
    }

    /// What was recorded, as it is kept.
    pub fn to_json(&self) -> String {
        serde_json::to_string(&self.records).unwrap_or_else(|_| "[]".to_owned())
    }
}
