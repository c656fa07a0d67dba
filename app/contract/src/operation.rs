//! One named vendor call, as people and programs see it.

use crate::{Text, ids::IntegrationId, ids::VendorId};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What a call can do to the vendor's data; derived from the code that makes the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Risk {
    /// Changes nothing.
    Read,
    /// Changes something that can be changed back.
    Write,
    /// Cuts somebody off, spends money or cannot be undone; waits for approval.
    Dangerous,
}

impl Risk {
    /// Every risk, least first.
    pub const ALL: [Risk; 3] = [Risk::Read, Risk::Write, Risk::Dangerous];

    /// The risk's word.
    pub fn as_str(self) -> &'static str {
        match self {
            Risk::Read => "read",
            Risk::Write => "write",
            Risk::Dangerous => "dangerous",
        }
    }

    /// The risk of a word.
    pub fn parse(word: &str) -> Option<Risk> {
        Self::ALL.into_iter().find(|risk| risk.as_str() == word)
    }
}

/// One entry of the catalogue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OperationInfo {
    /// Whose operation it is.
    pub vendor: VendorId,
    /// Its name, e.g. `tickets.list`.
    pub id: Text,
    /// What it does, for a menu.
    pub title: Text,
    /// What it can do to the vendor's data.
    pub risk: Risk,
    /// JSON Schema of the input.
    pub input_schema: Value,
    /// JSON Schema of the output.
    pub output_schema: Value,
}

/// What to call it with.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct OperationCall {
    /// Which account; the vendor's default when absent.
    #[serde(default)]
    pub integration: Option<IntegrationId>,
    /// The input, as the operation's schema says.
    #[serde(default)]
    pub input: Value,
    /// The caller's own word for this call: with the same word and the same arguments it runs once.
    #[serde(default)]
    pub idempotency_key: Option<String>,
    /// Why it is asked for; whoever decides on a held call reads it.
    #[serde(default)]
    pub why: Option<String>,
}

/// A password that was made for somebody, told once. It prints as nothing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedOver {
    /// The password.
    pub secret: String,
    /// The operation that made it, e.g. `microsoft365.users.create`.
    pub operation: String,
}

impl std::fmt::Debug for HandedOver {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HandedOver")
            .field("operation", &self.operation)
            .finish_non_exhaustive()
    }
}

/// What came of a call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OperationAnswer {
    /// It ran; this is its output.
    Output(Value),
    /// It is held until another person approves it.
    Approval(Box<crate::approval::Approval>),
}
