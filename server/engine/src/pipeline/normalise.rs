//! Stage normalise: the vendor's shape becomes the one event model.

use super::{failure::StageFailure, parse::Parsed};
use crate::connector::Inbound;
use contract::{event::Normalised, failure::Stage};
use serde_json::{Value, json};

/// The event as rules and SOPs see it. Only this stage makes one.
pub struct Normal(Normalised);

/// Translates what was parsed.
pub fn normalise(inbound: &dyn Inbound, parsed: &Parsed) -> Result<Normal, StageFailure> {
    inbound
        .normalise(parsed.shape())
        .map(Normal)
        .map_err(|unreadable| StageFailure::new(Stage::Normalise, unreadable.code, unreadable.why))
}

impl Normal {
    /// The event.
    pub fn event(&self) -> &Normalised {
        &self.0
    }

    /// The event, taken out.
    pub fn into_event(self) -> Normalised {
        self.0
    }

    /// What is written into the trace.
    pub fn detail(&self) -> Value {
        json!({
            "kind": self.0.kind,
            "subject": self.0.subject,
            "severity": self.0.severity,
            "ticket": self.0.ticket,
            "device": self.0.device,
            "customer": self.0.customer,
        })
    }
}
