//! What people are told: each notice once, and over each channel until it has arrived or is given up.

use super::{
    ChannelRow, Moment, Store, StoreError,
    entities_health::{channel, notice, notice_delivery},
    fresh_ulid,
};
use contract::{
    ids::{ChannelId, IncidentId, IntegrationId, NoticeId},
    notification::NoticeLevel,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{CommonTableExpression, Expr, ExprTrait as _, LockBehavior, LockType, Order, Query},
};
use std::collections::BTreeMap;

/// Something to tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewNotice {
    /// What happened, e.g. `integration.down`.
    pub kind: String,
    /// How much it matters.
    pub level: NoticeLevel,
    /// Its first line.
    pub title: String,
    /// The rest, lines of plain text.
    pub body: String,
    /// The incident it tells of.
    pub incident: Option<String>,
    /// The integration it tells of.
    pub integration: Option<String>,
    /// The vendor it tells of.
    pub vendor: Option<String>,
}

/// A delivery that this node has for the time of its lease.
#[derive(Clone, Debug, PartialEq)]
pub struct DueDelivery {
    /// Its identifier.
    pub id: String,
    /// How often it was tried before.
    pub attempts: i64,
    /// Which notice.
    pub notice_id: NoticeId,
    /// What to tell.
    pub notice: NewNotice,
    /// When it was written.
    pub created_at: i64,
    /// Over which channel.
    pub channel: ChannelRow,
}

/// A line of the delivery log.
#[derive(Clone, Debug, PartialEq)]
pub struct DeliveryRow {
    /// Its identifier, by which pages go on.
    pub id: String,
    /// Which notice.
    pub notice_id: NoticeId,
    /// The channel.
    pub channel: ChannelId,
    /// What was told.
    pub notice: NewNotice,
    /// The incident.
    pub incident: Option<IncidentId>,
    /// The integration.
    pub integration: Option<IntegrationId>,
    /// `waiting`, `delivered` or `failed`.
    pub status: String,
    /// How often it was tried.
    pub attempts: i64,
    /// What was said at the last try.
    pub error: Option<String>,
    /// When it was written.
    pub created_at: i64,
    /// When it is tried next.
    pub next_at: Option<i64>,
    /// When it ended.
    pub finished_at: Option<i64>,
}

impl Store {
    /// Writes a notice, and a delivery for every channel that takes it.
    pub(super) async fn tell_in(
        &self,
        txn: &impl ConnectionTrait,
        now: i64,
        new: NewNotice,
    ) -> Result<NoticeId, StoreError> {
        let id = NoticeId::from_ulid(&fresh_ulid(now));
        let level = new.level;
        insert(txn, &id, now, new).await?;
        let channels = channel::Entity::find()
            .filter(channel::Column::Enabled.eq(true))
            .all(txn)
            .await?;
        let deliveries: Vec<_> = channels
            .into_iter()
            .filter(|channel| NoticeLevel::parse(&channel.floor).is_none_or(|floor| level >= floor))
            .map(|channel| delivery(&id, &channel.id, now, Some(now)))
            .collect();
        if !deliveries.is_empty() {
            notice_delivery::Entity::insert_many(deliveries)
                .exec_without_returning(txn)
                .await?;
        }
        Ok(id)
    }

    /// Writes a notice for one channel alone, to be delivered by whoever asked: its delivery waits for nobody.
    pub async fn tell_one(
        &self,
        now: i64,
        channel: &ChannelId,
        new: NewNotice,
    ) -> Result<(NoticeId, String), StoreError> {
        let id = NoticeId::from_ulid(&fresh_ulid(now));
        let txn = self.begin().await?;
        insert(&txn, &id, now, new).await?;
        let key = fresh_ulid(now);
        let row = notice_delivery::ActiveModel {
            id: Set(key.clone()),
            ..delivery(&id, channel.as_str(), now, None)
        };
        notice_delivery::Entity::insert(row)
            .exec_without_returning(&txn)
            .await?;
        txn.commit().await?;
        Ok((id, key))
    }

