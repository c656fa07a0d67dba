//! One step: what it calls, with what, when it waits for a person, and where it goes on.

use super::{Shared, message::Message, state::Editing};
use crate::{
    frame::Allowed,
    ui::{
        Button, Fold, InputKind, JsonView, RiskBadge, SelectField, TextArea, TextField, Tone, run::kind_word,
        vendor_name,
    },
};
use contract::{
    actor::Role,
    field::Choice,
    sop::{StepApproval, StepKind},
};
use leptos::prelude::*;

/// The card.
#[component]
pub fn StepCard(shared: Shared, mark: u32) -> impl IntoView {
    let of = move |editor: &super::Editor| editor.steps.iter().find(|one| one.mark == mark).cloned();
    let Some(first) = shared.editor.with_untracked(of) else {
        return ().into_any();
    };
    let at = Memo::new(move |_| {
        shared
            .editor
            .with(|editor| editor.steps.iter().position(|one| one.mark == mark).unwrap_or(0))
    });
    let count = Memo::new(move |_| shared.editor.with(|editor| editor.steps.len()));
    let title = Memo::new(move |_| {
        let one = shared.editor.with(of);
        one.map(|one| {
            if one.step.title.is_empty() {
                one.step.id
            } else {
                one.step.title
            }
        })
        .unwrap_or_default()
    });
    // A step's place moves, so what is wrong with it is looked up by where it stands now.
    let wrong = move |part: &'static str| {
        Signal::derive(move || shared.wrong(format!("steps[{}].{part}", at.get())).get())
    };
    let change = move |with: fn(&mut Editing, String)| {
        Some(Callback::new(move |typed: String| {
            shared
                .editor
                .update(|editor| editor.change(mark, |one| with(one, typed)));
        }))
    };
    let form = format!("step-{mark}");
    let step = first.step.clone();
    let move_by = move |down: bool| move |_| shared.editor.update(|editor| editor.shift(mark, down));
    view! {
        <article class="card form" aria-label=move || format!("Step {}: {}", at.get() + 1, title.get())>
            <div class="spread">
                <h3>{move || format!("{}. {}", at.get() + 1, title.get())}</h3>
                <span class="text-muted">{kind_word(step.kind)}</span>
            </div>
            <Allowed role=Role::Tech>
                <div class="row">
                    <Button tone=Tone::Quiet disabled=Signal::derive(move || at.get() == 0) on:click=move_by(false)>"Up"</Button>
                    <Button tone=Tone::Quiet disabled=Signal::derive(move || at.get() + 1 >= count.get()) on:click=move_by(true)>"Down"</Button>
                    <Button tone=Tone::Quiet on:click=move |_| shared.editor.update(|editor| editor.remove(mark))>"Remove"</Button>
                </div>
            </Allowed>
            <TextField form=form.clone() name="id" label="Key" help="Other steps name it by this, and templates its answer: steps.KEY.output." required=true value=step.id error=wrong("id")
                on_input=change(|one, typed| one.step.id = typed)/>
            <TextField form=form.clone() name="title" label="Title" value=step.title error=wrong("title")
                on_input=change(|one, typed| one.step.title = typed)/>
            {(step.kind == StepKind::Operation).then(|| view! { <Calls shared mark form=form.clone()/> })}
            {match step.kind {
                StepKind::Chat => view! {
                    <Message shared first=first.clone() form=form.clone() channel_error=wrong("input.channel") text_error=wrong("input.text")/>
                }
                .into_any(),
                kind => view! {
                    <TextArea form=form.clone() name="input" label=input_label(kind) help="JSON; strings are templates over event, customer and steps." code=true rows=6
                        value=first.typed.clone() error=wrong("input")
                        on_input=change(|one, typed| one.typed = typed)/>
                }
                .into_any(),
            }}
            <Fold label="Approval, retries, and where it goes on" of=title.get_untracked()>
                <SelectField form=form.clone() name="approval" label="Waits for a person" choices=approvals() value=approval_key(step.approval).to_owned() error=wrong("approval")
                    on_change=change(|one, typed| one.step.approval = approval_of(&typed))/>
                <TextField form=form.clone() name="retries" label="Tries again, at most" kind=InputKind::Number value=step.retries.to_string() error=wrong("retries")
                    on_input=change(|one, typed| one.step.retries = typed.trim().parse().unwrap_or(0))/>
                <TextField form=form.clone() name="on_success" label=if step.kind == StepKind::Branch { "When true, go to" } else { "After success, go to" }
                    help="A step’s key, or end; blank for the next in the list." value=step.on_success.unwrap_or_default() error=wrong("on_success")
                    on_input=change(|one, typed| one.step.on_success = edge(typed))/>
                <TextField form=form name="on_failure" label=if step.kind == StepKind::Branch { "When false, go to" } else { "After failure, go to" }
                    help="A step’s key, or end; blank to end here." value=step.on_failure.unwrap_or_default() error=wrong("on_failure")
                    on_input=change(|one, typed| one.step.on_failure = edge(typed))/>
            </Fold>
        </article>
    }
    .into_any()
}

