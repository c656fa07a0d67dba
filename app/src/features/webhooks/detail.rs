//! One webhook in a drawer: its address, its secrets, whom it lets in, and how long it keeps what came.

use super::{
    HERE, Since,
    api::{ChangeWebhook, DeleteWebhook, Listed, RegisterWebhook, RetireSecret, RotateSecret},
    issued::Issued,
    secrets::Secrets,
    state,
};
use crate::{
    frame::Allowed,
    ui::{
        Button, Chip, Confirm, CopyLine, Drawer, Failure, Fold, InputKind, Load, Loaded, Notice, Shape,
        Skeleton, TextField, Tone, failure, markdown::Markdown,
    },
};
use contract::{actor::Role, webhook::Webhook};
use leptos::{form::ActionForm, prelude::*};

/// What can be done to a webhook.
#[derive(Clone, Copy)]
pub struct Actions {
    /// Changes it.
    pub change: ServerAction<ChangeWebhook>,
    /// Makes a new secret.
    pub rotate: ServerAction<RotateSecret>,
    /// Ends an old one.
    pub retire: ServerAction<RetireSecret>,
    /// Registers it at the vendor's.
    pub register: ServerAction<RegisterWebhook>,
    /// Deletes it.
    pub delete: ServerAction<DeleteWebhook>,
}

impl Actions {
    /// Makes the actions of the page.
    pub fn new() -> Self {
        Self {
            change: ServerAction::new(),
            rotate: ServerAction::new(),
            retire: ServerAction::new(),
            register: ServerAction::new(),
            delete: ServerAction::new(),
        }
    }

    /// Counts what was done, so that the list is read again. A rotation is left out: its answer holds the new secret, and
    /// must stay on screen.
    pub fn version(self) -> (usize, usize, usize, usize) {
        (
            self.change.version().get(),
            self.retire.version().get(),
            self.register.version().get(),
            self.delete.version().get(),
        )
    }
}

/// The drawer.
#[component]
pub fn WebhookDrawer(
    /// The webhook; none where there is no such.
    opened: Loaded<Option<Webhook>>,
    /// The webhooks, as the list has them.
    listed: Loaded<Listed>,
    /// What can be done.
    actions: Actions,
) -> impl IntoView {
    let rotated = actions.rotate.value();
    // What an earlier visit made must not be shown again.
    Effect::new(move |before: Option<()>| {
        if before.is_none() {
            rotated.set(None);
        }
    });
    let gone = || view! { <Notice>"There is no such webhook; it may have been deleted."</Notice> }.into_any();
    view! {
        <Drawer id="webhook" title="Webhook" close=HERE>
            {move || rotated.get().and_then(Result::ok).map(|issued| view! { <Issued issued/> })}
            <Load of=opened skeleton=|| view! { <Skeleton shape=Shape::Lines count=6/> } let:webhook>
                {webhook.map_or_else(gone, |webhook| view! { <Whole webhook listed actions/> }.into_any())}
            </Load>
        </Drawer>
    }
    .into_any()
}

/// How it is, as fresh as the list: that is drawn again whenever something comes, and what a person has opened or is typing
/// in the rest of the drawer stays.
#[component]
fn Now(id: String, listed: Loaded<Listed>) -> impl IntoView {
    let id = StoredValue::new(id);
    view! {
        <Load of=listed let:listed>
            {
                let one = listed.webhooks.into_iter().find(|one| id.with_value(|id| one.id.as_str() == id));
                one.map(|webhook| {
                    let (mood, icon, words) = state(&webhook);
                    view! {
                        <div class="badge-row">
                            <Chip mood icon text=words/>
                            {webhook.last_event_at.map(|at| view! { <Since words="last event" at/> })}
                        </div>
                    }
                })
            }
        </Load>
    }
    .into_any()
}

