//! An approval: one dangerous call, held until another person decides. Bound to its exact arguments; decided once, run once.

use crate::{
    Text, Time,
    actor::ActorKind,
    ids::{ApprovalId, IntegrationId, VendorId},
    operation::Risk,
    problem::Problem,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Where an approval stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApprovalStatus {
    /// It waits for a person.
    Pending,
    /// A person said yes; the call is about to be made.
    Approved,
    /// The call is being made.
    Running,
    /// The call was made and succeeded.
    Succeeded,
    /// The call was made, or may have been made, and did not succeed.
    Failed,
    /// A person said no.
    Rejected,
    /// Nobody decided in time. Not a refusal: it may be asked again.
    Expired,
}

impl ApprovalStatus {
    /// Every status.
    pub const ALL: [ApprovalStatus; 7] = [
        ApprovalStatus::Pending,
        ApprovalStatus::Approved,
        ApprovalStatus::Running,
        ApprovalStatus::Succeeded,
        ApprovalStatus::Failed,
        ApprovalStatus::Rejected,
        ApprovalStatus::Expired,
    ];

    /// The status's word.
    pub fn as_str(self) -> &'static str {
        match self {
            ApprovalStatus::Pending => "pending",
            ApprovalStatus::Approved => "approved",
            ApprovalStatus::Running => "running",
            ApprovalStatus::Succeeded => "succeeded",
            ApprovalStatus::Failed => "failed",
            ApprovalStatus::Rejected => "rejected",
            ApprovalStatus::Expired => "expired",
        }
    }

    /// The status of a word.
    pub fn parse(word: &str) -> Option<ApprovalStatus> {
        Self::ALL.into_iter().find(|status| status.as_str() == word)
    }
}

/// Somebody who asked or decided, as they were named then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Person, token or system.
    pub kind: ActorKind,
    /// Their identifier.
    pub id: String,
    /// Their name.
    pub name: String,
}

/// What was decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Who decided.
    pub by: Named,
    /// When.
    pub at: Time,
    /// Why; goes back to whoever asked.
    pub reason: Option<String>,
}

/// One held call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Approval {
    /// Its identifier.
    pub id: ApprovalId,
    /// Where it stands.
    pub status: ApprovalStatus,
    /// Whose operation.
    pub vendor: VendorId,
    /// Which operation, e.g. `agents.quarantine`.
    pub operation: Text,
    /// What it does, in words.
    pub title: Text,
    /// What it can do to the vendor's data.
    pub risk: Risk,
    /// On which account.
    pub integration: IntegrationId,
    /// That account's name.
    pub integration_name: String,
    /// The exact arguments. These run, and no others.
    pub input: Value,
    /// SHA-256 of the arguments in canonical form (members sorted, no white space), in hex.
    pub input_sha256: String,
    /// Who asked.
    pub requested_by: Named,
    /// When it was asked.
    pub created_at: Time,
    /// Until when it can be decided.
    pub expires_at: Time,
    /// What was decided.
    pub decision: Option<Decision>,
    /// When the call came to its end.
    pub finished_at: Option<Time>,
    /// What the call gave, without members that hold a secret.
    pub output: Option<Value>,
    /// Why the call failed.
    pub problem: Option<Box<Problem>>,
}
