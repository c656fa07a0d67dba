//! The one form of an account, new or kept: its fields, the test, saving.
//!
//! Without JavaScript it posts to the address of its page and the page comes back with what was found. With it the same
//! buttons ask the server by themselves and the form stays as it is. Secrets live in their inputs and are read when
//! they are sent; nothing here keeps one longer than the call takes.

mod advice;
mod dom;
mod fields;
mod guide;
mod outcome;
mod send;
mod state;

pub use guide::Guide;

use super::models::VendorForm;
use crate::{
    context::Posted,
    ui::{Button, Icon, LinkButton, Mood, Notice, Tone},
};
use contract::integration::{Integration, SavePolicy};
use fields::Fields;
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::hooks::use_query_map;
use outcome::Outcome;
use send::Ask;
use state::{Begin, State};

/// The word by which the server's own handler calls this form.
pub const FORM: &str = "integration";

/// The form; it posts to the address of the page it stands on.
#[component]
pub fn ConnectionForm(
    /// The vendor's fields.
    form: VendorForm,
    /// The account, where there is one.
    kept: Option<Integration>,
    /// What a form post without JavaScript came to.
    posted: Posted,
    /// The version this form goes on from, where others on the page may move it on.
    #[prop(optional)]
    version: Option<RwSignal<Option<i64>>>,
) -> impl IntoView {
    let action = match &kept {
        Some(kept) => format!("/app/integrations/{}", kept.id),
        None => format!("/app/integrations/new/{}", form.card.vendor),
    };
    let address = action.clone();
    let query = use_query_map().get_untracked();
    let begin = Begin::of(&form, kept.as_ref(), &posted, &query);
    let suggested = begin.suggested;
    let state = State::new(&form, kept.clone(), begin, version);
    let submit = send::action(state);
    let pressed = move |event: SubmitEvent| {
        event.prevent_default();
        if !submit.pending().get_untracked() {
            send::press(state, submit, dom::pressed(&event).as_deref());
        }
    };
    let busy = move |wanted: Ask| {
        Signal::derive(move || {
            submit.pending().get()
                && submit
                    .input()
                    .with(|input| input.as_ref().is_some_and(|sent| sent.ask == wanted))
        })
    };
    let save = Ask::Save(SavePolicy::WhenTestPasses);
    view! {
        <form class="connection" method="post" action=action novalidate=true node_ref=state.element on:submit=pressed>
            {suggested.then(|| view! {
                <Notice mood=Mood::Info>
                    "The suggestion is filled in. Type the secrets that are not kept yet once more, then test."
                </Notice>
            })}
            {move || state.version.get().map(|version| view! {
                <input type="hidden" name="version" value=version.to_string()/>
            })}
            <Fields form kept posted state/>
            <div class="form-actions">
                // Each with an icon: while it works the spinner stands in its place, and nothing moves.
                <Button submit=true icon=Icon::Plug busy=busy(Ask::Test) attr:name="intent" attr:value="test">
                    "Test connection"
                </Button>
                <Button
                    submit=true
                    tone=Tone::Primary
                    icon=Icon::Check
                    busy=busy(save)
                    attr:name="intent"
                    attr:value="save"
                >
                    "Save"
                </Button>
                <LinkButton href="/app/integrations" tone=Tone::Quiet>"Cancel"</LinkButton>
            </div>
            <Outcome state submit address/>
        </form>
    }
}
