//! What a relationship holds: its roles with what each is for, and which group has which.

use super::super::{pieces::StateChip, roles::named, words};
use crate::ui::{Fold, Table};
use contract::csp::{Assignment, Relationship, RoleCatalogue};
use leptos::prelude::*;

/// Roles with what each is for, and which group has which.
#[component]
pub fn Holds(
    /// The relationship.
    one: Relationship,
    /// The roles.
    catalogue: RoleCatalogue,
) -> impl IntoView {
    let count = one.roles.len();
    let of_catalogue = |id: &String| {
        let known = catalogue.find(id);
        let name = known.map_or_else(|| id.clone(), |role| role.name.to_string());
        let about = known.map(|role| role.explanation.to_string());
        let risk = known.map(|role| view! { <StateChip drawn=words::risk(role.risk)/> });
        view! { <li>{name} " " {risk} {about.map(|about| view! { <span class="cell-sub">{about}</span> })}</li> }
    };
    let roles: Vec<_> = one.roles.iter().map(of_catalogue).collect();
    let names: Vec<_> = catalogue
        .roles
        .iter()
        .map(|role| (role.id.to_string(), role.name.to_string()))
        .collect();
    view! {
        <Fold label=format!("Roles ({count})") open=true>
            <ul class="stack">{roles}</ul>
        </Fold>
        <h3>"Which group has which roles"</h3>
        <Assignments all=one.assignments names/>
    }
    .into_any()
}

#[component]
fn Assignments(all: Vec<Assignment>, names: Vec<(String, String)>) -> impl IntoView {
    if all.is_empty() {
        return view! { <p class="text-muted">"No group has a role of it, so it gives no access yet."</p> }
            .into_any();
    }
    let rows = all.into_iter().map(move |one| {
        let roles = named(&names, &one.roles);
        let whose = if one.ours {
            "of Ops AI"
        } else {
            "of others: never touched"
        };
        view! {
            <tr>
                <td data-label="Group">
                    {one.group_name.unwrap_or_else(|| "a group without a name".to_owned())}
                    <span class="cell-sub">{whose} " · " <span class="mono">{one.group_id}</span></span>
                </td>
                <td data-label="Roles">{roles}</td>
                <td data-label="State"><StateChip drawn=words::assignment(one.state)/></td>
            </tr>
        }
    });
    view! { <Table caption="Assignments" columns=vec!["Group", "Roles", "State"]>{rows.collect_view()}</Table> }.into_any()
}
