//! What the application may do in a tenant: wanted against granted, as it was read and never as it was assumed.

use super::{
    api::read_permissions,
    pieces::{FailureView, Places, StateChip, address, use_setup_id},
    words,
};
use crate::ui::{Button, Empty, Icon, Load, Mood, Notice, PageHeader, Skeleton, Table, TextField, When};
use contract::csp::{GrantState, PermissionReport};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The page.
#[component]
pub fn CspPermissionsPage() -> impl IntoView {
    let id = use_setup_id();
    let query = use_query_map();
    let tenant = Memo::new(move |_| query.with(|query| query.get("tenant").unwrap_or_default()));
    let report = Resource::new(
        move || (id.get(), tenant.get()),
        |(id, tenant)| read_permissions(id, tenant),
    );
    let here = Memo::new(move |_| id.with(|id| address(id, "permissions")));
    view! {
        <Places id/>
        <PageHeader
            title="Permissions"
            lead="What Ops AI wants, against what the tenant really granted. Everything here was just read from Microsoft."
        />
        <form class="row csp-which" method="get" action=move || here.get()>
            <TextField
                form="csp"
                name="tenant"
                label="A customer’s tenant ID"
                help="Blank for your own tenant."
                value=tenant.get_untracked()
            />
            <Button submit=true>"Read"</Button>
        </form>
        <Load of=report skeleton=|| view! { <Skeleton count=10/> } let:report>
            <Report report/>
        </Load>
    }
    .into_any()
}

#[component]
fn Report(report: PermissionReport) -> impl IntoView {
    let mood = if report.fine { Mood::Ok } else { Mood::Warn };
    let count = |wanted: GrantState| report.lines.iter().filter(|line| line.state == wanted).count();
    let counts = format!(
        "{} granted, {} missing, {} not wanted, {} not read",
        count(GrantState::Granted),
        count(GrantState::Missing),
        count(GrantState::Excess),
        count(GrantState::NotRead),
    );
    let none = report.lines.is_empty();
    let rows = report.lines.into_iter().map(|line| {
        view! {
            <tr>
                <td data-label="Permission">
                    <span class="mono">{line.name}</span>
                    <span class="cell-sub">{line.resource.to_string()}</span>
                </td>
                <td data-label="State"><StateChip drawn=words::grant(line.state)/></td>
                <td data-label="Used by">{words::kind(line.kind)}</td>
                <td data-label="What for">{if line.reason.is_empty() { "—".to_owned() } else { line.reason.to_string() }}</td>
            </tr>
        }
    });
    view! {
        <div class="stack">
            <Notice mood announced=true>
                <p><strong>{report.summary}</strong></p>
                <p>{counts} ", read " <When at=report.read_at/> " in " <span class="mono">{report.tenant_id}</span></p>
            </Notice>
            {report.failure.map(|failure| view! { <FailureView failure/> })}
            {if none {
                view! {
                    <Empty
                        icon=Icon::Shield
                        title="Nothing to compare"
                        text="No permission was read and none is wanted yet: the application is not known so far."
                    />
                }
                .into_any()
            } else {
                view! { <Table caption="Permissions" columns=vec!["Permission", "State", "Used by", "What for"]>{rows.collect_view()}</Table> }.into_any()
            }}
        </div>
    }
    .into_any()
}
