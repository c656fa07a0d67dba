//! Everybody who signs in: the list, adding a person, changing a role, locking out.

mod api;
mod drawers;

use super::{SettingsTabs, words};
use crate::{
    frame::Allowed,
    ui::{Chip, Done, Icon, LinkButton, Load, Mood, PageHeader, RoleBadge, Skeleton, Table, Tone, WhenOr},
};
use api::{ChangeUser, CreateUser, list_users};
use contract::{account::User, actor::Role};
use drawers::{AddUser, EditUser};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The page's own address.
const HERE: &str = "/app/settings/users";

/// The page.
#[component]
pub fn UsersPage() -> impl IntoView {
    let create = ServerAction::<CreateUser>::new();
    let change = ServerAction::<ChangeUser>::new();
    let versions = (create.version(), change.version());
    let users = Resource::new(move || (versions.0.get(), versions.1.get()), |_| list_users());
    let query = use_query_map();
    let adding = Memo::new(move |_| query.with(|query| query.get("new").is_some()));
    view! {
        <PageHeader title="Users" lead="Who may sign in to this Ops AI, and what each of them may do.">
            <Allowed role=Role::Admin>
                <LinkButton href="/app/settings/users?new=1" tone=Tone::Primary icon=Icon::Plus>"Add user"</LinkButton>
            </Allowed>
        </PageHeader>
        <SettingsTabs/>
        <Done words=words::done/>
        <Load of=users skeleton=|| view! { <Skeleton/> } let:users>
            <List users=users.clone()/>
            {
                let users = users.clone();
                move || {
                    let chosen = query.with(|query| query.get("user"))?;
                    let user = users.iter().find(|user| user.id.as_str() == chosen).cloned()?;
                    Some(view! { <EditUser user change/> })
                }
            }
        </Load>
        <Show when=move || adding.get()>
            <AddUser create/>
        </Show>
    }
    .into_any()
}

#[component]
fn List(users: Vec<User>) -> impl IntoView {
    let rows = users.into_iter().map(|user| {
        let state = if user.disabled {
            view! { <Chip mood=Mood::Bad icon=Icon::Lock text="Locked out"/> }
        } else {
            view! { <Chip mood=Mood::Ok icon=Icon::Check text="Active"/> }
        };
        view! {
            <tr>
                <td data-label="Name">
                    <a class="cell-name" href=format!("{HERE}?user={}", user.id)>{user.name}</a>
                    <span class="cell-sub">{user.email}</span>
                </td>
                <td data-label="Role"><RoleBadge role=user.role/></td>
                <td data-label="State">{state}</td>
                <td data-label="Last signed in"><WhenOr at=user.last_seen_at otherwise="never"/></td>
            </tr>
        }
    });
    view! {
        <Table caption="Users" columns=vec!["Name", "Role", "State", "Last signed in"]>
            {rows.collect_view()}
        </Table>
    }
}
