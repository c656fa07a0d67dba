//! Effects by their idempotency keys: what was begun, what is done, and what nobody knows. A key is taken in the same commit
//! that marks the step as begun, before anything is sent; so of two runs of one lineage one makes the effect.

use super::{
    super::{Store, StoreError},
    entities::effect,
};
use contract::ids::RunId;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr,
};
use serde_json::Value;

/// What is known of an effect.
#[derive(Clone, Debug, PartialEq)]
pub enum EffectState {
    /// Begun; whether it was made is not known before it ends.
    Begun,
    /// Made; this is what it gave.
    Done(Value),
    /// Not made, for certain; it may be tried again.
    Undone,
}

/// An effect and whose it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    /// The run that began it.
    pub run: RunId,
    /// Its step's number in that run.
    pub n: u32,
    /// What is known of it.
    pub state: EffectState,
}

/// An effect that a step is about to make.
#[derive(Clone, Debug)]
pub struct EffectKey {
    /// The key: a digest of lineage and step.
    pub key: String,
    /// What guards it, with the step: the event, or the run.
    pub lineage: String,
    /// What it is, in words: `VENDOR tickets.note (Write a note)`.
    pub words: String,
}

impl Store {
    /// What is known of an effect; none when nobody began it.
    pub async fn effect(&self, key: &str) -> Result<Option<Effect>, StoreError> {
        let row = effect::Entity::find_by_id(key).one(self.connection()).await?;
        row.map(read).transpose()
    }

    /// What was made for a lineage, a sentence each, oldest first.
    pub async fn effects_of(&self, lineage: &str) -> Result<Vec<String>, StoreError> {
        let rows = effect::Entity::find()
            .filter(effect::Column::Lineage.eq(lineage))
            .filter(effect::Column::State.ne(UNDONE))
            .order_by_asc(effect::Column::At)
            .order_by_asc(effect::Column::N)
            .all(self.connection())
            .await?;
        Ok(rows
            .into_iter()
            .map(|row| match row.state.as_str() {
                DONE => format!("{} was done by the run {}.", row.words, row.run_id),
                _ => format!(
                    "{} was begun by the run {}; whether it was done is not known.",
                    row.words, row.run_id
                ),
            })
            .collect())
    }
}

impl Store {
    /// Takes a key outside of a step; `Taken` where it was taken before.
    pub async fn take_effect(&self, now: i64, run: &RunId, key: &EffectKey) -> Result<(), StoreError> {
        let txn = self.begin().await?;
        take(&txn, now, run, OUTSIDE, key).await?;
        Ok(txn.commit().await?)
    }

    /// Keeps what became of an effect outside of a step.
    pub async fn settle_effect(
        &self,
        now: i64,
        run: &RunId,
        key: &str,
        state: &EffectState,
    ) -> Result<(), StoreError> {
        let txn = self.begin().await?;
        settle(&txn, now, run, key, state).await?;
        Ok(txn.commit().await?)
    }

    /// Lets a key go whose effect was certainly not made: nothing was sent.
    pub async fn undo_effect(&self, now: i64, key: &str, run: &RunId, n: u32) -> Result<(), StoreError> {
        effect::Entity::update_many()
            .filter(effect::Column::IdempotencyKey.eq(key))
            .filter(effect::Column::RunId.eq(run.as_str()))
            .filter(effect::Column::N.eq(i32::try_from(n).unwrap_or(i32::MAX)))
            .filter(effect::Column::State.eq(BEGUN))
            .col_expr(effect::Column::State, Expr::value(UNDONE))
            .col_expr(effect::Column::At, Expr::value(now))
            .exec(self.connection())
            .await?;
        Ok(())
    }
}

/// The number of an effect that no step makes.
const OUTSIDE: i32 = -1;

const BEGUN: &str = "begun";
const DONE: &str = "done";
const UNDONE: &str = "undone";

/// Takes a key for a step; `Taken` where another step has it and may have made the effect.
pub(super) async fn take(
    txn: &DatabaseTransaction,
    now: i64,
    run: &RunId,
    n: i32,
    key: &EffectKey,
) -> Result<(), StoreError> {
    let again = effect::Entity::update_many()
        .filter(effect::Column::IdempotencyKey.eq(key.key.as_str()))
        .filter(
            sea_orm::Condition::any()
                .add(effect::Column::State.eq(UNDONE))
                .add(
                    sea_orm::Condition::all()
                        .add(effect::Column::RunId.eq(run.as_str()))
                        .add(effect::Column::State.eq(BEGUN)),
                ),
        )
        .col_expr(effect::Column::State, Expr::value(BEGUN))
        .col_expr(effect::Column::RunId, Expr::value(run.as_str()))
        .col_expr(effect::Column::N, Expr::value(n))
        .col_expr(effect::Column::At, Expr::value(now))
        .exec(txn)
        .await?;
    if again.rows_affected == 1 {
        return Ok(());
    }
    let row = effect::ActiveModel {
        idempotency_key: Set(key.key.clone()),
        lineage: Set(key.lineage.clone()),
        run_id: Set(run.to_string()),
        n: Set(n),
        state: Set(BEGUN.to_owned()),
        words: Set(key.words.clone()),
        output: Set(None),
        at: Set(now),
    };
    effect::Entity::insert(row).exec_without_returning(txn).await?;
    Ok(())
}

/// Keeps what became of an effect that this run began.
pub(super) async fn settle(
    txn: &DatabaseTransaction,
    now: i64,
    run: &RunId,
    key: &str,
    state: &EffectState,
) -> Result<(), StoreError> {
    let (word, output) = match state {
        EffectState::Begun => (BEGUN, None),
        EffectState::Done(output) => (DONE, Some(output.to_string())),
        EffectState::Undone => (UNDONE, None),
    };
    effect::Entity::update_many()
        .filter(effect::Column::IdempotencyKey.eq(key))
        .filter(effect::Column::RunId.eq(run.as_str()))
        .col_expr(effect::Column::State, Expr::value(word))
        .col_expr(effect::Column::Output, Expr::value(output))
        .col_expr(effect::Column::At, Expr::value(now))
        .exec(txn)
        .await?;
    Ok(())
}

fn read(row: effect::Model) -> Result<Effect, StoreError> {
    let unreadable = |what: &str| StoreError::Unreadable(format!("effect {}: {what}", row.idempotency_key));
    let output = row.output.as_deref().unwrap_or("null");
    Ok(Effect {
        run: RunId::parse(&row.run_id).ok_or_else(|| unreadable("run"))?,
        n: u32::try_from(row.n).unwrap_or(0),
        state: match row.state.as_str() {
            BEGUN => EffectState::Begun,
            DONE => EffectState::Done(serde_json::from_str(output).map_err(|_| unreadable("output"))?),
            UNDONE => EffectState::Undone,
            _ => return Err(unreadable("state")),
        },
    })
}
