//! The trace of an attempt: each stage it came to, how that ended, how long it took; and the same as spans.

use contract::{event::StageRecord, failure::Stage};
use serde_json::Value;
use std::time::Instant;
use tracing::{Span, field::Empty};

/// An attempt as it goes.
pub struct Trace {
    records: Vec<StageRecord>,
    begun: Instant,
    span: Span,
}

impl Trace {
    /// An attempt that begins now.
    pub fn new() -> Self {
        Self {
            records: Vec::new(),
            begun: Instant::now(),
            span: Span::none(),
        }
    }

    /// A stage begins now; its span, to be in while it works.
    pub fn begins(&mut self, stage: Stage) -> Span {
        self.span = tracing::info_span!(
            target: "ops_ai::spans",
            "stage",
            otel.name = stage.as_str(),
            outcome = Empty
        );
        self.span.clone()
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
        self.span.record("outcome", outcome);
        self.span = Span::none();
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
