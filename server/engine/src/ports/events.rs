//! What webhooks received: lists, one event and its whole story, dead letters, replay.

use super::{Machine, event_story};
use crate::{
    pipeline::{BULK_REPLAY, Facts, dead, explain, query},
    policy::{Right, may},
    store::{AuditRecord, EventQuery, EventRow, NewJob, Payload, StoreError, fresh_ulid},
};
use contract::{
    actor::Actor,
    event::{
        BulkReplay, DeadLetterGroup, EventDetail, EventFilter, EventPage, EventStatus, ReplayAnswer,
        ReplayRequest,
    },
    field::FieldError,
    ids::{EventId, JobId},
    job::Job,
    ports::{Answer, Events},
    problem::Problem,
};
use serde_json::json;

/// The longest reason, in characters.
const MAX_REASON: usize = 1_000;

/// The fastest that a bulk replay may be asked to go, in events a minute.
const FASTEST: u32 = 6_000;

impl Machine {
    pub(super) async fn kept_event(&self, id: &EventId) -> Result<EventRow, Problem> {
        self.store.event(id).await.map_err(|error| match error {
            StoreError::Missing => Problem::not_found("event"),
            other => other.into(),
        })
    }

    async fn page(
        &self,
        filter: EventFilter,
        cursor: Option<String>,
        limit: u32,
    ) -> Result<EventPage, Problem> {
        // An identifier is what is meant, whatever else is set.
        if let Some(id) = filter.q.as_deref().map(str::trim).and_then(EventId::parse) {
            return match self.store.event(&id).await {
                Ok(row) => Ok(one_page(row)),
                Err(StoreError::Missing) => Ok(EventPage {
                    items: Vec::new(),
                    next_cursor: None,
                }),
                Err(other) => Err(other.into()),
            };
        }
        let query = query(&filter).map_err(Problem::invalid)?;
        let before = cursor.as_deref().map(|text| {
            EventId::parse(text).ok_or_else(|| {
                let text = "The cursor is not one that this list gave.";
                Problem::invalid(vec![FieldError::new("cursor", "not_accepted", text)])
            })
        });
        let before = before.transpose()?;
        let page = self
            .store
            .events_page(
                &query,
                before.as_ref().map(EventId::as_str),
                u64::from(limit.clamp(1, 200)),
            )
            .await?;
        Ok(EventPage {
            items: page.items,
            next_cursor: page.before,
        })
    }

    async fn story(&self, id: &EventId) -> Result<EventDetail, Problem> {
        let row = self.kept_event(id).await?;
        let payload = self.store.event_payload(id).await?;
        let attempts = self.store.event_attempts(id).await?;
        let replays = self.store.replays_of(id).await?;
        let more = match &payload {
            Some(payload) => self.against_last_success(&row, payload).await?,
            None => Vec::new(),
        };
        let analysis = explain(Facts {
            event: &row.summary,
            failure: row.failure.as_ref(),
            more,
        });
        let event = payload
            .as_ref()
            .filter(|_| row.summary.status != EventStatus::Rejected)
            .and_then(|payload| {
                self.pipeline
                    .normalised(row.summary.vendor.as_str(), &payload.body)
            });
        let matched = match &row.matched_secret {
            Some(secret) => self.hint_of(&row, secret).await?,
            None => None,
        };
        Ok(event_story::detail(event_story::Parts {
            row,
            payload,
            attempts,
            replays,
            analysis,
            event,
            matched,
        }))
    }

    /// The last characters of the secret that matched, while it is still known.
    async fn hint_of(&self, row: &EventRow, secret: &str) -> Result<Option<String>, Problem> {
        match self.store.webhook(&row.summary.webhook).await {
            Ok(webhook) => {
                let kept = webhook.secrets.iter().find(|kept| kept.id.as_str() == secret);
                Ok(Some(
                    kept.map_or_else(|| secret.to_owned(), |kept| kept.hint.clone()),
                ))
            }
            Err(StoreError::Missing) => Ok(Some(secret.to_owned())),
            Err(other) => Err(other.into()),
        }
    }

