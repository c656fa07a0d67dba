//! The rules by which a vendor is judged, after Home Assistant's quality scale: each is done, to do, or exempt with a
//! reason, and the tier on the vendor's card is computed from them.

use serde::Deserialize;
use std::collections::BTreeMap;

/// Every rule: its name, its tier, and what it asks.
pub const RULES: &[(&str, Tier, &str)] = &[
    (
        "test_before_save",
        Tier::Bronze,
        "a connection test with a check per step",
    ),
    (
        "verbatim_errors",
        Tier::Bronze,
        "the vendor's body is kept byte for byte",
    ),
    (
        "duplicate_refused",
        Tier::Bronze,
        "the same account twice is refused by its identity",
    ),
    (
        "secrets_scrubbed",
        Tier::Bronze,
        "an echoed secret never reaches an error",
    ),
    (
        "setup_guide",
        Tier::Bronze,
        "SETUP.md says where each value is found",
    ),
    (
        "cheap_probe",
        Tier::Silver,
        "the probe is the vendor's cheapest call that proves the account",
    ),
    (
        "faults_told_apart",
        Tier::Silver,
        "credentials, permission, throttling and outage are told apart",
    ),
    ("limits_declared", Tier::Silver, "the documented limits are kept"),
    ("paging_complete", Tier::Silver, "lists read every page"),
    (
        "region_found",
        Tier::Silver,
        "zone or region is found or offered as a fix",
    ),
    (
        "contract_checked",
        Tier::Gold,
        "requests are checked against the vendor's own API description",
    ),
    (
        "permissions_listed",
        Tier::Gold,
        "each permission the operations need is checked by the test",
    ),
    (
        "quota_shown",
        Tier::Gold,
        "what is left of the vendor's quota is shown where it tells",
    ),
    (
        "webhooks_verified",
        Tier::Platinum,
        "its webhooks are verified and normalised",
    ),
    (
        "live_proven",
        Tier::Platinum,
        "tried against a live account of the vendor",
    ),
];

/// How far a vendor has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// Not all rules of the first tier are done.
    None,
    /// It can be connected safely.
    Bronze,
    /// It can be relied on.
    Silver,
    /// It is proven against the vendor's own description.
    Gold,
    /// It is whole, and proven live.
    Platinum,
}

impl Tier {
    /// The tier's word.
    pub fn as_str(self) -> &'static str {
        match self {
            Tier::None => "none",
            Tier::Bronze => "bronze",
            Tier::Silver => "silver",
            Tier::Gold => "gold",
            Tier::Platinum => "platinum",
        }
    }
}

/// Where a vendor stands with one rule.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Kept and tested.
    Done,
    /// Not yet.
    Todo,
    /// It cannot apply, for this reason.
    Exempt(String),
}

/// A vendor's `quality.toml`.
pub type Sheet = BTreeMap<String, Standing>;

/// Reads a sheet; it must name every rule and no other.
pub fn read(text: &str) -> Result<Sheet, String> {
    let sheet: Sheet = toml::from_str(text).map_err(|why| why.to_string())?;
    let missing: Vec<_> = RULES
        .iter()
        .map(|rule| rule.0)
        .filter(|rule| !sheet.contains_key(*rule))
        .collect();
    let unknown: Vec<_> = sheet
        .keys()
        .filter(|key| !RULES.iter().any(|rule| rule.0 == key.as_str()))
        .collect();
    if missing.is_empty() && unknown.is_empty() {
        Ok(sheet)
    } else {
        Err(format!("missing rules: {missing:?}; unknown rules: {unknown:?}"))
    }
}

/// The tier that a sheet comes to: every rule up to it is done or exempt.
pub fn tier(text: &str) -> Tier {
    let Ok(sheet) = read(text) else { return Tier::None };
    let reached = |tier: Tier| {
        RULES
            .iter()
            .filter(|rule| rule.1 <= tier)
            .all(|rule| !matches!(sheet.get(rule.0), None | Some(Standing::Todo)))
    };
    [Tier::Platinum, Tier::Gold, Tier::Silver, Tier::Bronze]
        .into_iter()
        .find(|tier| reached(*tier))
        .unwrap_or(Tier::None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(todo: &str) -> String {
        RULES
            .iter()
            .map(|(rule, ..)| format!("{rule} = \"{}\"\n", if *rule == todo { "todo" } else { "done" }))
            .collect()
    }

    #[test]
    fn the_tier_is_the_highest_whose_rules_are_all_done() {
        for (todo, expected) in [
            ("test_before_save", Tier::None),
            ("cheap_probe", Tier::Bronze),
            ("quota_shown", Tier::Silver),
            ("live_proven", Tier::Gold),
            ("", Tier::Platinum),
        ] {
            assert_eq!(tier(&sheet(todo)), expected, "{todo}");
        }
    }

    #[test]
    fn a_sheet_that_forgets_or_invents_a_rule_is_refused() {
        assert!(read("test_before_save = \"done\"").is_err());
        assert!(read(&format!("{}fancy = \"done\"", sheet(""))).is_err());
        assert!(
            read(&sheet("").replace(
                "quota_shown = \"done\"",
                "quota_shown = { exempt = \"it tells none\" }"
            ))
            .is_ok()
        );
    }
}
