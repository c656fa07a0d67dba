//! Name, mode, scope and triggers.

use super::{super::words::mode_key, Shared};
use crate::ui::{Fold, SelectField, TextArea, TextField};
use contract::{field::Choice, ids::CustomerId, sop::Mode};
use leptos::prelude::*;

/// The fields above the steps.
#[component]
pub fn Head(shared: Shared) -> impl IntoView {
    let head = shared.editor.with_untracked(|editor| editor.head.clone());
    let conditions = shared.editor.with_untracked(|editor| editor.conditions.clone());
    let change = move |with: fn(&mut super::Editor, String)| {
        Some(Callback::new(move |typed: String| {
            shared.editor.update(|editor| with(editor, typed));
        }))
    };
    let customers = shared
        .desk
        .with_value(|desk| all("Every customer", &desk.customers));
    let vendors = shared.desk.with_value(|desk| all("Every vendor", &desk.vendors));
    let modes = [
        (
            Mode::FullAuto,
            "Full auto: acts by itself, but for what its own rule holds",
        ),
        (
            Mode::ApproveBeforeExecute,
            "Approve before execute: nothing that writes before a person agrees",
        ),
        (
            Mode::DraftOnly,
            "Draft only: calls nothing that writes, shows what it would",
        ),
    ];
    let modes = modes.map(|(mode, label)| Choice {
        value: mode_key(mode).into(),
        label: label.into(),
    });
    let switch = move |event| {
        let on = event_target_checked(&event);
        shared.editor.update(|editor| editor.head.enabled = on);
    };
    view! {
        <section class="card form" aria-label="The SOP">
            <TextField form="sop" name="name" label="Name" required=true value=head.name error=shared.wrong("name".into())
                on_input=change(|editor, typed| editor.head.name = typed)/>
            <TextArea form="sop" name="description" label="What it is for" rows=2 value=head.description error=shared.wrong("description".into())
                on_input=change(|editor, typed| editor.head.description = typed)/>
            <label class="check">
                <input type="checkbox" checked=head.enabled on:change=switch/>
                <span>"On: events that fit run it"</span>
            </label>
            <SelectField form="sop" name="mode" label="Mode" choices=modes.to_vec() value=mode_key(head.mode).to_owned() error=shared.wrong("mode".into())
                on_change=change(|editor, typed| editor.head.mode = mode_of(&typed))/>
            <SelectField form="sop" name="customer" label="For" choices=customers required=false value=head.customer.map(|id| id.to_string()).unwrap_or_default() error=shared.wrong("customer".into())
                on_change=change(|editor, typed| editor.head.customer = CustomerId::parse(&typed))/>
            <Fold label="Triggers: when it is picked where no routing rule fires" open=true>
                <SelectField form="sop" name="vendor" label="Vendor" choices=vendors required=false value=head.triggers.vendor.unwrap_or_default() error=shared.wrong("triggers.vendor".into())
                    on_change=change(|editor, typed| editor.head.triggers.vendor = Some(typed).filter(|key| !key.is_empty()))/>
                <TextField form="sop" name="kinds" label="Kinds" help="One of these, separated by commas; ticket.* stands for every kind that begins so."
                    value=head.triggers.kinds.join(", ") error=shared.wrong("triggers.kinds".into())
                    on_input=change(|editor, typed| editor.head.triggers.kinds = list(&typed))/>
                <TextField form="sop" name="keywords" label="Words" help="One of these stands in the subject or body, case aside; separated by commas."
                    value=head.triggers.keywords.join(", ") error=shared.wrong("triggers.keywords".into())
                    on_input=change(|editor, typed| editor.head.triggers.keywords = list(&typed))/>
                <TextArea form="sop" name="conditions" label="Conditions" rows=4 code=true
                    help="All of these, as a JSON list: field, op (eq, ne, contains, matches, gt, lt, in) and value."
                    value=conditions error=shared.wrong("triggers.conditions".into())
                    on_input=change(|editor, typed| editor.conditions = typed)/>
            </Fold>
        </section>
    }
    .into_any()
}

fn mode_of(word: &str) -> Mode {
    match word {
        "full_auto" => Mode::FullAuto,
        "draft_only" => Mode::DraftOnly,
        _ => Mode::ApproveBeforeExecute,
    }
}

fn list(typed: &str) -> Vec<String> {
    typed
        .split(',')
        .map(str::trim)
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The choices of a list, after one that stands for all.
fn all(first: &'static str, rest: &[(String, String)]) -> Vec<Choice> {
    let head = Choice {
        value: "".into(),
        label: first.into(),
    };
    let rest = rest.iter().map(|(value, label)| Choice {
        value: value.clone().into(),
        label: label.clone().into(),
    });
    std::iter::once(head).chain(rest).collect()
}
