//! Again, as a brand-new event: first what would happen now, then for real.

use super::{
    api::{DryReplay, Replay},
    story::OneAttempt,
};
use crate::{
    frame::Allowed,
    ui::{Button, Failure, Fold, Mood, Notice, TextField, Tone, failure},
};
use contract::actor::Role;
use leptos::{form::ActionForm, prelude::*};

/// The form.
#[component]
pub fn ReplayForm(id: String, replay: ServerAction<Replay>) -> impl IntoView {
    let id = StoredValue::new(id);
    let dry = ServerAction::<DryReplay>::new();
    let bad = failure(dry);
    let told = move || dry.value().get().and_then(Result::ok);
    view! {
        <Allowed role=Role::Tech>
            <Fold label="Replay">
                <p class="text-muted">
                    "A replay is a new event through the whole pipeline, with the rules and SOPs as they are now. This one stays as it is."
                </p>
                <ActionForm action=replay attr:class="form">
                    <input type="hidden" name="id" value=id.get_value()/>
                    <TextField form="replay" name="reason" label="Reason" help="For the record."/>
                    <div class="form-actions">
                        <Button tone=Tone::Primary submit=true busy=replay.pending()>"Replay as a new event"</Button>
                        <span class="needs-js">
                            <Button
                                busy=dry.pending()
                                on:click=move |_| { dry.dispatch(DryReplay { id: id.get_value() }); }
                            >
                                "What would happen now?"
                            </Button>
                        </span>
                    </div>
                </ActionForm>
                <Failure of=bad/>
                {move || told().map(|answer| view! {
                    <div role="status" class="stack">
                        <Notice>"Nothing was stored and nothing has acted. This is what would happen now:"</Notice>
                        {answer.dry_run.map(|attempt| view! { <OneAttempt attempt/> })}
                        {(!answer.guarded.is_empty()).then(|| view! {
                            <Notice mood=Mood::Warn>
                                "Already done for this event, and not done again: " {answer.guarded.join("; ")}
                            </Notice>
                        })}
                    </div>
                })}
            </Fold>
        </Allowed>
    }
    .into_any()
}
