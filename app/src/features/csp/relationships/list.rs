//! The table: those that are alive, soonest end first; those that are over, behind a link.

use super::super::{api::Relationships, pieces::StateChip, roles::named, words};
use crate::{
    address::with_query,
    frame::Allowed,
    ui::{Chip, Empty, Icon, LinkButton, Mood, Table, Tone, WhenOr},
};
use contract::{
    actor::Role,
    csp::{GLOBAL_ADMINISTRATOR, Relationship},
};
use leptos::prelude::*;

/// From how many days on an end is worth a chip.
const SOON: i64 = 30;

/// The list.
#[component]
pub fn List(
    /// What the page shows.
    listed: Relationships,
    /// The page's own address.
    here: String,
    /// Whether those that are over are shown.
    over: Memo<bool>,
) -> impl IntoView {
    let Relationships {
        tenant, roles, items, ..
    } = listed;
    if items.is_empty() {
        let invite = format!("{here}?new=1");
        return view! {
            <Empty
                icon=Icon::Users
                title="No relationship yet"
                text="Invite a customer: you send them a link, their Global Administrator approves it, and it stands here."
            >
                <Allowed role=Role::Admin>
                    <LinkButton href=invite.clone() tone=Tone::Primary>"Invite a customer"</LinkButton>
                </Allowed>
            </Empty>
        }
        .into_any();
    }
    let names: Vec<_> = roles
        .roles
        .iter()
        .map(|role| (role.id.to_string(), role.name.to_string()))
        .collect();
    let (ended, alive): (Vec<_>, Vec<_>) = items.into_iter().partition(|one| one.status.is_over());
    let counts = (alive.len(), ended.len());
    let (ended, alive) = (StoredValue::new(ended), StoredValue::new(alive));
    let (names, address) = (StoredValue::new(names), StoredValue::new(here.clone()));
    let rows = move || {
        let shown = if over.get() { ended } else { alive };
        let shown = shown.get_value();
        if shown.is_empty() {
            return view! { <p class="text-muted">"None."</p> }.into_any();
        }
        let rows = shown
            .into_iter()
            .map(move |one| view! { <Row one names=names.get_value() here=address.get_value()/> });
        view! {
            <Table caption="Relationships" columns=vec!["Customer", "State", "Roles", "Ends", "Extension"]>
                {rows.collect_view()}
            </Table>
        }
        .into_any()
    };
    let chosen = move |wanted: bool| move || (over.get() == wanted).then_some("true");
    view! {
        <div class="spread">
            <p class="text-muted">{format!("Partner tenant: {tenant}")}</p>
            <nav class="filters" aria-label="Which relationships">
                <a class="chip-link" href=here.clone() aria-current=chosen(false)>{format!("Alive ({})", counts.0)}</a>
                <a class="chip-link" href=format!("{here}?show=over") aria-current=chosen(true)>{format!("Over ({})", counts.1)}</a>
            </nav>
        </div>
        {rows}
    }
    .into_any()
}

#[component]
fn Row(one: Relationship, names: Vec<(String, String)>, here: String) -> impl IntoView {
    let href = with_query(&here, [("open", one.id.as_str())]);
    let everything = one.roles.iter().any(|role| role == GLOBAL_ADMINISTRATOR);
    let customer = one
        .customer_name
        .or(one.customer_tenant_id)
        .unwrap_or_else(|| "whoever opens the invitation".to_owned());
    let soon = one.days_left.filter(|days| *days <= SOON);
    view! {
        <tr>
            <td data-label="Customer">
                <a class="cell-name" href=href>{one.name}</a>
                <span class="cell-sub">{customer}</span>
            </td>
            <td data-label="State"><StateChip drawn=words::relationship(one.status)/></td>
            <td data-label="Roles">
                <span>{format!("{} roles", one.roles.len())}</span>
                <span class="cell-sub">{named(&names, &one.roles)}</span>
                {everything.then(|| view! { <Chip mood=Mood::Bad icon=Icon::Bolt text="Global Administrator"/> })}
            </td>
            <td data-label="Ends">
                <WhenOr at=one.ends_at otherwise="not active yet"/>
                {soon.map(|days| view! { <span class="cell-sub"><Chip mood=Mood::Warn icon=Icon::Clock text=words::days_left(days)/></span> })}
            </td>
            <td data-label="Extension">{if one.auto_extend { "by itself" } else { "none" }}</td>
        </tr>
    }
    .into_any()
}
