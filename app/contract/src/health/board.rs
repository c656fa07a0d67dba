//! All that the page shows, in one answer.

use super::{Cell, Incident};
use crate::{
    Time,
    ids::{IntegrationId, VendorId},
    integration::Banner,
    probe::{Health, Outcome},
};
use serde::{Deserialize, Serialize};

/// The last 24 hours of an integration.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DayBar {
    /// The 48 half hours, oldest first; the last one is under way.
    pub cells: Vec<Cell>,
    /// The share of probes that did not find it disconnected, in per cent; faults of our own count for nobody.
    pub uptime: Option<f64>,
    /// The latency that half of the probes stayed below, in milliseconds, to within three per cent.
    pub p50_ms: Option<u32>,
    /// The latency that 95 of 100 stayed below.
    pub p95_ms: Option<u32>,
    /// The median latency of each of the last 24 hours, oldest first; none where no probe passed.
    pub spark: Vec<Option<u32>>,
}

/// The last failure, whatever came after it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastError {
    /// When.
    pub at: Time,
    /// What it was.
    pub outcome: Outcome,
    /// What was found, in a sentence of ours.
    pub detail: String,
    /// The vendor's HTTP status.
    pub vendor_status: Option<u16>,
    /// The vendor's words, verbatim; on the board their first 400 characters.
    pub vendor_message: Option<String>,
    /// True when the vendor said more than is shown here.
    pub truncated: bool,
    /// The vendor's identifier of the request.
    pub vendor_request_id: Option<String>,
}

/// One integration on the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BoardRow {
    /// Which.
    pub id: IntegrationId,
    /// Whose.
    pub vendor: VendorId,
    /// Its name.
    pub name: String,
    /// True for the vendor's default.
    pub is_default: bool,
    /// Badge, reason and since; the vendor's words are in `last_error`.
    pub health: Health,
    /// The last 24 hours.
    pub day: DayBar,
    /// The last failure of the last seven days.
    pub last_error: Option<LastError>,
}

/// What the board is narrowed to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BoardQuery {
    /// One badge or several, separated by commas.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub badge: Option<String>,
    /// A vendor's key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vendor: Option<String>,
    /// Text in the name, or an identifier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// `worst` (the default: what needs a person first), `name`, `vendor` or `latency`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<String>,
    /// The `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// How many rows; 100 when absent, at most 200.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// How many integrations have which badge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BadgeCounts {
    /// How many are connected.
    pub connected: u64,
    /// How many are disconnected.
    pub disconnected: u64,
    /// How many need attention.
    pub needs_attention: u64,
    /// How many are unknown.
    pub unknown: u64,
    /// How many are being checked for the first time.
    pub checking: u64,
    /// How many are paused.
    pub paused: u64,
}

/// How many integrations a vendor has, and how many of them are not well.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VendorCount {
    /// The vendor.
    pub vendor: VendorId,
    /// All of them.
    pub total: u64,
    /// Those that are disconnected, need attention or are unknown.
    pub ill: u64,
}

/// All that the page shows, in one answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Board {
    /// When this was read.
    pub as_of: Time,
    /// How often each integration is probed, in seconds.
    pub interval_s: u32,
    /// When the first cell of every bar begins.
    pub cells_from: Time,
    /// The counts over all integrations, whatever the filter.
    pub counts: BadgeCounts,
    /// The vendors that have integrations.
    pub vendors: Vec<VendorCount>,
    /// How many integrations fit the filter.
    pub matched: u64,
    /// A page of them.
    pub rows: Vec<BoardRow>,
    /// Where the next page begins; none at the end.
    pub next_cursor: Option<String>,
    /// The incidents that are open.
    pub incidents: Vec<Incident>,
    /// Faults of our own.
    pub banners: Vec<Banner>,
}
