//! Runs that a person starts: a SOP on an event that no webhook received, and a run once more from a step.

use super::Automation;
use crate::store::{AuditRecord, NewRun, RunRow, StoreError, fresh_ulid};
use contract::{
    actor::Actor,
    approval::Named,
    event::Normalised,
    ids::{CustomerId, RunId},
    run::{RunDetail, RunStep},
    sop::Sop,
};
use serde_json::json;

/// A run that a person asks for.
pub struct HandRun {
    /// The SOP, as it is now.
    pub sop: Sop,
    /// The event.
    pub event: Normalised,
    /// Whom it is for.
    pub customer: Option<(CustomerId, String)>,
}

impl Automation {
    /// Begins a run; somebody must carry it.
    pub async fn begin(&self, who: &Actor, hand: HandRun) -> Result<RunId, StoreError> {
        let now = self.now();
        let id = RunId::from_ulid(&fresh_ulid(now));
        let HandRun { sop, event, customer } = hand;
        let new = NewRun {
            id: id.clone(),
            sop: sop.id.clone(),
            sop_name: sop.name.clone(),
            sop_version: sop.version,
            mode: sop.mode,
            event: None,
            lineage: id.to_string(),
            integration: None,
            customer,
            about: event,
            rerun_of: None,
            from_step: None,
            starter: named(who),
            owner: self.calls().owner_of(who).await?,
            kept: Vec::new(),
        };
        let audit = AuditRecord {
            who,
            action: "run.started",
            target: id.to_string(),
            detail: json!({ "sop": sop.id, "version": sop.version }),
        };
        self.store.insert_run(now, new, audit).await?;
        Ok(id)
    }

    /// Begins a run once more from a step: what the steps before it gave is taken over. It is a new run by a person's
    /// decision, so its effects are its own.
    pub async fn begin_again_from(
        &self,
        who: &Actor,
        row: RunRow,
        kept: Vec<RunStep>,
        from_step: &str,
    ) -> Result<RunId, StoreError> {
        let now = self.now();
        let id = RunId::from_ulid(&fresh_ulid(now));
        let before = row.run.id.clone();
        let new = NewRun {
            id: id.clone(),
            sop: row.run.sop.clone(),
            sop_name: row.run.sop_name,
            sop_version: row.run.sop_version,
            mode: row.run.mode,
            event: row.run.event,
            lineage: id.to_string(),
            integration: row.integration,
            customer: row.run.customer.zip(row.run.customer_name),
            about: row.about,
            rerun_of: Some(before.clone()),
            from_step: Some(from_step.to_owned()),
            starter: named(who),
            owner: self.calls().owner_of(who).await?,
            kept,
        };
        let audit = AuditRecord {
            who,
            action: "run.started",
            target: id.to_string(),
            detail: json!({ "sop": row.run.sop, "version": row.run.sop_version, "rerun_of": before, "from": from_step }),
        };
        self.store.insert_run(now, new, audit).await?;
        Ok(id)
    }

    /// A run and its whole story.
    pub async fn run_detail(&self, id: &RunId) -> Result<RunDetail, StoreError> {
        let row = self.store.run(id).await?;
        Ok(RunDetail {
            run: row.run,
            about: row.about,
            steps: self.store.run_steps(id).await?,
        })
    }
}

fn named(who: &Actor) -> Named {
    Named {
        kind: who.kind,
        id: who.id.clone(),
        name: who.name.clone(),
    }
}
