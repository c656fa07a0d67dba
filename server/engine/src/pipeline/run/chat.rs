//! Steps that post to a chat: through a notification channel, whose address and secret never come here. A chat knows no key
//! that tells a message that comes twice, so a lost answer stops for a person.

use super::{
    Automation,
    carrier::Carrier,
    evidence::{Came, failure},
    operations::taken_by_another,
};
use crate::{
    connector::{CallError, CallErrorKind, NotPosted},
    pipeline::{CrashPoint, Retry, StageFailure},
    sop::KnownChannel,
    store::{EffectKey, EffectState, StoreError},
};
use contract::{
    failure::{FailureCode, Stage},
    ids::{ChannelId, VendorId},
    operation::Risk,
    run::RunStep,
    sop::{Mode, Step, StepApproval},
};
use futures::future::BoxFuture;
use serde_json::{Value, json};

/// The most of a text that is posted, in characters; chats take little more.
const MOST: usize = 4_000;

/// The channels by which people are told.
pub trait Chat: Send + Sync {
    /// All of them, also those that are no chat.
    fn channels(&self) -> BoxFuture<'_, Result<Vec<KnownChannel>, StoreError>>;

    /// Posts a text to one of them, once.
    fn post<'a>(&'a self, channel: &'a ChannelId, text: &'a str)
    -> BoxFuture<'a, Result<Posted, StoreError>>;
}

/// A message that was posted, or was not.
#[derive(Debug)]
pub enum Posted {
    /// The channel took it.
    Done,
    /// It did not; nothing was posted.
    NotDone(Box<StageFailure>),
    /// The answer was lost.
    Unknown(Box<StageFailure>),
}

impl From<NotPosted> for Posted {
    fn from(not: NotPosted) -> Self {
        let error = CallError::new(VendorId::new("ops_ai"), "chat", not.kind.clone());
        let mut failure = StageFailure::of_call(Stage::Execute, &error);
        failure.detail.clone_from(&not.why);
        if let Some((status, words)) = &not.said {
            failure.vendor_status = Some(*status);
            failure.vendor_message = Some(words.clone());
        }
        if matches!(not.kind, CallErrorKind::Egress { .. }) {
            failure.code = FailureCode::PermissionDenied;
        }
        if !not.is_lost() {
            return Self::NotDone(Box::new(failure));
        }
        if not.said.is_none() {
            failure.code = FailureCode::OutcomeUnknown;
        }
        failure
            .detail
            .push_str(" Whether it was posted is not known, so it is not posted again: look into the chat.");
        Self::Unknown(Box::new(failure.with_retry(Retry::Never)))
    }
}

/// What is to be said, and where.
struct Message {
    channel: KnownChannel,
    text: String,
}

impl Message {
    /// Where it goes, in words.
    fn place(&self) -> String {
        format!("{} ({})", self.channel.name, self.channel.kind.label())
    }
}

impl Automation {
    /// The channels by which people are told.
    pub(super) async fn channels(&self) -> Result<Vec<KnownChannel>, StoreError> {
        match &self.chat {
            Some(chat) => chat.channels().await,
            None => Ok(Vec::new()),
        }
    }

    /// What a step would say, and where; `Err` is why it cannot.
    async fn message(&self, input: &Value) -> Result<Result<Message, StageFailure>, StoreError> {
        let member = |name: &str| input.get(name).and_then(Value::as_str).unwrap_or_default();
        let broke = |code, words: String| Ok(Err(failure(code, words)));
        let id = member("channel");
        let all = self.channels().await?;
        let Some(channel) = all.into_iter().find(|known| known.id.as_str() == id) else {
            let words = "The channel that this step posts to was deleted: choose another in the step.";
            return broke(FailureCode::IntegrationMissing, words.to_owned());
        };
        if !channel.kind.is_chat() {
            let words = format!("{} is no chat: choose another channel in the step.", channel.name);
            return broke(FailureCode::VendorRejected, words);
        }
        if !channel.enabled {
            let words = format!("The channel {} is switched off.", channel.name);
            return broke(FailureCode::IntegrationDisabled, words);
        }
        let text = member("text").trim();
        if text.is_empty() {
            let words = "text: the template gave an empty text.";
            return broke(FailureCode::TemplateError, words.to_owned());
        }
        let text = match text.char_indices().nth(MOST) {
            Some((end, _)) => format!("{}…", &text[..end]),
            None => text.to_owned(),
        };
        Ok(Ok(Message { channel, text }))
    }

