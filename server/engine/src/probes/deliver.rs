//! Brings notices to people: over each channel until it has arrived or is given up. What comes at once is told as one.

use super::message;
use crate::{
    clock::rfc3339,
    connector::{CallErrorKind, Mail, NotPosted, Wire, post},
    store::{CHANNEL_FIELD, CHANNEL_VENDOR, ChannelRow, DueDelivery, Moment, NewNotice, Store, StoreError},
    vault::{Binding, Sealed, Secret, Vault},
};
use contract::{ids::NoticeId, notification::ChannelKind};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, time::Duration};

/// The waits before a delivery is tried again; after the last it is given up.
const WAITS: [Duration; 4] = [
    Duration::from_secs(10),
    Duration::from_secs(60),
    Duration::from_secs(300),
    Duration::from_secs(1_800),
];

/// Notices of one channel that are told as one.
const MANY: usize = 4;

/// Deliveries that are taken at once.
const AT_ONCE: u64 = 200;

/// How long a node may have a delivery.
const LEASE_MS: i64 = 120_000;

/// What a channel is reached by; sealed as one text.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Address {
    /// Its URL.
    pub url: String,
    /// The secret of a signed webhook.
    #[serde(default)]
    pub secret: String,
}

/// Delivers.
#[derive(Clone)]
pub struct Courier {
    /// Keeps what is to be delivered.
    pub store: Store,
    /// Opens addresses.
    pub vault: Vault,
    /// Sends.
    pub wire: Wire,
    /// Mails; none where the operator set no mail server.
    pub mail: Option<Mail>,
    /// The page that a digest leads to.
    pub page: String,
}

/// Why it did not arrive.
#[derive(Debug)]
pub struct Undelivered {
    /// In words, without any address or secret.
    pub why: String,
    /// Whether another try can help, and not before when.
    pub again: Option<Duration>,
}

impl Courier {
    /// Delivers what is due; says how many deliveries were tried.
    pub async fn turn(&self, now: i64, at: Moment, claim: &str) -> Result<usize, StoreError> {
        let due = self.store.claim_deliveries(at, AT_ONCE, claim, LEASE_MS).await?;
        let count = due.len();
        let mut channels: BTreeMap<String, Vec<DueDelivery>> = BTreeMap::new();
        for one in due {
            channels.entry(one.channel.id.to_string()).or_default().push(one);
        }
        let work = channels.into_values().map(|mine| self.channel(now, claim, mine));
        for done in futures::future::join_all(work).await {
            done?;
        }
        Ok(count)
    }

    async fn channel(&self, now: i64, claim: &str, mine: Vec<DueDelivery>) -> Result<(), StoreError> {
        if mine.len() >= MANY {
            let notices: Vec<NewNotice> = mine.iter().map(|one| one.notice.clone()).collect();
            let one = message::digest(&notices, &self.page);
            return self.told(now, claim, &mine, &one).await;
        }
        for one in &mine {
            self.told(now, claim, std::slice::from_ref(one), &one.notice)
                .await?;
        }
        Ok(())
    }

    async fn told(
        &self,
        now: i64,
        claim: &str,
        mine: &[DueDelivery],
        notice: &NewNotice,
    ) -> Result<(), StoreError> {
        let Some(first) = mine.first() else { return Ok(()) };
        let ids: Vec<String> = mine.iter().map(|one| one.id.clone()).collect();
        let done = if first.channel.enabled {
            self.send(now, &first.channel, &first.notice_id, notice).await
        } else {
            Err(Undelivered {
                why: "The channel was switched off.".to_owned(),
                again: None,
            })
        };
        let tried = usize::try_from(mine.iter().map(|one| one.attempts).max().unwrap_or(0)).unwrap_or(0);
        let again_at = done.as_ref().err().and_then(|failed| {
            let wait = failed.again?.max(*WAITS.get(tried)?);
            Some(now + i64::try_from(wait.as_millis()).unwrap_or(i64::MAX))
        });
        if let Err(failed) = &done {
            tracing::warn!(channel.id = %first.channel.id, error = %failed.why, "a notice was not delivered");
        }
        let error = done.err().map(|failed| failed.why);
        self.store
            .finish_deliveries(now, &ids, Some(claim), error.as_deref(), again_at)
            .await
    }

