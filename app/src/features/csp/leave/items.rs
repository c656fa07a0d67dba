//! The things of a plan, or what became of them.

use super::super::{
    pieces::{FailureView, StateChip},
    words,
};
use crate::ui::{Mood, Notice, Table, When};
use contract::csp::{Removal, RemovalItem, RemovalState};
use leptos::prelude::*;

/// What the last removal came to.
#[component]
pub fn CameTo(
    /// What it came to.
    removal: Removal,
) -> impl IntoView {
    let stays = removal.items.iter().any(|item| item.state == RemovalState::Kept);
    let words = if removal.proved && stays {
        "What can be reached is gone, and each absence was seen. What stays says why."
    } else if removal.proved {
        "Each thing is gone, and each absence was seen."
    } else {
        "Not everything is gone yet: the list says why. Go on, and it goes on where it stopped."
    };
    let mood = if removal.proved { Mood::Ok } else { Mood::Warn };
    view! {
        <div class="stack">
            <Notice mood announced=true>{words}</Notice>
            <Items items=removal.items caption="What became of each thing"/>
        </div>
    }
    .into_any()
}

/// The things.
#[component]
pub fn Items(
    /// The things, in the order of their removal.
    items: Vec<RemovalItem>,
    /// What the list is.
    caption: &'static str,
) -> impl IntoView {
    if items.is_empty() {
        return view! { <p class="text-muted">"Nothing was made that could be removed."</p> }.into_any();
    }
    let rows = items.into_iter().map(|item| view! { <Row item/> });
    view! { <Table caption columns=vec!["What", "Where", "State"]>{rows.collect_view()}</Table> }.into_any()
}

#[component]
fn Row(item: RemovalItem) -> impl IntoView {
    let place = item.tenant_id.map_or_else(
        || view! { <span>"here, in Ops AI"</span> }.into_any(),
        |tenant| view! { <span class="mono">{tenant}</span> }.into_any(),
    );
    view! {
        <tr>
            <td data-label="What">
                <div>
                    <span class="cell-name">{item.what}</span>
                    <span class="cell-sub mono">{item.object_id}</span>
                    {item.failure.map(|failure| view! { <FailureView failure/> })}
                </div>
            </td>
            <td data-label="Where">{place}</td>
            <td data-label="State">
                <div>
                    <StateChip drawn=words::removal(item.state)/>
                    {item.note.map(|note| view! { <span class="cell-sub">{note}</span> })}
                    {item.proved_at.map(|at| view! { <span class="cell-sub">"seen to be gone " <When at/></span> })}
                </div>
            </td>
        </tr>
    }
    .into_any()
}
