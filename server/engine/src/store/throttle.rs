//! Failed sign-ins, counted by a key that names account and address without telling either.

use super::{Store, entities::sign_in_failure, errors::StoreError};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

impl Store {
    /// The times of the failures since a moment, newest first, at most fifty.
    pub async fn sign_in_failures(&self, key: &str, since: i64) -> Result<Vec<i64>, StoreError> {
        Ok(sign_in_failure::Entity::find()
            .select_only()
            .column(sign_in_failure::Column::At)
            .filter(sign_in_failure::Column::ThrottleKey.eq(key))
            .filter(sign_in_failure::Column::At.gt(since))
            .order_by_desc(sign_in_failure::Column::At)
            .limit(50)
            .into_tuple()
            .all(self.connection())
            .await?)
    }

    /// Notes a failure under each key.
    pub async fn note_sign_in_failure(&self, keys: &[String], now: i64) -> Result<(), StoreError> {
        for key in keys {
            let row = sign_in_failure::ActiveModel {
                id: Set(super::fresh_ulid(now)),
                throttle_key: Set(key.clone()),
                at: Set(now),
            };
            sign_in_failure::Entity::insert(row)
                .exec_without_returning(self.connection())
                .await?;
        }
        Ok(())
    }

    /// Deletes failures that no longer count.
    pub async fn prune_sign_in_failures(&self, before: i64) -> Result<u64, StoreError> {
        let gone = sign_in_failure::Entity::delete_many()
            .filter(sign_in_failure::Column::At.lt(before))
            .exec(self.connection())
            .await?;
        Ok(gone.rows_affected)
    }
}

pub(super) async fn forget(txn: &impl ConnectionTrait, key: &str) -> Result<(), StoreError> {
    sign_in_failure::Entity::delete_many()
        .filter(sign_in_failure::Column::ThrottleKey.eq(key))
        .exec(txn)
        .await?;
    Ok(())
}
