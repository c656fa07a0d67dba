//! Routing rules: ordered; the first that fires picks the SOP, or ignores the event on purpose.
//!
//! ```text
//!   list.rs  the rules in order, moved by buttons     form.rs  one rule
//!   tester.rs  what the rules make of an event, rule by rule
//! ```

mod api;
mod form;
mod list;
mod tester;

use crate::{
    frame::Allowed,
    ui::{Done, Drawer, Empty, Failure, Icon, LinkButton, Load, PageHeader, Skeleton, Tone, failure},
};
use api::{DeleteRule, MoveRule, SaveRule, SwitchRule, read_rules};
use contract::actor::Role;
use form::RuleForm;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use list::RuleList;
use tester::Tester;

/// The page's own address.
const HERE: &str = "/app/routing-rules";

/// The page.
#[component]
pub fn RoutingPage() -> impl IntoView {
    let query = use_query_map();
    let save = ServerAction::<SaveRule>::new();
    let shift = ServerAction::<MoveRule>::new();
    let switch = ServerAction::<SwitchRule>::new();
    let delete = ServerAction::<DeleteRule>::new();
    let failures = [failure(shift), failure(switch), failure(delete)];
    let rules = Resource::new(
        move || {
            (
                save.version().get(),
                shift.version().get(),
                switch.version().get(),
                delete.version().get(),
            )
        },
        |_| read_rules(),
    );
    let open = Memo::new(move |_| query.with(|query| query.get("open")));
    let event = Memo::new(move |_| query.with(|query| query.get("event").unwrap_or_default()));
    let adding = Memo::new(move |_| query.with(|query| query.get("new").is_some()));
    view! {
        <PageHeader
            title="Routing rules"
            lead="Read from top to bottom for each event; the first that fires picks the SOP. Where none fires, the SOPs’ own triggers are asked."
        >
            <Allowed role=Role::Tech>
                <LinkButton href="/app/routing-rules?new=1" tone=Tone::Primary icon=Icon::Plus>"New rule"</LinkButton>
            </Allowed>
        </PageHeader>
        <Done words=done/>
        {failures.map(|of| view! { <Failure of/> }).into_iter().collect_view()}
        <Load of=rules skeleton=|| view! { <Skeleton/> } let:known>
            {if known.rules.is_empty() {
                view! {
                    <Empty
                        icon=Icon::Filter
                        title="No rules yet"
                        text="Without rules, an event runs the SOP whose triggers fit. A rule decides before them, and can ignore what needs nobody."
                    />
                }
                .into_any()
            } else {
                view! { <RuleList known=known.clone() shift switch delete/> }.into_any()
            }}
            <Tester samples=known.samples.clone() vendors=known.vendors.clone() event=event.get_untracked()/>
            {
                let known = known.clone();
                move || {
                    let rule = open.get().and_then(|id| known.rules.iter().find(|rule| rule.id.as_str() == id).cloned());
                    if rule.is_none() && !adding.get() {
                        return ().into_any();
                    }
                    let title = rule.as_ref().map_or_else(|| "New rule".to_owned(), |rule| rule.name.clone());
                    let known = known.clone();
                    view! { <Drawer id="rule" title close=HERE><RuleForm rule known save/></Drawer> }.into_any()
                }
            }
        </Load>
    }
    .into_any()
}

fn done(word: &str) -> Option<&'static str> {
    match word {
        "saved" => Some("The rule is saved and holds for the next event."),
        "deleted" => Some("The rule is gone."),
        _ => None,
    }
}
