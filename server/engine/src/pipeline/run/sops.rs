//! Rules and SOPs as the pipeline uses them.

use super::{
    Automation,
    carrier::Carrier,
    evidence::{Stop, already_done, failure, retry_of, trace},
    rules::TRACE_REASONS,
};
use crate::{
    clock::rfc3339,
    pipeline::{EventKey, Fence, FoundCustomer, Picked, ReportEnd, Retry, Routed, RunEnd, Sops},
    sop::Scope,
    store::{AuditRecord, NewRun, RunRow, StoreError, fresh_ulid},
};
use contract::{
    actor::Actor,
    approval::Named,
    event::{CustomerReference, Normalised},
    failure::FailureCode,
    ids::{EventId, IntegrationId, RunId, VendorId},
    routing::Then,
    run::{RunStatus, RunStep},
    sop::{Sop, SopDraft},
};
use futures::future::BoxFuture;
use serde_json::{Value, json};

impl Automation {
    /// Goes on with a run until it ends or waits.
    pub(super) async fn carry(
        &self,
        row: RunRow,
        claim: String,
        fence: &dyn Fence,
    ) -> Result<(Stop, Vec<RunStep>), StoreError> {
        let sop = self.store.sop_at(&row.run.sop, row.run.sop_version).await?;
        let customer = self.whole_customer(row.run.customer.as_ref()).await?;
        let steps = self.store.run_steps(&row.run.id).await?;
        let carrier = Carrier::new(self, row, sop, customer.as_ref(), steps, claim, fence);
        carrier.carry().await
    }

    /// The event's run: begun now, or found where it was begun before.
    async fn run_for(
        &self,
        key: &EventKey,
        event: &Normalised,
        customer: Option<&FoundCustomer>,
        picked: &Picked,
    ) -> Result<RunRow, StoreError> {
        if let Some(row) = self.store.run_of_event(&key.event).await? {
            return Ok(row);
        }
        let sop = self.store.sop_at(&picked.sop, picked.version).await?;
        let now = self.now();
        let who = Actor::system("pipeline");
        let new = NewRun {
            id: RunId::from_ulid(&fresh_ulid(now)),
            sop: sop.id.clone(),
            sop_name: sop.name.clone(),
            sop_version: sop.version,
            mode: sop.mode,
            event: Some(key.event.clone()),
            lineage: key.lineage.to_string(),
            integration: Some(key.integration.clone()),
            customer: customer.map(|found| (found.id.clone(), found.name.clone())),
            about: event.clone(),
            rerun_of: None,
            from_step: None,
            starter: Named {
                kind: who.kind,
                id: who.id.clone(),
                name: "An event".to_owned(),
            },
            owner: who.id.clone(),
            kept: Vec::new(),
        };
        let audit = AuditRecord {
            who: &who,
            action: "run.started",
            target: new.id.to_string(),
            detail: json!({ "sop": sop.id, "version": sop.version, "event": key.event }),
        };
        match self.store.insert_run(now, new, audit).await {
            Ok(()) | Err(StoreError::Taken { .. }) => {}
            Err(error) => return Err(error),
        }
        self.store
            .run_of_event(&key.event)
            .await?
            .ok_or(StoreError::Missing)
    }

    async fn execute_once(
        &self,
        key: &EventKey,
        event: &Normalised,
        customer: Option<&FoundCustomer>,
        picked: &Picked,
        fence: &dyn Fence,
    ) -> Result<RunEnd, StoreError> {
        let row = self.run_for(key, event, customer, picked).await?;
        let (run, now) = (row.run.id.clone(), self.now());
        let claim = fresh_ulid(now);
        // The event's lease says who may; whoever had the run before is fenced by the new claim.
        self.store
            .claim_run(now, self.claimed_until(), &run, &claim, true)
            .await?;
        let again = row.run.code.map_or(Retry::Never, retry_of) != Retry::Never;
        match row.run.status {
            RunStatus::Running | RunStatus::AwaitingApproval => {}
            RunStatus::Failed if again => {
                self.store.reopen_run(&run, &claim).await?;
            }
            RunStatus::Succeeded | RunStatus::Failed | RunStatus::Cancelled | RunStatus::NeedsPerson => {
                return self.ended_before(&row).await;
            }
        }
        let (stop, steps) = self.carry(row, claim, fence).await?;
        Ok(run_end(run, stop, &steps))
    }

