//! Changing a channel. What is kept sealed is never sent back: a blank field keeps it.

use super::{
    Acts, HERE,
    fields::{floors, wrong},
    words,
};
use crate::{
    frame::Allowed,
    ui::{Button, Drawer, Failure, InputKind, SelectField, TextField, Tone, failure},
};
use contract::{
    actor::Role,
    notification::{Channel, ChannelKind},
};
use leptos::{form::ActionForm, prelude::*};

/// Shows a channel; an administrator can change it.
#[component]
pub fn EditChannel(
    /// The channel.
    channel: Channel,
    /// The page's actions.
    acts: Acts,
) -> impl IntoView {
    let reaches = if channel.to.is_empty() {
        channel.hint.clone()
    } else {
        channel.to.join(", ")
    };
    let facts = view! {
        <dl class="facts">
            <div><dt>"Kind"</dt><dd>{channel.kind.label()}</dd></div>
            <div><dt>"Reaches"</dt><dd class="mono">{reaches}</dd></div>
            <div><dt>"Tells"</dt><dd>{words::floor(channel.floor)}</dd></div>
        </dl>
    };
    view! {
        <Drawer id="edit-channel" title=channel.name.clone() close=HERE>
            <div class="stack">
                {facts}
                <Allowed role=Role::Admin>
                    <EditForm channel=channel.clone() acts/>
                    <SwitchForm id=channel.id.to_string() enabled=channel.enabled acts/>
                </Allowed>
            </div>
        </Drawer>
    }
    .into_any()
}

#[component]
fn EditForm(channel: Channel, acts: Acts) -> impl IntoView {
    let bad = failure(acts.change);
    let address = if channel.kind == ChannelKind::Email {
        view! {
            <TextField
                form="edit"
                name="to"
                label="E-mail addresses"
                help="Several are separated by commas."
                value=channel.to.join(", ")
                error=wrong(bad, "to")
            />
        }
        .into_any()
    } else {
        view! {
            <TextField
                form="edit"
                name="url"
                label="New webhook address"
                help="Blank keeps the one that is kept."
                kind=InputKind::Url
                error=wrong(bad, "url")
            />
        }
        .into_any()
    };
    let secret = (channel.kind == ChannelKind::Webhook).then(|| {
        view! {
            <TextField
                form="edit"
                name="secret"
                label="New signing secret"
                help="Blank keeps the one that is kept."
                kind=InputKind::Secret
                error=wrong(bad, "secret")
            />
        }
    });
    view! {
        <ActionForm action=acts.change attr:class="form" attr:novalidate=true>
            <Failure of=bad fields_say_it=true/>
            <input type="hidden" name="id" value=channel.id.to_string()/>
            <TextField form="edit" name="name" label="Name" value=channel.name error=wrong(bad, "name")/>
            {address}
            {secret}
            <SelectField
                form="edit"
                name="floor"
                label="Tells"
                choices=floors()
                value=channel.floor.as_str().to_owned()
                error=wrong(bad, "floor")
            />
            <div class="form-actions">
                <Button tone=Tone::Primary submit=true busy=acts.change.pending()>"Save"</Button>
                <a class="btn" href=HERE>"Cancel"</a>
            </div>
        </ActionForm>
    }
}

#[component]
fn SwitchForm(id: String, enabled: bool, acts: Acts) -> impl IntoView {
    let (words, value) = if enabled {
        ("Switch the channel off", "no")
    } else {
        ("Switch the channel on", "yes")
    };
    view! {
        <ActionForm action=acts.change>
            <input type="hidden" name="id" value=id/>
            <input type="hidden" name="enabled" value=value/>
            <Button submit=true>{words}</Button>
        </ActionForm>
    }
}
