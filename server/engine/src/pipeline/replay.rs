//! A replay: a brand-new event made of an old one, through the whole pipeline.
//!
//! The replay of a dead letter keeps its lineage, so that effects which were already made are not made again; the replay of
//! anything else is a lineage of its own, and everything happens once more. Both ways the two know each other.

use super::{
    Pipeline,
    normalise::normalise,
    parse::parse,
    receive::preview,
    resolve::resolve,
    route::{Route, route},
    sops::EventKey,
    trace::Trace,
};
use crate::{
    connector::digest,
    store::{EventRow, Identity, NewEvent, Payload, REPLAY, ReplayMark, StoreError, fresh_ulid},
};
use contract::{
    actor::Actor,
    event::{Attempt, EventStatus, Normalised},
    failure::Stage,
    ids::EventId,
};
use serde_json::json;

/// What came of a rehearsal.
pub struct Replayed {
    /// Stage by stage, what would happen.
    pub attempt: Attempt,
    /// Effects that would not be made again.
    pub guarded: Vec<String>,
}

impl Pipeline {
    /// The new event that a replay is. Its payload is the old one's, byte for byte.
    pub fn replay_of(
        &self,
        old: &EventRow,
        payload: Payload,
        who: &Actor,
        reason: Option<String>,
    ) -> NewEvent {
        let now = self.now();
        let id = EventId::from_ulid(&fresh_ulid(now));
        let lineage = if keeps_lineage(old) {
            old.lineage.clone()
        } else {
            id.clone()
        };
        NewEvent {
            webhook: old.summary.webhook.clone(),
            vendor: old.summary.vendor.clone(),
            integration: old.summary.integration.clone(),
            lane: REPLAY,
            received_at: now,
            // A replay is never a copy of its parent.
            identity: Some(Identity {
                key: format!("replay:{id}"),
                window_ms: None,
            }),
            body_sha256: digest(&payload.body),
            size: payload.body.len() as u64,
            preview: preview(&payload.body),
            headers: serde_json::to_string(&payload.headers).unwrap_or_else(|_| "{}".to_owned()),
            body: payload.body,
            remote_address: old.remote_address.clone(),
            matched_secret: None,
            refused: None,
            replay: Some(ReplayMark {
                of: old.summary.id.clone(),
                lineage,
                by: who.name.clone(),
                reason,
            }),
            object: old.object.clone(),
            id,
        }
    }

    /// A replay was kept: a worker shall take it.
    pub fn replayed(&self, old: &EventId, new: &EventId) {
        self.0.live.event(old);
        self.0.live.event(new);
        self.0.wake_others.notify_one();
    }

    /// Says what a replay would do now: the stages with the rules, customers and SOPs of this moment. Nothing is kept
    /// and nothing that writes is called.
    pub async fn rehearse(&self, old: &EventRow, payload: Option<&Payload>) -> Result<Replayed, StoreError> {
        let mut trace = Trace::new();
        let error = self.rehearse_stages(old, payload, &mut trace).await?;
        let guarded = if keeps_lineage(old) {
            self.0.sops.guarded(&old.lineage).await?
        } else {
            Vec::new()
        };
        Ok(Replayed {
            attempt: Attempt {
                n: 1,
                started_at: crate::clock::rfc3339(self.now()),
                stages: trace.records().to_vec(),
                error,
            },
            guarded,
        })
    }

    async fn rehearse_stages(
        &self,
        old: &EventRow,
        payload: Option<&Payload>,
        trace: &mut Trace,
    ) -> Result<Option<String>, StoreError> {
        let summary = &old.summary;
        let Some(inbound) = self.0.act.registry.inbound(summary.vendor.as_str()) else {
            return Ok(Some(format!(
                "The vendor {} is not built into this version.",
                summary.vendor
            )));
        };
        let fail = |trace: &mut Trace, failure: super::StageFailure| {
            let detail = json!({ "code": failure.code.as_str(), "error": failure.detail });
            trace.ended(failure.stage, "failed", detail);
            Ok(Some(failure.detail))
        };
        let parsed = match parse(inbound, payload.map(|payload| payload.body.as_slice())) {
            Ok(parsed) => parsed,
            Err(failure) => return fail(trace, failure),
        };
        trace.ended(Stage::Parse, "ok", parsed.detail());
        let normal = match normalise(inbound, &parsed) {
            Ok(normal) => normal,
            Err(failure) => return fail(trace, failure),
        };
        trace.ended(Stage::Normalise, "ok", normal.detail());
        let sops = self.0.sops.as_ref();
        let resolving = resolve(&self.0.store, sops, inbound, &summary.integration, &normal);
        let resolved = match resolving.await? {
            Ok(resolved) => resolved,
            Err(failure) => return fail(trace, failure),
        };
        trace.ended(Stage::Resolve, "ok", resolved.detail());
        let routing = route(sops, &normal, &resolved).await?;
        let ticket = match routing.outcome {
            Ok(Route::Picked(ticket)) => ticket,
            Ok(Route::Ignored) => {
                trace.ended(Stage::Route, "ignored", routing.detail);
                return Ok(None);
            }
            Err(failure) => {
                let mut detail = routing.detail;
                detail["code"] = json!(failure.code.as_str());
                detail["error"] = json!(failure.detail);
                trace.ended(Stage::Route, "failed", detail);
                return Ok(Some(failure.detail));
            }
        };
        trace.ended(Stage::Route, "ok", routing.detail);
        let key = EventKey {
            event: summary.id.clone(),
            lineage: old.lineage.clone(),
            integration: summary.integration.clone(),
        };
        let steps = sops
            .rehearse(&key, normal.event(), resolved.customer(), ticket.picked())
            .await?;
        trace.ended(Stage::Execute, "drafted", steps);
        Ok(None)
    }

    /// The event as rules and SOPs see it; none when it cannot be read.
    pub fn normalised(&self, vendor: &str, body: &[u8]) -> Option<Normalised> {
        let inbound = self.0.act.registry.inbound(vendor)?;
        let parsed = parse(inbound, Some(body)).ok()?;
        normalise(inbound, &parsed)
            .ok()
            .map(super::normalise::Normal::into_event)
    }
}

/// True when effects that were made for the old event must not be made again.
fn keeps_lineage(old: &EventRow) -> bool {
    old.summary.status == EventStatus::DeadLettered
}
