//! What can be done with one integration from its row.

use super::{
    Sight,
    acts::{EndHoldForm, RecheckForm, SnoozeForm},
};
use crate::ui::{Glyph, Icon, Menu};
use contract::health::BoardRow;
use leptos::prelude::*;

/// What can be done with it.
#[component]
pub fn Actions(
    /// The page's data.
    sight: Sight,
    /// The integration.
    row: RwSignal<BoardRow>,
    /// Its identifier.
    id: String,
    /// Its name.
    name: Memo<String>,
) -> impl IntoView {
    let Sight { acts, filter, .. } = sight;
    let hold = Memo::new(move |_| row.with(|row| row.health.hold.clone()));
    let address =
        move |key: &'static str, id: String| move || filter.with(|filter| filter.href_with(&[(key, &id)]));
    let snooze = id.clone();
    let notices = move || match hold.get() {
        Some(hold) => {
            view! { <EndHoldForm acts id=hold.id.to_string() words="Tell people again"/> }.into_any()
        }
        None => view! {
            <SnoozeForm acts id=snooze.clone() minutes=20 words="Snooze for 20 minutes"/>
            <SnoozeForm acts id=snooze.clone() minutes=120 words="Snooze for 2 hours"/>
            <SnoozeForm acts id=snooze.clone() minutes=0 words="Snooze until it works again"/>
        }
        .into_any(),
    };
    view! {
        <RecheckForm acts id=id.clone() name=name.into()/>
        <Menu label=format!("More actions for {}", name.get_untracked())>
            {notices}
            <a class="menu-item" href=address("hold", id.clone())>
                <Glyph icon=Icon::Settings/>
                <span>"Plan maintenance…"</span>
            </a>
            <a class="menu-item" href=address("open", id.clone())>
                <Glyph icon=Icon::Activity/>
                <span>"Details"</span>
            </a>
            <a class="menu-item" href=format!("/app/integrations/{id}")>
                <Glyph icon=Icon::Plug/>
                <span>"Open the integration"</span>
            </a>
        </Menu>
    }
}
