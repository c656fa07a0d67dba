//! Integration Status: what the page shows of each integration, incidents, and the times when nobody wants to be told.
//!
//! A day is 48 cells of half an hour. A cell travels as a short text of letters and counts (`o5t1`: five passed, one timed
//! out), so that thousands of integrations fit into one answer; `Cell` reads it.

use crate::{
    Text, Time,
    ids::{IncidentId, IntegrationId, VendorId, WindowId},
    integration::Banner,
    probe::{Health, Outcome},
};
use serde::{Deserialize, Serialize};

/// How many cells a day bar has.
pub const CELLS: usize = 48;

/// How long a cell is, in seconds.
pub const CELL_SECONDS: u32 = 1_800;

/// Probes in a row that must agree before an integration that flaps is believed again.
pub const STABLE_PROBES: u32 = 6;

/// Why a person should look at an integration though it may work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attention {
    /// The closed word: `flapping`, `slow`, `throttled`, `permission`, `expiring`, `expired`, `vendor`.
    pub code: Text,
    /// Why, for a person.
    pub text: String,
}

/// How much the outcome changes, by Nagios's weighted formula over the last 21 probes of the last hour.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Flap {
    /// The weighted change in per cent, with one decimal; it flaps from 30 on and stops below 20.
    pub percent: f64,
    /// How often the state changed.
    pub changes: u32,
    /// How many probes were looked at.
    pub probes: u32,
    /// How many probes in a row were alike, up to the newest.
    pub stable: u32,
    /// How many it takes until it is believed again.
    pub stable_needed: u32,
}

/// When credentials end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expiry {
    /// When.
    pub at: Time,
    /// Who says so: `entered` by a person, or told by the `vendor`.
    pub source: Text,
    /// Whole days that are left; negative once it is over.
    pub days_left: i64,
}

/// What a hold is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HoldKind {
    /// A planned time in which faults are expected.
    Maintenance,
    /// A person knows about this fault.
    Snooze,
}

impl HoldKind {
    /// The kind's word.
    pub fn as_str(self) -> &'static str {
        match self {
            HoldKind::Maintenance => "maintenance",
            HoldKind::Snooze => "snooze",
        }
    }

    /// The kind of a word.
    pub fn parse(word: &str) -> Option<HoldKind> {
        [HoldKind::Maintenance, HoldKind::Snooze]
            .into_iter()
            .find(|kind| kind.as_str() == word)
    }
}

/// A time in which nobody is told of an integration's, a vendor's or of all faults. Probes go on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// Its identifier.
    pub id: WindowId,
    /// What it is.
    pub kind: HoldKind,
    /// The integration it is for; none when it is for a whole vendor or for all.
    pub integration: Option<IntegrationId>,
    /// The vendor it is for; none when it is for one integration or for all.
    pub vendor: Option<VendorId>,
    /// When it begins.
    pub from: Time,
    /// When it ends; none when it ends with the fault.
    pub until: Option<Time>,
    /// Why, in a person's words; may be empty.
    pub note: String,
    /// Who made it.
    pub by: String,
}

/// A hold to make.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewHold {
    /// `maintenance` or `snooze`.
    pub kind: String,
    /// For one integration.
    #[serde(default)]
    pub integration: Option<IntegrationId>,
    /// For all integrations of a vendor.
    #[serde(default)]
    pub vendor: Option<String>,
    /// When it begins, RFC 3339; now when absent.
    #[serde(default)]
    pub from: Option<Time>,
    /// How long, in minutes (20 and 120 are what the page offers); absent means until it is fixed, for a snooze.
    #[serde(default)]
    pub minutes: Option<u32>,
    /// Why.
    #[serde(default)]
    pub note: String,
}

/// Half an hour of an integration: how many probes ended as what.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cell(String);

impl Cell {
    /// A cell of these counts; outcomes that did not happen are left out.
    pub fn of(counts: impl IntoIterator<Item = (Outcome, u32)>) -> Self {
        let mut text = String::new();
        for (outcome, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
            text.push(letter(outcome));
            text.push_str(&count.to_string());
        }
        Self(text)
    }