    /// Takes up to `limit` deliveries that are due, those of dead nodes included.
    pub async fn claim_deliveries(
        &self,
        at: Moment,
        limit: u64,
        claim: &str,
        lease_ms: i64,
    ) -> Result<Vec<DueDelivery>, StoreError> {
        use notice_delivery::Column;
        let due_now = || Expr::col(Column::NextAt).lte(self.moment(at, 0));
        let any = notice_delivery::Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(due_now())
            .limit(1)
            .into_tuple::<String>()
            .one(self.connection())
            .await?;
        if any.is_none() {
            return Ok(Vec::new());
        }
        let mut due = Query::select();
        due.column(Column::Id)
            .from(notice_delivery::Entity)
            .and_where(due_now())
            .order_by(Column::NextAt, Order::Asc)
            .limit(limit);
        if self.is_postgres() {
            due.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
        }
        let mut update = Query::update();
        update
            .table(notice_delivery::Entity)
            .value(Column::Claim, claim)
            .value(Column::NextAt, self.moment(at, lease_ms))
            .with_cte(
                CommonTableExpression::new()
                    .query(due)
                    .column(Column::Id)
                    .table_name("due")
                    .to_owned(),
            )
            .and_where(
                Expr::col(Column::Id).in_subquery(Query::select().column(Column::Id).from("due").to_owned()),
            )
            .returning(Query::returning().columns([
                Column::Id,
                Column::NoticeId,
                Column::ChannelId,
                Column::Attempts,
            ]));
        let rows = {
            let _turn = self.turn().await;
            self.connection().query_all(&update).await?
        };
        let mut taken: Vec<(String, String, String, i64)> = Vec::with_capacity(rows.len());
        for row in rows {
            taken.push((
                row.try_get_by_index(0)?,
                row.try_get_by_index(1)?,
                row.try_get_by_index(2)?,
                row.try_get_by_index(3)?,
            ));
        }
        taken.sort();
        self.with_words(taken).await
    }

    async fn with_words(
        &self,
        taken: Vec<(String, String, String, i64)>,
    ) -> Result<Vec<DueDelivery>, StoreError> {
        let notices = notice::Entity::find()
            .filter(notice::Column::Id.is_in(taken.iter().map(|(_, notice, ..)| notice)))
            .all(self.connection())
            .await?;
        let notices: BTreeMap<String, notice::Model> =
            notices.into_iter().map(|row| (row.id.clone(), row)).collect();
        let channels: BTreeMap<String, ChannelRow> = self
            .channels()
            .await?
            .into_iter()
            .map(|channel| (channel.id.to_string(), channel))
            .collect();
        let mut due = Vec::new();
        for (id, notice, channel, attempts) in taken {
            if let (Some(row), Some(channel)) = (notices.get(&notice), channels.get(&channel)) {
                due.push(DueDelivery {
                    id,
                    attempts,
                    notice_id: notice_id(&row.id)?,
                    created_at: row.created_at,
                    notice: words(row),
                    channel: channel.clone(),
                });
            }
        }
        Ok(due)
    }

    /// Writes down how a try went: over, or again at a moment. `claim` is none for a delivery that nobody else could take.
    pub async fn finish_deliveries(
        &self,
        now: i64,
        ids: &[String],
        claim: Option<&str>,
        error: Option<&str>,
        again_at: Option<i64>,
    ) -> Result<(), StoreError> {
        use notice_delivery::Column;
        let status = match (error, again_at) {
            (None, _) => "delivered",
            (Some(_), Some(_)) => "waiting",
            (Some(_), None) => "failed",
        };
        let finished = again_at.is_none().then_some(now);
        let mut update = notice_delivery::Entity::update_many()
            .filter(Column::Id.is_in(ids))
            .col_expr(Column::Status, Expr::value(status))
            .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
            .col_expr(Column::Error, Expr::value(error))
            .col_expr(Column::NextAt, Expr::value(again_at))
            .col_expr(Column::FinishedAt, Expr::value(finished))
            .col_expr(Column::Claim, Expr::value(Option::<String>::None));
        if let Some(claim) = claim {
            update = update.filter(Column::Claim.eq(claim));
        }
        update.exec(self.connection()).await?;
        Ok(())
    }

    /// The delivery log, newest first: of one channel, or of all; before a place.
    pub async fn deliveries(
        &self,
        channel: Option<&ChannelId>,
        before: Option<&str>,
        limit: u64,
    ) -> Result<Vec<DeliveryRow>, StoreError> {
        use notice_delivery::Column;
        let mut query = notice_delivery::Entity::find()
            .order_by_desc(Column::Id)
            .limit(limit);
        if let Some(channel) = channel {
            query = query.filter(Column::ChannelId.eq(channel.as_str()));
        }
        if let Some(before) = before {
            query = query.filter(Column::Id.lt(before));
        }
        let rows = query.all(self.connection()).await?;
        self.logged(rows).await
    }

    /// One line of the log.
    pub async fn delivery(&self, id: &str) -> Result<DeliveryRow, StoreError> {
        let row = notice_delivery::Entity::find_by_id(id)
            .one(self.connection())
            .await?;
        let row = row.ok_or(StoreError::Missing)?;
        self.logged(vec![row]).await?.pop().ok_or(StoreError::Missing)
    }

