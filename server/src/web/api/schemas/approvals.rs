//! Twins of held calls.

use super::{accounts::ActorKind, failures::Problem, vendors::Risk};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// What came of a call that is held.
#[derive(Serialize, ToSchema)]
pub struct HeldAnswer {
    /// The held call.
    approval: Approval,
}

/// Where an approval stands.
#[derive(Serialize, ToSchema)]
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
    /// Nobody decided in time.
    Expired,
}

/// Somebody who asked or decided.
#[derive(Serialize, ToSchema)]
pub struct Named {
    /// Person, token or system.
    kind: ActorKind,
    /// Their identifier.
    id: String,
    /// Their name then.
    name: String,
}

/// What was decided.
#[derive(Serialize, ToSchema)]
pub struct Decision {
    /// Who decided.
    by: Named,
    /// When.
    at: String,
    /// Why.
    #[schema(required = true)]
    reason: Option<String>,
}

/// One held call.
#[derive(Serialize, ToSchema)]
pub struct Approval {
    /// `apr_…`.
    id: String,
    /// Where it stands.
    status: ApprovalStatus,
    /// Whose operation.
    vendor: String,
    /// Which operation.
    operation: String,
    /// What it does, in words.
    title: String,
    /// What it can do to the vendor's data.
    risk: Risk,
    /// On which account.
    integration: String,
    /// That account's name.
    integration_name: String,
    /// The exact arguments.
    #[schema(value_type = Value)]
    input: Value,
    /// SHA-256 of the arguments in canonical form, in hex.
    input_sha256: String,
    /// Who asked.
    requested_by: Named,
    /// When it was asked.
    created_at: String,
    /// Until when it can be decided.
    expires_at: String,
    /// What was decided.
    #[schema(required = true)]
    decision: Option<Decision>,
    /// When the call came to its end.
    #[schema(required = true)]
    finished_at: Option<String>,
    /// What the call gave, without members that hold a secret.
    #[schema(required = true, value_type = Option<Value>)]
    output: Option<Value>,
    /// Why the call failed.
    #[schema(required = true)]
    problem: Option<Problem>,
}
