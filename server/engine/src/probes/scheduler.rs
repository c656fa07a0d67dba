//! Probes every active integration once per interval, each in its place, so many at once in all and so many per host.
//!
//! ```text
//!   every 200 ms: claim what is due ─▶ a task for each ─▶ results ─▶ written many at once
//! ```
//!
//! A slot is a lease in the database, so several nodes share the work and a dead node's slots are taken over. An account is
//! left alone while its vendor has asked for a pause, and, where repeated refusals lock it, once it has refused. One probe that
//! hangs holds a place and nothing else.

use super::{
    judge::judge,
    run::{Prober, confirm_at},
    slots::next_slot,
};
use crate::store::{DueProbe, Kept, Moment, PutBack, StoreError, fresh_ulid};
use contract::{ids::IntegrationId, manifest::HostRule, probe::Outcome};
use futures::StreamExt as _;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio_util::sync::CancellationToken;

/// Probes at once, in all.
const AT_ONCE: usize = 256;

/// Probes at once at one vendor's host.
const PER_HOST: usize = 96;

/// How often slots are looked for.
const TICK: Duration = Duration::from_millis(200);

/// How long a node may have a slot: longer than any probe takes.
pub const LEASE_MS: i64 = 45_000;

/// After how long a slot whose host was busy is looked at again.
const BUSY_MS: i64 = 1_000;

/// Results that are written together, at most.
const TOGETHER: usize = 256;

/// How long results wait for others.
const GATHERED: Duration = Duration::from_millis(100);

/// The clockwork of the probes.
#[derive(Clone)]
pub struct Scheduler {
    /// Makes the probes.
    pub prober: Prober,
    /// How often each integration is probed.
    pub interval: Duration,
    /// True when leases go by the database's clock, so that nodes whose clocks differ agree; false where a test moves time.
    pub database_clock: bool,
    /// This node's claim.
    claim: Arc<str>,
    all: Arc<Semaphore>,
    hosts: Arc<Mutex<HashMap<String, Arc<Semaphore>>>>,
}

/// What became of a slot.
enum Ended {
    Probed(Box<Kept>),
    PutBack(IntegrationId, PutBack),
}

impl Scheduler {
    /// A clockwork that goes by the database's clock.
    pub fn new(prober: Prober, interval: Duration) -> Self {
        Self {
            claim: fresh_ulid(prober.now()).into(),
            prober,
            interval,
            database_clock: true,
            all: Arc::new(Semaphore::new(AT_ONCE)),
            hosts: Arc::default(),
        }
    }

