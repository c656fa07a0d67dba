//! One account of the list.

use super::{Acts, DefaultForm, PauseForm, RecheckForm};
use crate::{
    features::integrations::{pieces::Fold, words},
    ui::{Chip, Glyph, Icon, Menu, Mood, StatusBadge, VendorWords, WhenOr},
};
use contract::{actor::Role, integration::Integration};
use leptos::prelude::*;

/// Badge, name, why, when, and what can be done.
#[component]
pub fn Row(
    /// The account.
    integration: Integration,
    /// What the person may do.
    role: Role,
    /// The page's actions.
    acts: Acts,
) -> impl IntoView {
    let health = integration.health.clone();
    let href = format!("/app/integrations/{}", integration.id);
    let name = integration.name.clone();
    let took = health
        .latency_ms
        .map(|ms| view! { <span class="instance-took">{words::took(ms)}</span> });
    let said = (health.vendor_status.is_some() || health.vendor_message.is_some()).then(|| {
        view! {
            <div class="instance-words">
                <Fold label="What the vendor said" of=name.clone()>
                    <VendorWords
                        status=health.vendor_status
                        message=health.vendor_message.clone()
                        request_id=None
                    />
                </Fold>
            </div>
        }
    });
    let is_default = integration
        .is_default
        .then(|| view! { <Chip mood=Mood::Info icon=Icon::Star text="Default"/> });
    let flapping = health
        .flapping
        .then(|| view! { <Chip mood=Mood::Warn icon=Icon::Refresh text="Keeps changing"/> });
    let actions = (role >= Role::Tech).then(|| view! { <Actions integration role acts/> });
    view! {
        <div class="instance-badge"><StatusBadge badge=health.badge/></div>
        <div class="instance-name">
            <a class="instance-link" href=href>{name}</a>
            {is_default}
        </div>
        <div class="instance-reason">
            <span>{words::reason(&health.reason)}</span>
            {flapping}
        </div>
        <div class="instance-check">
            <span class="visually-hidden">"Last check: "</span>
            <WhenOr at=health.checked_at otherwise="not checked yet"/>
            {took}
        </div>
        <div class="instance-actions">{actions}</div>
        {said}
    }
}

#[component]
fn Actions(integration: Integration, role: Role, acts: Acts) -> impl IntoView {
    let id = integration.id.to_string();
    let href = format!("/app/integrations/{id}");
    let default = (!integration.is_default).then(|| view! { <DefaultForm acts id=id.clone()/> });
    let delete = (role >= Role::Admin).then(|| {
        view! {
            <a class="menu-item menu-danger" href=format!("{href}/delete")>
                <Glyph icon=Icon::Trash/>
                <span>"Delete…"</span>
            </a>
        }
    });
    view! {
        <RecheckForm acts id=id.clone() name=integration.name.clone()/>
        <Menu label=format!("More actions for {}", integration.name)>
            <a class="menu-item" href=href.clone()>
                <Glyph icon=Icon::Pencil/>
                <span>"Edit"</span>
            </a>
            {default}
            <PauseForm acts id=id.clone() paused=integration.paused/>
            {delete}
        </Menu>
    }
}
