//! The sentences of this feature that follow from a closed word.

use contract::{
    integration::Integration,
    probe::{Badge, Outcome},
};

/// Why an account has its badge.
pub fn reason(word: &str) -> String {
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
pub fn outcome(outcome: Outcome) -> &'static str {
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
pub fn trigger(word: &str) -> &str {
    match word {
        "schedule" => "Schedule",
        "recheck" => "Recheck",
        "saved" => "Saved",
        "test" => "Test",
        "call" => "A failed call",
        other => other,
    }
}

/// The tier's word on screen; none for a connector that has not earned one.
pub fn tier(word: &str) -> Option<&'static str> {
    match word {
        "bronze" => Some("Bronze tier"),
        "silver" => Some("Silver tier"),
        "gold" => Some("Gold tier"),
        "platinum" => Some("Platinum tier"),
        _ => None,
    }
}

/// What a connector of a tier has shown, for the tip beside its word.
pub fn tier_means(word: &str) -> &'static str {
    match word {
        "bronze" => "Connector tier bronze: it tests before it saves and keeps the vendor's own words.",
        "silver" => {
            "Connector tier silver: it also tells faults apart, keeps the vendor's limits and reads every page."
        }
        "gold" => "Connector tier gold: it is also checked against the vendor's own API description.",
        "platinum" => "Connector tier platinum: it also takes webhooks and was tried against a live account.",
        _ => "The connector has no tier yet.",
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

/// What an action that led here has done.
pub fn done(word: &str, name: Option<&str>) -> Option<String> {
    match (word, name) {
        ("saved", Some(name)) => Some(format!("Saved “{name}”.")),
        ("saved", None) => Some("Saved.".to_owned()),
        ("deleted", _) => Some("The integration, its credentials and its history are deleted.".to_owned()),
        _ => None,
    }
}

/// What a recheck found.
pub fn rechecked(integration: &Integration) -> String {
    let badge = integration.health.badge;
    if badge == Badge::Connected {
        format!("{} is connected.", integration.name)
    } else {
        format!("{}: {}.", integration.name, badge.label().to_lowercase())
    }
}

/// That an account is the default now.
pub fn made_default(integration: &Integration) -> String {
    format!("Calls that name no account use {} now.", integration.name)
}

/// That checking is off or on.
pub fn paused(integration: &Integration) -> String {
    if integration.paused {
        format!("{} is paused.", integration.name)
    } else {
        format!("{} is checked again.", integration.name)
    }
}

/// How many of an account's checks passed.
pub fn tally(total: usize, passed: usize) -> String {
    match (total, total.saturating_sub(passed)) {
        (0, _) => "No check in the last 24 hours.".to_owned(),
        (1, 0) => "1 check in the last 24 hours; it passed.".to_owned(),
        (1, _) => "1 check in the last 24 hours; it failed.".to_owned(),
        (total, 0) => format!("{total} checks in the last 24 hours; all passed."),
        (total, _) if passed == 0 => format!("{total} checks in the last 24 hours; all failed."),
        (total, failed) => format!("{total} checks in the last 24 hours: {passed} passed, {failed} failed."),
    }
}

/// What a vendor's operations may do.
pub fn reach(reads: usize, writes: usize) -> String {
    let operations = |count: usize| {
        if count == 1 {
            "1 operation".to_owned()
        } else {
            format!("{count} operations")
        }
    };
    match (reads, writes) {
        (0, 0) => "No operations yet.".to_owned(),
        (reads, 0) => format!("{}, none of which can change anything.", operations(reads)),
        (0, writes) => format!("{}, each of which can change something.", operations(writes)),
        (reads, writes) => format!(
            "{} that only read, {writes} that can change something.",
            operations(reads)
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_outcome_has_a_reason_of_its_own() {
        for outcome in Outcome::ALL {
            assert_eq!(reason(outcome.as_str()), outcome.sentence());
        }
        assert_eq!(reason("paused"), "Checking is switched off.");
    }

    #[test]
    fn a_vendors_own_attention_is_shown_as_it_is_and_an_unknown_word_as_words() {
        assert_eq!(reason("Half of the quota is used."), "Half of the quota is used.");
        assert_eq!(reason("some_new_reason"), "some new reason");
    }

    #[test]
    fn the_flash_names_what_was_saved_and_ignores_words_it_does_not_know() {
        assert_eq!(
            done("saved", Some("Contoso")).as_deref(),
            Some("Saved “Contoso”.")
        );
        assert_eq!(done("saved", None).as_deref(), Some("Saved."));
        assert_eq!(done("<script>", None), None);
    }

    #[test]
    fn the_tally_counts_what_failed() {
        assert_eq!(
            tally(288, 283),
            "288 checks in the last 24 hours: 283 passed, 5 failed."
        );
        assert_eq!(tally(2, 2), "2 checks in the last 24 hours; all passed.");
        assert_eq!(tally(2, 0), "2 checks in the last 24 hours; all failed.");
        assert_eq!(tally(0, 0), "No check in the last 24 hours.");
    }

    #[test]
    fn a_vendor_that_only_reads_says_so() {
        assert_eq!(reach(9, 0), "9 operations, none of which can change anything.");
        assert_eq!(
            reach(6, 3),
            "6 operations that only read, 3 that can change something."
        );
    }

    #[test]
    fn long_times_are_told_in_seconds() {
        assert_eq!(took(182), "182 ms");
        assert_eq!(took(30_412), "30.4 s");
    }
}
