//! Trying the draft on a sample event: each step with its resolved input; nothing that writes is called.

use super::{
    super::api::{DryRun, RunSop},
    Shared,
};
use crate::{
    frame::Allowed,
    ui::{
        Button, Chip, Failure, JsonView, SelectField, Tone, failure,
        run::{RunSteps, drawn},
        vendor_name,
    },
};
use contract::{actor::Role, event::Normalised, field::Choice, run::RunDetail};
use leptos::prelude::*;

/// The tester.
#[component]
pub fn TryIt(shared: Shared) -> impl IntoView {
    let dry = ServerAction::<DryRun>::new();
    let real = ServerAction::<RunSop>::new();
    let (bad, bad_real) = (failure(dry), failure(real));
    let samples = StoredValue::new(shared.desk.with_value(|desk| desk.samples.clone()));
    let vendors = shared.desk.with_value(|desk| desk.vendors.clone());
    let choices = samples.with_value(|all| {
        let choice = |one: &contract::event::SampleEvent| Choice {
            value: one.key.clone(),
            label: format!(
                "{} — {}",
                vendor_name(&vendors, one.event.source.as_str()),
                one.title
            )
            .into(),
        };
        all.iter().map(choice).collect::<Vec<_>>()
    });
    let first = choices
        .first()
        .map(|one| one.value.to_string())
        .unwrap_or_default();
    let chosen = RwSignal::new(first.clone());
    let event = move || -> Option<Normalised> {
        let key = chosen.get();
        samples.with_value(|all| all.iter().find(|one| one.key == key).map(|one| one.event.clone()))
    };
    let press = move |_| {
        let Some(event) = event() else { return };
        match shared.editor.with_untracked(super::Editor::draft) {
            Ok(draft) => {
                shared.errors.set(Vec::new());
                dry.dispatch(DryRun { draft, event });
            }
            Err(errors) => shared.errors.set(errors),
        }
    };
    let kept = shared
        .desk
        .with_value(|desk| desk.sop.as_ref().map(|sop| sop.id.to_string()));
    let can_run = kept.is_some();
    let press_real = move |_| {
        if let (Some(event), Some(id)) = (event(), kept.clone()) {
            real.dispatch(RunSop { id, event });
        }
    };
    let done = move || dry.value().get().and_then(Result::ok);
    let ran = move || real.value().get().and_then(Result::ok);
    view! {
        <section class="card stack" aria-labelledby="try">
            <h2 id="try">"Try it"</h2>
            <SelectField form="try" name="sample" label="On a sample event" choices value=first required=false
                on_change=Some(Callback::new(move |key| chosen.set(key)))/>
            {move || event().and_then(|event| serde_json::to_value(event).ok()).map(|value| view! {
                <JsonView value label="The event, as templates see it" folded=true/>
            })}
            <Allowed role=Role::Tech>
                <div class="form-actions">
                    <Button tone=Tone::Primary busy=dry.pending() on:click=press>"Dry run"</Button>
                    {can_run.then(|| view! { <Button busy=real.pending() on:click=press_real.clone()>"Run the saved version for real"</Button> })}
                </div>
            </Allowed>
            <Failure of=bad/>
            <Failure of=bad_real/>
            <div role="status" class="stack">
                {move || done().map(|run| view! { <Outcome run/> })}
                {move || ran().map(|run| {
                    let href = format!("/app/runs/{}", run.run.id);
                    view! { <p><a href=href>"Open the run"</a></p> <Outcome run/> }
                })}
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Outcome(run: RunDetail) -> impl IntoView {
    let (mood, icon, word) = drawn(run.run.status);
    view! {
        <div class="badge-row"><Chip mood icon text=word/> <span>{run.run.detail}</span></div>
        <RunSteps steps=run.steps/>
    }
    .into_any()
}
