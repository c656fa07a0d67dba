//! The tester: takes a sample or a received event and says which rule fires and, for every other, the first condition that
//! failed. Nothing is stored and nothing acts.

use super::api::{TestRules, received_event};
use crate::ui::{
    Button, Chip, Failure, Icon, JsonView, Mood, SelectField, Table, TextField, Tone, failure, vendor_name,
};
use contract::{
    event::{Normalised, SampleEvent},
    field::Choice,
    problem::Problem,
    routing::RoutingReport,
};
use leptos::prelude::*;

/// The tester.
#[component]
pub fn Tester(
    samples: Vec<SampleEvent>,
    vendors: Vec<(String, String)>,
    /// The id of an event to begin with; blank for none.
    event: String,
) -> impl IntoView {
    let test = ServerAction::<TestRules>::new();
    let bad = failure(test);
    let choices = samples
        .iter()
        .map(|sample| Choice {
            value: sample.key.clone(),
            label: format!(
                "{} — {}",
                vendor_name(&vendors, sample.event.source.as_str()),
                sample.title
            )
            .into(),
        })
        .collect::<Vec<_>>();
    let first = samples
        .first()
        .map(|sample| sample.key.to_string())
        .unwrap_or_default();
    let chosen = RwSignal::new(first.clone());
    let id = RwSignal::new(event.clone());
    let unread = RwSignal::new(None::<Problem>);
    let tried = RwSignal::new(None::<Normalised>);
    let samples = StoredValue::new(samples);
    let run = move |event: Normalised| {
        tried.set(Some(event.clone()));
        test.dispatch(TestRules { event });
    };
    let press = move |_| {
        unread.set(None);
        let wanted = id.get_untracked().trim().to_owned();
        if wanted.is_empty() {
            let key = chosen.get_untracked();
            let sample = samples.with_value(|all| all.iter().find(|one| one.key == key).cloned());
            if let Some(sample) = sample {
                run(sample.event);
            }
        } else {
            leptos::task::spawn_local(async move {
                match received_event(wanted).await {
                    Ok(event) => run(event),
                    Err(error) => unread.set(Some(error.into())),
                }
            });
        }
    };
    let report = move || test.value().get().and_then(Result::ok);
    view! {
        <section class="card stack needs-js" aria-labelledby="tester">
            <h2 id="tester">"Try the rules"</h2>
            <SelectField
                form="tester"
                name="sample"
                label="A sample event"
                choices
                value=first
                required=false
                on_change=Some(Callback::new(move |value| chosen.set(value)))
            />
            <TextField
                form="tester"
                name="event"
                label="Or the id of an event that was received"
                example=Some("evt_01jdg8m0000000000000000000".to_owned())
                value=event
                on_input=Some(Callback::new(move |value| id.set(value)))
            />
            <div class="form-actions">
                <Button tone=Tone::Primary busy=test.pending() on:click=press>"Which rule fires?"</Button>
            </div>
            <Failure of=bad/>
            <Failure of=unread.into()/>
            <div role="status">{move || report().map(|report| view! { <Report report/> })}</div>
            {move || tried.get().and_then(|event| serde_json::to_value(event).ok()).map(|value| view! {
                <JsonView value label="The event as the rules see it" folded=true/>
            })}
        </section>
    }
    .into_any()
}

#[component]
fn Report(report: RoutingReport) -> impl IntoView {
    let rules = report
        .verdicts
        .into_iter()
        .map(|verdict| (verdict.name, verdict.fits, verdict.fired, verdict.why_not));
    let triggers = report.triggers.into_iter().map(|verdict| {
        (
            format!("Triggers of {}", verdict.name),
            verdict.fits,
            verdict.fired,
            verdict.why_not,
        )
    });
    let rows = rules.chain(triggers).map(|(name, fits, fired, why_not)| {
        let (mood, icon, word) = match (fired, fits) {
            (true, _) => (Mood::Ok, Icon::Check, "Fires"),
            (_, true) => (Mood::Idle, Icon::Dashed, "Fits, but later"),
            _ => (Mood::Idle, Icon::Cross, "Does not fit"),
        };
        view! {
            <tr>
                <td data-label="Rule">{name}</td>
                <td data-label="Verdict"><Chip mood icon text=word/></td>
                <td data-label="Why not">{why_not.unwrap_or_default()}</td>
            </tr>
        }
    });
    view! {
        <p><strong>{report.summary}</strong></p>
        <Table caption="What each rule said" columns=vec!["Rule", "Verdict", "Why not"]>{rows.collect_view()}</Table>
    }
    .into_any()
}