    /// The last line of the log of each channel.
    pub async fn last_deliveries(&self) -> Result<BTreeMap<String, DeliveryRow>, StoreError> {
        use notice_delivery::Column;
        let last: Vec<Option<String>> = notice_delivery::Entity::find()
            .select_only()
            .expr(Column::Id.max())
            .group_by(Column::ChannelId)
            .into_tuple()
            .all(self.connection())
            .await?;
        let rows = notice_delivery::Entity::find()
            .filter(Column::Id.is_in(last.into_iter().flatten()))
            .all(self.connection())
            .await?;
        let rows = self.logged(rows).await?;
        Ok(rows
            .into_iter()
            .map(|row| (row.channel.to_string(), row))
            .collect())
    }

    async fn logged(&self, rows: Vec<notice_delivery::Model>) -> Result<Vec<DeliveryRow>, StoreError> {
        let notices = notice::Entity::find()
            .filter(notice::Column::Id.is_in(rows.iter().map(|row| row.notice_id.as_str())))
            .all(self.connection())
            .await?;
        let notices: BTreeMap<String, notice::Model> =
            notices.into_iter().map(|row| (row.id.clone(), row)).collect();
        let mut log = Vec::with_capacity(rows.len());
        for row in rows {
            let Some(told) = notices.get(&row.notice_id) else {
                continue;
            };
            let unreadable = || StoreError::Unreadable(format!("delivery {}", row.id));
            log.push(DeliveryRow {
                notice_id: notice_id(&told.id)?,
                channel: ChannelId::parse(&row.channel_id).ok_or_else(unreadable)?,
                incident: told.incident_id.as_deref().and_then(IncidentId::parse),
                integration: told.integration_id.as_deref().and_then(IntegrationId::parse),
                notice: words(told),
                id: row.id,
                status: row.status,
                attempts: row.attempts,
                error: row.error,
                created_at: row.created_at,
                next_at: row.next_at,
                finished_at: row.finished_at,
            });
        }
        Ok(log)
    }

    /// Deletes up to `limit` notices that were written before a moment, with their deliveries; says how many went.
    pub async fn prune_notices(&self, before: i64, limit: u64) -> Result<u64, StoreError> {
        let old: Vec<String> = notice::Entity::find()
            .select_only()
            .column(notice::Column::Id)
            .filter(notice::Column::CreatedAt.lt(before))
            .order_by_asc(notice::Column::Id)
            .limit(limit)
            .into_tuple()
            .all(self.connection())
            .await?;
        if old.is_empty() {
            return Ok(0);
        }
        let gone = notice::Entity::delete_many()
            .filter(notice::Column::Id.is_in(old))
            .exec(self.connection())
            .await?;
        Ok(gone.rows_affected)
    }
}

async fn insert(
    txn: &impl ConnectionTrait,
    id: &NoticeId,
    now: i64,
    new: NewNotice,
) -> Result<(), StoreError> {
    let row = notice::ActiveModel {
        id: Set(id.to_string()),
        kind: Set(new.kind),
        level: Set(new.level.as_str().to_owned()),
        title: Set(new.title),
        body: Set(new.body),
        incident_id: Set(new.incident),
        integration_id: Set(new.integration),
        vendor: Set(new.vendor),
        created_at: Set(now),
    };
    notice::Entity::insert(row).exec_without_returning(txn).await?;
    Ok(())
}

fn delivery(
    notice: &NoticeId,
    channel: &str,
    now: i64,
    next_at: Option<i64>,
) -> notice_delivery::ActiveModel {
    notice_delivery::ActiveModel {
        id: Set(fresh_ulid(now)),
        notice_id: Set(notice.to_string()),
        channel_id: Set(channel.to_owned()),
        status: Set("waiting".to_owned()),
        attempts: Set(0),
        error: Set(None),
        created_at: Set(now),
        next_at: Set(next_at),
        finished_at: Set(None),
        claim: Set(None),
    }
}

fn notice_id(text: &str) -> Result<NoticeId, StoreError> {
    NoticeId::parse(text).ok_or_else(|| StoreError::Unreadable(format!("notice {text}")))
}

fn words(row: &notice::Model) -> NewNotice {
    NewNotice {
        kind: row.kind.clone(),
        level: NoticeLevel::parse(&row.level).unwrap_or(NoticeLevel::Warning),
        title: row.title.clone(),
        body: row.body.clone(),
        incident: row.incident_id.clone(),
        integration: row.integration_id.clone(),
        vendor: row.vendor.clone(),
    }
}
