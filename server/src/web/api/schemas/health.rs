//! Twins of integrations, their probes and the counts.

use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// One connected account. Its secrets are named and never shown.
#[derive(Serialize, ToSchema)]
pub struct Integration {
    /// `int_…`.
    id: String,
    /// The vendor's key.
    vendor: String,
    /// What it is called.
    name: String,
    /// All that is not secret.
    settings: BTreeMap<String, String>,
    /// Which secrets are kept.
    secrets: BTreeMap<String, SecretMark>,
    /// True for the account that is used when a call names none.
    is_default: bool,
    /// True while probing is switched off.
    paused: bool,
    /// Counts the changes.
    version: i64,
    /// Its last probe and badge.
    health: Health,
    /// When it was made.
    created_at: String,
    /// When it was last changed.
    updated_at: String,
}

/// An integration as it now stands.
#[derive(Serialize, ToSchema)]
pub struct SavedIntegration {
    #[serde(flatten)]
    integration: Integration,
    /// What to know about the saving, e.g. that spaces were trimmed.
    notes: Vec<String>,
}

/// That a secret is kept.
#[derive(Serialize, ToSchema)]
pub struct SecretMark {
    /// When it was last set.
    set_at: String,
    /// Who set it.
    set_by: String,
}

/// The last probe, and the badge that follows from it.
#[derive(Serialize, ToSchema)]
pub struct Health {
    /// What a person sees.
    badge: Badge,
    /// Why, as a closed word.
    reason: String,
    /// When the last probe ended.
    #[schema(required = true)]
    checked_at: Option<String>,
    /// Since when the outcome has been the same.
    #[schema(required = true)]
    since: Option<String>,
    /// How long it took.
    #[schema(required = true)]
    latency_ms: Option<u64>,
    /// The vendor's HTTP status, where it failed.
    #[schema(required = true)]
    vendor_status: Option<u16>,
    /// The vendor's words, verbatim.
    #[schema(required = true)]
    vendor_message: Option<String>,
    /// True while the outcome keeps changing.
    flapping: bool,
    /// How much it changes; none while it does not.
    #[schema(required = true)]
    flap: Option<Flap>,
    /// True after one failed probe that a second has not confirmed yet.
    unconfirmed: bool,
    /// Why a person should look.
    attention: Vec<Attention>,
    /// When it is probed next.
    #[schema(required = true)]
    next_check_at: Option<String>,
    /// When the credentials end.
    #[schema(required = true)]
    expires: Option<Expiry>,
    /// The maintenance or snooze in force.
    #[schema(required = true)]
    hold: Option<Hold>,
}

/// How much the outcome changes, by Nagios's weighted formula.
#[derive(Serialize, ToSchema)]
pub struct Flap {
    /// The weighted change in per cent.
    percent: f64,
    /// How often the state changed.
    changes: u32,
    /// How many probes were looked at.
    probes: u32,
    /// How many in a row were alike.
    stable: u32,
    /// How many it takes until it is believed again.
    stable_needed: u32,
}

/// Why a person should look though it may work.
#[derive(Serialize, ToSchema)]
pub struct Attention {
    /// `flapping`, `slow`, `throttled`, `permission`, `expiring`, `expired` or `vendor`.
    code: String,
    /// Why, for a person.
    text: String,
}

/// When credentials end.
#[derive(Serialize, ToSchema)]
pub struct Expiry {
    /// When.
    at: String,
    /// `entered` by a person, or told by the `vendor`.
    source: String,
    /// Whole days that are left.
    days_left: i64,
}

/// What a hold is.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum HoldKind {
    /// A planned time in which faults are expected.
    Maintenance,
    /// A person knows about this fault.
    Snooze,
}

/// A time in which nobody is told of some faults.
#[derive(Serialize, ToSchema)]
pub struct Hold {
    /// `mnt_…`.
    id: String,
    /// What it is.
    kind: HoldKind,
    /// The integration it is for.
    #[schema(required = true)]
    integration: Option<String>,
    /// The vendor it is for.
    #[schema(required = true)]
    vendor: Option<String>,
    /// When it begins.
    from: String,
    /// When it ends; none when it ends with the fault.
    #[schema(required = true)]
    until: Option<String>,
    /// Why.
    note: String,
    /// Who made it.
    by: String,
}

/// What a person sees beside an integration.
#[derive(Serialize, ToSchema)]
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
    /// Probing is switched off.
    Paused,
    /// Nothing recent is known.
    Unknown,
}

/// One probe.
#[derive(Serialize, ToSchema)]
pub struct ProbeRecord {
    /// `prb_…`.
    id: String,
    /// When it ended.
    at: String,
    /// What it ended as.
    outcome: Outcome,
    /// How long it took.
    latency_ms: u64,
    /// True where it passed and took more than three times as long, and half a second longer, than the integration's own median
    /// of the 7 days before it.
    slow: bool,
    /// Why it ran: `schedule`, `confirm`, `recheck`, `saved`, `test`, `call`.
    trigger: String,
    /// What was found.
    detail: String,
    /// The vendor's HTTP status, where it failed.
    #[schema(required = true)]
    vendor_status: Option<u16>,
    /// The vendor's words, where it failed.
    #[schema(required = true)]
    vendor_message: Option<String>,
    /// The vendor's identifier of the request.
    #[schema(required = true)]
    vendor_request_id: Option<String>,
}

/// What a probe ends as.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The vendor answered as it should.
    Ok,
    /// The vendor refused the credentials.
    Credentials,
    /// A permission is missing.
    Permission,
    /// The vendor asked to slow down.
    Throttled,
    /// The vendor failed.
    VendorDown,
    /// No answer in time.
    Timeout,
    /// The host was not reached.
    Dns,
    /// The certificate was not accepted.
    Tls,
    /// An answer that the vendor does not document.
    BadPayload,
    /// Ops AI has no way out.
    EgressDown,
    /// The key is out of reach.
    KeyUnavailable,
}

/// The counts, and every account.
#[derive(Serialize, ToSchema)]
pub struct Status {
    /// How many are connected.
    connected: usize,
    /// How many are disconnected.
    disconnected: usize,
    /// How many need attention.
    needs_attention: usize,
    /// How many are unknown.
    unknown: usize,
    /// How many are checked for the first time.
    checking: usize,
    /// How many are paused.
    paused: usize,
    /// How many fit what was asked for.
    matched: usize,
    /// A page of them.
    integrations: Vec<Integration>,
    /// Where the next page begins; none at the end.
    #[schema(required = true)]
    next_cursor: Option<String>,
    /// Faults of our own.
    banners: Vec<Banner>,
}

/// A fault of Ops AI itself.
#[derive(Serialize, ToSchema)]
pub struct Banner {
    /// The closed word.
    code: String,
    /// What to know.
    text: String,
}
