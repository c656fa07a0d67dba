//! Testing and keeping an account. Testing keeps nothing; keeping tests first, and the test is the account's first probe.

use super::{
    Machine,
    draft::{self, Checked},
    integrations::changed,
};
use crate::{
    act::problems,
    connector::{CallError, Connector, Finding},
    policy::{Right, may},
    probes::{judge, record_of},
    store::{AuditRecord, IntegrationRow, NewIntegration, Patch, ProbeRow, StoreError, fresh_ulid},
    vault::Binding,
};
use contract::{
    actor::Actor,
    field::FieldError,
    ids::{IntegrationId, VendorId},
    integration::{IntegrationChange, IntegrationDraft, SaveOutcome, SavePolicy},
    problem::Problem,
    test_report::TestReport,
};
use serde_json::json;
use std::time::{Duration, Instant};

/// A test that was made, and how long it took.
struct Tested {
    report: TestReport,
    failure: Option<CallError>,
    took: Duration,
}

impl Machine {
    fn built(&self, vendor: &str) -> Result<&dyn Connector, Problem> {
        let registry = &self.act.registry;
        registry
            .connector(vendor)
            .ok_or_else(|| match registry.manifest(vendor) {
                Some(manifest) => {
                    let text = format!("{} cannot be connected yet.", manifest.name);
                    Problem::invalid(vec![FieldError::new("vendor", "not_available", text)])
                }
                None => {
                    let known: Vec<_> = registry
                        .manifests()
                        .iter()
                        .map(|one| one.vendor.to_string())
                        .collect();
                    let text = format!("There is no vendor `{vendor}`; there are: {}.", known.join(", "));
                    Problem::invalid(vec![FieldError::new("vendor", "unknown_vendor", text)])
                }
            })
    }

    /// Tests what was typed. What the vendor renews of it meanwhile stands in its place afterwards, and is what is saved.
    async fn tested(
        &self,
        who: &Actor,
        connector: &dyn Connector,
        checked: &mut Checked,
        kept: Option<&IntegrationId>,
    ) -> Tested {
        let begun = Instant::now();
        let typed = connector
            .renewable()
            .filter(|field| checked.fresh.contains(*field));
        let opened = &mut checked.opened;
        let (mut report, failure) = match typed {
            Some(field) => self.act.test_typed(&who.id, connector, opened, field, kept).await,
            None => self.act.test(connector, opened, kept).await,
        };
        report.notes.splice(0..0, checked.notes.iter().cloned());
        Tested {
            report,
            failure,
            took: begun.elapsed(),
        }
    }

    fn as_probe(&self, tested: &Tested, trigger: &'static str) -> ProbeRow {
        let passed = tested.report.checks.iter().filter(|check| check.ok).count();
        let finding = Finding {
            detail: format!("{passed} checks passed"),
            ..Finding::default()
        };
        let result = tested.failure.as_ref().map_or(Ok(&finding), Err);
        record_of(self.now(), tested.took, trigger, result)
    }

    pub(super) async fn test_draft(
        &self,
        who: &Actor,
        typed: IntegrationDraft,
    ) -> Result<TestReport, Problem> {
        may(who, Right::Connect)?;
        let connector = self.built(&typed.vendor)?;
        let mut checked = draft::check(connector, None, &typed.settings, &typed.credentials)?;
        Ok(self.tested(who, connector, &mut checked, None).await.report)
    }

    pub(super) async fn test_kept(
        &self,
        who: &Actor,
        id: &IntegrationId,
        change: IntegrationChange,
    ) -> Result<TestReport, Problem> {
        may(who, Right::Connect)?;
        let row = self.kept(id).await?;
        let (connector, mut checked) = self.laid_over(&row, &change).await?;
        Ok(self.tested(who, connector, &mut checked, Some(id)).await.report)
    }

    async fn laid_over(
        &self,
        row: &IntegrationRow,
        change: &IntegrationChange,
    ) -> Result<(&dyn Connector, Checked), Problem> {
        let connector = self.built(row.vendor.as_str())?;
        let kept = self
            .act
            .open(row)
            .await
            .map_err(|error| problems::of_call(&error))?;
        Ok((
            connector,
            draft::check(connector, Some(kept), &change.settings, &change.credentials)?,
        ))
    }

