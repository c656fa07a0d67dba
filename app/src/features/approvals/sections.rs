//! The two parts of the page, and the history.

use super::{
    api::{Past, read_history},
    words::{drawn, sentence, time_taken},
};
use crate::ui::{Chip, Empty, Icon, Load, PageHeader, Skeleton, Table, Tabs, When, WhenOr};
use contract::approval::Approval;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The address of the history.
const HISTORY: &str = "/app/approvals/history";

/// The chips above the history: a status and its word; blank for all.
const FILTERS: [(&str, &str); 6] = [
    ("", "All"),
    ("succeeded", "Done"),
    ("failed", "Failed"),
    ("rejected", "Rejected"),
    ("expired", "Expired"),
    ("stale", "Stale"),
];

/// The tabs of the page.
#[component]
pub fn Sections() -> impl IntoView {
    view! { <Tabs label="Approvals" items=vec![("Queue", "/app/approvals"), ("History", HISTORY)]/> }
}

/// The history: who decided what, how long it took, and what became of it.
#[component]
pub fn ApprovalHistoryPage() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        let part = |name: &str| query.with(|query| query.get(name)).unwrap_or_default();
        (part("status"), part("cursor"))
    });
    let past = Resource::new(
        move || asked.get(),
        |(status, cursor)| read_history(status, cursor),
    );
    let chip = move |(value, word): (&'static str, &'static str)| {
        let current = move || asked.with(|(status, _)| status == value).then_some("true");
        view! { <a class="chip-link" href=address(value, "") aria-current=current>{word}</a> }
    };
    view! {
        <PageHeader title="Approvals" lead="What was asked for, who decided, and what became of it."/>
        <Sections/>
        <nav class="filters" aria-label="Which approvals">{FILTERS.into_iter().map(chip).collect_view()}</nav>
        <Load of=past skeleton=|| view! { <Skeleton count=6/> } let:past>
            <History past status=asked.get_untracked().0/>
        </Load>
    }
    .into_any()
}

fn address(status: &str, cursor: &str) -> String {
    let part = |name: &str, value: &str| (!value.is_empty()).then(|| format!("{name}={value}"));
    let query: Vec<_> = [part("status", status), part("cursor", cursor)]
        .into_iter()
        .flatten()
        .collect();
    if query.is_empty() {
        HISTORY.to_owned()
    } else {
        format!("{HISTORY}?{}", query.join("&"))
    }
}

#[component]
fn History(past: Past, status: String) -> impl IntoView {
    if past.items.is_empty() && past.next.is_none() {
        return view! {
            <Empty icon=Icon::Clock title="Nothing here" text="What is decided, expires or becomes stale stands here.">
                {(!status.is_empty()).then(|| view! { <a href=HISTORY>"Show all"</a> })}
            </Empty>
        }
        .into_any();
    }
    let rows = past.items.into_iter().map(|approval| view! { <Row approval/> });
    let columns = vec!["What", "Asked by", "Result", "Decided by", "Took", "Ended"];
    view! {
        <Table caption="Decided approvals" columns>{rows.collect_view()}</Table>
        {past.next.map(|next| view! { <p><a class="btn" href=address(&status, &next)>"Older"</a></p> })}
    }
    .into_any()
}

#[component]
fn Row(approval: Approval) -> impl IntoView {
    let (mood, icon, word) = drawn(approval.status);
    let href = format!("/app/approvals/{}", approval.id);
    let (by, reason) = match &approval.decision {
        Some(decision) => (decision.by.name.clone(), decision.reason.clone()),
        None => ("nobody".to_owned(), None),
    };
    view! {
        <tr>
            <td data-label="What"><a href=href>{sentence(&approval)}</a></td>
            <td data-label="Asked by">{approval.requested_by.name.clone()} ", " <When at=approval.created_at.clone()/></td>
            <td data-label="Result"><Chip mood icon text=word/></td>
            <td data-label="Decided by">{by} {reason.map(|reason| format!(": “{reason}”"))}</td>
            <td data-label="Took">{time_taken(&approval)}</td>
            <td data-label="Ended"><WhenOr at=approval.finished_at.clone() otherwise="not yet"/></td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn an_address_says_only_what_is_asked() {
        assert_eq!(address("", ""), "/app/approvals/history");
        assert_eq!(
            address("failed", "apr_1"),
            "/app/approvals/history?status=failed&cursor=apr_1"
        );
    }
}
