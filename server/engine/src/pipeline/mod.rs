//! The pipeline: what happens to a delivery between the door and its end.
//!
//! ```text
//!   POST /hooks/{token} ─▶ receive: known? allowed? proved? ─▶ writer: event + dedup key, one commit ─▶ 202
//!                                                                        │ the row is the baton
//!   worker: lease ─▶ parse ─▶ normalise ─▶ resolve ─▶ route ─▶ execute ─▶ report ─▶ succeeded
//!                       └────────┴────────────┴────────┴─────────┴──────────┴──▶ retrying, dead letter, ignored
//! ```
//!
//! Each stage's output is the next stage's ticket and can only be made by the stage before. The database is the truth; hints
//! only make it faster. This module knows no vendor by name and no HTTP.

mod analysis;
mod attempt;
mod bulk;
mod execute;
mod failure;
mod filter;
mod finisher;
mod hooks;
mod lease;
mod networks;
mod normalise;
mod order;
mod parse;
mod receive;
mod registrations;
mod replay;
mod report;
mod resolve;
mod retention;
mod route;
mod run;
mod schedule;
mod silence;
mod sops;
mod trace;
mod worker;

pub use analysis::{Facts, differences, explain};
pub use bulk::{BULK_REPLAY, dead};
pub use failure::{Retry, StageFailure};
pub use filter::query;
pub use hooks::{CrashPoint, Hooks};
pub use networks::Network;
pub use receive::{LARGEST, TOKEN, open_one};
pub use registrations::Registrations;
pub use replay::Replayed;
pub use retention::Retention;
pub use run::{Automation, AutomationSettings, Chat, DISCOVERY, HandRun, Posted, Vigil};
pub use silence::silence;
pub use sops::{EventKey, Fence, FoundCustomer, Picked, ReportEnd, Routed, RunEnd, Sops};

use crate::{
    act::Act,
    live::Live,
    store::{Moment, Store},
};
use std::{sync::Arc, time::Duration};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

/// What the pipeline stands on.
pub struct Parts {
    /// Vendors, vault and clock.
    pub act: Act,
    /// Keeps everything.
    pub store: Store,
    /// Hears what changed.
    pub live: Live,
    /// Customers, rules and SOPs.
    pub sops: Arc<dyn Sops>,
    /// How it is set.
    pub settings: Settings,
    /// Where tests end the process.
    pub hooks: Hooks,
}

/// How the pipeline is set.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The waits before an event's three retries.
    pub retry_delays: [Duration; 3],
    /// True to tell the time for leases by the machine's clock and not by the database's; for tests that move it.
    pub own_clock: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            retry_delays: [
                Duration::from_secs(10),
                Duration::from_mins(1),
                Duration::from_mins(5),
            ],
            own_clock: false,
        }
    }
}

/// The pipeline. Cheap to clone; all clones are one.
#[derive(Clone)]
pub struct Pipeline(Arc<Inner>);

struct Inner {
    act: Act,
    store: Store,
    live: Live,
    sops: Arc<dyn Sops>,
    settings: Settings,
    hooks: Hooks,
    webhooks: receive::Webhooks,
    refusals: receive::Refusals,
    fetched: receive::FetchedOnce,
    marks: receive::Marks,
    writer: receive::Writer,
    finisher: finisher::Finisher,
    /// Something new is due.
    wake: Notify,
    /// Something else is due: a replay, or an approval was decided.
    wake_others: Notify,
}

impl Pipeline {
    /// A pipeline that takes nothing yet: `start` and `work` do.
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(Inner {
            act: parts.act,
            store: parts.store,
            live: parts.live,
            sops: parts.sops,
            settings: parts.settings,
            hooks: parts.hooks,
            webhooks: receive::Webhooks::default(),
            refusals: receive::Refusals::default(),
            fetched: receive::FetchedOnce::default(),
            marks: receive::Marks::default(),
            writer: receive::Writer::default(),
            finisher: finisher::Finisher::default(),
            wake: Notify::new(),
            wake_others: Notify::new(),
        }))
    }

    /// Starts what writes: from now on deliveries are taken, and attempts can end.
    pub fn start(&self, stop: &CancellationToken) {
        let (writes, ends) = (self.clone(), self.clone());
        let (stop_writes, stop_ends) = (stop.clone(), stop.clone());
        tokio::spawn(async move {
            let at = || writes.at();
            let (store, hooks) = (writes.0.store.clone(), writes.0.hooks.clone());
            writes.0.writer.run(store, at, hooks, stop_writes).await;
        });
        tokio::spawn(async move {
            let now = || (ends.now(), ends.at());
            let (store, hooks) = (ends.0.store.clone(), ends.0.hooks.clone());
            ends.0.finisher.run(store, now, hooks, stop_ends).await;
        });
    }

    /// A held call was decided: whatever waits for it goes on now.
    pub async fn decided(&self, approval: &contract::ids::ApprovalId) {
        match self.0.store.hurry_waiting(self.at(), approval.as_str()).await {
            Ok(0) => {}
            Ok(_) => self.0.wake_others.notify_one(),
            // A look at what waits comes every half minute anyway.
            Err(error) => tracing::warn!(error = %error, "a decision could not be passed on to its event"),
        }
    }

    /// A webhook was changed: the next delivery meets it as it is now.
    pub fn changed(&self, token: &str) {
        self.0.webhooks.forget(token);
    }

    fn now(&self) -> i64 {
        self.0.act.clock.now_ms()
    }

    /// What time it is for leases and queues, for whoever writes beside the pipeline.
    pub fn moment(&self) -> Moment {
        self.at()
    }

    fn at(&self) -> Moment {
        if self.0.settings.own_clock {
            Moment::Given(self.now())
        } else {
            Moment::Database
        }
    }
}
