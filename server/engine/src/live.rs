//! The hub of what changes: anybody may say that a thing changed, and every tab hears how it is now.
//!
//! ```text
//!   live.integration(id) ─▶ hints (a set: many of one thing are one) ─▶ fan-out reads the store ─▶ tell ─▶ every watcher
//! ```
//!
//! A hint says *that* something changed, never how; whoever gives one neither waits nor fails. The hub calls nobody and knows
//! no table: the fan-out (`ports/live.rs`) reads the truth. It is cheap to clone; all clones are one hub.

use contract::{
    ids::{CspSetupId, EventId, IntegrationId, JobId},
    live::{LiveChange, LiveFrame},
};
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::sync::{
    Notify,
    broadcast::{self, error::RecvError},
};

/// Frames that a slow watcher may be behind before it is told to read everything again.
const BEHIND: usize = 512;

/// Hints that are kept at once; beyond it everything is read again.
const MOST_HINTS: usize = 2_048;

/// That a thing changed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hint {
    /// An integration, its health included; or it is gone.
    Integration(IntegrationId),
    /// An event.
    Event(EventId),
    /// A job.
    Job(JobId),
    /// A partner's tenant being connected.
    CspSetup(CspSetupId),
    /// Held calls.
    Approvals,
    /// Incidents, holds or faults of our own.
    Health,
    /// Too much to name.
    Everything,
}

/// Hints that were taken together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// Given on this node; the other nodes have not heard them.
    pub here: BTreeSet<Hint>,
    /// Heard from another node.
    pub elsewhere: BTreeSet<Hint>,
}

/// The hub.
#[derive(Clone)]
pub struct Live(Arc<Hub>);

struct Hub {
    hints: Mutex<Hints>,
    given: Notify,
    /// The last frame's number; the lock keeps numbers and frames in one order.
    last: Mutex<u64>,
    frames: broadcast::Sender<Arc<LiveFrame>>,
}

/// One watcher's place in the stream.
pub struct Watcher {
    hub: Live,
    first: Option<Arc<LiveFrame>>,
    frames: broadcast::Receiver<Arc<LiveFrame>>,
}

impl Default for Live {
    fn default() -> Self {
        Self(Arc::new(Hub {
            hints: Mutex::default(),
            given: Notify::new(),
            last: Mutex::new(0),
            frames: broadcast::Sender::new(BEHIND),
        }))
    }
}

impl Live {
    /// An integration changed, or is gone.
    pub fn integration(&self, id: &IntegrationId) {
        self.hint(Hint::Integration(id.clone()));
    }

    /// An event changed.
    pub fn event(&self, id: &EventId) {
        self.hint(Hint::Event(id.clone()));
    }

    /// A job moved.
    pub fn job(&self, id: &JobId) {
        self.hint(Hint::Job(id.clone()));
    }

    /// A step of connecting a partner's tenant moved.
    pub fn csp_setup(&self, id: &CspSetupId) {
        self.hint(Hint::CspSetup(id.clone()));
    }

    /// A held call is new or was decided.
    pub fn approvals(&self) {
        self.hint(Hint::Approvals);
    }

    /// An incident, a hold or a fault of our own changed.
    pub fn health(&self) {
        self.hint(Hint::Health);
    }

    /// Something changed on this node.
    pub fn hint(&self, hint: Hint) {
        add(
            &mut self.0.hints.lock().unwrap_or_else(PoisonError::into_inner).here,
            hint,
        );
        self.0.given.notify_one();
    }

    /// Another node said that something changed; it is not passed on.
    pub fn heard(&self, hint: Hint) {
        add(
            &mut self
                .0
                .hints
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .elsewhere,
            hint,
        );
        self.0.given.notify_one();
    }

    /// Waits until there is a hint; takes none.
    pub async fn given(&self) {
        self.0.given.notified().await;
    }

