//! The cards at the top: how many integrations have which badge. Each narrows the list to them, or widens it again.

use super::{Sight, words};
use crate::ui::{Glyph, Icon};
use contract::probe::Badge;
use leptos::prelude::*;

/// The cards; those of states that nobody likes to see appear only where there is one.
#[component]
pub fn Summary(
    /// The page's data.
    sight: Sight,
) -> impl IntoView {
    let cards = Badge::ALL.map(|badge| {
        let count = Memo::new(move |_| {
            sight
                .standing
                .counts
                .with(|counts| words::of_badge(counts, badge))
        });
        let always = matches!(
            badge,
            Badge::Connected | Badge::Disconnected | Badge::NeedsAttention
        );
        let shown = Memo::new(move |_| {
            always || count.get() > 0 || sight.filter.with(|filter| filter.badge == Some(badge))
        });
        move || shown.get().then(|| view! { <Card sight badge count/> })
    });
    view! { <nav class="summary" aria-label="Integrations by state">{cards.into_iter().collect::<Vec<_>>()}</nav> }
}

#[component]
fn Card(sight: Sight, badge: Badge, count: Memo<u64>) -> impl IntoView {
    let filter = sight.filter;
    let here = Memo::new(move |_| filter.with(|filter| filter.badge == Some(badge)));
    let href = move || {
        let to = if here.get() { None } else { Some(badge) };
        filter.with(|filter| filter.with_badge(to).href())
    };
    let (class, icon) = look(badge);
    let quiet = move || (count.get() == 0).then_some("true");
    view! {
        <a class=class href=href aria-current=move || here.get().then_some("true") data-quiet=quiet>
            <span class="summary-icon"><Glyph icon/></span>
            <span class="summary-count">{move || count.get()}</span>
            <span class="summary-word">{badge.label()}</span>
        </a>
    }
}

fn look(badge: Badge) -> (&'static str, Icon) {
    match badge {
        Badge::Connected => ("summary-card summary-ok", Icon::Check),
        Badge::Disconnected => ("summary-card summary-bad", Icon::Cross),
        Badge::NeedsAttention => ("summary-card summary-warn", Icon::Alert),
        Badge::Unknown => ("summary-card", Icon::Dashed),
        Badge::Checking => ("summary-card", Icon::Spinner),
        Badge::Paused => ("summary-card", Icon::Pause),
    }
}
