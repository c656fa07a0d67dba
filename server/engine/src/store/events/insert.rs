//! Keeps what came, many at once, each with its dedup key, in one commit.
//!
//! Within one webhook the delivery identity is unique for as long as the event is kept; a copy is counted on the first. Where
//! the vendor gives no identity of its own, what stands for it counts for a time: some vendors say the same thing again.

use super::{
    super::entities_events::{event, event_payload},
    super::{Moment, Store, StoreError},
    clean,
    shapes::shapes,
};
use contract::{
    event::EventStatus,
    failure::{FailureCode, Stage},
    ids::{EventId, IntegrationId, VendorId, WebhookId, WebhookSecretId},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait as _, OnConflict, Query, SimpleExpr},
};
use std::collections::{BTreeMap, BTreeSet};

/// What tells a delivery from another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The key.
    pub key: String,
    /// For how long it tells a copy, in milliseconds; for as long as the first is kept when none. An identity for a time is
    /// not the vendor's own, and another body of it is no contradiction.
    pub window_ms: Option<i64>,
}

/// Why a delivery was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The stage.
    pub stage: Stage,
    /// Why.
    pub code: FailureCode,
    /// The facts, as JSON of [`super::Failure`].
    pub failure: String,
}

/// That an event is a replay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplayMark {
    /// Of which event.
    pub of: EventId,
    /// What guards its effects.
    pub lineage: EventId,
    /// Who asked.
    pub by: String,
    /// Why.
    pub reason: Option<String>,
}

/// What came.
#[derive(Clone, Debug)]
pub struct NewEvent {
    /// Its identifier.
    pub id: EventId,
    /// The webhook.
    pub webhook: WebhookId,
    /// Whose.
    pub vendor: VendorId,
    /// The account.
    pub integration: IntegrationId,
    /// Its lane.
    pub lane: i64,
    /// When it came.
    pub received_at: i64,
    /// What tells it from another; none of what was refused.
    pub identity: Option<Identity>,
    /// The body's digest, in hex.
    pub body_sha256: String,
    /// The body, byte for byte.
    pub body: Vec<u8>,
    /// How large it was, also where it is not kept.
    pub size: u64,
    /// The beginning of the body, as text.
    pub preview: String,
    /// Headers as JSON, proofs and secrets taken out.
    pub headers: String,
    /// Who sent it.
    pub remote_address: Option<String>,
    /// Which secret matched.
    pub matched_secret: Option<WebhookSecretId>,
    /// Set when it was refused at the door.
    pub refused: Option<Refusal>,
    /// Set when it is a replay.
    pub replay: Option<ReplayMark>,
    /// What it is about, where events about one thing are carried out one after the other.
    pub object: Option<String>,
}

/// What became of one that came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inserted {
    /// It is kept.
    Fresh,
    /// It is a copy of this one, and counted on it.
    Duplicate(EventId),
}

/// An event that was there before.
struct Original {
    id: String,
    body_sha256: String,
}

impl Store {
    /// Keeps a batch in one commit; answers in its order.
    pub async fn insert_events(&self, at: Moment, batch: &[NewEvent]) -> Result<Vec<Inserted>, StoreError> {
        let _turn = self.turn_with(batch.len()).await;
        let txn = self.begin().await?;
        let answers = self.insert_events_in(&txn, at, batch).await?;
        txn.commit().await?;
        Ok(answers)
    }

