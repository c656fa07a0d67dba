//! When credentials end: as a person says or the vendor tells, and which warnings were given.

use super::{AuditRecord, NewNotice, Store, StoreError, entities::integration};
use contract::ids::{IntegrationId, VendorId};
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, sea_query::Expr};

/// An integration whose credentials end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expiring {
    /// Which.
    pub integration: IntegrationId,
    /// Whose.
    pub vendor: VendorId,
    /// Its name.
    pub name: String,
    /// When they end.
    pub at: i64,
    /// The last warning: so many days before.
    pub told: Option<i64>,
}

impl Store {
    /// How many integrations of a vendor are probed.
    pub async fn count_of_vendor(&self, vendor: &str) -> Result<u64, StoreError> {
        Ok(integration::Entity::find()
            .filter(integration::Column::Vendor.eq(vendor))
            .filter(integration::Column::Paused.eq(false))
            .count(self.connection())
            .await?)
    }

    /// Integrations whose credentials end before a moment.
    pub async fn expiring(&self, before: i64) -> Result<Vec<Expiring>, StoreError> {
        let rows = integration::Entity::find()
            .filter(integration::Column::ExpiresAt.lt(before))
            .filter(integration::Column::Paused.eq(false))
            .all(self.connection())
            .await?;
        let one = |row: integration::Model| {
            Some(Expiring {
                integration: IntegrationId::parse(&row.id)?,
                vendor: VendorId::new(row.vendor),
                name: row.name,
                at: row.expires_at?,
                told: row.expiry_told,
            })
        };
        Ok(rows.into_iter().filter_map(one).collect())
    }

    /// Notes that people are warned so many days before credentials end; false when another node did.
    pub async fn tell_expiry(
        &self,
        now: i64,
        id: &IntegrationId,
        days: i64,
        notice: NewNotice,
    ) -> Result<bool, StoreError> {
        let earlier = Condition::any()
            .add(integration::Column::ExpiryTold.is_null())
            .add(integration::Column::ExpiryTold.gt(days));
        let _turn = self.turn().await;
        let txn = self.begin().await?;
        let done = integration::Entity::update_many()
            .filter(integration::Column::Id.eq(id.as_str()))
            .filter(earlier)
            .col_expr(integration::Column::ExpiryTold, Expr::value(days))
            .exec(&txn)
            .await?;
        if done.rows_affected == 0 {
            return Ok(false);
        }
        self.tell_in(&txn, now, notice).await?;
        txn.commit().await?;
        Ok(true)
    }

    /// Keeps when the credentials of an integration end, as a person says; none takes it back.
    pub async fn set_expiry(
        &self,
        now: i64,
        id: &IntegrationId,
        at: Option<i64>,
        audit: AuditRecord<'_>,
    ) -> Result<(), StoreError> {
        let txn = self.begin().await?;
        let done = integration::Entity::update_many()
            .filter(integration::Column::Id.eq(id.as_str()))
            .col_expr(integration::Column::ExpiresAt, Expr::value(at))
            .col_expr(
                integration::Column::ExpiresSource,
                Expr::value(at.map(|_| "entered")),
            )
            .col_expr(integration::Column::ExpiryTold, Expr::value(Option::<i64>::None))
            .exec(&txn)
            .await?;
        if done.rows_affected == 0 {
            return Err(StoreError::Missing);
        }
        self.record(&txn, now, audit).await?;
        Ok(txn.commit().await?)
    }
}
