//! Setups as a whole: begun, resumed, filled in, looked at, forgotten.

use super::{
    Csp, checks,
    document::{App, Document},
    failure::Stop,
    places::refuse,
    secrets::CLIENT_SECRET,
    shown::{document, is_done, shown},
    words,
    work::Work,
};
use crate::{
    store::{AuditRecord, CspSetupRow, StoreError, fresh_ulid},
    vault::Secret,
};
use contract::{
    actor::Actor,
    csp::{
        CspOverview, CspPath, CspSetup, LONGEST_DAYS, ManualValues, NewCspSetup, RelationshipDraft, StepState,
    },
    field::FieldError,
    ids::CspSetupId,
    problem::Problem,
};
use serde_json::json;

impl Csp {
    /// What the wizard begins with.
    pub async fn overview(&self) -> Result<CspOverview, Problem> {
        let mut setups = Vec::new();
        for row in self.store().csp_setups().await? {
            let document = document(&row)?;
            setups.push(shown(&row, &document));
        }
        let (connector, _) = self.vendor()?;
        let missing = "This deployment has no set-up application: OPSAI_CSP_BOOTSTRAP_CLIENT_ID and \
                       OPSAI_CSP_BOOTSTRAP_CLIENT_SECRET are not set.";
        let automated = self.0.settings.bootstrap.is_some();
        Ok(CspOverview {
            automated,
            automated_missing: (!automated).then(|| missing.to_owned()),
            redirect_uri: self.redirect_uri(),
            vendor: Some(connector.manifest().vendor.to_string()),
            setups,
        })
    }

    /// Begins one, or gives the one of this tenant that is not over.
    pub async fn begin(&self, who: &Actor, new: NewCspSetup) -> Result<CspSetup, Problem> {
        let (_, partner) = self.vendor()?;
        let Some(tenant) = partner.tenant_id(&new.tenant_id) else {
            let text =
                "Tenant ID: give the tenant's ID, a UUID; it stands at entra.microsoft.com > Overview.";
            return Err(Problem::invalid(vec![FieldError::new(
                "tenant_id",
                "not_accepted",
                text,
            )]));
        };
        if new.path == CspPath::Automated && self.0.settings.bootstrap.is_none() {
            let text = "Path: this deployment has no set-up application; take the manual path.";
            return Err(Problem::invalid(vec![FieldError::new(
                "path",
                "not_available",
                text,
            )]));
        }
        if let Some(row) = self.store().open_csp_setup(&tenant).await? {
            return Ok(shown(&row, &document(&row)?));
        }
        let template = self.template(new.template)?;
        let now = self.now();
        let row = CspSetupRow {
            id: CspSetupId::from_ulid(&fresh_ulid(now)),
            tenant_id: tenant.clone(),
            path: new.path,
            document: serde_json::to_string(&Document::new(new.path, new.name.trim().to_owned(), template))
                .unwrap_or_default(),
            version: 1,
            wanted: false,
            created_by: who.name.clone(),
            created_at: now,
            updated_at: now,
        };
        let audit = AuditRecord {
            who,
            action: "csp.begun",
            target: row.id.to_string(),
            detail: json!({ "tenant": tenant, "path": new.path.as_str() }),
        };
        match self.store().insert_csp_setup(&row, audit).await {
            Ok(()) => Ok(shown(&row, &document(&row)?)),
            // Two people began at once.
            Err(StoreError::Taken { .. }) => {
                let row = self
                    .store()
                    .open_csp_setup(&tenant)
                    .await?
                    .ok_or(StoreError::Missing)?;
                Ok(shown(&row, &document(&row)?))
            }
            Err(error) => Err(error.into()),
        }
    }

    fn template(&self, given: Option<RelationshipDraft>) -> Result<RelationshipDraft, Problem> {
        let catalogue = self.vendor()?.1.roles();
        let Some(mut template) = given else {
            let set = catalogue.sets.iter().find(|set| set.recommended);
            let roles = set.map(|set| set.roles.iter().map(ToString::to_string).collect());
            return Ok(RelationshipDraft {
                roles: roles.unwrap_or_default(),
                days: LONGEST_DAYS,
                auto_extend: true,
                ..RelationshipDraft::default()
            });
        };
        let mut errors = template.check();
        if template.roles.iter().any(|role| catalogue.find(role).is_none()) {
            errors.push(FieldError::new(
                "roles",
                "not_accepted",
                "Roles: there is a role that is not known.",
            ));
        }
        if !errors.is_empty() {
            return Err(Problem::invalid(errors));
        }
        template.roles.sort();
        template.roles.dedup();
        Ok(RelationshipDraft {
            name: String::new(),
            customer_tenant_id: None,
            ..template
        })
    }

    /// Lets the steps go on.
    pub async fn resume(&self, who: &Actor, id: &CspSetupId) -> Result<CspSetup, Problem> {
        let row = self.row(id).await?;
        if row.path == CspPath::Manual {
            return Err(Problem::new(
                409,
                "manual_path",
                "On the manual path each step is looked at on its own.",
            ));
        }
        self.change(who, row, "csp.resumed", json!({}), true, |_| Ok(()))
            .await
    }

    /// Does without an optional step.
    pub async fn skip(&self, who: &Actor, id: &CspSetupId, step: &str) -> Result<CspSetup, Problem> {
        if step != "service_account" {
            return Err(Problem::new(
                409,
                "not_optional",
                "Only the service account can be left out.",
            ));
        }
        let row = self.row(id).await?;
        let automated = row.path == CspPath::Automated;
        self.change(
            who,
            row,
            "csp.skipped",
            json!({ "step": step }),
            automated,
            |document| {
                if document.next().map(|step| step.key.as_str()) != Some("service_account") {
                    return Err(not_yet());
                }
                if let Some(step) = document.step_mut("service_account") {
                    step.state = StepState::Skipped;
                    step.failure = None;
                }
                Ok(())
            },
        )
        .await
    }

