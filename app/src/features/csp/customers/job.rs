//! An onboarding under way, or the last that ended.

use super::Acts;
use crate::{
    frame::Allowed,
    ui::{Button, Chip, Icon, Mood, When},
};
use contract::{
    actor::Role,
    job::{Job, JobStatus},
};
use leptos::{form::ActionForm, prelude::*};

/// The job.
#[component]
pub fn Onboarding(
    /// The job.
    job: Job,
    /// The page's actions.
    acts: Acts,
) -> impl IntoView {
    let (mood, icon, word) = match job.status {
        JobStatus::Running => (Mood::Info, Icon::Refresh, "Onboarding"),
        JobStatus::Paused => (Mood::Warn, Icon::Pause, "Paused"),
        JobStatus::Cancelled => (Mood::Idle, Icon::Cross, "Cancelled"),
        JobStatus::Done if job.failed > 0 => (Mood::Warn, Icon::Alert, "Done in part"),
        JobStatus::Done => (Mood::Ok, Icon::Check, "Done"),
        JobStatus::Failed => (Mood::Bad, Icon::Alert, "Failed"),
    };
    let steps: &[(&str, &str)] = match job.status {
        JobStatus::Running => &[("paused", "Pause"), ("cancelled", "Cancel")],
        JobStatus::Paused => &[("running", "Go on"), ("cancelled", "Cancel")],
        _ => &[],
    };
    let failed = if job.failed > 0 {
        format!(", {} not", job.failed)
    } else {
        String::new()
    };
    let told = format!("{} of {} customers onboarded{failed}", job.done, job.total);
    let id = StoredValue::new(job.id.to_string());
    view! {
        <section class="card stack" aria-label="Onboarding">
            <div class="spread" role="status">
                <div class="badge-row"><Chip mood icon text=word/> <span>{told.clone()}</span></div>
                <span class="text-muted">{job.requested_by.name} ", " <When at=job.created_at/></span>
            </div>
            <progress max=job.total.max(1).to_string() value=(job.done + job.failed).to_string() aria-label=told></progress>
            {(!job.note.is_empty()).then(|| view! { <p class="text-muted">{job.note}</p> })}
            {(!steps.is_empty()).then(|| view! {
                <Allowed role=Role::Tech>
                    <div class="row">
                        {steps.iter().map(|(to, words)| view! {
                            <ActionForm action=acts.steer>
                                <input type="hidden" name="job" value=id.get_value()/>
                                <input type="hidden" name="to" value=*to/>
                                <Button submit=true>{*words}</Button>
                            </ActionForm>
                        }).collect_view()}
                    </div>
                </Allowed>
            })}
        </section>
    }
    .into_any()
}
