//! From the last probe to the badge. A probe that is older than two intervals is not believed: never falsely green.

use crate::{
    clock::rfc3339,
    store::{IntegrationRow, LastProbe},
};
use contract::{
    integration::{Integration, SecretMark},
    probe::{Badge, Health, Outcome},
};
use std::time::Duration;

/// An integration as people may see it.
pub fn shown(row: IntegrationRow, now: i64, interval: Duration, stays_refused: bool) -> Integration {
    let health = health(&row, now, interval, stays_refused);
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

/// The health of an integration now. `stays_refused`: after a refusal nobody probes again, so that its age proves nothing.
fn health(row: &IntegrationRow, now: i64, interval: Duration, stays_refused: bool) -> Health {
    let mut health = Health {
        badge: Badge::Checking,
        reason: "never_checked".into(),
        checked_at: None,
        since: None,
        latency_ms: None,
        vendor_status: None,
        vendor_message: None,
        flapping: false,
    };
    if let Some(last) = &row.last {
        health.badge = badge(last);
        health.reason = match &last.attention {
            Some(attention) if last.outcome == Outcome::Ok => attention.clone().into(),
            _ => last.outcome.as_str().into(),
        };
        health.checked_at = Some(rfc3339(last.at));
        health.since = Some(rfc3339(last.since));
        health.latency_ms = u64::try_from(last.latency_ms).ok();
        health.vendor_status = last.vendor_status;
        health.vendor_message.clone_from(&last.vendor_message);
        let believed = i64::try_from(interval.as_millis().saturating_mul(2)).unwrap_or(i64::MAX);
        let refused = stays_refused && last.outcome == Outcome::Credentials;
        if now.saturating_sub(last.at) > believed && !refused {
            health.badge = Badge::Unknown;
            health.reason = "stale".into();
        }
    }
    if row.paused {
        health.badge = Badge::Paused;
        health.reason = "paused".into();
    }
    health
}

fn badge(last: &LastProbe) -> Badge {
    let told = last.outcome.badge().or_else(|| {
        let before = last.badge.as_deref()?;
        Badge::ALL.into_iter().find(|badge| badge.as_str() == before)
    });
    match told {
        Some(Badge::Connected) if last.attention.is_some() => Badge::NeedsAttention,
        Some(badge) => badge,
        None => Badge::Unknown,
    }
}

#[cfg(test)]
#[path = "health_tests.rs"]
mod tests;
