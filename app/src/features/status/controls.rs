//! What the list is narrowed by besides the badge: words, a vendor, and the order. Without JavaScript the words are sent by a
//! button.

use super::{
    Sight,
    api::VendorName,
    filter::{Filter, HERE, SORTS},
};
use crate::ui::{Glyph, Icon};
use leptos::{html, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use std::time::Duration;

/// How long after the last letter the list is read for the words.
const PAUSE: Duration = Duration::from_millis(250);

/// The words.
#[component]
pub fn SearchForm(
    /// What the address asks for.
    filter: Memo<Filter>,
) -> impl IntoView {
    let navigate = use_navigate();
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let rest = move || {
        if let Some(Some(handle)) = timer.try_update_value(Option::take) {
            handle.clear();
        }
    };
    on_cleanup(rest);
    let typed = move |event| {
        let text = event_target_value(&event);
        let navigate = navigate.clone();
        rest();
        let go = move || {
            let options = NavigateOptions {
                replace: true,
                scroll: false,
                ..NavigateOptions::default()
            };
            navigate(
                &filter.with_untracked(|filter| filter.with_text(text).href()),
                options,
            );
        };
        timer.set_value(set_timeout_with_handle(go, PAUSE).ok());
    };
    let field = NodeRef::<html::Input>::new();
    // The address may change by itself (a chip, the way back): the field follows, and never while it says the same.
    Effect::new(move |_| {
        let text = filter.with(|filter| filter.text.clone());
        if let Some(field) = field.get()
            && field.value().trim() != text.trim()
        {
            field.set_value(&text);
        }
    });
    let hidden = move || {
        let filter = filter.get();
        let badge = filter.badge.map(|badge| badge.as_str().to_owned());
        let kept = [
            ("badge", badge.unwrap_or_default()),
            ("vendor", filter.vendor),
            ("sort", filter.sort),
        ];
        let kept = kept.into_iter().filter(|(_, value)| !value.is_empty());
        kept.map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
            .collect_view()
    };
    view! {
        <form class="filters-form" method="get" action=HERE role="search">
            <label class="search">
                <Glyph icon=Icon::Search/>
                <span class="visually-hidden">"Search integrations"</span>
                <input
                    type="search"
                    name="q"
                    placeholder="Name"
                    autocomplete="off"
                    data-search=""
                    node_ref=field
                    value=filter.with_untracked(|filter| filter.text.clone())
                    on:input=typed
                />
            </label>
            {hidden}
            <span class="no-js"><button class="btn" type="submit">"Search"</button></span>
        </form>
    }
}

/// The vendors and the orders.
#[component]
pub fn Controls(
    /// The page's data.
    sight: Sight,
    /// The vendors' names.
    vendors: Vec<VendorName>,
) -> impl IntoView {
    let filter = sight.filter;
    let chips = vendors.into_iter().map(|vendor| {
        let key = vendor.vendor.to_string();
        let total = {
            let key = key.clone();
            Memo::new(move |_| {
                sight.standing.vendors.with(|all| {
                    let own = all.iter().find(|count| count.vendor.as_str() == key);
                    own.map_or(0, |count| count.total)
                })
            })
        };
        view! { <VendorChip filter key words=vendor.name.into_owned() count=Some(total)/> }
    });
    let sorts = SORTS.map(|(sort, words)| {
        let to = if sort == SORTS[0].0 { "" } else { sort };
        let href = move || filter.with(|filter| filter.with_sort(sort).href());
        let here = move || filter.with(|filter| filter.sort == to).then_some("true");
        view! { <a class="chip-link" href=href aria-current=here>{words}</a> }
    });
    view! {
        <nav class="filters" aria-label="Filter by vendor">
            <VendorChip filter key=String::new() words="All vendors".to_owned() count=None/>
            {chips.collect_view()}
        </nav>
        <nav class="filters status-sorts" aria-label="Order">{sorts.into_iter().collect_view()}</nav>
    }
}

#[component]
fn VendorChip(filter: Memo<Filter>, key: String, words: String, count: Option<Memo<u64>>) -> impl IntoView {
    let own = key.clone();
    let href = move || filter.with(|filter| filter.with_vendor(&key).href());
    let here = move || filter.with(|filter| filter.vendor == own).then_some("true");
    view! {
        <a class="chip-link" href=href aria-current=here>
            <span>{words}</span>
            {count.map(|count| view! { <span class="chip-count">{move || count.get()}</span> })}
        </a>
    }
}