    /// What a step would say, without saying it.
    pub(super) async fn unsaid(&self, input: &Value) -> Result<Came, StoreError> {
        Ok(match self.message(input).await? {
            Ok(message) => Came::Drafted(format!("It would be posted to {}.", message.place())),
            Err(failure) => Came::bad(failure),
        })
    }
}

impl Carrier<'_> {
    /// Begins a step that posts; none when the run was cancelled.
    pub async fn chat(&mut self, step: &Step, input: Value) -> Result<Option<Came>, StoreError> {
        if self.drafts() {
            let begun = self.open(step, &input, "running", |_| {}).await?;
            let came = self.auto.unsaid(&input).await?;
            return Ok(begun.then_some(came));
        }
        let key = self.effect_of(step);
        if let Some(came) = self.made_before(step, &input, &key).await? {
            return Ok(came);
        }
        let message = match self.auto.message(&input).await? {
            Ok(message) => message,
            Err(failure) => {
                let begun = self.open(step, &input, "running", |_| {}).await?;
                return Ok(begun.then(|| Came::bad(failure)));
            }
        };
        let asks = matches!(step.approval, StepApproval::Tech | StepApproval::Admin);
        if asks || self.sop.mode == Mode::ApproveBeforeExecute {
            let words = format!("Post to {}: {}", message.place(), message.text);
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
        self.posted(step, &input, &key, 1).await.map(Some)
    }

    /// A step that was begun before and never ended, or was approved now.
    pub async fn chat_again(&mut self, step: &Step, row: &RunStep) -> Result<Came, StoreError> {
        if self.drafts() {
            return self.auto.unsaid(&row.input).await;
        }
        if row.idempotency_key.is_none() {
            // It failed before its message could be made, and does again; what an earlier run posted is not posted twice.
            return match self.auto.message(&row.input).await? {
                Err(failure) => Ok(Came::bad(failure)),
                Ok(_) => Ok(Came::bad(failure(
                    FailureCode::TemplateError,
                    "The step could not be made when it began.",
                ))),
            };
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
        self.posted(step, &row.input, &key, tries).await
    }

    async fn posted(
        &self,
        step: &Step,
        input: &Value,
        key: &EffectKey,
        first: u32,
    ) -> Result<Came, StoreError> {
        let mut tries = first;
        loop {
            match self.posted_once(input, &key.key, tries).await? {
                Came::Bad { failure, effect, .. } if tries < first + step.retries => {
                    let Some(wait) = self.wait_before(&failure, tries) else {
                        return Ok(Came::Bad {
                            failure,
                            effect,
                            tries,
                        });
                    };
                    tokio::time::sleep(wait).await;
                    tries += 1;
                    self.begin_again(key, tries).await?;
                }
                came => return Ok(came),
            }
        }
    }

    async fn posted_once(&self, input: &Value, key: &str, tries: u32) -> Result<Came, StoreError> {
        let bad = |failure| Came::Bad {
            failure,
            effect: Some((key.to_owned(), EffectState::Undone)),
            tries,
        };
        let message = match self.auto.message(input).await? {
            Ok(message) => message,
            Err(failure) => return Ok(bad(failure)),
        };
        let Some(chat) = &self.auto.chat else {
            let words = "There is no channel to post to.";
            return Ok(bad(failure(FailureCode::IntegrationMissing, words)));
        };
        self.still_holds(key).await?;
        Ok(match chat.post(&message.channel.id, &message.text).await? {
            Posted::Done => {
                self.auto.hooks.pass(CrashPoint::AfterEffect);
                let output = json!({ "posted": true });
                Came::Good {
                    effect: Some((key.to_owned(), EffectState::Done(output.clone()))),
                    output,
                    detail: format!("Posted to {}.", message.place()),
                    outcome: "succeeded",
                    tries,
                }
            }
            Posted::NotDone(failure) => bad(*failure),
            Posted::Unknown(failure) => Came::Unknown {
                failure: *failure,
                tries,
            },
        })
    }
}
