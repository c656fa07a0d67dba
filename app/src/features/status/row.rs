//! One integration: its badge and why, its day, how fast it answers, when it is asked next, and what can be done.
//!
//! Each part follows the data by itself, so that a frame closes no fold or menu and takes no focus away.

use super::{
    Sight,
    api::VendorName,
    bar::{cell_words, day_words, levels, percent},
    measures::{Checks, Failed, Speed},
    moment::begins,
    row_acts::Actions,
};
use crate::ui::{DayBar, HealthChips, StatusBadge, VendorMark, When, outcome::reason};
use contract::{
    actor::Role,
    health::BoardRow,
    probe::{Badge, Health},
};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// A row.
#[component]
pub fn Row(
    /// The page's data.
    sight: Sight,
    /// The integration.
    row: ArcRwSignal<BoardRow>,
    /// Its vendor.
    vendor: Option<VendorName>,
) -> impl IntoView {
    let row = RwSignal::from(row);
    let id = row.with_untracked(|row| row.id.to_string());
    let name = Memo::new(move |_| row.with(|row| row.name.clone()));
    let badge = Memo::new(move |_| row.with(|row| row.health.badge));
    let is_default = Memo::new(move |_| row.with(|row| row.is_default));
    let last_error = Memo::new(move |_| row.with(|row| row.last_error.clone()));
    let open = {
        let id = id.clone();
        move || sight.filter.with(|filter| filter.href_with(&[("open", &id)]))
    };
    let mark = vendor
        .as_ref()
        .map(|vendor| view! { <VendorMark svg=vendor.icon_svg.clone()/> });
    let actions = (sight.role >= Role::Tech).then(|| view! { <Actions sight row id=id.clone() name/> });
    view! {
        <li class="status-row">
            <div class="status-state">
                {move || view! { <StatusBadge badge=badge.get()/> }}
                {move || view! { <Since health=row.with(|row| row.health.clone())/> }}
            </div>
            <div class="status-name">
                {mark}
                <div>
                    <a class="instance-link" href=open>{move || name.get()}</a>
                    <span class="cell-sub">
                        {vendor.map(|vendor| vendor.name.into_owned())}
                        {move || is_default.get().then_some(" · default")}
                    </span>
                </div>
            </div>
            <Day sight row id=id.clone() name/>
            <div class="status-uptime">
                <span class="status-label">"Uptime "</span>
                {move || percent(row.with(|row| row.day.uptime))}
            </div>
            <div class="status-speed">{move || view! { <Speed row=row.get()/> }}</div>
            <div class="status-checks">{move || view! { <Checks health=row.with(|row| row.health.clone())/> }}</div>
            <div class="status-actions">{actions}</div>
            <div class="status-why">{move || view! { <Why health=row.with(|row| row.health.clone())/> }}</div>
            {move || last_error.get().map(|error| view! { <Failed error name/> })}
        </li>
    }
}

/// Since when it has been so.
#[component]
fn Since(health: Health) -> impl IntoView {
    health
        .since
        .map(|at| view! { <span class="cell-sub">"since " <When at/></span> })
}

/// Why, where there is more to say than that it works.
#[component]
fn Why(health: Health) -> impl IntoView {
    let sentence = (health.badge != Badge::Connected).then(|| reason(&health));
    view! {
        {sentence.map(|words| view! { <span>{words}</span> })}
        <HealthChips health/>
    }
}

/// The bar, and the way to it as a table.
#[component]
fn Day(sight: Sight, row: RwSignal<BoardRow>, id: String, name: Memo<String>) -> impl IntoView {
    let Sight {
        standing,
        filter,
        awake,
        ..
    } = sight;
    let label = Signal::derive(move || {
        row.with(|row| format!("Last 24 hours of {}: {}", row.name, day_words(&row.day)))
    });
    let cells = Memo::new(move |_| row.with(|row| levels(&row.day)));
    let words = Callback::new(move |at: usize| {
        let awake = awake.get();
        standing
            .cells_from
            .with(|from| row.with(|row| cell_words(&row.day, from, at, awake)))
    });
    let navigate = use_navigate();
    let table = {
        let id = id.clone();
        move || filter.with(|filter| filter.href_with(&[("open", &id)]))
    };
    let open = Callback::new(move |at: usize| {
        let from = standing.cells_from.get_untracked();
        if let Some(begin) = begins(&from, at) {
            let href = filter.with_untracked(|filter| filter.href_with(&[("open", &id), ("at", &begin)]));
            let options = NavigateOptions {
                scroll: false,
                ..NavigateOptions::default()
            };
            navigate(&href, options);
        }
    });
    view! {
        <div class="status-day">
            <DayBar label cells words open/>
            <a class="status-table" href=table>
                "Table"
                <span class="visually-hidden">{move || format!(" of the last 24 hours of {}", name.get())}</span>
            </a>
        </div>
    }
}
