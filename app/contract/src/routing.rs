//! Routing rules: ordered; the first that fires picks the SOP, or ignores the event on purpose.

use crate::{
    Text, Time,
    ids::{CustomerId, RuleId, SopId},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoutingRule {
    /// Its identifier.
    pub id: RuleId,
    /// What the people call it.
    pub name: String,
    /// Its place, from 1; the first that fires wins.
    pub position: u32,
    /// False while it is passed over.
    pub enabled: bool,
    /// When it fires.
    pub when: When,
    /// What follows.
    pub then: Then,
    /// When it was made.
    pub created_at: Time,
    /// When it was last changed.
    pub updated_at: Time,
}

/// When a rule or SOP fits an event; all that is given must hold. Empty lists hold for every event.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct When {
    /// A vendor's key; none for every vendor.
    pub vendor: Option<String>,
    /// Kinds; one of them. `ticket.*` stands for every kind that begins so.
    pub kinds: Vec<String>,
    /// A customer's identifier; none for every customer.
    pub customer: Option<String>,
    /// Words; one of them stands in subject or body, case aside.
    pub keywords: Vec<String>,
    /// Conditions on fields; all of them.
    pub conditions: Vec<Condition>,
}

/// A condition on one field of the event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// The field's path, e.g. `severity`, `ticket.title`, `vendor.alertPriority`.
    pub field: String,
    /// How it is compared.
    pub op: Compare,
    /// With what.
    pub value: Value,
}

/// How a field is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Compare {
    /// Equal.
    Eq,
    /// Not equal.
    Ne,
    /// Text contains text, or a list contains a value.
    Contains,
    /// Text matches a regular expression (no backtracking).
    Matches,
    /// Greater.
    Gt,
    /// Less.
    Lt,
    /// One of a list.
    In,
}

/// What follows when a rule fires: exactly one of the two.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Then {
    /// This SOP runs.
    Sop(SopId),
    /// Nothing, on purpose; always `true`.
    Ignore(bool),
}

/// What a rule is made or changed with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleDraft {
    /// What to call it.
    pub name: String,
    /// Its place; at the end when absent.
    #[serde(default)]
    pub position: Option<u32>,
    /// False to keep it switched off.
    #[serde(default = "yes")]
    pub enabled: bool,
    /// When it fires.
    #[serde(default)]
    pub when: When,
    /// What follows.
    pub then: Then,
}

fn yes() -> bool {
    true
}

/// What one rule said of an event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RuleVerdict {
    /// The rule.
    pub rule: RuleId,
    /// Its name.
    pub name: String,
    /// True when it fired, or would have had none before it.
    pub fits: bool,
    /// True for the one that decided.
    pub fired: bool,
    /// The first condition that failed, in words; none when it fits.
    pub why_not: Option<String>,
}

/// What the triggers of one SOP said of an event; asked only where no rule fired.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TriggerVerdict {
    /// The SOP.
    pub sop: SopId,
    /// Its name.
    pub name: String,
    /// True when its triggers fit.
    pub fits: bool,
    /// True for the one that is taken.
    pub fired: bool,
    /// The first condition that failed, in words; none when it fits.
    pub why_not: Option<String>,
}

/// What the rules make of an event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoutingReport {
    /// What happens and why, in one sentence.
    pub summary: String,
    /// Whom the event is for; none when its record is linked to nobody.
    pub customer: Option<CustomerId>,
    /// That customer's name.
    pub customer_name: Option<String>,
    /// The rule that fired; none when none did.
    pub rule: Option<RuleId>,
    /// What follows; none when neither a rule nor a trigger fits.
    pub then: Option<Then>,
    /// The name of the SOP that follows.
    pub sop_name: Option<String>,
    /// Each rule, in order.
    pub verdicts: Vec<RuleVerdict>,
    /// Each SOP with triggers, in the order they are asked; empty where a rule fired.
    pub triggers: Vec<TriggerVerdict>,
}

/// Something to look at in the list of rules.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RuleHint {
    /// The rule it is about.
    pub rule: RuleId,
    /// `never_fires` or `overlaps`.
    pub code: Text,
    /// In words, naming the other rule.
    pub text: String,
}