    pub(super) async fn insert_events_in(
        &self,
        txn: &DatabaseTransaction,
        at: Moment,
        batch: &[NewEvent],
    ) -> Result<Vec<Inserted>, StoreError> {
        let (mut firsts, copies) = firsts_and_copies(batch);
        let mut fresh = self.put(txn, at, &firsts).await?;
        let mut answers: BTreeMap<&str, Inserted> = BTreeMap::new();
        let mut counted: BTreeMap<String, (i64, bool)> = BTreeMap::new();
        for new in &firsts {
            if fresh.contains(new.id.as_str()) {
                answers.insert(new.id.as_str(), Inserted::Fresh);
                continue;
            }
            match self.original(txn, new).await? {
                Some(original) => {
                    count(&mut counted, &original, new);
                    let id = EventId::parse(&original.id)
                        .ok_or_else(|| StoreError::Unreadable(format!("event {}: id", original.id)))?;
                    answers.insert(new.id.as_str(), Inserted::Duplicate(id));
                }
                // The original was pruned, or its identity is too old to count: now the place is free.
                None => {
                    let put = self.put(txn, at, &[*new]).await?;
                    if put.is_empty() {
                        return Err(StoreError::Stale);
                    }
                    fresh.extend(put);
                    answers.insert(new.id.as_str(), Inserted::Fresh);
                }
            }
        }
        for (copy, first) in copies {
            let id = match answers.get(first.id.as_str()) {
                Some(Inserted::Duplicate(id)) => id.clone(),
                _ => first.id.clone(),
            };
            let original = Original {
                id: id.to_string(),
                body_sha256: first.body_sha256.clone(),
            };
            count(&mut counted, &original, copy);
            answers.insert(copy.id.as_str(), Inserted::Duplicate(id));
        }
        for (id, (copies, conflicting)) in counted {
            count_on(
                txn,
                &id,
                copies,
                conflicting,
                batch.first().map_or(0, |new| new.received_at),
            )
            .await?;
        }
        firsts.retain(|new| fresh.contains(new.id.as_str()));
        put_payloads(txn, &firsts).await?;
        batch
            .iter()
            .map(|new| answers.remove(new.id.as_str()).ok_or(StoreError::Stale))
            .collect()
    }

    /// Inserts rows whose place is free; says which.
    async fn put(
        &self,
        txn: &DatabaseTransaction,
        at: Moment,
        rows: &[&NewEvent],
    ) -> Result<BTreeSet<String>, StoreError> {
        let mut fresh = BTreeSet::new();
        for rows in shapes(rows) {
            let mut insert = Query::insert();
            insert.into_table(event::Entity).columns(COLUMNS);
            for new in rows {
                insert.values(self.values(at, new)).map_err(unbuildable)?;
            }
            insert
                .on_conflict(
                    OnConflict::columns([event::Column::WebhookId, event::Column::DeliveryId])
                        .do_nothing()
                        .to_owned(),
                )
                .returning_col(event::Column::Id);
            for row in txn.query_all(&insert).await? {
                fresh.insert(row.try_get_by_index::<String>(0)?);
            }
        }
        Ok(fresh)
    }

    fn values(&self, at: Moment, new: &NewEvent) -> Vec<SimpleExpr> {
        let refused = new.refused.as_ref();
        let status = if refused.is_some() {
            EventStatus::Rejected
        } else {
            EventStatus::Received
        };
        let due = if refused.is_some() {
            Expr::value(Option::<i64>::None)
        } else {
            self.moment(at, 0)
        };
        let identity = new.identity.as_ref();
        let replay = new.replay.as_ref();
        let lineage = replay.map_or(&new.id, |mark| &mark.lineage);
        vec![
            Expr::value(new.id.as_str()),
            Expr::value(new.webhook.as_str()),
            Expr::value(new.vendor.as_str()),
            Expr::value(new.integration.as_str()),
            Expr::value(status.as_str()),
            Expr::value(new.lane),
            Expr::value(new.received_at),
            due,
            Expr::value(identity.map(|identity| clean(&identity.key))),
            Expr::value(identity.is_some_and(|identity| identity.window_ms.is_some())),
            Expr::value(new.body_sha256.as_str()),
            Expr::value(i64::try_from(new.size).unwrap_or(i64::MAX)),
            Expr::value(clean(&new.preview)),
            Expr::value(new.remote_address.as_deref().map(clean)),
            Expr::value(new.matched_secret.as_ref().map(ToString::to_string)),
            Expr::value(lineage.as_str()),
            Expr::value(replay.map(|mark| mark.of.to_string())),
            Expr::value(replay.map(|mark| mark.by.clone())),
            Expr::value(replay.and_then(|mark| mark.reason.as_deref().map(clean))),
            Expr::value(refused.map(|refused| refused.stage.as_str())),
            Expr::value(refused.map(|refused| refused.code.as_str())),
            Expr::value(refused.map(|refused| clean(&refused.failure))),
            Expr::value(refused.map(|_| new.received_at)),
            Expr::value(new.object.as_deref().map(clean)),
        ]
    }

