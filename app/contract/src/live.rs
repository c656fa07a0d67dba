//! What the live stream tells: that something changed, and how it is now. Hints only; the database is the truth.

use crate::{
    event::EventSummary,
    ids::{CspSetupId, IntegrationId},
    integration::Integration,
    job::Job,
};
use serde::{Deserialize, Serialize};

/// One frame of the stream.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LiveFrame {
    /// Counts up by one within a process's life; a gap means that the page reads its data again.
    pub seq: u64,
    /// What changed.
    #[serde(flatten)]
    pub change: LiveChange,
}

/// What changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum LiveChange {
    /// The first frame: the stream stands.
    Hello,
    /// Frames were missed: read everything again.
    Resync,
    /// An integration is now like this.
    Integration {
        /// The integration with its health.
        integration: Box<Integration>,
    },
    /// An integration is gone.
    IntegrationGone {
        /// Which.
        id: IntegrationId,
    },
    /// An event is new or now like this.
    Event {
        /// The event.
        event: Box<EventSummary>,
    },
    /// How many things wait for a person.
    Counters {
        /// What the navigation shows.
        counters: Counters,
    },
    /// Incidents, holds or faults of our own changed: read what the page shows of them again.
    Health,
    /// A step of connecting a partner's tenant moved: read that setup again.
    CspSetup {
        /// Which.
        setup: CspSetupId,
    },
    /// A job moved.
    Job {
        /// The job.
        job: Box<Job>,
    },
}

/// What waits for a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counters {
    /// Held calls that are pending.
    pub approvals: u64,
    /// Dead letters.
    pub dead_letters: u64,
    /// Integrations that are disconnected or need attention.
    pub integrations: u64,
}
