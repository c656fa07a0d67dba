//! Every page and its address. All of them render whole on the server (`SsrMode::Async`): out-of-order streaming leaves
//! "Loading" on the screen of a browser without JavaScript.

use crate::{
    browser,
    features::{
        ApprovalsPage, AuditPage, KeysPage, NotFoundPage, OperationRoutes, SettingsRoutes, SetupPage,
        SignInPage, StyleguidePage, integrations::IntegrationRoutes,
    },
    frame::Frame,
    ui::time::provide_clock,
};
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{ParentRoute, Redirect, Route, Router, Routes},
    path,
};

/// The application.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_clock();
    Effect::new(|_| {
        // One turn later, so that everything that hydrates now has its listeners.
        set_timeout(browser::mark_ready, std::time::Duration::ZERO);
    });
    view! {
        <Title formatter=|text: String| format!("{text} · Ops AI")/>
        <Router>
            <Routes fallback=|| view! { <NotFoundPage/> }>
                <Route path=path!("/") view=Home ssr=SsrMode::Async/>
                <Route path=path!("/sign-in") view=SignInPage ssr=SsrMode::Async/>
                <Route path=path!("/setup") view=SetupPage ssr=SsrMode::Async/>
                <ParentRoute path=path!("/app") view=Frame ssr=SsrMode::Async>
                    <Route path=path!("") view=Home ssr=SsrMode::Async/>
                    <IntegrationRoutes/>
                    <OperationRoutes/>
                    <Route path=path!("/approvals") view=ApprovalsPage ssr=SsrMode::Async/>
                    <Route path=path!("/audit") view=AuditPage ssr=SsrMode::Async/>
                    <Route path=path!("/keys") view=KeysPage ssr=SsrMode::Async/>
                    <SettingsRoutes/>
                    <Route path=path!("/styleguide") view=StyleguidePage ssr=SsrMode::Async/>
                </ParentRoute>
            </Routes>
        </Router>
    }
}

/// Leads to the first page.
#[component]
fn Home() -> impl IntoView {
    view! { <Redirect path="/app/integrations"/> }
}
