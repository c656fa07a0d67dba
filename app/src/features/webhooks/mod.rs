//! Webhooks: the addresses at which vendors post, their secrets, and whether anything comes.
//!
//! ```text
//!   create.rs  making one, its secret shown once      detail.rs  one webhook: address, secrets, limits
//! ```

mod api;
mod create;
mod detail;
mod issued;
mod secrets;

use crate::{
    frame::Allowed,
    ui::{
        Chip, CopyButton, Empty, Failure, Icon, LinkButton, Load, Mood, PageHeader, Skeleton, Table, Tone,
        When, WhenOr, failure, vendor_name,
    },
};
use api::{CreateWebhook, list_accounts, list_webhooks, read_webhook};
use contract::{actor::Role, webhook::Webhook};
use create::NewWebhookDrawer;
use detail::{Actions, WebhookDrawer};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The page's own address.
const HERE: &str = "/app/webhooks";
/// The address of the drawer in which a webhook is made.
const NEW: &str = "/app/webhooks?new=1";

/// The page.
#[component]
pub fn WebhooksPage() -> impl IntoView {
    let query = use_query_map();
    let create = ServerAction::<CreateWebhook>::new();
    let actions = Actions::new();
    let bad = failure(actions.change);
    let bad_delete = failure(actions.delete);
    let resyncs = crate::live::use_resyncs();
    let listed = Resource::new(
        move || (create.version().get(), actions.version(), resyncs.get()),
        |_| list_webhooks(),
    );
    let adding = Memo::new(move |_| query.with(|query| query.get("new").is_some()));
    let open =
        Memo::new(move |_| query.with(|query| query.get("open").filter(|_| query.get("new").is_none())));
    // Read apart from the list, so that the form is not drawn anew under the hands of whoever fills it in.
    let accounts = Resource::new(
        move || adding.get(),
        |adding| async move {
            if adding {
                list_accounts().await
            } else {
                Ok(Vec::new())
            }
        },
    );
    // Read apart from the list and not when something comes, for the same reason.
    let opened = Resource::new(
        move || (open.get(), actions.version()),
        |(id, _)| async move {
            match id {
                Some(id) => read_webhook(id).await,
                None => Ok(None),
            }
        },
    );
    let again = listed;
    view! {
        <PageHeader title="Webhooks" lead="Where your vendors post what happens: one address and one secret for each account.">
            <Allowed role=Role::Tech>
                <LinkButton href=NEW tone=Tone::Primary icon=Icon::Plus>"New webhook"</LinkButton>
            </Allowed>
        </PageHeader>
        <Failure of=bad/>
        <Failure of=bad_delete/>
        <Load of=again skeleton=|| view! { <Skeleton/> } let:listed>
            <List webhooks=listed.webhooks vendors=listed.vendors can_make=listed.can_make again=Callback::new(move |()| again.refetch())/>
        </Load>
        // Apart from the list, which is read again after each act: a drawer holds what a person is typing, or a secret that
        // is shown once.
        {move || adding.get().then(|| view! { <NewWebhookDrawer accounts create/> })}
        {move || open.get().map(|_| view! { <WebhookDrawer opened listed actions/> })}
    }
    .into_any()
}

#[component]
fn List(
    webhooks: Vec<Webhook>,
    vendors: Vec<(String, String)>,
    can_make: bool,
    again: Callback<()>,
) -> impl IntoView {
    // "Waiting for the first event" turns green when it comes.
    let waiting: Vec<_> = webhooks
        .iter()
        .filter(|one| one.last_event_at.is_none())
        .map(|one| one.id.clone())
        .collect();
    crate::live::use_event_frames(move |event| {
        if waiting.contains(&event.webhook) {
            again.run(());
        }
    });
    if webhooks.is_empty() {
        let (text, href, words) = if can_make {
            (
                "Make one for an account, and paste its address and secret at the vendor’s.",
                NEW,
                "New webhook",
            )
        } else {
            (
                "A webhook belongs to a connected account, and none is connected yet.",
                "/app/integrations",
                "Connect a vendor",
            )
        };
        return view! {
            <Empty icon=Icon::Link title="No webhooks" text>
                <a class="btn btn-primary" href=href>{words}</a>
            </Empty>
        }
        .into_any();
    }
    view! {
        <Table caption="Webhooks" columns=vec!["Name", "State", "Last event", "Last 24 hours", "Dead letters", ""]>
            {webhooks.into_iter().map(move |webhook| {
                let vendor = vendor_name(&vendors, webhook.vendor.as_str());
                view! { <Row webhook vendor/> }
            }).collect_view()}
        </Table>
    }
    .into_any()
}

#[component]
fn Row(webhook: Webhook, vendor: String) -> impl IntoView {
    let (mood, icon, words) = state(&webhook);
    let id = webhook.id.to_string();
    let copies = format!("the address of {}", webhook.name);
    let events = format!("/app/webhooks/events?webhook={id}");
    let dead = format!("/app/webhooks/events?webhook={id}&status=dead_lettered");
    view! {
        <tr>
            <td data-label="Name">
                <a class="cell-name" href=format!("{HERE}?open={id}")>{webhook.name}</a>
                <span class="cell-sub">{format!("{} · {vendor}", webhook.integration_name)}</span>
            </td>
            <td data-label="State">
                <Chip mood icon text=words/>
                {webhook.silence.map(|silence| view! { <span class="cell-sub">{silence}</span> })}
            </td>
            <td data-label="Last event"><WhenOr at=webhook.last_event_at otherwise="none yet"/></td>
            <td data-label="Last 24 hours">
                <a href=events>{format!("{} events", webhook.events_today)}</a>
                {(webhook.rejected_today > 0).then(|| view! { <span class="cell-sub">{format!("{} refused", webhook.rejected_today)}</span> })}
            </td>
            <td data-label="Dead letters">
                {if webhook.dead_letters == 0 {
                    view! { <span class="text-muted">"none"</span> }.into_any()
                } else {
                    view! { <a href=dead>{webhook.dead_letters.to_string()}</a> }.into_any()
                }}
            </td>
            <td class="cell-actions"><CopyButton text=webhook.url label=copies/></td>
        </tr>
    }
    .into_any()
}

/// How a webhook is, in a word.
fn state(webhook: &Webhook) -> (Mood, Icon, &'static str) {
    if !webhook.enabled {
        (Mood::Idle, Icon::Pause, "Switched off")
    } else if webhook.last_event_at.is_none() {
        (Mood::Info, Icon::Clock, "Waiting for the first event")
    } else if webhook.silence.is_some() {
        (Mood::Warn, Icon::Alert, "Silent")
    } else {
        (Mood::Ok, Icon::Check, "Receiving")
    }
}

/// A moment with the words before it.
#[component]
fn Since(words: &'static str, at: contract::Time) -> impl IntoView {
    view! { <span class="cell-sub">{words} " " <When at/></span> }
}
