//! One attempt at an event: the stages in order, each with the ticket of the one before, and how it ended.

use super::{
    Pipeline,
    execute::{Execution, execute},
    failure::StageFailure,
    normalise::normalise,
    parse::parse,
    report::report,
    resolve::resolve,
    route::{Route, route},
    schedule::{Verdict, chance, verdict},
    sops::{EventKey, Fence},
    trace::Trace,
};
use crate::{
    connector::Alarm,
    store::{AttemptRow, Claimed, Completion, Failure, Next, StoreError},
};
use contract::{
    event::EventStatus,
    failure::{FailureCode, Stage},
};
use serde_json::json;
use std::time::Duration;
use tracing::Instrument as _;

/// How often an event that waits for an approval is looked at, where no hint comes.
const LOOKED_AT: Duration = Duration::from_secs(30);

/// An attempt under way: what is known of the event so far.
pub struct Attempt<'a> {
    pipeline: &'a Pipeline,
    claimed: &'a Claimed,
    started_at: i64,
    trace: Trace,
    known: Completion,
    already_done: Vec<String>,
}

/// How the stages ended.
pub enum End {
    /// Everything was done.
    Succeeded,
    /// A rule ignores it on purpose.
    Ignored,
    /// A step waits for a person.
    Waiting,
    /// A stage failed.
    Failed(StageFailure),
}

impl<'a> Attempt<'a> {
    /// An attempt that begins now.
    pub fn new(pipeline: &'a Pipeline, claimed: &'a Claimed, claim: &str) -> Self {
        Self {
            pipeline,
            claimed,
            started_at: pipeline.now(),
            trace: Trace::new(),
            known: Completion {
                id: claimed.id.clone(),
                claim: claim.to_owned(),
                status: EventStatus::Processing,
                next: Next::Never,
                used_try: false,
                uncounted: false,
                kind: None,
                subject: None,
                customer_ref: None,
                customer: None,
                sop: None,
                run: None,
                approval: None,
                failed: None,
                fingerprint: None,
                attempt: None,
            },
            already_done: Vec::new(),
        }
    }

    /// Runs the stages; a `StoreError` is an outage of our own.
    pub async fn run(&mut self, fence: &dyn Fence) -> Result<End, StoreError> {
        let inner = &self.pipeline.0;
        let vendor = &self.claimed.vendor;
        let Some(inbound) = inner.act.registry.inbound(vendor.as_str()) else {
            return Ok(self.failed(StageFailure::new(
                Stage::Parse,
                FailureCode::UnexpectedShape,
                format!("The vendor {vendor} is not built into this version."),
            )));
        };
        let payload = inner.store.event_payload(&self.claimed.id).await?;
        let body = payload.as_ref().map(|payload| payload.body.as_slice());
        let parsed = match self.trace.begins(Stage::Parse).in_scope(|| parse(inbound, body)) {
            Ok(parsed) => parsed,
            Err(failure) => return Ok(self.failed(failure)),
        };
        self.trace.ended(Stage::Parse, "ok", parsed.detail());
        let span = self.trace.begins(Stage::Normalise);
        let normal = match span.in_scope(|| normalise(inbound, &parsed)) {
            Ok(normal) => normal,
            Err(failure) => return Ok(self.failed(failure)),
        };
        self.trace.ended(Stage::Normalise, "ok", normal.detail());
        self.known.kind = Some(normal.event().kind.to_string());
        self.known.subject = Some(normal.event().subject.clone());
        self.known.customer_ref = normal
            .event()
            .customer
            .as_ref()
            .map(|reference| reference.external_id.clone());
        let alarm = self.alarm(inbound.alarm(parsed.shape())).await?;
        let sops = inner.sops.as_ref();
        let span = self.trace.begins(Stage::Resolve);
        let resolving = resolve(&inner.store, sops, inbound, &self.claimed.integration, &normal);
        let resolved = match resolving.instrument(span).await? {
            Ok(resolved) => resolved,
            Err(failure) => return Ok(self.failed(failure)),
        };
        self.trace.ended(Stage::Resolve, "ok", resolved.detail());
        self.known.customer = resolved
            .customer()
            .map(|found| (found.id.to_string(), found.name.clone()));
        let span = self.trace.begins(Stage::Route);
        let routing = route(sops, &normal, &resolved).instrument(span).await?;
        self.known.sop = routing
            .picked
            .as_ref()
            .map(|picked| (picked.sop.to_string(), picked.name.clone()));
        let ticket = match routing.outcome {
            Ok(Route::Picked(ticket)) => ticket,
            Ok(Route::Ignored) => {
                self.trace.ended(Stage::Route, "ignored", routing.detail);
                return Ok(End::Ignored);
            }
            Err(failure) => return Ok(self.not_routed(failure, alarm, routing.detail)),
        };
        self.trace.ended(Stage::Route, "ok", routing.detail);
        let key = self.key();
        let span = self.trace.begins(Stage::Execute);
        let executing = execute(sops, &key, &normal, &resolved, &ticket, fence);
        let executed = match executing.instrument(span).await? {
            Execution::Done(executed) => executed,
            Execution::Waiting {
                run,
                approval,
                detail,
            } => {
                let detail = json!({ "run": run, "approval": approval, "steps": detail });
                self.trace.ended(Stage::Execute, "waiting", detail);
                self.known.run = Some(run.to_string());
                self.known.approval = Some(approval.to_string());
                return Ok(End::Waiting);
            }
            Execution::Failed {
                run,
                failure,
                already_done,
            } => {
                self.known.run = run.as_ref().map(ToString::to_string);
                self.already_done = already_done;
                return Ok(self.failed_with(failure, json!({ "run": run })));
            }
        };
        self.trace.ended(Stage::Execute, "ok", executed.detail());
        self.known.run = Some(executed.run().to_string());
        let span = self.trace.begins(Stage::Report);
        let reporting = report(sops, &key, &normal, &executed, fence);
        match reporting.instrument(span).await? {
            Ok(words) => {
                self.trace.ended(Stage::Report, "ok", json!({ "report": words }));
                Ok(End::Succeeded)
            }
            Err(failure) => Ok(self.failed(failure)),
        }
    }

