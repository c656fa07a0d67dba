//! What opens over the page, each with an address of its own. Closing leads back to the list as it was narrowed.

mod cell;
mod incident;
mod integration;
mod plan;

use super::{
    acts::Acts,
    filter::{Filter, Open},
};
use cell::CellDrawer;
use incident::{IncidentDrawer, IncidentsDrawer};
use integration::IntegrationDrawer;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use plan::PlanDrawer;

/// The drawer that the address asks for.
#[component]
pub fn Drawers(
    /// What the address narrows the list to.
    filter: Memo<Filter>,
    /// The page's actions.
    acts: Acts,
) -> impl IntoView {
    let query = use_query_map();
    let open = Memo::new(move |_| query.with(Open::of));
    move || {
        let close = filter.with(Filter::href);
        open.get().map(|open| match open {
            Open::Integration(id) => view! { <IntegrationDrawer id close filter acts/> }.into_any(),
            Open::Cell(id, at) => view! { <CellDrawer id at filter/> }.into_any(),
            Open::Incident(id) => view! { <IncidentDrawer id close acts/> }.into_any(),
            Open::Incidents => view! { <IncidentsDrawer close filter/> }.into_any(),
            Open::Hold(scope) => view! { <PlanDrawer scope close acts/> }.into_any(),
        })
    }
}
