//! Making a webhook. Needs JavaScript, and says so: the secret stands only in the answer to a script.

use super::{HERE, api::CreateWebhook, issued::Issued};
use crate::ui::{
    Button, Drawer, Failure, Load, Loaded, Mood, Notice, SelectField, TextField, Tone, error_of, failure,
};
use contract::field::Choice;
use leptos::prelude::*;

/// The drawer: the form, and then the secret.
#[component]
pub fn NewWebhookDrawer(
    /// The accounts to choose from.
    accounts: Loaded<Vec<(String, String)>>,
    /// Makes it.
    create: ServerAction<CreateWebhook>,
) -> impl IntoView {
    let value = create.value();
    // What an earlier visit to this drawer made must not be shown again.
    Effect::new(move |before: Option<()>| {
        if before.is_none() {
            value.set(None);
        }
    });
    let issued = move || value.with(|value| value.as_ref().and_then(|value| value.clone().ok()));
    view! {
        <Drawer id="new-webhook" title="New webhook" close=HERE>
            {move || match issued() {
                Some(issued) => view! {
                    <Issued issued/>
                    <div class="form-actions"><a class="btn btn-primary" href=HERE>"Done"</a></div>
                }
                .into_any(),
                None => view! { <Load of=accounts let:accounts><Form accounts create/></Load> }.into_any(),
            }}
        </Drawer>
    }
    .into_any()
}

#[component]
fn Form(accounts: Vec<(String, String)>, create: ServerAction<CreateWebhook>) -> impl IntoView {
    let bad = failure(create);
    let wrong = move |name: &'static str| {
        Signal::derive(move || bad.get().and_then(|bad| error_of(&bad.errors, name)))
    };
    let first = accounts.first().map(|(id, _)| id.clone()).unwrap_or_default();
    let integration = RwSignal::new(first.clone());
    let name = RwSignal::new(String::new());
    let choices = accounts
        .into_iter()
        .map(|(value, label)| Choice {
            value: value.into(),
            label: label.into(),
        })
        .collect();
    let send = move || {
        create.dispatch(CreateWebhook {
            integration: integration.get_untracked(),
            name: name.get_untracked(),
        });
    };
    view! {
        <div class="no-js">
            <Notice mood=Mood::Warn>
                "Making a webhook here needs JavaScript, because its secret is shown once. You can also post to "
                <code>"/api/v1/webhooks"</code> "."
            </Notice>
        </div>
        <form class="form needs-js" on:submit=move |event| { event.prevent_default(); send(); }>
            <Failure of=bad fields_say_it=true/>
            <SelectField
                form="webhook"
                name="integration"
                label="Account"
                help="Whose vendor will post here."
                choices
                value=first
                error=wrong("integration")
                on_change=Some(Callback::new(move |value| integration.set(value)))
            />
            <TextField
                form="webhook"
                name="name"
                label="Name"
                help="Blank for the account’s name."
                error=wrong("name")
                on_input=Some(Callback::new(move |value| name.set(value)))
            />
            <div class="form-actions">
                <Button tone=Tone::Primary submit=true busy=create.pending()>"Make the webhook"</Button>
                <a class="btn" href=HERE>"Cancel"</a>
            </div>
        </form>
    }
    .into_any()
}
