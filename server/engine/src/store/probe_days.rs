//! Days of probes: half hours that are over are added up once, so that pages read two rows a day and not hundreds.
//!
//! The mark says up to when that is done. Adding up a half hour again gives the same, so two nodes that do it at once, or one
//! that is stopped in the middle, do no harm.

use super::{
    DaySlots, Slot, Store, StoreError,
    entities::{integration, probe},
    entities_health::{health_mark, probe_day},
    probes::first_probe_of,
};
use contract::probe::Outcome;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait as _, OnConflict},
};
use std::collections::BTreeMap;

/// A day in milliseconds.
pub const DAY_MS: i64 = 24 * 3600 * 1000;

/// A cell in milliseconds.
pub const HALF_MS: i64 = 1800 * 1000;

/// Raw probes that are read at once.
const PAGE: u64 = 5_000;

/// One probe as far as sums need it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawProbe {
    /// Whose.
    pub integration: String,
    /// When it ended.
    pub at: i64,
    /// What it ended as.
    pub outcome: Outcome,
    /// How long it took.
    pub latency_ms: i64,
    /// True when that was slow against its own median of then.
    pub slow: bool,
}

/// One day of one integration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProbeDay {
    /// Whose.
    pub integration: String,
    /// When it begins.
    pub day: i64,
    /// Its half hours, or their sum alone.
    pub slots: DaySlots,
}

impl Store {
    /// How far some work has come.
    pub async fn health_mark(&self, name: &str) -> Result<Option<i64>, StoreError> {
        let mark = health_mark::Entity::find_by_id(name)
            .one(self.connection())
            .await?;
        Ok(mark.map(|mark| mark.at))
    }

    /// Moves a mark forward; one that is further already stays.
    pub async fn set_health_mark(&self, name: &str, at: i64) -> Result<(), StoreError> {
        let row = health_mark::ActiveModel {
            name: Set(name.to_owned()),
            at: Set(at),
        };
        health_mark::Entity::insert(row)
            .on_conflict(
                OnConflict::column(health_mark::Column::Name)
                    .update_column(health_mark::Column::At)
                    .action_and_where(Expr::col((health_mark::Entity, health_mark::Column::At)).lt(at))
                    .to_owned(),
            )
            .exec_without_returning(self.connection())
            .await?;
        Ok(())
    }

    /// When the oldest probe that is kept ended.
    pub async fn oldest_probe(&self) -> Result<Option<i64>, StoreError> {
        let oldest = probe::Entity::find()
            .select_only()
            .column(probe::Column::At)
            .order_by_asc(probe::Column::Id)
            .limit(1)
            .into_tuple()
            .one(self.connection())
            .await?;
        Ok(oldest)
    }

    /// The probes of everybody from one moment until before another, added up by integration.
    pub async fn sum_probes(&self, from: i64, to: i64) -> Result<BTreeMap<String, Slot>, StoreError> {
        let mut sums: BTreeMap<String, Slot> = BTreeMap::new();
        let (mut after, end) = (first_probe_of(from), first_probe_of(to));
        let mut first = true;
        loop {
            let later = if first {
                probe::Column::Id.gte(&after)
            } else {
                probe::Column::Id.gt(&after)
            };
            let page: Vec<(String, String, String, i64, bool)> = probe::Entity::find()
                .select_only()
                .column(probe::Column::Id)
                .column(probe::Column::IntegrationId)
                .column(probe::Column::Outcome)
                .column(probe::Column::LatencyMs)
                .column(probe::Column::Slow)
                .filter(later)
                .filter(probe::Column::Id.lt(&end))
                .order_by_asc(probe::Column::Id)
                .limit(PAGE)
                .into_tuple()
                .all(self.connection())
                .await?;
            let Some((last, ..)) = page.last() else {
                return Ok(sums);
            };
            after.clone_from(last);
            first = false;
            for (_, integration, outcome, latency, slow) in page {
                if let Some(outcome) = Outcome::parse(&outcome) {
                    sums.entry(integration).or_default().add(outcome, latency, slow);
                }
            }
        }
    }

    /// Keeps half an hour of some integrations in their days.
    pub async fn keep_half(&self, at: i64, sums: &[(String, Slot)]) -> Result<(), StoreError> {
        let day = at - at.rem_euclid(DAY_MS);
        let index = usize::try_from((at - day) / HALF_MS).unwrap_or(0);
        let _turn = self.turn().await;
        let txn = self.begin().await?;
        let ids = sums.iter().map(|(id, _)| id.as_str());
        // An integration may be gone by now, and its days with it.
        let living: Vec<String> = integration::Entity::find()
            .select_only()
            .column(integration::Column::Id)
            .filter(integration::Column::Id.is_in(ids.clone()))
            .into_tuple()
            .all(&txn)
            .await?;
        let kept = probe_day::Entity::find()
            .filter(probe_day::Column::Day.eq(day))
            .filter(probe_day::Column::IntegrationId.is_in(ids))
            .all(&txn)
            .await?;
        let mut kept: BTreeMap<String, DaySlots> = kept
            .into_iter()
            .filter(|row| row.whole)
            .map(|row| (row.integration_id, DaySlots::unpack(&row.slots)))
            .collect();
        let rows: Vec<_> = sums
            .iter()
            .filter(|(id, _)| living.contains(id))
            .map(|(id, slot)| {
                let mut slots = kept.remove(id).unwrap_or_default();
                if let Some(place) = slots.0.get_mut(index) {
                    place.clone_from(slot);
                }
                probe_day::ActiveModel {
                    integration_id: Set(id.clone()),
                    day: Set(day),
                    whole: Set(true),
                    slots: Set(slots.pack()),
                }
            })
            .collect();
        if !rows.is_empty() {
            probe_day::Entity::insert_many(rows)
                .on_conflict(
                    OnConflict::columns([probe_day::Column::IntegrationId, probe_day::Column::Day])
                        .update_column(probe_day::Column::Slots)
                        .to_owned(),
                )
                .exec_without_returning(&txn)
                .await?;
        }
        Ok(txn.commit().await?)
    }

