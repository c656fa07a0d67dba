//! Takes away what has been kept long enough, a little at a time so that nobody waits for it. A dead letter that waits for a
//! person keeps its payload as long as itself.

use super::super::{
    Store, StoreError,
    entities_events::{event, event_attempt, event_payload},
};
use contract::ids::WebhookId;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// What was taken away, and where to go on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pruned {
    /// How many.
    pub count: u64,
    /// The last identifier that was looked at; none when all was.
    pub last: Option<String>,
}

impl Store {
    /// Takes up to `limit` final events of a webhook away that are older than an identifier, with all that hangs on them.
    pub async fn prune_events(
        &self,
        webhook: &WebhookId,
        older_than: &str,
        limit: u64,
    ) -> Result<u64, StoreError> {
        let ids: Vec<String> = event::Entity::find()
            .select_only()
            .column(event::Column::Id)
            .filter(event::Column::WebhookId.eq(webhook.as_str()))
            .filter(event::Column::Id.lt(older_than))
            .filter(event::Column::NextAttemptAt.is_null())
            .order_by_asc(event::Column::Id)
            .limit(limit)
            .into_tuple()
            .all(self.connection())
            .await?;
        if ids.is_empty() {
            return Ok(0);
        }
        let _turn = self.turn().await;
        let txn = self.begin().await?;
        event_payload::Entity::delete_many()
            .filter(event_payload::Column::EventId.is_in(&ids))
            .exec(&txn)
            .await?;
        event_attempt::Entity::delete_many()
            .filter(event_attempt::Column::EventId.is_in(&ids))
            .exec(&txn)
            .await?;
        let done = event::Entity::delete_many()
            .filter(event::Column::Id.is_in(&ids))
            .exec(&txn)
            .await?;
        txn.commit().await?;
        Ok(done.rows_affected)
    }

    /// Takes the payloads of up to `limit` final events away that are older than an identifier and come after another.
    pub async fn prune_payloads(
        &self,
        webhook: &WebhookId,
        older_than: &str,
        after: &str,
        limit: u64,
    ) -> Result<Pruned, StoreError> {
        let ids: Vec<String> = event::Entity::find()
            .select_only()
            .column(event::Column::Id)
            .filter(event::Column::WebhookId.eq(webhook.as_str()))
            .filter(event::Column::Id.lt(older_than))
            .filter(event::Column::Id.gt(after))
            .filter(event::Column::NextAttemptAt.is_null())
            .filter(event::Column::Fingerprint.is_null())
            .order_by_asc(event::Column::Id)
            .limit(limit)
            .into_tuple()
            .all(self.connection())
            .await?;
        let last = ids.last().cloned().filter(|_| ids.len() as u64 == limit);
        if ids.is_empty() {
            return Ok(Pruned::default());
        }
        let _turn = self.turn().await;
        let done = event_payload::Entity::delete_many()
            .filter(event_payload::Column::EventId.is_in(&ids))
            .exec(self.connection())
            .await?;
        Ok(Pruned {
            count: done.rows_affected,
            last,
        })
    }
}
