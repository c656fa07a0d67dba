//! Twins of webhooks.

use serde::Serialize;
use utoipa::ToSchema;

/// One registered receiver.
#[derive(Serialize, ToSchema)]
pub struct Webhook {
    /// `whk_…`.
    id: String,
    /// The account whose vendor posts here.
    integration: String,
    /// That account's name.
    integration_name: String,
    /// Whose webhook.
    vendor: String,
    /// What the people call it.
    name: String,
    /// Where the vendor posts.
    url: String,
    /// How a delivery proves itself.
    scheme: String,
    /// The header that carries the proof.
    header: String,
    /// False while a person has switched it off.
    enabled: bool,
    /// Networks that may post, in CIDR form; empty for all.
    allowed_networks: Vec<String>,
    /// The secrets it accepts, newest first; never their values.
    secrets: Vec<WebhookSecret>,
    /// When it was made.
    created_at: String,
    /// When the last event came.
    #[schema(required = true)]
    last_event_at: Option<String>,
    /// How many events came in the last 24 hours.
    events_today: u64,
    /// How many dead letters wait for a person.
    dead_letters: u64,
    /// How long payloads are kept, in days.
    payload_days: u32,
    /// How long events are kept, in days.
    event_days: u32,
    /// True where events about one ticket or device are carried out one after the other.
    ordered: bool,
    /// Set when it has been silent for longer than its rhythm lets expect.
    #[schema(required = true)]
    silence: Option<String>,
    /// How many deliveries were refused in the last 24 hours.
    rejected_today: u64,
    /// True where the vendor has a call that registers it.
    can_register: bool,
    /// What is registered at the vendor's.
    #[schema(required = true)]
    registered: Option<String>,
    /// Where to paste address and secret at the vendor's, Markdown.
    setup: String,
}

/// That a secret is accepted.
#[derive(Serialize, ToSchema)]
pub struct WebhookSecret {
    /// `whs_…`.
    id: String,
    /// Its last four characters.
    hint: String,
    /// When it was made.
    created_at: String,
    /// Until when it is accepted; null for the newest.
    #[schema(required = true)]
    retires_at: Option<String>,
    /// When it last proved a delivery.
    #[schema(required = true)]
    last_matched_at: Option<String>,
}

/// A webhook just made, or its secret just rotated. The secret is in this answer only.
#[derive(Serialize, ToSchema)]
pub struct IssuedWebhook {
    /// `whk_…`.
    id: String,
    /// Where the vendor posts.
    url: String,
    /// The new secret.
    secret: String,
    /// The header that carries the proof.
    header: String,
    /// The scheme of the proof.
    scheme: String,
    /// Where to paste both at the vendor's, Markdown.
    setup: String,
    /// The address with the secret as its last part, for a vendor that can set no header.
    #[schema(required = true)]
    url_with_secret: Option<String>,
    /// Until when the secret before is still accepted; null of a new webhook.
    #[schema(required = true)]
    previous_retires_at: Option<String>,
}