    /// Sends one notice over one channel, once.
    pub async fn send(
        &self,
        now: i64,
        channel: &ChannelRow,
        id: &NoticeId,
        notice: &NewNotice,
    ) -> Result<(), Undelivered> {
        if channel.kind == ChannelKind::Email {
            return self.mailed(channel, notice).await;
        }
        let address = self.opened(channel).await?;
        let (url, secret) = (Secret::new(address.url), Secret::new(address.secret));
        let (headers, body) = match channel.kind {
            ChannelKind::Slack => (Vec::new(), message::slack(notice)),
            ChannelKind::Teams => (Vec::new(), message::teams(notice)),
            ChannelKind::Email | ChannelKind::Webhook => {
                let body = message::webhook(notice, &rfc3339(now));
                let seconds = now.div_euclid(1_000);
                let headers = message::signed(secret.expose(), id.as_str(), seconds, &body.to_string());
                let headers = headers.ok_or_else(|| Undelivered {
                    why: "The channel's secret cannot be used; enter another.".to_owned(),
                    again: None,
                })?;
                (headers, body)
            }
        };
        post(&self.wire, &url, Some(&secret), headers, body)
            .await
            .map_err(|NotPosted { why, again, .. }| Undelivered { why, again })
    }

    /// Says a text in a chat, once, as whoever wrote it wrote it.
    pub async fn say(&self, channel: &ChannelRow, text: &str) -> Result<(), NotPosted> {
        let body = match channel.kind {
            ChannelKind::Slack => message::slack_text(text),
            ChannelKind::Teams => message::teams_text(text),
            ChannelKind::Email | ChannelKind::Webhook => {
                return Err(not_said("The channel is no chat.", None));
            }
        };
        let address = match self.opened(channel).await {
            Ok(address) => Secret::new(address.url),
            Err(Undelivered { why, again }) => return Err(not_said(&why, again)),
        };
        post(&self.wire, &address, None, Vec::new(), body).await
    }

    async fn mailed(&self, channel: &ChannelRow, notice: &NewNotice) -> Result<(), Undelivered> {
        let Some(mail) = &self.mail else {
            return Err(Undelivered {
                why: "No mail server is set (OPSAI_SMTP_HOST).".to_owned(),
                again: None,
            });
        };
        let (subject, text) = message::mail(notice);
        mail.send(&channel.recipients, &subject, text)
            .await
            .map_err(|failed| Undelivered {
                why: failed.why,
                again: failed.again.then_some(Duration::ZERO),
            })
    }

    /// What a channel is reached by.
    pub async fn opened(&self, channel: &ChannelRow) -> Result<Address, Undelivered> {
        let failed = |why: String, again| Undelivered { why, again };
        let sealed = channel.sealed.as_deref().unwrap_or_default();
        let unreadable = || {
            failed(
                "The channel's address cannot be read; enter it again.".to_owned(),
                None,
            )
        };
        let sealed = Sealed::parse(sealed).map_err(|_| unreadable())?;
        let opened = self
            .vault
            .open(binding(channel.id.as_str()), &sealed)
            .await
            .map_err(|error| {
                failed(
                    format!("The channel's address could not be opened: {error}."),
                    Some(Duration::ZERO),
                )
            })?;
        serde_json::from_str(opened.expose()).map_err(|_| unreadable())
    }
}

/// Something that was not sent at all.
fn not_said(why: &str, again: Option<Duration>) -> NotPosted {
    NotPosted {
        why: why.to_owned(),
        again,
        kind: if again.is_some() {
            CallErrorKind::KeyUnavailable
        } else {
            CallErrorKind::Rejected
        },
        said: None,
    }
}

/// The place that a channel's address is bound to.
pub fn binding(channel: &str) -> Binding<'_> {
    Binding {
        integration: channel,
        vendor: CHANNEL_VENDOR,
        field: CHANNEL_FIELD,
    }
}
