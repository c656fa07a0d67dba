//! An approval: one dangerous call, held until another person decides. Bound to its exact arguments; decided once, run once.
//! A step of a SOP that only waits for a person is one too: it names no account, and nothing is called.

use crate::{
    Text, Time,
    actor::{ActorKind, Role},
    ids::{ApprovalId, IntegrationId, RunId, VendorId},
    operation::Risk,
    operation_rule::{OperationRule, RuleOrigin},
    problem::Problem,
    target::{Difference, Target},
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
    /// What would have been done is no longer what was asked for; nothing was called. It may be asked again.
    Stale,
}

impl ApprovalStatus {
    /// Every status.
    pub const ALL: [ApprovalStatus; 8] = [
        ApprovalStatus::Pending,
        ApprovalStatus::Approved,
        ApprovalStatus::Running,
        ApprovalStatus::Succeeded,
        ApprovalStatus::Failed,
        ApprovalStatus::Rejected,
        ApprovalStatus::Expired,
        ApprovalStatus::Stale,
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
            ApprovalStatus::Stale => "stale",
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
    /// Who stands behind whoever decided: the maker of a token, else the decider.
    #[serde(default)]
    pub owner: String,
}

/// What a held call is bound to, beside its account and its arguments, and what is told to whoever decides.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Binding {
    /// Who stands behind whoever asked: the maker of a token, else the asker. They cannot approve it.
    pub owner: String,
    /// Why it was asked for, in the asker's words.
    pub why: Option<String>,
    /// The rule that holds it.
    pub rule: OperationRule,
    /// Where that rule comes from.
    pub rule_origin: RuleOrigin,
    /// The policy's version when it was asked for.
    pub policy_version: u64,
    /// SHA-256 of what tells the account from another: the same name with other credentials is another account.
    pub account_sha256: String,
    /// What it acts on, as it stood then; none where the operation describes none, or it could not be read.
    pub target: Option<Target>,
    /// Why the target could not be read.
    pub target_unread: Option<String>,
    /// What is no longer as it was then, of a stale one.
    pub differences: Vec<Difference>,
}

impl Binding {
    /// Bound to nothing but who stands behind whoever asked.
    pub fn of(owner: impl Into<String>) -> Self {
        Self {
            owner: owner.into(),
            why: None,
            rule: OperationRule::default(),
            rule_origin: RuleOrigin::default(),
            policy_version: 0,
            account_sha256: String::new(),
            target: None,
            target_unread: None,
            differences: Vec::new(),
        }
    }
}

/// One held call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Approval {
    /// Its identifier.
    pub id: ApprovalId,
    /// Where it stands.
    pub status: ApprovalStatus,
    /// Whose operation; `ops_ai` where no vendor is called.
    pub vendor: VendorId,
    /// Which operation, e.g. `agents.quarantine`; of a SOP's step `wait`, `http` or `chat`.
    pub operation: Text,
    /// What it does, in words.
    pub title: Text,
    /// What it can do to the vendor's data.
    pub risk: Risk,
    /// On which account; none where no vendor is called by the decision.
    pub integration: Option<IntegrationId>,
    /// That account's name; the SOP's where there is none.
    pub integration_name: String,
    /// The run that waits for it.
    #[serde(default)]
    pub run: Option<RunId>,
    /// That run's step.
    #[serde(default)]
    pub step: Option<String>,
    /// The least role that may decide.
    pub needs: Role,
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
    /// What it is bound to.
    #[serde(flatten)]
    pub binding: Binding,
}
