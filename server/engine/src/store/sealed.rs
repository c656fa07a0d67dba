//! The sealed values as rotation walks over them.

use super::{
    Store, StoreError,
    entities::{integration, sealed_value},
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};
use std::collections::BTreeMap;

/// Stands between integration and field in a row's name; no identifier has it.
const BETWEEN: char = '/';

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
    /// At most `limit` sealed values whose names come after `after`.
    pub async fn sealed_page(
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
        let values: Vec<String> = sealed_value::Entity::find()
            .select_only()
            .column(sealed_value::Column::Sealed)
            .into_tuple()
            .all(self.connection())
            .await?;
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
