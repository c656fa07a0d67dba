//! The queue that the rows themselves are: claim, renew, finish.
//!
//! A claim is a lease that the database's clock ends, fenced by a token: whoever comes back late changes no row. On
//! PostgreSQL claims pass over each other's rows (`SKIP LOCKED`); SQLite has one writer.

use super::{
    super::entities_events::{event, event_attempt},
    super::{Moment, Store, StoreError},
    FRESH, RETRY, clean,
    read::AttemptRow,
};
use contract::{
    event::EventStatus,
    ids::{EventId, IntegrationId, VendorId, WebhookId},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{
        CommonTableExpression, Expr, ExprTrait as _, LockBehavior, LockType, OnConflict, Order, Query,
        SimpleExpr,
    },
};

/// An event that this worker has for the time of its lease.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claimed {
    /// Which.
    pub id: EventId,
    /// The webhook.
    pub webhook: WebhookId,
    /// Whose.
    pub vendor: VendorId,
    /// The account.
    pub integration: IntegrationId,
    /// Its lane.
    pub lane: i64,
    /// What guards its effects.
    pub lineage: EventId,
    /// Which attempt this is, from 1.
    pub attempt: i64,
    /// How many tries failed before.
    pub tries: i64,
    /// When it came.
    pub received_at: i64,
    /// True where others about the same thing wait for its end.
    pub ordered: bool,
}

/// When it is looked at next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Never: it is final.
    Never,
    /// After so many milliseconds.
    After(i64),
}

/// How an attempt ended, to be written down under its claim.
#[derive(Clone, Debug)]
pub struct Completion {
    /// The event.
    pub id: EventId,
    /// The claim it was done under.
    pub claim: String,
    /// Where it stands now.
    pub status: EventStatus,
    /// When it is looked at next.
    pub next: Next,
    /// True when this used up a try.
    pub used_try: bool,
    /// True when this was no attempt at all: it is not counted.
    pub uncounted: bool,
    /// What happened, once that is known.
    pub kind: Option<String>,
    /// One line for a person.
    pub subject: Option<String>,
    /// The vendor's record that stands for its customer.
    pub customer_ref: Option<String>,
    /// The customer and its name.
    pub customer: Option<(String, String)>,
    /// The SOP and its name.
    pub sop: Option<(String, String)>,
    /// The run.
    pub run: Option<String>,
    /// What it waits for.
    pub approval: Option<String>,
    /// The stage that broke, why, and the facts as JSON.
    pub failed: Option<(&'static str, &'static str, String)>,
    /// The group of dead letters it belongs to.
    pub fingerprint: Option<String>,
    /// The attempt itself.
    pub attempt: Option<AttemptRow>,
}

impl Store {
    /// Takes up to `limit` due events of a lane, those whose worker's lease is over included.
    pub async fn claim_events(
        &self,
        at: Moment,
        lane: i64,
        limit: u64,
        claim: &str,
        lease_ms: i64,
    ) -> Result<Vec<Claimed>, StoreError> {
        let mut due = Query::select();
        due.column(event::Column::Id)
            .from(event::Entity)
            .and_where(Expr::col(event::Column::Lane).eq(lane))
            .and_where(Expr::col(event::Column::NextAttemptAt).lte(self.moment(at, 0)))
            .and_where(its_turn())
            .order_by(event::Column::NextAttemptAt, Order::Asc)
            .order_by(event::Column::Id, Order::Asc)
            .limit(limit);
        if self.is_postgres() {
            due.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
        }
        let waiting = Expr::col(event::Column::Status).eq(EventStatus::AwaitingApproval.as_str());
        // Going on after an approval is the same attempt.
        let attempts = Expr::case(waiting, Expr::col(event::Column::Attempts))
            .finally(Expr::col(event::Column::Attempts).add(1));
        let mut update = Query::update();
        update
            .table(event::Entity)
            .value(event::Column::Attempts, attempts)
            .value(event::Column::Status, EventStatus::Processing.as_str())
            .value(event::Column::Claim, claim)
            .value(event::Column::NextAttemptAt, self.moment(at, lease_ms))
            // Rationale: a subquery in its place could be run more than once, and then take more than its limit.
            .with_cte(
                CommonTableExpression::new()
                    .query(due)
                    .column(event::Column::Id)
                    .table_name("due")
                    .to_owned(),
            )
            .and_where(
                Expr::col(event::Column::Id)
                    .in_subquery(Query::select().column(event::Column::Id).from("due").to_owned()),
            )
            .returning(Query::returning().columns([
                event::Column::Id,
                event::Column::WebhookId,
                event::Column::Vendor,
                event::Column::IntegrationId,
                event::Column::Lineage,
                event::Column::Attempts,
                event::Column::Tries,
                event::Column::ReceivedAt,
                event::Column::Object,
            ]));
        let _turn = self.turn().await;
        let rows = self.connection().query_all(&update).await?;
        let mut claimed = Vec::with_capacity(rows.len());
        for row in rows {
            let text = |index: usize| row.try_get_by_index::<String>(index);
            let number = |index: usize| row.try_get_by_index::<i64>(index);
            let unreadable = |what: &str| StoreError::Unreadable(format!("event: {what}"));
            claimed.push(Claimed {
                id: EventId::parse(&text(0)?).ok_or_else(|| unreadable("id"))?,
                webhook: WebhookId::parse(&text(1)?).ok_or_else(|| unreadable("webhook"))?,
                vendor: VendorId::new(text(2)?),
                integration: IntegrationId::parse(&text(3)?).ok_or_else(|| unreadable("integration"))?,
                lineage: EventId::parse(&text(4)?).ok_or_else(|| unreadable("lineage"))?,
                attempt: number(5)?,
                tries: number(6)?,
                received_at: number(7)?,
                ordered: row.try_get_by_index::<Option<String>>(8)?.is_some(),
                lane,
            });
        }
        claimed.sort_by(|one, other| one.id.cmp(&other.id));
        Ok(claimed)
    }

