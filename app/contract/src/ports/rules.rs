//! The rules of operations.

use super::Answer;
use crate::{
    actor::Actor,
    operation_rule::{RuleChange, RuleFilter, RuleInForce},
};

/// What becomes of a call of each operation: made, held, refused.
pub trait OperationRules: Send + Sync {
    /// The rule of each operation, in the order of the catalogue, and after it the rules of single accounts.
    fn list<'a>(&'a self, who: &'a Actor, filter: RuleFilter) -> Answer<'a, Vec<RuleInForce>>;
    /// Changes a rule, or takes an own rule away; the answer is what is in force now.
    fn set<'a>(&'a self, who: &'a Actor, change: RuleChange) -> Answer<'a, RuleInForce>;
}
