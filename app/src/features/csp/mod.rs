//! Connecting a partner's tenant and looking after it: the wizard, relationships with customers, what is granted, leaving.
//!
//! ```text
//!   start/          the two paths, and every tenant         setup/       one tenant, step by step; signing in
//!   relationships/  inviting customers, and what they gave  customers/   every customer; onboarding
//!   permissions.rs  wanted against granted                  manage/      secrets and sign-ins
//!   leave/          the plan, the confirmation, the proof   codes.rs     Microsoft's codes, explained
//!   gaps.rs         the one way that puts right what is missing
//! ```
//!
//! Filters and drawers are addresses and everything that acts is a form, so all of it works without JavaScript. Only the
//! link to Microsoft's page leads out: a form that is redirected there would be refused by the page's own policy. These
//! pages know no step by heart but the three at which a person gives something, and never say "granted" of what was not
//! read.

mod api;
mod codes;
mod customers;
mod gaps;
mod leave;
mod manage;
mod permissions;
mod pieces;
mod relationships;
mod roles;
mod setup;
mod start;
mod words;

use crate::lazy::lazy_page;
use codes::CspCodesPage;
use customers::CspCustomersPage;
use leave::CspLeavePage;
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
    components::Route,
    path,
};
use manage::CspManagePage;
use permissions::CspPermissionsPage;
use relationships::CspRelationshipsPage;
use setup::CspSetupPage;
use start::CspStartPage;

/// The wizard's own address.
const HERE: &str = "/app/csp-wizard";

/// Every address of this feature, below `/app`.
#[component(transparent)]
pub fn CspRoutes() -> AnyNestedRoute {
    view! {
        <Route path=path!("/csp-wizard") view={lazy_page!(CspStartPage)} ssr=SsrMode::Async/>
        // Before the tenants' own addresses, of which it would be one.
        <Route path=path!("/csp-wizard/codes") view={lazy_page!(CspCodesPage)} ssr=SsrMode::Async/>
        <Route path=path!("/csp-wizard/:id") view={lazy_page!(CspSetupPage)} ssr=SsrMode::Async/>
        <Route path=path!("/csp-wizard/:id/relationships") view={lazy_page!(CspRelationshipsPage)} ssr=SsrMode::Async/>
        <Route path=path!("/csp-wizard/:id/customers") view={lazy_page!(CspCustomersPage)} ssr=SsrMode::Async/>
        <Route path=path!("/csp-wizard/:id/permissions") view={lazy_page!(CspPermissionsPage)} ssr=SsrMode::Async/>
        <Route path=path!("/csp-wizard/:id/manage") view={lazy_page!(CspManagePage)} ssr=SsrMode::Async/>
        <Route path=path!("/csp-wizard/:id/disconnect") view={lazy_page!(CspLeavePage)} ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}
