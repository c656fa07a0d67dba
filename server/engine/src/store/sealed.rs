//! The sealed values as rotation walks over them.

use super::{
    Store, StoreError,
    entities::{integration, sealed_value},
    entities_events::webhook_secret,
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};
use std::collections::BTreeMap;

/// Stands between integration and field in a row's name; no identifier has it.
const BETWEEN: char = '/';

/// What the name of a webhook's secret begins with. It comes after every integration, whose names begin with `int_`.
const OF_WEBHOOK: &str = "whs_";

/// What the name of a channel begins with. It comes before every integration.
const OF_CHANNEL: &str = "chn_";

/// What the name of a setup's secret begins with. It comes after every channel and before every integration.
const OF_SETUP: &str = "csp_";

/// What the name of a password that waits begins with. It comes after every setup and before every integration.
const OF_HANDOVER: &str = "hnd_";

/// More channels than a house has.
const MOST_CHANNELS: u64 = 10_000;

/// What a channel's address is bound to in place of a vendor.
pub const CHANNEL_VENDOR: &str = "notices";

/// The field that a channel's address is bound to.
pub const CHANNEL_FIELD: &str = "address";

/// One sealed value, with the place it is bound to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedValueRow {
    /// The row's name.
    pub key: String,
    /// Its integration.
    pub integration: String,
    /// The integration's vendor.
    pub vendor: String,
    /// The field.
    pub field: String,
    /// The value as it is stored.
    pub sealed: String,
}

impl Store {
    /// At most `limit` sealed values whose names come after `after`: addresses of channels, secrets of setups,
    /// passwords that wait, credentials, secrets of webhooks.
    pub async fn sealed_page(
        &self,
        after: Option<&str>,
        limit: u64,
    ) -> Result<Vec<SealedValueRow>, StoreError> {
        let of_channel = after.filter(|key| key.starts_with(OF_CHANNEL));
        if after.is_none() || of_channel.is_some() {
            let page = self.channels_page(of_channel, limit).await?;
            if !page.is_empty() {
                return Ok(page);
            }
        }
        let after = after.filter(|_| of_channel.is_none());
        let of_setup = after.filter(|key| key.starts_with(OF_SETUP));
        if after.is_none() || of_setup.is_some() {
            let page = self.csp_secrets_page(of_setup, limit).await?;
            if !page.is_empty() {
                return Ok(page);
            }
        }
        let after = after.filter(|_| of_setup.is_none());
        let of_handover = after.filter(|key| key.starts_with(OF_HANDOVER));
        if after.is_none() || of_handover.is_some() {
            let page = self.handovers_page(of_handover, limit).await?;
            if !page.is_empty() {
                return Ok(page);
            }
        }
        let after = after.filter(|_| of_handover.is_none());
        let of_webhook = after.filter(|key| key.starts_with(OF_WEBHOOK));
        if of_webhook.is_some() {
            return self.webhook_secrets_page(of_webhook, limit).await;
        }
        let page = self.credentials_page(after, limit).await?;
        if page.is_empty() {
            return self.webhook_secrets_page(None, limit).await;
        }
        Ok(page)
    }

    async fn channels_page(
        &self,
        after: Option<&str>,
        limit: u64,
    ) -> Result<Vec<SealedValueRow>, StoreError> {
        let rows = self.sealed_channels(after, limit).await?;
        Ok(rows
            .into_iter()
            .map(|(id, sealed)| SealedValueRow {
                key: id.clone(),
                integration: id,
                vendor: CHANNEL_VENDOR.to_owned(),
                field: CHANNEL_FIELD.to_owned(),
                sealed,
            })
            .collect())
    }

    async fn webhook_secrets_page(
        &self,
        after: Option<&str>,
        limit: u64,
    ) -> Result<Vec<SealedValueRow>, StoreError> {
        let mut query = webhook_secret::Entity::find()
            .order_by_asc(webhook_secret::Column::Id)
            .limit(limit);
        if let Some(after) = after {
            query = query.filter(webhook_secret::Column::Id.gt(after));
        }
        let rows = query.all(self.connection()).await?;
        Ok(rows
            .into_iter()
            .map(|row| SealedValueRow {
                field: webhook_field(&row.webhook_id, &row.id),
                key: row.id,
                integration: row.integration_id,
                vendor: row.vendor,
                sealed: row.sealed,
            })
            .collect())
    }

    async fn credentials_page(
        &self,
        after: Option<&str>,
        limit: u64,
    ) -> Result<Vec<SealedValueRow>, StoreError> {
        let mut query = sealed_value::Entity::find()
            .order_by_asc(sealed_value::Column::IntegrationId)
            .order_by_asc(sealed_value::Column::Field);
        if let Some((id, field)) = after.and_then(|key| key.split_once(BETWEEN)) {
            let same = Condition::all()
                .add(sealed_value::Column::IntegrationId.eq(id))
                .add(sealed_value::Column::Field.gt(field));
            query = query.filter(
                Condition::any()
                    .add(sealed_value::Column::IntegrationId.gt(id))
                    .add(same),
            );
        }
        let rows = query.limit(limit).all(self.connection()).await?;
        let vendors = self.vendors_of(&rows).await?;
        let named = |row: sealed_value::Model| SealedValueRow {
            key: format!("{}{BETWEEN}{}", row.integration_id, row.field),
            vendor: vendors.get(&row.integration_id).cloned().unwrap_or_default(),
            integration: row.integration_id,
            field: row.field,
            sealed: row.sealed,
        };
        Ok(rows.into_iter().map(named).collect())
    }

