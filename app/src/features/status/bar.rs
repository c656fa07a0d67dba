//! The bar of a day: what its cells show and say. Pure.

use super::moment::{begins, half_hour};
use crate::ui::{Level, outcome::outcome_word};
use contract::{
    health::{Cell, DayBar},
    probe::{Badge, Outcome},
};

/// What a cell shows: its worst. Slow is worse than passing and better than all else.
pub fn level(cell: &Cell) -> Level {
    match cell.worst() {
        None => Level::Empty,
        Some(outcome) => match outcome.badge() {
            Some(Badge::Connected) if cell.slow() > 0 => Level::Slow,
            Some(Badge::Connected) => Level::Ok,
            Some(Badge::NeedsAttention) => Level::Attention,
            Some(_) => Level::Bad,
            None => Level::Ours,
        },
    }
}

/// What every cell of a day shows.
pub fn levels(day: &DayBar) -> Vec<Level> {
    day.cells.iter().map(level).collect()
}

/// A cell in words: `09:30 to 10:00 UTC: 6 checks, 5 passed, 1 no answer in time`.
pub fn cell_words(day: &DayBar, cells_from: &str, at: usize, awake: bool) -> String {
    let when = begins(cells_from, at).map_or_else(String::new, |begins| half_hour(&begins, awake));
    let cell = day.cells.get(at);
    let counts = cell.map(Cell::counts).unwrap_or_default();
    format!("{when}: {}", tally(&counts, cell.map_or(0, Cell::slow)))
}

/// The whole day in words: `286 checks, 283 passed, 2 throttled, 1 credentials refused`.
pub fn day_words(day: &DayBar) -> String {
    let counts = Outcome::ALL.map(|outcome| {
        let of_cell = |cell: &Cell| {
            let counts = cell.counts();
            let own = counts.iter().filter(|(one, _)| *one == outcome);
            own.map(|(_, count)| count).sum::<u32>()
        };
        (outcome, day.cells.iter().map(of_cell).sum())
    });
    tally(&counts, day.cells.iter().map(Cell::slow).sum())
}

/// How many checks there were and how they ended; those that passed and were slow stand apart.
pub fn tally(counts: &[(Outcome, u32)], slow: u32) -> String {
    let total: u32 = counts.iter().map(|(_, count)| count).sum();
    let all_of = |outcome: Outcome| {
        counts
            .iter()
            .any(|(one, count)| *one == outcome && *count == total)
    };
    let checks = match total {
        0 => return "no check".to_owned(),
        1 => "1 check".to_owned(),
        total => format!("{total} checks"),
    };
    if all_of(Outcome::Ok) && slow == 0 {
        let passed = if total == 1 { "passed" } else { "all passed" };
        return format!("{checks}, {passed}");
    }
    let mut parts = Vec::new();
    for (outcome, count) in counts {
        let passed = *outcome == Outcome::Ok;
        let count = if passed {
            count.saturating_sub(slow)
        } else {
            *count
        };
        if count > 0 {
            parts.push(format!("{count} {}", outcome_word(*outcome).to_lowercase()));
        }
        if passed && slow > 0 {
            parts.push(format!("{slow} slow"));
        }
    }
    format!("{checks}, {}", parts.join(", "))
}

/// A share of a hundred: whole where nothing is missing, and never rounded up to it.
pub fn percent(share: Option<f64>) -> String {
    match share {
        None => "–".to_owned(),
        Some(share) if share >= 100.0 => "100 %".to_owned(),
        Some(share) => format!("{:.1} %", (share * 10.0).floor() / 10.0),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn day(cells: &[&[(Outcome, u32)]]) -> DayBar {
        DayBar {
            cells: cells
                .iter()
                .map(|counts| Cell::of(counts.iter().copied()))
                .collect(),
            ..DayBar::default()
        }
    }

    #[test]
    fn a_day_is_told_by_how_its_checks_ended() {
        let bar = day(&[
            &[(Outcome::Ok, 6)],
            &[(Outcome::Ok, 277), (Outcome::Throttled, 2)],
            &[(Outcome::Credentials, 1)],
        ]);
        assert_eq!(
            day_words(&bar),
            "286 checks, 283 passed, 1 credentials refused, 2 throttled"
        );
        assert_eq!(levels(&bar), [Level::Ok, Level::Attention, Level::Bad]);
    }

    #[test]
    fn a_cell_says_when_it_was_and_what_happened() {
        let bar = day(&[&[(Outcome::Ok, 6)], &[], &[(Outcome::Timeout, 1)]]);
        let from = "2026-11-24T09:30:00.000Z";
        assert_eq!(
            cell_words(&bar, from, 0, false),
            "09:30 to 10:00 UTC: 6 checks, all passed"
        );
        assert_eq!(cell_words(&bar, from, 1, false), "10:00 to 10:30 UTC: no check");
        assert_eq!(
            cell_words(&bar, from, 2, false),
            "10:30 to 11:00 UTC: 1 check, 1 no answer in time"
        );
    }

    #[test]
    fn what_passed_slowly_is_shown_and_told_and_gives_way_to_what_is_worse() {
        let slow = |counts: &[(Outcome, u32)], slow| Cell::of(counts.iter().copied()).with_slow(slow);
        let cells = vec![
            slow(&[(Outcome::Ok, 6)], 2),
            slow(&[(Outcome::Ok, 1)], 1),
            slow(&[(Outcome::Ok, 5), (Outcome::Throttled, 1)], 2),
            slow(&[(Outcome::Ok, 5), (Outcome::Timeout, 1)], 0),
        ];
        let bar = DayBar {
            cells,
            ..DayBar::default()
        };
        let shown = [Level::Slow, Level::Slow, Level::Attention, Level::Bad];
        assert_eq!(levels(&bar), shown);
        let from = "2026-11-24T09:30:00.000Z";
        let words = |at| cell_words(&bar, from, at, false);
        assert_eq!(words(0), "09:30 to 10:00 UTC: 6 checks, 4 passed, 2 slow");
        assert_eq!(words(1), "10:00 to 10:30 UTC: 1 check, 1 slow");
        assert_eq!(
            words(2),
            "10:30 to 11:00 UTC: 6 checks, 3 passed, 2 slow, 1 throttled"
        );
        assert_eq!(
            day_words(&bar),
            "19 checks, 12 passed, 5 slow, 1 throttled, 1 no answer in time"
        );
    }

    #[test]
    fn a_fault_of_ours_is_shown_as_ours() {
        assert_eq!(level(&Cell::of([(Outcome::EgressDown, 3)])), Level::Ours);
        assert_eq!(level(&Cell::default()), Level::Empty);
    }

    #[test]
    fn a_share_is_never_rounded_up_to_a_whole() {
        assert_eq!(percent(Some(100.0)), "100 %");
        assert_eq!(percent(Some(99.97)), "99.9 %");
        assert_eq!(percent(Some(98.25)), "98.2 %");
        assert_eq!(percent(None), "–");
    }
}
