//! Health: what a probe found, and the badge that follows from it.

use crate::{
    Text, Time,
    health::{Attention, Expiry, Flap, Hold},
    ids::ProbeId,
};
use serde::{Deserialize, Serialize};

/// What one probe ended as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The vendor answered as it should.
    Ok,
    /// The vendor refused the credentials.
    Credentials,
    /// The credentials are good, a permission is missing.
    Permission,
    /// The vendor asked to slow down.
    Throttled,
    /// The vendor answered with a failure of its own.
    VendorDown,
    /// No answer before the deadline.
    Timeout,
    /// The host's name could not be resolved, or no connection came about.
    Dns,
    /// The certificate was not accepted.
    Tls,
    /// An answer came that is not what the vendor documents.
    BadPayload,
    /// Ops AI has no way out of its own network.
    EgressDown,
    /// The credentials could not be opened: the key is out of reach.
    KeyUnavailable,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Outcome; 11] = [
        Outcome::Ok,
        Outcome::Credentials,
        Outcome::Permission,
        Outcome::Throttled,
        Outcome::VendorDown,
        Outcome::Timeout,
        Outcome::Dns,
        Outcome::Tls,
        Outcome::BadPayload,
        Outcome::EgressDown,
        Outcome::KeyUnavailable,
    ];

    /// The outcome's word.
    pub fn as_str(self) -> &'static str {
        match self {
            Outcome::Ok => "ok",
            Outcome::Credentials => "credentials",
            Outcome::Permission => "permission",
            Outcome::Throttled => "throttled",
            Outcome::VendorDown => "vendor_down",
            Outcome::Timeout => "timeout",
            Outcome::Dns => "dns",
            Outcome::Tls => "tls",
            Outcome::BadPayload => "bad_payload",
            Outcome::EgressDown => "egress_down",
            Outcome::KeyUnavailable => "key_unavailable",
        }
    }

    /// The outcome of a word.
    pub fn parse(word: &str) -> Option<Outcome> {
        Self::ALL.into_iter().find(|outcome| outcome.as_str() == word)
    }

    /// What it means, for a person.
    pub fn sentence(self) -> &'static str {
        match self {
            Outcome::Ok => "The vendor answered as it should.",
            Outcome::Credentials => "The vendor refused the credentials.",
            Outcome::Permission => "The credentials work, but a permission is missing.",
            Outcome::Throttled => "The vendor asked Ops AI to slow down.",
            Outcome::VendorDown => "The vendor answered with an error of its own.",
            Outcome::Timeout => "The vendor did not answer in time.",
            Outcome::Dns => "The vendor's host could not be reached.",
            Outcome::Tls => "The vendor's certificate was not accepted.",
            Outcome::BadPayload => "The vendor answered something it does not document.",
            Outcome::EgressDown => "Ops AI itself has no way out to the internet.",
            Outcome::KeyUnavailable => "The credentials could not be opened: the key is out of reach.",
        }
    }

    /// The badge that this outcome alone gives; `None` when the fault is ours and says nothing of the vendor.
    pub fn badge(self) -> Option<Badge> {
        match self {
            Outcome::Ok => Some(Badge::Connected),
            Outcome::Permission | Outcome::Throttled => Some(Badge::NeedsAttention),
            Outcome::EgressDown | Outcome::KeyUnavailable => None,
            _ => Some(Badge::Disconnected),
        }
    }
}

/// What a person sees beside an integration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Badge {
    /// The last probe passed.
    Connected,
    /// It works, but a person should look.
    NeedsAttention,
    /// The last probe failed.
    Disconnected,
    /// The first probe is under way.
    Checking,
    /// A person switched probing off.
    Paused,
    /// Nothing recent is known.
    Unknown,
}

impl Badge {
    /// Every badge, in the order in which they are counted.
    pub const ALL: [Badge; 6] = [
        Badge::Connected,
        Badge::Disconnected,
        Badge::NeedsAttention,
        Badge::Unknown,
        Badge::Checking,
        Badge::Paused,
    ];

    /// The badge's word.
    pub fn as_str(self) -> &'static str {
        match self {
            Badge::Connected => "connected",
            Badge::NeedsAttention => "needs_attention",
            Badge::Disconnected => "disconnected",
            Badge::Checking => "checking",
            Badge::Paused => "paused",
            Badge::Unknown => "unknown",
        }
    }

    /// What is written on it.
    pub fn label(self) -> &'static str {
        match self {
            Badge::Connected => "Connected",
            Badge::NeedsAttention => "Needs attention",
            Badge::Disconnected => "Disconnected",
            Badge::Checking => "Checking",
            Badge::Paused => "Paused",
            Badge::Unknown => "Unknown",
        }
    }
}

/// The health of an integration: its last probe, and the badge derived from it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Health {
    /// What a person sees.
    pub badge: Badge,
    /// Why, as a closed word: an outcome, the code of the first attention, `stale`, `never_checked` or `paused`.
    pub reason: Text,
    /// When the last probe ended.
    pub checked_at: Option<Time>,
    /// Since when the outcome has been the same.
    pub since: Option<Time>,
    /// How long the last probe took, in milliseconds.
    pub latency_ms: Option<u64>,
    /// The vendor's HTTP status of the last probe that failed.
    pub vendor_status: Option<u16>,
    /// The vendor's words of the last probe that failed, verbatim.
    pub vendor_message: Option<String>,
    /// True while the outcome keeps changing.
    pub flapping: bool,
    /// How much it changes; none while it does not.
    #[serde(default)]
    pub flap: Option<Flap>,
    /// True after one failed probe that a second has not confirmed yet; nobody has been told.
    #[serde(default)]
    pub unconfirmed: bool,
    /// Why a person should look; empty unless there is a reason.
    #[serde(default)]
    pub attention: Vec<Attention>,
    /// When it is probed next; none while it is not probed.
    #[serde(default)]
    pub next_check_at: Option<Time>,
    /// When the credentials end, where that is known.
    #[serde(default)]
    pub expires: Option<Expiry>,
    /// The maintenance or snooze in force.
    #[serde(default)]
    pub hold: Option<Hold>,
}

impl Health {
    /// A badge with its reason, and nothing else known.
    pub fn new(badge: Badge, reason: impl Into<Text>) -> Self {
        Self {
            badge,
            reason: reason.into(),
            checked_at: None,
            since: None,
            latency_ms: None,
            vendor_status: None,
            vendor_message: None,
            flapping: false,
            flap: None,
            unconfirmed: false,
            attention: Vec::new(),
            next_check_at: None,
            expires: None,
            hold: None,
        }
    }
}

/// One probe of the history.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProbeRecord {
    /// Its identifier.
    pub id: ProbeId,
    /// When it ended.
    pub at: Time,
    /// What it ended as.
    pub outcome: Outcome,
    /// How long it took, in milliseconds.
    pub latency_ms: u64,
    /// True where it passed and took more than three times as long, and half a second longer, than the integration's own median
    /// of the 7 days before it.
    #[serde(default)]
    pub slow: bool,
    /// Why it ran: `schedule`, `confirm`, `recheck`, `saved`, `test`, `call`.
    pub trigger: Text,
    /// What was found, in words.
    pub detail: String,
    /// The vendor's HTTP status, where it failed.
    pub vendor_status: Option<u16>,
    /// The vendor's words, where it failed.
    pub vendor_message: Option<String>,
    /// The vendor's identifier of the request.
    pub vendor_request_id: Option<String>,
}
