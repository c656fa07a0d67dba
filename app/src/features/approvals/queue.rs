//! The queue: what waits for a decision, what can do harm first.

use super::{
    api::{Check, Decide, DecideMany, Decided, Shown, read_queue},
    card::ApprovalCard,
    keys,
    order::{Group, ids, ordered},
    sections::Sections,
    words::came_to,
};
use crate::{
    live::{use_counters, use_resyncs},
    ui::{
        Button, Empty, Failure, Icon, Load, Mood, Notice, PageHeader, Shape, Skeleton, TextField, Tone,
        failure,
    },
};
use contract::operation::Risk;
use leptos::{form::ActionForm, prelude::*};
use std::collections::BTreeSet;

/// The page.
#[component]
pub fn ApprovalsPage() -> impl IntoView {
    let decide = ServerAction::<Decide>::new();
    let many = ServerAction::<DecideMany>::new();
    let check = ServerAction::<Check>::new();
    let held = Resource::new(
        move || {
            (
                decide.version().get(),
                many.version().get(),
                check.version().get(),
            )
        },
        |_| read_queue(),
    );
    let order = RwSignal::new(Vec::<String>::new());
    let chosen = RwSignal::new(BTreeSet::<String>::new());
    let choose = Callback::new(move |id: String| toggle(chosen, id));
    keys::listen(order.into(), Callback::new(move |id: String| click_box(&id)));
    view! {
        <PageHeader
            title="Approvals"
            lead="Calls that wait here are made when another person approves exactly what will run."
        />
        <Sections/>
        <Results decide check many/>
        <News held shown=order/>
        <Load of=held skeleton=|| view! { <Skeleton shape=Shape::Cards count=2/> } let:held>
            <Queue groups=ordered(held) order chosen choose decide check many/>
        </Load>
    }
    .into_any()
}

fn toggle(chosen: RwSignal<BTreeSet<String>>, id: String) {
    chosen.update(|all| {
        if !all.remove(&id) {
            all.insert(id);
        }
    });
}

/// X presses the box, so that what cannot be chosen is not.
fn click_box(id: &str) {
    crate::browser::click_id(&format!("choose-{id}"));
}

#[component]
fn Queue(
    groups: Vec<Group>,
    order: RwSignal<Vec<String>>,
    chosen: RwSignal<BTreeSet<String>>,
    choose: Callback<String>,
    decide: ServerAction<Decide>,
    check: ServerAction<Check>,
    many: ServerAction<DecideMany>,
) -> impl IntoView {
    let now = ids(&groups);
    let standing: BTreeSet<String> = now.iter().cloned().collect();
    Effect::new(move |_| {
        order.set(now.clone());
        chosen.update(|all| all.retain(|id| standing.contains(id)));
    });
    if groups.is_empty() {
        return view! {
            <Empty
                icon=Icon::Check
                title="Nobody waits for you"
                text="When a person, a program or a SOP asks for a call that is held, it stands here with its exact arguments."
            >
                <a class="btn" href="/app/operations">"See the operations"</a>
            </Empty>
        }
        .into_any();
    }
    let calls: Vec<Shown> = groups.iter().flat_map(|group| group.calls.clone()).collect();
    let operation_of = StoredValue::new(
        calls
            .iter()
            .map(|call| (call.approval.id.to_string(), operation(call)))
            .collect::<Vec<_>>(),
    );
    // Only calls of one operation are decided together.
    let of_chosen = Memo::new(move |_| {
        let first = chosen.with(|all| all.first().cloned())?;
        operation_of.with_value(|all| {
            all.iter()
                .find(|(id, _)| *id == first)
                .map(|(_, which)| which.clone())
        })
    });
    let groups = groups.into_iter().map(|group| {
        let head = (group.calls.len() > 1).then(|| alike(&group));
        let cards = group.calls.into_iter().map(|shown| {
            let id = shown.approval.id.to_string();
            let own_operation = operation(&shown);
            let may_choose = shown.may && !shown.own && shown.approval.risk != Risk::Dangerous;
            let box_id = id.clone();
            view! {
                <li>
                    <ApprovalCard shown decide check>
                        {may_choose.then(|| {
                            let (of_box, checked) = (id.clone(), id.clone());
                            view! {
                                <label class="choose needs-js">
                                    <input
                                        type="checkbox"
                                        id=format!("choose-{box_id}")
                                        prop:checked=move || chosen.with(|all| all.contains(&checked))
                                        disabled=move || of_chosen.get().is_some_and(|which| which != own_operation)
                                        on:change=move |_| choose.run(of_box.clone())
                                    />
                                    "Choose"
                                </label>
                            }
                        })}
                    </ApprovalCard>
                </li>
            }
        });
        view! {
            <li class="stack">
                {head}
                <ul class="stack">{cards.collect_view()}</ul>
            </li>
        }
    });
    view! {
        <Together chosen many/>
        <ul class="stack">{groups.collect_view()}</ul>
    }
    .into_any()
}

