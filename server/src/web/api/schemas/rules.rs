//! Twins of the rules of operations.

use super::vendors::Risk;
use serde::Serialize;
use utoipa::ToSchema;

/// What becomes of a call.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OperationRule {
    /// It is made at once, for who may call.
    Auto,
    /// It waits until a Tech or an Admin decides.
    Tech,
    /// It waits until an Admin decides.
    Admin,
    /// It is refused.
    Off,
}

/// Where a rule comes from.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RuleOrigin {
    /// From the operation's risk.
    Seed,
    /// An Admin set it for the operation.
    Operation,
    /// An Admin set it for the operation on one account.
    Integration,
    /// A SOP asks for more than the operation's rule does.
    Sop,
}

/// A rule as it is in force.
#[derive(Serialize, ToSchema)]
pub struct RuleInForce {
    /// Whose operation.
    vendor: String,
    /// Which operation.
    operation: String,
    /// What it does.
    title: String,
    /// What it can do to the vendor's data.
    risk: Risk,
    /// On which account; null for every account that has no rule of its own.
    #[schema(required = true)]
    integration: Option<String>,
    /// That account's name.
    #[schema(required = true)]
    integration_name: Option<String>,
    /// The rule.
    rule: OperationRule,
    /// Where it comes from.
    origin: RuleOrigin,
    /// The rule that the operation's risk gives it.
    seed: OperationRule,
    /// The policy's version with which it was set; 0 when nobody set it.
    policy_version: u64,
    /// Who set it.
    #[schema(required = true)]
    set_by: Option<String>,
    /// When.
    #[schema(required = true)]
    set_at: Option<String>,
    /// Why.
    #[schema(required = true)]
    reason: Option<String>,
}
