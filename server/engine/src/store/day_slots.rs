//! A day of probes as one text: 48 half hours, each with its counts per outcome and a histogram of latencies.
//!
//! `o5t1~34:3,36:2`: five passed, one timed out; three latencies lie in the histogram's place 34, two in 36. Places grow by six
//! per cent, so a latency that is read from it is right to within three. Sums of slots are exact: counts are added.

use contract::{
    health::{CELLS, Cell},
    probe::{Badge, Outcome},
};
use std::collections::BTreeMap;

/// How many places the histogram has; the last one takes all that is longer.
const PLACES: usize = 176;

/// Where each place begins, in milliseconds.
const BOUNDS: [u32; PLACES] = bounds();

const fn bounds() -> [u32; PLACES] {
    let mut bounds = [0; PLACES];
    let mut n = 1;
    while n < PLACES {
        let before = bounds[n - 1];
        let grown = before + before * 6 / 100;
        bounds[n] = if grown > before { grown } else { before + 1 };
        n += 1;
    }
    bounds
}

/// Some time of an integration's probes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slot {
    counts: BTreeMap<usize, u32>,
    latencies: BTreeMap<usize, u32>,
    slow: u32,
}

impl Slot {
    /// Counts a probe; of what passed the latency is kept, and whether it was slow.
    pub fn add(&mut self, outcome: Outcome, latency_ms: i64, slow: bool) {
        let index = Outcome::ALL.iter().position(|one| *one == outcome).unwrap_or(0);
        *self.counts.entry(index).or_default() += 1;
        if outcome == Outcome::Ok {
            let latency = u32::try_from(latency_ms.max(0)).unwrap_or(u32::MAX);
            let place = BOUNDS.partition_point(|bound| *bound <= latency) - 1;
            *self.latencies.entry(place).or_default() += 1;
            self.slow += u32::from(slow);
        }
    }

    /// Adds another slot's counts.
    pub fn merge(&mut self, other: &Slot) {
        for (index, count) in &other.counts {
            *self.counts.entry(*index).or_default() += count;
        }
        for (place, count) in &other.latencies {
            *self.latencies.entry(*place).or_default() += count;
        }
        self.slow += other.slow;
    }

    /// The counts as a cell.
    pub fn cell(&self) -> Cell {
        Cell::of(
            self.counts
                .iter()
                .map(|(index, count)| (Outcome::ALL[*index], *count)),
        )
        .with_slow(self.slow)
    }

    /// How many probes there are.
    pub fn probes(&self) -> u32 {
        self.counts.values().sum()
    }

    /// How many did not find the integration disconnected, of how many that say something of the vendor.
    pub fn up_of(&self) -> (u32, u32) {
        let (mut up, mut all) = (0, 0);
        for (index, count) in &self.counts {
            match Outcome::ALL[*index].badge() {
                None => {}
                Some(Badge::Disconnected) => all += count,
                Some(_) => {
                    up += count;
                    all += count;
                }
            }
        }
        (up, all)
    }

    /// The share of `up_of` in per cent, with two decimals; none where nothing says anything.
    pub fn uptime(&self) -> Option<f64> {
        let (up, all) = self.up_of();
        (all > 0).then(|| (f64::from(up) * 10_000.0 / f64::from(all)).floor() / 100.0)
    }

    /// The latency that so many of 100 stayed below; none where nothing passed.
    pub fn latency(&self, of_100: u32) -> Option<u32> {
        let total: u32 = self.latencies.values().sum();
        if total == 0 {
            return None;
        }
        let rank = (u64::from(total) * u64::from(of_100)).div_ceil(100).max(1);
        let mut seen = 0;
        for (place, count) in &self.latencies {
            seen += u64::from(*count);
            if seen >= rank {
                return Some(middle(*place));
            }
        }
        None
    }

    /// How many latencies are known.
    pub fn passed(&self) -> u32 {
        self.latencies.values().sum()
    }
}

fn middle(place: usize) -> u32 {
    let begin = BOUNDS[place.min(PLACES - 1)];
    let end = BOUNDS.get(place + 1).map_or(begin, |next| next - 1);
    begin + (end - begin) / 2
}

