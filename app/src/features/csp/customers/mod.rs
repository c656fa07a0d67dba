//! Customers of the partner: how each stands, what is missing, and onboarding one or many.
//!
//! ```text
//!   list.rs  the table, which is also the form that onboards     drawer.rs  one customer, in depth
//!   job.rs   the onboarding under way
//! ```
//!
//! Reading the customers asks Microsoft, so a job that moves does not read them again until it is over.

mod drawer;
mod job;
mod list;

use super::{
    api::{CheckCustomer, Onboard, SteerOnboarding, read_customers, read_onboarding},
    pieces::{FailureView, Places, address, use_setup_id},
    words,
};
use crate::{
    live::{use_job_frames, use_resyncs},
    ui::{Failure, LinkButton, LiveState, Load, Mood, Notice, PageHeader, Skeleton, When, failure},
};
use contract::{
    csp::{CspCustomers, CustomerState},
    job::JobStatus,
};
use drawer::CustomerDrawer;
use job::Onboarding;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use list::List;

/// What can be done to customers.
#[derive(Clone, Copy)]
struct Acts {
    check: ServerAction<CheckCustomer>,
    onboard: ServerAction<Onboard>,
    steer: ServerAction<SteerOnboarding>,
}

/// The page.
#[component]
pub fn CspCustomersPage() -> impl IntoView {
    let id = use_setup_id();
    let query = use_query_map();
    let acts = Acts {
        check: ServerAction::new(),
        onboard: ServerAction::new(),
        steer: ServerAction::new(),
    };
    let failures = [failure(acts.check), failure(acts.onboard), failure(acts.steer)];
    let resyncs = use_resyncs();
    let listed = Resource::new(
        move || (id.get(), acts.check.version().get()),
        |(id, _)| read_customers(id),
    );
    let job = Resource::new(
        move || {
            (
                id.get(),
                acts.onboard.version().get(),
                acts.steer.version().get(),
                resyncs.get(),
            )
        },
        |(id, ..)| read_onboarding(id),
    );
    use_job_frames(move |moved| {
        if moved.kind == super::api::ONBOARDING {
            job.refetch();
            if !matches!(moved.status, JobStatus::Running | JobStatus::Paused) {
                listed.refetch();
            }
        }
    });
    let open = Memo::new(move |_| query.with(|query| query.get("open").unwrap_or_default()));
    let state = Memo::new(move |_| query.with(|query| state_of(&query.get("state")?)));
    let here = Memo::new(move |_| id.with(|id| address(id, "customers")));
    view! {
        <Places id/>
        <PageHeader
            title="Customers and onboarding"
            lead="Every customer of every list, and what is really granted in each tenant."
        >
            <LiveState/>
            <LinkButton href="/app/customer-mappings">"Customer mappings"</LinkButton>
        </PageHeader>
        {failures.map(|of| view! { <Failure of/> }).into_iter().collect_view()}
        <Load of=job let:job>
            {job.map(|job| view! { <Onboarding job acts/> })}
        </Load>
        <Load of=listed skeleton=|| view! { <Skeleton count=10/> } let:listed>
            <About tenant=listed.tenant.clone() customers=listed.customers.clone()/>
            <List setup=id.get_untracked() customers=listed.customers.items here=here.get_untracked() state names=listed.roles may_onboard=listed.may_onboard acts/>
        </Load>
        {move || {
            let tenant = open.get();
            (!tenant.is_empty()).then(|| view! { <CustomerDrawer setup=id.get() tenant close=here.get() listed acts failures/> })
        }}
    }
    .into_any()
}

fn state_of(word: &str) -> Option<CustomerState> {
    words::CUSTOMERS
        .iter()
        .find(|(known, _)| *known == word)
        .map(|(_, state)| *state)
}

/// When it was read, and which lists could not be.
#[component]
fn About(tenant: String, customers: CspCustomers) -> impl IntoView {
    let partial = (!customers.unread.is_empty()).then(|| {
        view! {
            <Notice mood=Mood::Warn>"A list could not be read, so customers that only it knows are missing here."</Notice>
        }
    });
    let unread = customers
        .unread
        .into_iter()
        .map(|failure| view! { <FailureView failure/> });
    view! {
        <p class="text-muted">{format!("Partner tenant: {tenant}. Read ")} <When at=customers.read_at/> "."</p>
        {partial}
        {unread.collect_view()}
    }
    .into_any()
}
