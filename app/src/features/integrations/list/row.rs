//! One account of the list.

use super::{Acts, DefaultForm, PauseForm, RecheckForm};
use crate::ui::{
    Chip, Fold, Glyph, HealthChips, Icon, Menu, Mood, StatusBadge, VendorWords, WhenOr,
    outcome::{reason, took},
};
use contract::{actor::Role, integration::Integration};
use leptos::prelude::*;

/// Badge, name, why, when, and what can be done.
///
/// Each part follows the account by itself, so that a patch closes no fold or menu and takes no focus away.
#[component]
pub fn Row(
    /// The account, as it is now.
    now: RwSignal<Integration>,
    /// What the person may do.
    role: Role,
    /// The page's actions.
    acts: Acts,
) -> impl IntoView {
    let (id, name) = now.with_untracked(|now| (now.id.to_string(), now.name.clone()));
    let badge = Memo::new(move |_| now.with(|now| now.health.badge));
    let is_default = Memo::new(move |_| now.with(|now| now.is_default));
    let said = Memo::new(move |_| {
        now.with(|now| {
            let health = &now.health;
            let any = health.vendor_status.is_some() || health.vendor_message.is_some();
            any.then(|| (health.vendor_status, health.vendor_message.clone()))
        })
    });
    let words = move || {
        said.get().map(|(status, message)| {
            view! {
                <div class="instance-words">
                    <Fold label="What the vendor said" of=now.with_untracked(|now| now.name.clone())>
                        <VendorWords status message request_id=None/>
                    </Fold>
                </div>
            }
        })
    };
    let actions = (role >= Role::Tech).then(|| view! { <Actions id=id.clone() name now role acts/> });
    view! {
        <div class="instance-badge">{move || view! { <StatusBadge badge=badge.get()/> }}</div>
        <div class="instance-name">
            <a class="instance-link" href=format!("/app/integrations/{id}")>{move || now.with(|now| now.name.clone())}</a>
            {move || is_default.get().then(|| view! { <Chip mood=Mood::Info icon=Icon::Star text="Default"/> })}
        </div>
        <div class="instance-reason">{move || view! { <Why integration=now.get()/> }}</div>
        <div class="instance-check">{move || view! { <Check integration=now.get()/> }}</div>
        <div class="instance-actions">{actions}</div>
        {words}
    }
}

#[component]
fn Why(integration: Integration) -> impl IntoView {
    view! {
        <span>{reason(&integration.health)}</span>
        <HealthChips health=integration.health/>
    }
}

#[component]
fn Check(integration: Integration) -> impl IntoView {
    let health = integration.health;
    let took = health
        .latency_ms
        .map(|ms| view! { <span class="instance-took">{took(ms)}</span> });
    view! {
        <span class="visually-hidden">"Last check: "</span>
        <WhenOr at=health.checked_at otherwise="not checked yet"/>
        {took}
    }
}

#[component]
fn Actions(id: String, name: String, now: RwSignal<Integration>, role: Role, acts: Acts) -> impl IntoView {
    let href = format!("/app/integrations/{id}");
    let is_default = Memo::new(move |_| now.with(|now| now.is_default));
    let paused = Memo::new(move |_| now.with(|now| now.paused));
    let (for_default, for_pause) = (id.clone(), id.clone());
    let delete = (role >= Role::Admin).then(|| {
        view! {
            <a class="menu-item menu-danger" href=format!("{href}/delete")>
                <Glyph icon=Icon::Trash/>
                <span>"Delete…"</span>
            </a>
        }
    });
    view! {
        <RecheckForm acts id name=name.clone()/>
        <Menu label=format!("More actions for {name}")>
            <a class="menu-item" href=href.clone()>
                <Glyph icon=Icon::Pencil/>
                <span>"Edit"</span>
            </a>
            {move || (!is_default.get()).then(|| view! { <DefaultForm acts id=for_default.clone()/> })}
            {move || view! { <PauseForm acts id=for_pause.clone() paused=paused.get()/> }}
            {delete}
        </Menu>
    }
}
