//! Registered receivers. A secret is made here, shown once, and kept sealed; no port reads it back.

use super::{Machine, webhook_change, webhook_secrets};
use crate::{
    clock::rfc3339,
    connector::Inbound,
    pipeline::{TOKEN, silence},
    policy::{Right, may},
    store::{AuditRecord, NewWebhookRow, StoreError, WebhookRow, fresh_ulid},
};
use contract::{
    actor::Actor,
    ids::{IntegrationId, WebhookId, WebhookSecretId},
    ports::{Answer, Webhooks},
    problem::Problem,
    webhook::{IssuedWebhook, NewWebhook, Rotation, Webhook, WebhookChange, WebhookSecret},
};
use serde_json::json;

const DAY_MS: i64 = 24 * 3600 * 1000;

/// How long payloads and events are kept, in days, where nobody says otherwise.
const PAYLOAD_DAYS: i64 = 30;
const EVENT_DAYS: i64 = 90;

impl Machine {
    pub(super) async fn kept_webhook(&self, id: &WebhookId) -> Result<WebhookRow, Problem> {
        match self.store.webhook(id).await {
            Ok(row) if row.deleted_at.is_none() => Ok(row),
            Ok(_) | Err(StoreError::Missing) => Err(Problem::not_found("webhook")),
            Err(other) => Err(other.into()),
        }
    }

    /// The receiving side of a webhook's vendor.
    fn inbound(&self, vendor: &str) -> Result<&dyn Inbound, Problem> {
        self.act.registry.inbound(vendor).ok_or_else(|| {
            Problem::new(409, "no_webhooks", "This vendor posts nothing.")
                .with_detail("Ops AI has no receiver for it; its operations work all the same.")
        })
    }

    pub(super) fn webhook_url(&self, token: &str) -> String {
        format!("{}/hooks/{token}", self.public_url.trim_end_matches('/'))
    }

    async fn shown_webhook(&self, row: WebhookRow) -> Result<Webhook, Problem> {
        let now = self.now();
        let inbound = self.inbound(row.vendor.as_str())?;
        let info = inbound.info();
        let numbers = self.store.webhook_numbers(&row.id, now - DAY_MS).await?;
        let integration_name = match self.store.integration(&row.integration).await {
            Ok(integration) => integration.name,
            // It was deleted; its webhook says so until it is deleted as well.
            Err(StoreError::Missing) => "deleted".to_owned(),
            Err(other) => return Err(other.into()),
        };
        let secrets = row
            .secrets
            .iter()
            .filter(|secret| secret.retires_at.is_none_or(|at| at > now))
            .map(|secret| WebhookSecret {
                id: secret.id.clone(),
                hint: secret.hint.clone(),
                created_at: rfc3339(secret.created_at),
                retires_at: secret.retires_at.map(rfc3339),
                last_matched_at: secret.last_matched_at.map(rfc3339),
            });
        Ok(Webhook {
            secrets: secrets.collect(),
            url: self.webhook_url(&row.token),
            scheme: info.scheme,
            header: info.header,
            setup: info.setup,
            can_register: inbound.registers().is_some(),
            integration: row.integration,
            integration_name,
            vendor: row.vendor,
            name: row.name,
            enabled: row.enabled,
            allowed_networks: row.allowed_networks,
            created_at: rfc3339(row.created_at),
            last_event_at: numbers.last.first().copied().map(rfc3339),
            events_today: numbers.since,
            dead_letters: numbers.dead,
            rejected_today: numbers.refused_since,
            payload_days: u32::try_from(row.payload_days).unwrap_or(0),
            event_days: u32::try_from(row.event_days).unwrap_or(0),
            ordered: row.ordered,
            silence: row.enabled.then(|| silence(&numbers.last, now)).flatten(),
            registered: row.registered,
            id: row.id,
        })
    }

