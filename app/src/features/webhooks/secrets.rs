//! The secrets a webhook accepts: when each last proved a delivery, so that an old one is ended on evidence.

use super::{Since, api::RotateSecret, detail::Actions};
use crate::{
    frame::Allowed,
    ui::{Button, Failure, Notice, SelectField, Tone, WhenOr, failure},
};
use contract::{actor::Role, field::Choice, webhook::WebhookSecret};
use leptos::{form::ActionForm, prelude::*};

/// The list, and a new one.
#[component]
pub fn Secrets(id: String, secrets: Vec<WebhookSecret>, actions: Actions) -> impl IntoView {
    let several = secrets.len() > 1;
    let webhook = StoredValue::new(id);
    let one = move |secret: WebhookSecret| {
        let retires = secret.retires_at.clone();
        let secret_id = StoredValue::new(secret.id.to_string());
        view! {
            <li class="spread">
                <div>
                    <span class="mono">{format!("…{}", secret.hint)}</span>
                    <Since words="made" at=secret.created_at/>
                    <span class="cell-sub">"last matched " <WhenOr at=secret.last_matched_at otherwise="never"/></span>
                    {retires.clone().map(|at| view! { <Since words="ends" at/> })}
                </div>
                {(several && retires.is_some()).then(|| view! {
                    <Allowed role=Role::Tech>
                        <ActionForm action=actions.retire>
                            <input type="hidden" name="id" value=webhook.get_value()/>
                            <input type="hidden" name="secret" value=secret_id.get_value()/>
                            <Button submit=true>"End now"</Button>
                        </ActionForm>
                    </Allowed>
                })}
            </li>
        }
    };
    view! {
        <ul class="stack">{secrets.into_iter().map(one).collect_view()}</ul>
        <Allowed role=Role::Tech><Rotate id=webhook.get_value() actions/></Allowed>
    }
    .into_any()
}

#[component]
fn Rotate(id: String, actions: Actions) -> impl IntoView {
    let bad = failure(actions.rotate);
    let hours = RwSignal::new("24".to_owned());
    let choice = |value: &'static str, label: &'static str| Choice {
        value: value.into(),
        label: label.into(),
    };
    let choices = vec![
        choice("1", "for an hour"),
        choice("24", "for a day"),
        choice("168", "for a week"),
        choice("0", "not at all"),
    ];
    let press = move |_| {
        actions.rotate.dispatch(RotateSecret {
            id: id.clone(),
            overlap_hours: hours.get_untracked().parse().unwrap_or(24),
        });
    };
    view! {
        <div class="no-js"><Notice>"Rotating a secret here needs JavaScript, because the new one is shown once."</Notice></div>
        <div class="needs-js stack">
            <SelectField
                form="rotate"
                name="overlap"
                label="The secret before is still accepted"
                choices
                value="24".to_owned()
                on_change=Some(Callback::new(move |value| hours.set(value)))
            />
            <Button tone=Tone::Plain busy=actions.rotate.pending() on:click=press>"Make a new secret"</Button>
            <Failure of=bad/>
        </div>
    }
    .into_any()
}
