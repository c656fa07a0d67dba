//! The live stream: one task a node that turns hints into frames, and the port at which a tab listens.
//!
//! Each hint costs one reading, however many tabs there are; none while nobody watches. On PostgreSQL hints also travel to
//! the other nodes, each of which reads for its own tabs. A lost hint costs freshness only: the database is the truth.

use super::Machine;
use crate::{
    live::{Hint, Hints, Watcher},
    policy::{Right, may},
    store::{StoreError, fresh_ulid},
};
use contract::{
    actor::Actor,
    ids::{EventId, IntegrationId, JobId},
    live::{Counters, LiveChange, LiveFrame},
    ports::{Answer, Live, Watch},
    problem::Problem,
};
use std::{
    collections::BTreeSet,
    future::Future,
    pin::Pin,
    sync::Arc,
    time::{Duration, Instant},
};
use tokio_util::sync::CancellationToken;

/// How long hints are gathered before they are read.
const GATHERED: Duration = Duration::from_millis(100);

/// How often what waits for a person is counted, at most.
const COUNTED: Duration = Duration::from_secs(1);

/// How long a broken connection to the other nodes is left alone.
const REST: Duration = Duration::from_secs(5);

/// More changes of one kind at once than this are told as one: read again.
const FLOOD: usize = 500;

/// What the fan-out remembers between two rounds.
#[derive(Default)]
pub struct Told {
    counters: Option<Counters>,
    counted: Option<Instant>,
    uncounted: bool,
}

impl Machine {
    /// Turns hints into frames until it is told to stop.
    pub async fn fan_out(self, stop: CancellationToken) {
        let node = fresh_ulid(self.now());
        let turning = async {
            let mut told = Told::default();
            loop {
                let wait = if told.uncounted {
                    COUNTED
                } else {
                    Duration::from_hours(1)
                };
                tokio::select! {
                    () = self.live.given() => tokio::time::sleep(GATHERED).await,
                    () = tokio::time::sleep(wait) => {}
                }
                let hints = self.live.take();
                if let Err(error) = self.tell(&node, hints, &mut told).await {
                    tracing::warn!(error = %error, "changes could not be read for the live stream");
                    tokio::time::sleep(COUNTED).await;
                    self.live.heard(Hint::Everything);
                }
            }
        };
        tokio::select! {
            () = stop.cancelled() => {}
            () = turning => {}
            () = self.hear(&node) => {}
        }
    }

    /// Hears the other nodes; on SQLite there are none.
    pub async fn hear(&self, node: &str) {
        loop {
            match self.store.listen(node).await {
                Ok(None) => std::future::pending().await,
                Ok(Some(mut listener)) => loop {
                    match listener.next().await {
                        Ok(Some(words)) => words
                            .iter()
                            .filter_map(|word| Hint::parse(word))
                            .for_each(|hint| self.live.heard(hint)),
                        Ok(None) => self.live.heard(Hint::Everything),
                        Err(error) => {
                            tracing::warn!(error = %error, "the other nodes cannot be heard");
                            break;
                        }
                    }
                },
                Err(error) => tracing::warn!(error = %error, "the other nodes cannot be heard"),
            }
            tokio::time::sleep(REST).await;
            self.live.heard(Hint::Everything);
        }
    }

    /// Passes hints on to the other nodes, reads what changed and tells it to whoever watches here.
    pub async fn tell(&self, node: &str, hints: Hints, told: &mut Told) -> Result<(), StoreError> {
        let words: Vec<String> = hints.here.iter().map(Hint::word).collect();
        self.store.notify(node, &words).await?;
        if self.live.watchers() == 0 {
            self.live.pass();
            return Ok(());
        }
        let mut all = hints.here;
        all.extend(hints.elsewhere);
        told.uncounted |= all.iter().any(|hint| !matches!(hint, Hint::Job(_)));
        if all.contains(&Hint::Everything) || all.len() > FLOOD {
            self.live.tell(LiveChange::Resync);
        } else {
            self.tell_integrations(&all).await?;
            self.tell_events(&all).await?;
            self.tell_jobs(&all).await?;
            for hint in &all {
                if let Hint::CspSetup(id) = hint {
                    self.live.tell(LiveChange::CspSetup { setup: id.clone() });
                }
            }
            if all.contains(&Hint::Health) {
                self.live.tell(LiveChange::Health);
            }
        }
        self.count(told).await
    }

    async fn tell_integrations(&self, hints: &BTreeSet<Hint>) -> Result<(), StoreError> {
        let ids: Vec<IntegrationId> = hints
            .iter()
            .filter_map(|hint| match hint {
                Hint::Integration(id) => Some(id.clone()),
                _ => None,
            })
            .collect();
        if ids.is_empty() {
            return Ok(());
        }
        let mut gone: BTreeSet<_> = ids.iter().cloned().collect();
        for row in self.store.integrations_of(&ids).await? {
            gone.remove(&row.id);
            self.live.tell(LiveChange::Integration {
                integration: Box::new(self.shown(row)),
            });
        }
        for id in gone {
            self.live.tell(LiveChange::IntegrationGone { id });
        }
        Ok(())
    }

    async fn tell_events(&self, hints: &BTreeSet<Hint>) -> Result<(), StoreError> {
        let ids: Vec<EventId> = hints
            .iter()
            .filter_map(|hint| match hint {
                Hint::Event(id) => Some(id.clone()),
                _ => None,
            })
            .collect();
        if ids.is_empty() {
            return Ok(());
        }
        for event in self.store.events_of(&ids).await? {
            self.live.tell(LiveChange::Event {
                event: Box::new(event),
            });
        }
        Ok(())
    }

    async fn tell_jobs(&self, hints: &BTreeSet<Hint>) -> Result<(), StoreError> {
        let ids: Vec<&JobId> = hints
            .iter()
            .filter_map(|hint| match hint {
                Hint::Job(id) => Some(id),
                _ => None,
            })
            .collect();
        for id in ids {
            match self.store.job(id).await {
                Ok(job) => self.live.tell(LiveChange::Job { job: Box::new(job) }),
                Err(StoreError::Missing) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    async fn count(&self, told: &mut Told) -> Result<(), StoreError> {
        let lately = told.counted.is_some_and(|at| at.elapsed() < COUNTED);
        if !told.uncounted || lately {
            return Ok(());
        }
        let counters = self.store.counters().await?;
        told.counted = Some(Instant::now());
        told.uncounted = false;
        if told.counters != Some(counters) {
            told.counters = Some(counters);
            self.live.tell(LiveChange::Counters { counters });
        }
        Ok(())
    }
}

impl Watch for Watcher {
    fn next(&mut self) -> Pin<Box<dyn Future<Output = Option<Arc<LiveFrame>>> + Send + '_>> {
        Box::pin(Watcher::next(self))
    }
}

impl Live for Machine {
    fn watch(&self, who: &Actor) -> Result<Box<dyn Watch>, Problem> {
        may(who, Right::Look)?;
        Ok(Box::new(self.live.watch()))
    }

    fn seen(&self) -> u64 {
        self.live.seen()
    }

    fn counters<'a>(&'a self, who: &'a Actor) -> Answer<'a, Counters> {
        Box::pin(async move {
            may(who, Right::Look)?;
            Ok(self.store.counters().await?)
        })
    }

    fn watchers(&self) -> usize {
        self.live.watchers()
    }
}
