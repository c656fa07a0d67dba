//! The live stream of a tab: one for the whole tab, whatever page is open.
//!
//! ```text
//!   GET /api/v1/live ──▶ run.rs ──▶ order.rs: was a frame missed?  ──▶ resyncs(): pages read their data again
//!                          │
//!                          └──▶ take.rs: use_integration_patches, use_event_frames, use_job_frames, use_csp_frames, …
//! ```
//!
//! Frames are hints: first paint comes from the server's answer, the stream only patches it. A frame is decoded by the page
//! that wants it and not here, so that the first visit does not load the decoder of everything that may come. Knows no
//! page, and nothing of how a frame comes about.

#[cfg(any(feature = "hydrate", test))]
mod order;
#[cfg(feature = "hydrate")]
mod run;
mod take;

pub use take::{
    IntegrationPatch, on_resync, use_connection, use_counters, use_csp_frames, use_event_frames,
    use_health_frames, use_integration_patches, use_job_frames, use_resyncs,
};

use contract::{Time, live::Counters};
use leptos::prelude::*;
use std::sync::Arc;

/// How the stream is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Connection {
    /// It has not been opened yet, or never will be: no JavaScript.
    #[default]
    Closed,
    /// Changes arrive as they happen.
    Live,
    /// It was lost a moment ago and is being opened again.
    Reconnecting,
    /// It has been away for a while: what is on screen is as old as this.
    Stale(Time),
}

/// What a frame is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Topic {
    Integration,
    Health,
    Event,
    Job,
    CspSetup,
}

/// A page that wants the frames of a topic.
#[derive(Clone)]
#[cfg_attr(
    not(feature = "hydrate"),
    expect(dead_code, reason = "frames come in the browser only")
)]
struct Taker {
    id: usize,
    topic: Topic,
    take: Callback<Arc<str>>,
}

/// The stream, as the pages see it.
#[derive(Clone, Copy)]
pub struct Live {
    connection: RwSignal<Connection>,
    resyncs: RwSignal<usize>,
    counters: RwSignal<Option<Counters>>,
    takers: StoredValue<Vec<Taker>>,
    next: StoredValue<usize>,
}

impl Live {
    /// Makes the stream's signals and gives them to everything below; nothing is opened yet.
    pub fn provide() -> Self {
        let live = Self {
            connection: RwSignal::new(Connection::default()),
            resyncs: RwSignal::new(0),
            counters: RwSignal::new(None),
            takers: StoredValue::new(Vec::new()),
            next: StoredValue::new(0),
        };
        provide_context(live);
        live
    }

    /// Opens the stream in the browser, for as long as the caller's part of the page stands. `seen` is the number of the
    /// last frame when the page was made.
    pub fn run(self, seen: Option<u64>) {
        #[cfg(feature = "hydrate")]
        run::run(self, seen);
        #[cfg(not(feature = "hydrate"))]
        {
            _ = seen;
        }
    }

    /// Has the frames of a topic told to `take` until the caller's part of the page is gone.
    fn tell(self, topic: Topic, take: Callback<Arc<str>>) {
        let id = self.next.get_value();
        self.next.set_value(id.wrapping_add(1));
        self.takers
            .update_value(|all| all.push(Taker { id, topic, take }));
        on_cleanup(move || {
            self.takers
                .try_update_value(|all| all.retain(|taker| taker.id != id));
        });
    }
}

/// The stream of the frame around this page; one that stays silent where there is none.
fn use_live() -> Live {
    use_context::<Live>().unwrap_or_else(Live::provide)
}
