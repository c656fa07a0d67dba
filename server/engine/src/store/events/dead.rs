//! Dead letters by how they broke, and the numbers that stand beside a webhook. What was replayed waits for nobody, so it is
//! in no group.

use super::{
    super::{Store, StoreError, entities_events::event},
    list::first_id_of,
};
use contract::{
    event::EventStatus,
    failure::FailureCode,
    ids::{EventId, IntegrationId, WebhookId},
};
use sea_orm::{
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait as _},
};
use std::collections::BTreeMap;

/// How many customers of a group are named.
const CUSTOMERS: u64 = 5;

/// Dead letters that broke alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupRow {
    /// Stage, code and webhook in one word.
    pub fingerprint: String,
    /// How many.
    pub count: u64,
    /// The first of them.
    pub first: EventId,
    /// The last of them.
    pub last: EventId,
    /// Names of customers hit.
    pub customers: Vec<String>,
}

/// What a webhook received, in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WebhookNumbers {
    /// When each of the last deliveries came, newest first; what was refused is not among them.
    pub last: Vec<i64>,
    /// How many came since a moment.
    pub since: u64,
    /// How many of these were refused.
    pub refused_since: u64,
    /// How many are dead letters that wait for a person.
    pub dead: u64,
}

impl Store {
    /// The groups of dead letters, largest first; all, or one.
    pub async fn dead_groups(&self, one: Option<&str>) -> Result<Vec<GroupRow>, StoreError> {
        let mut query = event::Entity::find()
            .select_only()
            .column(event::Column::Fingerprint)
            .column_as(event::Column::Id.count(), "count")
            .column_as(event::Column::Id.min(), "first")
            .column_as(event::Column::Id.max(), "last")
            .filter(event::Column::Fingerprint.is_not_null())
            .group_by(event::Column::Fingerprint)
            .order_by_desc(Expr::col(event::Column::Id).count())
            .limit(1_000);
        if let Some(one) = one {
            query = query.filter(event::Column::Fingerprint.eq(one));
        }
        let rows: Vec<(String, i64, String, String)> = query.into_tuple().all(self.connection()).await?;
        let mut groups = Vec::with_capacity(rows.len());
        for (fingerprint, count, first, last) in rows {
            let unreadable = || StoreError::Unreadable(format!("events of the group {fingerprint}"));
            groups.push(GroupRow {
                customers: self.customers_of(&fingerprint).await?,
                first: EventId::parse(&first).ok_or_else(unreadable)?,
                last: EventId::parse(&last).ok_or_else(unreadable)?,
                count: u64::try_from(count).unwrap_or(0),
                fingerprint,
            });
        }
        Ok(groups)
    }

    async fn customers_of(&self, fingerprint: &str) -> Result<Vec<String>, StoreError> {
        let newest: Vec<Option<String>> = event::Entity::find()
            .select_only()
            .column(event::Column::CustomerName)
            .filter(event::Column::Fingerprint.eq(fingerprint))
            .order_by_desc(event::Column::Id)
            .limit(200)
            .into_tuple()
            .all(self.connection())
            .await?;
        let mut names: Vec<String> = newest.into_iter().flatten().collect();
        names.sort();
        names.dedup();
        names.truncate(usize::try_from(CUSTOMERS).unwrap_or(0));
        Ok(names)
    }

    /// How many dead letters wait for a person.
    pub async fn dead_count(&self) -> Result<u64, StoreError> {
        Ok(event::Entity::find()
            .filter(event::Column::Fingerprint.is_not_null())
            .count(self.connection())
            .await?)
    }

    /// The numbers of a webhook.
    pub async fn webhook_numbers(
        &self,
        webhook: &WebhookId,
        since: i64,
    ) -> Result<WebhookNumbers, StoreError> {
        let own = || event::Entity::find().filter(event::Column::WebhookId.eq(webhook.as_str()));
        let last: Vec<(i64, String)> = own()
            .select_only()
            .column(event::Column::ReceivedAt)
            .column(event::Column::Status)
            .filter(event::Column::ReplayOf.is_null())
            .order_by_desc(event::Column::Id)
            .limit(200)
            .into_tuple()
            .all(self.connection())
            .await?;
        let today = || own().filter(event::Column::Id.gte(first_id_of(since)));
        let refused = EventStatus::Rejected.as_str();
        Ok(WebhookNumbers {
            last: last
                .into_iter()
                .filter(|(_, status)| status != refused)
                .map(|(at, _)| at)
                .collect(),
            since: today().count(self.connection()).await?,
            refused_since: today()
                .filter(event::Column::Status.eq(refused))
                .count(self.connection())
                .await?,
            dead: own()
                .filter(event::Column::Fingerprint.is_not_null())
                .count(self.connection())
                .await?,
        })
    }

    /// How many dead letters each unmapped vendor record costs, by account and record.
    pub async fn unmapped_costs(&self) -> Result<BTreeMap<(IntegrationId, String), u64>, StoreError> {
        let rows: Vec<(String, String, i64)> = event::Entity::find()
            .select_only()
            .column(event::Column::IntegrationId)
            .column(event::Column::CustomerRef)
            .column_as(event::Column::Id.count(), "count")
            .filter(event::Column::Code.eq(FailureCode::CustomerNotMapped.as_str()))
            .filter(event::Column::Fingerprint.is_not_null())
            .filter(event::Column::CustomerRef.is_not_null())
            .group_by(event::Column::IntegrationId)
            .group_by(event::Column::CustomerRef)
            .into_tuple()
            .all(self.connection())
            .await?;
        Ok(rows
            .into_iter()
            .filter_map(|(integration, record, count)| {
                let id = IntegrationId::parse(&integration)?;
                Some(((id, record), u64::try_from(count).unwrap_or(0)))
            })
            .collect())
    }
}
