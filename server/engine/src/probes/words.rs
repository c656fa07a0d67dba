//! What people are told, in words. Pure: the same words stand on the page and in a notice.

use crate::store::{ChangeRow, Expiring, IncidentRow, NewNotice, Turn};
use contract::{notification::NoticeLevel, probe::Outcome};
use std::collections::BTreeMap;

/// Names that a notice lists.
const NAMED: usize = 20;

/// The first line of an incident: who is affected, and what is wrong.
pub fn title(row: &IncidentRow, vendor: &str, total: u64) -> String {
    let outcome = outcome_of(row);
    let over = row.ended_at.is_some();
    match row.members.as_slice() {
        [one] => format!("{} ({vendor}) {}", one.name, said(outcome, false, over)),
        many => {
            let count = many.len();
            let of = if over || total < u64::try_from(count).unwrap_or(u64::MAX) {
                String::new()
            } else {
                format!(" of {total}")
            };
            format!("{count}{of} {vendor} integrations {}", said(outcome, true, over))
        }
    }
}

/// What most of the affected found.
pub fn outcome_of(row: &IncidentRow) -> Outcome {
    let mut counts: BTreeMap<&str, (usize, Outcome)> = BTreeMap::new();
    for member in &row.members {
        counts
            .entry(member.outcome.as_str())
            .or_insert((0, member.outcome))
            .0 += 1;
    }
    counts
        .into_values()
        .max_by_key(|(count, _)| *count)
        .map_or(Outcome::VendorDown, |(_, outcome)| outcome)
}

fn said(outcome: Outcome, many: bool, over: bool) -> &'static str {
    let pick = |one: &'static str, more: &'static str, was: &'static str| match (over, many) {
        (true, _) => was,
        (false, true) => more,
        (false, false) => one,
    };
    match outcome {
        Outcome::Credentials => pick(
            "is refused: the credentials do not work",
            "are refused: the credentials do not work",
            "had refused the credentials",
        ),
        Outcome::Permission => pick(
            "lacks a permission",
            "lack a permission",
            "had lacked a permission",
        ),
        Outcome::Throttled => pick("is throttled", "are throttled", "had been throttled"),
        Outcome::VendorDown => pick(
            "answers with errors",
            "answer with errors",
            "had answered with errors",
        ),
        Outcome::Timeout => pick(
            "does not answer in time",
            "do not answer in time",
            "had not answered in time",
        ),
        Outcome::Dns => pick("cannot be reached", "cannot be reached", "could not be reached"),
        Outcome::Tls => pick(
            "shows a bad certificate",
            "show a bad certificate",
            "had shown a bad certificate",
        ),
        Outcome::BadPayload => pick(
            "answers what it does not document",
            "answer what is not documented",
            "had answered what is not documented",
        ),
        Outcome::Ok | Outcome::EgressDown | Outcome::KeyUnavailable => {
            pick("is down", "are down", "was down")
        }
    }
}

/// The notice that an incident began, or that it is over.
pub fn of_incident(
    row: &IncidentRow,
    vendor: &str,
    total: u64,
    page: &str,
    status_page: Option<&str>,
) -> NewNotice {
    let over = row.ended_at.is_some();
    let mut lines: Vec<String> = row
        .members
        .iter()
        .take(NAMED)
        .map(|member| format!("- {}: {}", member.name, member.outcome.sentence()))
        .collect();
    if row.members.len() > NAMED {
        lines.push(format!("… and {} more", row.members.len() - NAMED));
    }
    if let (Some(ended), true) = (row.ended_at, over) {
        lines.push(format!("It lasted {}.", lasted(ended - row.began_at)));
    }
    if let Some(own) = status_page {
        lines.push(format!("{vendor}'s own status page: {own}"));
    }
    lines.push(format!("{page}?incident={}", row.id));
    let first = title(row, vendor, total);
    NewNotice {
        kind: if over {
            "integration.recovered"
        } else {
            "integration.down"
        }
        .to_owned(),
        level: NoticeLevel::Critical,
        title: if over {
            format!("Recovered: {first}")
        } else {
            first
        },
        body: lines.join("\n"),
        incident: Some(row.id.to_string()),
        integration: match row.members.as_slice() {
            [one] => Some(one.integration.to_string()),
            _ => None,
        },
        vendor: Some(row.vendor.to_string()),
    }
}

