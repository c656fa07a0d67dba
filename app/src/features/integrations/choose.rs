//! Choosing a vendor, and the page with its form.

use super::{
    api,
    filter::{Filter, about_vendor},
    form::{ConnectionForm, Guide},
    models::{VendorCard, VendorForm},
    pieces::VendorChips,
};
use crate::{
    context::{Posted, use_posted},
    ui::{
        BackLink, Empty, Glyph, Icon, LinkButton, Load, Mood, Notice, PageHeader, Shape, Skeleton, VendorMark,
    },
};
use contract::actor::Role;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// Where the wizard stands.
const WIZARD: &str = "/app/csp-wizard";

/// A vendor to connect: a link where it can be, and else why not.
#[component]
pub fn VendorTile(
    /// The vendor.
    card: VendorCard,
    /// True when the person may connect it.
    may_connect: bool,
    /// How many accounts it has already.
    #[prop(optional)]
    connected: usize,
    /// True when a wizard connects it.
    #[prop(optional)]
    wizard: bool,
) -> impl IntoView {
    let connected = match connected {
        0 => None,
        1 => Some("1 account connected".to_owned()),
        many => Some(format!("{many} accounts connected")),
    };
    let inside = view! {
        <VendorMark svg=card.icon_svg.clone()/>
        <span class="tile-text">
            <span class="tile-name">{card.name.to_string()}</span>
            <span class="text-muted">{card.summary.to_string()}</span>
            <VendorChips card=card.clone()/>
            {wizard.then(|| view! { <span class="text-muted">"With a wizard for partners; by hand from there too"</span> })}
            {connected.map(|text| view! { <span class="text-muted">{text}</span> })}
        </span>
    };
    if card.available && may_connect {
        let href = if wizard {
            WIZARD.to_owned()
        } else {
            format!("/app/integrations/new/{}", card.vendor)
        };
        view! {
            <a class="tile tile-link" href=href>
                {inside}
                <span class="tile-go"><Glyph icon=Icon::Plus/></span>
            </a>
        }
        .into_any()
    } else {
        view! { <div class="tile">{inside}</div> }.into_any()
    }
}

/// The page on which a vendor is chosen.
#[component]
pub fn ChoosePage() -> impl IntoView {
    let listed = Resource::new(|| (), |()| api::choose());
    let query = use_query_map();
    let text = RwSignal::new(query.with_untracked(|query| query.get("q").unwrap_or_default()));
    let filter = Memo::new(move |_| Filter {
        text: text.get(),
        badge: None,
    });
    view! {
        <BackLink href="/app/integrations" to="Integrations"/>
        <PageHeader title="Add an integration" lead="Choose the vendor whose account you want to connect."/>
        <div class="stack">
            <form class="filters-form" method="get" action="/app/integrations/new" role="search">
                <label class="search">
                    <Glyph icon=Icon::Search/>
                    <span class="visually-hidden">"Search vendors"</span>
                    <input
                        type="search"
                        name="q"
                        placeholder="Vendor or what it does"
                        autocomplete="off"
                        data-search=""
                        value=text.get_untracked()
                        on:input=move |event| text.set(event_target_value(&event))
                    />
                </label>
                <span class="no-js"><button class="btn" type="submit">"Search"</button></span>
            </form>
            <Load of=listed skeleton=|| view! { <Skeleton shape=Shape::Cards count=7/> } let:choosing>
                <Tiles cards=choosing.listed.vendors role=choosing.listed.role wizard=choosing.wizard filter count=move |card: &VendorCard| {
                    choosing.listed.integrations.iter().filter(|one| one.vendor == card.vendor).count()
                }/>
            </Load>
        </div>
    }
    .into_any()
}

#[component]
fn Tiles<F>(
    cards: Vec<VendorCard>,
    role: Role,
    wizard: Option<String>,
    filter: Memo<Filter>,
    count: F,
) -> impl IntoView
where
    F: Fn(&VendorCard) -> usize,
{
    let texts: Vec<_> = cards.iter().map(about_vendor).collect();
    let some = move || filter.with(|filter| texts.iter().any(|about| filter.takes_vendor(about)));
    let may_connect = role >= Role::Tech;
    let tiles = cards
        .into_iter()
        .map(|card| {
            let about = about_vendor(&card);
            let hidden = move || filter.with(|filter| !filter.takes_vendor(&about));
            let connected = count(&card);
            let wizard = wizard.as_deref() == Some(card.vendor.as_str());
            view! { <li hidden=hidden><VendorTile card may_connect connected wizard/></li> }
        })
        .collect_view();
    view! {
        {(!may_connect).then(|| view! { <MayNot/> })}
        <ul class="tiles">{tiles}</ul>
        <div hidden=some>
            <Empty icon=Icon::Search title="No such vendor" text="No vendor that Ops AI knows has all of these words.">
                <LinkButton href="/app/integrations/new">"Show all vendors"</LinkButton>
            </Empty>
        </div>
    }
}

/// Says that this person's role only looks.
#[component]
pub fn MayNot() -> impl IntoView {
    view! {
        <Notice mood=Mood::Info>
            "Your role does not allow you to connect or change integrations. Ask somebody with the role Tech or Admin."
        </Notice>
    }
}

/// The page with a vendor's form.
#[component]
pub fn NewPage() -> impl IntoView {
    let params = use_params_map();
    let vendor = Memo::new(move |_| params.with(|params| params.get("vendor").unwrap_or_default()));
    let form = Resource::new(move || vendor.get(), api::read_vendor);
    let posted = use_posted();
    view! {
        <BackLink href="/app/integrations/new" to="All vendors"/>
        <Load of=form heading="Connect a vendor" skeleton=|| view! { <Skeleton shape=Shape::Form count=4/> } let:form>
            <NewForm form posted/>
        </Load>
    }
    .into_any()
}

#[component]
fn NewForm(form: VendorForm, posted: Resource<Posted>) -> impl IntoView {
    let title = format!("Connect {}", form.card.name);
    let lead = form.card.summary.to_string();
    let body = if !form.card.available {
        view! {
            <Notice mood=Mood::Info>
                {format!("{} cannot be connected yet: its connector is still being built.", form.card.name)}
            </Notice>
        }
        .into_any()
    } else if form.may_connect() {
        let guide = form.clone();
        view! {
            <div class="with-guide">
                <Transition>
                    {move || {
                        let form = form.clone();
                        Suspend::new(async move {
                            let posted = posted.await;
                            view! { <ConnectionForm form kept=None posted/> }
                        })
                    }}
                </Transition>
                <Guide form=guide/>
            </div>
        }
        .into_any()
    } else {
        view! { <MayNot/> }.into_any()
    };
    view! {
        <PageHeader title lead/>
        {body}
    }
}
