//! The list: every vendor with its accounts.
//!
//! All rows are always in the page and the filter hides some of them, so that typing never builds a row anew, closes a
//! fold or takes the focus away.

mod acts;
mod card;
mod filters;
mod flash;
mod follow;
mod row;

use super::{api, models::Listed};
use crate::{
    features::integrations::{
        choose::VendorTile,
        filter::{Filter, about, about_vendor},
        models::VendorCard,
    },
    frame::Allowed,
    ui::{Empty, Failure, Icon, LinkButton, Load, PageHeader, Shape, Skeleton, Tone, VendorMark},
};
use contract::{actor::Role, integration::Integration, probe::Badge};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

pub use acts::{Acts, DefaultForm, PauseForm, RecheckForm};
use card::ConnectedVendor;
use filters::Filters;
use flash::Flash;
use follow::Follow;

/// The page.
#[component]
pub fn ListPage() -> impl IntoView {
    let acts = Acts::new();
    let follow = Follow::new();
    let listed = Resource::new(move || (acts.switches(), follow.strangers.get()), |_| api::list());
    acts.announce();
    Effect::new(move |_| {
        if let Some(integration) = acts.rechecked() {
            follow.take(integration);
        }
    });
    let problem = acts.problem();
    view! {
        <PageHeader title="Integrations" lead="The vendors Ops AI works with, and the accounts connected to them.">
            <Allowed role=Role::Tech>
                <LinkButton href="/app/integrations/new" tone=Tone::Primary icon=Icon::Plus>
                    "Add integration"
                </LinkButton>
            </Allowed>
        </PageHeader>
        <div class="stack">
            <Failure of=problem/>
            <Load of=listed skeleton=|| view! { <Skeleton shape=Shape::Cards count=4/> } let:listed>
                <Flash integrations=listed.integrations.clone()/>
                <Everything listed acts follow/>
            </Load>
        </div>
    }
    .into_any()
}

/// A vendor and its accounts, each with the text in which it is looked for.
#[derive(Clone)]
struct Group {
    card: VendorCard,
    rows: Vec<(RwSignal<Integration>, String)>,
}

fn group(listed: &Listed, follow: Follow) -> (Vec<Group>, Vec<VendorCard>) {
    follow.begin();
    let all = listed.vendors.iter().map(|card| {
        let own = listed.integrations.iter().filter(|one| one.vendor == card.vendor);
        let rows: Vec<_> = own
            .map(|one| (follow.row(one.clone()), about(card, one)))
            .collect();
        Group {
            card: card.clone(),
            rows,
        }
    });
    let (connected, others): (Vec<_>, Vec<_>) = all.partition(|group| !group.rows.is_empty());
    (connected, others.into_iter().map(|group| group.card).collect())
}

#[component]
fn Everything(listed: Listed, acts: Acts, follow: Follow) -> impl IntoView {
    let query = use_query_map();
    let filter = Memo::new(move |_| query.with(Filter::of));
    // For the whole visit, also after the flash has gone from the address.
    let fresh = query.with_untracked(|query| query.get("id"));
    let (connected, others) = group(&listed, follow);
    let may_connect = listed.role >= Role::Tech;
    if connected.is_empty() {
        return view! {
            <Nothing may_connect/>
            <Others cards=others role=listed.role filter title="All vendors"/>
        }
        .into_any();
    }
    let texts: Vec<_> = connected.iter().flat_map(|group| group.rows.clone()).collect();
    let vendor_texts: Vec<_> = others.iter().map(about_vendor).collect();
    let counts = Memo::new(move |_| follow.badges());
    let total = texts.len();
    let found = Memo::new(move |_| {
        filter.with(|filter| {
            let rows = texts
                .iter()
                .filter(|(row, about)| filter.takes(badge(*row), about));
            let vendors = vendor_texts.iter().filter(|about| filter.takes_vendor(about));
            (rows.count(), vendors.count())
        })
    });
    let groups = connected.into_iter().map(|group| {
        view! { <ConnectedVendor card=group.card rows=group.rows role=listed.role acts filter fresh=fresh.clone()/> }
    });
    view! {
        <Filters filter badges=counts/>
        <p class="visually-hidden" aria-live="polite">
            {move || {
                let shown = found.get().0;
                filter.with(|filter| !filter.is_empty()).then(|| format!("{shown} of {total} integrations shown"))
            }}
        </p>
        <div class="vendors">{groups.collect_view()}</div>
        <div hidden=move || found.get() != (0, 0)>
            <NoMatch/>
        </div>
        <Others cards=others role=listed.role filter title="More vendors"/>
    }
    .into_any()
}

/// The badge of a row, as it is when somebody asks: a patch alone shows or hides nothing.
fn badge(row: RwSignal<Integration>) -> Badge {
    row.with_untracked(|one| one.health.badge)
}

#[component]
fn Nothing(may_connect: bool) -> impl IntoView {
    let text = if may_connect {
        "Connect the first one with the credentials of an account at the vendor. The form says where each value is found \
         and tests it before anything is saved."
    } else {
        "Somebody with the role Tech or Admin can connect the first one."
    };
    let action = may_connect.then(|| {
        view! {
            <LinkButton href="/app/integrations/new" tone=Tone::Primary icon=Icon::Plus>
                "Add the first integration"
            </LinkButton>
        }
    });
    view! { <Empty icon=Icon::Plug title="No vendor is connected yet" text>{action}</Empty> }
}

#[component]
fn NoMatch() -> impl IntoView {
    view! {
        <Empty icon=Icon::Search title="Nothing matches" text="No integration has all of these words and this badge.">
            <LinkButton href=super::filter::LIST>"Show everything"</LinkButton>
        </Empty>
    }
}

/// The vendors that have no account.
#[component]
fn Others(cards: Vec<VendorCard>, role: Role, filter: Memo<Filter>, title: &'static str) -> impl IntoView {
    let texts: Vec<_> = cards.iter().map(about_vendor).collect();
    let none = move || filter.with(|filter| !texts.iter().any(|about| filter.takes_vendor(about)));
    let may_connect = role >= Role::Tech;
    let tiles = cards.into_iter().map(|card| {
        let about = about_vendor(&card);
        let hidden = move || filter.with(|filter| !filter.takes_vendor(&about));
        view! { <li hidden=hidden><VendorTile card may_connect/></li> }
    });
    view! {
        <section class="others" aria-labelledby="other-vendors" hidden=none>
            <h2 id="other-vendors">{title}</h2>
            <ul class="tiles">{tiles.collect_view()}</ul>
        </section>
    }
}

/// The head of a vendor's part of the list.
#[component]
fn VendorHead(card: VendorCard, heading: String, children: Children) -> impl IntoView {
    view! {
        <header class="vendor-head">
            <VendorMark svg=card.icon_svg.clone()/>
            <div class="vendor-title">
                <h2 id=heading>{card.name.to_string()}</h2>
                <span class="text-muted">{card.category.to_string()}</span>
            </div>
            <super::pieces::VendorChips card/>
            <div class="vendor-actions">{children()}</div>
        </header>
    }
}
