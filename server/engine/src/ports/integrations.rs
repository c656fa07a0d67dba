//! Connected accounts: this file is the list; `save` tests and keeps them.

use super::{Machine, draft, health};
use crate::{
    live::Hint,
    policy::{Right, may},
    store::{AuditRecord, IntegrationRow, StoreError},
};
use contract::{
    actor::Actor,
    ids::IntegrationId,
    integration::{
        Banner, DeleteImpact, Integration, IntegrationChange, IntegrationDraft, SaveOutcome, SavePolicy,
        Status,
    },
    ports::{Answer, Integrations},
    probe::{Badge, ProbeRecord},
    problem::Problem,
    test_report::TestReport,
};
use serde_json::json;

const HOUR_MS: i64 = 3600 * 1000;

impl Machine {
    pub(super) async fn kept(&self, id: &IntegrationId) -> Result<IntegrationRow, Problem> {
        self.store.integration(id).await.map_err(|error| match error {
            StoreError::Missing => Problem::not_found("integration"),
            other => other.into(),
        })
    }

    pub(super) fn shown(&self, row: IntegrationRow) -> Integration {
        let stays = self
            .act
            .connector(&row)
            .is_ok_and(|connector| connector.refusals_lock());
        let holds = self.lookout.holds();
        health::shown(
            row,
            health::Seen {
                now: self.now(),
                interval: self.probe_interval,
                stays_refused: stays,
                holds: &holds,
            },
        )
    }

    async fn all(&self) -> Result<Vec<Integration>, Problem> {
        Ok(self
            .store
            .integrations()
            .await?
            .into_iter()
            .map(|row| self.shown(row))
            .collect())
    }

    async fn switch_default(&self, who: &Actor, id: &IntegrationId) -> Result<Integration, Problem> {
        may(who, Right::Connect)?;
        let row = self.kept(id).await?;
        if !row.is_default {
            let audit = AuditRecord {
                who,
                action: "integration.made_default",
                target: id.to_string(),
                detail: json!({ "vendor": row.vendor.as_str(), "name": row.name }),
            };
            self.store
                .set_default_integration(self.now(), id, &row.vendor, audit)
                .await?;
            // The account that was the default until now changed as well.
            self.live.hint(Hint::Everything);
        }
        Ok(self.shown(self.kept(id).await?))
    }

    async fn consequences(&self, who: &Actor, id: &IntegrationId) -> Result<DeleteImpact, Problem> {
        may(who, Right::Look)?;
        let row = self.kept(id).await?;
        let others = self.store.integrations().await?;
        let next = others
            .iter()
            .find(|other| other.vendor == row.vendor && other.id != row.id);
        let vendor = self
            .act
            .registry
            .manifest(row.vendor.as_str())
            .map_or_else(|| row.vendor.to_string(), |manifest| manifest.name.to_string());
        let mut consequences = vec![
            "Its sealed credentials are deleted; they cannot be brought back.".to_owned(),
            "Its history of probes is deleted.".to_owned(),
        ];
        consequences.push(match (row.is_default, next) {
            (true, Some(next)) => format!("Calls to {vendor} that name no account will use “{}”.", next.name),
            (true, None) => format!("Calls to {vendor} will fail until another account is connected."),
            (false, _) => format!("Calls to {vendor} that name this account will fail."),
        });
        Ok(DeleteImpact {
            name: row.name,
            consequences,
        })
    }

    async fn remove(&self, who: &Actor, id: &IntegrationId) -> Result<(), Problem> {
        may(who, Right::DeleteIntegration)?;
        let row = self.kept(id).await?;
        let audit = AuditRecord {
            who,
            action: "integration.deleted",
            target: id.to_string(),
            detail: json!({ "vendor": row.vendor.as_str(), "name": row.name }),
        };
        self.store.delete_integration(self.now(), id, audit).await?;
        self.act.memory.forget(id);
        self.live.integration(id);
        Ok(())
    }

    async fn recheck(&self, who: &Actor, id: &IntegrationId) -> Result<Integration, Problem> {
        may(who, Right::Connect)?;
        let row = self.kept(id).await?;
        self.prober().probe(&row, "recheck").await?;
        Ok(self.shown(self.kept(id).await?))
    }