    /// Runs until it is told to stop.
    pub async fn run(self, stop: CancellationToken) {
        let (results, ended) = mpsc::channel(4 * TOGETHER);
        let writing = tokio::spawn(self.clone().write(ended));
        let mut tick = tokio::time::interval(TICK);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Skip);
        loop {
            tokio::select! {
                () = stop.cancelled() => break,
                _ = tick.tick() => {}
            }
            // As many as there are places for: what is claimed begins at once.
            let free = self.all.available_permits();
            let due = match self.claim(free).await {
                Ok(due) => due,
                Err(error) => {
                    tracing::warn!(error = %error, "slots could not be claimed");
                    continue;
                }
            };
            for one in due {
                let Ok(place) = self.all.clone().try_acquire_owned() else {
                    break;
                };
                let (scheduler, results) = (self.clone(), results.clone());
                tokio::spawn(async move {
                    let ended = scheduler.one(one, place).await;
                    // Whoever writes is gone only at the end.
                    let _ = results.send(ended).await;
                });
            }
        }
        drop(results);
        // What is under way is written down still, but nobody waits long for it.
        if tokio::time::timeout(Duration::from_secs(5), writing)
            .await
            .is_err()
        {
            tracing::info!("probes were under way at the end; another node or the next start makes them");
        }
    }

    /// Probes what is due now and waits for all of it; says how many probes were made.
    pub async fn turn(&self) -> Result<usize, StoreError> {
        let due = self.claim(AT_ONCE).await?;
        let ended: Vec<Ended> = futures::stream::iter(due)
            .map(|one| async {
                let place = self.all.clone().acquire_owned().await.ok()?;
                Some(self.one(one, place).await)
            })
            .buffer_unordered(AT_ONCE)
            .filter_map(std::future::ready)
            .collect()
            .await;
        self.keep(ended).await
    }

    async fn claim(&self, free: usize) -> Result<Vec<DueProbe>, StoreError> {
        let store = &self.prober.store;
        // Looking costs less than a statement that writes, which on SQLite stands in line.
        if free == 0 || !store.has_due_probes(self.moment()).await? {
            return Ok(Vec::new());
        }
        let most = u64::try_from(free.min(TOGETHER)).unwrap_or(1);
        store
            .claim_probes(self.moment(), most, &self.claim, LEASE_MS)
            .await
    }

    fn moment(&self) -> Moment {
        if self.database_clock {
            Moment::Database
        } else {
            Moment::Given(self.prober.now())
        }
    }

    /// Makes the probe of one slot, or says why not.
    async fn one(&self, due: DueProbe, _place: OwnedSemaphorePermit) -> Ended {
        let DueProbe { row, slot_at } = due;
        let now = self.prober.now();
        let interval = i64::try_from(self.interval.as_millis()).unwrap_or(i64::MAX);
        let next = next_slot(&row.id, now, interval);
        let refused = row
            .last
            .as_ref()
            .is_some_and(|last| last.outcome == Outcome::Credentials);
        if refused && self.prober.locks(&row) {
            return Ended::PutBack(row.id, PutBack::Skip(next));
        }
        if let Some(pause) = self.prober.act.memory.paused_for(&row.id) {
            let pause = i64::try_from(pause.as_millis()).unwrap_or(interval).min(interval);
            self.prober.numbers.put_back();
            return Ended::PutBack(row.id, PutBack::Skip(now + pause.max(1_000)));
        }
        let Ok(_host) = self.host(&row).try_acquire_owned() else {
            self.prober.numbers.put_back();
            return Ended::PutBack(row.id, PutBack::Wait(now + BUSY_MS));
        };
        let trigger = if row.state.unconfirmed {
            "confirm"
        } else {
            "schedule"
        };
        // The first slot of a new integration is due since it was made, not since ever.
        self.prober
            .numbers
            .begun(if slot_at == 0 { 0 } else { now - slot_at });
        let probe = self.prober.made(&row, trigger).await;
        self.prober.numbers.over();
        Ended::Probed(Box::new(Kept {
            integration: row.id,
            slot: Some((self.claim.to_string(), next)),
            confirm_at: confirm_at(probe.at),
            row: probe,
        }))
    }

    /// The places of the host that an account is at.
    fn host(&self, row: &crate::store::IntegrationRow) -> Arc<Semaphore> {
        let manifest = self.prober.act.registry.manifest(row.vendor.as_str());
        let own = manifest.and_then(|manifest| {
            manifest.egress.iter().find_map(|rule| match rule {
                HostRule::PrivateFromField(field) => row.settings.get(field.as_ref()).cloned(),
                _ => None,
            })
        });
        let key = format!("{} {}", row.vendor, own.unwrap_or_default());
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        if hosts.len() > 10_000 {
            hosts.retain(|_, places| places.available_permits() < PER_HOST);
        }
        hosts
            .entry(key)
            .or_insert_with(|| Arc::new(Semaphore::new(PER_HOST)))
            .clone()
    }

    /// Writes results as they come, those of a tenth of a second together.
    async fn write(self, mut ended: mpsc::Receiver<Ended>) {
        while let Some(first) = ended.recv().await {
            let mut batch = vec![first];
            let gathered = async {
                while batch.len() < TOGETHER {
                    match ended.recv().await {
                        Some(one) => batch.push(one),
                        None => break,
                    }
                }
            };
            let _ = tokio::time::timeout(GATHERED, gathered).await;
            let count = batch.len();
            if let Err(error) = self.keep(batch).await {
                // Their leases end, and then they are made again.
                self.prober.numbers.lost(count);
                tracing::warn!(error = %error, count, "results of probes could not be kept");
            }
        }
    }

    /// Keeps results in one transaction; says how many probes were kept.
    async fn keep(&self, ended: Vec<Ended>) -> Result<usize, StoreError> {
        let (mut probes, mut back) = (Vec::new(), Vec::new());
        for one in ended {
            match one {
                Ended::Probed(kept) => probes.push(*kept),
                Ended::PutBack(id, what) => back.push((id, what)),
            }
        }
        let store = &self.prober.store;
        store.put_back_probes(&self.claim, &back).await?;
        if probes.is_empty() {
            return Ok(0);
        }
        let kept = store.keep_probes(probes, judge).await?;
        for id in &kept {
            self.prober.live.integration(id);
        }
        Ok(kept.len())
    }
}
