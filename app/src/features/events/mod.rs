//! Webhook events: everything that was received, as it comes, and each one's whole story.
//!
//! ```text
//!   filter.rs  the address and what it asks for (pure)     list.rs    the table, live
//!   drawer.rs  one event                                   story.rs   its attempts, stage by stage
//!   replay.rs  again, as a new event                       words.rs   what statuses and stages are called
//! ```
//!
//! Filter, page and open event all stand in the address.

mod api;
mod curl;
mod drawer;
mod filter;
mod filters;
mod list;
mod replay;
mod story;
pub mod words;

use crate::ui::{Failure, LiveState, Load, PageHeader, Skeleton, failure};
use api::{Replay, list_events, read_event};
use drawer::EventDrawer;
use filter::Filter;
use filters::Filters;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use list::EventList;

/// The page.
#[component]
pub fn EventsPage() -> impl IntoView {
    let query = use_query_map();
    let filter = Memo::new(move |_| query.with(Filter::of));
    let open = Memo::new(move |_| query.with(|query| query.get("event")));
    let is_open = Memo::new(move |_| open.with(Option::is_some));
    let replay = ServerAction::<Replay>::new();
    let bad = failure(replay);
    let resyncs = crate::live::use_resyncs();
    let listed = Resource::new(
        move || {
            (
                filter.get().asked(),
                filter.get().hours(),
                filter.get().cursor,
                replay.version().get(),
                resyncs.get(),
            )
        },
        |(asked, hours, cursor, ..)| list_events(asked, hours, cursor),
    );
    let opened = Resource::new(
        move || (open.get(), replay.version().get()),
        |(id, _)| async move {
            match id {
                Some(id) => read_event(id).await.map(Some),
                None => Ok(None),
            }
        },
    );
    view! {
        <PageHeader
            title="Webhook Events"
            lead="Everything your vendors posted: when it came, what became of it, and why."
        >
            <LiveState/>
        </PageHeader>
        <Failure of=bad/>
        <Load of=listed skeleton=|| view! { <Skeleton count=10/> } let:listed>
            <Filters filter vendors=listed.vendors.clone() webhooks=listed.webhooks.clone()/>
            <EventList page=listed.page.clone() vendors=listed.vendors filter open watched=opened/>
        </Load>
        {move || is_open.get().then(|| view! { <EventDrawer opened filter replay/> })}
    }
    .into_any()
}
