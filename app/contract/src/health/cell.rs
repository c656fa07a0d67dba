//! Half an hour of an integration.
//!
//! A day is 48 cells. A cell travels as a short text of letters and counts (`o5t1`: five passed, one timed out), so that
//! thousands of integrations fit into one answer; `Cell` reads it. `o5l2` says that two of the five that passed were slow.

use crate::probe::Outcome;
use serde::{Deserialize, Serialize};

/// How many cells a day bar has.
pub const CELLS: usize = 48;

/// How long a cell is, in seconds.
pub const CELL_SECONDS: u32 = 1_800;

/// The letter of those that passed and were slow; no outcome has it.
const SLOW: char = 'l';

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

    /// The same cell, in which so many of those that passed were slow.
    #[must_use]
    pub fn with_slow(mut self, count: u32) -> Self {
        if count > 0 {
            self.0.push(SLOW);
            self.0.push_str(&count.to_string());
        }
        self
    }

    /// What happened, and how often. What cannot be read is left out.
    pub fn counts(&self) -> Vec<(Outcome, u32)> {
        let outcome = |(found, count)| Some((of_letter(found)?, count));
        self.read().into_iter().filter_map(outcome).collect()
    }

    /// How many passed and were slow against what is usual there.
    pub fn slow(&self) -> u32 {
        let slow = self.read().into_iter().filter(|(found, _)| *found == SLOW);
        slow.map(|(_, count)| count).sum()
    }

    fn read(&self) -> Vec<(char, u32)> {
        let mut counts = Vec::new();
        let mut rest = self.0.as_str();
        while let Some(first) = rest.chars().next() {
            rest = &rest[first.len_utf8()..];
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let (number, after) = rest.split_at(digits);
            if let Ok(count) = number.parse() {
                counts.push((first, count));
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
    fn those_that_were_slow_are_counted_beside_the_outcomes_and_change_none() {
        let cell = Cell::of([(Outcome::Ok, 5), (Outcome::Timeout, 1)]).with_slow(2);
        assert_eq!((cell.as_str(), cell.slow()), ("o5t1l2", 2));
        assert_eq!(cell.counts(), [(Outcome::Ok, 5), (Outcome::Timeout, 1)]);
        assert_eq!(cell.worst(), Some(Outcome::Timeout));
        let none = Cell::of([(Outcome::Ok, 5)]).with_slow(0);
        assert_eq!((none.as_str(), none.slow()), ("o5", 0));
    }

    #[test]
    fn every_outcome_has_a_letter_of_its_own() {
        for outcome in Outcome::ALL {
            assert_eq!(of_letter(letter(outcome)), Some(outcome));
            assert_ne!(letter(outcome), SLOW);
        }
        assert_eq!(Cell("?3ö2o1".into()).counts(), [(Outcome::Ok, 1)]);
    }
}
