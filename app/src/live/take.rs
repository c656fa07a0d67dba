//! What pages take from the stream.

use super::{Connection, Live, Topic, use_live};
use contract::{
    event::EventSummary,
    ids::{CspSetupId, IntegrationId},
    integration::Integration,
    job::Job,
    live::Counters,
};
use leptos::prelude::*;
use serde::{Deserialize, de::DeserializeOwned};
use std::sync::Arc;

/// What became of an integration.
#[derive(Clone, Debug, PartialEq)]
pub enum IntegrationPatch {
    /// It is now like this.
    Now(Box<Integration>),
    /// It is gone.
    Gone(IntegrationId),
}

/// The part of a frame that tells of an integration.
#[derive(Deserialize)]
struct OfIntegration {
    #[serde(default)]
    integration: Option<Box<Integration>>,
    #[serde(default)]
    id: Option<IntegrationId>,
}

#[derive(Deserialize)]
struct OfEvent {
    event: Box<EventSummary>,
}

#[derive(Deserialize)]
struct OfJob {
    job: Box<Job>,
}

#[derive(Deserialize)]
struct OfCspSetup {
    setup: CspSetupId,
}

/// Takes each integration that changes, for as long as the caller's part of the page stands.
pub fn use_integration_patches(take: impl Fn(IntegrationPatch) + Send + Sync + 'static) {
    decoded(Topic::Integration, move |frame: OfIntegration| {
        match (frame.integration, frame.id) {
            (Some(integration), _) => take(IntegrationPatch::Now(integration)),
            (None, Some(id)) => take(IntegrationPatch::Gone(id)),
            (None, None) => {}
        }
    });
}

/// Is told when incidents, holds or faults of our own have changed, for as long as the caller's part of the page stands.
pub fn use_health_frames(again: impl Fn() + Send + Sync + 'static) {
    use_live().tell(Topic::Health, Callback::new(move |_| again()));
}

/// Takes each event that is new or has moved, for as long as the caller's part of the page stands.
pub fn use_event_frames(take: impl Fn(EventSummary) + Send + Sync + 'static) {
    decoded(Topic::Event, move |frame: OfEvent| take(*frame.event));
}

/// Takes each job that moves, for as long as the caller's part of the page stands.
pub fn use_job_frames(take: impl Fn(Job) + Send + Sync + 'static) {
    decoded(Topic::Job, move |frame: OfJob| take(*frame.job));
}

/// Is told of each partner's tenant whose steps moved, for as long as the caller's part of the page stands.
pub fn use_csp_frames(take: impl Fn(CspSetupId) + Send + Sync + 'static) {
    decoded(Topic::CspSetup, move |frame: OfCspSetup| take(frame.setup));
}

/// What waits for a person; none until it is known.
pub fn use_counters() -> Signal<Option<Counters>> {
    use_live().counters.into()
}

/// How the stream is.
pub fn use_connection() -> Signal<Connection> {
    use_live().connection.into()
}

/// Counts how often frames were missed: a resource that has this among its sources reads its data again.
pub fn use_resyncs() -> Signal<usize> {
    use_live().resyncs.into()
}

/// Calls back whenever frames were missed, for a page that patches what stands there instead of reading a resource again.
pub fn on_resync(again: impl Fn() + 'static) {
    let resyncs = use_resyncs();
    Effect::new(move |before: Option<usize>| {
        let now = resyncs.get();
        if before.is_some_and(|before| before != now) {
            again();
        }
        now
    });
}

/// A frame that this page cannot read is left out: it comes from a newer server, and its number was counted.
fn decoded<T: DeserializeOwned>(topic: Topic, take: impl Fn(T) + Send + Sync + 'static) {
    let live: Live = use_live();
    let take = move |text: Arc<str>| {
        if let Ok(frame) = serde_json::from_str(&text) {
            take(frame);
        }
    };
    live.tell(topic, Callback::new(take));
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use contract::live::{LiveChange, LiveFrame};

    #[test]
    fn a_frame_of_an_integration_that_is_gone_is_read_without_the_rest() {
        let id = IntegrationId::parse("int_01jdg8m0000000000000000000").unwrap();
        let frame = LiveFrame {
            seq: 8,
            change: LiveChange::IntegrationGone { id: id.clone() },
        };
        let text = serde_json::to_string(&frame).unwrap();
        let read: OfIntegration = serde_json::from_str(&text).unwrap();
        assert_eq!((read.integration, read.id), (None, Some(id)));
    }
}
