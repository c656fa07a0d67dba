//! Changing one's own password.

use super::api::ChangePassword;
use crate::ui::{Button, Failure, InputKind, TextField, error_of, failure};
use contract::{account::MIN_PASSWORD, problem::Problem};
use leptos::{form::ActionForm, html, prelude::*};

/// The form; it empties itself when the password has been changed.
#[component]
pub fn PasswordForm() -> impl IntoView {
    let change = ServerAction::<ChangePassword>::new();
    let bad = failure(change);
    let form = NodeRef::<html::Form>::new();
    let value = change.value();
    Effect::new(move |_| {
        if value.with(|value| matches!(value, Some(Ok(()))))
            && let Some(form) = form.get_untracked()
        {
            form.reset();
        }
    });
    let wrong = move |name: &'static str| {
        Signal::derive(move || {
            bad.with(|bad: &Option<Problem>| bad.as_ref().and_then(|bad| error_of(&bad.errors, name)))
        })
    };
    view! {
        <ActionForm action=change node_ref=form attr:class="form">
            <Failure of=bad fields_say_it=true/>
            <TextField
                name="old"
                label="Current password"
                kind=InputKind::Password
                error=wrong("old")
                required=true
                autocomplete="current-password"
            />
            <TextField
                name="new"
                label="New password"
                help=format!("At least {MIN_PASSWORD} characters. Your other sessions end.")
                kind=InputKind::Password
                error=wrong("new")
                required=true
                autocomplete="new-password"
            />
            <TextField
                name="again"
                label="New password again"
                kind=InputKind::Password
                error=wrong("again")
                required=true
                autocomplete="new-password"
            />
            <div class="form-actions">
                <Button submit=true busy=change.pending()>"Change password"</Button>
            </div>
        </ActionForm>
    }
}
