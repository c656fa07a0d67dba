//! The slots of the probes: who makes which, and when the next one is.
//!
//! A slot is a lease that the database's clock ends, fenced by a claim. A node that dies holds a slot no longer than its
//! lease; then another takes it, and the dead node's result, should it come after all, changes nothing.

use super::{
    IntegrationRow, Moment, Store, StoreError,
    entities::{integration, sealed_value},
    integration_rows::read,
};
use contract::ids::IntegrationId;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, Iterable, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{CommonTableExpression, Expr, ExprTrait as _, LockBehavior, LockType, Order, Query},
};
use std::collections::BTreeMap;

/// The claim of a slot that was given back: due again later, and still the same slot.
const WAITS: &str = "waits";

/// A slot that this node has for the time of its lease.
#[derive(Clone, Debug, PartialEq)]
pub struct DueProbe {
    /// Whom to probe.
    pub row: IntegrationRow,
    /// When the slot was due.
    pub slot_at: i64,
}

/// What becomes of a slot without a probe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PutBack {
    /// The same slot is due again at this moment.
    Wait(i64),
    /// It is passed over; the next one is at this moment.
    Skip(i64),
}

impl Store {
    /// Takes up to `limit` slots that are due, those of dead nodes included.
    pub async fn claim_probes(
        &self,
        at: Moment,
        limit: u64,
        claim: &str,
        lease_ms: i64,
    ) -> Result<Vec<DueProbe>, StoreError> {
        use integration::Column;
        let mut due = Query::select();
        due.column(Column::Id)
            .from(integration::Entity)
            .and_where(Expr::col(Column::Paused).eq(false))
            .and_where(Expr::col(Column::NextProbeAt).lte(self.moment(at, 0)))
            .order_by(Column::NextProbeAt, Order::Asc)
            .limit(limit);
        if self.is_postgres() {
            due.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
        }
        // A slot that another node had, or gave back, keeps the time at which it was due.
        let slot = Expr::case(
            Expr::col(Column::ProbeClaim).is_null(),
            Expr::col(Column::NextProbeAt),
        )
        .finally(Expr::col(Column::SlotAt));
        let mut update = Query::update();
        update
            .table(integration::Entity)
            .value(Column::SlotAt, slot)
            .value(Column::ProbeClaim, claim)
            .value(Column::NextProbeAt, self.moment(at, lease_ms))
            // Rationale: a subquery in its place could be run more than once, and then take more than its limit.
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
            .returning(Query::returning().columns(Column::iter()));
        let taken = {
            let _turn = self.turn().await;
            self.connection().query_all(&update).await?
        };
        let rows = taken
            .iter()
            .map(|row| integration::Model::from_query_result(row, ""))
            .collect::<Result<Vec<_>, _>>()?;
        self.with_slots(rows).await
    }

    /// Whether anything is due; takes nothing, and no lock.
    pub async fn has_due_probes(&self, at: Moment) -> Result<bool, StoreError> {
        let found = integration::Entity::find()
            .select_only()
            .column(integration::Column::Id)
            .filter(integration::Column::Paused.eq(false))
            .filter(Expr::col(integration::Column::NextProbeAt).lte(self.moment(at, 0)))
            .limit(1)
            .into_tuple::<String>()
            .one(self.connection())
            .await?;
        Ok(found.is_some())
    }

    async fn with_slots(&self, rows: Vec<integration::Model>) -> Result<Vec<DueProbe>, StoreError> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let values = sealed_value::Entity::find()
            .filter(sealed_value::Column::IntegrationId.is_in(rows.iter().map(|row| row.id.as_str())))
            .all(self.connection())
            .await?;
        let mut sealed: BTreeMap<String, Vec<sealed_value::Model>> = BTreeMap::new();
        for value in values {
            sealed
                .entry(value.integration_id.clone())
                .or_default()
                .push(value);
        }
        let mut due = Vec::with_capacity(rows.len());
        for row in rows {
            let (slot_at, id) = (row.slot_at, row.id.clone());
            match read(row, sealed.remove(&id).unwrap_or_default()) {
                Ok(row) => due.push(DueProbe { row, slot_at }),
                // One row that cannot be read must not keep all others from being probed.
                Err(error) => {
                    tracing::error!(integration.id = %id, error = %error, "an integration cannot be probed");
                }
            }
        }
        due.sort_by_key(|one| one.slot_at);
        Ok(due)
    }

    /// Puts slots back that this node has, without a probe.
    pub async fn put_back_probes(
        &self,
        claim: &str,
        slots: &[(IntegrationId, PutBack)],
    ) -> Result<(), StoreError> {
        use integration::Column;
        if slots.is_empty() {
            return Ok(());
        }
        let _turn = self.turn().await;
        let txn = self.begin().await?;
        for (id, what) in slots {
            let (next, left) = match what {
                PutBack::Wait(at) => (*at, Some(WAITS)),
                PutBack::Skip(at) => (*at, None),
            };
            integration::Entity::update_many()
                .filter(Column::Id.eq(id.as_str()))
                .filter(Column::ProbeClaim.eq(claim))
                .col_expr(Column::NextProbeAt, Expr::value(next))
                .col_expr(Column::ProbeClaim, Expr::value(left))
                .exec(&txn)
                .await?;
        }
        Ok(txn.commit().await?)
    }

    /// Makes the next slot of an integration due at a moment, unless a node has it right now.
    pub async fn hurry_probe(&self, id: &IntegrationId, at: i64) -> Result<(), StoreError> {
        use integration::Column;
        integration::Entity::update_many()
            .filter(Column::Id.eq(id.as_str()))
            .filter(Column::ProbeClaim.is_null())
            .filter(Column::NextProbeAt.gt(at))
            .col_expr(Column::NextProbeAt, Expr::value(at))
            .exec(self.connection())
            .await?;
        Ok(())
    }

    /// How long the oldest due slot has been waiting, in milliseconds; none while nothing waits.
    pub async fn probes_late_by(&self, at: Moment) -> Result<Option<i64>, StoreError> {
        use integration::Column;
        let oldest = integration::Entity::find()
            .select_only()
            .column(Column::ProbeClaim)
            .column(Column::SlotAt)
            .column(Column::NextProbeAt)
            .expr(self.moment(at, 0))
            .filter(Column::Paused.eq(false))
            .filter(Expr::col(Column::NextProbeAt).lte(self.moment(at, 0)))
            .order_by_asc(Column::NextProbeAt)
            .limit(1)
            .into_tuple::<(Option<String>, i64, i64, i64)>()
            .one(self.connection())
            .await?;
        Ok(oldest.map(|(claim, slot, next, now)| now - if claim.is_some() { slot } else { next }))
    }
}
