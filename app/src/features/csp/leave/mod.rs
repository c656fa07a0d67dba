//! Leaving a tenant: the plan of exactly what is removed, the confirmation, and the proof that each thing is gone.
//!
//! `items.rs` draws the things, `confirm.rs` asks; this file is the page.

mod confirm;
mod items;

use super::{
    api::{ForgetSetup, Leaving, Remove, read_leaving},
    pieces::{Places, address, use_setup_id},
};
use crate::{
    frame::Allowed,
    live::use_csp_frames,
    ui::{Button, Failure, Load, Mood, Notice, PageHeader, Skeleton, failure},
};
use confirm::{Confirmation, GoOn};
use contract::{
    actor::Role,
    csp::{Removal, RemovalPlan, RemovalState, SetupStatus},
    problem::Problem,
};
use items::{CameTo, Items};
use leptos::{form::ActionForm, prelude::*};
use leptos_router::hooks::use_query_map;

/// What the page does, made once.
#[derive(Clone, Copy)]
struct Acts {
    remove: ServerAction<Remove>,
    forget: ServerAction<ForgetSetup>,
    bad: Signal<Option<Problem>>,
    /// What the last removal came to.
    came_to: Signal<Option<Removal>>,
}

/// The page.
#[component]
pub fn CspLeavePage() -> impl IntoView {
    let id = use_setup_id();
    let query = use_query_map();
    let remove = ServerAction::<Remove>::new();
    let forget = ServerAction::<ForgetSetup>::new();
    let value = remove.value();
    let acts = Acts {
        remove,
        forget,
        bad: failure(remove),
        came_to: Signal::derive(move || value.get().and_then(Result::ok)),
    };
    let bad_forget = failure(forget);
    let too = Memo::new(move |_| query.with(|query| query.get("relationships").as_deref() == Some("end")));
    let leaving = Resource::new(
        move || (id.get(), too.get(), remove.version().get()),
        |(id, too, _)| read_leaving(id, too),
    );
    use_csp_frames(move |moved| {
        if !remove.pending().get_untracked() && id.with_untracked(|id| id == moved.as_str()) {
            leaving.refetch();
        }
    });
    let here = Memo::new(move |_| id.with(|id| address(id, "disconnect")));
    let chosen = move |wanted: bool| move || (too.get() == wanted).then_some("true");
    view! {
        <Places id/>
        <PageHeader
            title="Disconnect the tenant"
            lead="Exactly what is removed, in this order. Nothing happens before you confirm, and each removal is proved."
        />
        <Failure of=bad_forget/>
        <nav class="filters" aria-label="What becomes of the relationships">
            <a class="chip-link" href=move || here.get() aria-current=chosen(false)>"Leave the relationships as they are"</a>
            <a class="chip-link" href=move || format!("{}?relationships=end", here.get()) aria-current=chosen(true)>
                "End the relationships too"
            </a>
        </nav>
        {move || acts.came_to.get().map(|removal| view! { <CameTo removal/> })}
        <Load of=leaving skeleton=|| view! { <Skeleton count=8/> } let:leaving>
            <Whole leaving too=too.get_untracked() acts/>
        </Load>
    }
    .into_any()
}

#[component]
fn Whole(leaving: Leaving, too: bool, acts: Acts) -> impl IntoView {
    let Leaving { setup, plan } = leaving;
    let id = StoredValue::new(setup.id.to_string());
    match setup.status {
        SetupStatus::Disconnected => view! {
            <div class="stack">
                <Notice mood=Mood::Ok announced=true>"Everything that was made is gone, and each absence was seen."</Notice>
                <Became plan acts/>
                <Allowed role=Role::Admin>
                    <ActionForm action=acts.forget>
                        <input type="hidden" name="id" value=id.get_value()/>
                        <Button submit=true busy=acts.forget.pending()>"Forget this tenant"</Button>
                    </ActionForm>
                </Allowed>
            </div>
        }
        .into_any(),
        SetupStatus::Disconnecting => view! {
            <div class="stack">
                <Allowed role=Role::Admin><GoOn id=id.get_value() too acts/></Allowed>
                <Became plan acts/>
            </div>
        }
        .into_any(),
        _ => plan
            .map_or_else(|| ().into_any(), |plan| view! { <Plan plan id=id.get_value() too acts/> }.into_any()),
    }
}

/// What became of each thing, where that is known and does not stand above already.
#[component]
fn Became(plan: Option<RemovalPlan>, acts: Acts) -> impl IntoView {
    let items = plan.map(|plan| plan.items).unwrap_or_default();
    let told = items.iter().any(|item| item.state != RemovalState::Planned);
    move || {
        (told && acts.came_to.with(Option::is_none))
            .then(|| view! { <Items items=items.clone() caption="What became of each thing"/> })
    }
}

#[component]
fn Plan(plan: RemovalPlan, id: String, too: bool, acts: Acts) -> impl IntoView {
    let kept = StoredValue::new(plan.clone());
    let id = StoredValue::new(id);
    let some_stay = !plan.stays.is_empty();
    let stays = plan.stays.into_iter().map(|one| view! { <li>{one}</li> });
    view! {
        <div class="stack">
            <section class="stack" aria-labelledby="plan">
                <h2 id="plan">"What is removed"</h2>
                <Items items=plan.items caption="What is removed"/>
            </section>
            {some_stay.then(|| view! {
                <section class="stack" aria-labelledby="stays">
                    <h2 id="stays">"What stays"</h2>
                    <ul class="consequences">{stays.collect_view()}</ul>
                </section>
            })}
            <Allowed
                role=Role::Admin
                otherwise=|| view! { <Notice>"Only somebody with the role Admin can disconnect a tenant."</Notice> }
            >
                <Confirmation plan=kept.get_value() id=id.get_value() too acts/>
            </Allowed>
        </div>
    }
    .into_any()
}
