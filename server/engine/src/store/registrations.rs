//! Registrations of webhooks at vendors that forget them: what is kept of each, and which are due to be looked after.

use super::{
    Store,
    entities_events::webhook,
    errors::StoreError,
    lease::{self, Lease},
    webhooks::WebhookRow,
};
use contract::ids::WebhookId;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, UpdateMany,
    sea_query::{CaseStatement, Expr, ExprTrait as _},
};

/// How many are looked after in one turn.
const A_TURN: u64 = 20;

/// When it is due next is until when somebody has it, and what was seen there is the claim.
const LEASE: Lease<webhook::Entity> = Lease {
    id: webhook::Column::Id,
    claim: None,
    until: webhook::Column::DueAt,
};

/// At once, where something is registered that must be looked after.
pub(super) fn at_once() -> CaseStatement {
    let kept = Expr::col(webhook::Column::Registration).is_not_null();
    CaseStatement::new()
        .case(kept, 0_i64)
        .finally(Expr::value(Option::<i64>::None))
}

/// What makes the registration of a webhook due at once.
pub(super) fn due(id: &WebhookId) -> UpdateMany<webhook::Entity> {
    webhook::Entity::update_many()
        .filter(webhook::Column::Id.eq(id.as_str()))
        .filter(webhook::Column::Registration.is_not_null())
        .col_expr(webhook::Column::DueAt, Expr::value(0_i64))
}

impl Store {
    /// Webhooks whose registration must be looked after now, the longest due first; deleted ones too.
    pub async fn due_registrations(&self, now: i64) -> Result<Vec<WebhookRow>, StoreError> {
        let rows = webhook::Entity::find()
            .filter(webhook::Column::DueAt.lte(now))
            .order_by_asc(webhook::Column::DueAt)
            .order_by_asc(webhook::Column::Id)
            .limit(A_TURN)
            .all(self.connection())
            .await?;
        let mut due = Vec::with_capacity(rows.len());
        for row in rows {
            due.push(self.with_secrets(row).await?);
        }
        Ok(due)
    }

    /// Takes one that was due, until a time; false where another node has it, or it was made due anew.
    pub async fn claim_registration(
        &self,
        id: &WebhookId,
        seen: i64,
        until: i64,
    ) -> Result<bool, StoreError> {
        let still = Condition::all().add(webhook::Column::DueAt.eq(seen));
        let taken = LEASE.take(id.as_str().into(), still, None, Expr::value(until));
        lease::is_done(taken, self.connection()).await
    }

    /// Keeps what is registered now, and when it must be looked after. Where it was made due at once in the meantime, it stays
    /// so. `words` are what people read.
    pub async fn keep_registration(
        &self,
        id: &WebhookId,
        state: Option<String>,
        due_at: Option<i64>,
        words: Option<String>,
    ) -> Result<(), StoreError> {
        let hurried = Expr::col(webhook::Column::DueAt)
            .eq(0_i64)
            .and(Expr::value(due_at.is_some()));
        let due = CaseStatement::new()
            .case(hurried, 0_i64)
            .finally(Expr::value(due_at));
        let mut update = webhook::Entity::update_many()
            .filter(webhook::Column::Id.eq(id.as_str()))
            .col_expr(webhook::Column::Registration, Expr::value(state))
            .col_expr(webhook::Column::DueAt, due.into());
        if let Some(words) = words {
            update = update.col_expr(webhook::Column::Registered, Expr::value(words));
        }
        update.exec(self.connection()).await?;
        Ok(())
    }

    /// Has the registration looked after at once; false where nothing needs it.
    pub async fn hurry_registration(&self, id: &WebhookId) -> Result<bool, StoreError> {
        Ok(due(id).exec(self.connection()).await?.rows_affected == 1)
    }
}
