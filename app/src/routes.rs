//! Every page and its address.
//!
//! A page is one line: `<Route path=path!("/audit") view={lazy_page!(AuditPage)} ssr=SsrMode::Async/>`. It renders whole on
//! the server (`SsrMode::Async`: out-of-order streaming leaves "Loading" on the screen of a browser without JavaScript), and
//! its code is a file of its own that a browser fetches with the page ([`crate::lazy`]). A component named there must have
//! a name that no other page has.

use crate::{
    address::with_query,
    features::{
        ApprovalRoutes, AuditPage, CspRoutes, CustomersPage, DeadLettersPage, EventsPage, KeysPage,
        NotFoundPage, OperationRoutes, RoutingPage, RunPage, RunsPage, SettingsRoutes, SetupPage, SignInPage,
        SopPage, SopsPage, StatusPage, StyleguidePage, WebhooksPage, integrations::IntegrationRoutes,
    },
    frame::Frame,
    lazy::lazy_page,
    ui::time::provide_clock,
};
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    SsrMode,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
    components::{ParentRoute, Redirect, Route, Router, Routes},
    hooks::use_params_map,
    path,
};

/// The application.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_clock();
    view! {
        <Title formatter=|text: String| format!("{text} · Ops AI")/>
        <Router>
            <Routes fallback=|| view! { <NotFoundPage/> }>
                <Pages/>
            </Routes>
        </Router>
    }
}

/// Every page and its address; the browser also asks this for the pages that are lazy.
#[component(transparent)]
pub fn Pages() -> AnyNestedRoute {
    view! {
        <Route path=path!("/") view=Home ssr=SsrMode::Async/>
        <Route path=path!("/sign-in") view=SignInPage ssr=SsrMode::Async/>
        <Route path=path!("/setup") view={lazy_page!(SetupPage)} ssr=SsrMode::Async/>
        <ParentRoute path=path!("/app") view=Frame ssr=SsrMode::Async>
            <Route path=path!("") view=Home ssr=SsrMode::Async/>
            // Before the accounts' own addresses, of which it would be one.
            <Route path=path!("/integrations/status") view={lazy_page!(StatusPage)} ssr=SsrMode::Async/>
            <IntegrationRoutes/>
            <OperationRoutes/>
            <ApprovalRoutes/>
            <Route path=path!("/audit") view={lazy_page!(AuditPage)} ssr=SsrMode::Async/>
            <Route path=path!("/keys") view={lazy_page!(KeysPage)} ssr=SsrMode::Async/>
            <Route path=path!("/customer-mappings") view={lazy_page!(CustomersPage)} ssr=SsrMode::Async/>
            <CspRoutes/>
            <WebhookRoutes/>
            <AutomationRoutes/>
            <SettingsRoutes/>
            <Route path=path!("/styleguide") view={lazy_page!(StyleguidePage)} ssr=SsrMode::Async/>
        </ParentRoute>
    }
    .into_inner()
    .into_any_nested_route()
}

#[component(transparent)]
fn WebhookRoutes() -> AnyNestedRoute {
    view! {
        <Route path=path!("/webhooks") view={lazy_page!(WebhooksPage)} ssr=SsrMode::Async/>
        <Route path=path!("/webhooks/events") view={lazy_page!(EventsPage)} ssr=SsrMode::Async/>
        <Route path=path!("/webhooks/dead-letters") view={lazy_page!(DeadLettersPage)} ssr=SsrMode::Async/>
        <Route path=path!("/webhooks/events/:id") view=EventAddress ssr=SsrMode::Async/>
        <Route path=path!("/webhooks/:id") view=WebhookAddress ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}

/// An event's own address, as analyses and notes on tickets name it: the list with its drawer open.
#[component]
fn EventAddress() -> impl IntoView {
    view! { <Opened list="/app/webhooks/events" part="event"/> }
}

/// A webhook's own address, likewise.
#[component]
fn WebhookAddress() -> impl IntoView {
    view! { <Opened list="/app/webhooks" part="open"/> }
}

#[component]
fn Opened(list: &'static str, part: &'static str) -> impl IntoView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    view! { <Redirect path=with_query(list, [(part, id.as_str())])/> }
}

#[component(transparent)]
fn AutomationRoutes() -> AnyNestedRoute {
    view! {
        <Route path=path!("/sops") view={lazy_page!(SopsPage)} ssr=SsrMode::Async/>
        <Route path=path!("/sops/:id") view={lazy_page!(SopPage)} ssr=SsrMode::Async/>
        <Route path=path!("/routing-rules") view={lazy_page!(RoutingPage)} ssr=SsrMode::Async/>
        <Route path=path!("/runs") view={lazy_page!(RunsPage)} ssr=SsrMode::Async/>
        <Route path=path!("/runs/:id") view={lazy_page!(RunPage)} ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}

/// Leads to the first page.
#[component]
fn Home() -> impl IntoView {
    view! { <Redirect path="/app/integrations"/> }
}