    pub(super) async fn save_new(
        &self,
        who: &Actor,
        typed: IntegrationDraft,
        policy: SavePolicy,
    ) -> Result<SaveOutcome, Problem> {
        may(who, Right::Connect)?;
        let connector = self.built(&typed.vendor)?;
        let manifest = connector.manifest();
        let name = draft::name(&typed.name, manifest)?;
        let mut checked = draft::check(connector, None, &typed.settings, &typed.credentials)?;
        let identity = connector.identity(&checked.opened);
        self.refuse_duplicate(&manifest.vendor, &identity, None).await?;
        let tested = self.tested(who, connector, &mut checked, None).await;
        if policy == SavePolicy::WhenTestPasses && !tested.report.ok {
            return Ok(SaveOutcome::TestFailed(tested.report));
        }
        let id = IntegrationId::from_ulid(&fresh_ulid(self.now()));
        let new = NewIntegration {
            sealed: self.sealed(&id, &manifest.vendor, &checked).await?,
            id: id.clone(),
            vendor: manifest.vendor.clone(),
            name: name.clone(),
            settings: checked.opened.settings.clone(),
            identity: identity.clone(),
            first: self.as_probe(&tested, "saved"),
            judge,
        };
        let audit = AuditRecord {
            who,
            action: "integration.created",
            target: id.to_string(),
            detail: json!({ "vendor": manifest.vendor.as_str(), "name": name, "test_passed": tested.report.ok }),
        };
        match self.store.insert_integration(self.now(), new, audit).await {
            Ok(()) => {}
            Err(StoreError::Taken { index }) => {
                // Two people added at once: the unique indexes decide, and the second is told which way.
                self.refuse_duplicate(&manifest.vendor, &identity, None).await?;
                return Err(StoreError::Taken { index }.into());
            }
            Err(other) => return Err(other.into()),
        }
        self.live.integration(&id);
        let integration = Box::new(self.shown(self.kept(&id).await?));
        Ok(SaveOutcome::Saved {
            integration,
            notes: tested.report.notes,
        })
    }

    pub(super) async fn save_change(
        &self,
        who: &Actor,
        id: &IntegrationId,
        change: IntegrationChange,
        policy: SavePolicy,
    ) -> Result<SaveOutcome, Problem> {
        may(who, Right::Connect)?;
        let row = self.kept(id).await?;
        if change.version.is_some_and(|seen| seen != row.version) {
            return Err(StoreError::Stale.into());
        }
        let typed_secret = change.credentials.values().any(|value| !value.trim().is_empty());
        let touches_account = typed_secret || !change.settings.is_empty() || !change.credentials.is_empty();
        let mut patch = Patch {
            paused: change.paused,
            ..Patch::default()
        };
        let mut detail = json!({});
        let mut notes = Vec::new();
        if let Some(typed) = &change.name {
            let name = draft::name(typed, self.built(row.vendor.as_str())?.manifest())?;
            detail["name"] = json!(name);
            patch.name = Some(name);
        }
        if let Some(paused) = change.paused {
            detail["paused"] = json!(paused);
        }
        if touches_account {
            let (connector, mut checked) = self.laid_over(&row, &change).await?;
            let identity = connector.identity(&checked.opened);
            self.refuse_duplicate(&row.vendor, &identity, Some(id)).await?;
            let tested = self.tested(who, connector, &mut checked, Some(id)).await;
            if policy == SavePolicy::WhenTestPasses && !tested.report.ok {
                return Ok(SaveOutcome::TestFailed(tested.report));
            }
            detail["changed"] = changed(&checked, &row);
            patch.sealed = self.sealed(id, &row.vendor, &checked).await?;
            patch.probe = Some((self.as_probe(&tested, "saved"), judge));
            patch.settings = Some(checked.opened.settings);
            patch.identity = Some(identity);
            notes = tested.report.notes;
        }
        let audit = AuditRecord {
            who,
            action: "integration.changed",
            target: id.to_string(),
            detail,
        };
        self.store
            .patch_integration(self.now(), id, row.version, patch, audit)
            .await?;
        self.act.memory.forget(id);
        self.live.integration(id);
        let integration = Box::new(self.shown(self.kept(id).await?));
        Ok(SaveOutcome::Saved { integration, notes })
    }

    async fn sealed(
        &self,
        id: &IntegrationId,
        vendor: &VendorId,
        checked: &Checked,
    ) -> Result<Vec<(String, String)>, Problem> {
        let mut sealed = Vec::new();
        for field in &checked.fresh {
            let binding = Binding {
                integration: id.as_str(),
                vendor: vendor.as_str(),
                field,
            };
            let value = self
                .act
                .vault
                .seal(binding, &checked.opened.secret(field))
                .await
                .map_err(|error| {
                    tracing::error!(error = %error, "a credential could not be sealed");
                    Problem::new(
                        503,
                        "key_unavailable",
                        "The credentials could not be sealed: the key is out of reach.",
                    )
                    .with_detail(format!("Nothing was saved. {error}"))
                })?;
            sealed.push((field.clone(), value.as_str().to_owned()));
        }
        Ok(sealed)
    }

    async fn refuse_duplicate(
        &self,
        vendor: &VendorId,
        identity: &str,
        own: Option<&IntegrationId>,
    ) -> Result<(), Problem> {
        match self
            .store
            .integration_with_identity(vendor.as_str(), identity)
            .await?
        {
            Some((id, name)) if Some(&id) != own => {
                Err(
                    Problem::new(409, "duplicate_integration", "This account is connected already.")
                        .with_detail(format!("It is “{name}” ({id}): edit that one instead.")),
                )
            }
            _ => Ok(()),
        }
    }
}