    /// Puts `new` where `old` still stands; false when something else stands there by now.
    pub async fn swap_sealed(&self, key: &str, old: &str, new: &str) -> Result<bool, StoreError> {
        if key.starts_with(OF_CHANNEL) {
            return self.swap_sealed_channel(key, old, new).await;
        }
        if key.starts_with(OF_SETUP) {
            return self.swap_csp_secret(key, old, new).await;
        }
        if key.starts_with(OF_HANDOVER) {
            return self.swap_handover(key, old, new).await;
        }
        if key.starts_with(OF_WEBHOOK) {
            let done = webhook_secret::Entity::update_many()
                .filter(webhook_secret::Column::Id.eq(key))
                .filter(webhook_secret::Column::Sealed.eq(old))
                .col_expr(webhook_secret::Column::Sealed, Expr::value(new))
                .exec(self.connection())
                .await?;
            return Ok(done.rows_affected == 1);
        }
        let Some((id, field)) = key.split_once(BETWEEN) else {
            return Ok(false);
        };
        let done = sealed_value::Entity::update_many()
            .filter(sealed_value::Column::IntegrationId.eq(id))
            .filter(sealed_value::Column::Field.eq(field))
            .filter(sealed_value::Column::Sealed.eq(old))
            .col_expr(sealed_value::Column::Sealed, Expr::value(new))
            .exec(self.connection())
            .await?;
        Ok(done.rows_affected == 1)
    }

    /// A sealed value by its owner, an integration or a setup.
    pub async fn sealed_value(&self, owner: &str, field: &str) -> Result<Option<String>, StoreError> {
        if owner.starts_with(OF_SETUP) {
            return self.sealed_of_setup(owner, field).await;
        }
        let row = sealed_value::Entity::find_by_id((owner.to_owned(), field.to_owned()))
            .one(self.connection())
            .await?;
        Ok(row.map(|row| row.sealed))
    }

    /// Puts a renewed value where `old` still stands, and begins its age anew; false when something else stands there by now.
    pub async fn renew_sealed(
        &self,
        now: i64,
        owner: &str,
        field: &str,
        old: &str,
        new: &str,
    ) -> Result<bool, StoreError> {
        if owner.starts_with(OF_SETUP) {
            return self.renew_sealed_of_setup(now, owner, field, old, new).await;
        }
        let done = sealed_value::Entity::update_many()
            .filter(sealed_value::Column::IntegrationId.eq(owner))
            .filter(sealed_value::Column::Field.eq(field))
            .filter(sealed_value::Column::Sealed.eq(old))
            .col_expr(sealed_value::Column::Sealed, Expr::value(new))
            .col_expr(sealed_value::Column::SetAt, Expr::value(now))
            .exec(self.connection())
            .await?;
        Ok(done.rows_affected == 1)
    }

    async fn vendors_of(&self, rows: &[sealed_value::Model]) -> Result<BTreeMap<String, String>, StoreError> {
        let ids: Vec<&str> = rows.iter().map(|row| row.integration_id.as_str()).collect();
        let pairs: Vec<(String, String)> = integration::Entity::find()
            .select_only()
            .column(integration::Column::Id)
            .column(integration::Column::Vendor)
            .filter(integration::Column::Id.is_in(ids))
            .into_tuple()
            .all(self.connection())
            .await?;
        Ok(pairs.into_iter().collect())
    }

    /// How many sealed values each key still opens, by the key's fingerprint.
    pub async fn sealed_per_key(&self) -> Result<BTreeMap<String, u64>, StoreError> {
        let mut values: Vec<String> = sealed_value::Entity::find()
            .select_only()
            .column(sealed_value::Column::Sealed)
            .into_tuple()
            .all(self.connection())
            .await?;
        let of_webhooks: Vec<String> = webhook_secret::Entity::find()
            .select_only()
            .column(webhook_secret::Column::Sealed)
            .into_tuple()
            .all(self.connection())
            .await?;
        values.extend(of_webhooks);
        values.extend(self.csp_sealed().await?);
        values.extend(self.handovers_sealed().await?);
        let of_channels = self.sealed_channels(None, MOST_CHANNELS).await?;
        values.extend(of_channels.into_iter().map(|(_, sealed)| sealed));
        let mut counts = BTreeMap::new();
        for key in values
            .iter()
            .filter_map(|value| value.strip_prefix('k')?.split_once('.'))
            .map(|(key, _)| key)
        {
            *counts.entry(key.to_owned()).or_insert(0) += 1;
        }
        Ok(counts)
    }
}

/// The place within its integration that a webhook's secret is bound to.
pub fn webhook_field(webhook: &str, secret: &str) -> String {
    format!("{webhook}{BETWEEN}{secret}")
}