    async fn all_webhooks(&self, who: &Actor) -> Result<Vec<Webhook>, Problem> {
        may(who, Right::Look)?;
        let mut all = Vec::new();
        for row in self.store.webhooks(false).await? {
            all.push(self.shown_webhook(row).await?);
        }
        Ok(all)
    }

    async fn make_webhook(&self, who: &Actor, new: NewWebhook) -> Result<IssuedWebhook, Problem> {
        may(who, Right::Connect)?;
        let integration =
            IntegrationId::parse(&new.integration).ok_or_else(|| Problem::not_found("integration"))?;
        let account = self.kept(&integration).await?;
        let inbound = self.inbound(account.vendor.as_str())?;
        let name = webhook_change::name(&new.name, &account.name)?;
        let now = self.now();
        let row = NewWebhookRow {
            id: WebhookId::from_ulid(&fresh_ulid(now)),
            integration,
            vendor: account.vendor.clone(),
            name: name.clone(),
            token: webhook_secrets::token(TOKEN)?,
            payload_days: PAYLOAD_DAYS,
            event_days: EVENT_DAYS,
        };
        let place = webhook_secrets::Place {
            webhook: &row.id,
            integration: &row.integration,
            vendor: row.vendor.as_str(),
        };
        let (fresh, plain) = webhook_secrets::make(&self.act.vault, now, place).await?;
        let audit = AuditRecord {
            who,
            action: "webhook.created",
            target: row.id.to_string(),
            detail: json!({ "vendor": row.vendor.as_str(), "name": name, "integration": row.integration.as_str() }),
        };
        let issued = self.issued(inbound, row.id.clone(), &row.token, plain, None);
        self.store.insert_webhook(now, row, fresh, audit).await?;
        Ok(issued)
    }

    fn issued(
        &self,
        inbound: &dyn Inbound,
        id: WebhookId,
        token: &str,
        secret: String,
        previous_retires_at: Option<i64>,
    ) -> IssuedWebhook {
        let info = inbound.info();
        let url = self.webhook_url(token);
        IssuedWebhook {
            id,
            url_with_secret: inbound.takes_path_secret().then(|| format!("{url}/{secret}")),
            url,
            secret,
            header: info.header,
            scheme: info.scheme,
            setup: info.setup,
            previous_retires_at: previous_retires_at.map(rfc3339),
        }
    }

    async fn change_kept(
        &self,
        who: &Actor,
        id: &WebhookId,
        change: WebhookChange,
    ) -> Result<Webhook, Problem> {
        may(who, Right::Connect)?;
        let row = self.kept_webhook(id).await?;
        let (patch, changed) = webhook_change::checked(&row, change)?;
        if !changed.is_empty() {
            let audit = AuditRecord {
                who,
                action: "webhook.changed",
                target: id.to_string(),
                detail: json!({ "changed": changed }),
            };
            self.store.change_webhook(self.now(), id, patch, audit).await?;
            self.pipeline.changed(&row.token);
        }
        self.shown_webhook(self.kept_webhook(id).await?).await
    }

    async fn rotate_secret(
        &self,
        who: &Actor,
        id: &WebhookId,
        rotation: Rotation,
    ) -> Result<IssuedWebhook, Problem> {
        may(who, Right::Connect)?;
        let row = self.kept_webhook(id).await?;
        let inbound = self.inbound(row.vendor.as_str())?;
        let hours = webhook_change::overlap(rotation.overlap_hours)?;
        let now = self.now();
        let retires_at = now + hours * 3600 * 1000;
        let place = webhook_secrets::Place {
            webhook: &row.id,
            integration: &row.integration,
            vendor: row.vendor.as_str(),
        };
        let (fresh, plain) = webhook_secrets::make(&self.act.vault, now, place).await?;
        let audit = AuditRecord {
            who,
            action: "webhook.rotated",
            target: id.to_string(),
            detail: json!({ "secret": fresh.id.as_str(), "previous_retires_at": rfc3339(retires_at) }),
        };
        self.store
            .add_webhook_secret(now, &row, fresh, retires_at, audit)
            .await?;
        self.pipeline.changed(&row.token);
        Ok(self.issued(inbound, row.id, &row.token, plain, Some(retires_at)))
    }