    /// What happened, and how often. What cannot be read is left out.
    pub fn counts(&self) -> Vec<(Outcome, u32)> {
        let mut counts = Vec::new();
        let mut rest = self.0.as_str();
        while let Some(first) = rest.chars().next() {
            rest = &rest[first.len_utf8()..];
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let (number, after) = rest.split_at(digits);
            if let (Some(outcome), Ok(count)) = (of_letter(first), number.parse()) {
                counts.push((outcome, count));
            }
            rest = after;
        }
        counts
    }

    /// The worst that happened; none when nothing did.
    pub fn worst(&self) -> Option<Outcome> {
        self.counts()
            .into_iter()
            .map(|(outcome, _)| outcome)
            .max_by_key(|outcome| badness(*outcome))
    }

    /// True when no probe was made.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The cell as it travels.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The letter of an outcome in a cell.
pub fn letter(outcome: Outcome) -> char {
    match outcome {
        Outcome::Ok => 'o',
        Outcome::Credentials => 'c',
        Outcome::Permission => 'p',
        Outcome::Throttled => 'r',
        Outcome::VendorDown => 'v',
        Outcome::Timeout => 't',
        Outcome::Dns => 'd',
        Outcome::Tls => 's',
        Outcome::BadPayload => 'b',
        Outcome::EgressDown => 'e',
        Outcome::KeyUnavailable => 'k',
    }
}

/// The outcome of a letter.
pub fn of_letter(found: char) -> Option<Outcome> {
    Outcome::ALL.into_iter().find(|outcome| letter(*outcome) == found)
}

/// How bad an outcome is beside others: passed, our own fault, wants a look, failed, refused.
fn badness(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Ok => 0,
        Outcome::EgressDown | Outcome::KeyUnavailable => 1,
        Outcome::Throttled => 2,
        Outcome::Permission => 3,
        Outcome::BadPayload => 4,
        Outcome::Timeout => 5,
        Outcome::Dns => 6,
        Outcome::Tls => 7,
        Outcome::VendorDown => 8,
        Outcome::Credentials => 9,
    }
}

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

/// One fault, from when it was confirmed to when it ended; what broke together is one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    /// Its identifier.
    pub id: IncidentId,
    /// The vendor whose integrations are affected.
    pub vendor: VendorId,
    /// What it is, e.g. `12 of 14 Datto RMM integrations do not answer`.
    pub title: String,
    /// What most of them found.
    pub outcome: Outcome,
    /// When it began.
    pub began_at: Time,
    /// When it ended; none while it is open.
    pub ended_at: Option<Time>,
    /// Whom it affects: at most 50 on a list, all of them when one incident is asked for.
    pub affected: Vec<Affected>,
    /// How many it affects.
    pub affected_total: u32,
    /// Who has seen it.
    pub acknowledged: Option<Acknowledged>,
    /// The vendor's own status page.
    pub status_page: Option<Text>,
}

/// One integration of an incident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Affected {
    /// Which.
    pub integration: IntegrationId,
    /// Its name as it was then.
    pub name: String,
    /// What was found.
    pub outcome: Outcome,
    /// Since when.
    pub since: Time,
    /// Until when; none while it lasts.
    pub until: Option<Time>,
}

/// That a person has seen an incident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acknowledged {
    /// Who.
    pub by: String,
    /// When.
    pub at: Time,
    /// What they noted; may be empty.
    pub note: String,
}

/// A page of incidents, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncidentPage {
    /// The incidents.
    pub items: Vec<Incident>,
    /// Where the next page begins; none at the end.
    pub next_cursor: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_written_and_read_and_its_worst_wins() {
        let counts = [(Outcome::Ok, 5), (Outcome::Timeout, 1), (Outcome::Dns, 0)];
        let cell = Cell::of(counts);
        assert_eq!(cell.as_str(), "o5t1");
        assert_eq!(cell.counts(), [(Outcome::Ok, 5), (Outcome::Timeout, 1)]);
        assert_eq!(cell.worst(), Some(Outcome::Timeout));
        assert_eq!(
            (Cell::default().worst(), Cell::default().is_empty()),
            (None, true)
        );
    }

    #[test]
    fn every_outcome_has_a_letter_of_its_own() {
        for outcome in Outcome::ALL {
            assert_eq!(of_letter(letter(outcome)), Some(outcome));
        }
        assert_eq!(Cell("?3ö2o1".into()).counts(), [(Outcome::Ok, 1)]);
    }
}
