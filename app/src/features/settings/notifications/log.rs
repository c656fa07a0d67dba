//! The log: what was told, over which channel, and whether it arrived.

use super::{HERE, words};
use crate::{
    address::with_query,
    ui::{Chip, Empty, Icon, Table, When},
};
use contract::notification::{Channel, DeliveryPage, NoticeDelivery};
use leptos::prelude::*;

/// The log.
#[component]
pub fn Log(
    /// A page of it.
    page: DeliveryPage,
    /// The channels.
    channels: Vec<Channel>,
    /// The channel that it is narrowed to; blank for all.
    only: Memo<String>,
    /// Where the page begins; blank for the newest.
    cursor: Memo<String>,
) -> impl IntoView {
    if channels.is_empty() {
        return ().into_any();
    }
    let chip = move |id: String, words: String| {
        let href = if id.is_empty() {
            HERE.to_owned()
        } else {
            with_query(HERE, [("log", id.as_str())])
        };
        let here = move || (only.get() == id).then_some("true");
        view! { <a class="chip-link" href=href aria-current=here>{words}</a> }
    };
    let chips = channels
        .iter()
        .map(|channel| chip(channel.id.to_string(), channel.name.clone()));
    let name_of = |delivery: &NoticeDelivery| {
        let own = channels.iter().find(|channel| channel.id == delivery.channel);
        own.map(|channel| channel.name.clone()).unwrap_or_default()
    };
    let rows: Vec<_> = page.items.into_iter().map(|one| (name_of(&one), one)).collect();
    let pages = move |cursor: &str| {
        let only = only.get_untracked();
        let pairs = [("log", only.as_str()), ("cursor", cursor)];
        with_query(HERE, pairs.into_iter().filter(|(_, value)| !value.is_empty()))
    };
    let first = (!cursor.get_untracked().is_empty())
        .then(|| view! { <a class="btn btn-small" href=pages("")>"Newest"</a> });
    let next = page
        .next_cursor
        .map(|next| view! { <a class="btn btn-small" href=pages(&next)>"Older"</a> });
    let table = if rows.is_empty() {
        view! { <Empty icon=Icon::Bell title="Nothing was told yet" text="Send a test to see that a channel works."/> }.into_any()
    } else {
        let rows = rows
            .into_iter()
            .map(|(channel, delivery)| view! { <Row channel delivery/> });
        view! {
            <Table caption="Notices, newest first" columns=vec!["When", "What", "Channel", "Arrived"]>
                {rows.collect_view()}
            </Table>
        }
        .into_any()
    };
    view! {
        <section class="section" aria-labelledby="log">
            <h2 id="log">"What was told"</h2>
            <nav class="filters" aria-label="Which channel">
                {chip(String::new(), "All channels".to_owned())}
                {chips.collect_view()}
            </nav>
            {table}
            <nav class="row" aria-label="Pages">{first} {next}</nav>
        </section>
    }
    .into_any()
}

#[component]
fn Row(channel: String, delivery: NoticeDelivery) -> impl IntoView {
    let (mood, icon, word) = words::status(&delivery.status);
    let again = delivery
        .next_at
        .map(|at| view! { <span class="cell-sub">"tried again " <When at/></span> });
    let tries = (delivery.attempts > 1).then(|| format!("{} tries", delivery.attempts));
    let error = delivery
        .error
        .map(|words| view! { <span class="cell-sub">{words}</span> });
    let about = delivery.integration.map(|id| {
        view! { <a href=format!("/app/integrations/{id}")>"The integration"</a> }
    });
    view! {
        <tr>
            <td data-label="When"><When at=delivery.created_at/></td>
            <td data-label="What">
                <div>
                    {delivery.title}
                    <span class="cell-sub">
                        {words::kind(&delivery.kind).to_owned()} " · " {words::level(delivery.level)} " " {about}
                    </span>
                </div>
            </td>
            <td data-label="Channel">{channel}</td>
            <td data-label="Arrived">
                <div>
                    <Chip mood icon=icon text=word/>
                    " "
                    <span class="text-muted">{tries}</span>
                    {error}
                    {again}
                </div>
            </td>
        </tr>
    }
}
