//! All runs, newest first.

use super::api::list_runs;
use crate::{
    address::with_query,
    live::use_resyncs,
    ui::{Chip, Empty, Icon, LinkButton, Load, PageHeader, Skeleton, Table, When, run::drawn},
};
use contract::run::{Run, RunStatus};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

const HERE: &str = "/app/runs";

/// The page.
#[component]
pub fn RunsPage() -> impl IntoView {
    let query = use_query_map();
    let part = move |name: &'static str| query.with(|query| query.get(name).unwrap_or_default());
    let asked = Memo::new(move |_| (part("sop"), part("status"), part("cursor")));
    let resyncs = use_resyncs();
    let runs = Resource::new(
        move || (asked.get(), resyncs.get()),
        |((sop, status, cursor), _)| list_runs(sop, status, cursor),
    );
    let chip = move |status: Option<RunStatus>| {
        let word = status.map_or("", RunStatus::as_str);
        let label = status.map_or("All", |status| drawn(status).2);
        let href = move || asked.with(|(sop, ..)| address(sop, word, ""));
        let current = move || asked.with(|(_, status, _)| status == word).then_some("true");
        view! { <a class="chip-link" href=href aria-current=current>{label}</a> }
    };
    view! {
        <PageHeader title="Runs" lead="What the SOPs did: each run with its steps, what was sent and what came back."/>
        <nav class="filters" aria-label="Filter by status">
            {std::iter::once(None).chain(RunStatus::ALL.into_iter().map(Some)).map(chip).collect_view()}
        </nav>
        <Load of=runs skeleton=|| view! { <Skeleton count=8/> } let:runs>
            <List runs asked/>
        </Load>
    }
    .into_any()
}

/// The address of the list narrowed so.
fn address(sop: &str, status: &str, cursor: &str) -> String {
    let parts = [("sop", sop), ("status", status), ("cursor", cursor)];
    with_query(HERE, parts.into_iter().filter(|(_, value)| !value.is_empty()))
}

#[component]
fn List(runs: Vec<Run>, asked: Memo<(String, String, String)>) -> impl IntoView {
    if runs.is_empty() {
        return view! {
            <Empty icon=Icon::Play title="No runs" text="A SOP runs when an event fits its triggers or a routing rule picks it; or by hand, from its page.">
                <a class="btn" href="/app/sops">"See the SOPs"</a>
            </Empty>
        }
        .into_any();
    }
    let older = (runs.len() >= 50)
        .then(|| runs.last().map(|run| run.id.to_string()))
        .flatten()
        .map(|cursor| asked.with_untracked(|(sop, status, _)| address(sop, status, &cursor)));
    let rows = runs.into_iter().map(|run| {
        let (mood, icon, word) = drawn(run.status);
        view! {
            <tr>
                <td data-label="Started"><When at=run.started_at/></td>
                <td data-label="Run">
                    <a class="cell-name" href=format!("{HERE}/{}", run.id)>{run.sop_name}</a>
                    <span class="cell-sub">{run.subject}</span>
                </td>
                <td data-label="Status">
                    <Chip mood icon text=word/>
                    {(!run.detail.is_empty()).then(|| view! { <span class="cell-sub">{run.detail}</span> })}
                </td>
                <td data-label="Customer">{run.customer_name.unwrap_or_else(|| "—".to_owned())}</td>
            </tr>
        }
    });
    view! {
        <Table caption="Runs" columns=vec!["Started", "Run", "Status", "Customer"]>{rows.collect_view()}</Table>
        <nav class="row" aria-label="Pages">{older.map(|href| view! { <LinkButton href>"Older"</LinkButton> })}</nav>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn the_address_names_only_what_is_narrowed() {
        assert_eq!(address("", "", ""), "/app/runs");
        assert_eq!(
            address("sop_1", "failed", ""),
            "/app/runs?sop=sop_1&status=failed"
        );
    }
}
