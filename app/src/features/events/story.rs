//! An event's attempts, stage by stage, with what each found.

use super::words;
use crate::ui::{Chip, Fold, JsonView, When};
use contract::event::{Attempt, StageRecord};
use leptos::prelude::*;

/// Each attempt; the last stands open.
#[component]
pub fn Story(
    /// Oldest first.
    attempts: Vec<Attempt>,
) -> impl IntoView {
    let last = attempts.len();
    let all = attempts.into_iter().enumerate().map(move |(at, attempt)| {
        let label = match attempt.error {
            Some(_) => format!("Attempt {}: failed", attempt.n),
            None => format!("Attempt {}", attempt.n),
        };
        view! {
            <Fold label open=at + 1 == last>
                <OneAttempt attempt/>
            </Fold>
        }
    });
    view! { <div class="stack">{all.collect_view()}</div> }.into_any()
}

/// One attempt.
#[component]
pub fn OneAttempt(
    /// The attempt.
    attempt: Attempt,
) -> impl IntoView {
    view! {
        <p class="text-muted">"Began " <When at=attempt.started_at/></p>
        {attempt.error.map(|error| view! { <p>{error}</p> })}
        <ol class="stages">
            {attempt.stages.into_iter().map(|record| view! { <li><OneStage record/></li> }).collect_view()}
        </ol>
    }
    .into_any()
}

#[component]
fn OneStage(record: StageRecord) -> impl IntoView {
    let (mood, icon, word) = words::outcome(&record.outcome);
    let detail = match &record.detail {
        serde_json::Value::Null => None,
        serde_json::Value::Object(members) if members.is_empty() => None,
        other => Some(other.clone()),
    };
    view! {
        <div class="spread">
            <strong>{words::stage(record.stage)}</strong>
            <span class="badge-row">
                <Chip mood icon text=word/>
                <span class="text-muted">{format!("{} ms", record.ms)}</span>
            </span>
        </div>
        {detail.map(|value| view! {
            <Fold label="What was found" of=words::stage(record.stage)>
                <JsonView value label=format!("What {} found", words::stage(record.stage))/>
            </Fold>
        })}
    }
    .into_any()
}
