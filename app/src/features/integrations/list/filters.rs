//! The filter's controls: words to type, and a chip for each badge there is. Without JavaScript the words are sent by a
//! button; with it the list follows while they are typed.

use crate::{
    features::integrations::filter::{Filter, LIST},
    ui::{Glyph, Icon},
};
use contract::probe::Badge;
use leptos::{html, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// The controls.
#[component]
pub fn Filters(
    /// What the address asks for.
    filter: Memo<Filter>,
    /// The badges of all accounts.
    badges: Memo<Vec<Badge>>,
) -> impl IntoView {
    let navigate = use_navigate();
    let typed = move |event| {
        let next = Filter {
            text: event_target_value(&event),
            badge: filter.with_untracked(|filter| filter.badge),
        };
        let options = NavigateOptions {
            replace: true,
            scroll: false,
            ..NavigateOptions::default()
        };
        navigate(&next.href(), options);
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
    let all = Memo::new(move |_| badges.with(Vec::len));
    let chips = Badge::ALL.into_iter().map(move |badge| {
        let count = Memo::new(move |_| badges.with(|all| all.iter().filter(|one| **one == badge).count()));
        // A badge that nobody has any more stays while the list is narrowed to it.
        let shown = Memo::new(move |_| count.get() > 0 || filter.with(|filter| filter.badge == Some(badge)));
        move || {
            shown
                .get()
                .then(|| view! { <BadgeChip filter badge=Some(badge) words=badge.label() count/> })
        }
    });
    view! {
        <div class="filters">
            <form class="filters-form" method="get" action=LIST role="search">
                <label class="search">
                    <Glyph icon=Icon::Search/>
                    <span class="visually-hidden">"Search integrations"</span>
                    <input
                        type="search"
                        name="q"
                        placeholder="Name, vendor or setting"
                        autocomplete="off"
                        data-search=""
                        node_ref=field
                        value=filter.with_untracked(|filter| filter.text.clone())
                        on:input=typed
                    />
                </label>
                {move || filter.with(|filter| filter.badge).map(|badge| view! {
                    <input type="hidden" name="badge" value=badge.as_str()/>
                })}
                <span class="no-js"><button class="btn" type="submit">"Search"</button></span>
            </form>
            <nav class="filters" aria-label="Filter by badge">
                <BadgeChip filter badge=None words="All" count=all/>
                {chips.collect::<Vec<_>>()}
            </nav>
        </div>
    }
}

#[component]
fn BadgeChip(
    filter: Memo<Filter>,
    badge: Option<Badge>,
    words: &'static str,
    count: Memo<usize>,
) -> impl IntoView {
    let href = move || filter.with(|filter| filter.with_badge(badge).href());
    let current = move || filter.with(|filter| filter.badge == badge).then_some("true");
    view! {
        <a class="chip-link" href=href aria-current=current>
            <span>{words}</span>
            <span class="chip-count">{move || count.get()}</span>
        </a>
    }
}
