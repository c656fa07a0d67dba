//! Registered receivers and their sealed secrets. A deleted one stays as a name for its events until they are gone.

use super::{
    AuditRecord, Store,
    entities_events::{webhook, webhook_secret},
    errors::StoreError,
};
use contract::ids::{IntegrationId, VendorId, WebhookId, WebhookSecretId};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait as _},
};
use std::collections::BTreeMap;

/// A webhook as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct WebhookRow {
    /// Its identifier.
    pub id: WebhookId,
    /// The account whose vendor posts here.
    pub integration: IntegrationId,
    /// Whose webhook.
    pub vendor: VendorId,
    /// What the people call it.
    pub name: String,
    /// What stands in its address.
    pub token: String,
    /// False while a person has switched it off.
    pub enabled: bool,
    /// Networks that may post; empty for all.
    pub allowed_networks: Vec<String>,
    /// How long payloads are kept, in days.
    pub payload_days: i64,
    /// How long events are kept, in days.
    pub event_days: i64,
    /// True where events about one thing are carried out one after the other.
    pub ordered: bool,
    /// What was registered at the vendor's, in a sentence.
    pub registered: Option<String>,
    /// What the vendor's folder keeps of it.
    pub registration: Option<String>,
    /// When that must be looked after; 0 for at once.
    pub due_at: Option<i64>,
    /// When it was made.
    pub created_at: i64,
    /// When it was deleted.
    pub deleted_at: Option<i64>,
    /// Its secrets, newest first, those that are over included.
    pub secrets: Vec<WebhookSecretRow>,
}

/// A secret of a webhook.
#[derive(Clone, Debug, PartialEq)]
pub struct WebhookSecretRow {
    /// Its identifier.
    pub id: WebhookSecretId,
    /// As it is stored.
    pub sealed: String,
    /// Its last four characters.
    pub hint: String,
    /// When it was made.
    pub created_at: i64,
    /// Until when it is accepted.
    pub retires_at: Option<i64>,
    /// When it last proved a delivery.
    pub last_matched_at: Option<i64>,
}

/// A new webhook.
pub struct NewWebhookRow {
    /// Its identifier.
    pub id: WebhookId,
    /// The account.
    pub integration: IntegrationId,
    /// Whose.
    pub vendor: VendorId,
    /// What to call it.
    pub name: String,
    /// What stands in its address.
    pub token: String,
    /// How long payloads are kept, in days.
    pub payload_days: i64,
    /// How long events are kept, in days.
    pub event_days: i64,
}

/// A new secret, sealed for its place.
pub struct NewWebhookSecret {
    /// Its identifier.
    pub id: WebhookSecretId,
    /// The sealed value.
    pub sealed: String,
    /// Its last four characters.
    pub hint: String,
}

/// A change of a webhook.
#[derive(Default)]
pub struct WebhookPatch {
    /// A new name.
    pub name: Option<String>,
    /// Off or on.
    pub enabled: Option<bool>,
    /// New networks.
    pub allowed_networks: Option<Vec<String>>,
    /// How long payloads are kept, in days.
    pub payload_days: Option<i64>,
    /// How long events are kept, in days.
    pub event_days: Option<i64>,
    /// Whether events about one thing are carried out one after the other.
    pub ordered: Option<bool>,
    /// What was registered at the vendor's.
    pub registered: Option<String>,
}

impl Store {
    /// Keeps a new webhook and its first secret.
    pub async fn insert_webhook(
        &self,
        now: i64,
        new: NewWebhookRow,
        secret: NewWebhookSecret,
        audit: AuditRecord<'_>,
    ) -> Result<(), StoreError> {
        let txn = self.begin().await?;
        let row = webhook::ActiveModel {
            id: Set(new.id.to_string()),
            integration_id: Set(new.integration.to_string()),
            vendor: Set(new.vendor.to_string()),
            name: Set(new.name),
            token: Set(new.token),
            enabled: Set(true),
            allowed_networks: Set("[]".to_owned()),
            payload_days: Set(new.payload_days),
            event_days: Set(new.event_days),
            created_at: Set(now),
            updated_at: Set(now),
            ..Default::default()
        };
        webhook::Entity::insert(row).exec_without_returning(&txn).await?;
        let place = (&new.id, &new.integration, &new.vendor);
        put_secret(&txn, now, place, secret, &audit.who.name).await?;
        self.record(&txn, now, audit).await?;
        Ok(txn.commit().await?)
    }

    /// One webhook, also a deleted one.
    pub async fn webhook(&self, id: &WebhookId) -> Result<WebhookRow, StoreError> {
        let row = webhook::Entity::find_by_id(id.as_str())
            .one(self.connection())
            .await?;
        self.with_secrets(row.ok_or(StoreError::Missing)?).await
    }

