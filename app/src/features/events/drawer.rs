//! One event in a drawer: what became of it, why, and everything that came.

use super::{api::Replay, curl, filter::Filter, replay::ReplayForm, story::Story, words};
use crate::ui::{
    Chip, CopyButton, Drawer, Fold, JsonView, LinkButton, Load, Loaded, Mood, Notice, Shape, Skeleton, Tone,
    VendorWords, When, WhenOr,
};
use contract::{event::EventDetail, failure::Analysis};
use leptos::prelude::*;

/// The drawer. It stands while its event moves or another is opened in it; only what is in it is drawn again.
#[component]
pub fn EventDrawer(
    /// The event that the address asks for.
    opened: Loaded<Option<EventDetail>>,
    /// What the list is narrowed to.
    filter: Memo<Filter>,
    /// Replays it.
    replay: ServerAction<Replay>,
) -> impl IntoView {
    let waiting = || view! { <Skeleton shape=Shape::Lines count=8/> }.into_any();
    let close = filter.with_untracked(|filter| filter.href(None));
    view! {
        <Drawer id="event" title="Webhook event" close>
            <Load of=opened skeleton=waiting let:opened>
                {opened.map_or_else(waiting, |event| view! { <Whole event replay/> }.into_any())}
            </Load>
        </Drawer>
    }
    .into_any()
}

#[component]
fn Whole(event: EventDetail, replay: ServerAction<Replay>) -> impl IntoView {
    let summary = event.summary.clone();
    let (mood, icon) = words::drawn(summary.status);
    let raw = event.payload_raw.clone();
    let command = curl::command(&event, "$WEBHOOK_URL");
    view! {
        <div class="stack">
            {summary.subject.clone().map(|subject| view! { <h3>{subject}</h3> })}
            <div class="badge-row">
                <Chip mood icon text=summary.status.label()/>
                {summary.kind.clone().map(|kind| view! { <span class="mono">{kind.to_string()}</span> })}
            </div>
            {event.analysis.clone().map(|analysis| view! { <AnalysisPanel analysis/> })}
            <Facts event=event.clone()/>
            <ReplayForm id=summary.id.to_string() replay/>
            <h3>"What happened"</h3>
            {if event.attempts.is_empty() {
                view! { <p class="text-muted">"No attempt has begun."</p> }.into_any()
            } else {
                view! { <Story attempts=event.attempts.clone()/> }.into_any()
            }}
            {event.event.clone().and_then(|event| serde_json::to_value(event).ok()).map(|value| view! {
                <Fold label="As rules and templates see it"><JsonView value label="The event model" folded=true/></Fold>
            })}
            <h3>"What came"</h3>
            <p class="text-muted">{format!("{} bytes", event.size)}</p>
            {if raw.is_none() {
                view! { <Notice>"The payload’s time was over; the event’s story stays."</Notice> }.into_any()
            } else {
                view! { <JsonView value=event.payload.clone() label="Payload"/> }.into_any()
            }}
            {raw.map(|raw| view! {
                <Fold label="Exactly as it came">
                    <CopyButton text=raw.clone() label="the payload"/>
                    <pre class="raw" tabindex="0">{raw}</pre>
                </Fold>
            })}
            <Fold label="Headers">
                <dl class="facts">
                    {event.headers.clone().into_iter().map(|(name, value)| view! {
                        <div><dt class="mono">{name}</dt><dd class="mono">{value}</dd></div>
                    }).collect_view()}
                </dl>
            </Fold>
            {command.map(|command| view! {
                <p>"Post the same body from elsewhere: " <CopyButton text=command label="the event as a curl command"/></p>
            })}
        </div>
    }
    .into_any()
}

