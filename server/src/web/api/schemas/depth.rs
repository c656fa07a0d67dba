//! Twins of one account's health in depth.

use super::{
    health::{Health, Hold, Outcome},
    incidents::Incident,
};
use serde::Serialize;
use utoipa::ToSchema;

/// One account's health in depth.
#[derive(Serialize, ToSchema)]
pub struct HealthDetail {
    /// Badge, day bar and last error.
    row: BoardRow,
    /// When the first cell of the bar begins.
    cells_from: String,
    /// Its days, newest first, 90 at most.
    days: Vec<DayUptime>,
    /// Uptime of the last 7 days, in per cent.
    #[schema(required = true)]
    uptime_7d: Option<f64>,
    /// Uptime of the last 30 days.
    #[schema(required = true)]
    uptime_30d: Option<f64>,
    /// Uptime of the last 90 days.
    #[schema(required = true)]
    uptime_90d: Option<f64>,
    /// Its own median latency of the last 7 days.
    #[schema(required = true)]
    median_7d_ms: Option<u32>,
    /// Holds that are in force or to come.
    holds: Vec<Hold>,
    /// Its last incidents, newest first.
    incidents: Vec<Incident>,
}

/// One account on the page Integration Status.
#[derive(Serialize, ToSchema)]
pub struct BoardRow {
    /// `int_…`.
    id: String,
    /// The vendor's key.
    vendor: String,
    /// What it is called.
    name: String,
    /// True for the account that is used when a call names none.
    is_default: bool,
    /// Badge, reason and since.
    health: Health,
    /// The last 24 hours.
    day: DayBar,
    /// The last failure of the last seven days.
    #[schema(required = true)]
    last_error: Option<LastError>,
}

/// The last 24 hours.
#[derive(Serialize, ToSchema)]
pub struct DayBar {
    /// 48 half hours, oldest first. Each is letters with counts: `o` ok, `c` credentials, `p` permission, `r` throttled, `v`
    /// `vendor_down`, `t` timeout, `d` dns, `s` tls, `b` `bad_payload`, `e` `egress_down`, `k` `key_unavailable`; `o5t1` is five
    /// that passed and one that timed out. `l` counts those of the passed that were slow.
    cells: Vec<String>,
    /// The share of probes that did not find it disconnected, in per cent.
    #[schema(required = true)]
    uptime: Option<f64>,
    /// The latency that half of the probes stayed below, in milliseconds.
    #[schema(required = true)]
    p50_ms: Option<u32>,
    /// The latency that 95 of 100 stayed below.
    #[schema(required = true)]
    p95_ms: Option<u32>,
    /// The median latency of each hour, oldest first; null where no probe passed.
    spark: Vec<Option<u32>>,
}

/// The last failure, whatever came after it.
#[derive(Serialize, ToSchema)]
pub struct LastError {
    /// When.
    at: String,
    /// What it was.
    outcome: Outcome,
    /// What was found.
    detail: String,
    /// The vendor's HTTP status.
    #[schema(required = true)]
    vendor_status: Option<u16>,
    /// The vendor's words, verbatim.
    #[schema(required = true)]
    vendor_message: Option<String>,
    /// True when the vendor said more than is shown here.
    truncated: bool,
    /// The vendor's identifier of the request.
    #[schema(required = true)]
    vendor_request_id: Option<String>,
}

/// One day.
#[derive(Serialize, ToSchema)]
pub struct DayUptime {
    /// The day in UTC.
    day: String,
    /// How many probes were made.
    probes: u32,
    /// The share that did not find it disconnected, in per cent; null when only faults of our own were found.
    #[schema(required = true)]
    uptime: Option<f64>,
    /// The worst that happened.
    #[schema(required = true)]
    worst: Option<Outcome>,
}
