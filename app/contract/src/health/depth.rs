//! One integration in depth: what its drawer shows.

use super::{BoardRow, Hold, Incident};
use crate::{Text, Time, probe::Outcome};
use serde::{Deserialize, Serialize};

/// One day of an integration.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DayUptime {
    /// The day, in UTC, e.g. `2026-11-24`.
    pub day: Text,
    /// How many probes were made.
    pub probes: u32,
    /// The share that did not find it disconnected, in per cent; none when only faults of our own were found.
    pub uptime: Option<f64>,
    /// The worst that happened.
    pub worst: Option<Outcome>,
}

/// One integration in depth.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HealthDetail {
    /// What the board shows of it, the vendor's words whole.
    pub row: BoardRow,
    /// When the first cell of the bar begins.
    pub cells_from: Time,
    /// Its days, newest first, as far back as is kept and at most 90.
    pub days: Vec<DayUptime>,
    /// Uptime of the last 7 days, in per cent.
    pub uptime_7d: Option<f64>,
    /// Uptime of the last 30 days.
    pub uptime_30d: Option<f64>,
    /// Uptime of the last 90 days.
    pub uptime_90d: Option<f64>,
    /// Its own median latency of the last 7 days; what three probes in a row exceed threefold is slow.
    pub median_7d_ms: Option<u32>,
    /// Holds that are in force or to come.
    pub holds: Vec<Hold>,
    /// Its last incidents, newest first.
    pub incidents: Vec<Incident>,
}
