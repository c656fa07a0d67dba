//! Maintenance and snoozes: times in which nobody is told of some faults.

use super::{AuditRecord, Store, StoreError, entities_health::hold};
use contract::{
    health::HoldKind,
    ids::{IntegrationId, VendorId, WindowId},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr,
};

/// A hold as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HoldRow {
    /// Its identifier.
    pub id: WindowId,
    /// What it is.
    pub kind: HoldKind,
    /// For one integration.
    pub integration: Option<IntegrationId>,
    /// For a vendor.
    pub vendor: Option<VendorId>,
    /// When it begins.
    pub from: i64,
    /// When it ends; none when it ends with the fault.
    pub until: Option<i64>,
    /// Why.
    pub note: String,
    /// Who made it.
    pub by: String,
}

impl HoldRow {
    /// Whether it is in force for an integration.
    pub fn holds(&self, integration: &str, vendor: &str, now: i64) -> bool {
        let theirs = match (&self.integration, &self.vendor) {
            (Some(id), _) => id.as_str() == integration,
            (None, Some(own)) => own.as_str() == vendor,
            (None, None) => true,
        };
        theirs && self.from <= now && self.until.is_none_or(|until| now < until)
    }
}

impl Store {
    /// Keeps a hold.
    pub async fn insert_hold(
        &self,
        now: i64,
        new: HoldRow,
        audit: AuditRecord<'_>,
    ) -> Result<(), StoreError> {
        let row = hold::ActiveModel {
            id: Set(new.id.to_string()),
            kind: Set(new.kind.as_str().to_owned()),
            integration_id: Set(new.integration.map(|id| id.to_string())),
            vendor: Set(new.vendor.map(|vendor| vendor.to_string())),
            from_at: Set(new.from),
            until_at: Set(new.until),
            note: Set(new.note),
            by_name: Set(new.by),
            ended_at: Set(None),
        };
        let txn = self.begin().await?;
        hold::Entity::insert(row).exec_without_returning(&txn).await?;
        self.record(&txn, now, audit).await?;
        Ok(txn.commit().await?)
    }

    /// Holds that are in force or to come, by their beginning.
    pub async fn holds(&self, now: i64) -> Result<Vec<HoldRow>, StoreError> {
        let lasts = Condition::any()
            .add(hold::Column::UntilAt.is_null())
            .add(hold::Column::UntilAt.gt(now));
        let rows = hold::Entity::find()
            .filter(hold::Column::EndedAt.is_null())
            .filter(lasts)
            .order_by_asc(hold::Column::FromAt)
            .all(self.connection())
            .await?;
        rows.into_iter().map(read).collect()
    }

    /// Ends a hold now.
    pub async fn end_hold(&self, now: i64, id: &WindowId, audit: AuditRecord<'_>) -> Result<(), StoreError> {
        let txn = self.begin().await?;
        let done = hold::Entity::update_many()
            .filter(hold::Column::Id.eq(id.as_str()))
            .filter(hold::Column::EndedAt.is_null())
            .col_expr(hold::Column::EndedAt, Expr::value(now))
            .exec(&txn)
            .await?;
        if done.rows_affected == 0 {
            return Err(StoreError::Missing);
        }
        self.record(&txn, now, audit).await?;
        Ok(txn.commit().await?)
    }
}

fn read(row: hold::Model) -> Result<HoldRow, StoreError> {
    let unreadable = |what: &str| StoreError::Unreadable(format!("hold {}: {what}", row.id));
    Ok(HoldRow {
        id: WindowId::parse(&row.id).ok_or_else(|| unreadable("id"))?,
        kind: HoldKind::parse(&row.kind).ok_or_else(|| unreadable("kind"))?,
        integration: row.integration_id.as_deref().and_then(IntegrationId::parse),
        vendor: row.vendor.map(VendorId::new),
        from: row.from_at,
        until: row.until_at,
        note: row.note,
        by: row.by_name,
    })
}
