//! Posting to chats for steps of SOPs: through the channels by which people are told, and their senders. It decides nothing
//! of a run.

use super::Machine;
use crate::{
    clock::Clock,
    connector::{CallErrorKind, NotPosted},
    pipeline::{Chat, Posted},
    probes::Courier,
    sop::KnownChannel,
    store::{ChannelRow, NewNotice, StoreError},
};
use contract::{
    ids::ChannelId,
    notification::NoticeLevel,
    problem::Problem,
    sop::{Sop, StepKind},
};
use futures::future::BoxFuture;
use serde_json::Value;

/// What a message of a step is called in the log of deliveries.
const KIND: &str = "sop.message";

/// The longest first line in the log, in characters.
const TITLE: usize = 120;

/// The channels as steps post to them.
#[derive(Clone)]
pub struct Chats {
    /// Sends.
    pub courier: Courier,
    /// Tells when, for the log.
    pub clock: Clock,
}

impl Chats {
    async fn posted(&self, id: &ChannelId, text: &str) -> Result<Posted, StoreError> {
        let row = match self.courier.store.channel(id).await {
            Ok(row) => row,
            Err(StoreError::Missing) => {
                return Ok(Posted::from(NotPosted {
                    why: "The channel was deleted meanwhile.".to_owned(),
                    again: None,
                    kind: CallErrorKind::NotFound,
                    said: None,
                }));
            }
            Err(error) => return Err(error),
        };
        let done = self.courier.say(&row, text).await;
        self.log(&row, text, done.as_ref().err()).await;
        Ok(done.map_or_else(Posted::from, |()| Posted::Done))
    }

    /// Writes it into the channel's log. Posted is posted: a fault here is told and changes nothing.
    async fn log(&self, row: &ChannelRow, text: &str, failed: Option<&NotPosted>) {
        let now = self.clock.now_ms();
        let first = text.lines().next().unwrap_or_default();
        let notice = NewNotice {
            kind: KIND.to_owned(),
            level: NoticeLevel::Info,
            title: first.chars().take(TITLE).collect(),
            body: text.to_owned(),
            incident: None,
            integration: None,
            vendor: None,
        };
        let store = &self.courier.store;
        let kept = async {
            let (_, delivery) = store.tell_one(now, &row.id, notice).await?;
            let why = failed.map(|failed| failed.why.as_str());
            store
                .finish_deliveries(now, std::slice::from_ref(&delivery), None, why, None)
                .await
        };
        if let Err(error) = kept.await {
            tracing::warn!(channel.id = %row.id, error = %error, "a step's message could not be logged");
        }
    }
}

impl Chat for Chats {
    fn channels(&self) -> BoxFuture<'_, Result<Vec<KnownChannel>, StoreError>> {
        Box::pin(async move {
            let rows = self.courier.store.channels().await?;
            let known = |row: ChannelRow| KnownChannel {
                id: row.id,
                name: row.name,
                kind: row.kind,
                enabled: row.enabled,
            };
            Ok(rows.into_iter().map(known).collect())
        })
    }

    fn post<'a>(
        &'a self,
        channel: &'a ChannelId,
        text: &'a str,
    ) -> BoxFuture<'a, Result<Posted, StoreError>> {
        Box::pin(self.posted(channel, text))
    }
}

impl Machine {
    /// Refuses to delete a channel that a SOP posts to. Runs under way keep the version they began with and may still meet
    /// that it is gone.
    pub(super) async fn refuse_in_use(&self, id: &ChannelId) -> Result<(), Problem> {
        let names: Vec<String> = self
            .store
            .sops()
            .await?
            .into_iter()
            .filter(|sop| posts_to(sop, id))
            .map(|sop| sop.name)
            .collect();
        if names.is_empty() {
            return Ok(());
        }
        let words = format!(
            "Choose another channel in their steps first, or switch this one off: {}.",
            names.join(", ")
        );
        Err(Problem::new(409, "channel_in_use", "SOPs post to this channel.").with_detail(words))
    }
}

fn posts_to(sop: &Sop, id: &ChannelId) -> bool {
    sop.steps.iter().any(|step| {
        step.kind == StepKind::Chat && step.input.get("channel").and_then(Value::as_str) == Some(id.as_str())
    })
}
