//! How an account is: its badge, why, since when, and what can be done about it.

use crate::{
    features::integrations::list::{Acts, DefaultForm, PauseForm, RecheckForm},
    ui::{
        Chip, HealthChips, Icon, Mood, StatusBadge, VendorWords, When, WhenOr,
        outcome::{reason, took},
    },
};
use contract::integration::Integration;
use leptos::prelude::*;

/// The panel at the top of the page.
#[component]
pub fn HealthPanel(
    /// The account as it was last seen.
    now: RwSignal<Integration>,
    /// The version that the form on this page goes on from.
    version: RwSignal<Option<i64>>,
    /// The page's actions.
    acts: Acts,
    /// True when the person may change something.
    may_connect: bool,
) -> impl IntoView {
    view! {
        <section class="card health" aria-label="Health">
            {move || view! { <State integration=now.get()/> }}
            {may_connect.then(|| view! { <Actions now version acts/> })}
        </section>
    }
}

#[component]
fn State(integration: Integration) -> impl IntoView {
    let health = integration.health;
    let why = reason(&health);
    let took = health.latency_ms.map(|ms| format!(" in {}", took(ms)));
    let since = health.since.clone().map(|at| {
        view! { <div><dt>"Unchanged since"</dt><dd><When at/></dd></div> }
    });
    view! {
        <div class="health-head">
            <StatusBadge badge=health.badge/>
            {integration.is_default.then(|| view! { <Chip mood=Mood::Info icon=Icon::Star text="Default"/> })}
            <HealthChips health=health.clone()/>
            <p class="health-reason">{why}</p>
        </div>
        <dl class="facts health-facts">
            <div>
                <dt>"Last check"</dt>
                <dd><WhenOr at=health.checked_at otherwise="not checked yet"/>{took}</dd>
            </div>
            {since}
        </dl>
        <VendorWords status=health.vendor_status message=health.vendor_message request_id=None/>
    }
}

#[component]
fn Actions(now: RwSignal<Integration>, version: RwSignal<Option<i64>>, acts: Acts) -> impl IntoView {
    let (id, name) = now.with_untracked(|now| (now.id.to_string(), now.name.clone()));
    let for_default = id.clone();
    let is_default = Memo::new(move |_| now.with(|now| now.is_default));
    let is_paused = Memo::new(move |_| now.with(|now| now.paused));
    view! {
        <div class="health-actions">
            <RecheckForm acts id=id.clone() name/>
            {move || (!is_default.get()).then(|| view! {
                <DefaultForm acts id=for_default.clone() class="btn btn-small btn-quiet"/>
            })}
            {move || view! {
                <PauseForm
                    acts
                    id=id.clone()
                    paused=is_paused.get()
                    version=version.get()
                    class="btn btn-small btn-quiet"
                />
            }}
        </div>
    }
}
