//! Steps that post to a chat: through a notification channel, whose address and secret never come here.

use super::{
    Automation,
    carrier::Carrier,
    evidence::{Came, failure},
    operations::taken_by_another,
};
use crate::{
    pipeline::StageFailure,
    store::{EffectState, StoreError},
};
use contract::{
    failure::FailureCode,
    operation::Risk,
    run::RunStep,
    sop::{Mode, Step, StepApproval},
};
use futures::future::BoxFuture;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A message that was posted, or was not.
pub enum Posted {
    /// The channel took it.
    Done,
    /// It did not; nothing was posted.
    NotDone(Box<StageFailure>),
    /// The answer was lost.
    Unknown(Box<StageFailure>),
}

/// The channels that steps may post to.
pub trait Chat: Send + Sync {
    /// Their identifiers.
    fn channels(&self) -> BoxFuture<'_, Result<BTreeSet<String>, StoreError>>;
    /// Posts a text.
    fn post<'a>(&'a self, channel: &'a str, text: &'a str) -> BoxFuture<'a, Result<Posted, StoreError>>;
}

impl Automation {
    /// The channels that steps may post to.
    pub(super) async fn channels(&self) -> Result<BTreeSet<String>, StoreError> {
        match &self.chat {
            Some(chat) => chat.channels().await,
            None => Ok(BTreeSet::new()),
        }
    }
}

impl Carrier<'_> {
    /// Begins a step that posts; none when the run was cancelled.
    pub async fn chat(&mut self, step: &Step, input: Value) -> Result<Option<Came>, StoreError> {
        if self.drafts() {
            let begun = self.open(step, &input, "running", |_| {}).await?;
            return Ok(begun.then(|| Came::Drafted("It would be posted.".into())));
        }
        let key = self.effect_of(step);
        if let Some(came) = self.made_before(step, &input, &key).await? {
            return Ok(came);
        }
        let asks = matches!(step.approval, StepApproval::Tech | StepApproval::Admin);
        if asks || self.sop.mode == Mode::ApproveBeforeExecute {
            let words = format!("Post to a chat: {}", text_of(&input));
            let new = self.wait_for(step, "chat", words, Risk::Write, &input);
            return self.open_waiting(step, &input, new, Some(key), None).await;
        }
        let effect = key.clone();
        let begun = self
            .open(step, &input, "running", |start| start.effect = Some(effect))
            .await;
        if !taken_by_another(begun, Some(&key))? {
            return Ok(None);
        }
        self.post(&input, &key.key, 1).await.map(Some)
    }

    /// A step that was begun before and never ended, or was approved now.
    pub async fn chat_again(&mut self, step: &Step, row: &RunStep) -> Result<Came, StoreError> {
        if self.drafts() {
            return Ok(Came::Drafted("It would be posted.".into()));
        }
        let key = self.effect_of(step);
        if row.outcome == "running"
            && let Some(came) = self.lost_or_done(&key.key, row.tries).await?
        {
            return Ok(came);
        }
        let tries = if row.outcome == "running" {
            row.tries + 1
        } else {
            1
        };
        self.begin_again(&key, tries).await?;
        self.post(&row.input, &key.key, tries).await
    }

    async fn post(&self, input: &Value, key: &str, tries: u32) -> Result<Came, StoreError> {
        let channel = input.get("channel").and_then(Value::as_str).unwrap_or_default();
        let Some(chat) = &self.auto.chat else {
            return Ok(Came::Bad {
                failure: failure(FailureCode::IntegrationMissing, "There is no channel to post to."),
                effect: Some((key.to_owned(), EffectState::Undone)),
                tries,
            });
        };
        self.still_holds(key).await?;
        Ok(match chat.post(channel, text_of(input)).await? {
            Posted::Done => Came::Good {
                output: json!({ "posted": true }),
                detail: String::new(),
                outcome: "succeeded",
                effect: Some((key.to_owned(), EffectState::Done(json!({ "posted": true })))),
                tries,
            },
            Posted::NotDone(failure) => Came::Bad {
                failure: *failure,
                effect: Some((key.to_owned(), EffectState::Undone)),
                tries,
            },
            Posted::Unknown(failure) => Came::Unknown {
                failure: *failure,
                tries,
            },
        })
    }
}

fn text_of(input: &Value) -> &str {
    input.get("text").and_then(Value::as_str).unwrap_or_default()
}
