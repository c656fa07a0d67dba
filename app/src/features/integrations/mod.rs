//! Integrations: the vendors and their connected accounts.
//!
//! ```text
//!   list/    every vendor with its accounts        choose.rs  which vendor to connect
//!   form/    the one form: new and edit            detail/    one account: health, form, history
//!   delete.rs                                      filter, draft, words: pure
//! ```
//!
//! Every page works before and without the browser part: filters are addresses, forms post. Nothing here knows which
//! fields a vendor has, or how a secret is kept; a secret is read from its input at the moment it is sent.

mod api;
mod choose;
mod delete;
mod detail;
mod draft;
mod filter;
mod form;
mod list;
mod models;
mod pieces;
mod words;

use crate::lazy::lazy_page;
use choose::{ChoosePage, NewPage};
use delete::DeletePage;
use detail::DetailPage;
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
    components::Route,
    path,
};
use list::ListPage;

/// Every address of this feature, below `/app`.
#[component(transparent)]
pub fn IntegrationRoutes() -> AnyNestedRoute {
    view! {
        <Route path=path!("/integrations") view=ListPage ssr=SsrMode::Async/>
        <Route path=path!("/integrations/new") view={lazy_page!(ChoosePage)} ssr=SsrMode::Async/>
        <Route path=path!("/integrations/new/:vendor") view={lazy_page!(NewPage)} ssr=SsrMode::Async/>
        <Route path=path!("/integrations/:id") view={lazy_page!(DetailPage)} ssr=SsrMode::Async/>
        <Route path=path!("/integrations/:id/delete") view={lazy_page!(DeletePage)} ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
