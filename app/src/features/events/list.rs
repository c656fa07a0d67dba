//! The table of events. What comes while somebody reads waits behind "3 new", so that no row moves under the pointer;
//! rows that are there change in place.

use super::{
    api::PAGE,
    filter::{Filter, reached},
    words,
};
use crate::{
    live::use_event_frames,
    ui::{Chip, Empty, Icon, LinkButton, Loaded, Table, When, vendor_name},
};
use contract::{
    Time,
    event::{EventDetail, EventPage, EventSummary},
};
use leptos::prelude::*;

/// At most this many arrivals are kept behind the button; more are read from the server.
const WAITING: usize = 100;

/// The table.
#[component]
pub fn EventList(
    /// The page of events.
    page: EventPage,
    /// Vendors: key and name.
    vendors: Vec<(String, String)>,
    /// What the address asks for.
    filter: Memo<Filter>,
    /// The event whose drawer is open.
    open: Memo<Option<String>>,
    /// What the drawer shows: read again when that event moves.
    watched: Loaded<Option<EventDetail>>,
) -> impl IntoView {
    let next = page.next_cursor.clone();
    // A short page that is not the last one ran out of time, and not of events.
    let reached = next
        .as_deref()
        .filter(|_| page.items.len() < PAGE as usize)
        .and_then(reached);
    let unfinished = StoredValue::new(reached);
    let vendors = StoredValue::new(vendors);
    let rows = RwSignal::new(page.items);
    let waiting = RwSignal::new(Vec::<EventSummary>::new());
    let paused = RwSignal::new(false);
    use_event_frames(move |event| {
        if open.with_untracked(|open| open.as_deref() == Some(event.id.as_str())) {
            watched.refetch();
        }
        if paused.get_untracked() {
            return;
        }
        let known = rows.with_untracked(|rows| rows.iter().position(|row| row.id == event.id));
        if let Some(at) = known {
            rows.update(|rows| rows[at] = event);
        } else if filter.with_untracked(|filter| filter.takes(&event)) {
            waiting.update(|waiting| {
                waiting.retain(|one| one.id != event.id);
                waiting.insert(0, event);
                waiting.truncate(WAITING);
            });
        }
    });
    let show = move |_| {
        let new = waiting.with_untracked(Clone::clone);
        waiting.set(Vec::new());
        rows.update(|rows| {
            rows.retain(|row| !new.iter().any(|one| one.id == row.id));
            rows.splice(0..0, new);
        });
    };
    let nothing = move || rows.with(Vec::is_empty) && waiting.with(Vec::is_empty);
    view! {
        <div class="tail needs-js">
            <button class="btn btn-small" type="button" aria-pressed=move || paused.get().to_string() on:click=move |_| paused.update(|paused| *paused = !*paused)>
                {move || if paused.get() { "Go on" } else { "Pause" }}
            </button>
            <span role="status">
                {move || {
                    let count = waiting.with(Vec::len);
                    (count > 0).then(|| view! {
                        <button class="btn btn-small btn-primary" type="button" on:click=show>{format!("Show {count} new")}</button>
                    })
                }}
            </span>
        </div>
        {move || if nothing() {
            view! { <Nothing filter unfinished/> }.into_any()
        } else {
            view! {
                <Table caption="Webhook events" columns=vec!["Received", "Event", "Status", "Customer", "Webhook"]>
                    <For each=move || rows.get() key=|event| event.id.clone() let:event>
                        <Row id=event.id.to_string() rows vendors filter/>
                    </For>
                </Table>
            }.into_any()
        }}
        {move || (!nothing()).then(|| unfinished.get_value().map(|at| view! {
            <p class="text-muted">"Looked back to " <When at/> "; what is older was not looked at yet."</p>
        }))}
        <nav class="row" aria-label="Pages">
            {move || filter.with(|filter| filter.cursor.is_some()).then(|| view! {
                <LinkButton href=filter.with(|filter| filter.with("", "").href(None))>"Newest"</LinkButton>
            })}
            {next.map(|cursor| view! {
                <LinkButton href=filter.with_untracked(|filter| filter.after(cursor).href(None))>"Older"</LinkButton>
            })}
        </nav>
    }
    .into_any()
}

#[component]
fn Row(
    id: String,
    rows: RwSignal<Vec<EventSummary>>,
    vendors: StoredValue<Vec<(String, String)>>,
    filter: Memo<Filter>,
) -> impl IntoView {
    let key = id.clone();
    let event = Memo::new(move |_| rows.with(|rows| rows.iter().find(|row| row.id.as_str() == key).cloned()));
    let href = move || filter.with(|filter| filter.href(Some(&id)));
    view! {
        <tr>
            {move || event.get().map(|event| {
                let vendor = vendors.with_value(|all| vendor_name(all, event.vendor.as_str()));
                view! { <Cells event vendor href=href()/> }
            })}
        </tr>
    }
}

#[component]
fn Cells(event: EventSummary, vendor: String, href: String) -> impl IntoView {
    let (mood, icon) = words::drawn(event.status);
    let subject = event.subject.clone().unwrap_or_else(|| event.preview.clone());
    let kind = event
        .kind
        .clone()
        .map_or_else(|| "not read yet".to_owned(), |kind| kind.to_string());
    let failed = event
        .stage
        .zip(event.code)
        .map(|(stage, code)| format!("{}: {}", words::stage(stage), words::code(code)));
    let again = (event.duplicates > 0).then(|| {
        format!(
            "+{} duplicate{}",
            event.duplicates,
            if event.duplicates == 1 { "" } else { "s" }
        )
    });
    view! {
        <td data-label="Received"><When at=event.received_at/></td>
        <td data-label="Event">
            <a class=if event.subject.is_some() { "cell-name" } else { "cell-raw" } href=href>{subject}</a>
            <span class="cell-sub mono">
                {kind}
                {event.replay_of.is_some().then_some(" · replay")}
                {again.map(|again| format!(" · {again}"))}
            </span>
        </td>
        <td data-label="Status">
            <Chip mood icon text=event.status.label()/>
            {failed.map(|failed| view! { <span class="cell-sub">{failed}</span> })}
            {event.next_attempt_at.map(|at| view! { <span class="cell-sub">"next try " <When at/></span> })}
        </td>
        <td data-label="Customer">{event.customer_name.unwrap_or_else(|| "—".to_owned())}</td>
        <td data-label="Webhook">{event.webhook_name}<span class="cell-sub">{vendor}</span></td>
    }
    .into_any()
}

#[component]
fn Nothing(
    filter: Memo<Filter>,
    /// How far back it was looked, where that is not to the end.
    unfinished: StoredValue<Option<Time>>,
) -> impl IntoView {
    if let Some(at) = unfinished.get_value() {
        view! {
            <Empty
                icon=Icon::Filter
                title="No event fits so far"
                text="Older events were not looked at yet: search further back, or choose a time to look at."
            >
                <p class="text-muted">"Looked back to " <When at/></p>
            </Empty>
        }
        .into_any()
    } else if filter.with_untracked(Filter::is_empty) {
        view! {
            <Empty
                icon=Icon::Activity
                title="No events yet"
                text="Register a webhook and paste its address at the vendor’s: each event stands here the moment it is on disk."
            >
                <a class="btn btn-primary" href="/app/webhooks">"Go to webhooks"</a>
            </Empty>
        }
        .into_any()
    } else {
        view! {
            <Empty icon=Icon::Filter title="No event fits" text="Nothing that was received is like this.">
                <a class="btn" href=super::filter::LIST>"Clear the filter"</a>
            </Empty>
        }
        .into_any()
    }
}
