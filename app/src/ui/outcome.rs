//! What a check ended as, and why an integration has its badge: the chip and the sentences.

use crate::ui::{
    badge::{Chip, Mood},
    icon::Icon,
};
use contract::probe::{Badge, Health, Outcome};
use leptos::prelude::*;

/// What a check ended as.
#[component]
pub fn OutcomeChip(
    /// The outcome.
    outcome: Outcome,
) -> impl IntoView {
    let (mood, icon) = match outcome.badge() {
        Some(Badge::Connected) => (Mood::Ok, Icon::Check),
        Some(Badge::NeedsAttention) => (Mood::Warn, Icon::Alert),
        Some(_) => (Mood::Bad, Icon::Cross),
        None => (Mood::Idle, Icon::Dashed),
    };
    view! { <Chip mood icon text=outcome_word(outcome)/> }
}

/// Why an integration has its badge.
pub fn reason(health: &Health) -> String {
    let attention = health.attention.iter().find(|one| one.code == health.reason);
    attention.map_or_else(|| reason_of(&health.reason), |one| one.text.clone())
}

fn reason_of(word: &str) -> String {
    if let Some(outcome) = Outcome::parse(word) {
        return outcome.sentence().to_owned();
    }
    match word {
        "stale" => "The last check is too old to be believed; a new one is due.".to_owned(),
        "never_checked" => "The first check is under way.".to_owned(),
        "paused" => "Checking is switched off.".to_owned(),
        // A vendor's own attention comes as a sentence already; a word nobody here knows is shown as words.
        other if other.contains(' ') => other.to_owned(),
        other => other.replace('_', " "),
    }
}

/// An outcome in a word or two, for a table.
pub fn outcome_word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Ok => "Passed",
        Outcome::Credentials => "Credentials refused",
        Outcome::Permission => "Permission missing",
        Outcome::Throttled => "Throttled",
        Outcome::VendorDown => "Vendor down",
        Outcome::Timeout => "No answer in time",
        Outcome::Dns => "Host not reached",
        Outcome::Tls => "Certificate refused",
        Outcome::BadPayload => "Unknown answer",
        Outcome::EgressDown => "No way out",
        Outcome::KeyUnavailable => "Key out of reach",
    }
}

/// Why a probe ran.
pub fn trigger_word(word: &str) -> &str {
    match word {
        "schedule" => "Schedule",
        "confirm" => "To confirm a failure",
        "recheck" => "Recheck",
        "saved" => "Saved",
        "test" => "Test",
        "call" => "A failed call",
        other => other,
    }
}

/// Milliseconds as a person reads them.
pub fn took(ms: u64) -> String {
    if ms < 10_000 {
        format!("{ms} ms")
    } else {
        format!("{}.{} s", ms / 1000, ms % 1000 / 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_outcome_has_a_reason_of_its_own() {
        for outcome in Outcome::ALL {
            assert_eq!(reason_of(outcome.as_str()), outcome.sentence());
        }
        assert_eq!(reason_of("paused"), "Checking is switched off.");
    }

    #[test]
    fn a_vendors_own_attention_is_shown_as_it_is_and_an_unknown_word_as_words() {
        assert_eq!(
            reason_of("Half of the quota is used."),
            "Half of the quota is used."
        );
        assert_eq!(reason_of("some_new_reason"), "some new reason");
    }

    #[test]
    fn long_times_are_told_in_seconds() {
        assert_eq!(took(182), "182 ms");
        assert_eq!(took(30_412), "30.4 s");
    }
}