/// The notice of a turn that is no incident.
pub fn of_turn(change: &ChangeRow, vendor: &str, page: &str) -> Option<NewNotice> {
    let (kind, level, title, text) = match change.turn {
        Turn::Down | Turn::Recovered => return None,
        Turn::Flapping => (
            "integration.flapping",
            NoticeLevel::Warning,
            format!(
                "{} ({vendor}) keeps changing between working and failing",
                change.name
            ),
            "You are told again when it is stable; single changes are not told until then.",
        ),
        Turn::Settled => (
            "integration.settled",
            NoticeLevel::Info,
            format!("{} ({vendor}) is stable again", change.name),
            change.outcome.sentence(),
        ),
    };
    Some(NewNotice {
        kind: kind.to_owned(),
        level,
        title,
        body: format!("{text}\n{page}?open={}", change.integration),
        incident: None,
        integration: Some(change.integration.clone()),
        vendor: Some(change.vendor.clone()),
    })
}

/// The notice that credentials end.
pub fn of_expiry(row: &Expiring, vendor: &str, days: i64, page: &str) -> NewNotice {
    let when = match days {
        ..0 => "have ended".to_owned(),
        0 => "end within a day".to_owned(),
        1 => "end in 1 day".to_owned(),
        more => format!("end in {more} days"),
    };
    NewNotice {
        kind: "credential.expiring".to_owned(),
        level: if days <= 1 {
            NoticeLevel::Critical
        } else {
            NoticeLevel::Warning
        },
        title: format!("The credentials of {} ({vendor}) {when}", row.name),
        body: format!(
            "Renew them at the vendor's, then enter them on the Integrations page.\n{page}?open={}",
            row.integration
        ),
        incident: None,
        integration: Some(row.integration.to_string()),
        vendor: Some(row.vendor.to_string()),
    }
}

fn lasted(ms: i64) -> String {
    let minutes = (ms / 60_000).max(1);
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::store::MemberRow;
    use contract::ids::{IncidentId, IntegrationId, VendorId};

    fn incident(outcomes: &[Outcome], ended_at: Option<i64>) -> IncidentRow {
        let member = |(n, outcome): (usize, &Outcome)| MemberRow {
            integration: IntegrationId::parse(&format!("int_{n}")).unwrap(),
            name: format!("Account {n}"),
            outcome: *outcome,
            since: 0,
            until: ended_at,
        };
        IncidentRow {
            id: IncidentId::parse("inc_1").unwrap(),
            vendor: VendorId::new("x"),
            began_at: 0,
            ended_at,
            told_at: None,
            acknowledged: None,
            members: outcomes.iter().enumerate().map(member).collect(),
        }
    }

    #[test]
    fn one_is_named_and_many_are_counted_by_what_most_of_them_found() {
        use Outcome::{Timeout, VendorDown};
        let one = incident(&[Timeout], None);
        assert_eq!(
            title(&one, "Vendor X", 14),
            "Account 0 (Vendor X) does not answer in time"
        );
        let many = incident(&[VendorDown, Timeout, VendorDown], None);
        assert_eq!(
            title(&many, "Vendor X", 14),
            "3 of 14 Vendor X integrations answer with errors"
        );
        let over = incident(&[VendorDown, Timeout, VendorDown], Some(90 * 60_000));
        let notice = of_incident(
            &over,
            "Vendor X",
            14,
            "https://x/status",
            Some("https://status.x"),
        );
        assert_eq!(
            notice.title,
            "Recovered: 3 Vendor X integrations had answered with errors"
        );
        assert!(notice.body.contains("It lasted 1 h 30 min.") && notice.body.contains("https://status.x"));
        assert_eq!(notice.kind, "integration.recovered");
    }

    #[test]
    fn a_long_list_of_names_is_cut() {
        let notice = of_incident(&incident(&[Outcome::Dns; 50], None), "X", 50, "p", None);
        assert!(notice.body.contains("… and 30 more"), "{}", notice.body);
    }
}
