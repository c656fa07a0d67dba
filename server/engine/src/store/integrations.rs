//! Integrations and their sealed credentials.

use super::{
    AuditRecord, IntegrationRow, Judge, ProbeRow, Store,
    entities::{integration, probe, sealed_value},
    errors::StoreError,
    integration_rows::read,
};
use contract::{
    ids::{IntegrationId, VendorId},
    manifest::Values,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr,
};
use std::collections::BTreeMap;

/// A new integration, sealed.
pub struct NewIntegration {
    /// Its identifier, to which the credentials are bound.
    pub id: IntegrationId,
    /// Whose account it is.
    pub vendor: VendorId,
    /// What to call it.
    pub name: String,
    /// What is not secret.
    pub settings: Values,
    /// What tells the account from another.
    pub identity: String,
    /// The sealed credentials.
    pub sealed: Vec<(String, String)>,
    /// The test that was made before saving, as the first probe.
    pub first: ProbeRow,
    /// Judges it.
    pub judge: Judge,
}

/// A change of an integration.
#[derive(Default)]
pub struct Patch {
    /// A new name.
    pub name: Option<String>,
    /// New settings, whole.
    pub settings: Option<Values>,
    /// A new identity, when settings or credentials changed it.
    pub identity: Option<String>,
    /// Probing off or on.
    pub paused: Option<bool>,
    /// Newly sealed credentials.
    pub sealed: Vec<(String, String)>,
    /// Credentials that are no longer kept.
    pub dropped: Vec<String>,
    /// The test that was made before saving, and its judge.
    pub probe: Option<(ProbeRow, Judge)>,
}

impl Store {
    /// Every integration, by vendor, then default first, then name.
    pub async fn integrations(&self) -> Result<Vec<IntegrationRow>, StoreError> {
        let rows = integration::Entity::find()
            .order_by_asc(integration::Column::Vendor)
            .order_by_desc(integration::Column::IsDefault)
            .order_by_asc(integration::Column::Name)
            .order_by_asc(integration::Column::Id)
            .all(self.connection())
            .await?;
        let mut sealed: BTreeMap<String, Vec<sealed_value::Model>> = BTreeMap::new();
        for value in sealed_value::Entity::find().all(self.connection()).await? {
            sealed
                .entry(value.integration_id.clone())
                .or_default()
                .push(value);
        }
        rows.into_iter()
            .map(|row| {
                let values = sealed.remove(&row.id).unwrap_or_default();
                read(row, values)
            })
            .collect()
    }

    /// One integration.
    pub async fn integration(&self, id: &IntegrationId) -> Result<IntegrationRow, StoreError> {
        let row = integration::Entity::find_by_id(id.as_str())
            .one(self.connection())
            .await?;
        self.with_credentials(row.ok_or(StoreError::Missing)?).await
    }

    /// The default integration of a vendor.
    pub async fn default_integration(&self, vendor: &str) -> Result<Option<IntegrationRow>, StoreError> {
        let row = integration::Entity::find()
            .filter(integration::Column::Vendor.eq(vendor))
            .filter(integration::Column::IsDefault.eq(true))
            .one(self.connection())
            .await?;
        match row {
            Some(row) => self.with_credentials(row).await.map(Some),
            None => Ok(None),
        }
    }

    async fn with_credentials(&self, row: integration::Model) -> Result<IntegrationRow, StoreError> {
        let values = sealed_value::Entity::find()
            .filter(sealed_value::Column::IntegrationId.eq(&row.id))
            .all(self.connection())
            .await?;
        read(row, values)
    }

    /// Whether another integration of the vendor has this identity.
    pub async fn integration_with_identity(
        &self,
        vendor: &str,
        identity: &str,
    ) -> Result<Option<(IntegrationId, String)>, StoreError> {
        let row = integration::Entity::find()
            .filter(integration::Column::Vendor.eq(vendor))
            .filter(integration::Column::Identity.eq(identity))
            .one(self.connection())
            .await?;
        Ok(row.and_then(|row| Some((IntegrationId::parse(&row.id)?, row.name))))
    }

    /// Keeps a new integration; the first of its vendor becomes the default.
    pub async fn insert_integration(
        &self,
        now: i64,
        new: NewIntegration,
        audit: AuditRecord<'_>,
    ) -> Result<(), StoreError> {
        let txn = self.begin().await?;
        let others = integration::Entity::find()
            .filter(integration::Column::Vendor.eq(new.vendor.as_str()))
            .filter(integration::Column::IsDefault.eq(true))
            .one(&txn)
            .await?;
        let row = integration::ActiveModel {
            id: Set(new.id.to_string()),
            vendor: Set(new.vendor.to_string()),
            name: Set(new.name),
            settings: Set(write_settings(&new.settings)),
            identity: Set(new.identity),
            is_default: Set(others.is_none()),
            version: Set(1),
            created_at: Set(now),
            updated_at: Set(now),
            next_probe_at: Set(now),
            paused: Set(false),
            ..Default::default()
        };
        integration::Entity::insert(row)
            .exec_without_returning(&txn)
            .await?;
        put_sealed(&txn, &new.id, new.sealed, now, &audit.who.name).await?;
        super::probes::put(&txn, &new.id, new.first, new.judge).await?;
        self.record(&txn, now, audit).await?;
        Ok(txn.commit().await?)
    }

