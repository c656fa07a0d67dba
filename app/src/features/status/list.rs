//! The list: how many, how old, the rows, and the way to the next ones.

use super::{Sight, api::VendorName, filter::HERE, queue::RecheckAll, row::Row, standing::Standing, words};
use crate::{
    frame::Allowed,
    ui::{DayBarHelp, DayBarLegend, Empty, Icon, LinkButton, Mood, Notice, When},
};
use contract::actor::Role;
use leptos::prelude::*;

/// The list.
#[component]
pub fn List(
    /// The page's data.
    sight: Sight,
    /// The vendors' names.
    vendors: Vec<VendorName>,
) -> impl IntoView {
    let standing = sight.standing;
    let vendors = StoredValue::new(vendors);
    let none = Memo::new(move |_| standing.order.with(Vec::is_empty));
    let pointed = RwSignal::new(false);
    let focused = RwSignal::new(false);
    Effect::new(move |_| standing.touch(pointed.get() || focused.get()));
    let rows = move |id: String| {
        standing.row(&id).map(|row| {
            let vendor = row.with_untracked(|row| row.vendor.clone());
            let name = vendors.with_value(|all| all.iter().find(|one| one.vendor == vendor).cloned());
            view! { <Row sight row vendor=name/> }
        })
    };
    view! {
        <section class="status-list" aria-labelledby="status-list">
            <h2 class="visually-hidden" id="status-list">"Integrations"</h2>
            <Head sight/>
            <Stale standing/>
            <DayBarHelp/>
            <div hidden=move || none.get()>
                <div class="status-head" aria-hidden="true">
                    <span>"State"</span>
                    <span>"Integration"</span>
                    <span>"Last 24 hours"</span>
                    <span>"Uptime"</span>
                    <span>"Response time"</span>
                    <span>"Checks"</span>
                </div>
                <ul
                    class="status-rows"
                    aria-busy=move || standing.reading.get().then_some("true")
                    on:mouseenter=move |_| pointed.set(true)
                    on:mouseleave=move |_| pointed.set(false)
                    on:focusin=move |_| focused.set(true)
                    on:focusout=move |_| focused.set(false)
                >
                    <For each=move || standing.order.get() key=Clone::clone let:id>
                        {rows(id)}
                    </For>
                </ul>
            </div>
            {move || none.get().then(|| view! {
                <Empty icon=Icon::Search title="Nothing matches" text="No integration has this state, this vendor and these words.">
                    <LinkButton href=HERE>"Show everything"</LinkButton>
                </Empty>
            })}
            <Foot sight/>
        </section>
    }
    .into_any()
}

/// How many rows, how old, and what can be done with all of them.
#[component]
fn Head(sight: Sight) -> impl IntoView {
    let Sight { standing, .. } = sight;
    let count = move || {
        let rows = standing.order.with(Vec::len);
        let all = standing.counts.with(words::total);
        words::shown(rows, standing.matched.get(), all)
    };
    let moved = move || {
        standing.moves().then(|| view! {
            <button class="btn btn-small" type="button" on:click=move |_| standing.settle()>"Update the order"</button>
        })
    };
    view! {
        <div class="status-line">
            <p role="status">{count}</p>
            <p class="text-muted">"As of " {move || view! { <When at=standing.as_of.get()/> }}</p>
            <span class="status-moved" role="status">{moved}</span>
            <Allowed role=Role::Tech>
                <RecheckAll sight/>
            </Allowed>
        </div>
    }
}

/// That what stands here could not be read again, and how old it is.
#[component]
fn Stale(standing: Standing) -> impl IntoView {
    move || {
        standing.problem.get().map(|problem| {
            view! {
                <Notice mood=Mood::Warn announced=true>
                    {format!("{} What stands here is from ", problem.title)}
                    <When at=standing.as_of.get_untracked()/>
                    ". "
                    <button class="btn btn-small" type="button" on:click=move |_| standing.read(false)>"Try again"</button>
                </Notice>
            }
        })
    }
}

/// The other pages, and what the bars mean.
#[component]
fn Foot(sight: Sight) -> impl IntoView {
    let Sight { standing, filter, .. } = sight;
    let first = move || {
        filter
            .with(|filter| (!filter.cursor.is_empty()).then(|| filter.from(String::new()).href()))
            .map(|href| view! { <a class="btn btn-small" href=href>"First page"</a> })
    };
    let next = move || {
        let cursor = standing.next.get()?;
        let href = filter.with(|filter| filter.from(cursor).href());
        Some(view! { <a class="btn btn-small" href=href>"Next page"</a> })
    };
    view! {
        <div class="spread">
            <DayBarLegend/>
            <nav class="row" aria-label="Pages">{first} {next}</nav>
        </div>
    }
}
