//! Operations: everything Ops AI can call at the vendors, and trying one out.

mod answer;
mod api;
mod detail;
mod example;
mod find;
mod form;
mod handovers;
mod rule;
mod try_it;

use crate::{
    lazy::lazy_page,
    ui::{Empty, Icon, Load, PageHeader, RiskBadge, Skeleton, Table},
};
use api::{Line, read_catalogue};
use detail::OperationPage;
use find::{Asked, Filters};
pub use handovers::{Handovers, keep_told};
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
    components::Route,
    hooks::use_query_map,
    path,
};

/// Every address of this feature, below `/app`.
#[component(transparent)]
pub fn OperationRoutes() -> AnyNestedRoute {
    view! {
        <Route path=path!("/operations") view={lazy_page!(CataloguePage)} ssr=SsrMode::Async/>
        <Route path=path!("/operations/:vendor/:operation") view={lazy_page!(OperationPage)} ssr=SsrMode::Async/>
    }
    .into_inner()
    .into_any_nested_route()
}

/// The address of an operation's own page.
fn address(vendor: &str, operation: &str) -> String {
    format!("/app/operations/{vendor}/{operation}")
}

/// The catalogue.
#[component]
fn CataloguePage() -> impl IntoView {
    let catalogue = Resource::new(|| (), |()| read_catalogue());
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(Asked::of));
    view! {
        <PageHeader
            title="Operations"
            lead="Everything Ops AI can call at the vendors, with what each call can do to their data."
        />
        <Load of=catalogue skeleton=|| view! { <Skeleton count=8/> } let:lines>
            <Filters lines=lines.clone() asked/>
            {
                let lines = lines.clone();
                move || view! { <Groups lines=asked.with(|asked| asked.pick(&lines)) any=!lines.is_empty()/> }
            }
        </Load>
    }
    .into_any()
}

/// What was found, a table for each vendor.
#[component]
fn Groups(lines: Vec<Line>, any: bool) -> impl IntoView {
    if lines.is_empty() {
        let (title, text) = if any {
            ("No operation matches", "Use fewer words, or another risk.")
        } else {
            ("No operations", "No vendor of this Ops AI has operations yet.")
        };
        return view! {
            <Empty icon=Icon::Search title text>
                {any.then(|| view! { <a href="/app/operations">"Clear the filters"</a> })}
            </Empty>
        }
        .into_any();
    }
    let mut groups: Vec<Vec<Line>> = Vec::new();
    for line in lines {
        match groups.last_mut().filter(|group| group[0].vendor == line.vendor) {
            Some(group) => group.push(line),
            None => groups.push(vec![line]),
        }
    }
    groups
        .into_iter()
        .map(|lines| view! { <Group lines/> })
        .collect_view()
        .into_any()
}

#[component]
fn Group(lines: Vec<Line>) -> impl IntoView {
    let name = lines
        .first()
        .map(|line| line.vendor_name.clone())
        .unwrap_or_default();
    let rows = lines.into_iter().map(|line| {
        let href = address(&line.vendor, &line.id);
        view! {
            <tr>
                <td data-label="Operation"><a class="mono" href=href>{line.id}</a></td>
                <td data-label="What it does">{line.title}</td>
                <td data-label="Risk"><RiskBadge risk=line.risk/></td>
            </tr>
        }
    });
    view! {
        <section class="stack operations-group">
            <h2>{name.clone()}</h2>
            <Table caption=format!("Operations of {name}") columns=vec!["Operation", "What it does", "Risk"]>
                {rows.collect_view()}
            </Table>
        </section>
    }
}
