//! The rows of the board: day bars from days that were added up and from what was not yet, and the last failures.

use super::Machine;
use crate::{
    clock::rfc3339,
    store::{DAY_MS, ErrorRow, HALF_MS, IntegrationRow, Slot},
};
use contract::{
    health::{BoardRow, CELLS, DayBar, DayUptime, LastError},
    ids::IntegrationId,
    probe::Health,
    problem::Problem,
};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// Hours of the sparkline.
const HOURS: usize = CELLS / 2;

/// How many days one integration shows.
const DAYS: i64 = 90;

/// How far back the last failure may lie.
const ERROR_MS: i64 = 7 * DAY_MS;

/// Reads rows of the board.
pub(super) struct Rows<'a> {
    /// The machine.
    pub machine: &'a Machine,
    /// When the first cell begins.
    pub cells_from: i64,
    /// The vendor's words that are shown, in characters.
    pub words: u32,
}

impl Rows<'_> {
    /// The rows of these integrations, in their order.
    pub async fn of(&self, rows: Vec<(IntegrationRow, Health)>) -> Result<Vec<BoardRow>, Problem> {
        let ids: Vec<&str> = rows.iter().map(|(row, _)| row.id.as_str()).collect();
        let mut bars = self.bars(&ids).await?;
        let since = self.machine.now() - ERROR_MS;
        let mut errors = self
            .machine
            .store
            .last_errors(&ids, since, self.words.saturating_add(1))
            .await?;
        let row = |(row, mut health): (IntegrationRow, Health)| {
            // The vendor's words stand in `last_error`, once.
            health.vendor_message = None;
            BoardRow {
                day: bar(&bars.remove(row.id.as_str()).unwrap_or_else(day)),
                last_error: errors.remove(&row.id).map(|error| last_error(error, self.words)),
                health,
                id: row.id,
                vendor: row.vendor,
                name: row.name,
                is_default: row.is_default,
            }
        };
        Ok(rows.into_iter().map(row).collect())
    }

    /// The 48 half hours of each.
    async fn bars(&self, ids: &[&str]) -> Result<BTreeMap<String, Vec<Slot>>, Problem> {
        let (store, from) = (&self.machine.store, self.cells_from);
        let added = self.machine.added_up_to().await?;
        let mut bars: BTreeMap<String, Vec<Slot>> = BTreeMap::new();
        for kept in store.probe_days(ids, from - from.rem_euclid(DAY_MS)).await? {
            let bar = bars.entry(kept.integration).or_insert_with(day);
            for (n, slot) in kept.slots.0.iter().enumerate() {
                let at = kept.day + i64::try_from(n).unwrap_or(0) * HALF_MS;
                if at < added
                    && let Some(place) = place(at, from)
                {
                    bar[place].clone_from(slot);
                }
            }
        }
        for probe in store.raw_probes(ids, added.max(from)).await? {
            if let Some(place) = place(probe.at, from) {
                let bar = bars.entry(probe.integration).or_insert_with(day);
                bar[place].add(probe.outcome, probe.latency_ms, probe.slow);
            }
        }
        Ok(bars)
    }

    /// The days of one integration.
    pub async fn days(&self, id: &IntegrationId, now: i64) -> Result<Days, Problem> {
        let store = &self.machine.store;
        let today = now - now.rem_euclid(DAY_MS);
        let since = today - (DAYS - 1) * DAY_MS;
        let added = self.machine.added_up_to().await?;
        let mut sums: BTreeMap<i64, Slot> = BTreeMap::new();
        for kept in store.probe_days(&[id.as_str()], since).await? {
            sums.entry(kept.day).or_default().merge(&kept.slots.sum());
        }
        for probe in store.raw_probes(&[id.as_str()], added.max(since)).await? {
            let day = probe.at - probe.at.rem_euclid(DAY_MS);
            sums.entry(day)
                .or_default()
                .add(probe.outcome, probe.latency_ms, probe.slow);
        }
        Ok(Days { today, sums })
    }
}

/// Days of one integration.
pub(super) struct Days {
    today: i64,
    sums: BTreeMap<i64, Slot>,
}

impl Days {
    /// The uptime of the last so many days, today included.
    pub fn uptime(&self, days: i64) -> Option<f64> {
        let mut all = Slot::default();
        for (_, sum) in self.sums.range(self.today - (days - 1) * DAY_MS..) {
            all.merge(sum);
        }
        all.uptime()
    }

    /// As people see them, newest first.
    pub fn shown(&self) -> Vec<DayUptime> {
        let one = |(day, sum): (&i64, &Slot)| DayUptime {
            day: Timestamp::from_millisecond(*day)
                .map(|at| at.strftime("%Y-%m-%d").to_string())
                .unwrap_or_default()
                .into(),
            probes: sum.probes(),
            uptime: sum.uptime(),
            worst: sum.cell().worst(),
        };
        self.sums.iter().rev().map(one).collect()
    }
}

fn day() -> Vec<Slot> {
    vec![Slot::default(); CELLS]
}

fn place(at: i64, from: i64) -> Option<usize> {
    let place = usize::try_from((at - from).div_euclid(HALF_MS)).ok()?;
    (place < CELLS).then_some(place)
}

fn bar(slots: &[Slot]) -> DayBar {
    let sum = |slots: &[Slot]| {
        let mut sum = Slot::default();
        for slot in slots {
            sum.merge(slot);
        }
        sum
    };
    let all = sum(slots);
    DayBar {
        cells: slots.iter().map(Slot::cell).collect(),
        uptime: all.uptime(),
        p50_ms: all.latency(50),
        p95_ms: all.latency(95),
        spark: (0..HOURS)
            .map(|hour| sum(&slots[2 * hour..2 * hour + 2]).latency(50))
            .collect(),
    }
}

fn last_error(row: ErrorRow, words: u32) -> LastError {
    let most = usize::try_from(words).unwrap_or(usize::MAX);
    let end = row
        .message
        .as_ref()
        .and_then(|text| text.char_indices().nth(most).map(|(end, _)| end));
    let mut message = row.message;
    if let (Some(text), Some(end)) = (&mut message, end) {
        text.truncate(end);
    }
    LastError {
        at: rfc3339(row.at),
        outcome: row.outcome,
        detail: row.detail,
        vendor_status: row.status,
        vendor_message: message,
        truncated: end.is_some(),
        vendor_request_id: row.request_id,
    }
}
