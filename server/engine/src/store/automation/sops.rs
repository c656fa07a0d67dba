//! SOPs: a row for what they are now, and a row for each version that was saved.

use super::{
    super::{AuditRecord, Store, StoreError},
    entities::{rule, sop, sop_version},
};
use crate::clock::rfc3339;
use contract::{
    ids::{CustomerId, SopId},
    sop::{Sop, SopDraft, SopVersion},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, ExprTrait, QueryFilter, QueryOrder,
    sea_query::Expr,
};
use std::collections::HashMap;

/// A new SOP.
pub struct NewSop {
    /// Its identifier.
    pub id: SopId,
    /// What it is.
    pub draft: SopDraft,
}

/// A new version of a SOP.
pub struct SopSave<'a> {
    /// Which.
    pub id: &'a SopId,
    /// The version that the editor saw; any when absent.
    pub seen: Option<u32>,
    /// What it is from now on.
    pub draft: SopDraft,
}

impl Store {
    /// Every SOP as it is now, by name.
    pub async fn sops(&self) -> Result<Vec<Sop>, StoreError> {
        let rows = sop::Entity::find()
            .filter(sop::Column::DeletedAt.is_null())
            .order_by_asc(sop::Column::Name)
            .order_by_asc(sop::Column::Id)
            .all(self.connection())
            .await?;
        let current = sop_version::Entity::find()
            .inner_join(sop::Entity)
            .filter(sop::Column::DeletedAt.is_null())
            .filter(
                Expr::col((sop_version::Entity, sop_version::Column::Version))
                    .equals((sop::Entity, sop::Column::Version)),
            )
            .all(self.connection())
            .await?;
        let mut of: HashMap<String, sop_version::Model> = current
            .into_iter()
            .map(|version| (version.sop_id.clone(), version))
            .collect();
        // A version saved between the two queries is missing here; the next look shows it.
        let with = |row: sop::Model| of.remove(&row.id).map(|version| read_now(&row, &version));
        rows.into_iter().filter_map(with).collect()
    }

    /// One SOP as it is now.
    pub async fn sop(&self, id: &SopId) -> Result<Sop, StoreError> {
        let row = self.sop_row(id).await?;
        if row.deleted_at.is_some() {
            return Err(StoreError::Missing);
        }
        let version = self.version_row(id, row.version).await?;
        read_now(&row, &version)
    }

    /// One SOP as it was at a version, also when it is deleted: for a run that began with it.
    pub async fn sop_at(&self, id: &SopId, version: u32) -> Result<Sop, StoreError> {
        let row = self.sop_row(id).await?;
        let version = i32::try_from(version).map_err(|_| StoreError::Missing)?;
        read_then(&row, &self.version_row(id, version).await?)
    }

    /// Its versions, newest first.
    pub async fn sop_versions(&self, id: &SopId) -> Result<Vec<SopVersion>, StoreError> {
        let row = self.sop_row(id).await?;
        let versions = sop_version::Entity::find()
            .filter(sop_version::Column::SopId.eq(id.as_str()))
            .order_by_desc(sop_version::Column::Version)
            .all(self.connection())
            .await?;
        versions
            .into_iter()
            .map(|version| {
                Ok(SopVersion {
                    sop: read_then(&row, &version)?,
                    version: number(version.version),
                    at: rfc3339(version.at),
                    by: version.by_name,
                    note: version.note,
                })
            })
            .collect()
    }

    async fn sop_row(&self, id: &SopId) -> Result<sop::Model, StoreError> {
        let row = sop::Entity::find_by_id(id.as_str())
            .one(self.connection())
            .await?;
        row.ok_or(StoreError::Missing)
    }

    async fn version_row(&self, id: &SopId, version: i32) -> Result<sop_version::Model, StoreError> {
        let row = sop_version::Entity::find_by_id((id.to_string(), version))
            .one(self.connection())
            .await?;
        row.ok_or(StoreError::Missing)
    }

    /// Adds a SOP; this is its version 1.
    pub async fn insert_sop(&self, now: i64, new: NewSop, audit: AuditRecord<'_>) -> Result<(), StoreError> {
        let NewSop { id, draft } = new;
        let txn = self.begin().await?;
        self.touch(&txn).await?;
        let row = sop::ActiveModel {
            id: Set(id.to_string()),
            name: Set(draft.name.clone()),
            version: Set(1),
            enabled: Set(draft.enabled),
            customer_id: Set(draft.customer.as_ref().map(ToString::to_string)),
            template: Set(draft.template.clone()),
            created_at: Set(now),
            deleted_at: Set(None),
        };
        sop::Entity::insert(row).exec_without_returning(&txn).await?;
        put_version(&txn, now, &id, 1, &audit.who.name, draft).await?;
        self.record(&txn, now, audit).await?;
        Ok(txn.commit().await?)
    }