    /// Changes an integration that still stands at `version`.
    pub async fn patch_integration(
        &self,
        now: i64,
        id: &IntegrationId,
        version: i64,
        patch: Patch,
        audit: AuditRecord<'_>,
    ) -> Result<(), StoreError> {
        let txn = self.begin().await?;
        let mut update = integration::Entity::update_many()
            .filter(integration::Column::Id.eq(id.as_str()))
            .filter(integration::Column::Version.eq(version))
            .col_expr(integration::Column::Version, Expr::value(version + 1))
            .col_expr(integration::Column::UpdatedAt, Expr::value(now));
        if let Some(name) = patch.name {
            update = update.col_expr(integration::Column::Name, Expr::value(name));
        }
        if let Some(settings) = patch.settings {
            update = update.col_expr(
                integration::Column::Settings,
                Expr::value(write_settings(&settings)),
            );
        }
        if let Some(identity) = patch.identity {
            update = update.col_expr(integration::Column::Identity, Expr::value(identity));
        }
        if let Some(paused) = patch.paused {
            // What was known of it is no ground to judge what comes after a pause.
            update = update
                .col_expr(integration::Column::Paused, Expr::value(paused))
                .col_expr(integration::Column::Down, Expr::value(false))
                .col_expr(integration::Column::Unconfirmed, Expr::value(false))
                .col_expr(integration::Column::Flapping, Expr::value(false))
                .col_expr(integration::Column::Recent, Expr::value(""));
        }
        if patch.paused.is_some() || patch.probe.is_some() {
            // A probe that is under way was begun with what is no longer so: its slot is taken from it.
            update = update
                .col_expr(
                    integration::Column::ProbeClaim,
                    Expr::value(Option::<String>::None),
                )
                .col_expr(integration::Column::NextProbeAt, Expr::value(now));
        }
        if update.exec(&txn).await?.rows_affected == 0 {
            let exists = integration::Entity::find_by_id(id.as_str())
                .one(&txn)
                .await?
                .is_some();
            return Err(if exists {
                StoreError::Stale
            } else {
                StoreError::Missing
            });
        }
        put_sealed(&txn, id, patch.sealed, now, &audit.who.name).await?;
        for field in patch.dropped {
            sealed_value::Entity::delete_by_id((id.to_string(), field))
                .exec(&txn)
                .await?;
        }
        if let Some((probe, judge)) = patch.probe {
            super::probes::put(&txn, id, probe, judge).await?;
        }
        self.record(&txn, now, audit).await?;
        Ok(txn.commit().await?)
    }

    /// Makes an integration its vendor's default.
    pub async fn set_default_integration(
        &self,
        now: i64,
        id: &IntegrationId,
        vendor: &VendorId,
        audit: AuditRecord<'_>,
    ) -> Result<(), StoreError> {
        let txn = self.begin().await?;
        integration::Entity::update_many()
            .filter(integration::Column::Vendor.eq(vendor.as_str()))
            .filter(integration::Column::IsDefault.eq(true))
            .col_expr(integration::Column::IsDefault, Expr::value(false))
            .exec(&txn)
            .await?;
        let set = integration::Entity::update_many()
            .filter(integration::Column::Id.eq(id.as_str()))
            .col_expr(integration::Column::IsDefault, Expr::value(true))
            .exec(&txn)
            .await?;
        if set.rows_affected == 0 {
            return Err(StoreError::Missing);
        }
        self.record(&txn, now, audit).await?;
        Ok(txn.commit().await?)
    }

    /// Deletes an integration with its credentials and history; where it was the default, the oldest other follows.
    pub async fn delete_integration(
        &self,
        now: i64,
        id: &IntegrationId,
        audit: AuditRecord<'_>,
    ) -> Result<(), StoreError> {
        let txn = self.begin().await?;
        let row = integration::Entity::find_by_id(id.as_str())
            .one(&txn)
            .await?
            .ok_or(StoreError::Missing)?;
        sealed_value::Entity::delete_many()
            .filter(sealed_value::Column::IntegrationId.eq(id.as_str()))
            .exec(&txn)
            .await?;
        probe::Entity::delete_many()
            .filter(probe::Column::IntegrationId.eq(id.as_str()))
            .exec(&txn)
            .await?;
        integration::Entity::delete_by_id(id.as_str()).exec(&txn).await?;
        if row.is_default {
            let next = integration::Entity::find()
                .filter(integration::Column::Vendor.eq(&row.vendor))
                .order_by_asc(integration::Column::Id)
                .one(&txn)
                .await?;
            if let Some(next) = next {
                integration::Entity::update_many()
                    .filter(integration::Column::Id.eq(next.id))
                    .col_expr(integration::Column::IsDefault, Expr::value(true))
                    .exec(&txn)
                    .await?;
            }
        }
        self.record(&txn, now, audit).await?;
        Ok(txn.commit().await?)
    }
}

async fn put_sealed(
    txn: &DatabaseTransaction,
    id: &IntegrationId,
    sealed: Vec<(String, String)>,
    now: i64,
    by: &str,
) -> Result<(), StoreError> {
    for (field, value) in sealed {
        sealed_value::Entity::delete_by_id((id.to_string(), field.clone()))
            .exec(txn)
            .await?;
        let row = sealed_value::ActiveModel {
            integration_id: Set(id.to_string()),
            field: Set(field),
            sealed: Set(value),
            set_at: Set(now),
            set_by: Set(by.to_owned()),
        };
        sealed_value::Entity::insert(row)
            .exec_without_returning(txn)
            .await?;
    }
    Ok(())
}

fn write_settings(settings: &Values) -> String {
    serde_json::to_value(settings).unwrap_or_default().to_string()
}
