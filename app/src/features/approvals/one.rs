//! One held call at an address of its own: what a notice or a call's answer leads to.

use super::{
    api::{Check, Decide, read_one},
    card::ApprovalCard,
    words::came_to,
};
use crate::features::operations::keep_told;
use crate::ui::{BackLink, Failure, Load, Notice, PageHeader, Shape, Skeleton, failure};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The page.
#[component]
pub fn ApprovalPage() -> impl IntoView {
    keep_told();
    let params = use_params_map();
    let decide = ServerAction::<Decide>::new();
    let check = ServerAction::<Check>::new();
    let named = move || params.with(|params| params.get("approval")).unwrap_or_default();
    let one = Resource::new(
        move || (named(), decide.version().get(), check.version().get()),
        |(id, ..)| read_one(id),
    );
    let said = move || {
        let decided = decide.value().get().and_then(Result::ok);
        decided.or_else(|| check.value().get().and_then(Result::ok))
    };
    view! {
        <BackLink href="/app/approvals" to="All approvals"/>
        <PageHeader title="Approval" lead="One call, exactly as it was asked for, and what became of it."/>
        <Failure of=failure(decide)/>
        <Failure of=failure(check)/>
        {move || said().map(|decided| {
            let (mood, words) = came_to(decided.status);
            view! { <Notice mood announced=true>{words}</Notice> }
        })}
        <Load of=one skeleton=|| view! { <Skeleton shape=Shape::Cards count=1/> } let:shown>
            <ApprovalCard shown decide check/>
        </Load>
    }
    .into_any()
}