    /// The webhook with this token; none when there is none, or it was deleted.
    pub async fn webhook_by_token(&self, token: &str) -> Result<Option<WebhookRow>, StoreError> {
        let row = webhook::Entity::find()
            .filter(webhook::Column::Token.eq(token))
            .filter(webhook::Column::DeletedAt.is_null())
            .one(self.connection())
            .await?;
        match row {
            Some(row) => self.with_secrets(row).await.map(Some),
            None => Ok(None),
        }
    }

    pub(super) async fn with_secrets(&self, row: webhook::Model) -> Result<WebhookRow, StoreError> {
        let secrets = webhook_secret::Entity::find()
            .filter(webhook_secret::Column::WebhookId.eq(&row.id))
            .order_by_desc(webhook_secret::Column::Id)
            .all(self.connection())
            .await?;
        read(row, secrets)
    }

    /// Every webhook, by vendor and name; deleted ones too where they are asked for.
    pub async fn webhooks(&self, deleted_too: bool) -> Result<Vec<WebhookRow>, StoreError> {
        let mut query = webhook::Entity::find()
            .order_by_asc(webhook::Column::Vendor)
            .order_by_asc(webhook::Column::Name)
            .order_by_asc(webhook::Column::Id);
        if !deleted_too {
            query = query.filter(webhook::Column::DeletedAt.is_null());
        }
        let rows = query.all(self.connection()).await?;
        let mut secrets: BTreeMap<String, Vec<webhook_secret::Model>> = BTreeMap::new();
        let all = webhook_secret::Entity::find()
            .order_by_desc(webhook_secret::Column::Id)
            .all(self.connection())
            .await?;
        for secret in all {
            secrets.entry(secret.webhook_id.clone()).or_default().push(secret);
        }
        rows.into_iter()
            .map(|row| {
                let own = secrets.remove(&row.id).unwrap_or_default();
                read(row, own)
            })
            .collect()
    }

    /// Changes a webhook.
    pub async fn change_webhook(
        &self,
        now: i64,
        id: &WebhookId,
        patch: WebhookPatch,
        audit: AuditRecord<'_>,
    ) -> Result<(), StoreError> {
        let mut update = webhook::Entity::update_many()
            .filter(webhook::Column::Id.eq(id.as_str()))
            .filter(webhook::Column::DeletedAt.is_null())
            .col_expr(webhook::Column::UpdatedAt, Expr::value(now));
        if let Some(name) = patch.name {
            update = update.col_expr(webhook::Column::Name, Expr::value(name));
        }
        if let Some(enabled) = patch.enabled {
            update = update.col_expr(webhook::Column::Enabled, Expr::value(enabled));
        }
        if let Some(networks) = patch.allowed_networks {
            let text = serde_json::Value::from(networks).to_string();
            update = update.col_expr(webhook::Column::AllowedNetworks, Expr::value(text));
        }
        if let Some(days) = patch.payload_days {
            update = update.col_expr(webhook::Column::PayloadDays, Expr::value(days));
        }
        if let Some(days) = patch.event_days {
            update = update.col_expr(webhook::Column::EventDays, Expr::value(days));
        }
        if let Some(ordered) = patch.ordered {
            update = update.col_expr(webhook::Column::Ordered, Expr::value(ordered));
        }
        if let Some(registered) = patch.registered {
            update = update.col_expr(webhook::Column::Registered, Expr::value(registered));
        }
        let txn = self.begin().await?;
        if update.exec(&txn).await?.rows_affected == 0 {
            return Err(StoreError::Missing);
        }
        self.record(&txn, now, audit).await?;
        Ok(txn.commit().await?)
    }

    /// Adds a secret; those before it are accepted until `retires_at`, or sooner where that was decided before.
    pub async fn add_webhook_secret(
        &self,
        now: i64,
        webhook: &WebhookRow,
        secret: NewWebhookSecret,
        retires_at: i64,
        audit: AuditRecord<'_>,
    ) -> Result<(), StoreError> {
        let txn = self.begin().await?;
        retire(&txn, &webhook.id, None, retires_at).await?;
        // The vendor still has the one before.
        super::registrations::due(&webhook.id).exec(&txn).await?;
        let place = (&webhook.id, &webhook.integration, &webhook.vendor);
        put_secret(&txn, now, place, secret, &audit.who.name).await?;
        self.record(&txn, now, audit).await?;
        Ok(txn.commit().await?)
    }

    /// Ends a secret now; `Missing` when it is over already, or is the only one.
    pub async fn retire_webhook_secret(
        &self,
        now: i64,
        webhook: &WebhookId,
        secret: &WebhookSecretId,
        audit: AuditRecord<'_>,
    ) -> Result<(), StoreError> {
        let txn = self.begin().await?;
        if retire(&txn, webhook, Some(secret), now).await? != 1 {
            return Err(StoreError::Missing);
        }
        self.record(&txn, now, audit).await?;
        Ok(txn.commit().await?)
    }

    /// Keeps when a secret last proved a delivery.
    pub async fn mark_secret_matched(&self, now: i64, secret: &WebhookSecretId) -> Result<(), StoreError> {
        webhook_secret::Entity::update_many()
            .filter(webhook_secret::Column::Id.eq(secret.as_str()))
            .col_expr(webhook_secret::Column::LastMatchedAt, Expr::value(now))
            .exec(self.connection())
            .await?;
        Ok(())
    }

