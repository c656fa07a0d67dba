//! From the last probe to the badge. A probe that is older than two intervals is not believed: never falsely green.

use crate::{
    clock::rfc3339,
    probes::change_of,
    store::{DAY_MS, HoldRow, IntegrationRow, LastProbe},
};
use contract::{
    health::{Attention, Expiry, Flap, Hold, STABLE_PROBES},
    integration::{Integration, SecretMark},
    probe::{Badge, Health, Outcome},
};
use std::time::Duration;

/// How many days before the end of credentials a person should look.
const SOON_DAYS: i64 = 30;

/// What a badge depends on beside the integration's own row.
#[derive(Clone, Copy)]
pub struct Seen<'a> {
    /// Now.
    pub now: i64,
    /// How often each integration is probed.
    pub interval: Duration,
    /// True where nobody probes again after a refusal, so that its age proves nothing.
    pub stays_refused: bool,
    /// Holds that may be in force.
    pub holds: &'a [HoldRow],
}

/// An integration as people may see it.
pub fn shown(row: IntegrationRow, seen: Seen<'_>) -> Integration {
    let health = health(&row, seen);
    Integration {
        health,
        secrets: row
            .sealed
            .iter()
            .map(|(field, kept)| {
                let mark = SecretMark {
                    set_at: rfc3339(kept.set_at),
                    set_by: kept.set_by.clone(),
                };
                (field.clone(), mark)
            })
            .collect(),
        id: row.id,
        vendor: row.vendor,
        name: row.name,
        settings: row.settings,
        is_default: row.is_default,
        paused: row.paused,
        version: row.version,
        created_at: rfc3339(row.created_at),
        updated_at: rfc3339(row.updated_at),
    }
}

/// The health of an integration now.
pub fn health(row: &IntegrationRow, seen: Seen<'_>) -> Health {
    let mut health = Health::new(Badge::Checking, "never_checked");
    if let Some(last) = &row.last {
        health.badge = badge(last);
        health.reason = last.outcome.as_str().into();
        health.checked_at = Some(rfc3339(last.at));
        health.since = Some(rfc3339(last.since));
        health.latency_ms = u64::try_from(last.latency_ms).ok();
        health.vendor_status = last.vendor_status;
        health.vendor_message.clone_from(&last.vendor_message);
        health.flapping = row.state.flapping;
        health.unconfirmed = row.state.unconfirmed;
        health.flap = flap(row, seen.now);
        health.expires = row
            .expires
            .as_ref()
            .map(|(at, source)| expiry(*at, source, seen.now));
        health.attention = attention(row, last, &health);
        // The outcome itself comes first: it is why the badge is not green.
        if let (Badge::Connected, Some(first)) = (health.badge, health.attention.first()) {
            health.badge = Badge::NeedsAttention;
            health.reason = first.code.clone();
        }
        let believed = i64::try_from(seen.interval.as_millis().saturating_mul(2)).unwrap_or(i64::MAX);
        let refused = seen.stays_refused && last.outcome == Outcome::Credentials;
        if seen.now.saturating_sub(last.at) > believed && !refused {
            health.badge = Badge::Unknown;
            health.reason = "stale".into();
        }
    }
    let left_alone = seen.stays_refused
        && row
            .last
            .as_ref()
            .is_some_and(|last| last.outcome == Outcome::Credentials);
    if row.paused {
        health.badge = Badge::Paused;
        health.reason = "paused".into();
    } else if !left_alone {
        health.next_check_at = Some(rfc3339(row.next_probe_at));
    }
    let hold = seen
        .holds
        .iter()
        .find(|hold| hold.holds(row.id.as_str(), row.vendor.as_str(), seen.now));
    health.hold = hold.map(shown_hold);
    health
}

/// A hold as people see it.
pub fn shown_hold(row: &HoldRow) -> Hold {
    Hold {
        id: row.id.clone(),
        kind: row.kind,
        integration: row.integration.clone(),
        vendor: row.vendor.clone(),
        from: rfc3339(row.from),
        until: row.until.map(rfc3339),
        note: row.note.clone(),
        by: row.by.clone(),
    }
}

/// Where a badge stands when the worst comes first.
pub fn rank(badge: Badge) -> u8 {
    match badge {
        Badge::Disconnected => 0,
        Badge::NeedsAttention => 1,
        Badge::Unknown => 2,
        Badge::Checking => 3,
        Badge::Connected => 4,
        Badge::Paused => 5,
    }
}

fn badge(last: &LastProbe) -> Badge {
    let told = last.outcome.badge().or_else(|| {
        let before = last.badge.as_deref()?;
        Badge::ALL.into_iter().find(|badge| badge.as_str() == before)
    });
    told.unwrap_or(Badge::Unknown)
}

fn flap(row: &IntegrationRow, now: i64) -> Option<Flap> {
    let change = change_of(&row.state, now);
    (row.state.flapping || change.changes > 0).then(|| Flap {
        percent: (change.percent * 10.0).round() / 10.0,
        changes: change.changes,
        probes: change.probes,
        stable: change.stable,
        stable_needed: STABLE_PROBES,
    })
}

fn expiry(at: i64, source: &str, now: i64) -> Expiry {
    Expiry {
        at: rfc3339(at),
        source: source.to_owned().into(),
        days_left: (at - now).div_euclid(DAY_MS),
    }
}

/// Why a person should look, most pressing first.
fn attention(row: &IntegrationRow, last: &LastProbe, health: &Health) -> Vec<Attention> {
    let one = |code: &'static str, text: String| Attention {
        code: code.into(),
        text,
    };
    let mut all = Vec::new();
    if let Some(flap) = health.flap.filter(|_| health.flapping) {
        all.push(one(
            "flapping",
            format!(
                "The outcome keeps changing: {} % by {} changes in {} checks; stable {} of {}.",
                flap.percent, flap.changes, flap.probes, flap.stable, flap.stable_needed
            ),
        ));
    }
    if matches!(last.outcome, Outcome::Throttled | Outcome::Permission) {
        all.push(one(last.outcome.as_str(), last.outcome.sentence().to_owned()));
    }
    if let Some(expires) = &health.expires {
        match expires.days_left {
            ..0 => all.push(one("expired", "The credentials have ended.".to_owned())),
            0 => all.push(one("expiring", "The credentials end within a day.".to_owned())),
            days @ 1..=SOON_DAYS => {
                let plural = if days == 1 { "" } else { "s" };
                all.push(one(
                    "expiring",
                    format!("The credentials end in {days} day{plural}."),
                ));
            }
            _ => {}
        }
    }
    if row.state.slow {
        let usual = row.state.median_ms.unwrap_or(0);
        all.push(one(
            "slow",
            format!(
                "The last answers took more than three times as long as usual: {} ms, usually {usual} ms.",
                last.latency_ms
            ),
        ));
    }
    if let Some(text) = last.attention.as_ref().filter(|_| last.outcome == Outcome::Ok) {
        all.push(one("vendor", text.clone()));
    }
    all
}

#[cfg(test)]
#[path = "health_tests.rs"]
mod tests;
