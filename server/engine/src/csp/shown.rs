//! A setup as it is told. Where it stands as a whole is computed here, from its steps, each time.

use super::{Csp, document::Document, words};
use crate::{
    clock::rfc3339,
    store::{CspSetupRow, StoreError},
};
use contract::{
    csp::{CspPath, CspSetup, SetupStatus, Step, StepState},
    problem::Problem,
};

/// The document of a row.
pub fn document(row: &CspSetupRow) -> Result<Document, StoreError> {
    serde_json::from_str(&row.document)
        .map_err(|_| StoreError::Unreadable(format!("setup {}: document", row.id)))
}

/// As it is told.
pub fn shown(row: &CspSetupRow, document: &Document) -> CspSetup {
    let steps = document.steps.iter().map(|step| {
        let words = words::of(row.path, &step.key);
        Step {
            key: step.key.clone().into(),
            title: words.map_or_else(|| step.key.clone().into(), |words| words.title.into()),
            explanation: words.map_or_else(|| "".into(), |words| words.explanation.into()),
            state: step.state,
            evidence: step.evidence.clone(),
            failure: step.failure.clone(),
            started_at: step.started_at.map(rfc3339),
            finished_at: step.finished_at.map(rfc3339),
        }
    });
    CspSetup {
        id: row.id.clone(),
        tenant_id: row.tenant_id.clone(),
        tenant_name: document.tenant_name.clone(),
        path: row.path,
        status: status(row, document),
        steps: steps.collect(),
        template: document.template.clone(),
        application_id: document.app.as_ref().map(|app| app.app_id.clone()),
        service_account: document.person.as_ref().map(|person| person.name.clone()),
        integration: document
            .integration
            .clone()
            .filter(|_| is_done(document, "integration")),
        version: row.version,
        created_by: row.created_by.clone(),
        created_at: rfc3339(row.created_at),
        updated_at: rfc3339(row.updated_at),
    }
}

/// Whether a step is done.
pub fn is_done(document: &Document, key: &str) -> bool {
    document
        .step(key)
        .is_some_and(|step| step.state == StepState::Done)
}

/// Where it stands.
pub fn status(row: &CspSetupRow, document: &Document) -> SetupStatus {
    if document.removed {
        return SetupStatus::Disconnected;
    }
    if document.removal.is_some() {
        return SetupStatus::Disconnecting;
    }
    match document.next() {
        None => SetupStatus::Connected,
        Some(step) if step.state == StepState::Failed => SetupStatus::Failed,
        Some(_) if row.wanted => SetupStatus::Running,
        Some(_) if row.path == CspPath::Manual => SetupStatus::Waiting,
        Some(step) if step.state == StepState::Waiting => SetupStatus::Waiting,
        Some(_) => SetupStatus::Running,
    }
}

impl Csp {
    /// A setup as it is told.
    pub async fn setup(&self, id: &contract::ids::CspSetupId) -> Result<CspSetup, Problem> {
        let row = self.row(id).await?;
        let document = document(&row)?;
        Ok(shown(&row, &document))
    }

    /// A setup's row.
    pub(super) async fn row(&self, id: &contract::ids::CspSetupId) -> Result<CspSetupRow, Problem> {
        self.store().csp_setup(id).await.map_err(|error| match error {
            StoreError::Missing => Problem::not_found("setup"),
            other => other.into(),
        })
    }
}