    /// Saves a new version and says which it is; `Stale` where the editor saw another.
    pub async fn save_sop(
        &self,
        now: i64,
        save: SopSave<'_>,
        audit: AuditRecord<'_>,
    ) -> Result<u32, StoreError> {
        let SopSave { id, seen, draft } = save;
        let txn = self.begin().await?;
        self.touch(&txn).await?;
        let row = sop::Entity::find_by_id(id.as_str()).one(&txn).await?;
        let row = row
            .filter(|row| row.deleted_at.is_none())
            .ok_or(StoreError::Missing)?;
        if seen.is_some_and(|seen| number(row.version) != seen) {
            return Err(StoreError::Stale);
        }
        let next = row.version + 1;
        sop::Entity::update_many()
            .filter(sop::Column::Id.eq(id.as_str()))
            .col_expr(sop::Column::Name, Expr::value(draft.name.clone()))
            .col_expr(sop::Column::Version, Expr::value(next))
            .col_expr(sop::Column::Enabled, Expr::value(draft.enabled))
            .col_expr(
                sop::Column::CustomerId,
                Expr::value(draft.customer.as_ref().map(ToString::to_string)),
            )
            .exec(&txn)
            .await?;
        put_version(&txn, now, id, next, &audit.who.name, draft).await?;
        self.record(&txn, now, audit).await?;
        txn.commit().await?;
        Ok(number(next))
    }

    /// Deletes a SOP; `InUse` while a rule leads to it. Its versions stay for the runs that began with them.
    pub async fn delete_sop(&self, now: i64, id: &SopId, audit: AuditRecord<'_>) -> Result<(), StoreError> {
        let txn = self.begin().await?;
        self.touch(&txn).await?;
        let rules = rule::Entity::find()
            .filter(rule::Column::SopId.eq(id.as_str()))
            .order_by_asc(rule::Column::Position)
            .all(&txn)
            .await?;
        if !rules.is_empty() {
            let by = rules.into_iter().map(|row| format!("the rule {}", row.name));
            return Err(StoreError::InUse { by: by.collect() });
        }
        let gone = sop::Entity::update_many()
            .filter(sop::Column::Id.eq(id.as_str()))
            .filter(sop::Column::DeletedAt.is_null())
            .col_expr(sop::Column::DeletedAt, Expr::value(now))
            .col_expr(sop::Column::CustomerId, Expr::value(None::<String>))
            .exec(&txn)
            .await?;
        if gone.rows_affected == 0 {
            return Err(StoreError::Missing);
        }
        self.record(&txn, now, audit).await?;
        Ok(txn.commit().await?)
    }
}

async fn put_version(
    txn: &DatabaseTransaction,
    now: i64,
    id: &SopId,
    version: i32,
    by: &str,
    mut draft: SopDraft,
) -> Result<(), StoreError> {
    let note = draft.note.take();
    draft.version = None;
    draft.template = None;
    let row = sop_version::ActiveModel {
        sop_id: Set(id.to_string()),
        version: Set(version),
        at: Set(now),
        by_name: Set(by.to_owned()),
        note: Set(note),
        body: Set(serde_json::to_value(&draft).unwrap_or_default().to_string()),
    };
    sop_version::Entity::insert(row)
        .exec_without_returning(txn)
        .await?;
    Ok(())
}

fn number(version: i32) -> u32 {
    u32::try_from(version).unwrap_or(0)
}

/// As it is now: whom it is for stands in the row, where a merge of customers changes it.
fn read_now(row: &sop::Model, version: &sop_version::Model) -> Result<Sop, StoreError> {
    let mut sop = read_then(row, version)?;
    sop.customer = row.customer_id.as_deref().and_then(CustomerId::parse);
    Ok(sop)
}

fn read_then(row: &sop::Model, version: &sop_version::Model) -> Result<Sop, StoreError> {
    let unreadable = |what: &str| StoreError::Unreadable(format!("SOP {}: {what}", row.id));
    let draft: SopDraft = serde_json::from_str(&version.body).map_err(|_| unreadable("body"))?;
    Ok(Sop {
        id: SopId::parse(&row.id).ok_or_else(|| unreadable("id"))?,
        name: draft.name,
        description: draft.description,
        mode: draft.mode,
        customer: draft.customer,
        enabled: draft.enabled,
        triggers: draft.triggers,
        steps: draft.steps,
        version: number(version.version),
        created_at: rfc3339(row.created_at),
        updated_at: rfc3339(version.at),
        updated_by: version.by_name.clone(),
        template: row.template.clone(),
    })
}
