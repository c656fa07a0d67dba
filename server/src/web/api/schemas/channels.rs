//! Twins of channels and of what was told over them.

use serde::Serialize;
use utoipa::ToSchema;

/// How a channel reaches people.
#[derive(Serialize, ToSchema)]
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

/// How much a notice matters.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoticeLevel {
    /// For the record.
    Info,
    /// Somebody should look today.
    Warning,
    /// Something does not work.
    Critical,
}

/// One way to tell people. Its address and secret are never shown.
#[derive(Serialize, ToSchema)]
pub struct Channel {
    /// `chn_…`.
    id: String,
    /// What the people call it.
    name: String,
    /// How it reaches them.
    kind: ChannelKind,
    /// The addresses of an e-mail channel.
    to: Vec<String>,
    /// What of its address may be shown.
    hint: String,
    /// The least that is told here.
    floor: NoticeLevel,
    /// False while a person has switched it off.
    enabled: bool,
    /// How the last delivery went.
    #[schema(required = true)]
    last: Option<NoticeDelivery>,
    /// When it was made.
    created_at: String,
    /// When it was last changed.
    updated_at: String,
}

/// A channel just made.
#[derive(Serialize, ToSchema)]
pub struct IssuedChannel {
    /// The channel.
    channel: Channel,
    /// The secret of a signed webhook that was made for it; in this answer only.
    #[schema(required = true)]
    secret: Option<String>,
}

/// How one notice went to one channel.
#[derive(Serialize, ToSchema)]
pub struct NoticeDelivery {
    /// The notice, `ntc_…`.
    notice: String,
    /// The channel, `chn_…`.
    channel: String,
    /// What happened: `integration.down`, `integration.recovered`, `integration.flapping`, `integration.settled`,
    /// `credential.expiring`, `digest`, `test` or `sop.message`.
    kind: String,
    /// How much it matters.
    level: NoticeLevel,
    /// Its first line.
    title: String,
    /// `waiting`, `delivered` or `failed`.
    status: String,
    /// How often it was tried.
    attempts: u32,
    /// What was said at the last try; never the address.
    #[schema(required = true)]
    error: Option<String>,
    /// The incident it tells of.
    #[schema(required = true)]
    incident: Option<String>,
    /// The integration it tells of.
    #[schema(required = true)]
    integration: Option<String>,
    /// When it was written.
    created_at: String,
    /// When it was delivered, or given up.
    #[schema(required = true)]
    finished_at: Option<String>,
    /// When it is tried next, while it waits.
    #[schema(required = true)]
    next_at: Option<String>,
}
