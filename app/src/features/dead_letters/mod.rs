//! Dead letters: what could not be done, grouped by how it broke, with the cause, the fix, and the way back in.

mod api;
mod group;
mod jobs;

use crate::{
    live::{use_event_frames, use_job_frames, use_resyncs},
    ui::{Empty, Failure, Icon, LiveState, Load, PageHeader, Shape, Skeleton, failure},
};
use api::{ReplayGroup, SteerJob, list_groups, list_jobs};
use contract::event::EventStatus;
use group::GroupCard;
use jobs::Jobs;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The page.
#[component]
pub fn DeadLettersPage() -> impl IntoView {
    let query = use_query_map();
    let webhook = Memo::new(move |_| query.with(|query| query.get("webhook").unwrap_or_default()));
    let replay = ServerAction::<ReplayGroup>::new();
    let steer = ServerAction::<SteerJob>::new();
    let (bad_replay, bad_steer) = (failure(replay), failure(steer));
    let resyncs = use_resyncs();
    let groups = Resource::new(
        move || (webhook.get(), replay.version().get(), resyncs.get()),
        |(webhook, ..)| list_groups(webhook),
    );
    let jobs = Resource::new(
        move || (replay.version().get(), steer.version().get(), resyncs.get()),
        |_| list_jobs(),
    );
    use_event_frames(move |event| {
        if event.status == EventStatus::DeadLettered {
            groups.refetch();
        }
    });
    use_job_frames(move |_| jobs.refetch());
    view! {
        <PageHeader
            title="Dead letters"
            lead="Events that could not be carried out. Each group broke at the same place for the same reason: mend it once, then replay them all."
        >
            <LiveState/>
        </PageHeader>
        <Failure of=bad_replay/>
        <Failure of=bad_steer/>
        <Load of=jobs let:jobs>
            {(!jobs.is_empty()).then(|| view! { <Jobs jobs steer/> })}
        </Load>
        <Load of=groups skeleton=|| view! { <Skeleton shape=Shape::Cards count=2/> } let:groups>
            {if groups.is_empty() && !webhook.with_untracked(String::is_empty) {
                view! {
                    <Empty icon=Icon::Filter title="None of this webhook" text="No event of the webhook in the address is a dead letter.">
                        <a class="btn" href="/app/webhooks/dead-letters">"Show those of every webhook"</a>
                    </Empty>
                }
                .into_any()
            } else if groups.is_empty() {
                view! {
                    <Empty icon=Icon::Check title="No dead letters" text="Every event that came was carried out, ignored on purpose, or is still on its way.">
                        <a class="btn" href="/app/webhooks/events">"See the events"</a>
                    </Empty>
                }
                .into_any()
            } else {
                view! {
                    <ul class="stack">
                        {groups.into_iter().map(|group| view! { <li><GroupCard group replay/></li> }).collect_view()}
                    </ul>
                }
                .into_any()
            }}
        </Load>
    }
    .into_any()
}
