//! Tells one event's whole story: its payload as it can be shown, and the trace from the door to the end.

use crate::{
    clock::rfc3339,
    store::{AttemptRow, EventRow, Payload},
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use contract::{
    event::{Attempt, EventDetail, EventStatus, Normalised, StageRecord},
    failure::{Analysis, Stage},
    ids::EventId,
};
use serde_json::{Value, json};

/// What a story is told from.
pub struct Parts {
    /// The row.
    pub row: EventRow,
    /// Body and headers; none once they have expired.
    pub payload: Option<Payload>,
    /// The attempts, oldest first.
    pub attempts: Vec<AttemptRow>,
    /// Its replays.
    pub replays: Vec<EventId>,
    /// Why it failed.
    pub analysis: Option<Analysis>,
    /// As the rules see it.
    pub event: Option<Normalised>,
    /// Which secret matched.
    pub matched: Option<String>,
}

/// The story.
pub fn detail(parts: Parts) -> EventDetail {
    let row = parts.row;
    let (payload, raw, encoding) = shown(parts.payload.as_ref());
    let mut attempts: Vec<Attempt> = parts.attempts.into_iter().map(attempt).collect();
    let door = door(&row, parts.matched.as_deref());
    match attempts.first_mut() {
        Some(first) => {
            let rest = std::mem::replace(&mut first.stages, door);
            first.stages.extend(rest);
        }
        None if row.summary.status == EventStatus::Rejected => attempts.push(Attempt {
            n: 1,
            started_at: row.summary.received_at.clone(),
            stages: door,
            error: row.failure.as_ref().map(|failure| failure.detail.clone()),
        }),
        None => {}
    }
    EventDetail {
        payload,
        payload_raw: raw,
        payload_encoding: encoding.into(),
        size: row.size,
        headers: parts.payload.map(|payload| payload.headers).unwrap_or_default(),
        remote_address: row.remote_address,
        delivery_id: row.delivery_id,
        conflicting_duplicate: row.conflicting,
        last_duplicate_at: row.last_duplicate_at.map(rfc3339),
        lineage: row.lineage,
        matched_secret: parts.matched,
        event: parts.event,
        attempts,
        analysis: parts.analysis,
        replays: parts.replays,
        replayed_by: row.replayed_by,
        replay_reason: row.replay_reason,
        summary: row.summary,
    }
}

/// The payload as JSON where it is JSON, and as it came.
fn shown(payload: Option<&Payload>) -> (Value, Option<String>, &'static str) {
    let Some(payload) = payload else {
        return (Value::Null, None, "utf-8");
    };
    match std::str::from_utf8(&payload.body) {
        Ok(text) => {
            let value = serde_json::from_str(text).unwrap_or_else(|_| Value::from(text));
            (value, Some(text.to_owned()), "utf-8")
        }
        Err(_) => {
            let encoded = BASE64_STANDARD.encode(&payload.body);
            (Value::from(encoded.as_str()), Some(encoded), "base64")
        }
    }
}

fn attempt(row: AttemptRow) -> Attempt {
    Attempt {
        n: u32::try_from(row.n).unwrap_or(0),
        started_at: rfc3339(row.started_at),
        stages: serde_json::from_str(&row.stages).unwrap_or_default(),
        error: row.error,
    }
}

/// The stages at the door, which happened before any attempt.
fn door(row: &EventRow, matched: Option<&str>) -> Vec<StageRecord> {
    let refused = row
        .summary
        .stage
        .filter(|_| row.summary.status == EventStatus::Rejected);
    if row.summary.replay_of.is_some() {
        let detail = json!({ "replay_of": row.summary.replay_of, "by": row.replayed_by });
        return [Stage::Receive, Stage::Verify, Stage::Deduplicate]
            .map(|stage| record(stage, "skipped", detail.clone()))
            .to_vec();
    }
    let mut stages = Vec::new();
    for stage in [Stage::Receive, Stage::Verify, Stage::Deduplicate] {
        if refused == Some(stage) {
            let why = row.failure.as_ref().map(|failure| failure.detail.as_str());
            let detail = json!({ "code": row.summary.code, "error": why });
            stages.push(record(stage, "failed", detail));
            break;
        }
        let detail = match stage {
            Stage::Receive => json!({ "bytes": row.size, "from": row.remote_address }),
            Stage::Verify => json!({ "secret": matched }),
            _ => json!({ "identity": row.delivery_id, "duplicates": row.summary.duplicates }),
        };
        stages.push(record(stage, "ok", detail));
    }
    stages
}

fn record(stage: Stage, outcome: &'static str, detail: Value) -> StageRecord {
    StageRecord {
        stage,
        outcome: outcome.into(),
        ms: 0,
        detail,
    }
}
