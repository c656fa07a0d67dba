//! Customer mappings: whom the work is for, and which vendors' records stand for them.
//!
//! ```text
//!   records.rs  the vendors' records that belong to nobody, with suggestions
//!   list.rs     the customers                      drawer.rs  one customer: links, name, merge
//! ```

mod api;
mod drawer;
mod list;
mod records;

use crate::{
    address::with_query,
    frame::Allowed,
    live::use_job_frames,
    ui::{Button, Done, Failure, Load, Notice, PageHeader, Skeleton, TextField, Tone, failure},
};
use api::{AcceptMatch, CreateCustomer, Discover, IgnoreRecord, Known, read_customers};
use contract::{actor::Role, job::JobStatus};
use drawer::{Acts, CustomerDrawer};
use leptos::{form::ActionForm, prelude::*};
use leptos_router::hooks::use_query_map;
use list::CustomerList;
use records::Records;

/// The page's own address.
const HERE: &str = "/app/customer-mappings";

/// The page.
#[component]
pub fn CustomersPage() -> impl IntoView {
    let query = use_query_map();
    let create = ServerAction::<CreateCustomer>::new();
    let discover = ServerAction::<Discover>::new();
    let accept = ServerAction::<AcceptMatch>::new();
    let ignore = ServerAction::<IgnoreRecord>::new();
    let acts = Acts::new();
    let failures = [
        failure(create),
        failure(discover),
        failure(accept),
        failure(ignore),
    ];
    let resyncs = crate::live::use_resyncs();
    let known = Resource::new(
        move || {
            (
                create.version().get(),
                discover.version().get(),
                accept.version().get(),
                ignore.version().get(),
                acts.version(),
                resyncs.get(),
            )
        },
        |_| read_customers(),
    );
    use_job_frames(move |job| {
        if job.kind == "customer_discovery" {
            known.refetch();
        }
    });
    let part = move |name: &'static str| query.with(|query| query.get(name).unwrap_or_default());
    let open = Memo::new(move |_| part("open"));
    let vendor = Memo::new(move |_| part("vendor"));
    let event = Memo::new(move |_| part("event"));
    view! {
        <PageHeader
            title="Customer mappings"
            lead="Whom the work is for. Each company, site, organisation or tenant at a vendor’s belongs to at most one customer."
        >
            <Allowed role=Role::Tech>
                <ActionForm action=discover>
                    <Button submit=true busy=discover.pending()>"Read the vendors’ records"</Button>
                </ActionForm>
            </Allowed>
        </PageHeader>
        <Done words=done/>
        {move || event.with(|event| waiting(event))}
        {failures.map(|of| view! { <Failure of/> }).into_iter().collect_view()}
        {acts.failures()}
        <Load of=known skeleton=|| view! { <Skeleton count=8/> } let:known>
            <Progress known=known.clone()/>
            <Records known=known.clone() vendor accept ignore/>
            <CustomerList customers=known.customers.clone() names=known.vendors.clone()/>
            <Allowed role=Role::Tech><NewCustomer create/></Allowed>
            {
                let known = known.clone();
                move || {
                    let chosen = open.with(|id| known.customers.iter().find(|one| one.id.as_str() == id).cloned());
                    chosen.map(|customer| view! { <CustomerDrawer customer others=known.names() vendors=known.vendors.clone() acts/> })
                }
            }
        </Load>
    }
    .into_any()
}

/// What a person came here for from a dead letter: the event, and that it has to be replayed afterwards.
fn waiting(event: &str) -> Option<AnyView> {
    let href = with_query("/app/webhooks/events", [("event", event)]);
    (!event.is_empty()).then(|| {
        view! {
            <Notice>
                "An event waits for this: map its record below, then " <a href=href>"replay the event"</a> "."
            </Notice>
        }
        .into_any()
    })
}

fn done(word: &str) -> Option<&'static str> {
    match word {
        "made" => Some("The customer is there."),
        "deleted" => Some("The customer is gone; its records belong to nobody now."),
        "merged" => Some("The two are one customer now."),
        _ => None,
    }
}

#[component]
fn Progress(known: Known) -> impl IntoView {
    let job = known.job?;
    let told = match job.status {
        JobStatus::Running | JobStatus::Paused => {
            format!(
                "Reading the vendors’ records: {} of {} accounts. {}",
                job.done, job.total, job.note
            )
        }
        JobStatus::Failed => format!("The records could not be read. {}", job.note),
        JobStatus::Cancelled => "Reading the vendors’ records was cancelled.".to_owned(),
        JobStatus::Done if job.failed > 0 => {
            format!(
                "The records were read, but not of {} accounts. {}",
                job.failed, job.note
            )
        }
        JobStatus::Done => return None,
    };
    Some(view! { <Notice announced=true>{told}</Notice> })
}

#[component]
fn NewCustomer(create: ServerAction<CreateCustomer>) -> impl IntoView {
    view! {
        <section class="card stack" aria-labelledby="new-customer">
            <h2 id="new-customer">"New customer"</h2>
            <ActionForm action=create attr:class="form">
                <TextField form="customer" name="name" label="Name" required=true/>
                <div class="form-actions">
                    <Button tone=Tone::Primary submit=true busy=create.pending()>"Add the customer"</Button>
                </div>
            </ActionForm>
        </section>
    }
    .into_any()
}
