//! What to look at in the list of rules: a rule that can never fire, because an earlier one takes all its events, and two
//! rules that compete for the same events.
//!
//! It says only what is certain by the rules' own words: a hint is never wrong, and not every case is found.

use super::compare::{number, same};
use contract::{
    ids::RuleId,
    routing::{Compare, Condition, RoutingRule, RuleHint, When},
};

/// Rules beyond this many are not compared with one another: every pair is looked at.
const COMPARED: usize = 3_000;

/// The hints of an ordered list.
pub fn hints(rules: &[RoutingRule]) -> Vec<RuleHint> {
    let live: Vec<&RoutingRule> = rules.iter().filter(|rule| rule.enabled).collect();
    let mut found = Vec::new();
    for (n, later) in live.iter().enumerate().take(COMPARED) {
        let before = &live[..n];
        if let Some(earlier) = before.iter().find(|earlier| covers(&earlier.when, &later.when)) {
            let text = format!(
                "The rule {} before it takes every event that this one fits.",
                earlier.name
            );
            found.push(hint(&later.id, "never_fires", text));
            continue;
        }
        let rival = before.iter().find(|earlier| {
            // A general rule behind a special one is how a fallback is written.
            earlier.then != later.then
                && !covers(&later.when, &earlier.when)
                && meet(&earlier.when, &later.when)
        });
        if let Some(earlier) = rival {
            let text = format!(
                "Some events fit this rule and the rule {} before it, which then decides.",
                earlier.name
            );
            found.push(hint(&later.id, "overlaps", text));
        }
    }
    if let Some(first) = live.get(COMPARED) {
        let text = format!("From this rule on nothing is compared: there are more than {COMPARED} rules.");
        found.push(hint(&first.id, "not_compared", text));
    }
    found
}

fn hint(rule: &RuleId, code: &'static str, text: String) -> RuleHint {
    RuleHint {
        rule: rule.clone(),
        code: code.into(),
        text,
    }
}

/// True when every event that fits `narrow` certainly fits `wide`.
fn covers(wide: &When, narrow: &When) -> bool {
    (wide.vendor.is_none() || wide.vendor == narrow.vendor)
        && (wide.customer.is_none() || wide.customer == narrow.customer)
        && (wide.kinds.is_empty()
            || (!narrow.kinds.is_empty()
                && narrow
                    .kinds
                    .iter()
                    .all(|kind| wide.kinds.iter().any(|one| kind_covers(one, kind)))))
        && (wide.keywords.is_empty()
            || (!narrow.keywords.is_empty()
                && narrow
                    .keywords
                    .iter()
                    .all(|word| wide.keywords.iter().any(|one| holds(word, one)))))
        && wide
            .conditions
            .iter()
            .all(|condition| narrow.conditions.iter().any(|one| implies(one, condition)))
}

fn kind_covers(wide: &str, narrow: &str) -> bool {
    match wide.strip_suffix('*') {
        Some(beginning) => narrow.starts_with(beginning),
        None => wide == narrow,
    }
}

/// A text that holds the longer word holds the shorter one in it.
fn holds(longer: &str, shorter: &str) -> bool {
    longer
        .trim()
        .to_lowercase()
        .contains(&shorter.trim().to_lowercase())
}

/// True when the first condition certainly implies the second.
fn implies(first: &Condition, second: &Condition) -> bool {
    use Compare::{Contains, Eq, Gt, In, Lt, Ne};
    if first.field != second.field {
        return false;
    }
    let one_of = |value: &serde_json::Value| {
        let list = second.value.as_array();
        list.is_some_and(|list| list.iter().any(|one| same(one, value)))
    };
    let at_least = |wanted: std::cmp::Ordering| {
        let pair = number(&first.value).zip(number(&second.value));
        pair.and_then(|(a, b)| a.partial_cmp(&b))
            .is_some_and(|order| order == wanted || order == std::cmp::Ordering::Equal)
    };
    match (first.op, second.op) {
        (Eq, In) => one_of(&first.value),
        (In, In) => first.value.as_array().is_some_and(|list| list.iter().all(one_of)),
        (Eq, Ne) => !same(&first.value, &second.value),
        (Contains, Contains) => match (first.value.as_str(), second.value.as_str()) {
            // Of a list it holds only when both are the same.
            (Some(first), Some(second)) => first.eq_ignore_ascii_case(second),
            _ => first.value == second.value,
        },
        (Gt, Gt) => at_least(std::cmp::Ordering::Greater) || first.value == second.value,
        (Lt, Lt) => at_least(std::cmp::Ordering::Less) || first.value == second.value,
        (Eq, Eq) => same(&first.value, &second.value),
        _ => first.op == second.op && first.value == second.value,
    }
}

/// True unless it is certain that no event fits both.
fn meet(a: &When, b: &When) -> bool {
    let apart = |a: &Option<String>, b: &Option<String>| a.is_some() && b.is_some() && a != b;
    if apart(&a.vendor, &b.vendor) || apart(&a.customer, &b.customer) {
        return false;
    }
    let kinds_meet = a.kinds.is_empty()
        || b.kinds.is_empty()
        || a.kinds.iter().any(|one| {
            b.kinds
                .iter()
                .any(|two| kind_covers(one, two) || kind_covers(two, one))
        });
    let exclude = |one: &Condition, two: &Condition| {
        one.field == two.field
            && match (one.op, two.op) {
                (Compare::Eq, Compare::Eq) => !same(&one.value, &two.value),
                (Compare::Eq, Compare::Ne) | (Compare::Ne, Compare::Eq) => same(&one.value, &two.value),
                (Compare::Eq, Compare::In) => !in_list(&two.value, &one.value),
                (Compare::In, Compare::Eq) => !in_list(&one.value, &two.value),
                _ => false,
            }
    };
    kinds_meet
        && !a
            .conditions
            .iter()
            .any(|one| b.conditions.iter().any(|two| exclude(one, two)))
}

fn in_list(list: &serde_json::Value, value: &serde_json::Value) -> bool {
    list.as_array()
        .is_some_and(|list| list.iter().any(|one| same(one, value)))
}

#[cfg(test)]
#[path = "hints_tests.rs"]
mod tests;
