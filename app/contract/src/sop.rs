//! A SOP: the procedure that says what to do with an event. Every save is a version; a running event keeps its own.

use crate::{
    Time,
    event::Normalised,
    field::FieldError,
    ids::{CustomerId, SopId},
    routing::Condition,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// How much a SOP does by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Everything, but what needs an approval by its own rule.
    FullAuto,
    /// Nothing that writes before a person approves it.
    ApproveBeforeExecute,
    /// Nothing that writes; what would be called is shown.
    DraftOnly,
}

/// When a step waits for a person, beyond what the operation's own rule asks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepApproval {
    /// Only by the operation's own rule.
    #[default]
    None,
    /// A Tech decides.
    Tech,
    /// An Admin decides.
    Admin,
    /// A person decides where the operation is dangerous.
    Destructive,
}

/// What a step does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// Calls a vendor's operation.
    Operation,
    /// Goes one of two ways.
    Branch,
    /// Waits for a person.
    Approval,
    /// Calls an allowed host.
    Http,
    /// Posts to a chat.
    Chat,
}

/// What picks a SOP where no routing rule names it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Triggers {
    /// A vendor's key; none for every vendor.
    pub vendor: Option<String>,
    /// Kinds; one of them.
    pub kinds: Vec<String>,
    /// Words; one of them.
    pub keywords: Vec<String>,
    /// Conditions; all of them.
    pub conditions: Vec<Condition>,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Its key within the SOP: `note`, `restart_1`.
    pub id: String,
    /// What a person reads; the key when blank.
    #[serde(default)]
    pub title: String,
    /// What it does.
    pub kind: StepKind,
    /// Of an operation: whose.
    #[serde(default)]
    pub vendor: Option<String>,
    /// Of an operation: which.
    #[serde(default)]
    pub operation: Option<String>,
    /// Of an operation: on which account; the vendor's default when absent.
    #[serde(default)]
    pub integration: Option<String>,
    /// Input: strings are templates. Of a branch `{"when": "{{ … }}"}`; of an approval `{"message": …}`; of http `{"method",
    /// "url", "headers", "body"}`; of chat `{"channel", "text"}`, where the channel is the identifier of a notification channel
    /// of the kind `teams` or `slack`, and no template.
    #[serde(default)]
    pub input: Value,
    /// When it waits for a person.
    #[serde(default)]
    pub approval: StepApproval,
    /// The step after success (of a branch: when true); the next in the list when absent, `end` to finish.
    #[serde(default)]
    pub on_success: Option<String>,
    /// The step after failure (of a branch: when false); when absent the run fails (of a branch: ends), `end` to finish.
    #[serde(default)]
    pub on_failure: Option<String>,
    /// How often a failure that another try can mend is tried again within the run.
    #[serde(default)]
    pub retries: u32,
}

/// What a SOP is made or changed with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SopDraft {
    /// Its name.
    pub name: String,
    /// What it is for.
    #[serde(default)]
    pub description: String,
    /// How much it does by itself.
    pub mode: Mode,
    /// Whom it is for; none for everybody.
    #[serde(default)]
    pub customer: Option<CustomerId>,
    /// False while it is off.
    #[serde(default = "yes")]
    pub enabled: bool,
    /// What picks it.
    #[serde(default)]
    pub triggers: Triggers,
    /// Its steps.
    #[serde(default)]
    pub steps: Vec<Step>,
    /// Of a change: the version that the editor saw.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    /// Why it was changed, for the list of versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Of a new one: the key of the template it is cloned from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<String>,
}

fn yes() -> bool {
    true
}

/// A SOP as it is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sop {
    /// Its identifier.
    pub id: SopId,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// How much it does by itself.
    pub mode: Mode,
    /// Whom it is for; none for everybody.
    pub customer: Option<CustomerId>,
    /// False while it is off.
    pub enabled: bool,
    /// What picks it.
    pub triggers: Triggers,
    /// Its steps.
    pub steps: Vec<Step>,
    /// Counts the saves, from 1.
    pub version: u32,
    /// When it was made.
    pub created_at: Time,
    /// When this version was made.
    pub updated_at: Time,
    /// Who made this version.
    pub updated_by: String,
    /// The template it was cloned from.
    pub template: Option<String>,
}

/// One version of a SOP.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SopVersion {
    /// Its number.
    pub version: u32,
    /// When it was made.
    pub at: Time,
    /// Who made it.
    pub by: String,
    /// Why.
    pub note: Option<String>,
    /// The SOP as it was.
    pub sop: Sop,
}

/// A ready SOP to clone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SopTemplate {
    /// Its key, e.g. `disk-alert`.
    pub key: String,
    /// The SOP.
    pub sop: SopDraft,
}

/// What is wrong with a draft, by its place: `steps[2].input.ticket_id`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SopCheck {
    /// What refuses it.
    pub errors: Vec<FieldError>,
    /// What does not, and should be looked at: no default account, a SOP with the same triggers.
    pub warnings: Vec<FieldError>,
}

/// One step to resolve on an event, without calling anything: what the editor shows while somebody types.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PreviewRequest {
    /// The step as it stands.
    pub step: Step,
    /// The event.
    pub event: Normalised,
    /// What the steps before gave, by their keys; `{"note": {"output": …}}`.
    #[serde(default)]
    pub steps: Value,
}

/// What a step's input becomes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Preview {
    /// The input as it would be sent; null where a template fails.
    pub input: Value,
    /// What fails, by its place in the input.
    pub errors: Vec<FieldError>,
}

/// What a SOP is tried with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DryRunRequest {
    /// The SOP as it stands, kept or not.
    pub sop: SopDraft,
    /// The event.
    pub event: Normalised,
}
