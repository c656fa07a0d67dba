//! People who sign in.

use super::{AuditRecord, Store, entities::user, errors::StoreError};
use contract::{actor::Role, ids::UserId};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, PaginatorTrait,
    QueryFilter, QueryOrder, sea_query::Expr,
};

/// A person as they are kept.
#[derive(Clone)]
pub struct PersonRow {
    /// Their identifier.
    pub id: UserId,
    /// What they sign in with, lower case.
    pub email: String,
    /// Their name.
    pub name: String,
    /// Their role.
    pub role: Role,
    /// The Argon2id hash of their password.
    pub password_hash: String,
    /// True when they may not sign in.
    pub disabled: bool,
    /// When the account was made.
    pub created_at: i64,
    /// When they last signed in.
    pub last_seen_at: Option<i64>,
}

/// A new person.
pub struct NewPerson {
    /// Their identifier.
    pub id: UserId,
    /// What they sign in with, lower case.
    pub email: String,
    /// Their name.
    pub name: String,
    /// Their role.
    pub role: Role,
    /// The Argon2id hash of their password.
    pub password_hash: String,
}

impl Store {
    /// How many people there are.
    pub async fn count_people(&self) -> Result<u64, StoreError> {
        Ok(user::Entity::find().count(self.connection()).await?)
    }

    /// Everybody, by name.
    pub async fn people(&self) -> Result<Vec<PersonRow>, StoreError> {
        let rows = user::Entity::find()
            .order_by_asc(user::Column::Name)
            .order_by_asc(user::Column::Id)
            .all(self.connection())
            .await?;
        rows.into_iter().map(read).collect()
    }

    /// A person by what they sign in with.
    pub async fn person_by_email(&self, email: &str) -> Result<Option<PersonRow>, StoreError> {
        let row = user::Entity::find()
            .filter(user::Column::Email.eq(email))
            .one(self.connection())
            .await?;
        row.map(read).transpose()
    }

    /// A person.
    pub async fn person(&self, id: &UserId) -> Result<PersonRow, StoreError> {
        read(
            user::Entity::find_by_id(id.as_str())
                .one(self.connection())
                .await?
                .ok_or(StoreError::Missing)?,
        )
    }

    /// Adds a person.
    pub async fn insert_person(
        &self,
        now: i64,
        new: NewPerson,
        audit: AuditRecord<'_>,
    ) -> Result<(), StoreError> {
        let txn = self.begin().await?;
        put(&txn, now, new).await?;
        self.record(&txn, now, audit).await?;
        Ok(txn.commit().await?)
    }

    /// Changes a person's role, whether they may sign in, or their password. An installation keeps one administrator who
    /// may sign in: `Stale` when this change would take the last one.
    pub async fn update_person(
        &self,
        now: i64,
        id: &UserId,
        change: PersonChange,
        audit: AuditRecord<'_>,
    ) -> Result<(), StoreError> {
        let txn = self.begin().await?;
        let before = read(
            user::Entity::find_by_id(id.as_str())
                .one(&txn)
                .await?
                .ok_or(StoreError::Missing)?,
        )?;
        let mut update = user::Entity::update_many().filter(user::Column::Id.eq(id.as_str()));
        update = update.col_expr(user::Column::Name, Expr::value(before.name.clone()));
        if let Some(role) = change.role {
            update = update.col_expr(user::Column::Role, Expr::value(role.as_str()));
        }
        if let Some(disabled) = change.disabled {
            update = update.col_expr(user::Column::Disabled, Expr::value(disabled));
        }
        if let Some(hash) = change.password_hash {
            update = update.col_expr(user::Column::PasswordHash, Expr::value(hash));
        }
        update.exec(&txn).await?;
        if active_admins(&txn).await? == 0 {
            return Err(StoreError::Stale);
        }
        self.record(&txn, now, audit).await?;
        Ok(txn.commit().await?)
    }
}

/// A change of a person.
#[derive(Default)]
pub struct PersonChange {
    /// A new role.
    pub role: Option<Role>,
    /// Locks out, or lets in again.
    pub disabled: Option<bool>,
    /// A new password's hash.
    pub password_hash: Option<String>,
}

async fn active_admins(txn: &DatabaseTransaction) -> Result<u64, StoreError> {
    Ok(user::Entity::find()
        .filter(user::Column::Role.eq(Role::Admin.as_str()))
        .filter(user::Column::Disabled.eq(false))
        .count(txn)
        .await?)
}

pub(super) async fn put(txn: &impl ConnectionTrait, now: i64, new: NewPerson) -> Result<(), StoreError> {
    let row = user::ActiveModel {
        id: Set(new.id.to_string()),
        email: Set(new.email),
        name: Set(new.name),
        role: Set(new.role.as_str().to_owned()),
        password_hash: Set(new.password_hash),
        disabled: Set(false),
        created_at: Set(now),
        last_seen_at: Set(None),
    };
    user::Entity::insert(row).exec_without_returning(txn).await?;
    Ok(())
}

pub(super) fn read(row: user::Model) -> Result<PersonRow, StoreError> {
    let unreadable = || StoreError::Unreadable(format!("user {}", row.id));
    Ok(PersonRow {
        id: UserId::parse(&row.id).ok_or_else(unreadable)?,
        role: Role::parse(&row.role).ok_or_else(unreadable)?,
        email: row.email.clone(),
        name: row.name.clone(),
        password_hash: row.password_hash.clone(),
        disabled: row.disabled,
        created_at: row.created_at,
        last_seen_at: row.last_seen_at,
    })
}
