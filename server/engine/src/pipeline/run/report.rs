//! The result back on the ticket: a note at the PSA, once for a run, with a link to the whole story.
//!
//! Whose tickets take notes is asked of the vendor's folder (`Connector::ticket_note`); no vendor is named here.

use super::{
    Automation,
    carrier::effect_key,
    evidence::{ended, words_of},
};
use crate::{
    connector::{CallErrorKind, Fate, OperationError},
    pipeline::{CrashPoint, Fence, ReportEnd, StageFailure},
    policy::grant,
    store::{EffectKey, EffectState, RunRow, StoreError},
};
use contract::{
    actor::Actor,
    event::Normalised,
    failure::Stage,
    ids::{IntegrationId, RunId},
    operation_rule::OperationRule,
    run::RunStep,
};
use serde_json::Value;

/// The step's place in the key of a note.
const NOTE: &str = "report:note";

impl Automation {
    /// Writes the note, where the event has a ticket whose vendor takes notes; at most once for a run.
    pub(super) async fn report_run(
        &self,
        run: &RunId,
        event: &Normalised,
        integration: Option<&IntegrationId>,
        fence: &dyn Fence,
    ) -> Result<ReportEnd, StoreError> {
        let row = self.store.run(run).await?;
        if row.reported {
            let words = row
                .run
                .report
                .unwrap_or_else(|| "There was nothing to report.".to_owned());
            return Ok(ReportEnd::Done(words));
        }
        let Some(ticket) = &event.ticket else {
            return self.nothing_to_report(run, "The event has no ticket.").await;
        };
        let vendor = event.source.as_str();
        let note = self
            .act
            .registry
            .connector(vendor)
            .and_then(crate::connector::Connector::ticket_note);
        let Some(note) = note else {
            return self
                .nothing_to_report(run, "Its vendor takes no notes on tickets.")
                .await;
        };
        let steps = self.store.run_steps(run).await?;
        let (title, text) = self.words(&row, &steps);
        let Some(input) = (note.input)(ticket, &title, &text) else {
            return self.nothing_to_report(run, "The ticket takes no note.").await;
        };
        let found = self
            .act
            .ready(&self.store, vendor, note.operation, integration)
            .await;
        let ready = match found {
            Ok(ready) => ready,
            Err(crate::act::Refusal::Store(error)) => return Err(error),
            Err(refusal) => {
                let problem: contract::problem::Problem = refusal.into();
                let words = format!("The note could not be written: {problem}");
                return self.nothing_to_report(run, &words).await;
            }
        };
        let key = EffectKey {
            key: effect_key(run.as_str(), NOTE),
            lineage: row.lineage.clone(),
            words: format!(
                "The note on ticket {}",
                ticket.number.as_deref().unwrap_or(&ticket.id)
            ),
        };
        match self.store.effect(&key.key).await?.map(|effect| effect.state) {
            // It was written, and the process ended before that was kept with the run.
            Some(EffectState::Done(output)) => return self.noted(run, &key, &output).await,
            Some(EffectState::Begun) => {
                let fate = match self.session(&ready.row).await {
                    Ok(session) => ready.entry.look_up(&session, input.clone(), 0).await.ok(),
                    Err(_) => None,
                };
                match fate {
                    Some(Fate::Done(output)) => return self.noted(run, &key, &output).await,
                    Some(Fate::NotDone) => {}
                    Some(Fate::Unknown(_)) | None => {
                        let words = "Whether the note was written is not known; it is not written again.";
                        return self.nothing_to_report(run, words).await;
                    }
                }
            }
            Some(EffectState::Undone) | None => {}
        }
        self.store.take_effect(self.now(), run, &key).await?;
        if !fence.holds().await {
            self.store
                .settle_effect(self.now(), run, &key.key, &EffectState::Undone)
                .await?;
            return Err(StoreError::Stale);
        }
        let who = Actor::system("report");
        let Ok(Some(granted)) = grant(&who, ready.entry.info.risk, OperationRule::Auto) else {
            return self
                .nothing_to_report(run, "The policy does not allow the note.")
                .await;
        };
        let made = self.make(&ready.row, ready.entry, granted, input).await;
        match made.result {
            Ok(output) => self.noted(run, &key, &output).await,
            Err(error) => {
                let lost = made.acted && !is_answered(&error);
                if !made.acted {
                    self.store
                        .settle_effect(self.now(), run, &key.key, &EffectState::Undone)
                        .await?;
                }
                let mut broke = StageFailure::of_operation(Stage::Report, &error);
                if lost {
                    // The next attempt looks first.
                    broke
                        .detail
                        .push_str(" Whether the note was written is looked up before it is written again.");
                }
                Ok(ReportEnd::Failed(broke))
            }
        }
    }

    async fn noted(&self, run: &RunId, key: &EffectKey, output: &Value) -> Result<ReportEnd, StoreError> {
        self.hooks.pass(CrashPoint::AfterEffect);
        let now = self.now();
        self.store
            .settle_effect(now, run, &key.key, &EffectState::Done(output.clone()))
            .await?;
        let words = format!("{} was written.", key.words);
        self.store.keep_report(now, run, Some(&words)).await?;
        Ok(ReportEnd::Done(words))
    }

    async fn nothing_to_report(&self, run: &RunId, why: &str) -> Result<ReportEnd, StoreError> {
        self.store.keep_report(self.now(), run, Some(why)).await?;
        Ok(ReportEnd::Done(why.to_owned()))
    }

    /// Title and text of the note.
    fn words(&self, row: &RunRow, steps: &[RunStep]) -> (String, String) {
        let run = &row.run;
        let what = ended(run.status);
        let title = format!("Ops AI: {} {what}", run.sop_name);
        let mut text = format!(
            "The SOP “{}” (version {}) {what}.\n",
            run.sop_name, run.sop_version
        );
        if !run.detail.is_empty() {
            text.push_str(&format!("{}\n", run.detail));
        }
        text.push('\n');
        for step in steps {
            let mark = match step.outcome.as_ref() {
                "succeeded" | "kept" => "done",
                "drafted" => "would be done",
                "waiting" => "waits",
                "unknown" => "not known",
                _ => "failed",
            };
            text.push_str(&format!("- {}: {mark}", words_of(step)));
            if !step.detail.is_empty() {
                text.push_str(&format!(". {}", step.detail));
            }
            text.push('\n');
        }
        let base = &self.settings.public_url;
        text.push_str(&match &run.event {
            Some(event) => format!("\n{base}/app/webhooks/events/{event}\n"),
            None => format!("\n{base}/app/runs/{}\n", run.id),
        });
        (title, text)
    }
}

fn is_answered(error: &OperationError) -> bool {
    match error {
        OperationError::Call(error) => error.said.is_some() && error.kind != CallErrorKind::Timeout,
        OperationError::Input(_) => true,
    }
}
