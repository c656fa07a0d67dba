//! Half an hour of an integration: every check in it, and the last good one before, to compare with.

use crate::{
    features::status::{
        api::HalfHour,
        drawers::{Shown, waiting},
        filter::Filter,
        moment::half_hour,
    },
    ui::{
        Chip, Drawer, Empty, Icon, Load, Loaded, Mood, OutcomeChip, VendorWords, When,
        outcome::{took, trigger_word},
        time::use_seconds,
    },
};
use contract::probe::{Outcome, ProbeRecord};
use leptos::prelude::*;

/// The drawer.
#[component]
pub fn CellDrawer(
    /// The integration.
    id: String,
    /// When the half hour begins.
    at: String,
    /// What the list is narrowed to.
    filter: Memo<Filter>,
    /// What was read.
    shown: Loaded<Shown>,
) -> impl IntoView {
    let close = filter.with_untracked(Filter::href);
    let whole = filter.with_untracked(|filter| filter.href_with(&[("open", &id)]));
    let seconds = use_seconds();
    let awake = Memo::new(move |_| seconds.with(Option::is_some));
    view! {
        <Drawer id="status-cell" title="Half an hour" close>
            <div class="stack">
                <p class="section-lead">
                    {move || half_hour(&at, awake.get())} " · "
                    <a href=whole>"The whole day"</a>
                </p>
                <Load of=shown skeleton=|| waiting(6) let:shown>
                    {match shown {
                        Shown::HalfHour(found) => view! { <Probes found/> }.into_any(),
                        _ => waiting(6),
                    }}
                </Load>
            </div>
        </Drawer>
    }
}

#[component]
fn Probes(found: HalfHour) -> impl IntoView {
    if found.probes.is_empty() {
        return view! {
            <h3>{found.name}</h3>
            <Empty icon=Icon::Clock title="No check" text="Nobody asked the vendor in this half hour, or it is too long ago to be kept one by one."/>
        }
        .into_any();
    }
    let good = found.good.map(|probe| {
        view! {
            <section class="stack">
                <h3>"The last good check before"</h3>
                <ul class="probes"><Probe probe/></ul>
            </section>
        }
    });
    let probes = found.probes.into_iter().map(|probe| view! { <Probe probe/> });
    view! {
        <h3>{found.name}</h3>
        <ul class="probes" aria-label="Checks, newest first">{probes.collect_view()}</ul>
        {good}
    }
    .into_any()
}

#[component]
fn Probe(probe: ProbeRecord) -> impl IntoView {
    let detail = (probe.outcome != Outcome::Ok || !probe.detail.is_empty())
        .then(|| view! { <p>{probe.detail.clone()}</p> });
    view! {
        <li class="probe">
            <div class="badge-row">
                <OutcomeChip outcome=probe.outcome/>
                {probe.slow.then(|| view! { <Chip mood=Mood::Warn icon=Icon::Clock text="Slow"/> })}
                <When at=probe.at/>
                <span class="text-muted">{took(probe.latency_ms)} " · " {trigger_word(&probe.trigger).to_owned()}</span>
            </div>
            {detail}
            <VendorWords status=probe.vendor_status message=probe.vendor_message request_id=probe.vendor_request_id/>
        </li>
    }
}
