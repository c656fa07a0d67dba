//! Tells rules that would be saved and can never match.

use super::{address::Address, input::IpVersion};
use serde_json::Value;

/// Why no packet has these addresses, where that is so; `sides` are source and destination, blank for any address.
pub fn never_matches(version: IpVersion, sides: [(&str, &[Address]); 2]) -> Option<String> {
    let family = |v4: bool| if v4 { "IPv4" } else { "IPv6" };
    let mut possible = match version {
        IpVersion::Ipv4 => vec![true],
        IpVersion::Ipv6 => vec![false],
        IpVersion::Both => vec![true, false],
    };
    for (name, addresses) in sides.into_iter().filter(|(_, addresses)| !addresses.is_empty()) {
        let before = possible.clone();
        possible.retain(|v4| addresses.iter().any(|address| address.is_v4() == *v4));
        if possible.is_empty() {
            let wanted: Vec<_> = before.into_iter().map(family).collect();
            return Some(format!(
                "the {name} has no {} address, so the rule would be saved and match nothing",
                wanted.join(" or ")
            ));
        }
    }
    None
}

/// Why a schedule never comes again, where that is so; `today` as `2026-11-24`.
pub fn is_over(schedule: Option<&Value>, today: &str) -> Option<String> {
    let schedule = schedule?;
    let last = match schedule.get("mode")?.as_str()? {
        "ONE_TIME_ONLY" => schedule.get("date"),
        "CUSTOM" => schedule.get("stopDate").or_else(|| schedule.get("date_end")),
        _ => None,
    };
    // ISO dates compare as text.
    let last = last?.as_str().filter(|last| last.len() >= 10 && *last < today)?;
    Some(format!(
        "its schedule ended on {last}, so the rule would be saved and match nothing; make a new rule"
    ))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    #[test]
    fn addresses_of_another_family_than_the_rules_are_told() {
        let v4: [Address; 1] = ["198.51.100.7".parse().unwrap()];
        let v6: [Address; 1] = ["2001:db8::1".parse().unwrap()];
        let never = |version, source: &[Address], destination: &[Address]| {
            never_matches(version, [("source", source), ("destination", destination)])
        };
        assert_eq!(never(IpVersion::Ipv4, &v4, &[]), None);
        assert_eq!(never(IpVersion::Both, &[], &v6), None);
        assert!(
            never(IpVersion::Ipv4, &[], &v6)
                .unwrap()
                .contains("destination has no IPv4 address")
        );
        assert!(never(IpVersion::Both, &v4, &v6).is_some(), "no packet has both");
    }

    #[test]
    fn a_schedule_that_has_passed_is_told() {
        let over = |schedule: Value| is_over(Some(&schedule), "2026-11-24").is_some();
        assert!(over(json!({"mode": "ONE_TIME_ONLY", "date": "2026-11-23"})));
        assert!(!over(json!({"mode": "ONE_TIME_ONLY", "date": "2026-11-24"})));
        assert!(over(
            json!({"mode": "CUSTOM", "startDate": "2026-01-01", "stopDate": "2026-02-01"})
        ));
        assert!(!over(json!({"mode": "EVERY_DAY"})) && is_over(None, "2026-11-24").is_none());
    }
}