    /// Whether anything is due in a lane; takes nothing, and no lock.
    pub async fn has_due_events(&self, at: Moment, lane: i64) -> Result<bool, StoreError> {
        let found = event::Entity::find()
            .select_only()
            .column(event::Column::Id)
            .filter(event::Column::Lane.eq(lane))
            .filter(Expr::col(event::Column::NextAttemptAt).lte(self.moment(at, 0)))
            .limit(1)
            .into_tuple::<String>()
            .one(self.connection())
            .await?;
        Ok(found.is_some())
    }

    /// Renews a lease; false when another worker has the event by now.
    pub async fn renew_event(
        &self,
        at: Moment,
        id: &EventId,
        claim: &str,
        lease_ms: i64,
    ) -> Result<bool, StoreError> {
        let _turn = self.turn().await;
        let done = event::Entity::update_many()
            .filter(event::Column::Id.eq(id.as_str()))
            .filter(event::Column::Claim.eq(claim))
            .filter(event::Column::Status.eq(EventStatus::Processing.as_str()))
            .col_expr(event::Column::NextAttemptAt, self.moment(at, lease_ms))
            .exec(self.connection())
            .await?;
        Ok(done.rows_affected == 1)
    }

    /// Makes events that wait for an approval due now; says how many.
    pub async fn hurry_waiting(&self, at: Moment, approval: &str) -> Result<u64, StoreError> {
        let _turn = self.turn().await;
        let done = event::Entity::update_many()
            .filter(event::Column::ApprovalId.eq(approval))
            .filter(event::Column::Status.eq(EventStatus::AwaitingApproval.as_str()))
            .col_expr(event::Column::NextAttemptAt, self.moment(at, 0))
            .exec(self.connection())
            .await?;
        Ok(done.rows_affected)
    }

    /// Writes down how attempts ended, many in one commit; for each, false when its claim is no longer good.
    pub async fn finish_events(
        &self,
        now: i64,
        at: Moment,
        batch: &[Completion],
    ) -> Result<Vec<bool>, StoreError> {
        let _turn = self.turn().await;
        let txn = self.begin().await?;
        // One order on every node, so that two batches cannot wait for each other.
        let mut order: Vec<usize> = (0..batch.len()).collect();
        order.sort_by(|one, other| batch[*one].id.cmp(&batch[*other].id));
        let mut answers = vec![false; batch.len()];
        for index in order {
            answers[index] = self.finish(&txn, now, at, &batch[index]).await?;
        }
        txn.commit().await?;
        Ok(answers)
    }