#[component]
fn Whole(webhook: Webhook, listed: Loaded<Listed>, actions: Actions) -> impl IntoView {
    let guide = webhook.setup.to_string();
    let kept = StoredValue::new(webhook.clone());
    let id = webhook.id.to_string();
    let registered = id.clone();
    view! {
        <div class="stack">
            <h3>{webhook.name.clone()}</h3>
            <Now id=id.clone() listed/>
            <h3>"Address"</h3>
            <CopyLine text=webhook.url label="the address"/>
            <p class="text-muted">"Proof: " <code>{webhook.header.to_string()}</code> " (" {webhook.scheme.to_string()} ")"</p>
            <h3>"Secrets"</h3>
            <Secrets id=id.clone() secrets=webhook.secrets actions/>
            <Fold label="Where to paste address and secret"><Markdown text=guide/></Fold>
            {webhook.registered.map(|text| view! { <p>{text}</p> })}
            {webhook.can_register.then(|| view! {
                <Allowed role=Role::Tech><Register id=registered.clone() actions/></Allowed>
            })}
            <Allowed role=Role::Tech>
                <Settings webhook=kept.get_value() actions/>
            </Allowed>
            <p class="row">
                <a href=format!("/app/webhooks/events?webhook={id}")>"Its events"</a>
                <a href=format!("/app/webhooks/dead-letters?webhook={id}")>"Its dead letters"</a>
            </p>
        </div>
    }
    .into_any()
}

#[component]
fn Register(id: String, actions: Actions) -> impl IntoView {
    let bad = failure(actions.register);
    view! {
        <div class="needs-js stack">
            <Failure of=bad/>
            <Button
                busy=actions.register.pending()
                on:click=move |_| { actions.register.dispatch(RegisterWebhook { id: id.clone() }); }
            >
                "Register it at the vendor’s now"
            </Button>
        </div>
    }
    .into_any()
}

#[component]
fn Settings(webhook: Webhook, actions: Actions) -> impl IntoView {
    let (id, deleted) = (webhook.id.to_string(), webhook.id.to_string());
    view! {
        <Fold label="Settings">
            <ActionForm action=actions.change attr:class="form">
                <input type="hidden" name="id" value=id/>
                <TextField form="webhook" name="name" label="Name" required=true value=webhook.name/>
                <label class="check">
                    <input type="checkbox" name="enabled" value="true" checked=webhook.enabled/>
                    <span>"Takes events"</span>
                </label>
                <div class="field">
                    <label class="check">
                        <input
                            type="checkbox"
                            name="ordered"
                            value="true"
                            checked=webhook.ordered
                            aria-describedby="webhook-ordered-help"
                        />
                        <span>"One after the other"</span>
                    </label>
                    <p class="field-help" id="webhook-ordered-help">
                        "Events about one ticket or device are carried out in the order in which they came: a later one waits "
                        "until the earlier one is over, its retries and approvals included. Others do not wait."
                    </p>
                </div>
                <TextField
                    form="webhook"
                    name="networks"
                    label="Networks that may post"
                    help="In CIDR form, separated by spaces; blank for all."
                    example=Some("203.0.113.0/24".to_owned())
                    value=webhook.allowed_networks.join(" ")
                />
                <TextField form="webhook" name="payload_days" label="Keep payloads, days" kind=InputKind::Number required=true value=webhook.payload_days.to_string()/>
                <TextField form="webhook" name="event_days" label="Keep events, days" kind=InputKind::Number required=true value=webhook.event_days.to_string()/>
                <div class="form-actions">
                    <Button tone=Tone::Primary submit=true busy=actions.change.pending()>"Save"</Button>
                </div>
            </ActionForm>
            <Confirm
                label="Delete the webhook"
                tone=Tone::Danger
                consequence="What the vendor posts to this address is refused from now on. Its events stay until their time is over. This cannot be undone."
            >
                <ActionForm action=actions.delete>
                    <input type="hidden" name="id" value=deleted/>
                    <Button tone=Tone::Danger submit=true>"Delete it"</Button>
                </ActionForm>
            </Confirm>
        </Fold>
    }
    .into_any()
}
