//! The sentences of this feature.

use contract::{
    health::{Acknowledged, BadgeCounts, Hold, HoldKind, Incident},
    integration::Integration,
    probe::Badge,
};

/// That nobody is kept from being told any more.
pub const ENDED: &str = "It has ended: people are told of faults again.";

/// That an incident was seen.
pub const ACKNOWLEDGED: &str = "Acknowledged: the others see that you are on it.";

/// What a recheck found.
pub fn rechecked(integration: &Integration) -> String {
    match integration.health.badge {
        Badge::Connected => format!("{} is connected.", integration.name),
        badge => format!("{}: {}.", integration.name, badge.label().to_lowercase()),
    }
}

/// That nobody is told for a while.
pub fn held(hold: &Hold) -> String {
    match (hold.kind, &hold.until) {
        (HoldKind::Maintenance, _) => "The maintenance is planned. Checks go on; nobody is told.".to_owned(),
        (HoldKind::Snooze, Some(_)) => "Snoozed. Checks go on; nobody is told until it is over.".to_owned(),
        (HoldKind::Snooze, None) => "Snoozed. Checks go on; nobody is told until it works again.".to_owned(),
    }
}

/// That it is known when credentials end.
pub fn expiry_set(integration: &Integration) -> String {
    let name = &integration.name;
    if integration.health.expires.is_some() {
        format!("You are warned before the credentials of {name} end.")
    } else {
        format!("It is not known any more when the credentials of {name} end.")
    }
}

/// How many of how many are shown.
pub fn shown(rows: usize, matched: u64, all: u64) -> String {
    let whole = rows as u64 == matched;
    match (whole, matched == all) {
        (true, true) => integrations(matched).clone(),
        (true, false) => format!("{matched} of {}", integrations(all)),
        (false, true) => format!("{rows} of {}", integrations(matched)),
        (false, false) => format!("{rows} of {matched} that match, of {} in all", integrations(all)),
    }
}

fn integrations(count: u64) -> String {
    match count {
        1 => "1 integration".to_owned(),
        count => format!("{count} integrations"),
    }
}

/// All integrations there are.
pub fn total(counts: &BadgeCounts) -> u64 {
    Badge::ALL.into_iter().map(|badge| of_badge(counts, badge)).sum()
}

/// How many have this badge.
pub fn of_badge(counts: &BadgeCounts, badge: Badge) -> u64 {
    match badge {
        Badge::Connected => counts.connected,
        Badge::Disconnected => counts.disconnected,
        Badge::NeedsAttention => counts.needs_attention,
        Badge::Unknown => counts.unknown,
        Badge::Checking => counts.checking,
        Badge::Paused => counts.paused,
    }
}

/// Who has seen an incident, and what they noted.
pub fn acknowledged(by: &Acknowledged) -> String {
    match by.note.as_str() {
        "" => format!("Acknowledged by {}", by.by),
        note => format!("Acknowledged by {}: “{note}”", by.by),
    }
}

/// Whom an incident affects, in a line: the first few by name.
pub fn affects(incident: &Incident) -> String {
    const NAMED: usize = 3;
    let names: Vec<_> = incident
        .affected
        .iter()
        .take(NAMED)
        .map(|one| one.name.as_str())
        .collect();
    let named = u32::try_from(names.len()).unwrap_or(u32::MAX);
    match incident.affected_total.saturating_sub(named) {
        0 => names.join(", "),
        others => format!("{} and {others} more", names.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use contract::{
        health::Affected,
        ids::{IncidentId, IntegrationId, VendorId},
        probe::Outcome,
    };

    #[test]
    fn the_count_line_says_what_is_left_out() {
        assert_eq!(shown(1, 1, 1), "1 integration");
        assert_eq!(shown(12, 12, 12), "12 integrations");
        assert_eq!(shown(3, 3, 12), "3 of 12 integrations");
        assert_eq!(shown(50, 2000, 2000), "50 of 2000 integrations");
        assert_eq!(
            shown(50, 60, 2000),
            "50 of 60 that match, of 2000 integrations in all"
        );
    }

    #[test]
    fn an_incident_names_the_first_it_affects_and_counts_the_others() {
        let one = |name: &str| Affected {
            integration: IntegrationId::parse("int_1").unwrap(),
            name: name.to_owned(),
            outcome: Outcome::Timeout,
            since: String::new(),
            until: None,
        };
        let mut incident = Incident {
            id: IncidentId::parse("inc_1").unwrap(),
            vendor: serde_json::from_str::<VendorId>("\"it_glue\"").unwrap(),
            title: String::new(),
            outcome: Outcome::Timeout,
            began_at: String::new(),
            ended_at: None,
            affected: vec![one("A"), one("B")],
            affected_total: 2,
            acknowledged: None,
            status_page: None,
        };
        assert_eq!(affects(&incident), "A, B");
        incident.affected = ["A", "B", "C", "D"].map(one).to_vec();
        incident.affected_total = 40;
        assert_eq!(affects(&incident), "A, B, C and 37 more");
    }
}
