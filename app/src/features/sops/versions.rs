//! Every save of a SOP: who, when, why, what changed against the save before, and the way back.

use super::{
    api::RollBack,
    diff::{Line, lines},
};
use crate::{
    frame::Allowed,
    ui::{Button, Confirm, Fold, Tone, When},
};
use contract::{
    actor::Role,
    sop::{Sop, SopVersion},
};
use leptos::{form::ActionForm, prelude::*};

/// The list.
#[component]
pub fn Versions(
    /// Newest first.
    versions: Vec<SopVersion>,
    /// Rolls back.
    back: ServerAction<RollBack>,
) -> impl IntoView {
    let newest = versions.first().map_or(0, |one| one.version);
    let before: Vec<Option<String>> = versions
        .iter()
        .skip(1)
        .map(|one| Some(text(&one.sop)))
        .chain([None])
        .collect();
    let all = versions.into_iter().zip(before).map(move |(one, before)| {
        let id = StoredValue::new(one.sop.id.to_string());
        let number = one.version;
        let changed = before.map(|before| lines(&before, &text(&one.sop)));
        view! {
            <li class="card stack">
                <div class="spread">
                    <h2>{format!("Version {number}")} {(number == newest).then_some(" (now)")}</h2>
                    <span class="text-muted">{one.by} ", " <When at=one.at/></span>
                </div>
                {one.note.map(|note| view! { <p>{note}</p> })}
                {changed.map(|changed| view! { <Fold label="What changed" of=format!("version {number}")><Changes changed/></Fold> })}
                {(number != newest).then(|| view! {
                    <Allowed role=Role::Tech>
                        <Confirm label="Roll back to this" consequence="It is saved as the newest version. Nothing is lost; events that run now keep theirs.">
                            <ActionForm action=back>
                                <input type="hidden" name="id" value=id.get_value()/>
                                <input type="hidden" name="version" value=number.to_string()/>
                                <Button tone=Tone::Primary submit=true>"Roll back"</Button>
                            </ActionForm>
                        </Confirm>
                    </Allowed>
                })}
            </li>
        }
    });
    view! { <ul class="stack">{all.collect_view()}</ul> }.into_any()
}

/// What is compared: what a person can edit, as text.
fn text(sop: &Sop) -> String {
    let shown = serde_json::json!({
        "name": sop.name,
        "description": sop.description,
        "mode": sop.mode,
        "customer": sop.customer,
        "enabled": sop.enabled,
        "triggers": sop.triggers,
        "steps": sop.steps,
    });
    serde_json::to_string_pretty(&shown).unwrap_or_default()
}

#[component]
fn Changes(changed: Vec<Line>) -> impl IntoView {
    if changed.iter().all(|line| matches!(line, Line::Same(_))) {
        return view! { <p class="text-muted">"Nothing but the note."</p> }.into_any();
    }
    let rows = changed.into_iter().map(|line| {
        let (class, said, text) = match line {
            Line::Same(text) => ("diff-same", "", text),
            Line::Added(text) => ("diff-added", "added: ", text),
            Line::Removed(text) => ("diff-removed", "removed: ", text),
        };
        view! { <div class=class><span class="visually-hidden">{said}</span>{text}</div> }
    });
    view! { <div class="diff mono" tabindex="0" role="group" aria-label="Differences">{rows.collect_view()}</div> }.into_any()
}
