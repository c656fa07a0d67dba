//! Ways to tell people. What they are reached by is sealed; here it is a text like any other.

use super::{AuditRecord, Store, StoreError, entities_health::channel};
use contract::{
    ids::ChannelId,
    notification::{ChannelKind, NoticeLevel},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};

/// A channel as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelRow {
    /// Its identifier.
    pub id: ChannelId,
    /// Its name.
    pub name: String,
    /// How it reaches people.
    pub kind: ChannelKind,
    /// The addresses of an e-mail channel.
    pub recipients: Vec<String>,
    /// What of its address may be shown.
    pub hint: String,
    /// Address and secret, sealed; none for e-mail.
    pub sealed: Option<String>,
    /// The least that is told here.
    pub floor: NoticeLevel,
    /// False while it is switched off.
    pub enabled: bool,
    /// When it was made.
    pub created_at: i64,
    /// When it was last changed.
    pub updated_at: i64,
}

/// A channel to keep.
pub type NewChannelRow = ChannelRow;

/// A change of a channel.
#[derive(Clone, Debug, Default)]
pub struct ChannelPatch {
    /// A new name.
    pub name: Option<String>,
    /// New addresses.
    pub recipients: Option<Vec<String>>,
    /// A new address, sealed, and its hint.
    pub sealed: Option<(String, String)>,
    /// A new floor.
    pub floor: Option<NoticeLevel>,
    /// Off or on.
    pub enabled: Option<bool>,
}

impl Store {
    /// Every channel, by name.
    pub async fn channels(&self) -> Result<Vec<ChannelRow>, StoreError> {
        let rows = channel::Entity::find()
            .order_by_asc(channel::Column::Name)
            .order_by_asc(channel::Column::Id)
            .all(self.connection())
            .await?;
        rows.into_iter().map(read).collect()
    }

    /// One channel.
    pub async fn channel(&self, id: &ChannelId) -> Result<ChannelRow, StoreError> {
        let row = channel::Entity::find_by_id(id.as_str())
            .one(self.connection())
            .await?;
        read(row.ok_or(StoreError::Missing)?)
    }

    /// Keeps a new channel.
    pub async fn insert_channel(&self, new: NewChannelRow, audit: AuditRecord<'_>) -> Result<(), StoreError> {
        let now = new.created_at;
        let row = channel::ActiveModel {
            id: Set(new.id.to_string()),
            name: Set(new.name),
            kind: Set(new.kind.as_str().to_owned()),
            recipients: Set(list(&new.recipients)),
            hint: Set(new.hint),
            sealed: Set(new.sealed),
            floor: Set(new.floor.as_str().to_owned()),
            enabled: Set(new.enabled),
            created_at: Set(now),
            updated_at: Set(now),
        };
        let txn = self.begin().await?;
        channel::Entity::insert(row).exec_without_returning(&txn).await?;
        self.record(&txn, now, audit).await?;
        Ok(txn.commit().await?)
    }

    /// Changes a channel.
    pub async fn patch_channel(
        &self,
        now: i64,
        id: &ChannelId,
        patch: ChannelPatch,
        audit: AuditRecord<'_>,
    ) -> Result<(), StoreError> {
        use channel::Column;
        let mut update = channel::Entity::update_many()
            .filter(Column::Id.eq(id.as_str()))
            .col_expr(Column::UpdatedAt, Expr::value(now));
        if let Some(name) = patch.name {
            update = update.col_expr(Column::Name, Expr::value(name));
        }
        if let Some(recipients) = patch.recipients {
            update = update.col_expr(Column::Recipients, Expr::value(list(&recipients)));
        }
        if let Some((sealed, hint)) = patch.sealed {
            update = update
                .col_expr(Column::Sealed, Expr::value(sealed))
                .col_expr(Column::Hint, Expr::value(hint));
        }
        if let Some(floor) = patch.floor {
            update = update.col_expr(Column::Floor, Expr::value(floor.as_str()));
        }
        if let Some(enabled) = patch.enabled {
            update = update.col_expr(Column::Enabled, Expr::value(enabled));
        }
        let txn = self.begin().await?;
        if update.exec(&txn).await?.rows_affected == 0 {
            return Err(StoreError::Missing);
        }
        self.record(&txn, now, audit).await?;
        Ok(txn.commit().await?)
    }

    /// Deletes a channel with its log.
    pub async fn delete_channel(
        &self,
        now: i64,
        id: &ChannelId,
        audit: AuditRecord<'_>,
    ) -> Result<(), StoreError> {
        let txn = self.begin().await?;
        let gone = channel::Entity::delete_by_id(id.as_str()).exec(&txn).await?;
        if gone.rows_affected == 0 {
            return Err(StoreError::Missing);
        }
        self.record(&txn, now, audit).await?;
        Ok(txn.commit().await?)
    }

    /// The sealed addresses that come after an identifier, for whoever walks over all sealed values.
    pub(super) async fn sealed_channels(
        &self,
        after: Option<&str>,
        limit: u64,
    ) -> Result<Vec<(String, String)>, StoreError> {
        let mut query = channel::Entity::find()
            .select_only()
            .column(channel::Column::Id)
            .column(channel::Column::Sealed)
            .filter(channel::Column::Sealed.is_not_null())
            .order_by_asc(channel::Column::Id)
            .limit(limit);
        if let Some(after) = after {
            query = query.filter(channel::Column::Id.gt(after));
        }
        Ok(query.into_tuple().all(self.connection()).await?)
    }

    /// Puts `new` where `old` still stands.
    pub(super) async fn swap_sealed_channel(
        &self,
        id: &str,
        old: &str,
        new: &str,
    ) -> Result<bool, StoreError> {
        let done = channel::Entity::update_many()
            .filter(channel::Column::Id.eq(id))
            .filter(channel::Column::Sealed.eq(old))
            .col_expr(channel::Column::Sealed, Expr::value(new))
            .exec(self.connection())
            .await?;
        Ok(done.rows_affected == 1)
    }
}

fn list(recipients: &[String]) -> String {
    serde_json::Value::from(recipients.to_vec()).to_string()
}

fn read(row: channel::Model) -> Result<ChannelRow, StoreError> {
    let unreadable = |what: &str| StoreError::Unreadable(format!("channel {}: {what}", row.id));
    Ok(ChannelRow {
        id: ChannelId::parse(&row.id).ok_or_else(|| unreadable("id"))?,
        name: row.name.clone(),
        kind: ChannelKind::parse(&row.kind).ok_or_else(|| unreadable("kind"))?,
        recipients: serde_json::from_str(&row.recipients).map_err(|_| unreadable("recipients"))?,
        hint: row.hint.clone(),
        sealed: row.sealed.clone(),
        floor: NoticeLevel::parse(&row.floor).ok_or_else(|| unreadable("floor"))?,
        enabled: row.enabled,
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}
