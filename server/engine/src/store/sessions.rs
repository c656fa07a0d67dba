//! Signed-in browsers. Only the digest of a session's secret is kept.

use super::{
    AuditRecord, PersonRow, Store,
    entities::{session, user},
    errors::StoreError,
    people,
};
use contract::ids::{SessionId, UserId};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr,
};

/// A session as it is kept.
#[derive(Clone)]
pub struct SessionRow {
    /// Its identifier.
    pub id: SessionId,
    /// Whose it is.
    pub user: UserId,
    /// Its user agent.
    pub agent: String,
    /// Its address.
    pub address: String,
    /// When it began.
    pub created_at: i64,
    /// When it was last used.
    pub seen_at: i64,
    /// When it ends at the latest.
    pub expires_at: i64,
}

/// A new session.
pub struct NewSessionRow {
    /// The session.
    pub row: SessionRow,
    /// The digest of its secret.
    pub secret_hash: String,
}

impl Store {
    /// Begins a session: the person's sign-in is noted, and the throttle forgets their failures.
    pub async fn insert_session(
        &self,
        new: NewSessionRow,
        throttle_key: &str,
        audit: AuditRecord<'_>,
    ) -> Result<(), StoreError> {
        let now = new.row.created_at;
        let txn = self.begin().await?;
        put(&txn, new).await?;
        super::throttle::forget(&txn, throttle_key).await?;
        self.record(&txn, now, audit).await?;
        Ok(txn.commit().await?)
    }

    /// The session with this secret and its person, if it has not ended.
    pub async fn session_by_secret(
        &self,
        secret_hash: &str,
        now: i64,
        idle_since: i64,
    ) -> Result<Option<(SessionRow, PersonRow)>, StoreError> {
        let found = session::Entity::find()
            .filter(session::Column::SecretHash.eq(secret_hash))
            .filter(session::Column::ExpiresAt.gt(now))
            .filter(session::Column::SeenAt.gt(idle_since))
            .one(self.connection())
            .await?;
        let Some(found) = found else { return Ok(None) };
        let Some(owner) = user::Entity::find_by_id(&found.user_id)
            .one(self.connection())
            .await?
        else {
            return Ok(None);
        };
        Ok(Some((read(found)?, people::read(owner)?)))
    }

    /// Notes that a session was used.
    pub async fn touch_session(&self, id: &SessionId, now: i64) -> Result<(), StoreError> {
        session::Entity::update_many()
            .filter(session::Column::Id.eq(id.as_str()))
            .col_expr(session::Column::SeenAt, Expr::value(now))
            .exec(self.connection())
            .await?;
        Ok(())
    }

    /// The sessions that have not ended: of one person, or of everybody.
    pub async fn live_sessions(
        &self,
        of: Option<&UserId>,
        now: i64,
        idle_since: i64,
    ) -> Result<Vec<(SessionRow, String)>, StoreError> {
        let mut query = session::Entity::find()
            .filter(session::Column::ExpiresAt.gt(now))
            .filter(session::Column::SeenAt.gt(idle_since))
            .order_by_desc(session::Column::SeenAt);
        if let Some(of) = of {
            query = query.filter(session::Column::UserId.eq(of.as_str()));
        }
        let names: std::collections::BTreeMap<String, String> = self
            .people()
            .await?
            .into_iter()
            .map(|person| (person.id.to_string(), person.name))
            .collect();
        let rows = query.all(self.connection()).await?;
        rows.into_iter()
            .map(|row| {
                let name = names.get(&row.user_id).cloned().unwrap_or_default();
                Ok((read(row)?, name))
            })
            .collect()
    }

    /// Ends sessions: one, or all of a person but one.
    pub async fn end_sessions(
        &self,
        now: i64,
        which: Ending<'_>,
        audit: AuditRecord<'_>,
    ) -> Result<u64, StoreError> {
        let txn = self.begin().await?;
        let delete = session::Entity::delete_many();
        let delete = match which {
            Ending::One(id) => delete.filter(session::Column::Id.eq(id.as_str())),
            Ending::AllOf(user) => delete.filter(session::Column::UserId.eq(user.as_str())),
            Ending::OthersOf(user, keep) => delete
                .filter(session::Column::UserId.eq(user.as_str()))
                .filter(session::Column::Id.ne(keep.as_str())),
        };
        let gone = delete.exec(&txn).await?.rows_affected;
        if gone > 0 {
            self.record(&txn, now, audit).await?;
        }
        txn.commit().await?;
        Ok(gone)
    }

    /// Whose session it is.
    pub async fn session_owner(&self, id: &SessionId) -> Result<UserId, StoreError> {
        let row = session::Entity::find_by_id(id.as_str())
            .one(self.connection())
            .await?
            .ok_or(StoreError::Missing)?;
        UserId::parse(&row.user_id).ok_or(StoreError::Missing)
    }

    /// Deletes the sessions that ended.
    pub async fn prune_sessions(&self, now: i64) -> Result<u64, StoreError> {
        let gone = session::Entity::delete_many()
            .filter(session::Column::ExpiresAt.lte(now))
            .exec(self.connection())
            .await?;
        Ok(gone.rows_affected)
    }
}

/// Which sessions end.
pub enum Ending<'a> {
    /// This one.
    One(&'a SessionId),
    /// All of a person.
    AllOf(&'a UserId),
    /// All of a person but this one.
    OthersOf(&'a UserId, &'a SessionId),
}

pub(super) async fn put(txn: &impl ConnectionTrait, new: NewSessionRow) -> Result<(), StoreError> {
    let row = session::ActiveModel {
        id: Set(new.row.id.to_string()),
        secret_hash: Set(new.secret_hash),
        user_id: Set(new.row.user.to_string()),
        agent: Set(new.row.agent),
        address: Set(new.row.address),
        created_at: Set(new.row.created_at),
        seen_at: Set(new.row.seen_at),
        expires_at: Set(new.row.expires_at),
    };
    session::Entity::insert(row).exec_without_returning(txn).await?;
    user::Entity::update_many()
        .filter(user::Column::Id.eq(new.row.user.as_str()))
        .col_expr(user::Column::LastSeenAt, Expr::value(new.row.created_at))
        .exec(txn)
        .await?;
    Ok(())
}

fn read(row: session::Model) -> Result<SessionRow, StoreError> {
    let unreadable = || StoreError::Unreadable(format!("session {}", row.id));
    Ok(SessionRow {
        id: SessionId::parse(&row.id).ok_or_else(unreadable)?,
        user: UserId::parse(&row.user_id).ok_or_else(unreadable)?,
        agent: row.agent.clone(),
        address: row.address.clone(),
        created_at: row.created_at,
        seen_at: row.seen_at,
        expires_at: row.expires_at,
    })
}
