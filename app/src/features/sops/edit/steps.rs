//! The list of steps, and adding one.

use super::{Shared, step::StepCard};
use crate::{
    frame::Allowed,
    ui::{Button, run::kind_word},
};
use contract::{actor::Role, sop::StepKind};
use leptos::prelude::*;

const KINDS: [StepKind; 5] = [
    StepKind::Operation,
    StepKind::Branch,
    StepKind::Approval,
    StepKind::Http,
    StepKind::Chat,
];

/// The list.
#[component]
pub fn Steps(shared: Shared) -> impl IntoView {
    let marks = Memo::new(move |_| {
        shared
            .editor
            .with(|editor| editor.steps.iter().map(|one| one.mark).collect::<Vec<_>>())
    });
    view! {
        <section class="stack" aria-labelledby="steps">
            <h2 id="steps">"Steps"</h2>
            {move || marks.with(Vec::is_empty).then(|| view! {
                <p class="text-muted">"No step yet: an event that picks this SOP succeeds at once."</p>
            })}
            <ol class="run-steps">
                <For each=move || marks.get() key=|mark| *mark let:mark>
                    <li><StepCard shared mark/></li>
                </For>
            </ol>
            <Allowed role=Role::Tech>
                <div class="row" role="group" aria-label="Add a step">
                    {KINDS.map(|kind| view! {
                        <Button on:click=move |_| shared.editor.update(|editor| editor.add(kind))>{format!("+ {}", kind_word(kind))}</Button>
                    }).into_iter().collect_view()}
                </div>
            </Allowed>
        </section>
    }
    .into_any()
}
