//! Twins of routing rules, and of what they say of an event.

use super::events::Normalised;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// One rule.
#[derive(Serialize, ToSchema)]
pub struct RoutingRule {
    /// `rul_…`.
    id: String,
    /// What the people call it.
    name: String,
    /// Its place, from 1; the first that fires wins.
    position: u32,
    /// False while it is passed over.
    enabled: bool,
    /// When it fires.
    when: When,
    /// What follows.
    then: Then,
    /// When it was made.
    created_at: String,
    /// When it was last changed.
    updated_at: String,
}

/// When a rule fits an event; all that is given must hold. Empty lists hold for every event.
#[derive(Serialize, ToSchema)]
pub struct When {
    /// A vendor's key; null for every vendor.
    vendor: Option<String>,
    /// Kinds; one of them. `ticket.*` stands for every kind that begins so.
    #[schema(required = false)]
    kinds: Vec<String>,
    /// A customer; null for every customer.
    customer: Option<String>,
    /// Words; one of them stands in subject or body, case aside.
    #[schema(required = false)]
    keywords: Vec<String>,
    /// Conditions on fields; all of them.
    #[schema(required = false)]
    conditions: Vec<Condition>,
}

/// A condition on one field of the event.
#[derive(Serialize, ToSchema)]
pub struct Condition {
    /// The field's path, e.g. `severity`, `ticket.title`, `vendor.alertPriority`.
    field: String,
    /// How it is compared.
    op: Compare,
    /// With what.
    #[schema(value_type = Value)]
    value: Value,
}

/// How a field is compared.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Compare {
    /// Equal, case aside.
    Eq,
    /// Not equal; also where the field is not there.
    Ne,
    /// Text contains text, or a list contains a value.
    Contains,
    /// Text matches a regular expression (no backtracking).
    Matches,
    /// Greater: numbers, times, severities.
    Gt,
    /// Less.
    Lt,
    /// One of a list.
    In,
}

/// What follows when a rule fires: exactly one of the two.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Then {
    /// This SOP runs.
    Sop(String),
    /// Nothing, on purpose; always `true`.
    Ignore(bool),
}

/// What a rule is made or changed with.
#[derive(Serialize, ToSchema)]
pub struct RuleDraft {
    /// What to call it.
    name: String,
    /// Its place; at the end when absent, where it stands when it is changed.
    position: Option<u32>,
    /// False to keep it switched off; true when absent.
    #[schema(required = false)]
    enabled: bool,
    /// When it fires; for every event when absent.
    #[schema(required = false)]
    when: When,
    /// What follows.
    then: Then,
}

/// What one rule said of an event.
#[derive(Serialize, ToSchema)]
pub struct RuleVerdict {
    /// The rule.
    rule: String,
    /// Its name.
    name: String,
    /// True when it fired, or would have had none before it.
    fits: bool,
    /// True for the one that decided.
    fired: bool,
    /// The first condition that failed, in words; null when it fits.
    #[schema(required = true)]
    why_not: Option<String>,
}

/// What the triggers of one SOP said of an event.
#[derive(Serialize, ToSchema)]
pub struct TriggerVerdict {
    /// The SOP.
    sop: String,
    /// Its name.
    name: String,
    /// True when its triggers fit.
    fits: bool,
    /// True for the one that is taken.
    fired: bool,
    /// The first condition that failed, in words; null when it fits.
    #[schema(required = true)]
    why_not: Option<String>,
}

/// What the rules make of an event.
#[derive(Serialize, ToSchema)]
pub struct RoutingReport {
    /// What happens and why, in one sentence.
    summary: String,
    /// Whom the event is for.
    #[schema(required = true)]
    customer: Option<String>,
    /// That customer's name.
    #[schema(required = true)]
    customer_name: Option<String>,
    /// The rule that fired.
    #[schema(required = true)]
    rule: Option<String>,
    /// What follows.
    #[schema(required = true)]
    then: Option<Then>,
    /// The name of the SOP that follows.
    #[schema(required = true)]
    sop_name: Option<String>,
    /// Each rule, in order.
    verdicts: Vec<RuleVerdict>,
    /// Each SOP with triggers, in the order they are asked; empty where a rule fired.
    triggers: Vec<TriggerVerdict>,
}

/// Something to look at in the list of rules.
#[derive(Serialize, ToSchema)]
pub struct RuleHint {
    /// The rule it is about.
    rule: String,
    /// `never_fires`, `overlaps` or `not_compared`.
    code: String,
    /// In words, naming the other rule.
    text: String,
}

/// A payload that a vendor could send, for trying rules and SOPs.
#[derive(Serialize, ToSchema)]
pub struct SampleEvent {
    /// Its key, e.g. `autotask/ticket.created`.
    key: String,
    /// What it shows.
    title: String,
    /// The event as the rules see it.
    event: Normalised,
}
