//! Tabs: links between sibling pages, so that each has its own address and works without JavaScript.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// A row of tabs: label and address of each.
#[component]
pub fn Tabs(
    /// What they divide, e.g. `Settings`.
    label: &'static str,
    /// Label and address of each.
    items: Vec<(&'static str, &'static str)>,
) -> impl IntoView {
    let path = use_location().pathname;
    let links = items.into_iter().map(|(words, href)| {
        view! {
            <a class="tab" href=href aria-current=move || (path.get() == href).then_some("page")>
                {words}
            </a>
        }
    });
    view! { <nav class="tabs" aria-label=label>{links.collect_view()}</nav> }
}