    /// The event of the same identity; none when there is none that counts.
    async fn original(
        &self,
        txn: &DatabaseTransaction,
        new: &NewEvent,
    ) -> Result<Option<Original>, StoreError> {
        let Some(identity) = &new.identity else {
            return Ok(None);
        };
        let found: Option<(String, String, i64)> = event::Entity::find()
            .select_only()
            .column(event::Column::Id)
            .column(event::Column::BodySha256)
            .column(event::Column::ReceivedAt)
            .filter(event::Column::WebhookId.eq(new.webhook.as_str()))
            .filter(event::Column::DeliveryId.eq(clean(&identity.key)))
            .into_tuple()
            .one(txn)
            .await?;
        let Some((id, body_sha256, received_at)) = found else {
            return Ok(None);
        };
        if identity
            .window_ms
            .is_some_and(|window| new.received_at - received_at > window)
        {
            // Rationale: the old row keeps what it was told by, and gives the place free.
            event::Entity::update_many()
                .filter(event::Column::Id.eq(&id))
                .col_expr(
                    event::Column::DeliveryId,
                    Expr::value(format!("{}#{id}", identity.key)),
                )
                .exec(txn)
                .await?;
            return Ok(None);
        }
        Ok(Some(Original { id, body_sha256 }))
    }
}

const COLUMNS: [event::Column; 24] = [
    event::Column::Id,
    event::Column::WebhookId,
    event::Column::Vendor,
    event::Column::IntegrationId,
    event::Column::Status,
    event::Column::Lane,
    event::Column::ReceivedAt,
    event::Column::NextAttemptAt,
    event::Column::DeliveryId,
    event::Column::WeakIdentity,
    event::Column::BodySha256,
    event::Column::Size,
    event::Column::Preview,
    event::Column::RemoteAddress,
    event::Column::MatchedSecret,
    event::Column::Lineage,
    event::Column::ReplayOf,
    event::Column::ReplayedBy,
    event::Column::ReplayReason,
    event::Column::Stage,
    event::Column::Code,
    event::Column::Failure,
    event::Column::FinishedAt,
    event::Column::Object,
];

/// The first of each identity, in one order on every node so that two batches cannot wait for each other; and the copies.
fn firsts_and_copies(batch: &[NewEvent]) -> (Vec<&NewEvent>, Vec<(&NewEvent, &NewEvent)>) {
    let mut by_identity: BTreeMap<(&str, &str), &NewEvent> = BTreeMap::new();
    let (mut firsts, mut copies) = (Vec::new(), Vec::new());
    for new in batch {
        let Some(identity) = &new.identity else {
            firsts.push(new);
            continue;
        };
        let key = (new.webhook.as_str(), identity.key.as_str());
        match by_identity.get(&key) {
            Some(first) => copies.push((new, *first)),
            None => {
                by_identity.insert(key, new);
            }
        }
    }
    firsts.extend(by_identity.into_values());
    (firsts, copies)
}

fn count(counted: &mut BTreeMap<String, (i64, bool)>, original: &Original, copy: &NewEvent) {
    let entry = counted.entry(original.id.clone()).or_default();
    entry.0 += 1;
    let of_vendor = copy
        .identity
        .as_ref()
        .is_some_and(|identity| identity.window_ms.is_none());
    entry.1 |= of_vendor && original.body_sha256 != copy.body_sha256;
}

async fn count_on(
    txn: &DatabaseTransaction,
    id: &str,
    copies: i64,
    conflicting: bool,
    now: i64,
) -> Result<(), StoreError> {
    let mut update = event::Entity::update_many()
        .filter(event::Column::Id.eq(id))
        .col_expr(
            event::Column::Duplicates,
            Expr::col(event::Column::Duplicates).add(copies),
        )
        .col_expr(event::Column::LastDuplicateAt, Expr::value(now));
    if conflicting {
        update = update.col_expr(event::Column::Conflicting, Expr::value(true));
    }
    update.exec(txn).await?;
    Ok(())
}

async fn put_payloads(txn: &DatabaseTransaction, rows: &[&NewEvent]) -> Result<(), StoreError> {
    for rows in shapes(rows) {
        let mut insert = Query::insert();
        insert.into_table(event_payload::Entity).columns([
            event_payload::Column::EventId,
            event_payload::Column::Body,
            event_payload::Column::Headers,
        ]);
        for new in rows {
            insert
                .values([
                    Expr::value(new.id.as_str()),
                    Expr::value(new.body.clone()),
                    Expr::value(clean(&new.headers)),
                ])
                .map_err(unbuildable)?;
        }
        txn.execute(&insert).await?;
    }
    Ok(())
}

fn unbuildable(error: sea_orm::sea_query::error::Error) -> StoreError {
    StoreError::Unreadable(format!("a statement could not be built: {error}"))
}