fn operation(shown: &Shown) -> String {
    format!("{}.{}", shown.approval.vendor, shown.approval.operation)
}

/// What stands above calls that are alike.
fn alike(group: &Group) -> impl IntoView + use<> {
    let count = group.calls.len();
    let title = group.calls[0].approval.title.to_string();
    let differ = match group.differ_in.as_slice() {
        [] => "Their arguments are the same.".to_owned(),
        names => format!("They differ in {}.", names.join(", ")),
    };
    view! { <p class="approval-alike"><strong>{format!("{count} alike: {title}. ")}</strong> {differ}</p> }
}

/// The bar that decides on all that were chosen.
#[component]
fn Together(chosen: RwSignal<BTreeSet<String>>, many: ServerAction<DecideMany>) -> impl IntoView {
    let count = move || chosen.with(BTreeSet::len);
    let all = move || chosen.with(|all| all.iter().cloned().collect::<Vec<_>>().join(","));
    view! {
        <Show when=move || count() != 0 fallback=|| ()>
            <ActionForm action=many attr:class="form card approval-together">
                <p role="status">{move || format!("{} chosen.", count())}</p>
                <input type="hidden" name="ids" prop:value=all/>
                <TextField form="many" name="reason" label="Reason for all"/>
                <div class="form-actions">
                    <Button tone=Tone::Primary submit=true busy=many.pending() attr:name="decision" attr:value="approve">
                        "Approve and run all"
                    </Button>
                    <Button tone=Tone::Danger submit=true busy=many.pending() attr:name="decision" attr:value="reject">
                        "Reject all"
                    </Button>
                </div>
            </ActionForm>
        </Show>
    }
}

/// What the last decisions came to.
#[component]
fn Results(
    decide: ServerAction<Decide>,
    check: ServerAction<Check>,
    many: ServerAction<DecideMany>,
) -> impl IntoView {
    let one = |decided: Decided| view! { <Result decided/> };
    view! {
        <Failure of=failure(decide)/>
        <Failure of=failure(check)/>
        <Failure of=failure(many)/>
        {move || decide.value().get().and_then(Result::ok).map(one)}
        {move || check.value().get().and_then(Result::ok).map(one)}
        {move || many.value().get().and_then(Result::ok).map(|all| all.into_iter().map(one).collect_view())}
    }
}

#[component]
fn Result(decided: Decided) -> impl IntoView {
    let (mood, words) = came_to(decided.status);
    let href = format!("/app/approvals/{}", decided.id);
    view! {
        <Notice mood announced=true>
            {decided.title} " " {words} " " <a href=href>"See it"</a>
        </Notice>
    }
}

/// That the queue has changed since it was read. It is not drawn anew by itself: that would move what is being read, and
/// lose what is being typed.
#[component]
fn News(
    held: Resource<Result<Vec<Shown>, crate::error::AppError>>,
    shown: RwSignal<Vec<String>>,
) -> impl IntoView {
    let counters = use_counters();
    let resyncs = use_resyncs();
    let seen = RwSignal::new(0_usize);
    let waiting = move || {
        let count = counters.get()?.approvals;
        let here = u64::try_from(shown.with(Vec::len)).unwrap_or(0);
        (count != here || resyncs.get() != seen.get()).then_some(count)
    };
    let show = move |_| {
        seen.set(resyncs.get_untracked());
        held.refetch();
    };
    view! {
        <div role="status">
            {move || waiting().map(|count| view! {
                <Notice mood=Mood::Info>
                    {format!("The queue has changed: {count} wait now. ")}
                    <button class="btn btn-small" type="button" on:click=show>"Show it"</button>
                </Notice>
            })}
        </div>
    }
}
