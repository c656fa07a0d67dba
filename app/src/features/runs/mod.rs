//! Runs: one SOP at work for one event, step by step. `list.rs` is all of them, this file one.

mod api;
mod list;

pub use list::RunsPage;

use crate::{
    features::operations::{Handovers, keep_told},
    frame::Allowed,
    live::{use_event_frames, use_resyncs},
    ui::{
        BackLink, Button, Chip, Confirm, Failure, Fold, JsonView, Load, Notice, PageHeader, Skeleton, Tone,
        When, WhenOr, failure,
        run::{RunSteps, drawn},
    },
};
use api::{CancelRun, RerunFrom, read_run};
use contract::{
    actor::Role,
    run::{RunDetail, RunStatus},
};
use leptos::{form::ActionForm, prelude::*};
use leptos_router::hooks::use_params_map;
use serde_json::Value;

/// The page of one run.
#[component]
pub fn RunPage() -> impl IntoView {
    keep_told();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let cancel = ServerAction::<CancelRun>::new();
    let again = ServerAction::<RerunFrom>::new();
    let failures = [failure(cancel), failure(again)];
    let resyncs = use_resyncs();
    let run = Resource::new(
        move || {
            (
                id.get(),
                cancel.version().get(),
                again.version().get(),
                resyncs.get(),
            )
        },
        |(id, ..)| read_run(id),
    );
    use_event_frames(move |event| {
        if event.run.is_some_and(|run| run.as_str() == id.get_untracked()) {
            run.refetch();
        }
    });
    view! {
        <BackLink href="/app/runs" to="Runs"/>
        {failures.map(|of| view! { <Failure of/> }).into_iter().collect_view()}
        <Load of=run heading="Run" skeleton=|| view! { <Skeleton/> } let:run>
            <One run cancel again/>
        </Load>
    }
    .into_any()
}

#[component]
fn One(run: RunDetail, cancel: ServerAction<CancelRun>, again: ServerAction<RerunFrom>) -> impl IntoView {
    let RunDetail { run, about, steps } = run;
    let (mood, icon, word) = drawn(run.status);
    let id = StoredValue::new(run.id.to_string());
    let open = matches!(run.status, RunStatus::Running | RunStatus::AwaitingApproval);
    let ended = !open && !run.dry_run;
    let keys = StoredValue::new(
        steps
            .iter()
            .map(|step| (step.id.clone(), step.title.clone()))
            .collect::<Vec<_>>(),
    );
    let outputs = steps.iter().filter_map(|step| step.output.clone()).collect();
    let model = serde_json::to_value(about).unwrap_or_default();
    view! {
        <PageHeader title=run.sop_name.clone() lead=run.subject.clone()>
            {open.then(|| view! {
                <Allowed role=Role::Tech>
                    <Confirm label="Cancel the run" tone=Tone::Danger consequence="No further step is begun. A call that was sent already is not taken back.">
                        <ActionForm action=cancel>
                            <input type="hidden" name="id" value=id.get_value()/>
                            <Button tone=Tone::Danger submit=true>"Cancel it"</Button>
                        </ActionForm>
                    </Confirm>
                </Allowed>
            })}
        </PageHeader>
        <div class="badge-row">
            <Chip mood icon text=word/>
            {run.dry_run.then(|| view! { <Chip text="Dry run"/> })}
        </div>
        {(!run.detail.is_empty()).then(|| view! { <Notice mood>{run.detail}</Notice> })}
        <dl class="facts">
            <div><dt>"SOP"</dt><dd><a href=format!("/app/sops/{}", run.sop)>{run.sop_name}</a> {format!(", version {}", run.sop_version)}</dd></div>
            {run.event.map(|event| view! {
                <div><dt>"Event"</dt><dd><a class="mono" href=format!("/app/webhooks/events?event={event}")>{event.to_string()}</a></dd></div>
            })}
            {run.customer_name.map(|name| view! { <div><dt>"Customer"</dt><dd>{name}</dd></div> })}
            <div><dt>"Started by"</dt><dd>{run.started_by} ", " <When at=run.started_at/></dd></div>
            <div><dt>"Ended"</dt><dd><WhenOr at=run.finished_at otherwise="not yet"/></dd></div>
            {run.report.map(|report| view! { <div><dt>"Note on the ticket"</dt><dd>{report}</dd></div> })}
            {run.rerun_of.map(|before| view! {
                <div><dt>"Again after"</dt><dd><a class="mono" href=format!("/app/runs/{before}")>{before.to_string()}</a></dd></div>
            })}
        </dl>
        <h2>"Steps"</h2>
        <Handovers value=Value::Array(outputs)/>
        <RunSteps steps/>
        {(ended && keys.with_value(|keys| !keys.is_empty())).then(|| view! {
            <Allowed role=Role::Tech>
                <ActionForm action=again attr:class="row">
                    <input type="hidden" name="id" value=id.get_value()/>
                    <label class="filter-field">
                        <span class="visually-hidden">"From which step"</span>
                        <select class="input input-select" name="step">
                            {keys.get_value().into_iter().map(|(key, title)| view! { <option value=key>{title}</option> }).collect_view()}
                        </select>
                    </label>
                    <Button submit=true busy=again.pending()>"Run again from this step"</Button>
                </ActionForm>
            </Allowed>
        })}
        <Fold label="The event as the steps see it"><JsonView value=model label="The event" folded=true/></Fold>
    }
    .into_any()
}
