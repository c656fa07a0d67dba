//! Passwords that wait to be told once. Taking one removes it, with its entry in the audit trail, in one transaction: of many
//! who ask at once one gets it.

use super::{AuditRecord, Store, entities_rules::handover, errors::StoreError, sealed::SealedValueRow};
use contract::ids::{HandoverId, IntegrationId};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};

/// The field that such a value is bound to.
pub const HANDOVER_FIELD: &str = "handover";

/// A password that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandoverRow {
    /// Its identifier.
    pub id: HandoverId,
    /// Who asked; nothing where nobody did.
    pub owner: Option<String>,
    /// Whose operation made it.
    pub vendor: String,
    /// Which operation.
    pub operation: String,
    /// On which account.
    pub integration: IntegrationId,
    /// As it is stored.
    pub sealed: String,
    /// Until when it can be told.
    pub expires_at: i64,
}

impl Store {
    /// Keeps one.
    pub async fn insert_handover(&self, now: i64, new: &HandoverRow) -> Result<(), StoreError> {
        let row = handover::ActiveModel {
            id: Set(new.id.to_string()),
            owner: Set(new.owner.clone()),
            vendor: Set(new.vendor.clone()),
            operation: Set(new.operation.clone()),
            integration_id: Set(new.integration.to_string()),
            sealed: Set(new.sealed.clone()),
            created_at: Set(now),
            expires_at: Set(new.expires_at),
        };
        handover::Entity::insert(row)
            .exec_without_returning(self.connection())
            .await?;
        Ok(())
    }

    /// One that can be told still; it stays.
    pub async fn handover(&self, now: i64, id: &HandoverId) -> Result<Option<HandoverRow>, StoreError> {
        let row = handover::Entity::find_by_id(id.as_str())
            .filter(handover::Column::ExpiresAt.gt(now))
            .one(self.connection())
            .await?;
        row.map(|row| {
            let integration = IntegrationId::parse(&row.integration_id);
            Ok(HandoverRow {
                id: id.clone(),
                owner: row.owner,
                vendor: row.vendor,
                operation: row.operation,
                integration: integration
                    .ok_or_else(|| StoreError::Unreadable(format!("handover {id}: integration")))?,
                sealed: row.sealed,
                expires_at: row.expires_at,
            })
        })
        .transpose()
    }

    /// Removes one that is about to be told; false when somebody else was first.
    pub async fn take_handover(
        &self,
        now: i64,
        id: &HandoverId,
        audit: AuditRecord<'_>,
    ) -> Result<bool, StoreError> {
        let txn = self.begin().await?;
        let taken = handover::Entity::delete_by_id(id.as_str()).exec(&txn).await?;
        if taken.rows_affected != 1 {
            return Ok(false);
        }
        self.record(&txn, now, audit).await?;
        txn.commit().await?;
        Ok(true)
    }

    /// Forgets those that nobody took in time.
    pub async fn forget_handovers(&self, now: i64) -> Result<u64, StoreError> {
        let done = handover::Entity::delete_many()
            .filter(handover::Column::ExpiresAt.lte(now))
            .exec(self.connection())
            .await?;
        Ok(done.rows_affected)
    }

    /// A page of them by their names; for rotation.
    pub(super) async fn handovers_page(
        &self,
        after: Option<&str>,
        limit: u64,
    ) -> Result<Vec<SealedValueRow>, StoreError> {
        let mut query = handover::Entity::find()
            .order_by_asc(handover::Column::Id)
            .limit(limit);
        if let Some(after) = after {
            query = query.filter(handover::Column::Id.gt(after));
        }
        let rows = query.all(self.connection()).await?;
        Ok(rows
            .into_iter()
            .map(|row| SealedValueRow {
                key: row.id.clone(),
                integration: row.id,
                vendor: row.vendor,
                field: HANDOVER_FIELD.to_owned(),
                sealed: row.sealed,
            })
            .collect())
    }

    /// Puts a newly sealed value where the old one still stands.
    pub(super) async fn swap_handover(&self, key: &str, old: &str, new: &str) -> Result<bool, StoreError> {
        let done = handover::Entity::update_many()
            .filter(handover::Column::Id.eq(key))
            .filter(handover::Column::Sealed.eq(old))
            .col_expr(handover::Column::Sealed, Expr::value(new))
            .exec(self.connection())
            .await?;
        Ok(done.rows_affected == 1)
    }

    /// Every sealed value, for counting by key.
    pub(super) async fn handovers_sealed(&self) -> Result<Vec<String>, StoreError> {
        Ok(handover::Entity::find()
            .select_only()
            .column(handover::Column::Sealed)
            .into_tuple()
            .all(self.connection())
            .await?)
    }
}
