//! Settings: the person's own account, everybody's accounts, API tokens, and who is told of faults.

mod account;
mod notifications;
mod tokens;
mod users;
mod words;

use crate::{lazy::lazy_page, ui::Tabs};
use account::AccountPage;
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
    components::Route,
    path,
};
use notifications::NotificationsPage;
use tokens::TokensPage;
use users::UsersPage;

/// Every address of this feature, below `/app`.
#[component(transparent)]
pub fn SettingsRoutes() -> AnyNestedRoute {
    view! {
        <Route path=path!("/settings") view={lazy_page!(AccountPage)} ssr=SsrMode::Async/>
        <Route path=path!("/settings/users") view={lazy_page!(UsersPage)} ssr=SsrMode::Async/>
        <Route path=path!("/settings/tokens") view={lazy_page!(TokensPage)} ssr=SsrMode::Async/>
        <Route path=path!("/settings/notifications") view={lazy_page!(NotificationsPage)} ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}

/// The way from one part of the settings to the others.
#[component]
fn SettingsTabs() -> impl IntoView {
    let items = vec![
        ("Account", "/app/settings"),
        ("Users", "/app/settings/users"),
        ("API tokens", "/app/settings/tokens"),
        ("Notifications", "/app/settings/notifications"),
    ];
    view! { <Tabs label="Settings" items/> }
}
