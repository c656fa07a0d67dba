//! What the application may do in a tenant: wanted against granted, as it was read and never as it was assumed.

use super::{
    api::{Onboard, read_permissions},
    gaps::{Again, Gaps},
    pieces::{FailureView, Places, StateChip, address, use_setup_id},
    words,
};
use crate::ui::{
    Button, Empty, Failure, Icon, Load, Mood, Notice, PageHeader, Skeleton, Table, TextField, When, failure,
};
use contract::csp::{GrantState, PermissionReport};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The page.
#[component]
pub fn CspPermissionsPage() -> impl IntoView {
    let id = use_setup_id();
    let query = use_query_map();
    let tenant = Memo::new(move |_| query.with(|query| query.get("tenant").unwrap_or_default()));
    let came_back = Memo::new(move |_| query.with(|query| query.get("consent").unwrap_or_default()));
    let onboard = ServerAction::<Onboard>::new();
    let bad = failure(onboard);
    let report = Resource::new(
        move || (id.get(), tenant.get(), onboard.version().get()),
        |(id, tenant, _)| read_permissions(id, tenant),
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
        {move || came_back.with(|word| consented(word))}
        <Failure of=bad/>
        <Load of=report skeleton=|| view! { <Skeleton count=10/> } let:report>
            <Report
                report
                again=(!tenant.get_untracked().is_empty()).then(|| Again {
                    setup: id.get_untracked(),
                    tenant: tenant.get_untracked(),
                    onboard,
                })
            />
        </Load>
    }
    .into_any()
}

/// What Microsoft's consent page brought back; what it granted is in the table, for that is read.
fn consented(word: &str) -> Option<AnyView> {
    let (mood, words) = match word {
        "given" => (
            Mood::Info,
            "Microsoft’s consent page came back. What was really granted was read just now and stands below; a consent may take \
             a minute until it counts.",
        ),
        "refused" => (
            Mood::Warn,
            "Microsoft’s consent page came back without a consent. What is granted stands below.",
        ),
        _ => return None,
    };
    Some(view! { <Notice mood announced=true>{words}</Notice> }.into_any())
}

#[component]
fn Report(report: PermissionReport, again: Option<Again>) -> impl IntoView {
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
            <Gaps gaps=report.gaps names=Vec::new() again/>
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