    /// Takes all hints there are.
    pub fn take(&self) -> Hints {
        std::mem::take(&mut *self.0.hints.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Tells every watcher how something is now.
    pub fn tell(&self, change: LiveChange) {
        let mut last = self.0.last.lock().unwrap_or_else(PoisonError::into_inner);
        *last += 1;
        // Nobody listening is no failure.
        let _ = self.0.frames.send(Arc::new(LiveFrame { seq: *last, change }));
    }

    /// Counts a change that nobody hears: a page that was made before it learns from the first frame's number that it is old.
    pub fn pass(&self) {
        *self.0.last.lock().unwrap_or_else(PoisonError::into_inner) += 1;
    }

    /// The number of the last frame that was told.
    pub fn seen(&self) -> u64 {
        *self.0.last.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins to watch; the first frame is `hello` with the number of the last frame that was told.
    pub fn watch(&self) -> Watcher {
        let last = self.0.last.lock().unwrap_or_else(PoisonError::into_inner);
        let first = LiveFrame {
            seq: *last,
            change: LiveChange::Hello,
        };
        Watcher {
            hub: self.clone(),
            first: Some(Arc::new(first)),
            frames: self.0.frames.subscribe(),
        }
    }

    /// How many watch.
    pub fn watchers(&self) -> usize {
        self.0.frames.receiver_count()
    }
}

impl Watcher {
    /// The next frame. Whoever fell behind gets one `resync` in place of all that was missed.
    pub async fn next(&mut self) -> Option<Arc<LiveFrame>> {
        if let Some(first) = self.first.take() {
            return Some(first);
        }
        match self.frames.recv().await {
            Ok(frame) => Some(frame),
            Err(RecvError::Closed) => None,
            Err(RecvError::Lagged(_)) => {
                let last = self.hub.0.last.lock().unwrap_or_else(PoisonError::into_inner);
                self.frames = self.frames.resubscribe();
                Some(Arc::new(LiveFrame {
                    seq: *last,
                    change: LiveChange::Resync,
                }))
            }
        }
    }
}

impl Hint {
    /// The hint as one word, for other nodes.
    pub fn word(&self) -> String {
        match self {
            Hint::Integration(id) => id.to_string(),
            Hint::Event(id) => id.to_string(),
            Hint::Job(id) => id.to_string(),
            Hint::CspSetup(id) => id.to_string(),
            Hint::Approvals => "approvals".to_owned(),
            Hint::Health => "health".to_owned(),
            Hint::Everything => "everything".to_owned(),
        }
    }

    /// The hint of a word; none of one that this version does not know.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "approvals" => Some(Hint::Approvals),
            "health" => Some(Hint::Health),
            "everything" => Some(Hint::Everything),
            _ => IntegrationId::parse(word)
                .map(Hint::Integration)
                .or_else(|| EventId::parse(word).map(Hint::Event))
                .or_else(|| JobId::parse(word).map(Hint::Job))
                .or_else(|| CspSetupId::parse(word).map(Hint::CspSetup)),
        }
    }
}

fn add(hints: &mut BTreeSet<Hint>, hint: Hint) {
    if hints.len() >= MOST_HINTS {
        hints.clear();
        hints.insert(Hint::Everything);
    } else if !hints.contains(&Hint::Everything) {
        hints.insert(hint);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn id(n: usize) -> IntegrationId {
        IntegrationId::parse(&format!("int_{n}")).unwrap()
    }

    #[tokio::test]
    async fn many_hints_of_one_thing_are_one_and_are_taken_once() {
        let live = Live::default();
        for _ in 0..100 {
            live.integration(&id(1));
        }
        live.heard(Hint::Approvals);
        live.given().await;
        let taken = live.take();
        assert_eq!(taken.here, BTreeSet::from([Hint::Integration(id(1))]));
        assert_eq!(taken.elsewhere, BTreeSet::from([Hint::Approvals]));
        assert_eq!(live.take(), Hints::default());
    }

    #[test]
    fn too_many_hints_become_one_that_says_so() {
        let live = Live::default();
        for n in 0..3 * MOST_HINTS {
            live.integration(&id(n));
        }
        assert_eq!(live.take().here, BTreeSet::from([Hint::Everything]));
    }

    #[tokio::test]
    async fn frames_are_numbered_without_a_gap_and_the_first_says_where_they_stand() {
        let live = Live::default();
        live.tell(LiveChange::Resync);
        let mut watcher = live.watch();
        assert_eq!(live.watchers(), 1);
        live.tell(LiveChange::IntegrationGone { id: id(1) });
        live.tell(LiveChange::IntegrationGone { id: id(2) });
        let mut seen = Vec::new();
        for _ in 0..3 {
            seen.push(watcher.next().await.unwrap().as_ref().clone());
        }
        assert_eq!(seen[0].change, LiveChange::Hello);
        assert_eq!(seen.iter().map(|frame| frame.seq).collect::<Vec<_>>(), [1, 2, 3]);
    }

    #[tokio::test]
    async fn whoever_falls_behind_is_told_to_read_again_and_then_hears_what_comes_next() {
        let live = Live::default();
        let mut watcher = live.watch();
        watcher.next().await.unwrap();
        for _ in 0..=2 * BEHIND {
            live.tell(LiveChange::IntegrationGone { id: id(1) });
        }
        let resync = watcher.next().await.unwrap();
        assert_eq!(resync.change, LiveChange::Resync);
        live.tell(LiveChange::IntegrationGone { id: id(2) });
        let next = watcher.next().await.unwrap();
        assert_eq!(next.seq, resync.seq + 1);
        assert_eq!(next.change, LiveChange::IntegrationGone { id: id(2) });
    }

    #[test]
    fn a_hint_survives_its_way_to_another_node() {
        let event = EventId::parse("evt_1").unwrap();
        for hint in [
            Hint::Integration(id(1)),
            Hint::Event(event),
            Hint::Approvals,
            Hint::Health,
            Hint::Everything,
        ] {
            assert_eq!(Hint::parse(&hint.word()), Some(hint));
        }
        assert_eq!(Hint::parse("weather"), None);
    }
}
