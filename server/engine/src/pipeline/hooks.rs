//! Places at which a test ends the process, so that each of them is proven to lose nothing. In a release build there are
//! none.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

/// A place at which the process may end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CrashPoint {
    /// A group of deliveries is about to be committed.
    BeforeCommit,
    /// It is committed, and nobody has been answered.
    AfterCommit,
    /// A worker has an event, and has not begun.
    AfterClaim,
    /// A step or the report has acted at a vendor's or a host's, and nothing says so yet.
    AfterEffect,
    /// An event failed, and that it is tried again is about to be written down.
    WhileRetrying,
    /// An event failed for good, and that it is a dead letter is about to be written down.
    WhileDeadLettering,
    /// The stages are done, and the event does not say so yet.
    BeforeFinish,
    /// The event says so, and nobody knows.
    AfterFinish,
    /// A bulk replay has made one, and goes on to the next.
    MidBulkReplay,
}

impl CrashPoint {
    /// Every place.
    pub const ALL: [CrashPoint; 9] = [
        CrashPoint::BeforeCommit,
        CrashPoint::AfterCommit,
        CrashPoint::AfterClaim,
        CrashPoint::AfterEffect,
        CrashPoint::WhileRetrying,
        CrashPoint::WhileDeadLettering,
        CrashPoint::BeforeFinish,
        CrashPoint::AfterFinish,
        CrashPoint::MidBulkReplay,
    ];

    /// The place's word.
    pub fn as_str(self) -> &'static str {
        match self {
            CrashPoint::BeforeCommit => "before_commit",
            CrashPoint::AfterCommit => "after_commit",
            CrashPoint::AfterClaim => "after_claim",
            CrashPoint::AfterEffect => "after_effect",
            CrashPoint::WhileRetrying => "while_retrying",
            CrashPoint::WhileDeadLettering => "while_dead_lettering",
            CrashPoint::BeforeFinish => "before_finish",
            CrashPoint::AfterFinish => "after_finish",
            CrashPoint::MidBulkReplay => "mid_bulk_replay",
        }
    }
}

/// What happens at such places: nothing, unless a test says otherwise.
#[derive(Clone, Default)]
pub struct Hooks(Option<Arc<dyn Fn(CrashPoint) + Send + Sync>>);

impl Hooks {
    /// Calls this at every place.
    pub fn at(call: impl Fn(CrashPoint) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(call)))
    }

    /// Ends the process at a place when it is passed for the nth time: `after_commit@3`. Does nothing in a release build, or
    /// when the text means nothing.
    pub fn crash(text: &str) -> Self {
        if !cfg!(debug_assertions) {
            return Self::default();
        }
        let (word, count) = text.split_once('@').unwrap_or((text, "1"));
        let place = CrashPoint::ALL.into_iter().find(|place| place.as_str() == word);
        let (Some(place), Ok(count)) = (place, count.parse::<u64>()) else {
            return Self::default();
        };
        let passed = AtomicU64::new(0);
        Self::at(move |here| {
            if here == place && passed.fetch_add(1, Ordering::SeqCst) + 1 == count {
                // As if somebody had pulled the plug: no destructor, no answer, no goodbye.
                std::process::abort();
            }
        })
    }

    /// This place is passed.
    pub fn pass(&self, place: CrashPoint) {
        if let Some(call) = &self.0 {
            call(place);
        }
    }
}

impl fmt::Debug for Hooks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() {
            "Hooks(set)"
        } else {
            "Hooks(none)"
        })
    }
}
