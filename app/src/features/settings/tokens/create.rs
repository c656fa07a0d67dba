//! Making a token. Needs JavaScript, and says so: the secret stands only in the answer to a script, never in a page that
//! a browser keeps in its history.

use super::{HERE, api::CreateToken};
use crate::ui::{
    Button, CopyLine, Drawer, Failure, Mood, Notice, RoleField, SelectField, TextField, Tone, error_of,
    failure,
};
use contract::{account::IssuedToken, field::Choice};
use leptos::{form::ActionForm, prelude::*};

/// The drawer: the form, and then the secret.
#[component]
pub fn NewTokenDrawer(create: ServerAction<CreateToken>) -> impl IntoView {
    let value = create.value();
    // What an earlier visit to this drawer made must not be shown again.
    Effect::new(move |before: Option<()>| {
        if before.is_none() {
            value.set(None);
        }
    });
    let issued = move || value.get().and_then(Result::ok);
    view! {
        <Drawer id="new-token" title="New API token" close=HERE>
            {move || match issued() {
                Some(issued) => view! { <Issued issued/> }.into_any(),
                None => view! { <Form create/> }.into_any(),
            }}
        </Drawer>
    }
    .into_any()
}

#[component]
fn Form(create: ServerAction<CreateToken>) -> impl IntoView {
    let bad = failure(create);
    let wrong = move |name: &'static str| {
        Signal::derive(move || bad.get().and_then(|bad| error_of(&bad.errors, name)))
    };
    let asleep = RwSignal::new(true);
    Effect::new(move |_| asleep.set(false));
    let choice = |value: &'static str, label: &'static str| Choice {
        value: value.into(),
        label: label.into(),
    };
    let ends = vec![
        choice("30", "in 30 days"),
        choice("90", "in 90 days"),
        choice("365", "in a year"),
        choice("0", "never"),
    ];
    view! {
        <div class="no-js">
            <Notice mood=Mood::Warn>
                "Making a token here needs JavaScript. On the server you can use "
                <code>"ops-ai token create --name NAME --role viewer"</code> "."
            </Notice>
        </div>
        <ActionForm action=create attr:class="form">
            <Failure of=bad fields_say_it=true/>
            <TextField
                form="token"
                name="name"
                label="Name"
                help="What will use it, so that you recognise it later."
                error=wrong("name")
                required=true
                autofocus=true
            />
            <RoleField form="token" error=wrong("role")/>
            <SelectField form="token" name="days" label="Ends" choices=ends value="90".to_owned() error=wrong("days")/>
            <div class="form-actions">
                <Button tone=Tone::Primary submit=true disabled=asleep busy=create.pending()>"Make the token"</Button>
                <a class="btn" href=HERE>"Cancel"</a>
            </div>
        </ActionForm>
    }
}

#[component]
fn Issued(issued: IssuedToken) -> impl IntoView {
    let call = "curl -H \"Authorization: Bearer $OPSAI_TOKEN\" \"$OPSAI_URL/api/v1/status\"";
    view! {
        <Notice mood=Mood::Ok announced=true>
            {format!("The token “{}” is made. Copy its secret now: it is not shown again.", issued.token.name)}
        </Notice>
        <CopyLine text=issued.secret label="the token's secret"/>
        <p class="text-muted">"A first call, with the secret in the environment:"</p>
        <CopyLine text=call label="the example"/>
        <div class="form-actions">
            <a class="btn btn-primary" href=HERE>"Done"</a>
        </div>
    }
}
