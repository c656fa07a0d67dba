//! The rule of an operation in words: what becomes of a call, and why.

use crate::ui::{
    badge::{Chip, Mood},
    icon::Icon,
};
use contract::{
    operation::Risk,
    operation_rule::{OperationRule, RuleOrigin},
};
use leptos::prelude::*;

/// What becomes of a call under a rule.
pub fn rule_word(rule: OperationRule) -> &'static str {
    match rule {
        OperationRule::Auto => "Made at once",
        OperationRule::Tech => "Held: asks a Tech",
        OperationRule::Admin => "Held: asks an Admin",
        OperationRule::Off => "Switched off",
    }
}

/// Why that rule is in force, as the end of a sentence.
pub fn because(origin: RuleOrigin, risk: Risk, set_by: Option<&str>, reason: Option<&str>) -> String {
    let who = set_by.unwrap_or("an administrator");
    let said = reason.map_or_else(String::new, |reason| format!(": “{reason}”"));
    match (origin, risk) {
        (RuleOrigin::Seed, Risk::Read) => "because it only reads".to_owned(),
        (RuleOrigin::Seed, Risk::Write) => "because what it changes can be changed back".to_owned(),
        (RuleOrigin::Seed, Risk::Dangerous) => {
            "because it can cut somebody off, spend money, or cannot be undone".to_owned()
        }
        (RuleOrigin::Operation, _) => format!("because {who} set this for the operation{said}"),
        (RuleOrigin::Integration, _) => format!("because {who} set this for the account{said}"),
        (RuleOrigin::Sop, _) => "because the SOP asks for it".to_owned(),
    }
}

/// A rule as a chip.
#[component]
pub fn RuleChip(
    /// The rule.
    rule: OperationRule,
) -> impl IntoView {
    let (mood, icon) = match rule {
        OperationRule::Auto => (Mood::Idle, Icon::Bolt),
        OperationRule::Tech => (Mood::Info, Icon::Clock),
        OperationRule::Admin => (Mood::Warn, Icon::Shield),
        OperationRule::Off => (Mood::Bad, Icon::Lock),
    };
    view! { <Chip mood icon text=rule_word(rule)/> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_says_who_set_it_and_why() {
        let words = because(
            RuleOrigin::Integration,
            Risk::Write,
            Some("Ada"),
            Some("A hospital."),
        );
        assert_eq!(words, "because Ada set this for the account: “A hospital.”");
        let seed = because(RuleOrigin::Seed, Risk::Read, None, None);
        assert_eq!(seed, "because it only reads");
    }
}
