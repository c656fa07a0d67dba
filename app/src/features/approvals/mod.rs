//! Held calls: what waits for a decision, with its exact arguments and what they hit, and what became of the others.
//!
//! ```text
//!   queue.rs     the queue, by risk and expiry     order.rs  its order       keys.rs  its keyboard
//!   card.rs      one call                          target.rs what it hits    decision.rs approve, reject, look again
//!   sections.rs  the history                       one.rs    one call at its own address
//! ```

mod api;
mod card;
mod decision;
mod keys;
mod one;
mod order;
mod queue;
mod sections;
mod target;
mod words;

use crate::lazy::lazy_page;
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
    components::Route,
    path,
};
use one::ApprovalPage;
use queue::ApprovalsPage;
use sections::ApprovalHistoryPage;

/// Every address of this feature, below `/app`.
#[component(transparent)]
pub fn ApprovalRoutes() -> AnyNestedRoute {
    view! {
        <Route path=path!("/approvals") view={lazy_page!(ApprovalsPage)} ssr=SsrMode::Async/>
        <Route path=path!("/approvals/history") view={lazy_page!(ApprovalHistoryPage)} ssr=SsrMode::Async/>
        <Route path=path!("/approvals/:approval") view={lazy_page!(ApprovalPage)} ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
