//! A webhook: a registered receiver with an address and secrets of its own, owned by an integration.

use crate::{
    Text, Time,
    ids::{IntegrationId, VendorId, WebhookId, WebhookSecretId},
};
use serde::{Deserialize, Serialize};

/// One registered receiver.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Webhook {
    /// Its identifier.
    pub id: WebhookId,
    /// The account whose vendor posts here.
    pub integration: IntegrationId,
    /// That account's name.
    pub integration_name: String,
    /// Whose webhook.
    pub vendor: VendorId,
    /// What the people call it.
    pub name: String,
    /// Where the vendor posts.
    pub url: String,
    /// How a delivery proves itself, e.g. `hmac-sha1-base64` or `shared-secret`.
    pub scheme: Text,
    /// The header that carries the proof.
    pub header: Text,
    /// False while a person has switched it off.
    pub enabled: bool,
    /// Networks that may post, in CIDR form; empty for all.
    pub allowed_networks: Vec<String>,
    /// The secrets it accepts, newest first; never their values.
    pub secrets: Vec<WebhookSecret>,
    /// When it was made.
    pub created_at: Time,
    /// When the last event came.
    pub last_event_at: Option<Time>,
    /// How many events came in the last 24 hours.
    pub events_today: u64,
    /// How many of them are dead letters.
    pub dead_letters: u64,
    /// How long payloads are kept, in days.
    pub payload_days: u32,
    /// How long events are kept, in days.
    pub event_days: u32,
    /// True where events about one ticket or device are carried out one after the other.
    #[serde(default)]
    pub ordered: bool,
    /// Set when it has been silent for longer than its rhythm lets expect: a sentence.
    pub silence: Option<String>,
    /// How many deliveries were refused in the last 24 hours.
    pub rejected_today: u64,
    /// True where the vendor has a call that registers it, so that nobody must paste anything.
    pub can_register: bool,
    /// What is registered at the vendor's, in a sentence; none when nobody had it registered from here.
    pub registered: Option<String>,
    /// Where to paste address and secret at the vendor's, Markdown.
    pub setup: Text,
}

/// That a secret is accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookSecret {
    /// Its identifier.
    pub id: WebhookSecretId,
    /// Its last four characters, to tell it from another.
    pub hint: String,
    /// When it was made.
    pub created_at: Time,
    /// Until when it is accepted; none for the newest.
    pub retires_at: Option<Time>,
    /// When it last proved a delivery.
    pub last_matched_at: Option<Time>,
}

/// What a new webhook is made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewWebhook {
    /// The account whose vendor will post.
    pub integration: String,
    /// What to call it; blank for the account's name.
    #[serde(default)]
    pub name: String,
}

/// A change; what is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WebhookChange {
    /// A new name.
    pub name: Option<String>,
    /// Switches it off or on.
    pub enabled: Option<bool>,
    /// New networks.
    pub allowed_networks: Option<Vec<String>>,
    /// How long payloads are kept, in days.
    pub payload_days: Option<u32>,
    /// How long events are kept, in days.
    pub event_days: Option<u32>,
    /// Whether events about one ticket or device are carried out one after the other.
    pub ordered: Option<bool>,
}

/// How a secret is rotated.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rotation {
    /// For how many hours the secret before is still accepted; 24 when absent, 0 to end it now.
    pub overlap_hours: Option<u32>,
}

/// A webhook just made, or its secret just rotated. The secret is in this answer only.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct IssuedWebhook {
    /// Its identifier.
    pub id: WebhookId,
    /// Where the vendor posts.
    pub url: String,
    /// The new secret.
    pub secret: String,
    /// The header that carries the proof.
    pub header: Text,
    /// The scheme of the proof.
    pub scheme: Text,
    /// Where to paste both at the vendor's, Markdown.
    pub setup: Text,
    /// The address with the secret as its last part, for a vendor that can set no header; none where it can.
    pub url_with_secret: Option<String>,
    /// Until when the secret before is still accepted; none of a new webhook.
    pub previous_retires_at: Option<Time>,
}

impl std::fmt::Debug for IssuedWebhook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("IssuedWebhook")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}
