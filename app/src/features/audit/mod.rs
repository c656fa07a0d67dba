//! The audit trail: who did what, and whether anybody has changed the record since.
//!
//! Page, entry and verification all stand in the address, so they can be sent to somebody and work without JavaScript.

mod api;
mod entry;

use crate::ui::{Empty, Icon, LinkButton, Load, Mood, Notice, PageHeader, Skeleton, Table, When};
use api::{list_entries, verify_chain};
use contract::{
    actor::ActorKind,
    audit::{AuditEntry, ChainReport},
};
use entry::EntryDrawer;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The page.
#[component]
pub fn AuditPage() -> impl IntoView {
    let query = use_query_map();
    let cursor =
        Memo::new(move |_| query.with(|query| query.get("cursor").and_then(|text| text.parse().ok())));
    let verifying = Memo::new(move |_| query.with(|query| query.get("verify").is_some()));
    let entries = Resource::new(move || cursor.get(), list_entries);
    let report = Resource::new(
        move || verifying.get(),
        |wanted| async move {
            if wanted {
                verify_chain().await.map(Some)
            } else {
                Ok(None)
            }
        },
    );
    view! {
        <PageHeader
            title="Audit"
            lead="Who did what, newest first. Each entry is chained to the one before, so a change of the past shows."
        >
            <LinkButton href="/app/audit?verify=1" icon=Icon::Shield>"Verify the chain"</LinkButton>
        </PageHeader>
        <Load of=report let:report>
            {report.map(|report| view! { <Verdict report/> })}
        </Load>
        <Load of=entries skeleton=|| view! { <Skeleton count=8/> } let:page>
            <List items=page.items.clone() cursor=cursor.get_untracked()/>
            <nav class="row" aria-label="Pages">
                {cursor.get_untracked().map(|_| view! { <LinkButton href="/app/audit">"Newest"</LinkButton> })}
                {page.next_cursor.clone().map(|next| view! {
                    <LinkButton href=format!("/app/audit?cursor={next}")>"Older"</LinkButton>
                })}
            </nav>
            {
                let items = page.items.clone();
                move || {
                    let chosen = query.with(|query| query.get("entry")?.parse::<i64>().ok())?;
                    let entry = items.iter().find(|entry| entry.seq == chosen).cloned()?;
                    Some(view! { <EntryDrawer entry close=address(cursor.get_untracked(), None)/> })
                }
            }
        </Load>
    }
    .into_any()
}

/// The address of a page of the trail, with one of its entries open or none.
fn address(cursor: Option<i64>, entry: Option<i64>) -> String {
    let parts = [
        cursor.map(|cursor| format!("cursor={cursor}")),
        entry.map(|entry| format!("entry={entry}")),
    ];
    let query: Vec<_> = parts.into_iter().flatten().collect();
    if query.is_empty() {
        "/app/audit".to_owned()
    } else {
        format!("/app/audit?{}", query.join("&"))
    }
}

#[component]
fn Verdict(report: ChainReport) -> impl IntoView {
    match report.broken_at {
        None => view! {
            <Notice mood=Mood::Ok announced=true>
                {format!("The chain is whole: {} entries were read and each fits the one before.", report.entries)}
            </Notice>
        }
        .into_any(),
        Some(seq) => view! {
            <Notice mood=Mood::Bad announced=true>
                {format!("The chain is broken at entry {seq}: it, or the entry before it, was changed after it was written. ")}
                "Keep a copy of the database as it is now, and compare it with your last backup."
            </Notice>
        }
        .into_any(),
    }
}

#[component]
fn List(items: Vec<AuditEntry>, cursor: Option<i64>) -> impl IntoView {
    if items.is_empty() {
        return view! {
            <Empty
                icon=Icon::Audit
                title="Nothing here"
                text="Signing in, connecting, changing and deleting are recorded from the first moment on."
            />
        }
        .into_any();
    }
    let rows = items.into_iter().map(move |entry| {
        let href = address(cursor, Some(entry.seq));
        view! {
            <tr>
                <td data-label="When"><When at=entry.at/></td>
                <td data-label="Who">{who(entry.actor_kind, &entry.actor_name)}</td>
                <td data-label="What"><a class="mono" href=href>{entry.action}</a></td>
                <td data-label="To what"><span class="mono">{entry.target}</span></td>
                <td data-label="Entry"><span class="text-muted">{entry.seq}</span></td>
            </tr>
        }
    });
    view! {
        <Table caption="Audit entries" columns=vec!["When", "Who", "What", "To what", "Entry"]>
            {rows.collect_view()}
        </Table>
    }
    .into_any()
}

/// Who acted, so that a program is not taken for a person.
fn who(kind: ActorKind, name: &str) -> String {
    match kind {
        ActorKind::User => name.to_owned(),
        ActorKind::Token => format!("{name} (token)"),
        ActorKind::System => format!("Ops AI ({name})"),
    }
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn closing_an_entry_leads_back_to_the_same_page_of_the_trail() {
        assert_eq!(address(None, None), "/app/audit");
        assert_eq!(address(Some(51), Some(40)), "/app/audit?cursor=51&entry=40");
        assert_eq!(address(Some(51), None), "/app/audit?cursor=51");
    }
}