    /// What the vendor says of its registration: that is looked after at once.
    async fn alarm(&self, alarm: Option<Alarm>) -> Result<Option<Alarm>, StoreError> {
        let webhook = &self.claimed.webhook;
        if let Some(alarm) = alarm
            && self.pipeline.0.store.hurry_registration(webhook).await?
        {
            tracing::info!(webhook.id = %webhook, why = alarm.why, "a registration is looked after at once");
        }
        Ok(alarm)
    }

    /// No rule wants it; where looking after the registration was all there was to do, that is well.
    fn not_routed(&mut self, failure: StageFailure, alarm: Option<Alarm>, detail: serde_json::Value) -> End {
        match alarm.filter(|alarm| alarm.settled && failure.code == FailureCode::NoMatchingSop) {
            Some(alarm) => {
                let detail = json!({ "rules": detail, "looked_after": alarm.why });
                self.trace.ended(Stage::Route, "ignored", detail);
                End::Ignored
            }
            None => self.failed_with(failure, detail),
        }
    }

    fn key(&self) -> EventKey {
        EventKey {
            event: self.claimed.id.clone(),
            lineage: self.claimed.lineage.clone(),
            integration: self.claimed.integration.clone(),
        }
    }

    fn failed(&mut self, failure: StageFailure) -> End {
        self.failed_with(failure, json!({}))
    }

    fn failed_with(&mut self, failure: StageFailure, mut detail: serde_json::Value) -> End {
        detail["error"] = json!(failure.detail);
        detail["code"] = json!(failure.code.as_str());
        self.trace.ended(failure.stage, "failed", detail);
        End::Failed(failure)
    }

    /// What is written down of the end.
    pub fn completion(mut self, end: End) -> Completion {
        let mut error = None;
        match end {
            End::Succeeded => self.known.status = EventStatus::Succeeded,
            End::Ignored => self.known.status = EventStatus::Ignored,
            End::Waiting => {
                self.known.status = EventStatus::AwaitingApproval;
                self.known.next = after(LOOKED_AT);
            }
            End::Failed(failure) => {
                error = Some(failure.detail.clone());
                self.fail(failure);
            }
        }
        self.known.attempt = Some(AttemptRow {
            n: self.claimed.attempt,
            started_at: self.started_at,
            stages: self.trace.to_json(),
            error,
        });
        self.known
    }

    fn fail(&mut self, failure: StageFailure) {
        let delays = &self.pipeline.0.settings.retry_delays;
        let known = &mut self.known;
        match verdict(failure.retry, self.claimed.tries, delays, chance()) {
            Verdict::Retry(wait) => {
                known.status = EventStatus::Retrying;
                known.next = after(wait);
                known.used_try = true;
            }
            Verdict::Again(wait) => {
                known.status = EventStatus::Retrying;
                known.next = after(wait);
                known.uncounted = true;
            }
            Verdict::Dead => {
                known.status = EventStatus::DeadLettered;
                known.used_try = true;
                known.fingerprint = Some(fingerprint(&failure, self.claimed));
            }
        }
        let facts = Failure {
            detail: failure.detail,
            vendor_status: failure.vendor_status,
            vendor_message: failure.vendor_message,
            vendor_request_id: failure.vendor_request_id,
            evidence: failure.evidence,
            already_done: std::mem::take(&mut self.already_done),
        };
        let text = serde_json::to_string(&facts).unwrap_or_default();
        known.failed = Some((failure.stage.as_str(), failure.code.as_str(), text));
    }

    /// What is written down when our own database failed: as if nobody had tried.
    pub fn put_back(mut self) -> Completion {
        self.known.status = EventStatus::Retrying;
        self.known.next = after(Duration::from_secs(5));
        self.known.uncounted = true;
        self.known
    }
}

/// Dead letters that broke alike.
fn fingerprint(failure: &StageFailure, claimed: &Claimed) -> String {
    format!(
        "{}.{}.{}",
        failure.stage.as_str(),
        failure.code.as_str(),
        claimed.webhook
    )
}

fn after(wait: Duration) -> Next {
    Next::After(i64::try_from(wait.as_millis()).unwrap_or(i64::MAX))
}
