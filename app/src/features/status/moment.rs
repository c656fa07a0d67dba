//! Moments of the bar: when a half hour begins and ends, and how a person reads it. Knows no moment of reading.

use crate::{
    browser::local_clock,
    ui::calendar::{epoch_ms, iso_of},
};
use contract::Time;

/// Half an hour.
pub const HALF_HOUR_MS: i64 = 30 * 60 * 1000;
/// A day.
#[cfg(any(feature = "ssr", test))]
pub const DAY_MS: i64 = 48 * HALF_HOUR_MS;

/// A moment so long after another one; none when that is no moment.
pub fn after(at: &str, ms: i64) -> Option<Time> {
    Some(iso_of(epoch_ms(at)? + ms))
}

/// When a cell of a bar begins.
pub fn begins(cells_from: &str, cell: usize) -> Option<Time> {
    after(cells_from, i64::try_from(cell).ok()? * HALF_HOUR_MS)
}

/// `09:30 to 10:00 UTC`, or in the person's own zone once the page is awake; blank for what is no moment.
pub fn half_hour(at: &str, awake: bool) -> String {
    let Some(begin) = epoch_ms(at) else {
        return String::new();
    };
    let end = begin + HALF_HOUR_MS;
    let own = |ms: i64| local_clock(ms).filter(|_| awake);
    match (own(begin), own(end)) {
        (Some(begin), Some(end)) => format!("{begin} to {end}"),
        _ => {
            let clock = |ms: i64| iso_of(ms).get(11..16).unwrap_or_default().to_owned();
            format!("{} to {} UTC", clock(begin), clock(end))
        }
    }
}

/// The moment of an input that knows no zone, read as UTC; none when it is blank or no moment.
#[cfg(any(feature = "ssr", test))]
pub fn of_input(typed: &str) -> Option<Time> {
    let typed = typed.trim();
    epoch_ms(&format!("{typed}:00Z")).map(iso_of)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FROM: &str = "2026-11-24T23:30:00.000Z";

    #[test]
    fn a_half_hour_is_told_with_both_of_its_ends() {
        assert_eq!(half_hour(FROM, false), "23:30 to 00:00 UTC");
        assert_eq!(half_hour("soon", false), "");
    }

    #[test]
    fn cells_follow_each_other_over_midnight() {
        assert_eq!(begins(FROM, 0).as_deref(), Some(FROM));
        assert_eq!(begins(FROM, 47).as_deref(), Some("2026-11-25T23:00:00.000Z"));
        assert_eq!(after(FROM, -DAY_MS).as_deref(), Some("2026-11-23T23:30:00.000Z"));
    }

    #[test]
    fn what_is_typed_is_read_as_utc() {
        assert_eq!(
            of_input("2026-11-24T22:15").as_deref(),
            Some("2026-11-24T22:15:00.000Z")
        );
        assert_eq!(of_input(" "), None);
        assert_eq!(of_input("tomorrow"), None);
    }
}