/// Which stage broke, why, and what to do.
#[component]
pub fn AnalysisPanel(
    /// The analysis.
    analysis: Analysis,
) -> impl IntoView {
    let head = format!(
        "{} failed: {}",
        words::stage(analysis.stage),
        words::code(analysis.code)
    );
    view! {
        <section class="card stack" aria-label="Failure analysis">
            <div class="spread">
                <h3>{head}</h3>
                <Chip mood=Mood::Bad text=words::blame(analysis.blame)/>
            </div>
            <p>{analysis.cause}</p>
            <p><strong>"Do this: "</strong>{analysis.suggested_fix}</p>
            <div class="form-actions">
                <LinkButton href=analysis.action_url tone=Tone::Primary>{analysis.action_label.to_string()}</LinkButton>
            </div>
            <VendorWords status=analysis.vendor_status message=analysis.vendor_message request_id=None/>
            {(!analysis.evidence.is_empty()).then(|| view! {
                <dl class="facts">
                    {analysis.evidence.into_iter().map(|one| view! {
                        <div><dt>{one.name.to_string()}</dt><dd>{one.value}</dd></div>
                    }).collect_view()}
                </dl>
            })}
            {(!analysis.already_done.is_empty()).then(|| view! {
                <p>"Already done before it broke:"</p>
                <ul>{analysis.already_done.into_iter().map(|done| view! { <li>{done}</li> }).collect_view()}</ul>
            })}
        </section>
    }
    .into_any()
}

#[component]
fn Facts(event: EventDetail) -> impl IntoView {
    let summary = event.summary;
    let link = |id: &str| format!("/app/webhooks/events?event={id}");
    view! {
        <dl class="facts">
            <div><dt>"Received"</dt><dd><When at=summary.received_at/></dd></div>
            <div><dt>"Ended"</dt><dd><WhenOr at=summary.finished_at otherwise="not yet"/></dd></div>
            {summary.next_attempt_at.map(|at| view! { <div><dt>"Next try"</dt><dd><When at/></dd></div> })}
            <div><dt>"Webhook"</dt><dd><a href=format!("/app/webhooks?open={}", summary.webhook)>{summary.webhook_name}</a></dd></div>
            <div><dt>"Customer"</dt><dd>{summary.customer_name.unwrap_or_else(|| "—".to_owned())}</dd></div>
            {summary.sop.zip(summary.sop_name).map(|(id, name)| view! {
                <div><dt>"SOP"</dt><dd><a href=format!("/app/sops/{id}")>{name}</a></dd></div>
            })}
            {summary.run.map(|id| view! {
                <div><dt>"Run"</dt><dd><a class="mono" href=format!("/app/runs/{id}")>{id.to_string()}</a></dd></div>
            })}
            {summary.replay_of.map(|id| view! {
                <div>
                    <dt>"Replay of"</dt>
                    <dd>
                        <a class="mono" href=link(id.as_str())>{id.to_string()}</a>
                        {event.replayed_by.map(|by| format!(" by {by}"))}
                        {event.replay_reason.map(|reason| format!(": “{reason}”"))}
                    </dd>
                </div>
            })}
            {(!event.replays.is_empty()).then(|| view! {
                <div>
                    <dt>"Replayed as"</dt>
                    <dd>{event.replays.iter().map(|id| view! { <a class="mono" href=link(id.as_str())>{id.to_string()}</a> " " }).collect_view()}</dd>
                </div>
            })}
            {(summary.duplicates > 0).then(|| view! {
                <div>
                    <dt>"Duplicates"</dt>
                    <dd>
                        {summary.duplicates.to_string()}
                        {event.last_duplicate_at.map(|at| view! { ", last " <When at/> })}
                        {event.conflicting_duplicate.then_some(" — one had another body")}
                    </dd>
                </div>
            })}
            {event.delivery_id.map(|id| view! { <div><dt>"Delivery identity"</dt><dd class="mono">{id}</dd></div> })}
            {event.remote_address.map(|from| view! { <div><dt>"Sent from"</dt><dd class="mono">{from}</dd></div> })}
            {event.matched_secret.map(|secret| view! { <div><dt>"Secret that matched"</dt><dd class="mono">{secret}</dd></div> })}
            <div>
                <dt>"Event id"</dt>
                <dd class="mono">{summary.id.to_string()} <CopyButton text=summary.id.to_string() label="the event id"/></dd>
            </div>
        </dl>
    }
    .into_any()
}
