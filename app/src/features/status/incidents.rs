//! The open incidents: what broke together is one, with the vendor's own status page beside it.

use super::{Sight, acts::Acts, api::VendorName, filter::HERE, words};
use crate::ui::{Button, Chip, Glyph, Icon, Mood, TextField, Tone, VendorMark, When, outcome::outcome_word};
use contract::{Text, actor::Role, health::Incident};
use leptos::{form::ActionForm, prelude::*};

/// The section; nothing while nothing is broken.
#[component]
pub fn Incidents(
    /// The page's data.
    sight: Sight,
    /// The vendors' names.
    vendors: Vec<VendorName>,
) -> impl IntoView {
    let open = sight.standing.incidents;
    let none = Memo::new(move |_| open.with(Vec::is_empty));
    let vendors = StoredValue::new(vendors);
    let cards = move || {
        let all = open.get().into_iter().map(|incident| {
            let vendor =
                vendors.with_value(|all| all.iter().find(|one| one.vendor == incident.vendor).cloned());
            view! { <li><IncidentCard incident vendor sight/></li> }
        });
        all.collect_view()
    };
    view! {
        <section class="incidents" aria-labelledby="incidents" hidden=move || none.get()>
            <div class="spread">
                <h2 id="incidents">"Open incidents"</h2>
                <a href=format!("{HERE}?incident=all")>"Earlier incidents"</a>
            </div>
            <ul class="stack">{cards}</ul>
        </section>
    }
}

#[component]
fn IncidentCard(incident: Incident, vendor: Option<VendorName>, sight: Sight) -> impl IntoView {
    let mark = vendor.map(|vendor| view! { <VendorMark svg=vendor.icon_svg/> });
    let id = incident.id.to_string();
    let href = {
        let id = id.clone();
        move || sight.filter.with(|filter| filter.href_with(&[("incident", &id)]))
    };
    let seen = match &incident.acknowledged {
        Some(by) => view! {
            <p class="text-muted">{words::acknowledged(by)} " · " <When at=by.at.clone()/></p>
        }
        .into_any(),
        None if sight.role >= Role::Tech => view! { <AcknowledgeForm acts=sight.acts id/> }.into_any(),
        None => ().into_any(),
    };
    view! {
        <article class="incident">
            {mark}
            <div class="incident-text">
                <div class="badge-row">
                    <a class="instance-link" href=href>{incident.title.clone()}</a>
                    <Chip mood=Mood::Bad icon=Icon::Cross text=outcome_word(incident.outcome)/>
                </div>
                <p class="text-muted">"Since " <When at=incident.began_at.clone()/> ": " {words::affects(&incident)}</p>
                {seen}
            </div>
            {incident.status_page.clone().map(|href| view! { <StatusPageLink href/> })}
        </article>
    }
}

/// The way to the vendor's own status page.
#[component]
pub fn StatusPageLink(
    /// Its address.
    href: Text,
) -> impl IntoView {
    view! {
        <a class="btn btn-small" href=href.into_owned() rel="external noopener noreferrer" target="_blank">
            <span>"Vendor’s status page"</span>
            <Glyph icon=Icon::Arrow/>
            <span class="visually-hidden">" (opens a new tab)"</span>
        </a>
    }
}

/// Says that somebody has seen an incident, with a note for the others.
#[component]
pub fn AcknowledgeForm(
    /// The page's actions.
    acts: Acts,
    /// The incident.
    id: String,
) -> impl IntoView {
    let form = StoredValue::new(id);
    view! {
        <details class="fold">
            <summary><Glyph icon=Icon::ChevronRight/> <span>"Acknowledge"</span></summary>
            <div class="fold-body">
                <ActionForm action=acts.acknowledge attr:class="form">
                    <input type="hidden" name="id" value=form.get_value()/>
                    <TextField
                        form=form.get_value()
                        name="note"
                        label="Note"
                        help="What the others should know, e.g. who has called the vendor."
                    />
                    <div class="form-actions">
                        <Button tone=Tone::Primary submit=true busy=acts.acknowledge.pending()>"Acknowledge"</Button>
                    </div>
                </ActionForm>
            </div>
        </details>
    }
}
