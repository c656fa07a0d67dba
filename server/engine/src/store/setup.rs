//! The one-time link that makes the first administrator.

use super::{
    AuditRecord, NewPerson, NewSessionRow, Store,
    entities::{setup_link, user},
    errors::StoreError,
    people, sessions,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, sea_query::Expr};

impl Store {
    /// Keeps a new link and ends every earlier one.
    pub async fn insert_setup_link(
        &self,
        secret_hash: String,
        now: i64,
        expires_at: i64,
    ) -> Result<(), StoreError> {
        let txn = self.begin().await?;
        setup_link::Entity::delete_many().exec(&txn).await?;
        let row = setup_link::ActiveModel {
            secret_hash: Set(secret_hash),
            created_at: Set(now),
            expires_at: Set(expires_at),
            used_at: Set(None),
        };
        setup_link::Entity::insert(row)
            .exec_without_returning(&txn)
            .await?;
        Ok(txn.commit().await?)
    }

    /// Uses up a link, adds the first administrator and begins their session, all or nothing.
    ///
    /// `Stale` when the link is unknown, used or over, or when somebody can sign in already.
    pub async fn use_setup_link(
        &self,
        secret_hash: &str,
        now: i64,
        person: NewPerson,
        session: NewSessionRow,
        audit: AuditRecord<'_>,
    ) -> Result<(), StoreError> {
        let txn = self.begin().await?;
        let used = setup_link::Entity::update_many()
            .filter(setup_link::Column::SecretHash.eq(secret_hash))
            .filter(setup_link::Column::UsedAt.is_null())
            .filter(setup_link::Column::ExpiresAt.gt(now))
            .col_expr(setup_link::Column::UsedAt, Expr::value(now))
            .exec(&txn)
            .await?;
        if used.rows_affected != 1 || user::Entity::find().count(&txn).await? > 0 {
            return Err(StoreError::Stale);
        }
        people::put(&txn, now, person).await?;
        sessions::put(&txn, session).await?;
        self.record(&txn, now, audit).await?;
        Ok(txn.commit().await?)
    }
}
