//! What is known of an integration's health between two probes, and what a judge makes of the next one.
//!
//! The store keeps it and does not judge: whoever writes a probe brings the judge, a pure function, and the store writes down
//! what it says in the transaction of the probe.

use super::{ProbeRow, entities::integration};
use contract::{
    health::{letter, of_letter},
    probe::{Badge, Outcome},
};

/// One probe that is remembered beside the integration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// When it ended.
    pub at: i64,
    /// What it ended as.
    pub outcome: Outcome,
    /// How long it took.
    pub latency_ms: i64,
}

/// The health of an integration as far as the next probe depends on it.
#[derive(Clone, Debug, Default, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a column of its own")]
pub struct HealthState {
    /// The last outcome.
    pub outcome: Option<Outcome>,
    /// Since when it has been the same.
    pub since: Option<i64>,
    /// The badge of the last probe that said something of the vendor.
    pub badge: Option<Badge>,
    /// The badge before the first failure that is not confirmed.
    pub steady: Option<Badge>,
    /// The last probes that said something of the vendor, oldest first.
    pub recent: Vec<Seen>,
    /// True after one failure that no second has confirmed.
    pub unconfirmed: bool,
    /// True while the outcome keeps changing.
    pub flapping: bool,
    /// True while it is slow against its own median.
    pub slow: bool,
    /// True from a confirmed failure to the recovery.
    pub down: bool,
    /// The median latency of the last seven days.
    pub median_ms: Option<i64>,
}

/// What people may have to hear of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It failed, and a second probe confirmed it.
    Down,
    /// It works again.
    Recovered,
    /// Its outcome keeps changing.
    Flapping,
    /// It no longer does.
    Settled,
}

/// What a judge says.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// The health from now on.
    pub state: HealthState,
    /// What people may have to hear of.
    pub turns: Vec<Turn>,
    /// True when a second probe should confirm this one soon.
    pub confirm: bool,
    /// True when this one passed and was slow against its own median of then.
    pub slow: bool,
}

/// Judges a probe.
pub type Judge = fn(&HealthState, &ProbeRow) -> Verdict;

impl Turn {
    /// The turn's word.
    pub fn as_str(self) -> &'static str {
        match self {
            Turn::Down => "down",
            Turn::Recovered => "recovered",
            Turn::Flapping => "flapping",
            Turn::Settled => "settled",
        }
    }

    /// The turn of a word.
    pub fn parse(word: &str) -> Option<Self> {
        [Turn::Down, Turn::Recovered, Turn::Flapping, Turn::Settled]
            .into_iter()
            .find(|turn| turn.as_str() == word)
    }
}

pub(super) fn state_of(row: &integration::Model) -> HealthState {
    let badge = |word: &Option<String>| {
        let word = word.as_deref()?;
        Badge::ALL.into_iter().find(|badge| badge.as_str() == word)
    };
    HealthState {
        outcome: row.outcome.as_deref().and_then(Outcome::parse),
        since: row.since,
        badge: badge(&row.badge),
        steady: badge(&row.steady),
        recent: unpack(&row.recent),
        unconfirmed: row.unconfirmed,
        flapping: row.flapping,
        slow: row.slow,
        down: row.down,
        median_ms: row.median_ms,
    }
}

/// As text: letter, moment and latency of each.
pub(super) fn pack(recent: &[Seen]) -> String {
    let one = |seen: &Seen| format!("{}{},{}", letter(seen.outcome), seen.at, seen.latency_ms);
    recent.iter().map(one).collect::<Vec<_>>().join(" ")
}

fn unpack(text: &str) -> Vec<Seen> {
    let one = |word: &str| {
        let mut letters = word.chars();
        let outcome = of_letter(letters.next()?)?;
        let (at, latency) = letters.as_str().split_once(',')?;
        Some(Seen {
            at: at.parse().ok()?,
            outcome,
            latency_ms: latency.parse().ok()?,
        })
    };
    text.split(' ').filter_map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_remembered_is_read_as_it_was_written_and_what_is_unreadable_is_left_out() {
        let recent: Vec<Seen> = Outcome::ALL
            .into_iter()
            .enumerate()
            .map(|(n, outcome)| Seen {
                at: 1_795_500_000_000 + i64::try_from(n).unwrap_or(0),
                outcome,
                latency_ms: 12,
            })
            .collect();
        let text = pack(&recent);
        assert_eq!(unpack(&text), recent);
        assert_eq!(unpack(&format!("x1,2 {text} o")), recent);
        assert!(unpack("").is_empty());
    }
}
