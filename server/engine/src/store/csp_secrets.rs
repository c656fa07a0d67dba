//! What setups keep sealed, and the sign-ins that are under way. A sign-in is taken once: taking it removes it.

use super::{
    Store,
    entities_csp::{secret, sign_in},
    errors::StoreError,
    sealed::SealedValueRow,
};
use contract::{
    csp::SignInPurpose,
    ids::{CspSetupId, SessionId},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict},
};

/// Stands between setup and field in a row's name.
const BETWEEN: char = '/';

/// A sign-in that is under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CspSignInRow {
    /// The digest of the state that the browser brings back.
    pub state_sha256: String,
    /// Whose setup.
    pub setup: CspSetupId,
    /// The session that began it, and that alone may end it.
    pub session: SessionId,
    /// What for.
    pub purpose: SignInPurpose,
    /// What who signed in must bring back.
    pub nonce: String,
    /// Until when it can be ended.
    pub expires_at: i64,
}

impl Store {
    /// Keeps a sealed value of a setup; what was there goes.
    pub async fn put_csp_secret(
        &self,
        now: i64,
        setup: &CspSetupId,
        field: &str,
        vendor: &str,
        sealed: &str,
    ) -> Result<(), StoreError> {
        let row = secret::ActiveModel {
            setup_id: Set(setup.to_string()),
            field: Set(field.to_owned()),
            vendor: Set(vendor.to_owned()),
            sealed: Set(sealed.to_owned()),
            set_at: Set(now),
        };
        let again = OnConflict::columns([secret::Column::SetupId, secret::Column::Field])
            .update_columns([secret::Column::Sealed, secret::Column::SetAt])
            .to_owned();
        secret::Entity::insert(row)
            .on_conflict(again)
            .exec_without_returning(self.connection())
            .await?;
        Ok(())
    }

    /// A sealed value of a setup, and since when it is kept.
    pub async fn csp_secret(
        &self,
        setup: &CspSetupId,
        field: &str,
    ) -> Result<Option<(String, i64)>, StoreError> {
        let row = secret::Entity::find_by_id((setup.to_string(), field.to_owned()))
            .one(self.connection())
            .await?;
        Ok(row.map(|row| (row.sealed, row.set_at)))
    }

    /// Forgets a sealed value of a setup.
    pub async fn drop_csp_secret(&self, setup: &CspSetupId, field: &str) -> Result<(), StoreError> {
        secret::Entity::delete_by_id((setup.to_string(), field.to_owned()))
            .exec(self.connection())
            .await?;
        Ok(())
    }

    /// Keeps a sign-in; those that nobody ended in time go.
    pub async fn insert_csp_sign_in(&self, now: i64, new: &CspSignInRow) -> Result<(), StoreError> {
        sign_in::Entity::delete_many()
            .filter(sign_in::Column::ExpiresAt.lt(now))
            .exec(self.connection())
            .await?;
        let row = sign_in::ActiveModel {
            state_sha256: Set(new.state_sha256.clone()),
            setup_id: Set(new.setup.to_string()),
            session_id: Set(new.session.to_string()),
            purpose: Set(new.purpose.as_str().to_owned()),
            nonce: Set(new.nonce.clone()),
            expires_at: Set(new.expires_at),
        };
        sign_in::Entity::insert(row)
            .exec_without_returning(self.connection())
            .await?;
        Ok(())
    }

