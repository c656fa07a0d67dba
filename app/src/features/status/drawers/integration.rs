//! One integration in depth: its uptime, its day as a table, its incidents, when its credentials end.

use crate::{
    features::status::{
        acts::Acts,
        bar::{level, percent, tally},
        drawers::{Shown, waiting},
        filter::Filter,
        moment::{begins, half_hour},
    },
    frame::Allowed,
    ui::{
        Button, Drawer, HealthChips, InputKind, LinkButton, Load, Loaded, StatusBadge, Table, TextField,
        VendorWords, When, WhenOr,
        attention::expiry_words,
        outcome::{reason, took},
        time::use_seconds,
    },
};
use contract::{
    actor::Role,
    health::{HealthDetail, Incident},
};
use leptos::{form::ActionForm, prelude::*};

/// The drawer.
#[component]
pub fn IntegrationDrawer(
    /// Where closing leads.
    close: String,
    /// What the list is narrowed to.
    filter: Memo<Filter>,
    /// The page's actions.
    acts: Acts,
    /// What was read.
    shown: Loaded<Shown>,
) -> impl IntoView {
    view! {
        <Drawer id="status-integration" title="Health of an integration" close>
            <Load of=shown skeleton=|| waiting(8) let:shown>
                {match shown {
                    Shown::Integration(detail) => view! { <Detail detail=*detail filter acts/> }.into_any(),
                    _ => waiting(8),
                }}
            </Load>
        </Drawer>
    }
}

#[component]
fn Detail(detail: HealthDetail, filter: Memo<Filter>, acts: Acts) -> impl IntoView {
    let row = detail.row.clone();
    let id = row.id.to_string();
    let health = row.health.clone();
    let why = reason(&health);
    let usual = detail.median_7d_ms.map(|ms| {
        view! { <div><dt>"Usual response time"</dt><dd>{took(ms.into())}</dd></div> }
    });
    let error = row.last_error.clone().map(|error| {
        view! {
            <section class="stack">
                <h3>"Last failure"</h3>
                <p><When at=error.at/> " · " {error.detail}</p>
                <VendorWords status=error.vendor_status message=error.vendor_message request_id=error.vendor_request_id/>
            </section>
        }
    });
    let incidents = detail.incidents.clone();
    view! {
        <div class="stack">
            <div class="spread">
                <h3>{row.name}</h3>
                <LinkButton href=format!("/app/integrations/{id}")>"Open the integration"</LinkButton>
            </div>
            <div class="badge-row">
                <StatusBadge badge=health.badge/>
                <HealthChips health=health.clone()/>
            </div>
            <p>{why}</p>
            <dl class="facts">
                <div><dt>"Unchanged since"</dt><dd><WhenOr at=health.since otherwise="not checked yet"/></dd></div>
                <div><dt>"Last check"</dt><dd><WhenOr at=health.checked_at otherwise="never"/></dd></div>
                <div>
                    <dt>"Uptime"</dt>
                    <dd class="row">
                        <span>"Day " {percent(row.day.uptime)}</span>
                        <span>"Week " {percent(detail.uptime_7d)}</span>
                        <span>"30 days " {percent(detail.uptime_30d)}</span>
                        <span>"90 days " {percent(detail.uptime_90d)}</span>
                    </dd>
                </div>
                {usual}
            </dl>
            {error}
            <Expiry id=id.clone() detail=detail.clone() acts/>
            {(!incidents.is_empty()).then(|| view! { <Past incidents filter/> })}
            <Day detail filter/>
        </div>
    }
}

/// When the credentials end, as far as that is known.
#[component]
fn Expiry(id: String, detail: HealthDetail, acts: Acts) -> impl IntoView {
    let ends = detail.row.health.expires;
    let told = match &ends {
        Some(ends) if ends.source == "vendor" => "The vendor tells it by itself.",
        Some(_) => "Somebody entered it.",
        None => {
            "It is not known. Many vendors do not tell; enter it, and you are warned 30, 14, 7 and 1 days before."
        }
    };
    let words = ends
        .as_ref()
        .map(|ends| format!("{}. ", expiry_words(ends.days_left)));
    let day = ends
        .map(|ends| ends.at.get(..10).unwrap_or_default().to_owned())
        .unwrap_or_default();
    let form = StoredValue::new((id, day));
    view! {
        <section class="stack" id="expiry">
            <h3>"When the credentials end"</h3>
            <p>{words} {told}</p>
            <Allowed role=Role::Tech>
                <ActionForm action=acts.expiry attr:class="form">
                    <input type="hidden" name="id" value=form.with_value(|form| form.0.clone())/>
                    <TextField
                        form="expiry"
                        name="day"
                        label="Last day"
                        kind=InputKind::Day
                        help="Blank takes it back."
                        value=form.with_value(|form| form.1.clone())
                    />
                    <div class="form-actions">
                        <Button submit=true busy=acts.expiry.pending()>"Keep it"</Button>
                    </div>
                </ActionForm>
            </Allowed>
        </section>
    }
}

/// Its last incidents.
#[component]
fn Past(incidents: Vec<Incident>, filter: Memo<Filter>) -> impl IntoView {
    let rows = incidents.into_iter().map(|incident| {
        let id = incident.id.to_string();
        let href = filter.with_untracked(|filter| filter.href_with(&[("incident", &id)]));
        view! {
            <li>
                <a href=href>{incident.title}</a>
                <span class="cell-sub">
                    <When at=incident.began_at/> " to " <WhenOr at=incident.ended_at otherwise="now"/>
                </span>
            </li>
        }
    });
    view! {
        <section class="stack">
            <h3>"Incidents"</h3>
            <ul class="stack">{rows.collect_view()}</ul>
        </section>
    }
}

/// The bar as a table: the half hours in which something was asked, newest first.
#[component]
fn Day(detail: HealthDetail, filter: Memo<Filter>) -> impl IntoView {
    let seconds = use_seconds();
    let awake = Memo::new(move |_| seconds.with(Option::is_some));
    let id = detail.row.id.to_string();
    let cells = detail.row.day.cells.into_iter().enumerate().rev();
    let rows = cells
        .filter(|(_, cell)| !cell.is_empty())
        .filter_map(move |(at, cell)| {
            let begin = begins(&detail.cells_from, at)?;
            let href = filter.with_untracked(|filter| filter.href_with(&[("open", &id), ("at", &begin)]));
            let words = tally(&cell.counts(), cell.slow());
            Some(view! {
                <tr>
                    <td data-label="Half hour"><a href=href>{move || half_hour(&begin, awake.get())}</a></td>
                    <td data-label="Worst">{level(&cell).word()}</td>
                    <td data-label="Checks">{words}</td>
                </tr>
            })
        });
    view! {
        <section class="stack">
            <h3>"Last 24 hours"</h3>
            <Table caption="Half hours of the last day, newest first" columns=vec!["Half hour", "Worst", "Checks"]>
                {rows.collect_view()}
            </Table>
        </section>
    }
}
