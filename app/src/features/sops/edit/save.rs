//! Checking and saving: what refuses a draft is shown at its place, and what does not is told.

use super::{
    super::api::{CheckSop, SaveSop},
    Shared,
};
use crate::{
    frame::Allowed,
    ui::{Button, Failure, Mood, Notice, TextField, Tone, failure},
};
use contract::actor::Role;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

/// The note, the buttons, and what is wrong.
#[component]
pub fn SaveBar(shared: Shared) -> impl IntoView {
    let save = ServerAction::<SaveSop>::new();
    let check = ServerAction::<CheckSop>::new();
    let bad = failure(save);
    let bad_check = failure(check);
    let note = RwSignal::new(String::new());
    let warnings = RwSignal::new(Vec::new());
    let fine = RwSignal::new(false);
    let id = shared.desk.with_value(|desk| {
        desk.sop
            .as_ref()
            .map_or_else(|| "new".to_owned(), |sop| sop.id.to_string())
    });
    let navigate = use_navigate();
    Effect::new(move |_| match save.value().get() {
        Some(Ok(sop)) => {
            shared
                .editor
                .update(|editor| editor.head.version = Some(sop.version));
            shared.errors.set(Vec::new());
            crate::ui::use_toasts().ok(format!("Saved as version {}.", sop.version));
            navigate(
                &format!("/app/sops/{}", sop.id),
                leptos_router::NavigateOptions::default(),
            );
        }
        Some(Err(error)) => shared.errors.set(error.0.errors),
        None => {}
    });
    Effect::new(move |_| {
        if let Some(Ok(found)) = check.value().get() {
            fine.set(found.errors.is_empty());
            shared.errors.set(found.errors);
            warnings.set(found.warnings);
        }
    });
    let draft = move || {
        fine.set(false);
        match shared.editor.with_untracked(super::Editor::draft) {
            Ok(mut draft) => {
                draft.note = Some(note.get_untracked()).filter(|note| !note.trim().is_empty());
                Some(draft)
            }
            Err(errors) => {
                shared.errors.set(errors);
                None
            }
        }
    };
    let press_save = move |_| {
        if let Some(draft) = draft() {
            save.dispatch(SaveSop {
                id: id.clone(),
                draft,
            });
        }
    };
    let press_check = move |_| {
        if let Some(draft) = draft() {
            check.dispatch(CheckSop { draft });
        }
    };
    view! {
        <section class="card stack" aria-label="Save">
            <div role="status" class="stack">
                {move || {
                    let errors = shared.errors.get();
                    (!errors.is_empty()).then(|| view! {
                        <Notice mood=Mood::Bad>
                            <ul>{errors.into_iter().map(|error| view! { <li><code>{error.field}</code> ": " {error.message}</li> }).collect_view()}</ul>
                        </Notice>
                    })
                }}
                {move || {
                    let warnings = warnings.get();
                    (!warnings.is_empty()).then(|| view! {
                        <Notice mood=Mood::Warn>
                            <ul>{warnings.into_iter().map(|one| view! { <li><code>{one.field}</code> ": " {one.message}</li> }).collect_view()}</ul>
                        </Notice>
                    })
                }}
                {move || fine.get().then(|| view! { <Notice mood=Mood::Ok>"Nothing is wrong with it."</Notice> })}
            </div>
            <Failure of=bad fields_say_it=true/>
            <Failure of=bad_check/>
            <Allowed role=Role::Tech otherwise=|| "Your role can look, and not save.">
                <TextField form="save" name="note" label="What changed" help="For the list of versions." on_input=Some(Callback::new(move |typed| note.set(typed)))/>
                <div class="form-actions">
                    <Button tone=Tone::Primary busy=save.pending() on:click=press_save.clone()>"Save"</Button>
                    <Button busy=check.pending() on:click=press_check>"Check"</Button>
                </div>
            </Allowed>
        </section>
    }
    .into_any()
}
