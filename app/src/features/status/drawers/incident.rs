//! An incident with all it affects, and the earlier ones.

use crate::{
    features::status::{
        acts::Acts,
        drawers::{Shown, waiting},
        filter::Filter,
        incidents::{AcknowledgeForm, StatusPageLink},
        words,
    },
    frame::Allowed,
    ui::{Chip, Drawer, Empty, Icon, Load, Loaded, Mood, OutcomeChip, Table, When, WhenOr},
};
use contract::{actor::Role, health::Incident};
use leptos::prelude::*;

/// One incident.
#[component]
pub fn IncidentDrawer(
    /// Where closing leads.
    close: String,
    /// The page's actions.
    acts: Acts,
    /// What was read.
    shown: Loaded<Shown>,
) -> impl IntoView {
    view! {
        <Drawer id="status-incident" title="Incident" close>
            <Load of=shown skeleton=|| waiting(6) let:shown>
                {match shown {
                    Shown::Incident(incident) => view! { <Whole incident=*incident acts/> }.into_any(),
                    _ => waiting(6),
                }}
            </Load>
        </Drawer>
    }
}

#[component]
fn Whole(incident: Incident, acts: Acts) -> impl IntoView {
    let id = StoredValue::new(incident.id.to_string());
    let seen = match &incident.acknowledged {
        Some(by) => view! { <p>{words::acknowledged(by)} " · " <When at=by.at.clone()/></p> }.into_any(),
        None => view! {
            <Allowed role=Role::Tech>
                <AcknowledgeForm acts id=id.get_value()/>
            </Allowed>
        }
        .into_any(),
    };
    let rows = incident.affected.into_iter().map(|one| {
        view! {
            <tr>
                <td data-label="Integration"><a href=format!("/app/integrations/{}", one.integration)>{one.name}</a></td>
                <td data-label="Found"><OutcomeChip outcome=one.outcome/></td>
                <td data-label="From"><When at=one.since/></td>
                <td data-label="Until"><WhenOr at=one.until otherwise="it lasts"/></td>
            </tr>
        }
    });
    view! {
        <div class="stack">
            <h3>{incident.title}</h3>
            <div class="badge-row">
                <State ended=incident.ended_at.is_some()/>
                <OutcomeChip outcome=incident.outcome/>
                {incident.status_page.map(|href| view! { <StatusPageLink href/> })}
            </div>
            <p>
                "From " <When at=incident.began_at/> " to " <WhenOr at=incident.ended_at otherwise="now"/>
            </p>
            {seen}
            <Table caption="Whom it affects" columns=vec!["Integration", "Found", "From", "Until"]>
                {rows.collect_view()}
            </Table>
        </div>
    }
}

#[component]
fn State(ended: bool) -> impl IntoView {
    if ended {
        view! { <Chip mood=Mood::Ok icon=Icon::Check text="Over"/> }
    } else {
        view! { <Chip mood=Mood::Bad icon=Icon::Alert text="Open"/> }
    }
}

/// The newest incidents, open or over.
#[component]
pub fn IncidentsDrawer(
    /// Where closing leads.
    close: String,
    /// What the list is narrowed to.
    filter: Memo<Filter>,
    /// What was read.
    shown: Loaded<Shown>,
) -> impl IntoView {
    view! {
        <Drawer id="status-incidents" title="Incidents" close>
            <Load of=shown skeleton=|| waiting(5) let:shown>
                {match shown {
                    Shown::Incidents(incidents) => view! { <Newest incidents filter/> }.into_any(),
                    _ => waiting(5),
                }}
            </Load>
        </Drawer>
    }
}

#[component]
fn Newest(incidents: Vec<Incident>, filter: Memo<Filter>) -> impl IntoView {
    if incidents.is_empty() {
        return view! { <Empty icon=Icon::Check title="No incident yet" text="What breaks and is confirmed will stand here."/> }
            .into_any();
    }
    let rows = incidents.into_iter().map(move |incident| {
        let id = incident.id.to_string();
        let href = filter.with_untracked(|filter| filter.href_with(&[("incident", &id)]));
        view! {
            <tr>
                <td data-label="What">
                    <a href=href>{incident.title.clone()}</a>
                    <span class="cell-sub">{words::affects(&incident)}</span>
                </td>
                <td data-label="State"><State ended=incident.ended_at.is_some()/></td>
                <td data-label="From"><When at=incident.began_at/></td>
                <td data-label="Until"><WhenOr at=incident.ended_at otherwise="now"/></td>
            </tr>
        }
    });
    view! {
        <Table caption="Incidents, newest first" columns=vec!["What", "State", "From", "Until"]>
            {rows.collect_view()}
        </Table>
    }
    .into_any()
}
