//! The history: half hours that are over are added up, medians are renewed, and what was kept long enough goes, a little at a
//! time so that nobody waits for it.
//!
//! Kept are single probes for 7 days, half hours for 90 days, days for 2 years. Nothing goes before it was added up.

use crate::store::{DAY_MS, HALF_MS, Slot, Store, StoreError};
use std::collections::BTreeMap;

/// How long single probes are kept.
const RAW_MS: i64 = 7 * DAY_MS;

/// How long half hours are kept.
const HALVES_MS: i64 = 90 * DAY_MS;

/// How long days are kept.
const DAYS_MS: i64 = 730 * DAY_MS;

/// How long a half hour is left open for results that are written late.
const OPEN_MS: i64 = 2 * 60 * 1000;

/// Integrations whose days are written together.
const TOGETHER: usize = 200;

/// What goes in one round, at most, a transaction each.
const ROUNDS: usize = 4;
const AT_ONCE: u64 = 500;

/// A median of fewer probes than this says nothing.
const ENOUGH: u32 = 50;

/// The mark of the half hours that were added up.
const HALVES: &str = "halves";

/// From when on single probes must be read, because they were not added up yet.
pub async fn added_up_to(store: &Store) -> Result<i64, StoreError> {
    Ok(store.health_mark(HALVES).await?.unwrap_or(0))
}

/// Adds up the next half hour that is over; false when there is none.
pub async fn add_up(store: &Store, now: i64) -> Result<bool, StoreError> {
    let from = match store.health_mark(HALVES).await? {
        Some(mark) => mark,
        None => {
            let oldest = store.oldest_probe().await?.unwrap_or(now);
            oldest - oldest.rem_euclid(HALF_MS)
        }
    };
    if from + HALF_MS + OPEN_MS > now {
        return Ok(false);
    }
    let sums: Vec<(String, Slot)> = store
        .sum_probes(from, from + HALF_MS)
        .await?
        .into_iter()
        .collect();
    for some in sums.chunks(TOGETHER) {
        store.keep_half(from, some).await?;
        renew_medians(store, some, from).await?;
    }
    store.set_health_mark(HALVES, from + HALF_MS).await?;
    Ok(true)
}

/// Renews the medians of those whose turn it is: each integration about four times a day.
async fn renew_medians(store: &Store, sums: &[(String, Slot)], at: i64) -> Result<(), StoreError> {
    let turn = (at / HALF_MS).rem_euclid(12);
    let theirs = |id: &str| i64::from(id.bytes().last().unwrap_or(0)).rem_euclid(12) == turn;
    let ids: Vec<&str> = sums
        .iter()
        .map(|(id, _)| id.as_str())
        .filter(|id| theirs(id))
        .collect();
    if ids.is_empty() {
        return Ok(());
    }
    let mut week: BTreeMap<String, Slot> = BTreeMap::new();
    for day in store
        .probe_days(&ids, at - at.rem_euclid(DAY_MS) - 6 * DAY_MS)
        .await?
    {
        week.entry(day.integration).or_default().merge(&day.slots.sum());
    }
    let medians: Vec<_> = week
        .into_iter()
        .map(|(id, slot)| {
            let median = slot.latency(50).filter(|_| slot.passed() >= ENOUGH);
            (id, median.map(i64::from))
        })
        .collect();
    store.set_medians(&medians).await
}

/// Takes away a little of what was kept long enough.
pub async fn prune(store: &Store, now: i64) -> Result<(), StoreError> {
    let raw = (now - RAW_MS).min(added_up_to(store).await?);
    for _ in 0..ROUNDS {
        if store.prune_probes(raw, AT_ONCE).await? < AT_ONCE {
            break;
        }
    }
    store.fold_days(now - HALVES_MS, AT_ONCE).await?;
    store.prune_days(now - DAYS_MS, AT_ONCE).await?;
    Ok(())
}
