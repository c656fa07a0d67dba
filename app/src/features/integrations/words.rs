//! The sentences of this feature that follow from a closed word.

use contract::{integration::Integration, probe::Badge};

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
        format!("{}: {}.", integration.name, badge.label().to_ascii_lowercase())
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
}