    async fn against_last_success(
        &self,
        row: &EventRow,
        payload: &Payload,
    ) -> Result<Vec<contract::failure::Evidence>, Problem> {
        if row.summary.code.is_none() {
            return Ok(Vec::new());
        }
        let kind = row.summary.kind.as_deref();
        let Some(id) = self.store.last_success_before(row, kind).await? else {
            return Ok(Vec::new());
        };
        let Some(other) = self.store.event_payload(&id).await? else {
            return Ok(Vec::new());
        };
        let json = |bytes: &[u8]| serde_json::from_slice::<serde_json::Value>(bytes).ok();
        Ok(match (json(&payload.body), json(&other.body)) {
            (Some(failed), Some(went_well)) => crate::pipeline::differences(&failed, &went_well, id.as_str()),
            _ => Vec::new(),
        })
    }

    async fn replay_one(
        &self,
        who: &Actor,
        id: &EventId,
        request: ReplayRequest,
    ) -> Result<ReplayAnswer, Problem> {
        may(who, Right::CallWrite)?;
        let reason = checked_reason(request.reason)?;
        let row = self.kept_event(id).await?;
        let payload = self.store.event_payload(id).await?;
        if row.summary.status == EventStatus::Rejected {
            return Err(
                Problem::new(409, "not_replayable", "This delivery was refused at the door.").with_detail(
                    "Nobody knows who sent it, so it is never tried. Have the vendor send it again.",
                ),
            );
        }
        let rehearsed = self.pipeline.rehearse(&row, payload.as_ref()).await?;
        if request.dry_run {
            return Ok(ReplayAnswer {
                event: None,
                dry_run: Some(rehearsed.attempt),
                guarded: rehearsed.guarded,
            });
        }
        let payload = payload.ok_or_else(|| {
            Problem::new(409, "payload_expired", "The payload of this event has expired.")
                .with_detail("There is nothing left to replay. Have the vendor send it again.")
        })?;
        let new = self.pipeline.replay_of(&row, payload, who, reason.clone());
        let audit = AuditRecord {
            who,
            action: "event.replayed",
            target: id.to_string(),
            detail: json!({ "as": new.id.as_str(), "reason": reason }),
        };
        self.store
            .insert_replay(self.now(), self.pipeline.moment(), &new, audit)
            .await?;
        self.pipeline.replayed(id, &new.id);
        Ok(ReplayAnswer {
            event: Some(new.id),
            dry_run: None,
            guarded: rehearsed.guarded,
        })
    }

    async fn groups(&self, filter: &EventFilter) -> Result<Vec<DeadLetterGroup>, Problem> {
        let query = query(filter).map_err(Problem::invalid)?;
        let mut groups = Vec::new();
        for group in self.store.dead_groups(query.fingerprint.as_deref()).await? {
            let newest = self.store.event(&group.last).await?;
            if !fits(&query, &newest) {
                continue;
            }
            let first = self.store.event(&group.first).await?;
            let analysis = explain(Facts {
                event: &newest.summary,
                failure: newest.failure.as_ref(),
                more: Vec::new(),
            });
            let Some(analysis) = analysis else { continue };
            groups.push(DeadLetterGroup {
                fingerprint: group.fingerprint,
                stage: analysis.stage,
                code: analysis.code,
                webhook: newest.summary.webhook,
                webhook_name: newest.summary.webhook_name,
                vendor: newest.summary.vendor,
                count: group.count,
                first_seen: first.summary.received_at,
                last_seen: newest.summary.received_at,
                customers: group.customers,
                newest: group.last,
                analysis,
            });
        }
        Ok(groups)
    }