    async fn retire_secret(
        &self,
        who: &Actor,
        id: &WebhookId,
        secret: &WebhookSecretId,
    ) -> Result<Webhook, Problem> {
        may(who, Right::Connect)?;
        let row = self.kept_webhook(id).await?;
        let now = self.now();
        let others = row
            .secrets
            .iter()
            .any(|kept| kept.id != *secret && kept.retires_at.is_none_or(|at| at > now));
        if !others {
            return Err(
                Problem::new(409, "last_secret", "This is the only secret that is accepted.")
                    .with_detail("Rotate it first; then the old one can be ended."),
            );
        }
        let audit = AuditRecord {
            who,
            action: "webhook.secret_retired",
            target: id.to_string(),
            detail: json!({ "secret": secret.as_str() }),
        };
        match self.store.retire_webhook_secret(now, id, secret, audit).await {
            Ok(()) => {}
            Err(StoreError::Missing) => return Err(Problem::not_found("secret")),
            Err(other) => return Err(other.into()),
        }
        self.pipeline.changed(&row.token);
        self.shown_webhook(self.kept_webhook(id).await?).await
    }

    async fn remove_webhook(&self, who: &Actor, id: &WebhookId) -> Result<(), Problem> {
        may(who, Right::Connect)?;
        let row = self.kept_webhook(id).await?;
        let audit = AuditRecord {
            who,
            action: "webhook.deleted",
            target: id.to_string(),
            detail: json!({ "vendor": row.vendor.as_str(), "name": row.name }),
        };
        self.store.delete_webhook(self.now(), id, audit).await?;
        self.pipeline.changed(&row.token);
        Ok(())
    }

    async fn register_kept(&self, who: &Actor, id: &WebhookId) -> Result<Webhook, Problem> {
        may(who, Right::Connect)?;
        let row = self.kept_webhook(id).await?;
        self.kept(&row.integration).await?;
        let url = self.webhook_url(&row.token);
        self.pipeline.register(who, &row, &url).await?;
        self.shown_webhook(self.kept_webhook(id).await?).await
    }
}

impl Webhooks for Machine {
    fn list<'a>(&'a self, who: &'a Actor) -> Answer<'a, Vec<Webhook>> {
        Box::pin(self.all_webhooks(who))
    }

    fn get<'a>(&'a self, who: &'a Actor, id: &'a WebhookId) -> Answer<'a, Webhook> {
        Box::pin(async move {
            may(who, Right::Look)?;
            self.shown_webhook(self.kept_webhook(id).await?).await
        })
    }

    fn create<'a>(&'a self, who: &'a Actor, new: NewWebhook) -> Answer<'a, IssuedWebhook> {
        Box::pin(self.make_webhook(who, new))
    }

    fn change<'a>(&'a self, who: &'a Actor, id: &'a WebhookId, change: WebhookChange) -> Answer<'a, Webhook> {
        Box::pin(self.change_kept(who, id, change))
    }

    fn rotate<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a WebhookId,
        rotation: Rotation,
    ) -> Answer<'a, IssuedWebhook> {
        Box::pin(self.rotate_secret(who, id, rotation))
    }

    fn retire<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a WebhookId,
        secret: &'a WebhookSecretId,
    ) -> Answer<'a, Webhook> {
        Box::pin(self.retire_secret(who, id, secret))
    }

    fn delete<'a>(&'a self, who: &'a Actor, id: &'a WebhookId) -> Answer<'a, ()> {
        Box::pin(self.remove_webhook(who, id))
    }

    fn register<'a>(&'a self, who: &'a Actor, id: &'a WebhookId) -> Answer<'a, Webhook> {
        Box::pin(self.register_kept(who, id))
    }
}