/// Which operation, on which account.
#[component]
fn Calls(shared: Shared, mark: u32, form: String) -> impl IntoView {
    let chosen = Memo::new(move |_| {
        shared.editor.with(|editor| {
            let one = editor.steps.iter().find(|one| one.mark == mark);
            one.map(|one| {
                (
                    one.step.vendor.clone().unwrap_or_default(),
                    one.step.operation.clone().unwrap_or_default(),
                    one.step.integration.clone(),
                )
            })
            .unwrap_or_default()
        })
    });
    let operations = shared.desk.with_value(|desk| {
        let head = choice(String::new(), "Choose an operation".to_owned());
        let rest = desk.operations.iter().map(|one| {
            choice(
                format!("{} {}", one.vendor, one.id),
                format!(
                    "{} — {} ({})",
                    vendor_name(&desk.vendors, &one.vendor),
                    one.title,
                    one.id
                ),
            )
        });
        std::iter::once(head).chain(rest).collect::<Vec<_>>()
    });
    let accounts = shared.desk.with_value(|desk| {
        let head = choice(String::new(), "The vendor’s default account".to_owned());
        let rest = desk.accounts.iter().map(|(id, vendor, name)| {
            choice(
                id.clone(),
                format!("{name} ({})", vendor_name(&desk.vendors, vendor)),
            )
        });
        std::iter::once(head).chain(rest).collect::<Vec<_>>()
    });
    let (vendor, operation, integration) = chosen.get_untracked();
    let key = if operation.is_empty() {
        String::new()
    } else {
        format!("{vendor} {operation}")
    };
    let pick = move |typed: String| {
        let (vendor, operation) = typed.split_once(' ').unwrap_or(("", ""));
        shared.editor.update(|editor| {
            editor.change(mark, |one| {
                one.step.vendor = Some(vendor.to_owned()).filter(|key| !key.is_empty());
                one.step.operation = Some(operation.to_owned()).filter(|key| !key.is_empty());
            });
        });
    };
    let on = move |typed: String| {
        shared.editor.update(|editor| {
            editor.change(mark, |one| {
                one.step.integration = Some(typed).filter(|id| !id.is_empty());
            });
        });
    };
    let known = Memo::new(move |_| {
        let (vendor, operation, _) = chosen.get();
        shared.desk.with_value(|desk| {
            desk.operations
                .iter()
                .find(|one| one.vendor == vendor && one.id == operation)
                .cloned()
        })
    });
    view! {
        <SelectField form=form.clone() name="operation" label="Operation" choices=operations value=key on_change=Some(Callback::new(pick))/>
        <SelectField form=form name="integration" label="Account" required=false choices=accounts value=integration.unwrap_or_default() on_change=Some(Callback::new(on))/>
        {move || known.get().map(|known| view! {
            <div class="row"><RiskBadge risk=known.risk/></div>
            <Fold label="What it takes"><JsonView value=known.input_schema label="Input schema" folded=true/></Fold>
        })}
    }
    .into_any()
}

/// One of a list to choose from.
pub(super) fn choice(value: String, label: String) -> Choice {
    Choice {
        value: value.into(),
        label: label.into(),
    }
}

fn edge(typed: String) -> Option<String> {
    Some(typed.trim().to_owned()).filter(|key| !key.is_empty())
}

fn input_label(kind: StepKind) -> &'static str {
    match kind {
        StepKind::Operation => "Input",
        StepKind::Branch => "Condition",
        StepKind::Approval => "What the person is asked",
        StepKind::Http => "Request",
        StepKind::Chat => "Message",
    }
}

const APPROVALS: [(StepApproval, &str, &str); 4] = [
    (
        StepApproval::None,
        "none",
        "only where the operation’s own rule asks",
    ),
    (StepApproval::Tech, "tech", "always; a Tech decides"),
    (StepApproval::Admin, "admin", "always; an Admin decides"),
    (
        StepApproval::Destructive,
        "destructive",
        "where the operation is dangerous",
    ),
];

fn approvals() -> Vec<Choice> {
    APPROVALS
        .iter()
        .map(|(_, key, label)| choice((*key).to_owned(), (*label).to_owned()))
        .collect()
}

fn approval_key(approval: StepApproval) -> &'static str {
    APPROVALS
        .iter()
        .find(|(one, ..)| *one == approval)
        .map_or("none", |(_, key, _)| key)
}

fn approval_of(word: &str) -> StepApproval {
    APPROVALS
        .iter()
        .find(|(_, key, _)| *key == word)
        .map_or(StepApproval::None, |(one, ..)| *one)
}
