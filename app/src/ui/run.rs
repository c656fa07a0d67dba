//! A run's steps: template, what was sent, what came back, and why a branch was taken.

use crate::ui::{
    badge::{Chip, Mood},
    fold::Fold,
    icon::Icon,
    json::JsonView,
    problem::VendorWords,
    time::When,
};
use contract::{
    run::{RunStatus, RunStep},
    sop::StepKind,
};
use leptos::prelude::*;
use serde_json::Value;

/// How a run's status is drawn.
pub fn drawn(status: RunStatus) -> (Mood, Icon, &'static str) {
    match status {
        RunStatus::Running => (Mood::Info, Icon::Refresh, "Running"),
        RunStatus::AwaitingApproval => (Mood::Warn, Icon::Clock, "Awaiting approval"),
        RunStatus::Succeeded => (Mood::Ok, Icon::Check, "Succeeded"),
        RunStatus::Failed => (Mood::Bad, Icon::Alert, "Failed"),
        RunStatus::Cancelled => (Mood::Idle, Icon::Cross, "Cancelled"),
        RunStatus::NeedsPerson => (Mood::Bad, Icon::User, "Needs a person"),
    }
}

/// What a step's kind is called.
pub fn kind_word(kind: StepKind) -> &'static str {
    match kind {
        StepKind::Operation => "Vendor operation",
        StepKind::Branch => "Branch",
        StepKind::Approval => "Approval",
        StepKind::Http => "HTTP call",
        StepKind::Chat => "Chat message",
    }
}

fn outcome(word: &str) -> (Mood, Icon, &'static str) {
    match word {
        "running" => (Mood::Info, Icon::Refresh, "Running"),
        "waiting" => (Mood::Warn, Icon::Clock, "Waiting for a person"),
        "succeeded" => (Mood::Ok, Icon::Check, "Done"),
        "failed" => (Mood::Bad, Icon::Alert, "Failed"),
        "drafted" => (Mood::Info, Icon::Pencil, "Would be called"),
        "kept" => (Mood::Idle, Icon::Check, "Kept from the run before"),
        "unknown" => (Mood::Bad, Icon::Alert, "Sent, answer lost"),
        _ => (Mood::Idle, Icon::Circle, "Skipped"),
    }
}

/// The steps that a run came to, in order.
#[component]
pub fn RunSteps(
    /// The steps.
    steps: Vec<RunStep>,
) -> impl IntoView {
    if steps.is_empty() {
        return view! { <p class="text-muted">"No step has begun."</p> }.into_any();
    }
    view! {
        <ol class="run-steps">
            {steps.into_iter().map(|step| view! { <li class="card stack"><OneStep step/></li> }).collect_view()}
        </ol>
    }
    .into_any()
}

#[component]
fn OneStep(step: RunStep) -> impl IntoView {
    let (mood, icon, word) = outcome(&step.outcome);
    let calls = step
        .calls
        .clone()
        .unwrap_or_else(|| kind_word(step.kind).to_owned());
    let on = step.integration_name.clone().map(|name| format!(" on {name}"));
    let label = |what: &str| format!("{what} of {}", step.title);
    let (template, input, output) = (label("Template"), label("Input"), label("Answer"));
    let same = step.template == step.input;
    view! {
        <div class="spread">
            <h3>{step.title.clone()}</h3>
            <Chip mood icon text=word/>
        </div>
        <p class="text-muted">
            <span class="mono">{calls}</span> {on} ", began " <When at=step.started_at/>
            {(step.tries > 1).then(|| format!(", {} tries", step.tries))}
        </p>
        {(!step.detail.is_empty()).then(|| view! { <p>{step.detail}</p> })}
        {step.approval.map(|id| view! { <p><a href=format!("/app/approvals?open={id}")>"See the approval"</a></p> })}
        <VendorWords status=step.vendor_status message=step.vendor_message request_id=step.vendor_request_id/>
        {(!step.input.is_null()).then(|| view! {
            <Fold label="Input as sent" of=step.title.clone()><JsonView value=step.input label=input/></Fold>
        })}
        {(!same && step.template != Value::Null).then(|| view! {
            <Fold label="Template" of=step.title.clone()><JsonView value=step.template label=template/></Fold>
        })}
        {step.output.map(|value| view! {
            <Fold label="Answer" of=step.title><JsonView value label=output/></Fold>
        })}
        {step.idempotency_key.map(|key| view! { <p class="text-muted">"Idempotency key " <code>{key}</code></p> })}
    }
    .into_any()
}