    async fn counts(&self, who: &Actor) -> Result<Status, Problem> {
        may(who, Right::Look)?;
        let integrations = self.all().await?;
        let count = |badge: Badge| {
            integrations
                .iter()
                .filter(|one| one.health.badge == badge)
                .count()
        };
        Ok(Status {
            connected: count(Badge::Connected),
            disconnected: count(Badge::Disconnected),
            needs_attention: count(Badge::NeedsAttention),
            unknown: count(Badge::Unknown),
            checking: count(Badge::Checking),
            paused: count(Badge::Paused),
            banners: self.own_banners().await?,
            matched: integrations.len(),
            next_cursor: None,
            integrations,
        })
    }
}

impl Integrations for Machine {
    fn list<'a>(&'a self, who: &'a Actor) -> Answer<'a, Vec<Integration>> {
        Box::pin(async move {
            may(who, Right::Look)?;
            self.all().await
        })
    }

    fn get<'a>(&'a self, who: &'a Actor, id: &'a IntegrationId) -> Answer<'a, Integration> {
        Box::pin(async move {
            may(who, Right::Look)?;
            Ok(self.shown(self.kept(id).await?))
        })
    }

    fn test<'a>(&'a self, who: &'a Actor, typed: IntegrationDraft) -> Answer<'a, TestReport> {
        Box::pin(self.test_draft(who, typed))
    }

    fn test_saved<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a IntegrationId,
        change: IntegrationChange,
    ) -> Answer<'a, TestReport> {
        Box::pin(self.test_kept(who, id, change))
    }

    fn create<'a>(
        &'a self,
        who: &'a Actor,
        typed: IntegrationDraft,
        policy: SavePolicy,
    ) -> Answer<'a, SaveOutcome> {
        Box::pin(self.save_new(who, typed, policy))
    }

    fn change<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a IntegrationId,
        change: IntegrationChange,
        policy: SavePolicy,
    ) -> Answer<'a, SaveOutcome> {
        Box::pin(self.save_change(who, id, change, policy))
    }

    fn make_default<'a>(&'a self, who: &'a Actor, id: &'a IntegrationId) -> Answer<'a, Integration> {
        Box::pin(self.switch_default(who, id))
    }

    fn impact<'a>(&'a self, who: &'a Actor, id: &'a IntegrationId) -> Answer<'a, DeleteImpact> {
        Box::pin(self.consequences(who, id))
    }

    fn delete<'a>(&'a self, who: &'a Actor, id: &'a IntegrationId) -> Answer<'a, ()> {
        Box::pin(self.remove(who, id))
    }

    fn probe<'a>(&'a self, who: &'a Actor, id: &'a IntegrationId) -> Answer<'a, Integration> {
        Box::pin(self.recheck(who, id))
    }

    fn history<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a IntegrationId,
        hours: u32,
    ) -> Answer<'a, Vec<ProbeRecord>> {
        Box::pin(async move {
            may(who, Right::Look)?;
            self.kept(id).await?;
            let since = self.now() - i64::from(hours.clamp(1, 24 * 7)) * HOUR_MS;
            Ok(self.store.probes_since(id, since).await?)
        })
    }

    fn banners<'a>(&'a self, who: &'a Actor) -> Answer<'a, Vec<Banner>> {
        Box::pin(async move {
            may(who, Right::Look)?;
            self.own_banners().await
        })
    }

    fn status<'a>(&'a self, who: &'a Actor) -> Answer<'a, Status> {
        Box::pin(self.counts(who))
    }
}

/// Names of the parts that a change touched, for the audit trail; a secret stands there as `changed`.
pub(super) fn changed(checked: &draft::Checked, before: &IntegrationRow) -> serde_json::Value {
    let settings: Vec<_> = checked
        .opened
        .settings
        .iter()
        .filter(|(key, value)| before.settings.get(*key) != Some(value))
        .map(|(key, _)| key.as_str())
        .chain(
            before
                .settings
                .keys()
                .filter(|key| !checked.opened.settings.contains_key(*key))
                .map(String::as_str),
        )
        .collect();
    let secrets: serde_json::Map<_, _> = checked
        .fresh
        .iter()
        .map(|key| (key.clone(), json!("changed")))
        .collect();
    json!({ "settings": settings, "credentials": secrets })
}
