//! Calls by the key that their caller gave them. A key is taken before anything is sent; so of two calls with the same key one
//! is made, and one whose process ended leaves a key behind that says so.

use super::{AuditRecord, Store, entities_rules::keyed_call, errors::StoreError};
use contract::ids::{ApprovalId, IntegrationId};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, sea_query::Expr,
};
use serde_json::Value;

/// A call and its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallKey {
    /// Whose key it is: who asks. Two callers may use the same word.
    pub owner: String,
    /// The key.
    pub key: String,
    /// Whose operation.
    pub vendor: String,
    /// Which operation.
    pub operation: String,
    /// On which account.
    pub integration: IntegrationId,
    /// SHA-256 of the arguments.
    pub input_sha256: String,
}

/// What became of a call with a key.
#[derive(Clone, Debug, PartialEq)]
pub enum KeyState {
    /// It was begun at this moment and has not ended.
    Begun(i64),
    /// It ended; this was the answer.
    Answered(Value),
    /// It is held.
    Held(ApprovalId),
    /// Its process ended while it was made.
    Lost,
}

/// A key that was used.
#[derive(Clone, Debug, PartialEq)]
pub struct UsedKey {
    /// For which call.
    pub call: CallKey,
    /// What became of it.
    pub state: KeyState,
}

const BEGUN: &str = "begun";
const ANSWERED: &str = "answered";
const HELD: &str = "held";
const LOST: &str = "lost";

impl Store {
    /// What a key was used for; none when it is free.
    pub async fn used_key(&self, owner: &str, key: &str) -> Result<Option<UsedKey>, StoreError> {
        let found = keyed_call::Entity::find_by_id((owner.to_owned(), key.to_owned()));
        let row = found.one(self.connection()).await?;
        row.map(read).transpose()
    }

    /// Takes a free key, with what the audit trail says of the call; `Taken` when somebody else was first.
    pub async fn take_key(
        &self,
        now: i64,
        call: &CallKey,
        audit: Option<AuditRecord<'_>>,
    ) -> Result<(), StoreError> {
        let txn = self.begin().await?;
        put_key(&txn, now, call, BEGUN, None).await?;
        if let Some(audit) = audit {
            self.record(&txn, now, audit).await?;
        }
        Ok(txn.commit().await?)
    }

    /// Keeps the answer of a call that was begun.
    pub async fn answer_key(&self, now: i64, call: &CallKey, answer: &Value) -> Result<(), StoreError> {
        keyed_call::Entity::update_many()
            .filter(keyed_call::Column::Owner.eq(call.owner.as_str()))
            .filter(keyed_call::Column::IdempotencyKey.eq(call.key.as_str()))
            .col_expr(keyed_call::Column::State, Expr::value(ANSWERED))
            .col_expr(keyed_call::Column::Answer, Expr::value(answer.to_string()))
            .col_expr(keyed_call::Column::EndedAt, Expr::value(now))
            .exec(self.connection())
            .await?;
        Ok(())
    }

    /// Frees the key of a call that was certainly not made.
    pub async fn free_key(&self, call: &CallKey) -> Result<(), StoreError> {
        keyed_call::Entity::delete_many()
            .filter(keyed_call::Column::Owner.eq(call.owner.as_str()))
            .filter(keyed_call::Column::IdempotencyKey.eq(call.key.as_str()))
            .filter(keyed_call::Column::State.eq(BEGUN))
            .exec(self.connection())
            .await?;
        Ok(())
    }

    /// Marks the calls that were begun before a moment and never ended; says how many.
    pub async fn lose_keys(&self, now: i64, begun_before: i64) -> Result<u64, StoreError> {
        let done = keyed_call::Entity::update_many()
            .filter(keyed_call::Column::State.eq(BEGUN))
            .filter(keyed_call::Column::BegunAt.lt(begun_before))
            .col_expr(keyed_call::Column::State, Expr::value(LOST))
            .col_expr(keyed_call::Column::EndedAt, Expr::value(now))
            .exec(self.connection())
            .await?;
        Ok(done.rows_affected)
    }

    /// Forgets the keys that were taken before a moment.
    pub async fn forget_keys(&self, taken_before: i64) -> Result<u64, StoreError> {
        let done = keyed_call::Entity::delete_many()
            .filter(keyed_call::Column::BegunAt.lt(taken_before))
            .exec(self.connection())
            .await?;
        Ok(done.rows_affected)
    }
}

/// Takes a free key for a call that is held, within the transaction that holds it.
pub(super) async fn put_held_key(
    txn: &DatabaseTransaction,
    now: i64,
    call: &CallKey,
    approval: &ApprovalId,
) -> Result<(), StoreError> {
    put_key(txn, now, call, HELD, Some(approval)).await
}

async fn put_key(
    txn: &DatabaseTransaction,
    now: i64,
    call: &CallKey,
    state: &str,
    approval: Option<&ApprovalId>,
) -> Result<(), StoreError> {
    let row = keyed_call::ActiveModel {
        owner: Set(call.owner.clone()),
        idempotency_key: Set(call.key.clone()),
        vendor: Set(call.vendor.clone()),
        operation: Set(call.operation.clone()),
        integration_id: Set(call.integration.to_string()),
        input_sha256: Set(call.input_sha256.clone()),
        state: Set(state.to_owned()),
        answer: Set(None),
        approval_id: Set(approval.map(ToString::to_string)),
        begun_at: Set(now),
        ended_at: Set(None),
    };
    keyed_call::Entity::insert(row)
        .exec_without_returning(txn)
        .await?;
    Ok(())
}

fn read(row: keyed_call::Model) -> Result<UsedKey, StoreError> {
    let unreadable = |what: &str| StoreError::Unreadable(format!("key {}: {what}", row.idempotency_key));
    let state = match row.state.as_str() {
        BEGUN => KeyState::Begun(row.begun_at),
        ANSWERED => {
            let answer = row.answer.as_deref().unwrap_or_default();
            KeyState::Answered(serde_json::from_str(answer).map_err(|_| unreadable("answer"))?)
        }
        HELD => {
            let id = row.approval_id.as_deref().and_then(ApprovalId::parse);
            KeyState::Held(id.ok_or_else(|| unreadable("approval"))?)
        }
        LOST => KeyState::Lost,
        _ => return Err(unreadable("state")),
    };
    Ok(UsedKey {
        call: CallKey {
            integration: IntegrationId::parse(&row.integration_id)
                .ok_or_else(|| unreadable("integration"))?,
            owner: row.owner,
            key: row.idempotency_key,
            vendor: row.vendor,
            operation: row.operation,
            input_sha256: row.input_sha256,
        },
        state,
    })
}
