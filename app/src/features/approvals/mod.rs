//! Held calls: what waits for a decision, with its exact arguments, and what became of the others.

mod api;
mod card;

use crate::ui::{Empty, Failure, Icon, Load, PageHeader, Shape, Skeleton, failure};
use api::{Decide, list_approvals};
use card::ApprovalCard;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The chips above the list: a status and its word; blank for all.
const FILTERS: [(&str, &str); 6] = [
    ("pending", "Waiting"),
    ("succeeded", "Done"),
    ("failed", "Failed"),
    ("rejected", "Rejected"),
    ("expired", "Expired"),
    ("all", "All"),
];

/// The page.
#[component]
pub fn ApprovalsPage() -> impl IntoView {
    let query = use_query_map();
    let status =
        Memo::new(move |_| query.with(|query| query.get("status").unwrap_or_else(|| "pending".to_owned())));
    let decide = ServerAction::<Decide>::new();
    let bad = failure(decide);
    let held = Resource::new(
        move || (status.get(), decide.version().get()),
        |(status, _)| list_approvals(status),
    );
    view! {
        <PageHeader
            title="Approvals"
            lead="Dangerous calls wait here until another person approves exactly what will run."
        />
        <Filters status/>
        <Failure of=bad/>
        <Load of=held skeleton=|| view! { <Skeleton shape=Shape::Cards count=2/> } let:held>
            {if held.is_empty() {
                view! { <Nothing status/> }.into_any()
            } else {
                view! {
                    <ul class="stack">
                        {held.into_iter().map(|approval| view! { <li><ApprovalCard approval decide/></li> }).collect_view()}
                    </ul>
                }
                .into_any()
            }}
        </Load>
    }
    .into_any()
}

#[component]
fn Filters(status: Memo<String>) -> impl IntoView {
    let chip = move |(value, word): (&'static str, &'static str)| {
        let current = move || (status.get() == value).then_some("true");
        view! { <a class="chip-link" href=format!("/app/approvals?status={value}") aria-current=current>{word}</a> }
    };
    view! {
        <nav class="filters" aria-label="Which approvals">
            {FILTERS.into_iter().map(chip).collect_view()}
        </nav>
    }
}

#[component]
fn Nothing(status: Memo<String>) -> impl IntoView {
    let text = move || {
        if status.get_untracked() == "pending" {
            "Nobody waits for you. When a person or program calls a dangerous operation, it stands here with its exact arguments."
        } else {
            "There is none of this kind."
        }
    };
    view! {
        <Empty icon=Icon::Check title="Nothing here" text=text()>
            <a class="btn" href="/app/operations">"See the operations"</a>
        </Empty>
    }
}
