//! The filter's controls: a chip for each status, and a form for the rest, which posts to the address.

use super::filter::{Filter, LIST, WITHIN};
use crate::ui::{Glyph, Icon};
use contract::event::EventStatus;
use leptos::prelude::*;

/// The controls.
#[component]
pub fn Filters(
    /// What the address asks for.
    filter: Memo<Filter>,
    /// Vendors: key and name.
    vendors: Vec<(String, String)>,
    /// Webhooks: identifier and name.
    webhooks: Vec<(String, String)>,
) -> impl IntoView {
    let chip = move |status: Option<EventStatus>| {
        let word = status.map_or("", EventStatus::as_str);
        let label = status.map_or("All", EventStatus::label);
        let current = move || (filter.with(|filter| filter.part("status") == word)).then_some("true");
        let href = move || filter.with(|filter| filter.with("status", word).href(None));
        view! { <a class="chip-link" href=href aria-current=current>{label}</a> }
    };
    let chips = std::iter::once(None)
        .chain(EventStatus::ALL.into_iter().map(Some))
        .map(chip);
    let value = move |name: &'static str| filter.with_untracked(|filter| filter.part(name).to_owned());
    view! {
        <nav class="filters" aria-label="Filter by status">{chips.collect_view()}</nav>
        <form class="filters filters-form" method="get" action=LIST role="search">
            <label class="search">
                <Glyph icon=Icon::Search/>
                <span class="visually-hidden">"Search events"</span>
                <input type="search" name="q" placeholder="Subject, payload or id" autocomplete="off" data-search="" value=value("q")/>
            </label>
            <Pick name="vendor" label="Vendor" all="Every vendor" of=vendors chosen=value("vendor")/>
            <Pick name="webhook" label="Webhook" all="Every webhook" of=webhooks chosen=value("webhook")/>
            <Pick
                name="within"
                label="Received"
                all="At any time"
                of=WITHIN.map(|(word, words, _)| (word.to_owned(), words.to_owned())).to_vec()
                chosen=value("within")
            />
            <label class="filter-field">
                <span class="visually-hidden">"Kind"</span>
                <input class="input" name="kind" placeholder="Kind, e.g. ticket.created" autocomplete="off" value=value("kind")/>
            </label>
            {["status", "code", "stage", "customer", "from", "to", "fingerprint"].map(|name| {
                let kept = value(name);
                (!kept.is_empty()).then(|| view! { <input type="hidden" name=name value=kept/> })
            }).into_iter().collect_view()}
            <button class="btn" type="submit">"Filter"</button>
            {move || filter.with(|filter| !filter.is_empty()).then(|| view! { <a class="btn btn-quiet" href=LIST>"Clear"</a> })}
        </form>
        <Narrowed filter/>
    }
    .into_any()
}

/// What the list is narrowed to beyond the controls, each with a way out.
#[component]
fn Narrowed(filter: Memo<Filter>) -> impl IntoView {
    let one = move |(name, words): (&'static str, &'static str)| {
        move || {
            let value = filter.with(|filter| filter.part(name).to_owned());
            (!value.is_empty()).then(|| {
                let href = filter.with(|filter| filter.with(name, "").href(None));
                view! {
                    <a class="chip-link" href=href title="Take this away" aria-current="true">
                        {format!("{words}: {value}")} <Glyph icon=Icon::Close/>
                    </a>
                }
            })
        }
    };
    let all = [
        ("code", "Code"),
        ("stage", "Stage"),
        ("customer", "Customer"),
        ("fingerprint", "Group"),
        ("from", "From"),
        ("to", "To"),
    ];
    view! { <div class="filters">{all.map(one).into_iter().collect_view()}</div> }
}

#[component]
fn Pick(
    name: &'static str,
    label: &'static str,
    all: &'static str,
    of: Vec<(String, String)>,
    chosen: String,
) -> impl IntoView {
    let options = of.into_iter().map(|(value, words)| {
        let selected = value == chosen;
        view! { <option value=value selected=selected>{words}</option> }
    });
    view! {
        <label class="filter-field">
            <span class="visually-hidden">{label}</span>
            <select class="input input-select" name=name>
                <option value="">{all}</option>
                {options.collect_view()}
            </select>
        </label>
    }
}