    /// Takes a sign-in that this session began; none where there is none, where it is another session's (which keeps it), or
    /// where it was taken before.
    pub async fn take_csp_sign_in(
        &self,
        now: i64,
        state_sha256: &str,
        session: &SessionId,
    ) -> Result<Option<CspSignInRow>, StoreError> {
        let found = sign_in::Entity::find_by_id(state_sha256)
            .one(self.connection())
            .await?;
        let Some(row) = found.filter(|row| row.session_id == session.as_str()) else {
            return Ok(None);
        };
        let taken = sign_in::Entity::delete_by_id(state_sha256)
            .exec(self.connection())
            .await?;
        if taken.rows_affected != 1 || row.expires_at < now {
            return Ok(None);
        }
        let unreadable = |what: &str| StoreError::Unreadable(format!("sign-in of {}: {what}", row.setup_id));
        Ok(Some(CspSignInRow {
            setup: CspSetupId::parse(&row.setup_id).ok_or_else(|| unreadable("setup"))?,
            session: session.clone(),
            purpose: SignInPurpose::parse(&row.purpose).ok_or_else(|| unreadable("purpose"))?,
            state_sha256: row.state_sha256,
            nonce: row.nonce,
            expires_at: row.expires_at,
        }))
    }

    /// A page of the sealed values, by their names; for rotation.
    pub(super) async fn csp_secrets_page(
        &self,
        after: Option<&str>,
        limit: u64,
    ) -> Result<Vec<SealedValueRow>, StoreError> {
        let mut query = secret::Entity::find()
            .order_by_asc(secret::Column::SetupId)
            .order_by_asc(secret::Column::Field)
            .limit(limit);
        if let Some((id, field)) = after.and_then(|key| key.split_once(BETWEEN)) {
            let same = Condition::all()
                .add(secret::Column::SetupId.eq(id))
                .add(secret::Column::Field.gt(field));
            query = query.filter(Condition::any().add(secret::Column::SetupId.gt(id)).add(same));
        }
        let rows = query.all(self.connection()).await?;
        Ok(rows
            .into_iter()
            .map(|row| SealedValueRow {
                key: format!("{}{BETWEEN}{}", row.setup_id, row.field),
                integration: row.setup_id,
                vendor: row.vendor,
                field: row.field,
                sealed: row.sealed,
            })
            .collect())
    }

    /// Puts a newly sealed value where the old one still stands.
    pub(super) async fn swap_csp_secret(&self, key: &str, old: &str, new: &str) -> Result<bool, StoreError> {
        let Some((id, field)) = key.split_once(BETWEEN) else {
            return Ok(false);
        };
        let done = secret::Entity::update_many()
            .filter(secret::Column::SetupId.eq(id))
            .filter(secret::Column::Field.eq(field))
            .filter(secret::Column::Sealed.eq(old))
            .col_expr(secret::Column::Sealed, Expr::value(new))
            .exec(self.connection())
            .await?;
        Ok(done.rows_affected == 1)
    }

    /// A sealed value of a setup, by names as they stand in rows.
    pub(super) async fn sealed_of_setup(
        &self,
        setup: &str,
        field: &str,
    ) -> Result<Option<String>, StoreError> {
        let row = secret::Entity::find_by_id((setup.to_owned(), field.to_owned()))
            .one(self.connection())
            .await?;
        Ok(row.map(|row| row.sealed))
    }

    /// Puts a renewed value where the old one still stands, and begins its age anew.
    pub(super) async fn renew_sealed_of_setup(
        &self,
        now: i64,
        setup: &str,
        field: &str,
        old: &str,
        new: &str,
    ) -> Result<bool, StoreError> {
        let done = secret::Entity::update_many()
            .filter(secret::Column::SetupId.eq(setup))
            .filter(secret::Column::Field.eq(field))
            .filter(secret::Column::Sealed.eq(old))
            .col_expr(secret::Column::Sealed, Expr::value(new))
            .col_expr(secret::Column::SetAt, Expr::value(now))
            .exec(self.connection())
            .await?;
        Ok(done.rows_affected == 1)
    }

    /// Every sealed value of every setup, for counting by key.
    pub(super) async fn csp_sealed(&self) -> Result<Vec<String>, StoreError> {
        Ok(secret::Entity::find()
            .select_only()
            .column(secret::Column::Sealed)
            .into_tuple()
            .all(self.connection())
            .await?)
    }
}
