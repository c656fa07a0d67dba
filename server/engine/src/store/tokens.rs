//! API tokens. Only the digest of a token is kept.

use super::{AuditRecord, Store, entities::token, errors::StoreError};
use contract::{actor::Role, ids::TokenId};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr,
};

/// A token as it is kept.
#[derive(Clone)]
pub struct TokenRow {
    /// Its identifier.
    pub id: TokenId,
    /// What it is called.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// Its last characters.
    pub hint: String,
    /// Who made it.
    pub created_by: String,
    /// Their name.
    pub created_by_name: String,
    /// When it was made.
    pub created_at: i64,
    /// When it ends.
    pub expires_at: Option<i64>,
    /// When it was last used.
    pub last_used_at: Option<i64>,
}

/// A new token.
pub struct NewTokenRow {
    /// The token.
    pub row: TokenRow,
    /// The digest of its secret.
    pub secret_hash: String,
}

impl Store {
    /// Keeps a new token.
    pub async fn insert_token(&self, new: NewTokenRow, audit: AuditRecord<'_>) -> Result<(), StoreError> {
        let now = new.row.created_at;
        let row = token::ActiveModel {
            id: Set(new.row.id.to_string()),
            secret_hash: Set(new.secret_hash),
            name: Set(new.row.name),
            role: Set(new.row.role.as_str().to_owned()),
            hint: Set(new.row.hint),
            created_by: Set(new.row.created_by),
            created_by_name: Set(new.row.created_by_name),
            created_at: Set(now),
            expires_at: Set(new.row.expires_at),
            last_used_at: Set(None),
            revoked_at: Set(None),
        };
        let txn = self.begin().await?;
        token::Entity::insert(row).exec_without_returning(&txn).await?;
        self.record(&txn, now, audit).await?;
        Ok(txn.commit().await?)
    }

    /// The token with this secret, if it lives.
    pub async fn token_by_secret(&self, secret_hash: &str, now: i64) -> Result<Option<TokenRow>, StoreError> {
        let row = token::Entity::find()
            .filter(token::Column::SecretHash.eq(secret_hash))
            .filter(living(now))
            .one(self.connection())
            .await?;
        row.map(read).transpose()
    }

    /// Notes that a token was used.
    pub async fn touch_token(&self, id: &TokenId, now: i64) -> Result<(), StoreError> {
        token::Entity::update_many()
            .filter(token::Column::Id.eq(id.as_str()))
            .col_expr(token::Column::LastUsedAt, Expr::value(now))
            .exec(self.connection())
            .await?;
        Ok(())
    }

    /// The tokens that live, newest first.
    pub async fn tokens(&self, now: i64) -> Result<Vec<TokenRow>, StoreError> {
        let rows = token::Entity::find()
            .filter(living(now))
            .order_by_desc(token::Column::Id)
            .all(self.connection())
            .await?;
        rows.into_iter().map(read).collect()
    }

    /// A token that lives.
    pub async fn token(&self, id: &TokenId, now: i64) -> Result<TokenRow, StoreError> {
        let row = token::Entity::find_by_id(id.as_str())
            .filter(living(now))
            .one(self.connection())
            .await?;
        read(row.ok_or(StoreError::Missing)?)
    }

    /// Ends a token.
    pub async fn revoke_token(
        &self,
        id: &TokenId,
        now: i64,
        audit: AuditRecord<'_>,
    ) -> Result<(), StoreError> {
        let txn = self.begin().await?;
        let ended = token::Entity::update_many()
            .filter(token::Column::Id.eq(id.as_str()))
            .filter(token::Column::RevokedAt.is_null())
            .col_expr(token::Column::RevokedAt, Expr::value(now))
            .exec(&txn)
            .await?;
        if ended.rows_affected == 0 {
            return Err(StoreError::Missing);
        }
        self.record(&txn, now, audit).await?;
        Ok(txn.commit().await?)
    }
}

fn living(now: i64) -> Condition {
    let not_over = Condition::any()
        .add(token::Column::ExpiresAt.is_null())
        .add(token::Column::ExpiresAt.gt(now));
    Condition::all()
        .add(token::Column::RevokedAt.is_null())
        .add(not_over)
}

fn read(row: token::Model) -> Result<TokenRow, StoreError> {
    let unreadable = || StoreError::Unreadable(format!("token {}", row.id));
    Ok(TokenRow {
        id: TokenId::parse(&row.id).ok_or_else(unreadable)?,
        role: Role::parse(&row.role).ok_or_else(unreadable)?,
        name: row.name.clone(),
        hint: row.hint.clone(),
        created_by: row.created_by.clone(),
        created_by_name: row.created_by_name.clone(),
        created_at: row.created_at,
        expires_at: row.expires_at,
        last_used_at: row.last_used_at,
    })
}