    async fn replay_dead(&self, who: &Actor, request: BulkReplay) -> Result<Job, Problem> {
        may(who, Right::CallWrite)?;
        let reason = checked_reason(request.reason)?;
        if request.per_minute.is_some_and(|rate| rate == 0 || rate > FASTEST) {
            let text = format!("per_minute must be between 1 and {FASTEST}.");
            return Err(Problem::invalid(vec![FieldError::new(
                "per_minute",
                "out_of_range",
                text,
            )]));
        }
        let mut query = query(&request.filter).map_err(Problem::invalid)?;
        dead(&mut query);
        let total = self.store.count_events(&query).await?;
        let request = BulkReplay { reason, ..request };
        let now = self.now();
        let job = NewJob {
            id: JobId::from_ulid(&fresh_ulid(now)),
            kind: BULK_REPLAY,
            request: serde_json::to_value(&request).unwrap_or_default(),
            total,
        };
        let id = job.id.clone();
        let audit = AuditRecord {
            who,
            action: "events.replayed",
            target: id.to_string(),
            detail: json!({ "filter": request.filter, "count": total, "reason": request.reason }),
        };
        self.store.insert_job(now, job, audit).await?;
        self.live.job(&id);
        self.kept_job(&id).await
    }
}

fn checked_reason(reason: Option<String>) -> Result<Option<String>, Problem> {
    let reason = reason
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty());
    match &reason {
        Some(text) if text.chars().count() > MAX_REASON => {
            let text = format!("The reason may have at most {MAX_REASON} characters.");
            Err(Problem::invalid(vec![FieldError::new(
                "reason", "too_long", text,
            )]))
        }
        _ => Ok(reason),
    }
}

/// Whether a group fits what a list is narrowed to: all in it broke alike, so its newest stands for it.
fn fits(query: &EventQuery, newest: &EventRow) -> bool {
    let summary = &newest.summary;
    let same = |wanted: &Option<String>, has: &str| wanted.as_deref().is_none_or(|wanted| wanted == has);
    same(&query.vendor, summary.vendor.as_str())
        && same(&query.webhook, summary.webhook.as_str())
        && same(&query.kind, summary.kind.as_deref().unwrap_or_default())
        && query
            .code
            .is_none_or(|code| summary.code.is_some_and(|has| has.as_str() == code))
        && query
            .stage
            .is_none_or(|stage| summary.stage.is_some_and(|has| has.as_str() == stage))
}

fn one_page(row: EventRow) -> EventPage {
    EventPage {
        items: vec![row.summary],
        next_cursor: None,
    }
}

impl Events for Machine {
    fn list<'a>(
        &'a self,
        who: &'a Actor,
        filter: EventFilter,
        cursor: Option<String>,
        limit: u32,
    ) -> Answer<'a, EventPage> {
        Box::pin(async move {
            may(who, Right::Look)?;
            self.page(filter, cursor, limit).await
        })
    }

    fn export<'a>(&'a self, who: &'a Actor, filter: EventFilter, limit: u32) -> Answer<'a, EventPage> {
        Box::pin(async move {
            may(who, Right::Look)?;
            let audit = AuditRecord {
                who,
                action: "events.exported",
                target: "events".to_owned(),
                detail: json!({ "filter": filter }),
            };
            let page = self.page(filter, None, limit).await?;
            // Written down before the first event leaves.
            self.store.record_alone(self.now(), audit).await?;
            Ok(page)
        })
    }

    fn get<'a>(&'a self, who: &'a Actor, id: &'a EventId) -> Answer<'a, EventDetail> {
        Box::pin(async move {
            may(who, Right::Look)?;
            self.story(id).await
        })
    }

    fn replay<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a EventId,
        request: ReplayRequest,
    ) -> Answer<'a, ReplayAnswer> {
        Box::pin(self.replay_one(who, id, request))
    }

    fn dead_letters<'a>(&'a self, who: &'a Actor, filter: EventFilter) -> Answer<'a, Vec<DeadLetterGroup>> {
        Box::pin(async move {
            may(who, Right::Look)?;
            self.groups(&filter).await
        })
    }

    fn count_dead_letters<'a>(&'a self, who: &'a Actor, filter: EventFilter) -> Answer<'a, u64> {
        Box::pin(async move {
            may(who, Right::Look)?;
            let mut query = query(&filter).map_err(Problem::invalid)?;
            dead(&mut query);
            Ok(self.store.count_events(&query).await?)
        })
    }

    fn replay_many<'a>(&'a self, who: &'a Actor, request: BulkReplay) -> Answer<'a, Job> {
        Box::pin(self.replay_dead(who, request))
    }
}
