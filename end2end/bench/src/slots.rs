//! Whether every slot was probed, and how late, by what the vendor itself saw.

use std::collections::HashMap;

/// A clock that is read in two processes may differ by this much.
const EARLY_MS: i64 = 100;

/// What became of the slots.
pub struct Kept {
    /// Slots in the time that was watched.
    pub slots: usize,
    /// Those without a probe.
    pub missed: usize,
    /// How late the others began, in milliseconds, least first.
    pub late: Vec<i64>,
}

/// Holds what came against the slots: the first of each account, and one each interval from there on until the end.
pub fn judge(first: &[i64], interval: i64, end: i64, came: &[(usize, i64)]) -> Kept {
    let mut by_account: HashMap<usize, Vec<i64>> = HashMap::new();
    for (account, at) in came {
        by_account.entry(*account).or_default().push(*at);
    }
    let mut kept = Kept {
        slots: 0,
        missed: 0,
        late: Vec::new(),
    };
    for (account, first) in first.iter().enumerate() {
        let came = by_account.get(&account).map_or(&[][..], Vec::as_slice);
        let mut slot = *first;
        while slot < end {
            kept.slots += 1;
            // A second probe that confirms a failure is no slot; half an interval tells them apart.
            let found = came
                .iter()
                .find(|at| (slot - EARLY_MS..slot + interval / 2).contains(*at));
            match found {
                Some(at) => kept.late.push((at - slot).max(0)),
                None => kept.missed += 1,
            }
            slot += interval;
        }
    }
    kept.late.sort_unstable();
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_without_a_probe_is_missed_and_one_with_a_second_probe_counts_once() {
        let first = [1_000, 2_000, 900_000];
        let came = [(0, 1_250), (0, 36_000), (0, 301_000), (1, 2_000)];
        let kept = judge(&first, 300_000, 600_000, &came);
        assert_eq!((kept.slots, kept.missed), (4, 1));
        assert_eq!(kept.late, [0, 0, 250]);
    }
}