    /// The days of some integrations since one, oldest first.
    pub async fn probe_days(&self, ids: &[&str], since: i64) -> Result<Vec<ProbeDay>, StoreError> {
        let rows = probe_day::Entity::find()
            .filter(probe_day::Column::IntegrationId.is_in(ids.iter().copied()))
            .filter(probe_day::Column::Day.gte(since))
            .order_by_asc(probe_day::Column::Day)
            .all(self.connection())
            .await?;
        Ok(rows
            .into_iter()
            .map(|row| ProbeDay {
                integration: row.integration_id,
                day: row.day,
                slots: DaySlots::unpack(&row.slots),
            })
            .collect())
    }

    /// The probes of some integrations since a moment, as far as sums need them.
    pub async fn raw_probes(&self, ids: &[&str], since: i64) -> Result<Vec<RawProbe>, StoreError> {
        let rows: Vec<(String, i64, String, i64, bool)> = probe::Entity::find()
            .select_only()
            .column(probe::Column::IntegrationId)
            .column(probe::Column::At)
            .column(probe::Column::Outcome)
            .column(probe::Column::LatencyMs)
            .column(probe::Column::Slow)
            .filter(probe::Column::IntegrationId.is_in(ids.iter().copied()))
            .filter(probe::Column::At.gte(since))
            .into_tuple()
            .all(self.connection())
            .await?;
        let one = |(integration, at, outcome, latency_ms, slow): (String, i64, String, i64, bool)| {
            Some(RawProbe {
                integration,
                at,
                outcome: Outcome::parse(&outcome)?,
                latency_ms,
                slow,
            })
        };
        Ok(rows.into_iter().filter_map(one).collect())
    }

    /// Keeps medians.
    pub async fn set_medians(&self, medians: &[(String, Option<i64>)]) -> Result<(), StoreError> {
        let _turn = self.turn().await;
        let txn = self.begin().await?;
        for (id, median) in medians {
            integration::Entity::update_many()
                .filter(integration::Column::Id.eq(id))
                .col_expr(integration::Column::MedianMs, Expr::value(*median))
                .exec(&txn)
                .await?;
        }
        Ok(txn.commit().await?)
    }

    /// Leaves the sum alone of up to `limit` days that begin before one; says of how many.
    pub async fn fold_days(&self, before: i64, limit: u64) -> Result<u64, StoreError> {
        let rows = probe_day::Entity::find()
            .filter(probe_day::Column::Whole.eq(true))
            .filter(probe_day::Column::Day.lt(before))
            .limit(limit)
            .all(self.connection())
            .await?;
        if rows.is_empty() {
            return Ok(0);
        }
        let count = u64::try_from(rows.len()).unwrap_or(0);
        let _turn = self.turn().await;
        let txn = self.begin().await?;
        for row in rows {
            let sum = DaySlots(vec![DaySlots::unpack(&row.slots).sum()]);
            probe_day::Entity::update_many()
                .filter(probe_day::Column::IntegrationId.eq(&row.integration_id))
                .filter(probe_day::Column::Day.eq(row.day))
                .col_expr(probe_day::Column::Whole, Expr::value(false))
                .col_expr(probe_day::Column::Slots, Expr::value(sum.pack()))
                .exec(&txn)
                .await?;
        }
        txn.commit().await?;
        Ok(count)
    }

    /// Deletes up to `limit` days that begin before one; says how many went.
    pub async fn prune_days(&self, before: i64, limit: u64) -> Result<u64, StoreError> {
        let old: Vec<(String, i64)> = probe_day::Entity::find()
            .select_only()
            .column(probe_day::Column::IntegrationId)
            .column(probe_day::Column::Day)
            .filter(probe_day::Column::Whole.eq(false))
            .filter(probe_day::Column::Day.lt(before))
            .limit(limit)
            .into_tuple()
            .all(self.connection())
            .await?;
        let _turn = self.turn().await;
        let txn = self.begin().await?;
        let count = u64::try_from(old.len()).unwrap_or(0);
        for key in old {
            probe_day::Entity::delete_by_id(key).exec(&txn).await?;
        }
        txn.commit().await?;
        Ok(count)
    }
}
