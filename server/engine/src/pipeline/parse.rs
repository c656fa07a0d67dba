//! Stage parse: bytes become the vendor's shape.

use super::failure::StageFailure;
use crate::connector::Inbound;
use contract::failure::{FailureCode, Stage};
use serde_json::{Value, json};

/// The vendor's shape. Only this stage makes one; the next takes it.
pub struct Parsed(Value);

/// Reads a body; none when it has expired.
pub fn parse(inbound: &dyn Inbound, body: Option<&[u8]>) -> Result<Parsed, StageFailure> {
    let Some(body) = body else {
        return Err(StageFailure::new(
            Stage::Parse,
            FailureCode::MalformedPayload,
            "The payload has expired, so there is nothing left to read.",
        ));
    };
    inbound
        .parse(body)
        .map(Parsed)
        .map_err(|unreadable| StageFailure::new(Stage::Parse, unreadable.code, unreadable.why))
}

impl Parsed {
    /// For the next stage.
    pub(super) fn shape(&self) -> &Value {
        &self.0
    }

    /// What is written into the trace.
    pub fn detail(&self) -> Value {
        let members = self.0.as_object().map_or(0, serde_json::Map::len);
        json!({ "members": members })
    }
}
