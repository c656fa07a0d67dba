//! The lease of a row: one node takes it for a while under a claim of its own, goes on with it while it has it, and puts it down
//! or is followed by another when the lease has ended.
//!
//! A row says how long it is taken, and mostly by which claim; where it names none, what was seen of it before is the claim. What
//! the row is, and which rows are wanted, is its table's business.

use super::errors::StoreError;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ModelTrait, QueryFilter, Select, UpdateMany, Value,
    sea_query::{Expr, ExprTrait as _, SimpleExpr},
};

/// In which columns of a table a lease stands.
pub(super) struct Lease<E: EntityTrait> {
    /// Which row.
    pub id: E::Column,
    /// Whose it is, where the table says it.
    pub claim: Option<E::Column>,
    /// Until when.
    pub until: E::Column,
}

impl<E: EntityTrait> Lease<E> {
    /// True of a row that no living node has.
    pub fn free(&self, now: SimpleExpr) -> SimpleExpr {
        Expr::col(self.until).lte(now)
    }

    /// What takes a row, where this holds of it still.
    pub fn take(&self, id: Value, still: Condition, claim: Option<&str>, until: SimpleExpr) -> UpdateMany<E> {
        let mut update = E::update_many()
            .filter(self.id.eq(id))
            .filter(still)
            .col_expr(self.until, until);
        if let Some(column) = self.claim {
            update = update.col_expr(column, Expr::value(claim.map(str::to_owned)));
        }
        update
    }

    /// Takes the first of those that wait, where it is wanted still; none where another was faster.
    pub async fn take_first(
        &self,
        connection: &impl ConnectionTrait,
        waiting: Select<E>,
        wanted: Condition,
        claim: &str,
        until: SimpleExpr,
    ) -> Result<Option<E::Model>, StoreError> {
        let first = waiting.filter(wanted.clone()).one(connection).await?;
        let Some(row) = first else { return Ok(None) };
        let taken = self.take(row.get(self.id), wanted, Some(claim), until);
        Ok(is_done(taken, connection).await?.then_some(row))
    }

    /// What changes a row only while this claim has it.
    pub fn held(&self, id: &str, claim: &str) -> UpdateMany<E> {
        let update = E::update_many().filter(self.id.eq(id));
        match self.claim {
            Some(column) => update.filter(column.eq(claim)),
            None => update,
        }
    }

    /// The same change, and whoever had the row puts it down: it can be taken at once.
    pub fn put_down(&self, update: UpdateMany<E>) -> UpdateMany<E> {
        let update = update.col_expr(self.until, Expr::value(0_i64));
        match self.claim {
            Some(column) => update.col_expr(column, Expr::value(Option::<String>::None)),
            None => update,
        }
    }
}

/// Makes a change of one row; false where it is no longer the row that was meant.
pub(super) async fn is_done<E: EntityTrait>(
    update: UpdateMany<E>,
    connection: &impl ConnectionTrait,
) -> Result<bool, StoreError> {
    Ok(update.exec(connection).await?.rows_affected == 1)
}

/// The same, and `Stale` where it is not.
pub(super) async fn done<E: EntityTrait>(
    update: UpdateMany<E>,
    connection: &impl ConnectionTrait,
) -> Result<(), StoreError> {
    if is_done(update, connection).await? {
        Ok(())
    } else {
        Err(StoreError::Stale)
    }
}
