//! Giving the application of the manual path: its id and its secret, which goes to the vault and never comes back.

use super::{super::pieces::wrong, acts::Acts};
use crate::ui::{Button, Failure, InputKind, TextField, Tone};
use contract::problem::Problem;
use leptos::{form::ActionForm, prelude::*};

/// The form.
#[component]
pub fn GiveForm(
    /// The tenant.
    setup: String,
    /// The step.
    step: String,
    /// The application's id, where it was given before.
    known: String,
    /// True where both were found to be right.
    again: bool,
    /// The page's actions.
    acts: Acts,
    /// What went wrong with it.
    bad: Signal<Option<Problem>>,
) -> impl IntoView {
    let help = if again {
        "Blank keeps what was given before."
    } else {
        "From the application’s Overview page."
    };
    view! {
        <ActionForm action=acts.fill attr:class="form">
            <Failure of=bad fields_say_it=true/>
            <input type="hidden" name="id" value=setup/>
            <input type="hidden" name="step" value=step/>
            <TextField
                form="give"
                name="application_id"
                label="Application (client) ID"
                help
                required=!again
                value=known
                error=wrong(bad, "application_id")
            />
            <TextField
                form="give"
                name="client_secret"
                label="Client secret"
                help="Its Value, not its Secret ID. It goes straight into the vault."
                kind=InputKind::Secret
                error=wrong(bad, "client_secret")
            />
            <div class="form-actions">
                <Button tone=Tone::Primary submit=true busy=acts.fill.pending()>"Keep and check"</Button>
            </div>
        </ActionForm>
    }
    .into_any()
}
