//! One group: where and why its events broke, what to do about it, and replaying them.

use super::api::ReplayGroup;
use crate::{
    address::with_query,
    features::events::words,
    frame::Allowed,
    ui::{Button, Chip, Fold, InputKind, LinkButton, Mood, TextField, Tone, VendorWords, When},
};
use contract::{actor::Role, event::DeadLetterGroup};
use leptos::{form::ActionForm, prelude::*};

/// The card.
#[component]
pub fn GroupCard(group: DeadLetterGroup, replay: ServerAction<ReplayGroup>) -> impl IntoView {
    let heading = format!("g-{}", group.newest);
    let title = heading.clone();
    let events = with_query(
        "/app/webhooks/events",
        [
            ("status", "dead_lettered"),
            ("fingerprint", group.fingerprint.as_str()),
        ],
    );
    let newest = with_query("/app/webhooks/events", [("event", group.newest.as_str())]);
    let code = words::code(group.code);
    let customers = if group.customers.is_empty() {
        "not known".to_owned()
    } else {
        group.customers.join(", ")
    };
    let analysis = group.analysis;
    let count = group.count;
    let fingerprint = StoredValue::new(group.fingerprint);
    view! {
        <article class="card stack" aria-labelledby=heading>
            <div class="spread">
                <h2 id=title>{format!("{} failed: {code}", words::stage(group.stage))}</h2>
                <span class="badge-row">
                    <Chip text=words::blame(analysis.blame)/>
                    <Chip mood=Mood::Bad text=format!("{count} event{}", if count == 1 { "" } else { "s" })/>
                </span>
            </div>
            <p>{analysis.cause}</p>
            <p><strong>"Do this: "</strong>{analysis.suggested_fix}</p>
            <VendorWords status=analysis.vendor_status message=analysis.vendor_message request_id=None/>
            {(!analysis.already_done.is_empty()).then(|| view! {
                <p>"Already done before the newest broke:"</p>
                <ul>{analysis.already_done.into_iter().map(|done| view! { <li>{done}</li> }).collect_view()}</ul>
            })}
            <dl class="facts">
                <div><dt>"Webhook"</dt><dd><a href=format!("/app/webhooks?open={}", group.webhook)>{group.webhook_name}</a></dd></div>
                <div><dt>"First"</dt><dd><When at=group.first_seen/></dd></div>
                <div><dt>"Last"</dt><dd><When at=group.last_seen/></dd></div>
                <div><dt>"Customers hit"</dt><dd>{customers}</dd></div>
                {analysis.evidence.into_iter().map(|one| view! {
                    <div><dt>{one.name.to_string()}</dt><dd>{one.value}</dd></div>
                }).collect_view()}
            </dl>
            <div class="form-actions">
                <LinkButton href=analysis.action_url tone=Tone::Primary>{analysis.action_label.to_string()}</LinkButton>
                <a class="btn" href=newest>"Open the newest"</a>
                <a class="btn" href=events>"See all"</a>
            </div>
            <Allowed role=Role::Tech>
                <ReplayAll fingerprint=fingerprint.get_value() count replay/>
            </Allowed>
        </article>
    }
    .into_any()
}

#[component]
fn ReplayAll(fingerprint: String, count: u64, replay: ServerAction<ReplayGroup>) -> impl IntoView {
    let form = fingerprint.clone();
    view! {
        <Fold label=format!("Replay all {count}")>
            <p class="text-muted">
                "Each becomes a new event through the whole pipeline, once, as a job that can be paused and goes on after a restart. Mend the cause first."
            </p>
            <ActionForm action=replay attr:class="form">
                <input type="hidden" name="fingerprint" value=fingerprint/>
                <TextField form=form.clone() name="reason" label="Reason" help="For the record."/>
                <TextField form=form name="per_minute" label="At most, a minute" kind=InputKind::Number help="Blank: as fast as they go."/>
                <div class="form-actions">
                    <Button tone=Tone::Primary submit=true busy=replay.pending()>"Replay them"</Button>
                </div>
            </ActionForm>
        </Fold>
    }
    .into_any()
}
