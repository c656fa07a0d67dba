//! The picture beside the list: each step with where it goes. It follows the list and is never edited; what it says, the
//! list says too, so it is hidden from assistive technology.

use super::Shared;
use contract::sop::{Step, StepKind};
use leptos::prelude::*;

/// The picture.
#[component]
pub fn Flow(shared: Shared) -> impl IntoView {
    let boxes = move || {
        let steps: Vec<Step> = shared
            .editor
            .with(|editor| editor.steps.iter().map(|one| one.step.clone()).collect());
        (0..steps.len()).map(|at| one(&steps, at)).collect_view()
    };
    view! {
        <aside class="flow" aria-hidden="true">
            <div class="flow-box flow-end">"Event"</div>
            {boxes}
            <div class="flow-arrow">"↓"</div>
            <div class="flow-box flow-end">"Report"</div>
        </aside>
    }
    .into_any()
}

fn one(steps: &[Step], at: usize) -> AnyView {
    let step = &steps[at];
    let name = |step: &Step| {
        if step.title.is_empty() {
            step.id.clone()
        } else {
            step.title.clone()
        }
    };
    let label = |key: &str| match key {
        "end" => "end".to_owned(),
        key => steps
            .iter()
            .find(|one| one.id == key)
            .map_or_else(|| format!("{key}?"), name),
    };
    let next = steps.get(at + 1).map_or("end", |next| next.id.as_str());
    let (yes, no) = if step.kind == StepKind::Branch {
        ("true", "false")
    } else {
        ("done", "failed")
    };
    let success = step.on_success.as_deref().unwrap_or(next);
    let jumps = (success != next).then(|| format!("{yes} → {}", label(success)));
    let failure = match (&step.on_failure, step.kind) {
        (Some(key), _) => Some(format!("{no} → {}", label(key))),
        (None, StepKind::Branch) => Some(format!("{no} → end")),
        (None, _) => None,
    };
    let class = if step.kind == StepKind::Branch {
        "flow-box flow-branch"
    } else {
        "flow-box"
    };
    view! {
        <div class="flow-arrow">"↓"</div>
        <div class=class>
            <strong>{name(step)}</strong>
            {step.operation.clone().map(|operation| view! { <span class="mono">{operation}</span> })}
            {jumps.map(|words| view! { <span class="flow-edge">{words}</span> })}
            {failure.map(|words| view! { <span class="flow-edge">{words}</span> })}
        </div>
    }
    .into_any()
}
