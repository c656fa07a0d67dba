//! Rows of runs and steps as the contract's models.

use super::{
    super::StoreError,
    entities::{run, run_step},
    runs::RunRow,
};
use crate::clock::rfc3339;
use contract::{
    actor::ActorKind,
    approval::Named,
    failure::FailureCode,
    ids::{ApprovalId, CustomerId, EventId, IntegrationId, RunId, SopId},
    run::{Run, RunStatus, RunStep},
    sop::{Mode, StepKind},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

/// A word of the contract as text.
pub(super) fn word(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(word)) => word,
        _ => String::new(),
    }
}

fn of_word<T: DeserializeOwned>(word: &str) -> Option<T> {
    serde_json::from_value(Value::from(word)).ok()
}

pub(super) fn read_run(row: &run::Model) -> Result<Run, StoreError> {
    let unreadable = |what: &str| StoreError::Unreadable(format!("run {}: {what}", row.id));
    Ok(Run {
        id: RunId::parse(&row.id).ok_or_else(|| unreadable("id"))?,
        sop: SopId::parse(&row.sop_id).ok_or_else(|| unreadable("sop"))?,
        sop_name: row.sop_name.clone(),
        sop_version: u32::try_from(row.sop_version).unwrap_or(0),
        mode: of_word::<Mode>(&row.mode).ok_or_else(|| unreadable("mode"))?,
        event: row.event_id.as_deref().and_then(EventId::parse),
        subject: row.subject.clone(),
        customer: row.customer_id.as_deref().and_then(CustomerId::parse),
        customer_name: row.customer_name.clone(),
        dry_run: false,
        status: RunStatus::parse(&row.status).ok_or_else(|| unreadable("status"))?,
        code: row.code.as_deref().and_then(FailureCode::parse),
        detail: row.detail.clone(),
        report: row.report.clone(),
        rerun_of: row.rerun_of.as_deref().and_then(RunId::parse),
        started_by: row.starter_name.clone(),
        started_at: rfc3339(row.started_at),
        finished_at: row.finished_at.map(rfc3339),
    })
}

pub(super) fn read_row(row: &run::Model) -> Result<RunRow, StoreError> {
    let unreadable = |what: &str| StoreError::Unreadable(format!("run {}: {what}", row.id));
    Ok(RunRow {
        run: read_run(row)?,
        about: serde_json::from_str(&row.about).map_err(|_| unreadable("about"))?,
        lineage: row.lineage.clone(),
        integration: row.integration_id.as_deref().and_then(IntegrationId::parse),
        from_step: row.from_step.clone(),
        reported: row.reported_at.is_some(),
        starter: Named {
            kind: of_word::<ActorKind>(&row.starter_kind).unwrap_or(ActorKind::System),
            id: row.starter_id.clone(),
            name: row.starter_name.clone(),
        },
        owner: row.starter_owner.clone(),
    })
}

pub(super) fn read_step(row: run_step::Model) -> Result<RunStep, StoreError> {
    let unreadable =
        |what: &str| StoreError::Unreadable(format!("step {} of run {}: {what}", row.n, row.run_id));
    let json = |text: &str, what| serde_json::from_str(text).map_err(|_| unreadable(what));
    Ok(RunStep {
        id: row.step_id.clone(),
        title: row.title.clone(),
        kind: of_word::<StepKind>(&row.kind).ok_or_else(|| unreadable("kind"))?,
        outcome: row.outcome.clone().into(),
        calls: row.calls.clone(),
        integration: row.integration_id.as_deref().and_then(IntegrationId::parse),
        integration_name: row.integration_name.clone(),
        template: json(&row.template, "template")?,
        input: json(&row.input, "input")?,
        output: row
            .output
            .as_deref()
            .map(|text| json(text, "output"))
            .transpose()?,
        code: row.code.as_deref().and_then(FailureCode::parse),
        detail: row.detail.clone(),
        vendor_status: row.vendor_status.and_then(|status| u16::try_from(status).ok()),
        vendor_message: row.vendor_message.clone(),
        vendor_request_id: row.vendor_request_id.clone(),
        approval: row.approval_id.as_deref().and_then(ApprovalId::parse),
        idempotency_key: row.idempotency_key.clone(),
        tries: u32::try_from(row.tries).unwrap_or(0),
        started_at: rfc3339(row.started_at),
        finished_at: row.finished_at.map(rfc3339),
    })
}