/// A day: 48 slots, or their sum alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DaySlots(pub Vec<Slot>);

impl Default for DaySlots {
    fn default() -> Self {
        Self(vec![Slot::default(); CELLS])
    }
}

impl DaySlots {
    /// All of it together.
    pub fn sum(&self) -> Slot {
        let mut sum = Slot::default();
        self.0.iter().for_each(|slot| sum.merge(slot));
        sum
    }

    pub(super) fn pack(&self) -> String {
        self.0.iter().map(pack).collect::<Vec<_>>().join("|")
    }

    pub(super) fn unpack(text: &str) -> Self {
        Self(text.split('|').map(unpack).collect())
    }
}

fn pack(slot: &Slot) -> String {
    let mut text = slot.cell().as_str().to_owned();
    for (n, (place, count)) in slot.latencies.iter().enumerate() {
        text.push_str(&format!("{}{place}:{count}", if n == 0 { '~' } else { ',' }));
    }
    text
}

fn unpack(text: &str) -> Slot {
    let (cell, latencies) = text.split_once('~').unwrap_or((text, ""));
    let cell: Cell = serde_json::from_value(serde_json::Value::String(cell.to_owned())).unwrap_or_default();
    let index = |outcome| Outcome::ALL.iter().position(|one| *one == outcome).unwrap_or(0);
    let pair = |pair: &str| {
        let (place, count) = pair.split_once(':')?;
        Some((place.parse::<usize>().ok()?.min(PLACES - 1), count.parse().ok()?))
    };
    Slot {
        counts: cell
            .counts()
            .into_iter()
            .map(|(outcome, count)| (index(outcome), count))
            .collect(),
        slow: cell.slow(),
        latencies: latencies.split(',').filter_map(pair).collect(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn probes() -> impl Strategy<Value = Vec<(usize, i64)>> {
        prop::collection::vec((0usize..11, 0i64..200_000), 0..200)
    }

    proptest! {
        #[test]
        fn a_day_is_read_as_it_was_written_and_its_sum_is_exact(probes in probes()) {
            let (mut day, mut all, mut passed) = (DaySlots::default(), Slot::default(), Vec::new());
            for (n, (outcome, latency)) in probes.iter().enumerate() {
                let outcome = Outcome::ALL[*outcome];
                day.0[n % CELLS].add(outcome, *latency, latency % 7 == 0);
                all.add(outcome, *latency, latency % 7 == 0);
                if outcome == Outcome::Ok { passed.push(*latency) }
            }
            prop_assert_eq!(&DaySlots::unpack(&day.pack()), &day);
            prop_assert_eq!(day.sum(), all.clone());
            passed.sort_unstable();
            for of_100 in [50u32, 95] {
                let rank = (passed.len() * of_100 as usize).div_ceil(100).max(1);
                let exact = passed.get(rank - 1).copied();
                let found = all.latency(of_100).map(i64::from);
                prop_assert_eq!(exact.is_some(), found.is_some());
                if let (Some(exact), Some(found)) = (exact, found) && exact < 100_000 {
                    prop_assert!((found - exact).abs() <= 1 + exact * 3 / 100 + 1, "{found} {exact}");
                }
            }
        }
    }

    #[test]
    fn our_own_faults_count_for_nobody_and_a_missing_permission_is_up() {
        let mut slot = Slot::default();
        for outcome in [
            Outcome::Ok,
            Outcome::Permission,
            Outcome::Timeout,
            Outcome::EgressDown,
        ] {
            slot.add(outcome, 1, true);
        }
        assert_eq!((slot.up_of(), slot.probes(), slot.passed()), ((2, 3), 4, 1));
        assert_eq!(slot.uptime(), Some(66.66));
        // What did not pass is not slow.
        assert_eq!(slot.cell().slow(), 1);
        assert_eq!(Slot::default().uptime(), None);
    }

    #[test]
    fn the_places_reach_beyond_a_probes_deadline() {
        assert!(BOUNDS[PLACES - 1] > 60_000, "{}", BOUNDS[PLACES - 1]);
        assert!(BOUNDS.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
