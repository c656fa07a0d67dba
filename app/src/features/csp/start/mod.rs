//! The wizard's first page: two ways to connect a partner's tenant, and every tenant that was begun.

mod begin;
mod paths;

use super::{
    HERE,
    api::{BeginSetup, Start, read_start},
    pieces::StateChip,
    words,
};
use crate::{
    live::{use_csp_frames, use_resyncs},
    ui::{Done, LinkButton, Load, Mood, Notice, PageHeader, Shape, Skeleton, Table, When, failure},
};
use begin::BeginDrawer;
use contract::csp::{CspPath, CspSetup, StepState};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use paths::Paths;

/// The page.
#[component]
pub fn CspStartPage() -> impl IntoView {
    let query = use_query_map();
    let begin = ServerAction::<BeginSetup>::new();
    let bad = failure(begin);
    let resyncs = use_resyncs();
    let start = Resource::new(move || (begin.version().get(), resyncs.get()), |_| read_start());
    use_csp_frames(move |_| start.refetch());
    let path = Memo::new(move |_| query.with(|query| CspPath::parse(&query.get("path")?)));
    let problem = Memo::new(move |_| query.with(|query| query.get("problem").unwrap_or_default()));
    view! {
        <PageHeader
            title="CSP / GDAP"
            lead="Connect your partner tenant, reach your customers’ tenants through it, and see what each really granted."
        >
            <LinkButton href="/app/csp-wizard/codes">"Look up an error code"</LinkButton>
        </PageHeader>
        <Done words=done/>
        {move || problem.with(|code| came_back(code))}
        <Load of=start skeleton=|| view! { <Skeleton shape=Shape::Cards count=3/> } let:start>
            <Tenants setups=start.overview.setups.clone()/>
            <Paths overview=start.overview/>
        </Load>
        {move || path.get().map(|path| view! { <BeginDrawer path start begin bad/> })}
    }
    .into_any()
}

fn done(word: &str) -> Option<&'static str> {
    (word == "forgotten").then_some("The tenant is forgotten. What the audit trail says of it stays.")
}

/// Says why a sign-in came to nothing that is known here.
fn came_back(code: &str) -> Option<AnyView> {
    // A code is a word of ours; anything else in the address is somebody else's text and is not shown.
    let known =
        !code.is_empty() && code.len() <= 40 && code.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    let code = code.to_owned();
    known.then(|| {
        view! {
            <Notice mood=Mood::Bad announced=true>
                <p>"The sign-in came back, and Ops AI could not use it (" <code>{code}</code> "). Nothing was changed."</p>
                <p>
                    "It was probably begun in another browser, by somebody else, or too long ago. Open the tenant below and sign in "
                    "again from there."
                </p>
            </Notice>
        }
        .into_any()
    })
}

#[component]
fn Tenants(setups: Vec<CspSetup>) -> impl IntoView {
    if setups.is_empty() {
        return ().into_any();
    }
    let rows = setups.into_iter().map(|setup| {
        let over = |state| matches!(state, StepState::Done | StepState::Skipped);
        let done = setup.steps.iter().filter(|step| over(step.state)).count();
        let steps = format!("{done} of {}", setup.steps.len());
        let name = setup.tenant_name.unwrap_or_else(|| setup.tenant_id.clone());
        view! {
            <tr>
                <td data-label="Tenant">
                    <a class="cell-name" href=format!("{HERE}/{}", setup.id)>{name}</a>
                    <span class="cell-sub mono">{setup.tenant_id}</span>
                </td>
                <td data-label="State"><StateChip drawn=words::status(setup.status)/></td>
                <td data-label="Path">{words::path(setup.path)}</td>
                <td data-label="Steps done">{steps}</td>
                <td data-label="Begun">{setup.created_by} ", " <When at=setup.created_at/></td>
            </tr>
        }
    });
    view! {
        <section class="stack" aria-labelledby="tenants">
            <h2 id="tenants">"Partner tenants"</h2>
            <Table caption="Partner tenants" columns=vec!["Tenant", "State", "Path", "Steps done", "Begun"]>
                {rows.collect_view()}
            </Table>
        </section>
    }
    .into_any()
}

/// The resource of this page.
type Started = crate::ui::Loaded<Start>;
