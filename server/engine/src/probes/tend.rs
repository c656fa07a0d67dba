//! What health needs beside the probes: turns become incidents, people are told, history is added up, old things go.
//!
//! Every node tends; each step is safe when another does it at the same moment.

use super::{Courier, Lookout, history, words};
use crate::{
    clock::Clock,
    live::Live,
    store::{DAY_MS, HoldRow, IncidentRow, Moment, Store, StoreError, fresh_ulid},
    vendors::Registry,
};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// How often turns are looked at.
const TICK: Duration = Duration::from_secs(2);

/// How many ticks lie between two rounds of the slower work.
const SLOWLY: u64 = 5;

/// What fails at one vendor within this time of each other is one incident.
const JOIN_MS: i64 = 15 * 60 * 1000;

/// How long an incident gathers before people are told of it.
const GATHERED_MS: i64 = 45_000;

/// Turns that are taken at once.
const AT_ONCE: u64 = 500;

/// How many half hours are added up in one round.
const HALVES: usize = 48;

/// Days before the end of credentials at which people are warned.
const WARNINGS: [i64; 5] = [30, 14, 7, 1, 0];

/// How long notices are kept.
const NOTICES_MS: i64 = 90 * DAY_MS;

/// Tends health.
#[derive(Clone)]
pub struct Tender {
    /// Keeps everything.
    pub store: Store,
    /// Knows the vendors' names and status pages.
    pub registry: Registry,
    /// Hears that something changed.
    pub live: Live,
    /// Holds, and numbers.
    pub lookout: Lookout,
    /// Brings notices to people.
    pub courier: Courier,
    /// What time it is.
    pub clock: Clock,
    /// The page of Integration Status.
    pub page: String,
}

impl Tender {
    /// Tends until it is told to stop.
    pub async fn run(self, stop: CancellationToken) {
        let claim = fresh_ulid(self.clock.now_ms());
        let delivering = self.clone().deliver(claim, stop.clone());
        let tending = async {
            let mut tick = tokio::time::interval(TICK);
            tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
            for round in 0u64.. {
                tick.tick().await;
                if let Err(error) = self.turn().await {
                    tracing::warn!(error = %error, "incidents could not be tended");
                }
                if round % SLOWLY == 0
                    && let Err(error) = self.slowly().await
                {
                    tracing::warn!(error = %error, "the history of probes could not be tended");
                }
            }
        };
        tokio::select! {
            () = stop.cancelled() => {}
            () = tending => {}
            () = delivering => {}
        }
    }

    async fn deliver(self, claim: String, stop: CancellationToken) {
        let mut tick = tokio::time::interval(TICK);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        while !stop.is_cancelled() {
            tick.tick().await;
            let now = self.clock.now_ms();
            if let Err(error) = self.courier.turn(now, Moment::Database, &claim).await {
                tracing::warn!(error = %error, "notices could not be delivered");
            }
        }
    }

    /// Makes incidents of turns and writes the notices that are due.
    pub async fn turn(&self) -> Result<(), StoreError> {
        let now = self.clock.now_ms();
        self.lookout.read_holds(&self.store, now).await?;
        let holds = self.lookout.holds();
        let words = |change: &crate::store::ChangeRow| {
            let held = holds
                .iter()
                .any(|hold| hold.holds(&change.integration, &change.vendor, now));
            if held {
                return None;
            }
            words::of_turn(change, &self.registry.name_of(&change.vendor), &self.page)
        };
        let taken = self.store.fold_changes(now, AT_ONCE, JOIN_MS, &words).await?;
        let ended = self.store.end_orphans(now).await?;
        let told = self.tell_incidents(now, &holds).await?;
        if taken > 0 || ended || told {
            self.live.health();
        }
        Ok(())
    }

    async fn tell_incidents(&self, now: i64, holds: &[HoldRow]) -> Result<bool, StoreError> {
        let mut told = false;
        for row in self.store.untold_incidents().await? {
            let over = row.ended_at.is_some();
            let due = over || row.began_at + GATHERED_MS <= now;
            // An end is told to whoever was told the beginning.
            let quiet = over && row.told_at.is_none();
            if !due || (!over && held(&row, holds, now)) {
                continue;
            }
            let notice = if quiet {
                None
            } else {
                Some(self.notice(&row).await?)
            };
            told |= self.store.tell_incident(now, &row.id, over, notice).await?;
        }
        Ok(told)
    }

    async fn notice(&self, row: &IncidentRow) -> Result<crate::store::NewNotice, StoreError> {
        let vendor = row.vendor.as_str();
        let total = self.store.count_of_vendor(vendor).await?;
        let name = self.registry.name_of(vendor);
        let own = self
            .registry
            .connector(vendor)
            .and_then(|connector| connector.status_page());
        Ok(words::of_incident(row, &name, total, &self.page, own))
    }

    /// Adds up the history, takes away what is old, and warns of credentials that end.
    pub async fn slowly(&self) -> Result<(), StoreError> {
        let now = self.clock.now_ms();
        for _ in 0..HALVES {
            if !history::add_up(&self.store, now).await? {
                break;
            }
        }
        history::prune(&self.store, now).await?;
        self.store.prune_notices(now - NOTICES_MS, AT_ONCE).await?;
        self.warn_of_expiry(now).await
    }

    async fn warn_of_expiry(&self, now: i64) -> Result<(), StoreError> {
        for row in self.store.expiring(now + (WARNINGS[0] + 1) * DAY_MS).await? {
            let left = (row.at - now).div_euclid(DAY_MS).max(-1);
            // The nearest warning that is due; the farther ones are covered by it.
            let Some(due) = WARNINGS.into_iter().filter(|days| left <= *days).min() else {
                continue;
            };
            let due = if left < 0 { -1 } else { due };
            if row.told.is_some_and(|told| told <= due) {
                continue;
            }
            let notice = words::of_expiry(
                &row,
                &self.registry.name_of(row.vendor.as_str()),
                left,
                &self.page,
            );
            if self.store.tell_expiry(now, &row.integration, due, notice).await? {
                self.live.integration(&row.integration);
            }
        }
        Ok(())
    }
}

/// Whether everybody that an incident still affects is under a hold.
fn held(row: &IncidentRow, holds: &[HoldRow], now: i64) -> bool {
    row.members
        .iter()
        .filter(|member| member.until.is_none())
        .all(|member| {
            holds
                .iter()
                .any(|hold| hold.holds(member.integration.as_str(), row.vendor.as_str(), now))
        })
}
