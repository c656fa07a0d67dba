//! SOPs: the procedures that say what to do with an event.
//!
//! ```text
//!   this file  the list, and the ready ones to clone     versions.rs  every save, compared and rolled back
//!   edit/      the editor: a list of steps, usable by keyboard, with a picture that follows
//! ```

mod api;
mod diff;
mod edit;
mod versions;
mod words;

pub use edit::SopPage;

use crate::{
    frame::Allowed,
    ui::{
        Chip, Done, Empty, Icon, LinkButton, Load, Mood, PageHeader, Skeleton, Table, Tone, When, with_code,
    },
};
use api::list_sops;
use contract::{
    actor::Role,
    sop::{Sop, SopTemplate},
};
use leptos::prelude::*;

/// The page's own address.
const HERE: &str = "/app/sops";

/// The page.
#[component]
pub fn SopsPage() -> impl IntoView {
    let listed = Resource::new(|| (), |()| list_sops());
    view! {
        <PageHeader
            title="SOPs"
            lead="Written down once: what happens when something happens. Each save is a version; a running event keeps its own."
        >
            <Allowed role=Role::Tech>
                <LinkButton href="/app/sops/new" tone=Tone::Primary icon=Icon::Plus>"New SOP"</LinkButton>
            </Allowed>
        </PageHeader>
        <Done words=|word| (word == "deleted").then_some("The SOP is gone.")/>
        <Load of=listed skeleton=|| view! { <Skeleton/> } let:listed>
            <List sops=listed.sops.clone() vendors=listed.vendors.clone()/>
            <Templates templates=listed.templates vendors=listed.vendors/>
        </Load>
    }
    .into_any()
}

#[component]
fn List(sops: Vec<Sop>, vendors: Vec<(String, String)>) -> impl IntoView {
    if sops.is_empty() {
        return view! {
            <Empty
                icon=Icon::Book
                title="No SOPs yet"
                text="Clone one of the ready ones below, look at it on a sample event, and switch it on when it does what you want."
            />
        }
        .into_any();
    }
    let rows = sops.into_iter().map(move |sop| {
        let trigger = words::triggers(&sop.triggers, &vendors);
        view! {
            <tr>
                <td data-label="Name">
                    <a class="cell-name" href=format!("{HERE}/{}", sop.id)>{sop.name}</a>
                    <span class="cell-sub">{trigger}</span>
                </td>
                <td data-label="State">
                    {if sop.enabled {
                        view! { <Chip mood=Mood::Ok icon=Icon::Check text="On"/> }.into_any()
                    } else {
                        view! { <Chip icon=Icon::Pause text="Off"/> }.into_any()
                    }}
                </td>
                <td data-label="Mode">{words::mode(sop.mode)}</td>
                <td data-label="Steps">{sop.steps.len().to_string()}</td>
                <td data-label="Version">{format!("{}, by {} ", sop.version, sop.updated_by)}<When at=sop.updated_at/></td>
            </tr>
        }
    });
    view! {
        <Table caption="SOPs" columns=vec!["Name", "State", "Mode", "Steps", "Version"]>{rows.collect_view()}</Table>
    }
    .into_any()
}

#[component]
fn Templates(templates: Vec<SopTemplate>, vendors: Vec<(String, String)>) -> impl IntoView {
    let cards = templates.into_iter().map(move |template| {
        let about = format!(
            "{}; {} step{}; {}",
            words::triggers(&template.sop.triggers, &vendors),
            template.sop.steps.len(),
            if template.sop.steps.len() == 1 { "" } else { "s" },
            words::mode(template.sop.mode).to_lowercase(),
        );
        view! {
            <li class="card stack">
                <h3>{template.sop.name}</h3>
                <p>{with_code(&template.sop.description)}</p>
                <p class="text-muted">{about}</p>
                <Allowed role=Role::Tech>
                    <div class="form-actions">
                        <LinkButton href=format!("/app/sops/new?template={}", template.key)>"Clone it"</LinkButton>
                    </div>
                </Allowed>
            </li>
        }
    });
    view! {
        <section class="stack" aria-labelledby="templates">
            <h2 id="templates">"Ready to clone"</h2>
            <ul class="template-grid">{cards.collect_view()}</ul>
        </section>
    }
    .into_any()
}
