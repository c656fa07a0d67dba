//! Relationships with customers: which there are, when each ends, inviting a customer, ending one.
//!
//! ```text
//!   list.rs   the table       drawer.rs      one, and what can be done    holds.rs  its roles, and which group has which
//!   new.rs    making one      invitation.rs  what is sent to the customer
//! ```

mod drawer;
mod holds;
mod invitation;
mod list;
mod new;

use super::{
    api::{
        Assign, CreateRelationship, EndRelationship, Extend, LockRelationship, read_relationship,
        read_relationships,
    },
    pieces::{Places, address, use_setup_id},
};
use crate::{
    frame::Allowed,
    live::use_resyncs,
    ui::{Done, Failure, Icon, LinkButton, Load, PageHeader, Skeleton, Tone, failure},
};
use contract::{actor::Role, problem::Problem};
use drawer::RelationshipDrawer;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use list::List;
use new::NewRelationshipDrawer;

/// What can be done to a relationship.
#[derive(Clone, Copy)]
struct Acts {
    create: ServerAction<CreateRelationship>,
    lock: ServerAction<LockRelationship>,
    assign: ServerAction<Assign>,
    extend: ServerAction<Extend>,
    end: ServerAction<EndRelationship>,
}

impl Acts {
    fn new() -> Self {
        Self {
            create: ServerAction::new(),
            lock: ServerAction::new(),
            assign: ServerAction::new(),
            extend: ServerAction::new(),
            end: ServerAction::new(),
        }
    }

    fn version(self) -> usize {
        self.create.version().get()
            + self.lock.version().get()
            + self.assign.version().get()
            + self.extend.version().get()
            + self.end.version().get()
    }
}

/// What went wrong with the forms, made once for the page.
#[derive(Clone, Copy)]
struct Bad {
    create: Signal<Option<Problem>>,
    end: Signal<Option<Problem>>,
    others: [Signal<Option<Problem>>; 3],
}

/// The page.
#[component]
pub fn CspRelationshipsPage() -> impl IntoView {
    let id = use_setup_id();
    let query = use_query_map();
    let acts = Acts::new();
    let bad = Bad {
        create: failure(acts.create),
        end: failure(acts.end),
        others: [failure(acts.lock), failure(acts.assign), failure(acts.extend)],
    };
    let resyncs = use_resyncs();
    let listed = Resource::new(
        move || (id.get(), acts.version(), resyncs.get()),
        |(id, ..)| read_relationships(id),
    );
    let part = move |name: &'static str| query.with(|query| query.get(name).unwrap_or_default());
    let open = Memo::new(move |_| part("open"));
    let making = Memo::new(move |_| part("new") == "1");
    let customer = Memo::new(move |_| part("customer"));
    let wanted = Memo::new(move |_| part("roles"));
    let over = Memo::new(move |_| part("show") == "over");
    let opened = Resource::new(
        move || (id.get(), open.get(), acts.version()),
        |(id, open, _)| async move {
            if open.is_empty() {
                Ok(None)
            } else {
                read_relationship(id, open).await.map(Some)
            }
        },
    );
    let here = Memo::new(move |_| id.with(|id| address(id, "relationships")));
    view! {
        <Places id/>
        <PageHeader
            title="Relationships with customers"
            lead="Which roles each customer gave to your security groups, until when, and what still waits for them."
        >
            <Allowed role=Role::Admin>
                <LinkButton href=format!("{}?new=1", here.get_untracked()) tone=Tone::Primary icon=Icon::Plus>"Invite a customer"</LinkButton>
            </Allowed>
        </PageHeader>
        <Done words=done/>
        <Load of=listed skeleton=|| view! { <Skeleton count=8/> } let:listed>
            <List listed here=here.get_untracked() over/>
        </Load>
        {move || {
            let close = here.get();
            if making.get() {
                return Some(view! { <NewRelationshipDrawer setup=id.get() customer=customer.get() wanted=wanted.get() close listed acts bad/> }.into_any());
            }
            let some = open.with(|open| !open.is_empty());
            some.then(|| view! { <RelationshipDrawer setup=id.get() close opened listed acts bad/> }.into_any())
        }}
        {bad.others.map(|of| view! { <Failure of/> }).into_iter().collect_view()}
    }
    .into_any()
}

fn done(word: &str) -> Option<&'static str> {
    (word == "ended")
        .then_some("Its end is asked for. Microsoft takes some minutes; the list shows when it is over.")
}
