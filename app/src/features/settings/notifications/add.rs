//! Making a channel. A secret that is made with it stands in the answer only.

use super::{
    Acts, HERE,
    fields::{choice, floors, wrong},
    words,
};
use crate::ui::{
    Button, CopyLine, Drawer, Failure, InputKind, Mood, Notice, SelectField, TextField, Tone, failure,
};
use contract::notification::{ChannelKind, IssuedChannel, NoticeLevel};
use leptos::{form::ActionForm, prelude::*};

/// Makes a channel.
#[component]
pub fn NewChannel(
    /// The page's actions.
    acts: Acts,
) -> impl IntoView {
    let value = acts.create.value();
    // What an earlier visit to this drawer made must not be shown again.
    Effect::new(move |before: Option<()>| {
        if before.is_none() {
            value.set(None);
        }
    });
    let issued = move || value.get().and_then(Result::ok);
    view! {
        <Drawer id="new-channel" title="Add a channel" close=HERE>
            {move || match issued() {
                Some(issued) => view! { <Issued issued/> }.into_any(),
                None => view! { <NewForm acts/> }.into_any(),
            }}
        </Drawer>
    }
    .into_any()
}

#[component]
fn NewForm(acts: Acts) -> impl IntoView {
    let bad = failure(acts.create);
    let kind = RwSignal::new(ChannelKind::Email);
    let awake = RwSignal::new(false);
    Effect::new(move |_| awake.set(true));
    // Without JavaScript every field is there, and those of other kinds stay blank.
    let hidden = move |of: fn(ChannelKind) -> bool| move || awake.get() && !of(kind.get());
    let kinds = ChannelKind::ALL
        .map(|kind| choice(kind.as_str(), kind.label()))
        .to_vec();
    let chosen = Callback::new(move |word: String| {
        if let Some(found) = ChannelKind::parse(&word) {
            kind.set(found);
        }
    });
    view! {
        <ActionForm action=acts.create attr:class="form" attr:novalidate=true>
            <Failure of=bad fields_say_it=true/>
            <SelectField
                form="channel"
                name="kind"
                label="Kind"
                choices=kinds
                value=ChannelKind::Email.as_str().to_owned()
                error=wrong(bad, "kind")
                on_change=Some(chosen)
            />
            <p class="text-muted">{move || words::address_help(kind.get())}</p>
            <TextField
                form="channel"
                name="name"
                label="Name"
                help="Blank for the kind’s name."
                error=wrong(bad, "name")
            />
            <div hidden=hidden(|kind| kind == ChannelKind::Email)>
                <TextField
                    form="channel"
                    name="to"
                    label="E-mail addresses"
                    help="Several are separated by commas."
                    error=wrong(bad, "to")
                />
            </div>
            <div hidden=hidden(|kind| kind != ChannelKind::Email)>
                <TextField
                    form="channel"
                    name="url"
                    label="Webhook address"
                    help="Kept sealed: whoever knows it can post there."
                    kind=InputKind::Url
                    error=wrong(bad, "url")
                />
            </div>
            <div hidden=hidden(|kind| kind == ChannelKind::Webhook)>
                <TextField
                    form="channel"
                    name="secret"
                    label="Signing secret"
                    help="whsec_ and base64. Blank has one made, which is shown once."
                    kind=InputKind::Secret
                    error=wrong(bad, "secret")
                />
                <div class="no-js">
                    <Notice mood=Mood::Warn>"Without JavaScript a secret that is made here cannot be shown: enter one."</Notice>
                </div>
            </div>
            <SelectField
                form="channel"
                name="floor"
                label="Tells"
                choices=floors()
                value=NoticeLevel::Warning.as_str().to_owned()
                error=wrong(bad, "floor")
            />
            <div class="form-actions">
                <Button tone=Tone::Primary submit=true busy=acts.create.pending()>"Add the channel"</Button>
                <a class="btn" href=HERE>"Cancel"</a>
            </div>
        </ActionForm>
    }
}

#[component]
fn Issued(issued: IssuedChannel) -> impl IntoView {
    let name = issued.channel.name;
    let secret = issued.secret.map(|secret| {
        view! {
            <p>"Its signing secret. Copy it now: it is not shown again."</p>
            <CopyLine text=secret label="the signing secret"/>
        }
    });
    view! {
        <div class="stack">
            <Notice mood=Mood::Ok announced=true>{format!("“{name}” is added. Send a test to see that it arrives.")}</Notice>
            {secret}
            <div class="form-actions">
                <a class="btn btn-primary" href=HERE>"Done"</a>
            </div>
        </div>
    }
}
