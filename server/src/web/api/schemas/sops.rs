//! Twins of SOPs.

use super::{events::Normalised, failures::FieldError, routing::Condition};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// How much a SOP does by itself.
#[derive(Serialize, ToSchema)]
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
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StepApproval {
    /// Only by the operation's own rule.
    None,
    /// A Tech decides.
    Tech,
    /// An Admin decides.
    Admin,
    /// A person decides where the operation is dangerous.
    Destructive,
}

/// What a step does.
#[derive(Serialize, ToSchema)]
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

/// What picks a SOP where no routing rule fires.
#[derive(Serialize, ToSchema)]
pub struct Triggers {
    /// A vendor's key; null for every vendor.
    vendor: Option<String>,
    /// Kinds; one of them.
    #[schema(required = false)]
    kinds: Vec<String>,
    /// Words; one of them.
    #[schema(required = false)]
    keywords: Vec<String>,
    /// Conditions; all of them.
    #[schema(required = false)]
    conditions: Vec<Condition>,
}

/// One step.
#[derive(Serialize, ToSchema)]
pub struct Step {
    /// Its key within the SOP.
    id: String,
    /// What a person reads; the key when blank.
    #[schema(required = false)]
    title: String,
    /// What it does.
    kind: StepKind,
    /// Of an operation: whose.
    vendor: Option<String>,
    /// Of an operation: which.
    operation: Option<String>,
    /// Of an operation: on which account; the vendor's default when absent.
    integration: Option<String>,
    /// Strings are templates over `event`, `customer` and `steps.<id>.output`. Of a branch `{"when"}`, of an approval `{"message"}`,
    /// of http `{"method", "url", "headers", "body"}`, of chat `{"channel", "text"}`: the channel is a notification channel's
    /// identifier, of the kind `teams` or `slack`, and no template.
    #[schema(required = false, value_type = Value)]
    input: Value,
    /// When it waits for a person.
    #[schema(required = false)]
    approval: StepApproval,
    /// The step after success (of a branch: when true); the next when absent, `end` to finish.
    on_success: Option<String>,
    /// The step after failure (of a branch: when false); when absent the run fails (of a branch: ends).
    on_failure: Option<String>,
    /// How often a failure that another try can mend is tried again within the run.
    #[schema(required = false)]
    retries: u32,
}

/// What a SOP is made or changed with.
#[derive(Serialize, ToSchema)]
pub struct SopDraft {
    /// Its name.
    name: String,
    /// What it is for.
    #[schema(required = false)]
    description: String,
    /// How much it does by itself.
    mode: Mode,
    /// Whom it is for; null for everybody.
    customer: Option<String>,
    /// False while it is off; true when absent.
    #[schema(required = false)]
    enabled: bool,
    /// What picks it.
    #[schema(required = false)]
    triggers: Triggers,
    /// Its steps.
    #[schema(required = false)]
    steps: Vec<Step>,
    /// Of a change: the version that the editor saw; another one is refused with 409.
    version: Option<u32>,
    /// Why it was changed.
    note: Option<String>,
    /// Of a new one: the key of the template it is cloned from.
    template: Option<String>,
}

/// A SOP as it is kept.
#[derive(Serialize, ToSchema)]
pub struct Sop {
    /// `sop_…`.
    id: String,
    /// Its name.
    name: String,
    /// What it is for.
    description: String,
    /// How much it does by itself.
    mode: Mode,
    /// Whom it is for; null for everybody.
    #[schema(required = true)]
    customer: Option<String>,
    /// False while it is off.
    enabled: bool,
    /// What picks it.
    triggers: Triggers,
    /// Its steps.
    steps: Vec<Step>,
    /// Counts the saves, from 1.
    version: u32,
    /// When it was made.
    created_at: String,
    /// When this version was made.
    updated_at: String,
    /// Who made this version.
    updated_by: String,
    /// The template it was cloned from.
    #[schema(required = true)]
    template: Option<String>,
}

/// One version of a SOP.
#[derive(Serialize, ToSchema)]
pub struct SopVersion {
    /// Its number.
    version: u32,
    /// When it was made.
    at: String,
    /// Who made it.
    by: String,
    /// Why.
    #[schema(required = true)]
    note: Option<String>,
    /// The SOP as it was.
    sop: Sop,
}

/// A ready SOP to clone.
#[derive(Serialize, ToSchema)]
pub struct SopTemplate {
    /// Its key.
    key: String,
    /// The SOP.
    sop: SopDraft,
}

/// What is wrong with a draft, by its place.
#[derive(Serialize, ToSchema)]
pub struct SopCheck {
    /// What refuses it.
    errors: Vec<FieldError>,
    /// What does not, and should be looked at.
    warnings: Vec<FieldError>,
}

/// One step to resolve on an event, without calling anything.
#[derive(Serialize, ToSchema)]
pub struct PreviewRequest {
    /// The step as it stands.
    step: Step,
    /// The event.
    event: Normalised,
    /// What the steps before gave, by their keys.
    #[schema(required = false, value_type = Value)]
    steps: Value,
}

/// What a step's input becomes.
#[derive(Serialize, ToSchema)]
pub struct Preview {
    /// The input as it would be sent; null where a template fails.
    #[schema(value_type = Value)]
    input: Value,
    /// What fails, by its place in the input.
    errors: Vec<FieldError>,
}

/// What a SOP is tried with.
#[derive(Serialize, ToSchema)]
pub struct DryRunRequest {
    /// The SOP as it stands, kept or not.
    sop: SopDraft,
    /// The event.
    event: Normalised,
}
