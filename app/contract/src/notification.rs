//! Telling people: channels, what was told, and whether it arrived.
//!
//! A channel's address and secret go in and never come out: a channel shows a hint of them only.

use crate::{
    Text, Time,
    ids::{ChannelId, IncidentId, IntegrationId, NoticeId},
};
use serde::{Deserialize, Serialize};

/// How a channel reaches people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChannelKind {
    /// E-mail, by the server's own mail settings.
    Email,
    /// A Microsoft Teams workflow's webhook.
    Teams,
    /// A Slack incoming webhook.
    Slack,
    /// Any receiver of signed webhooks (Standard Webhooks).
    Webhook,
}

impl ChannelKind {
    /// Every kind.
    pub const ALL: [ChannelKind; 4] = [
        ChannelKind::Email,
        ChannelKind::Teams,
        ChannelKind::Slack,
        ChannelKind::Webhook,
    ];

    /// The kind's word.
    pub fn as_str(self) -> &'static str {
        match self {
            ChannelKind::Email => "email",
            ChannelKind::Teams => "teams",
            ChannelKind::Slack => "slack",
            ChannelKind::Webhook => "webhook",
        }
    }

    /// What is written on it.
    pub fn label(self) -> &'static str {
        match self {
            ChannelKind::Email => "E-mail",
            ChannelKind::Teams => "Microsoft Teams",
            ChannelKind::Slack => "Slack",
            ChannelKind::Webhook => "Signed webhook",
        }
    }

    /// The kind of a word.
    pub fn parse(word: &str) -> Option<ChannelKind> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// True for a chat: what a step of a SOP may post to.
    pub fn is_chat(self) -> bool {
        matches!(self, ChannelKind::Teams | ChannelKind::Slack)
    }
}

/// How much a notice matters; a channel takes those at or above its floor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeLevel {
    /// For the record.
    Info,
    /// Somebody should look today.
    Warning,
    /// Something does not work.
    Critical,
}

impl NoticeLevel {
    /// Every level, least first.
    pub const ALL: [NoticeLevel; 3] = [NoticeLevel::Info, NoticeLevel::Warning, NoticeLevel::Critical];

    /// The level's word.
    pub fn as_str(self) -> &'static str {
        match self {
            NoticeLevel::Info => "info",
            NoticeLevel::Warning => "warning",
            NoticeLevel::Critical => "critical",
        }
    }

    /// The level of a word.
    pub fn parse(word: &str) -> Option<NoticeLevel> {
        Self::ALL.into_iter().find(|level| level.as_str() == word)
    }
}

/// One way to tell people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Channel {
    /// Its identifier.
    pub id: ChannelId,
    /// What the people call it.
    pub name: String,
    /// How it reaches them.
    pub kind: ChannelKind,
    /// The addresses of an e-mail channel; empty for all others.
    pub to: Vec<String>,
    /// What of its address may be shown, e.g. `hooks.slack.com/…4f2a`.
    pub hint: String,
    /// The least that is told here.
    pub floor: NoticeLevel,
    /// False while a person has switched it off.
    pub enabled: bool,
    /// How the last delivery went; none when there was none.
    pub last: Option<NoticeDelivery>,
    /// When it was made.
    pub created_at: Time,
    /// When it was last changed.
    pub updated_at: Time,
}

/// A channel to make.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct NewChannel {
    /// What to call it; blank for the kind's name.
    #[serde(default)]
    pub name: String,
    /// `email`, `teams`, `slack` or `webhook`.
    pub kind: String,
    /// The addresses of an e-mail channel.
    #[serde(default)]
    pub to: Vec<String>,
    /// The address of all others.
    #[serde(default)]
    pub url: String,
    /// The secret of a signed webhook, `whsec_…`; one is made when absent.
    #[serde(default)]
    pub secret: String,
    /// The least that is told here; `warning` when absent.
    #[serde(default)]
    pub floor: Option<NoticeLevel>,
}

/// A change of a channel; what is absent or blank stays.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct ChannelChange {
    /// A new name.
    #[serde(default)]
    pub name: Option<String>,
    /// New addresses.
    #[serde(default)]
    pub to: Option<Vec<String>>,
    /// A new address.
    #[serde(default)]
    pub url: Option<String>,
    /// A new secret.
    #[serde(default)]
    pub secret: Option<String>,
    /// A new floor.
    #[serde(default)]
    pub floor: Option<NoticeLevel>,
    /// Switches it off or on.
    #[serde(default)]
    pub enabled: Option<bool>,
}

// Rationale: addresses of channels are secrets on their way to the vault; a derived Debug would print them.
impl std::fmt::Debug for NewChannel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewChannel")
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

impl std::fmt::Debug for ChannelChange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ChannelChange").finish_non_exhaustive()
    }
}

/// A channel that was just made.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuedChannel {
    /// The channel.
    pub channel: Channel,
    /// The secret of a signed webhook that was made for it; in this answer only.
    pub secret: Option<String>,
}

impl std::fmt::Debug for IssuedChannel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("IssuedChannel")
            .field("channel", &self.channel)
            .finish_non_exhaustive()
    }
}

/// What a notice can tell of.
pub const NOTICE_KINDS: [&str; 8] = [
    "integration.down",
    "integration.recovered",
    "integration.flapping",
    "integration.settled",
    "credential.expiring",
    "digest",
    "test",
    "sop.message",
];

/// How one notice went to one channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeDelivery {
    /// Which notice.
    pub notice: NoticeId,
    /// Which channel.
    pub channel: ChannelId,
    /// What happened, a word of [`NOTICE_KINDS`].
    pub kind: Text,
    /// How much it matters.
    pub level: NoticeLevel,
    /// Its first line.
    pub title: String,
    /// `waiting`, `delivered` or `failed`.
    pub status: Text,
    /// How often it was tried.
    pub attempts: u32,
    /// What the other side, or our own network, said at the last try; never the address.
    pub error: Option<String>,
    /// The incident it tells of.
    pub incident: Option<IncidentId>,
    /// The integration it tells of.
    pub integration: Option<IntegrationId>,
    /// When it was written.
    pub created_at: Time,
    /// When it was delivered, or given up.
    pub finished_at: Option<Time>,
    /// When it is tried next, while it waits.
    pub next_at: Option<Time>,
}

/// A page of deliveries, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryPage {
    /// The deliveries.
    pub items: Vec<NoticeDelivery>,
    /// Where the next page begins; none at the end.
    pub next_cursor: Option<String>,
}
