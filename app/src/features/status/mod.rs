//! Integration Status: which integrations work, since when, and why not.
//!
//! ```text
//!   standing.rs   the data as signals, patched by the live stream      filter, moment, bar, words: pure
//!   summary.rs    the cards         controls.rs  filters               acts.rs, queue.rs: what can be done
//!   list.rs, row.rs, measures.rs, row_acts.rs: the rows  incidents.rs, holds.rs  drawers/: what opens over the page
//! ```
//!
//! First paint comes from the server's answer; frames patch it. Everything can be read, narrowed and done without
//! JavaScript: filters and drawers are addresses, actions are forms. Knows no vendor and nothing of how a probe is made.

mod acts;
mod api;
mod bar;
mod controls;
mod drawers;
mod filter;
mod holds;
mod incidents;
mod list;
mod measures;
mod moment;
mod queue;
mod row;
mod row_acts;
mod standing;
mod summary;
mod words;

use crate::{
    frame::Allowed,
    ui::{
        Empty, Failure, Icon, LinkButton, LiveState, Load, Loaded, PageHeader, Shape, Skeleton, Tone,
        time::use_seconds,
    },
};
use acts::Acts;
use api::Opened;
use contract::{actor::Role, health::Hold};
use controls::{Controls, SearchForm};
use drawers::{Drawers, follow_open};
use filter::{Filter, Open};
use holds::{Holds, follow_holds};
use incidents::Incidents;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use list::List;
use standing::Standing;
use summary::Summary;

/// The page.
#[component]
pub fn StatusPage() -> impl IntoView {
    let query = use_query_map();
    let filter = Memo::new(move |_| query.with(Filter::of));
    // Read once; another filter is laid over what stands there, so that nothing is drawn anew under anybody's hands.
    let opened = Resource::new(
        || (),
        move |()| {
            let [badge, vendor, text, sort, cursor] = filter.with_untracked(Filter::words);
            api::open(badge, vendor, text, sort, cursor)
        },
    );
    let acts = Acts::new();
    acts.announce();
    let holds = follow_holds(acts);
    let open = Memo::new(move |_| query.with(Open::of));
    let shown = follow_open(open, acts);
    view! {
        <PageHeader title="Integration Status" lead="Which integrations work right now, since when, and why not.">
            <LiveState/>
            <Allowed role=Role::Tech>
                <LinkButton href=format!("{}?hold=new", filter::HERE) icon=Icon::Settings>"Plan maintenance"</LinkButton>
            </Allowed>
        </PageHeader>
        <div class="stack status">
            <Failure of=acts.problem()/>
            <Load of=opened skeleton=|| view! { <Waiting/> } let:opened>
                <Everything opened filter acts holds/>
            </Load>
        </div>
        <Drawers filter open shown acts/>
    }
    .into_any()
}

/// What the page's data can be seen through.
#[derive(Clone, Copy)]
struct Sight {
    standing: Standing,
    filter: Memo<Filter>,
    acts: Acts,
    /// What the person may do.
    role: Role,
    /// True once the browser has taken over and knows the person's zone.
    awake: Memo<bool>,
}

#[component]
fn Everything(opened: Opened, filter: Memo<Filter>, acts: Acts, holds: Loaded<Vec<Hold>>) -> impl IntoView {
    let role = opened.role;
    if words::total(&opened.board.counts) == 0 {
        return view! { <Nothing role/> }.into_any();
    }
    let standing = Standing::follow(&opened, filter.get_untracked());
    acts.patch(standing);
    Effect::new(move |_| standing.narrow(filter.get()));
    let seconds = use_seconds();
    let awake = Memo::new(move |_| seconds.with(Option::is_some));
    let sight = Sight {
        standing,
        filter,
        acts,
        role,
        awake,
    };
    view! {
        <Summary sight/>
        <Incidents sight vendors=opened.vendors.clone()/>
        <div class="status-controls">
            <SearchForm filter/>
            <Controls sight vendors=opened.vendors.clone()/>
        </div>
        <List sight vendors=opened.vendors.clone()/>
        <Holds sight vendors=opened.vendors holds/>
    }
    .into_any()
}

/// The page's shape while it is read.
#[component]
fn Waiting() -> impl IntoView {
    view! {
        <div class="stack">
            <Skeleton shape=Shape::Cards count=3/>
            <Skeleton shape=Shape::Rows count=8/>
        </div>
    }
}

#[component]
fn Nothing(role: Role) -> impl IntoView {
    let (text, action) = if role >= Role::Tech {
        let add = view! {
            <LinkButton href="/app/integrations/new" tone=Tone::Primary icon=Icon::Plus>
                "Add the first integration"
            </LinkButton>
        };
        let text = "Once a vendor is connected, Ops AI asks it every few minutes whether the connection still works, and \
                    this page shows the answers.";
        (text, Some(add))
    } else {
        (
            "Somebody with the role Tech or Admin can connect the first vendor.",
            None,
        )
    };
    view! { <Empty icon=Icon::Activity title="Nothing is watched yet" text>{action}</Empty> }
}