    /// Keeps what a person gives on the manual path.
    pub async fn fill(
        &self,
        who: &Actor,
        id: &CspSetupId,
        values: ManualValues,
    ) -> Result<CspSetup, Problem> {
        let row = self.row(id).await?;
        let (connector, partner) = self.vendor()?;
        if row.path != CspPath::Manual {
            return Err(Problem::new(
                409,
                "automated_path",
                "On the automated path the application is made by itself.",
            ));
        }
        let text = |value: Option<String>| {
            value
                .map(|value| value.trim().to_owned())
                .filter(|value| !value.is_empty())
        };
        let (app_id, secret) = (text(values.application_id), text(values.client_secret));
        let app_id = match app_id {
            None => None,
            Some(text) => {
                let words = "Application (client) ID: a UUID; it stands on the application's Overview page.";
                let invalid =
                    || Problem::invalid(vec![FieldError::new("application_id", "not_accepted", words)]);
                Some(partner.tenant_id(&text).ok_or_else(invalid)?)
            }
        };
        if let Some(secret) = &secret {
            self.seal(
                id,
                &connector.manifest().vendor,
                CLIENT_SECRET,
                &Secret::new(secret.clone()),
            )
            .await?;
        }
        let detail = json!({ "application_id": app_id, "client_secret": secret.is_some() });
        self.change(who, row, "csp.filled", detail, false, |document| {
            if let Some(app_id) = app_id {
                document.app = Some(App {
                    object_id: String::new(),
                    app_id,
                    name: String::new(),
                });
            }
            document.again("application");
            Ok(())
        })
        .await
    }

    async fn change(
        &self,
        who: &Actor,
        mut row: CspSetupRow,
        action: &'static str,
        detail: serde_json::Value,
        wanted: bool,
        change: impl FnOnce(&mut Document) -> Result<(), Problem>,
    ) -> Result<CspSetup, Problem> {
        let mut document = document(&row)?;
        if document.removal.is_some() {
            return Err(Problem::new(
                409,
                "disconnecting",
                "This tenant is being disconnected.",
            ));
        }
        change(&mut document)?;
        let text = serde_json::to_string(&document).unwrap_or_default();
        let now = self.now();
        row.version = self
            .store()
            .save_csp_setup(now, &row.id, row.version, &text, wanted)
            .await?;
        row.wanted = wanted;
        let audit = AuditRecord {
            who,
            action,
            target: row.id.to_string(),
            detail,
        };
        self.store().record_alone(now, audit).await?;
        self.0.live.csp_setup(&row.id);
        Ok(shown(&row, &document))
    }

    /// Looks whether one step holds.
    pub async fn check(&self, id: &CspSetupId, step: &str) -> Result<CspSetup, Problem> {
        let row = self.row(id).await?;
        words::of(row.path, step).ok_or_else(|| Problem::not_found("step"))?;
        let ground = self.ground(row)?;
        let at = ground
            .document
            .steps
            .iter()
            .position(|one| one.key == step)
            .unwrap_or_default();
        let before = &ground.document.steps[..at];
        let open = before
            .iter()
            .all(|one| matches!(one.state, StepState::Done | StepState::Skipped));
        if !open {
            return Err(not_yet());
        }
        let manual = ground.row.path == CspPath::Manual;
        if !manual
            && !is_done(&ground.document, step)
            && ground.document.next().map(|one| one.key.as_str()) != Some(step)
        {
            return Err(not_yet());
        }
        let mut work = Work {
            ground,
            key: step.to_owned(),
        };
        let ended = if manual {
            checks::perform(&mut work).await
        } else {
            checks::look_again(&mut work).await
        };
        let now = self.now();
        if let Some(one) = work.ground.document.step_mut(step) {
            one.started_at.get_or_insert(now);
            one.finished_at = Some(now);
            match ended {
                Ok(()) => (one.state, one.failure) = (StepState::Done, None),
                Err(Stop::Failed(failure)) => (one.state, one.failure) = (StepState::Failed, Some(failure)),
                Err(Stop::Waits) => one.state = StepState::Waiting,
                Err(Stop::Store(error)) => return Err(error.into()),
            }
        }
        // What could be opened by it is opened.
        let next = work
            .ground
            .document
            .next()
            .map(|one| (one.key.clone(), one.state));
        if let Some((next, StepState::Pending)) = next.filter(|_| manual)
            && let Some(one) = work.ground.document.step_mut(&next)
        {
            one.state = StepState::Waiting;
        }
        work.keep(false).await.map_err(refuse)?;
        Ok(shown(&work.ground.row, &work.ground.document))
    }

    /// Forgets one that made nothing, or whose removal was proved.
    pub async fn forget(&self, who: &Actor, id: &CspSetupId) -> Result<(), Problem> {
        let row = self.row(id).await?;
        let document = document(&row)?;
        let nothing = document.made.is_empty() && document.integration.is_none();
        if !nothing && !document.removed {
            return Err(Problem::new(
                409,
                "not_removed",
                "This setup has made things that are still there.",
            )
            .with_detail("Disconnect first; it proves that each thing is gone."));
        }
        let audit = AuditRecord {
            who,
            action: "csp.forgotten",
            target: id.to_string(),
            detail: json!({ "tenant": row.tenant_id }),
        };
        Ok(self.store().delete_csp_setup(self.now(), id, audit).await?)
    }
}

fn not_yet() -> Problem {
    Problem::new(409, "not_yet", "The steps before this one are not done yet.")
}