    async fn finish(
        &self,
        txn: &DatabaseTransaction,
        now: i64,
        at: Moment,
        done: &Completion,
    ) -> Result<bool, StoreError> {
        let keep = |column: event::Column, new: Option<&str>| match new {
            Some(text) => Expr::value(clean(text)),
            None => Expr::col(column),
        };
        let text = |new: Option<&str>| Expr::value(new.map(clean));
        let pair = |pair: &'_ Option<(String, String)>, first: bool| -> Option<String> {
            pair.as_ref()
                .map(|(id, name)| if first { id.clone() } else { name.clone() })
        };
        let next: SimpleExpr = match done.next {
            Next::Never => Expr::value(Option::<i64>::None),
            Next::After(ms) => self.moment(at, ms),
        };
        let failed = done.failed.as_ref();
        let mut update = event::Entity::update_many()
            .filter(event::Column::Id.eq(done.id.as_str()))
            .filter(event::Column::Claim.eq(&done.claim))
            .filter(event::Column::Status.eq(EventStatus::Processing.as_str()))
            .col_expr(event::Column::Status, Expr::value(done.status.as_str()))
            .col_expr(event::Column::NextAttemptAt, next)
            .col_expr(event::Column::Claim, Expr::value(Option::<String>::None))
            .col_expr(
                event::Column::Kind,
                keep(event::Column::Kind, done.kind.as_deref()),
            )
            .col_expr(
                event::Column::Subject,
                keep(event::Column::Subject, done.subject.as_deref()),
            )
            .col_expr(event::Column::ApprovalId, text(done.approval.as_deref()))
            .col_expr(
                event::Column::RunId,
                keep(event::Column::RunId, done.run.as_deref()),
            )
            .col_expr(event::Column::Stage, text(failed.map(|failed| failed.0)))
            .col_expr(event::Column::Code, text(failed.map(|failed| failed.1)))
            .col_expr(
                event::Column::Failure,
                text(failed.map(|failed| failed.2.as_str())),
            )
            .col_expr(event::Column::Fingerprint, text(done.fingerprint.as_deref()));
        if done.uncounted {
            update = update.col_expr(event::Column::Attempts, Expr::col(event::Column::Attempts).sub(1));
        } else {
            update = update
                .col_expr(event::Column::CustomerRef, text(done.customer_ref.as_deref()))
                .col_expr(
                    event::Column::CustomerId,
                    text(pair(&done.customer, true).as_deref()),
                )
                .col_expr(
                    event::Column::CustomerName,
                    text(pair(&done.customer, false).as_deref()),
                )
                .col_expr(event::Column::SopId, text(pair(&done.sop, true).as_deref()))
                .col_expr(event::Column::SopName, text(pair(&done.sop, false).as_deref()));
        }
        if done.used_try {
            update = update.col_expr(event::Column::Tries, Expr::col(event::Column::Tries).add(1));
        }
        if done.status.is_final() {
            update = update.col_expr(event::Column::FinishedAt, Expr::value(now));
        } else {
            // What failed or waits leaves the lane of what has just come.
            let lane = Expr::case(Expr::col(event::Column::Lane).eq(FRESH), RETRY)
                .finally(Expr::col(event::Column::Lane));
            update = update.col_expr(event::Column::Lane, lane.into());
        }
        if update.exec(txn).await?.rows_affected != 1 {
            return Ok(false);
        }
        if let Some(attempt) = &done.attempt {
            put_attempt(txn, &done.id, attempt).await?;
        }
        Ok(true)
    }
}

/// True of an event that waits for no earlier one about the same thing. What is not over has a next attempt, also while a
/// worker has it.
fn its_turn() -> SimpleExpr {
    let earlier = |column: event::Column| Expr::col(("earlier", column));
    let this = |column: event::Column| Expr::col((event::Entity, column));
    let before = Query::select()
        .expr(Expr::value(1))
        .from_as(event::Entity, "earlier")
        .and_where(earlier(event::Column::Object).eq(this(event::Column::Object)))
        .and_where(earlier(event::Column::NextAttemptAt).is_not_null())
        .and_where(earlier(event::Column::Id).lt(this(event::Column::Id)))
        .to_owned();
    this(event::Column::Object).is_null().or(Expr::not_exists(before))
}

async fn put_attempt(txn: &DatabaseTransaction, id: &EventId, row: &AttemptRow) -> Result<(), StoreError> {
    let mut insert = Query::insert();
    insert
        .into_table(event_attempt::Entity)
        .columns([
            event_attempt::Column::EventId,
            event_attempt::Column::N,
            event_attempt::Column::StartedAt,
            event_attempt::Column::Stages,
            event_attempt::Column::Error,
        ])
        .values([
            Expr::value(id.as_str()),
            Expr::value(row.n),
            Expr::value(row.started_at),
            Expr::value(clean(&row.stages)),
            Expr::value(row.error.as_deref().map(clean)),
        ])
        .map_err(|error| StoreError::Unreadable(format!("a statement could not be built: {error}")))?
        .on_conflict(
            OnConflict::columns([event_attempt::Column::EventId, event_attempt::Column::N])
                .update_columns([event_attempt::Column::Stages, event_attempt::Column::Error])
                .to_owned(),
        );
    txn.execute(&insert).await?;
    Ok(())
}
