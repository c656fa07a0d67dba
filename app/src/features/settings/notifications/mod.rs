//! Notifications: who is told when an integration breaks, and whether it arrived. Addresses and secrets are kept sealed and
//! never shown again; a hint stands in their place.

mod add;
mod api;
mod edit;
mod fields;
mod log;
mod row;
mod words;

use super::{SettingsTabs, words::done};
use crate::{
    frame::Allowed,
    ui::{
        Done, Empty, Failure, Icon, LinkButton, Load, PageHeader, Skeleton, Table, Tone, failure, use_toasts,
    },
};
use add::NewChannel;
use api::{ChangeChannel, CreateChannel, DeleteChannel, TestChannel, read_channels};
use contract::{actor::Role, notification::Channel};
use edit::EditChannel;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use log::Log;
use row::Row;

/// The page's own address.
const HERE: &str = "/app/settings/notifications";

/// The address of the drawer in which a channel is made.
const NEW: &str = "/app/settings/notifications?new=1";

/// The page's actions.
#[derive(Clone, Copy)]
struct Acts {
    create: ServerAction<CreateChannel>,
    change: ServerAction<ChangeChannel>,
    test: ServerAction<TestChannel>,
    delete: ServerAction<DeleteChannel>,
}

impl Acts {
    fn version(self) -> usize {
        self.create.version().get()
            + self.change.version().get()
            + self.test.version().get()
            + self.delete.version().get()
    }
}

/// The page.
#[component]
pub fn NotificationsPage() -> impl IntoView {
    let acts = Acts {
        create: ServerAction::new(),
        change: ServerAction::new(),
        test: ServerAction::new(),
        delete: ServerAction::new(),
    };
    let query = use_query_map();
    let word =
        move |key: &'static str| Memo::new(move |_| query.with(|query| query.get(key).unwrap_or_default()));
    let (only, cursor) = (word("log"), word("cursor"));
    let told = Resource::new(
        move || (acts.version(), only.get(), cursor.get()),
        |(_, only, cursor)| read_channels(only, cursor),
    );
    let adding = Memo::new(move |_| query.with(|query| query.get("new").is_some()));
    let (test, delete) = (failure(acts.test), failure(acts.delete));
    let bad = Signal::derive(move || test.get().or_else(|| delete.get()));
    let toasts = use_toasts();
    Effect::new(move |_| {
        if let Some(Ok(delivery)) = acts.test.value().get() {
            if delivery.status == "delivered" {
                toasts.ok("The test has arrived.");
            } else {
                toasts.bad("The test has not arrived: the log says why.");
            }
        }
    });
    view! {
        <PageHeader title="Notifications" lead="Who is told when an integration breaks, recovers or needs somebody.">
            <Allowed role=Role::Admin>
                <LinkButton href=NEW tone=Tone::Primary icon=Icon::Plus>"Add channel"</LinkButton>
            </Allowed>
        </PageHeader>
        <SettingsTabs/>
        <Done words=done/>
        <Failure of=bad/>
        <Load of=told skeleton=|| view! { <Skeleton/> } let:told>
            <div class="stack">
                <Channels channels=told.channels.clone() acts/>
                <Log page=told.log channels=told.channels.clone() only cursor/>
            </div>
            {
                let channels = told.channels;
                move || {
                    let chosen = query.with(|query| query.get("channel"))?;
                    let channel = channels.iter().find(|one| one.id.as_str() == chosen).cloned()?;
                    Some(view! { <EditChannel channel acts/> })
                }
            }
        </Load>
        <Show when=move || adding.get()>
            <NewChannel acts/>
        </Show>
    }
    .into_any()
}

#[component]
fn Channels(channels: Vec<Channel>, acts: Acts) -> impl IntoView {
    if channels.is_empty() {
        return view! {
            <Empty
                icon=Icon::Bell
                title="Nobody is told"
                text="Add a channel, and the people behind it hear of it when an integration goes down, comes back, keeps \
                      changing, or its credentials are about to end. One notice for one incident."
            >
                <Allowed role=Role::Admin>
                    <LinkButton href=NEW tone=Tone::Primary icon=Icon::Plus>"Add the first channel"</LinkButton>
                </Allowed>
            </Empty>
        }
        .into_any();
    }
    let rows = channels
        .into_iter()
        .map(move |channel| view! { <Row channel acts/> });
    view! {
        <Table caption="Channels" columns=vec!["Channel", "Reaches", "Tells", "Last notice", ""]>
            {rows.collect_view()}
        </Table>
    }
    .into_any()
}