    /// Deletes a webhook and its secrets; its name stays for its events. What is registered of it at the vendor's is due to be
    /// taken away there.
    pub async fn delete_webhook(
        &self,
        now: i64,
        id: &WebhookId,
        audit: AuditRecord<'_>,
    ) -> Result<(), StoreError> {
        let txn = self.begin().await?;
        let done = webhook::Entity::update_many()
            .filter(webhook::Column::Id.eq(id.as_str()))
            .filter(webhook::Column::DeletedAt.is_null())
            .col_expr(webhook::Column::DeletedAt, Expr::value(now))
            .col_expr(webhook::Column::DueAt, super::registrations::at_once().into())
            .exec(&txn)
            .await?;
        if done.rows_affected == 0 {
            return Err(StoreError::Missing);
        }
        webhook_secret::Entity::delete_many()
            .filter(webhook_secret::Column::WebhookId.eq(id.as_str()))
            .exec(&txn)
            .await?;
        self.record(&txn, now, audit).await?;
        Ok(txn.commit().await?)
    }

    /// The names of all webhooks, deleted ones too.
    pub(super) async fn webhook_names(&self) -> Result<BTreeMap<String, String>, StoreError> {
        let pairs: Vec<(String, String)> = webhook::Entity::find()
            .select_only()
            .column(webhook::Column::Id)
            .column(webhook::Column::Name)
            .into_tuple()
            .all(self.connection())
            .await?;
        Ok(pairs.into_iter().collect())
    }
}

async fn put_secret(
    txn: &DatabaseTransaction,
    now: i64,
    (webhook, integration, vendor): (&WebhookId, &IntegrationId, &VendorId),
    secret: NewWebhookSecret,
    by: &str,
) -> Result<(), StoreError> {
    let row = webhook_secret::ActiveModel {
        id: Set(secret.id.to_string()),
        webhook_id: Set(webhook.to_string()),
        integration_id: Set(integration.to_string()),
        vendor: Set(vendor.to_string()),
        sealed: Set(secret.sealed),
        hint: Set(secret.hint),
        created_at: Set(now),
        created_by: Set(by.to_owned()),
        ..Default::default()
    };
    webhook_secret::Entity::insert(row)
        .exec_without_returning(txn)
        .await?;
    Ok(())
}

/// Shortens how long secrets are accepted; never lengthens it.
async fn retire(
    txn: &DatabaseTransaction,
    webhook: &WebhookId,
    one: Option<&WebhookSecretId>,
    at: i64,
) -> Result<u64, StoreError> {
    let still = Condition::any()
        .add(webhook_secret::Column::RetiresAt.is_null())
        .add(Expr::col(webhook_secret::Column::RetiresAt).gt(at));
    let mut update = webhook_secret::Entity::update_many()
        .filter(webhook_secret::Column::WebhookId.eq(webhook.as_str()))
        .filter(still)
        .col_expr(webhook_secret::Column::RetiresAt, Expr::value(at));
    if let Some(secret) = one {
        update = update.filter(webhook_secret::Column::Id.eq(secret.as_str()));
    }
    Ok(update.exec(txn).await?.rows_affected)
}

fn read(row: webhook::Model, secrets: Vec<webhook_secret::Model>) -> Result<WebhookRow, StoreError> {
    let unreadable = |what: &str| StoreError::Unreadable(format!("webhook {}: {what}", row.id));
    let secrets = secrets.into_iter().map(|secret| {
        Ok(WebhookSecretRow {
            id: WebhookSecretId::parse(&secret.id).ok_or_else(|| unreadable("secret"))?,
            sealed: secret.sealed,
            hint: secret.hint,
            created_at: secret.created_at,
            retires_at: secret.retires_at,
            last_matched_at: secret.last_matched_at,
        })
    });
    let mut secrets: Vec<WebhookSecretRow> = secrets.collect::<Result<_, StoreError>>()?;
    // The one that does not end is the newest, even if both were made in the same millisecond.
    secrets.sort_by_key(|secret| secret.retires_at.is_some());
    Ok(WebhookRow {
        secrets,
        id: WebhookId::parse(&row.id).ok_or_else(|| unreadable("id"))?,
        integration: IntegrationId::parse(&row.integration_id).ok_or_else(|| unreadable("integration"))?,
        vendor: VendorId::new(row.vendor.clone()),
        name: row.name.clone(),
        token: row.token.clone(),
        enabled: row.enabled,
        allowed_networks: serde_json::from_str(&row.allowed_networks).map_err(|_| unreadable("networks"))?,
        payload_days: row.payload_days,
        event_days: row.event_days,
        ordered: row.ordered,
        registered: row.registered.clone(),
        registration: row.registration.clone(),
        due_at: row.due_at,
        created_at: row.created_at,
        deleted_at: row.deleted_at,
    })
}
