//! Settings: the person's own account, everybody's accounts, and API tokens.

mod account;
mod tokens;
mod users;
mod words;

use crate::ui::Tabs;
use account::AccountPage;
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
    components::Route,
    path,
};
use tokens::TokensPage;
use users::UsersPage;

/// Every address of this feature, below `/app`.
#[component(transparent)]
pub fn SettingsRoutes() -> AnyNestedRoute {
    view! {
        <Route path=path!("/settings") view=AccountPage ssr=SsrMode::Async/>
        <Route path=path!("/settings/users") view=UsersPage ssr=SsrMode::Async/>
        <Route path=path!("/settings/tokens") view=TokensPage ssr=SsrMode::Async/>
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
    ];
    view! { <Tabs label="Settings" items/> }
}
