//! The application's secrets and the service account's sign-in: when each ends, and renewing it before that.

use super::super::{
    api::Rotate,
    pieces::{FailureView, StateChip, address, wrong},
    words,
};
use crate::{
    frame::Allowed,
    ui::{
        Button, Chip, Failure, Icon, InputKind, LinkButton, Mood, Notice, Table, TextField, Tone, When,
        WhenOr,
    },
};
use contract::{
    actor::Role,
    csp::{CspAccount, CspSecret, ExpiryWarning, SignInPurpose},
    problem::Problem,
};
use leptos::{form::ActionForm, prelude::*};

/// After how many idle days Microsoft ends a refresh token.
const IDLE_DAYS: i64 = 90;

/// Secrets and sign-ins.
#[component]
pub fn Account(
    /// What the tenant tells.
    account: CspAccount,
    /// The tenant.
    setup: String,
    /// Makes a new secret.
    rotate: ServerAction<Rotate>,
    /// What went wrong with that.
    bad: Signal<Option<Problem>>,
) -> impl IntoView {
    let ends = account.warning;
    let warned = (ends != ExpiryWarning::None && account.failure.is_none()).then(|| {
        let (mood, _, word) = words::warning(ends);
        view! { <Notice mood>{format!("The secret that Ops AI signs in with ends soon: {}. Rotate it.", word.to_lowercase())}</Notice> }
    });
    let kept = StoredValue::new(setup.clone());
    let old = account.secrets.iter().any(|secret| secret.ours && !secret.in_use);
    let again = format!(
        "{}?sign_in={}",
        address(&setup, ""),
        SignInPurpose::ServiceAccount.as_str()
    );
    view! {
        {warned}
        {account.failure.map(|failure| view! { <FailureView failure/> })}
        <Secrets secrets=account.secrets/>
        <Allowed role=Role::Admin>
            <RotateForm setup=kept.get_value() rotate bad/>
            {old.then(|| view! { <RetireForm setup=kept.get_value() rotate/> })}
        </Allowed>
        <h3>"The service account"</h3>
        <dl class="facts">
            <div><dt>"Signed in as"</dt><dd>{account.service_account.unwrap_or_else(|| "nobody yet".to_owned())}</dd></div>
            <div><dt>"Refresh token since"</dt><dd><WhenOr at=account.refresh_token_since otherwise="none is kept"/></dd></div>
            {account.refresh_token_days.map(|days| view! {
                <div><dt>"Its age"</dt><dd>{format!("{days} days; unused for {IDLE_DAYS} days it ends")}</dd></div>
            })}
            <div><dt>"Application"</dt><dd class="mono">{account.application_id}</dd></div>
        </dl>
        <Allowed role=Role::Admin>
            <div class="form-actions"><LinkButton href=again.clone()>"Sign in again"</LinkButton></div>
        </Allowed>
        <p class="text-muted">"Read " <When at=account.read_at/> "."</p>
    }
    .into_any()
}

#[component]
fn Secrets(secrets: Vec<CspSecret>) -> impl IntoView {
    if secrets.is_empty() {
        return view! { <p class="text-muted">"No secret was read."</p> }.into_any();
    }
    let rows = secrets.into_iter().map(|secret| {
        view! {
            <tr>
                <td data-label="Secret">
                    <span class="cell-name">{secret.name}</span>
                    <span class="cell-sub mono">{secret.key_id}</span>
                </td>
                <td data-label="Ends">
                    <WhenOr at=secret.ends_at otherwise="not told"/>
                    {secret.days_left.map(|days| view! { <span class="cell-sub">{words::days_left(days)}</span> })}
                </td>
                <td data-label="Warning"><StateChip drawn=words::warning(secret.warning)/></td>
                <td data-label="Used">
                    {if secret.in_use {
                        view! { <Chip mood=Mood::Info icon=Icon::Key text="In use"/> }.into_any()
                    } else {
                        view! { <span class="text-muted">{if secret.ours { "made by Ops AI" } else { "of somebody else" }}</span> }.into_any()
                    }}
                </td>
            </tr>
        }
    });
    view! { <Table caption="Secrets of the application" columns=vec!["Secret", "Ends", "Warning", "Used"]>{rows.collect_view()}</Table> }
        .into_any()
}

#[component]
fn RotateForm(setup: String, rotate: ServerAction<Rotate>, bad: Signal<Option<Problem>>) -> impl IntoView {
    view! {
        <ActionForm action=rotate attr:class="form">
            <Failure of=bad fields_say_it=true/>
            <input type="hidden" name="id" value=setup/>
            <TextField
                form="csp-rotate"
                name="days"
                label="The new secret is good for, days"
                help="At most 730. It is used only after it was proved to work."
                kind=InputKind::Number
                required=true
                value="180".to_owned()
                error=wrong(bad, "days")
            />
            <p class="text-muted">"The old one stays beside the new one until it ends, or until you take it away."</p>
            <div class="form-actions">
                <Button tone=Tone::Plain submit=true busy=rotate.pending()>"Rotate the secret"</Button>
            </div>
        </ActionForm>
    }
    .into_any()
}

/// Takes away what Ops AI made before and uses no more; makes nothing new.
#[component]
fn RetireForm(setup: String, rotate: ServerAction<Rotate>) -> impl IntoView {
    view! {
        <ActionForm action=rotate>
            <input type="hidden" name="id" value=setup/>
            <input type="hidden" name="retire_old" value="true"/>
            <Button tone=Tone::Danger submit=true busy=rotate.pending()>"Take the old secrets away"</Button>
        </ActionForm>
    }
    .into_any()
}
