//! Replays under way, and those that ended lately.

use super::api::SteerJob;
use crate::{
    frame::Allowed,
    ui::{Button, Chip, Icon, Mood, When},
};
use contract::{
    actor::Role,
    job::{Job, JobStatus},
};
use leptos::{form::ActionForm, prelude::*};

/// The jobs.
#[component]
pub fn Jobs(jobs: Vec<Job>, steer: ServerAction<SteerJob>) -> impl IntoView {
    view! {
        <section class="stack" aria-label="Replays">
            {jobs.into_iter().map(|job| view! { <OneJob job steer/> }).collect_view()}
        </section>
    }
    .into_any()
}

#[component]
fn OneJob(job: Job, steer: ServerAction<SteerJob>) -> impl IntoView {
    let (mood, icon, word) = match job.status {
        JobStatus::Running => (Mood::Info, Icon::Refresh, "Replaying"),
        JobStatus::Paused => (Mood::Warn, Icon::Pause, "Paused"),
        JobStatus::Cancelled => (Mood::Idle, Icon::Cross, "Cancelled"),
        JobStatus::Done => (Mood::Ok, Icon::Check, "Done"),
        JobStatus::Failed => (Mood::Bad, Icon::Alert, "Failed"),
    };
    let steps: &[(&str, &str)] = match job.status {
        JobStatus::Running => &[("paused", "Pause"), ("cancelled", "Cancel")],
        JobStatus::Paused => &[("running", "Go on"), ("cancelled", "Cancel")],
        _ => &[],
    };
    let id = StoredValue::new(job.id.to_string());
    let told = format!(
        "{} of {} replayed{}",
        job.done,
        job.total,
        if job.failed > 0 {
            format!(", {} failed", job.failed)
        } else {
            String::new()
        }
    );
    view! {
        <div class="card stack">
            <div class="spread">
                <div class="badge-row">
                    <Chip mood icon text=word/>
                    <span>{told.clone()}</span>
                </div>
                <span class="text-muted">{job.requested_by.name} ", " <When at=job.created_at/></span>
            </div>
            <progress max=job.total.max(1).to_string() value=job.done.to_string() aria-label=told></progress>
            {(!job.note.is_empty()).then(|| view! { <p class="text-muted">{job.note}</p> })}
            {(!steps.is_empty()).then(|| view! {
                <Allowed role=Role::Tech>
                    <div class="row">
                        {steps.iter().map(|(to, words)| view! {
                            <ActionForm action=steer>
                                <input type="hidden" name="id" value=id.get_value()/>
                                <input type="hidden" name="to" value=*to/>
                                <Button submit=true>{*words}</Button>
                            </ActionForm>
                        }).collect_view()}
                    </div>
                </Allowed>
            })}
        </div>
    }
    .into_any()
}
