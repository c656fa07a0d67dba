//! Draws the fields and tells what is typed into them.

use super::{
    draft::path,
    schema::{Field, Kind},
};
use crate::ui::{InputKind, SelectField, TextArea, TextField, with_code};
use contract::field::Choice;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// The word that keeps these fields apart from the others of the page.
const FORM: &str = "input";

/// What the fields show and where they tell what is typed: path and text.
#[derive(Clone, Copy)]
pub struct Wires {
    /// The text of each field, by path.
    pub texts: Signal<BTreeMap<String, String>>,
    /// What is wrong with it, by path.
    pub faults: Signal<BTreeMap<String, String>>,
    /// Told path and text.
    pub typed: Callback<(String, String)>,
}

/// The fields of an input.
#[component]
pub fn FormFields(
    /// The fields.
    fields: Vec<Field>,
    /// What they show.
    wires: Wires,
) -> impl IntoView {
    fields
        .into_iter()
        .map(|field| match field.kind {
            Kind::Group(inner) => group(&field.name, &field.help, field.required, inner, wires),
            _ => drawn(field.name.clone(), field, wires),
        })
        .collect_view()
}

fn group(name: &str, help: &str, required: bool, inner: Vec<Field>, wires: Wires) -> AnyView {
    let parts = inner
        .into_iter()
        .map(|part| drawn(path(name, &part.name), part, wires));
    let optional = (!required).then(|| view! { <span class="field-optional">" (optional)"</span> });
    view! {
        <fieldset class="operations-group-fields">
            <legend><code>{name.to_owned()}</code>{optional}</legend>
            {(!help.is_empty()).then(|| view! { <p class="field-help">{with_code(help)}</p> })}
            {parts.collect_view()}
        </fieldset>
    }
    .into_any()
}

fn drawn(path: String, field: Field, wires: Wires) -> AnyView {
    let value = {
        let path = path.clone();
        Signal::derive(move || {
            wires
                .texts
                .with(|all| all.get(&path).cloned())
                .unwrap_or_default()
        })
    };
    let error = {
        let path = path.clone();
        Signal::derive(move || wires.faults.with(|all| all.get(&path).cloned()))
    };
    let on_input = {
        let path = path.clone();
        Some(Callback::new(move |text: String| {
            wires.typed.run((path.clone(), text));
        }))
    };
    let Field {
        name,
        help,
        required,
        kind,
        hint,
        ..
    } = field;
    let name = if path.contains('.') { path } else { name };
    let help = [help, hint]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    match kind {
        Kind::Text | Kind::Number { .. } => {
            // Rationale: a number field of the browser drops what it cannot read, so that nobody learns what was wrong.
            view! { <TextField form=FORM name=name.clone() label=name kind=InputKind::Line help value error required on_input/> }
                .into_any()
        }
        Kind::YesNo => {
            let choices = choices(
                required,
                [("true", "yes"), ("false", "no")].map(|(value, label)| Choice {
                    value: value.into(),
                    label: label.into(),
                }),
            );
            view! { <SelectField form=FORM name=name.clone() label=name choices help value error required on_change=on_input/> }
                .into_any()
        }
        Kind::Choice(words) => {
            let choices = choices(required, words);
            view! { <SelectField form=FORM name=name.clone() label=name choices help value error required on_change=on_input/> }
                .into_any()
        }
        Kind::List(_) => {
            let help = with(&help, "One a line.");
            view! { <TextArea form=FORM name=name.clone() label=name help value error required rows=3 on_input/> }
                .into_any()
        }
        Kind::Json | Kind::Group(_) => {
            let help = with(&help, "As JSON; the schema below says what it takes.");
            view! { <TextArea form=FORM name=name.clone() label=name help value error required rows=4 code=true on_input/> }
                .into_any()
        }
    }
}

fn with(help: &str, more: &str) -> String {
    if help.is_empty() {
        more.to_owned()
    } else {
        format!("{help} {more}")
    }
}

/// What can be chosen, and nothing.
fn choices(required: bool, words: impl IntoIterator<Item = Choice>) -> Vec<Choice> {
    let nothing = Choice {
        value: "".into(),
        label: if required { "Choose…" } else { "Leave it out" }.into(),
    };
    std::iter::once(nothing).chain(words).collect()
}