    /// A run that had come to its end before this attempt.
    async fn ended_before(&self, row: &RunRow) -> Result<RunEnd, StoreError> {
        let steps = self.store.run_steps(&row.run.id).await?;
        let run = row.run.id.clone();
        Ok(match row.run.status {
            RunStatus::Succeeded => RunEnd::Done {
                run,
                detail: trace(&steps),
            },
            RunStatus::Cancelled => run_end(run, Stop::Cancelled, &steps),
            _ => {
                let code = row.run.code.unwrap_or(FailureCode::OutcomeUnknown);
                let mut broke = failure(code, row.run.detail.clone());
                if let Some(last) = steps.last() {
                    broke.vendor_status = last.vendor_status;
                    broke.vendor_message.clone_from(&last.vendor_message);
                    broke.vendor_request_id.clone_from(&last.vendor_request_id);
                }
                run_end(run, Stop::Failed(Box::new(broke)), &steps)
            }
        })
    }
}

fn run_end(run: RunId, stop: Stop, steps: &[RunStep]) -> RunEnd {
    match stop {
        Stop::Done => RunEnd::Done {
            run,
            detail: trace(steps),
        },
        Stop::Waiting(approval) => RunEnd::Waiting {
            run,
            approval,
            detail: trace(steps),
        },
        Stop::Failed(failure) => RunEnd::Failed {
            run: Some(run),
            failure: *failure,
            already_done: already_done(steps),
        },
        Stop::Cancelled => RunEnd::Failed {
            run: Some(run),
            failure: failure(FailureCode::ApprovalRejected, "A person cancelled the run."),
            already_done: already_done(steps),
        },
    }
}

/// A SOP as it is kept, as a draft to rehearse.
pub(super) fn draft_of(sop: Sop) -> SopDraft {
    SopDraft {
        name: sop.name,
        description: sop.description,
        mode: sop.mode,
        customer: sop.customer,
        enabled: sop.enabled,
        triggers: sop.triggers,
        steps: sop.steps,
        version: Some(sop.version),
        note: None,
        template: None,
    }
}

impl Sops for Automation {
    fn resolve_customer<'a>(
        &'a self,
        vendor: &'a VendorId,
        integration: &'a IntegrationId,
        reference: &'a CustomerReference,
    ) -> BoxFuture<'a, Result<Option<FoundCustomer>, StoreError>> {
        Box::pin(async move {
            let found = self.customer_for(vendor, integration, reference).await?;
            Ok(found.map(|(id, name)| FoundCustomer { id, name }))
        })
    }

    fn route<'a>(
        &'a self,
        event: &'a Normalised,
        customer: Option<&'a FoundCustomer>,
    ) -> BoxFuture<'a, Result<Routed, StoreError>> {
        Box::pin(async move {
            let named = customer.map(|found| (&found.id, found.name.as_str()));
            let scope = Scope::UntilFired { most: TRACE_REASONS };
            let (report, set) = self.routed(event, named, scope).await?;
            let picked = match &report.then {
                Some(Then::Sop(id)) => set.sop(id).map(|sop| Picked {
                    sop: sop.id.clone(),
                    name: sop.name.clone(),
                    version: sop.version,
                    enabled: sop.enabled,
                }),
                Some(Then::Ignore(_)) | None => None,
            };
            Ok(Routed { report, picked })
        })
    }

    fn execute<'a>(
        &'a self,
        key: &'a EventKey,
        event: &'a Normalised,
        customer: Option<&'a FoundCustomer>,
        picked: &'a Picked,
        fence: &'a dyn Fence,
    ) -> BoxFuture<'a, Result<RunEnd, StoreError>> {
        Box::pin(self.execute_once(key, event, customer, picked, fence))
    }

    fn report<'a>(
        &'a self,
        key: &'a EventKey,
        event: &'a Normalised,
        run: &'a RunId,
        fence: &'a dyn Fence,
    ) -> BoxFuture<'a, Result<ReportEnd, StoreError>> {
        Box::pin(self.report_run(run, event, Some(&key.integration), fence))
    }

    fn rehearse<'a>(
        &'a self,
        key: &'a EventKey,
        event: &'a Normalised,
        customer: Option<&'a FoundCustomer>,
        picked: &'a Picked,
    ) -> BoxFuture<'a, Result<Value, StoreError>> {
        Box::pin(async move {
            let sop = self.store.sop_at(&picked.sop, picked.version).await?;
            let customer = self.whole_customer(customer.map(|found| &found.id)).await?;
            let who = Actor::system("rehearsal");
            let detail = self
                .rehearsal(&who, &draft_of(sop), event, customer.as_ref())
                .await?;
            Ok(json!({
                "at": rfc3339(self.now()),
                "steps": detail.steps,
                "guarded": self.store.effects_of(key.lineage.as_str()).await?,
            }))
        })
    }

    fn guarded<'a>(&'a self, lineage: &'a EventId) -> BoxFuture<'a, Result<Vec<String>, StoreError>> {
        Box::pin(self.store.effects_of(lineage.as_str()))
    }
}
