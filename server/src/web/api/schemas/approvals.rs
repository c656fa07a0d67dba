//! Twins of held calls.

use super::{
    accounts::{ActorKind, Role},
    failures::Problem,
    rules::{OperationRule, RuleOrigin},
    vendors::Risk,
};
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
    /// What would have been done is no longer what was asked for; nothing was called.
    Stale,
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
    /// Who stands behind whoever decided: the maker of a token, else the decider.
    owner: String,
}

/// What a call acts on.
#[derive(Serialize, ToSchema)]
pub struct Target {
    /// What kind of thing it is.
    kind: String,
    /// The vendor's identifier of it.
    id: String,
    /// Its name.
    name: String,
    /// Whose it is, by the vendor's own name of the customer.
    #[schema(required = true)]
    customer: Option<String>,
    /// What one should know of it.
    facts: Vec<Fact>,
    /// What the call does, in a sentence.
    effect: String,
    /// Whether it can be undone.
    reversible: bool,
    /// How it is undone; why it cannot be.
    undo: String,
}

/// One thing to know of a target.
#[derive(Serialize, ToSchema)]
pub struct Fact {
    /// What it is.
    name: String,
    /// How it stands.
    value: String,
    /// True when the approval is bound to it.
    bound: bool,
}

/// Something that is no longer as it was when the call was asked for.
#[derive(Serialize, ToSchema)]
pub struct Difference {
    /// What changed.
    name: String,
    /// How it stood.
    before: String,
    /// How it stands.
    now: String,
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
    /// On which account; null where the decision calls nothing.
    #[schema(required = true)]
    integration: Option<String>,
    /// That account's name; the SOP's where there is none.
    integration_name: String,
    /// The run that waits for it.
    #[schema(required = true)]
    run: Option<String>,
    /// That run's step.
    #[schema(required = true)]
    step: Option<String>,
    /// The least role that may decide.
    needs: Role,
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
    /// Who stands behind whoever asked: the maker of a token, else the asker.
    owner: String,
    /// Why it was asked for, in the asker's words.
    #[schema(required = true)]
    why: Option<String>,
    /// The rule that holds it.
    rule: OperationRule,
    /// Where that rule comes from.
    rule_origin: RuleOrigin,
    /// The policy's version when it was asked for.
    policy_version: u64,
    /// SHA-256 of what tells the account from another.
    account_sha256: String,
    /// What it acts on, as it stood then.
    #[schema(required = true)]
    target: Option<Target>,
    /// Why the target could not be read.
    #[schema(required = true)]
    target_unread: Option<String>,
    /// What is no longer as it was then, of a stale one.
    differences: Vec<Difference>,
}
