//! The rule of an operation: whether a call of it is made at once, waits for a person, or is refused.
//!
//! A rule of one account goes before the rule of the operation, and that before what the operation's risk gives it.

use crate::{
    Text, Time,
    actor::Role,
    ids::{IntegrationId, VendorId},
    operation::Risk,
};
use serde::{Deserialize, Serialize};

/// What becomes of a call. Ordered: each is stricter than the ones before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OperationRule {
    /// It is made at once, for who may call.
    Auto,
    /// It waits until a Tech or an Admin decides.
    #[default]
    Tech,
    /// It waits until an Admin decides.
    Admin,
    /// It is refused.
    Off,
}

impl OperationRule {
    /// Every rule, the least strict first.
    pub const ALL: [OperationRule; 4] = [
        OperationRule::Auto,
        OperationRule::Tech,
        OperationRule::Admin,
        OperationRule::Off,
    ];

    /// The rule that an operation of this risk has until an Admin says otherwise.
    pub fn seed(risk: Risk) -> OperationRule {
        match risk {
            Risk::Read | Risk::Write => OperationRule::Auto,
            Risk::Dangerous => OperationRule::Tech,
        }
    }

    /// The rule's word.
    pub fn as_str(self) -> &'static str {
        match self {
            OperationRule::Auto => "auto",
            OperationRule::Tech => "tech",
            OperationRule::Admin => "admin",
            OperationRule::Off => "off",
        }
    }

    /// The rule of a word.
    pub fn parse(word: &str) -> Option<OperationRule> {
        Self::ALL.into_iter().find(|rule| rule.as_str() == word)
    }

    /// The least role that decides what waits under this rule.
    pub fn needs(self) -> Role {
        match self {
            OperationRule::Auto | OperationRule::Tech => Role::Tech,
            OperationRule::Admin | OperationRule::Off => Role::Admin,
        }
    }
}

/// Where a rule comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleOrigin {
    /// From the operation's risk.
    #[default]
    Seed,
    /// An Admin set it for the operation.
    Operation,
    /// An Admin set it for the operation on one account.
    Integration,
    /// A SOP asks for more than the operation's rule does.
    Sop,
}

impl RuleOrigin {
    /// Every origin.
    pub const ALL: [RuleOrigin; 4] = [
        RuleOrigin::Seed,
        RuleOrigin::Operation,
        RuleOrigin::Integration,
        RuleOrigin::Sop,
    ];

    /// The origin's word.
    pub fn as_str(self) -> &'static str {
        match self {
            RuleOrigin::Seed => "seed",
            RuleOrigin::Operation => "operation",
            RuleOrigin::Integration => "integration",
            RuleOrigin::Sop => "sop",
        }
    }

    /// The origin of a word.
    pub fn parse(word: &str) -> Option<RuleOrigin> {
        Self::ALL.into_iter().find(|origin| origin.as_str() == word)
    }
}

/// A rule as it is in force: for an operation, or for an operation on one account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RuleInForce {
    /// Whose operation.
    pub vendor: VendorId,
    /// Which operation.
    pub operation: Text,
    /// What it does.
    pub title: Text,
    /// What it can do to the vendor's data.
    pub risk: Risk,
    /// On which account; none for every account that has no rule of its own.
    pub integration: Option<IntegrationId>,
    /// That account's name.
    pub integration_name: Option<String>,
    /// The rule.
    pub rule: OperationRule,
    /// Where it comes from.
    pub origin: RuleOrigin,
    /// The rule that the operation's risk gives it.
    pub seed: OperationRule,
    /// The policy's version with which it was set; 0 when nobody set it.
    pub policy_version: u64,
    /// Who set it.
    pub set_by: Option<String>,
    /// When.
    pub set_at: Option<Time>,
    /// Why.
    pub reason: Option<String>,
}

/// Which rules.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RuleFilter {
    /// Of this vendor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor: Option<String>,
    /// Of this operation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
}

/// A change of a rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleChange {
    /// Whose operation.
    pub vendor: String,
    /// Which operation.
    pub operation: String,
    /// On which account; for every account that has no rule of its own when absent.
    #[serde(default)]
    pub integration: Option<IntegrationId>,
    /// The rule; none takes the own rule away, so that what stands below it is in force again.
    #[serde(default)]
    pub rule: Option<OperationRule>,
    /// Why, for the audit trail.
    #[serde(default)]
    pub reason: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_do_harm_waits_for_a_person_until_somebody_says_otherwise() {
        assert_eq!(OperationRule::seed(Risk::Read), OperationRule::Auto);
        assert_eq!(OperationRule::seed(Risk::Write), OperationRule::Auto);
        assert_eq!(OperationRule::seed(Risk::Dangerous), OperationRule::Tech);
    }

    #[test]
    fn words_are_read_back_and_the_order_is_by_strictness() {
        for rule in OperationRule::ALL {
            assert_eq!(OperationRule::parse(rule.as_str()), Some(rule));
        }
        for origin in RuleOrigin::ALL {
            assert_eq!(RuleOrigin::parse(origin.as_str()), Some(origin));
        }
        assert_eq!(OperationRule::parse("maybe"), None);
        assert!(OperationRule::ALL.is_sorted());
    }
}
