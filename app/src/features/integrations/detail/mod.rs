//! One account: how it is, its form, its history, and the way to delete it.

mod health;
mod history;
mod kept;

use super::{
    api,
    form::{ConnectionForm, Guide},
    list::Acts,
    models::{History, Opened},
    pieces::VendorChips,
};
use crate::{
    context::{Posted, use_posted},
    live::{IntegrationPatch, on_resync, use_integration_patches},
    ui::{
        BackLink, Failure, Icon, LinkButton, Load, PageHeader, Shape, Skeleton, Tone, VendorMark,
        load::Loaded,
    },
};
use contract::actor::Role;
use health::HealthPanel;
use history::HistorySection;
use kept::KeptFacts;
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_params_map;

/// The page.
#[component]
pub fn DetailPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let opened = Resource::new(move || id.get(), api::open);
    let posted = use_posted();
    let acts = Acts::new();
    let records = history::read(id, acts);
    acts.announce();
    view! {
        <BackLink href="/app/integrations" to="Integrations"/>
        <Load of=opened heading="Integration" skeleton=|| view! { <Skeleton shape=Shape::Form count=5/> } let:opened>
            <Account opened posted acts records/>
        </Load>
    }
    .into_any()
}

#[component]
fn Account(opened: Opened, posted: Resource<Posted>, acts: Acts, records: Loaded<History>) -> impl IntoView {
    let Opened { integration, form } = opened;
    // Rationale: the actions answer with the account as they left it. Reading the page again instead would draw the form
    // anew under the hands of whoever is typing into it.
    let now = RwSignal::new(integration.clone());
    let version = RwSignal::new(Some(integration.version));
    let take = move |integration: Option<contract::integration::Integration>| {
        if let Some(integration) = integration {
            now.set(integration);
        }
    };
    use_integration_patches(move |patch| match patch {
        IntegrationPatch::Now(integration) if now.with_untracked(|now| now.id == integration.id) => {
            now.set(*integration);
        }
        _ => {}
    });
    let kept = integration.id.to_string();
    on_resync(move || {
        let kept = kept.clone();
        spawn_local(async move {
            if let Ok(opened) = api::open(kept).await {
                _ = now.try_set(opened.integration);
            }
        });
    });
    Effect::new(move |_| take(acts.rechecked()));
    Effect::new(move |_| take(acts.made_default()));
    Effect::new(move |_| {
        if let Some(integration) = acts.paused() {
            // It was refused unless this page had seen the version before, so the form may go on from this one.
            version.set(Some(integration.version));
            now.set(integration);
        }
    });
    let problem = acts.problem();
    let id = integration.id.to_string();
    let (title, lead) = (
        integration.name.clone(),
        format!("{}: {}", form.card.name, form.card.summary),
    );
    let may_connect = form.may_connect();
    let delete = (form.role >= Role::Admin).then(|| {
        view! {
            <section class="section" aria-labelledby="delete">
                <h2 id="delete">"Delete this integration"</h2>
                <p class="section-lead">
                    "Deletes its sealed credentials and its history. The next page says what else depends on it."
                </p>
                <div>
                    <LinkButton href=format!("/app/integrations/{id}/delete") tone=Tone::Danger icon=Icon::Trash>
                        "Delete…"
                    </LinkButton>
                </div>
            </section>
        }
    });
    let guide = form.clone();
    let body = if may_connect {
        let kept = integration.clone();
        let form = form.clone();
        view! {
            <Transition>
                {move || {
                    let (form, kept) = (form.clone(), kept.clone());
                    Suspend::new(async move {
                        let posted = posted.await;
                        view! { <ConnectionForm form kept=Some(kept) posted version/> }
                    })
                }}
            </Transition>
        }
        .into_any()
    } else {
        view! { <KeptFacts integration=integration.clone() fields=form.fields.clone()/> }.into_any()
    };
    view! {
        <PageHeader title lead>
            <VendorMark svg=form.card.icon_svg.clone()/>
            <VendorChips card=form.card.clone()/>
        </PageHeader>
        <div class="stack">
            <Failure of=problem/>
            <HealthPanel now version acts may_connect/>
            <section class="section" aria-labelledby="connection">
                <h2 id="connection">"Connection"</h2>
                <div class="with-guide">
                    {body}
                    <Guide form=guide folded=true/>
                </div>
            </section>
            <HistorySection id=integration.id.to_string() records/>
            {delete}
        </div>
    }
}
